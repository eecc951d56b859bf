"""A device that is silent on a characteristic wins nothing that one which states it can supply."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.families import Family
from rakiza.engine.planning.market import MarketOffer, market_offer, pairings
from rakiza.engine.planning.plan import MonthEligibility, OfferEligibility, PlannedLot
from rakiza.engine.planning.values import Device, Maker, PriceTier, Rules, SupplyOffer
from rakiza.reference.families import load

D = Decimal
ELECTRIC = AttributeValue("electric", Op.EQ, value=True)


@pytest.fixture(scope="module")
def families() -> dict[str, Family]:
    """The bed's own schema."""
    return {"hospital_bed": load().family("hospital_bed")}


def lot(reference: str | None) -> PlannedLot:
    quarters = (D(1), D(1), D(1), D(1))
    price = None if reference is None else D(reference)
    return PlannedLot(
        "l", "hospital_bed", None, (ELECTRIC,), "bed", "piece", quarters, (), price, "essential"
    )


def bed(name: str, price: str, *stated: AttributeValue, lawful: bool = True) -> MarketOffer:
    offer = SupplyOffer(name, name, (PriceTier(D(0), D(price)),), D(0))
    months = tuple(MonthEligibility(month, lawful, ()) for month in range(1, 13))
    device = Device(name, "m", "hospital_bed", name, stated)
    return market_offer(offer, device, Maker("m", "m"), OfferEligibility(name, months))


def conforming(wanted: PlannedLot, offers: list[MarketOffer], families: dict[str, Family]) -> list[str]:
    found = pairings([wanted], offers, families, Rules(), lambda _done, _total: None)
    return [pair.offer.offer.id for pair in found["l"] if pair.conforms]


def test_the_silent_device_gives_way_to_one_that_states_it(families: dict[str, Family]) -> None:
    offers = [bed("silent", "9000"), bed("electric", "12000", ELECTRIC)]
    assert conforming(lot("13000"), offers, families) == ["electric"]


def test_an_unlawful_device_sets_nobody_aside(families: dict[str, Family]) -> None:
    offers = [bed("silent", "9000"), bed("electric", "12000", ELECTRIC, lawful=False)]
    assert conforming(lot("13000"), offers, families) == ["silent", "electric"]


@pytest.mark.parametrize(
    ("price", "reference", "takes_part"),
    [("7800", "13000", True), ("7799", "13000", False), ("100", None, True)],
)
def test_alone_it_takes_part_at_a_price_the_article_could_have(
    price: str, reference: str | None, takes_part: bool, families: dict[str, Family]
) -> None:
    assert (conforming(lot(reference), [bed("silent", price)], families) == ["silent"]) is takes_part
