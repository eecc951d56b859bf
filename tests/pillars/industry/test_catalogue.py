from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.factories import DeviceFactory, a_supply, an_actor

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.planning.values import PriceTier
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.industry.actions import (
    DeviceTerms,
    OfferTerms,
    add_device,
    submit_offer,
    withdraw_device,
    withdraw_offer,
)
from rakiza.pillars.industry.enums import OfferState
from rakiza.pillars.industry.models import Device, Offer, ProductionLine
from rakiza.pillars.industry.plants.actions import LineTerms, add_line
from rakiza.pillars.industry.queries import devices_for, offers_for, supply_for

pytestmark = pytest.mark.django_db
VOLUME = AttributeValue("volume", Op.EQ, 10.0, "mL")
TERMS = DeviceTerms(
    "syringe_hypodermic", "S-10", "Seringue 10 mL", (VOLUME,), name_ar="محقنة", gtin="6111234567895"
)


def tiers(*pairs: tuple[int, str]) -> tuple[PriceTier, ...]:
    return tuple(PriceTier(Decimal(quantity), Decimal(price)) for quantity, price in pairs)


@pytest.fixture
def maker() -> Actor:
    return an_actor(Role.MAKER)


def test_a_maker_offers_what_the_engine_then_reads(maker: Actor) -> None:
    line = add_line(maker, LineTerms("Presse 1", Decimal(5000)))
    device = add_device(maker, TERMS)
    offer = submit_offer(
        maker,
        device,
        OfferTerms(2027, tiers((0, "1.00"), (1000, "0.90")), line=line, valid_from=date(2027, 1, 1)),
    )

    supply = supply_for(2027)

    (read_maker,), (read_device,), (read_offer,) = supply.makers, supply.devices, supply.offers
    assert (read_maker.id, read_maker.name) == (str(maker.organisation.pk), maker.organisation.name)
    assert (read_device.id, read_device.maker, read_device.attributes) == (
        str(device.pk),
        read_maker.id,
        (VOLUME,),
    )
    assert (read_offer.id, read_offer.device, read_offer.line) == (
        str(offer.pk),
        read_device.id,
        str(line.pk),
    )
    assert read_offer.tiers == tiers((0, "1"), (1000, "0.9"))
    assert (read_offer.monthly_capacity, read_offer.vat_rate, read_offer.valid_from) == (
        Decimal(5000), Decimal("0.2"), date(2027, 1, 1),
    )  # fmt: skip
    assert supply_for(2028).offers == ()
    assert [event.action for event in AuditEvent.objects.order_by("pk")] == [
        "industry.add_line", "industry.add_device", "industry.submit_offer",
    ]  # fmt: skip


def test_a_new_offer_replaces_the_standing_one(maker: Actor) -> None:
    device = DeviceFactory(maker=maker.organisation)
    first = submit_offer(maker, device, OfferTerms(2027, tiers((0, "2"))))
    second = submit_offer(maker, device, OfferTerms(2027, tiers((0, "1"))))
    first.refresh_from_db()
    assert (first.state, second.state) == (OfferState.WITHDRAWN, OfferState.SUBMITTED)
    assert [offer.id for offer in supply_for(2027).offers] == [str(second.pk)]


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (OfferTerms(2027, ()), "industry.no_price"),
        (OfferTerms(2027, tiers((10, "1"))), "industry.first_tier"),
        (OfferTerms(2027, tiers((0, "1"), (10, "1.2"))), "industry.tiers_contradict"),
        (OfferTerms(2027, tiers((0, "1"), (0, "0.9"))), "industry.tiers_contradict"),
        (OfferTerms(2027, tiers((0, "0"))), "industry.price_zero"),
        (OfferTerms(2027, tiers((0, "1")), monthly_capacity=Decimal(0)), "industry.capacity_zero"),
    ],
)
def test_contradictory_terms_are_refused_in_words(maker: Actor, terms: OfferTerms, code: str) -> None:
    device = DeviceFactory(maker=maker.organisation)
    with pytest.raises(Refused) as refusal:
        submit_offer(maker, device, terms)
    assert (refusal.value.code, str(refusal.value) != code, Offer.objects.count()) == (code, True, 0)


def test_another_makers_line_is_refused(maker: Actor) -> None:
    foreign = add_line(an_actor(Role.MAKER), LineTerms("X", Decimal(1)))
    device = DeviceFactory(maker=maker.organisation)
    with pytest.raises(Refused) as refusal:
        submit_offer(maker, device, OfferTerms(2027, tiers((0, "1")), line=foreign))
    assert refusal.value.code == "industry.foreign_line"


def test_a_reference_is_taken_once(maker: Actor) -> None:
    add_device(maker, TERMS)
    with pytest.raises(Refused, match="S-10"):
        add_device(maker, TERMS)
    assert Device.objects.count() == 1
    add_device(an_actor(Role.MAKER), TERMS)


def test_what_is_withdrawn_no_longer_takes_part(maker: Actor) -> None:
    offer, other = a_supply(maker.organisation), a_supply(maker.organisation)
    withdraw_offer(maker, offer)
    withdraw_device(maker, other.device)
    assert supply_for(2027).offers == ()
    for again in (lambda: withdraw_offer(maker, offer), lambda: withdraw_device(maker, other.device)):
        with pytest.raises(Refused) as refusal:
            again()
        assert refusal.value.code == "industry.already_withdrawn"


def test_nobody_touches_anothers_catalogue(maker: Actor) -> None:
    offer = a_supply(maker.organisation)
    for stranger in (an_actor(Role.MAKER), an_actor(Role.BUYER), an_actor(Role.ADMINISTRATOR)):
        for attempt in (
            lambda who=stranger: withdraw_offer(who, offer),
            lambda who=stranger: withdraw_device(who, offer.device),
            lambda who=stranger: submit_offer(who, offer.device, OfferTerms(2027, tiers((0, "9")))),
        ):
            with pytest.raises(NotAllowed):
                attempt()
    with pytest.raises(NotAllowed):
        add_device(an_actor(Role.BUYER), TERMS)
    with pytest.raises(NotAllowed):
        add_line(an_actor(Role.COORDINATOR), LineTerms("X", Decimal(1)))
    offer.refresh_from_db()
    assert (offer.state, Device.objects.count(), ProductionLine.objects.count()) == ("submitted", 1, 0)


def test_prices_are_for_their_maker_and_overseers(maker: Actor) -> None:
    offer = a_supply(maker.organisation)
    a_supply()
    assert list(offers_for(maker)) == [offer]
    assert offers_for(an_actor(Role.CLUSTER_STAFF), 2027).count() == 2
    assert offers_for(an_actor(Role.CLUSTER_STAFF), 2028).count() == 0
    for role in (Role.BUYER, Role.CERTIFICATION_OFFICER, Role.REGISTRATION_OFFICER):
        assert offers_for(an_actor(role)).count() == 0
    assert list(devices_for(maker)) == [offer.device]
    assert devices_for(an_actor(Role.BUYER)).count() == 2
