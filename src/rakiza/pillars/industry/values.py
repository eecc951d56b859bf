"""Passage between a maker's rows and the values that the planning engine takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.matching.standards import RISK_CLASS
from rakiza.engine.planning import values as engine
from rakiza.kernel.codec import dump, load
from rakiza.kernel.organisations.enums import OrganisationKind
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.industry.models import Device, Offer, Plant


def attributes_from(stored: object) -> tuple[AttributeValue, ...]:
    """Return the attribute values that a row keeps as JSON."""
    return load(tuple[AttributeValue, ...], stored)


def attributes_to(attributes: Iterable[AttributeValue]) -> list[object]:
    """Return the JSON that keeps attribute values."""
    return [dump(attribute) for attribute in attributes]


def trimmed(value: Decimal) -> Decimal:
    """Return the number without the zeros that the database's fixed scale adds (12.00 → 12)."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def maker_value(organisation: Organisation) -> engine.Maker:
    """Return a maker as the engine knows it; its identifier is the organisation's number."""
    return engine.Maker(
        id=str(organisation.pk),
        name=organisation.name,
        ice=organisation.ice,
        region=organisation.region or None,
        small=organisation.small_firm,
        startup=organisation.kind == OrganisationKind.START_UP,
    )


def described_by(device: Device) -> tuple[AttributeValue, ...]:
    """Return what a device states: its characteristics, and its risk class where the maker gives one."""
    stated = attributes_from(device.attributes)
    if not device.risk_class or any(value.name == RISK_CLASS.name for value in stated):
        return stated
    return (*stated, AttributeValue(RISK_CLASS.name, Op.EQ, device.risk_class))


def device_value(device: Device, local_content: Decimal | None = None) -> engine.Device:
    """Return a device as the engine knows it, with the local content that stands declared of it."""
    return engine.Device(
        id=str(device.pk),
        maker=str(device.maker_id),
        family=device.family,
        name=device.name,
        attributes=described_by(device),
        gtin=device.gtin,
        reference=device.reference,
        pack_size=device.pack_size,
        local_content=None if local_content is None else trimmed(local_content),
    )


def offer_value(
    offer: Offer, line_capacity: Mapping[int, Decimal], plants: Mapping[int, Sequence[Plant]]
) -> engine.SupplyOffer:
    """Return an offer as the engine knows it; `plants` are the open ones of each maker.

    An offer on a shared line without a capacity of its own takes the line's. Its device is made where its
    line stands; without one, in any of the maker's plants. A line whose site closed makes nothing since that day.
    """
    capacity = offer.monthly_capacity
    if capacity is None and offer.line_id is not None:
        capacity = line_capacity[offer.line_id]
    return engine.SupplyOffer(
        id=str(offer.pk),
        device=str(offer.device_id),
        tiers=tuple(
            engine.PriceTier(trimmed(tier.from_quantity), trimmed(tier.unit_price))
            for tier in offer.tiers.all()
        ),
        vat_rate=trimmed(offer.vat_rate),
        minimum_order=trimmed(offer.minimum_order),
        order_multiple=trimmed(offer.order_multiple),
        monthly_capacity=trimmed(capacity) if capacity is not None else None,
        line=str(offer.line_id) if offer.line_id else None,
        lead_time_days=offer.lead_time_days,
        delivery_cost=trimmed(offer.delivery_cost),
        valid_from=offer.valid_from,
        valid_to=offer.valid_to,
        sites=tuple(_site_value(plant) for plant in _made_in(offer, plants)),
        closed=offer.site_closed,
    )


def _made_in(offer: Offer, plants: Mapping[int, Sequence[Plant]]) -> Sequence[Plant]:
    if offer.line is not None and offer.line.plant is not None:
        return (offer.line.plant,)
    return plants.get(offer.device.maker_id, ())


def _site_value(plant: Plant) -> engine.Site:
    return engine.Site(str(plant.site_id), str(plant.site))
