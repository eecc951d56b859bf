"""What a maker does with its catalogue and offers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.planning.values import PriceTier
from rakiza.kernel.audit.actions import record
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.industry.catalogue_stamp import stamp_catalogue
from rakiza.pillars.industry.devices.packs import Pack, check_packs, normal_gtin, written
from rakiza.pillars.industry.devices.versions import keep_version
from rakiza.pillars.industry.enums import DeviceState, OfferState
from rakiza.pillars.industry.models import Device, Offer, OfferTier, PackLevel, ProductionLine
from rakiza.pillars.industry.values import attributes_to


@dataclass(frozen=True, slots=True)
class DeviceTerms:
    """What describes an article."""

    family: str
    reference: str
    name: str
    attributes: tuple[AttributeValue, ...] = ()
    name_ar: str = ""
    name_en: str = ""
    gtin: str = ""
    risk_class: str = ""
    pack_size: int = 1
    packs: tuple[Pack, ...] = ()


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """Terms of an offer: quantities in base units, prices excluding tax, first tier from 0."""

    year: int
    tiers: tuple[PriceTier, ...]
    vat_rate: Decimal = Decimal("0.20")
    minimum_order: Decimal = Decimal(0)
    order_multiple: Decimal = Decimal(1)
    monthly_capacity: Decimal | None = None
    line: ProductionLine | None = None
    lead_time_days: int = 0
    delivery_cost: Decimal = Decimal(0)
    valid_from: date | None = None
    valid_to: date | None = None


@transaction.atomic
def add_device(actor: Actor, terms: DeviceTerms) -> Device:
    """Put an article into the actor's catalogue."""
    require(actor, "industry.add_device")
    if Device.objects.of_maker(actor.organisation.pk).filter(reference=terms.reference).exists():
        raise Refused(
            "industry.reference_taken",
            _("La référence %(reference)s existe déjà dans votre catalogue."),
            reference=terms.reference,
        )
    terms = checked(terms, actor.organisation.pk)
    device = Device.objects.create(maker=actor.organisation, **described(terms))
    write_packs(device, terms)
    version = keep_version(device, actor.user)
    stamp_catalogue()
    record(actor, "industry.add_device", device, after=version.content)
    return device


def checked(terms: DeviceTerms, maker: int, device: Device | None = None) -> DeviceTerms:
    """Return the terms with their GTINs in digits; Refused where one is wrong, or another article's.

    Only the maker's own catalogue is looked at: a number that somebody else took wrongly blocks nobody.
    """
    packs = tuple(replace(pack, gtin=normal_gtin(pack.gtin)) for pack in terms.packs)
    terms = replace(terms, gtin=normal_gtin(terms.gtin), packs=packs)
    check_packs(packs, gtin=terms.gtin, pack_size=terms.pack_size)
    own = device.pk if device else 0
    for code in (terms.gtin, *(pack.gtin for pack in packs)):
        if code and (
            Device.objects.of_maker(maker).filter(gtin__in=written(code)).exclude(pk=own).exists()
            or PackLevel.objects.filter(device__maker_id=maker, gtin__in=written(code))
            .exclude(device_id=own)
            .exists()
        ):
            raise Refused(
                "industry.gtin_taken",
                _("Le GTIN %(gtin)s est déjà celui d'un autre de vos articles."),
                gtin=code,
            )
    return terms


def described(terms: DeviceTerms) -> dict[str, object]:
    """Return the columns of a device that its terms fill."""
    return {
        "family": terms.family,
        "reference": terms.reference,
        "name": terms.name,
        "name_ar": terms.name_ar,
        "name_en": terms.name_en,
        "attributes": attributes_to(terms.attributes),
        "gtin": terms.gtin,
        "risk_class": terms.risk_class,
        "pack_size": terms.pack_size,
    }


