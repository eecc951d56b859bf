"""A maker's offers given all at once, held against those that stand: what confirming them would change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rakiza.engine.planning.values import PriceTier
from rakiza.kernel.codec import dump
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import require
from rakiza.pillars.industry.actions import DeviceTerms, OfferTerms
from rakiza.pillars.industry.enums import OfferState
from rakiza.pillars.industry.import_outcome import Outcome
from rakiza.pillars.industry.models import Device, Offer, ProductionLine

_PRICE, _QUANTITY = Decimal("0.0001"), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class OfferedRow:
    """One article and the terms it is offered at. `line` is the name of a production line, '' where none."""

    article: DeviceTerms
    terms: OfferTerms
    line: str = ""


@dataclass(frozen=True, slots=True)
class OfferChange:
    """One row against what stands: `device` is None for a new article, `before` for a first offer of the year."""

    row: OfferedRow
    device: Device | None
    before: OfferTerms | None
    after: OfferTerms

    @property
    def outcome(self) -> Outcome:
        """Whether the offer is new, other, or the same."""
        if self.before is None:
            return Outcome.CREATED
        return Outcome.UNCHANGED if self.before == self.after else Outcome.CHANGED


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A maker's articles as a file may name them: by reference, else by GTIN (of 14 digits), else by name."""

    by_reference: Mapping[str, Device]
    by_gtin: Mapping[str, Device]
    by_name: Mapping[str, Device]
    lines: Mapping[str, ProductionLine]

    def find(self, reference: str, gtin: str, name: str) -> Device | None:
        """Return the article that is named, None where it is new."""
        if reference:
            return self.by_reference.get(reference)
        return self.by_gtin.get(gtin.zfill(14)) if gtin else self.by_name.get(name)


def catalogue_of(actor: Actor) -> Catalogue:
    """Return the actor's own catalogue, withdrawn articles with it."""
    require(actor, "industry.add_device")
    devices = list(Device.objects.of_maker(actor.organisation.pk).select_related("maker").order_by("-pk"))
    lines = ProductionLine.objects.of_maker(actor.organisation.pk).open()
    return Catalogue(
        by_reference={device.reference: device for device in devices},
        by_gtin={device.gtin.zfill(14): device for device in devices if device.gtin},
        by_name={device.name: device for device in devices},
        lines={line.name: line for line in lines.select_related("plant__site")},
    )


def compare_offers(
    actor: Actor, rows: Iterable[OfferedRow], catalogue: Catalogue | None = None
) -> tuple[OfferChange, ...]:
    """Return what each row would change, in a constant number of queries."""
    known = catalogue or catalogue_of(actor)
    standing = {
        (offer.device_id, offer.year): offer
        for offer in Offer.objects.of_maker(actor.organisation.pk)
        .filter(state=OfferState.SUBMITTED)
        .select_related("line")
        .prefetch_related("tiers")
    }
    return tuple(_change(row, known, standing) for row in rows)


def _change(row: OfferedRow, known: Catalogue, standing: Mapping[tuple[int, int], Offer]) -> OfferChange:
    device = known.find(row.article.reference, row.article.gtin, row.article.name)
    offer = standing.get((device.pk, row.terms.year)) if device else None
    terms = replace(row.terms, line=known.lines.get(row.line))
    return OfferChange(row, device, _scaled(_terms_of(offer)) if offer else None, _scaled(terms))


def _terms_of(offer: Offer) -> OfferTerms:
    return OfferTerms(
        year=offer.year,
        tiers=tuple(PriceTier(tier.from_quantity, tier.unit_price) for tier in offer.tiers.all()),
        vat_rate=offer.vat_rate,
        minimum_order=offer.minimum_order,
        order_multiple=offer.order_multiple,
        monthly_capacity=offer.monthly_capacity,
        line=offer.line,
        lead_time_days=offer.lead_time_days,
        delivery_cost=offer.delivery_cost,
        valid_from=offer.valid_from,
        valid_to=offer.valid_to,
    )


def _scaled(terms: OfferTerms) -> OfferTerms:
    """Return terms to the digit that they are kept in, so that equal terms compare equal."""
    capacity = terms.monthly_capacity
    return replace(
        terms,
        tiers=tuple(
            PriceTier(tier.from_quantity.quantize(_QUANTITY), tier.unit_price.quantize(_PRICE))
            for tier in terms.tiers
        ),
        vat_rate=terms.vat_rate.quantize(_PRICE),
        minimum_order=terms.minimum_order.quantize(_QUANTITY),
        order_multiple=terms.order_multiple.quantize(_QUANTITY),
        monthly_capacity=None if capacity is None else capacity.quantize(_QUANTITY),
        delivery_cost=terms.delivery_cost.quantize(_PRICE),
    )


def mark_of(changes: Sequence[OfferChange]) -> str:
    """Return a mark of what was reviewed: equal marks, equal changes."""
    told = [
        [change.row.article.reference, change.row.article.name, _told(change.before), _told(change.after)]
        for change in changes
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _told(terms: OfferTerms | None) -> object:
    if terms is None:
        return None
    return [dump(replace(terms, line=None)), terms.line.pk if terms.line else None]