def write_packs(device: Device, terms: DeviceTerms) -> None:
    """Put the packaging levels of the terms in the place of those kept."""
    device.packs.all().delete()
    PackLevel.objects.bulk_create(
        PackLevel(device=device, level=level, unit=pack.unit, quantity=pack.quantity, gtin=pack.gtin)
        for level, pack in enumerate(terms.packs, start=1)
    )


@transaction.atomic
def withdraw_device(actor: Actor, device: Device) -> None:
    """Take an article off the catalogue; its offers no longer take part."""
    require(actor, "industry.edit", device)
    changed = Device.objects.filter(pk=device.pk, state=DeviceState.ACTIVE).update(
        state=DeviceState.WITHDRAWN, updated_at=timezone.now()
    )
    if not changed:
        raise Refused("industry.already_withdrawn", _("Ce dispositif est déjà retiré du catalogue."))
    stamp_catalogue()
    record(actor, "industry.withdraw_device", device)
    device.refresh_from_db()


def check_tiers(tiers: tuple[PriceTier, ...]) -> None:
    """Refuse price tiers that contradict each other."""
    if not tiers:
        raise Refused("industry.no_price", _("Une offre doit porter au moins un prix."))
    if tiers[0].from_quantity != 0:
        raise Refused("industry.first_tier", _("Le premier palier de prix doit commencer à 0."))
    for tier, following in pairwise(tiers):
        if following.from_quantity <= tier.from_quantity or following.unit_price > tier.unit_price:
            raise Refused(
                "industry.tiers_contradict",
                _(
                    "Les paliers se contredisent : les quantités doivent croître et les prix ne pas augmenter."
                ),
            )
    if any(tier.unit_price <= 0 for tier in tiers):
        raise Refused("industry.price_zero", _("Un prix doit être supérieur à 0."))


@transaction.atomic
def submit_offer(actor: Actor, device: Device, terms: OfferTerms) -> Offer:
    """Offer a device for a year; the standing offer of that year, if any, is withdrawn for it."""
    require(actor, "industry.edit", device)
    check_tiers(terms.tiers)
    if terms.monthly_capacity is not None and terms.monthly_capacity <= 0:
        raise Refused("industry.capacity_zero", _("La capacité mensuelle doit être supérieure à 0."))
    if terms.line is not None and terms.line.maker_id != device.maker_id:
        raise Refused("industry.foreign_line", _("Cette ligne de production n'est pas la vôtre."))
    if terms.line is not None and terms.line.closed_on is not None:
        raise Refused("industry.line_closed", _("Cette ligne de production est fermée."))
    if terms.line is not None and terms.line.on_closed_site:
        raise Refused(
            "industry.line_site_closed",
            _(
                "Le site de cette ligne est fermé : nommez une autre ligne, ou déplacez-la dans une autre usine."
            ),
        )
    Offer.objects.filter(device=device, year=terms.year, state=OfferState.SUBMITTED).update(
        state=OfferState.WITHDRAWN
    )
    offer = Offer.objects.create(
        device=device,
        year=terms.year,
        vat_rate=terms.vat_rate,
        minimum_order=terms.minimum_order,
        order_multiple=terms.order_multiple,
        monthly_capacity=terms.monthly_capacity,
        line=terms.line,
        lead_time_days=terms.lead_time_days,
        delivery_cost=terms.delivery_cost,
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
    )
    OfferTier.objects.bulk_create(
        OfferTier(offer=offer, from_quantity=tier.from_quantity, unit_price=tier.unit_price)
        for tier in terms.tiers
    )
    record(actor, "industry.submit_offer", offer, after={"device": device.pk, "year": terms.year})
    return offer


@transaction.atomic
def withdraw_offer(actor: Actor, offer: Offer) -> None:
    """Withdraw a standing offer."""
    require(actor, "industry.edit", offer)
    changed = Offer.objects.filter(pk=offer.pk, state=OfferState.SUBMITTED).update(state=OfferState.WITHDRAWN)
    if not changed:
        raise Refused("industry.already_withdrawn", _("Cette offre est déjà retirée."))
    record(actor, "industry.withdraw_offer", offer)
    offer.refresh_from_db()
