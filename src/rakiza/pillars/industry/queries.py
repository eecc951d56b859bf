"""Reads of makers' catalogues, each within what the actor may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from rakiza.engine.planning import values as engine
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.industry.content.queries import local_shares
from rakiza.pillars.industry.enums import OfferState
from rakiza.pillars.industry.models import Device, DeviceQuerySet, Offer, OfferQuerySet, Plant, ProductionLine
from rakiza.pillars.industry.values import device_value, maker_value, offer_value


@dataclass(frozen=True, slots=True)
class Supply:
    """The supply side of a plan year."""

    makers: tuple[engine.Maker, ...]
    devices: tuple[engine.Device, ...]
    offers: tuple[engine.SupplyOffer, ...]


def supply_for(year: int) -> Supply:
    """Return the standing offers of a year with their devices and makers, in a stable order."""
    standing = Offer.objects.standing_for(year).select_related("device", "line__plant__site")
    offers = list(standing.prefetch_related("tiers").order_by("pk"))
    devices = list(Device.objects.filter(pk__in={offer.device_id for offer in offers}).order_by("pk"))
    makers = Organisation.objects.filter(pk__in={device.maker_id for device in devices}).order_by("pk")
    plants = open_plants(maker.pk for maker in makers)
    declared = local_shares([device.pk for device in devices])
    capacity = {line.pk: line.monthly_capacity for line in ProductionLine.objects.all()}
    return Supply(
        makers=tuple(maker_value(maker) for maker in makers),
        devices=tuple(device_value(device, declared.get(device.pk)) for device in devices),
        offers=tuple(offer_value(offer, capacity, plants) for offer in offers),
    )


def open_plants(makers: Iterable[int]) -> Mapping[int, Sequence[Plant]]:
    """Return the plants that still run on a site that stands, by maker, in one query."""
    found: dict[int, list[Plant]] = defaultdict(list)
    for plant in (
        Plant.objects.standing().filter(maker_id__in=list(makers)).select_related("site").order_by("pk")
    ):
        found[plant.maker_id].append(plant)
    return found


def sites_of(devices: Iterable[Device]) -> Mapping[int, frozenset[int]]:
    """Return the sites where each device is or may be made, in two queries; none where nothing says it.

    As a plan takes it: the plants of the lines that its submitted offers name, all its maker's plants where one
    names none.
    """
    asked = list(devices)
    plants = open_plants({device.maker_id for device in asked})
    named: dict[int, set[int | None]] = defaultdict(set)
    offers = Offer.objects.filter(device__in=asked, state=OfferState.SUBMITTED)
    for pk, site in offers.values_list("device_id", "line__plant__site_id"):
        named[pk].add(site)
    found: dict[int, frozenset[int]] = {}
    for device in asked:
        sites = named.get(device.pk, {None})
        usual = {plant.site_id for plant in plants.get(device.maker_id, ())} if None in sites else set()
        found[device.pk] = frozenset({site for site in sites if site is not None} | usual)
    return found


def translated_names(devices: Iterable[int], language: str) -> Mapping[int, str]:
    """Return the names that devices are given in a language; those without one are left out."""
    field = {"ar": "name_ar", "en": "name_en"}.get(language)
    if field is None:
        return {}
    named = Device.objects.filter(pk__in=list(devices)).exclude(**{field: ""})
    return dict(named.values_list("pk", field))


def devices_for(actor: Actor) -> DeviceQuerySet:
    """Return the catalogue that the actor may see: a maker its own, others every active article."""
    own = actor.plays(Role.MAKER)
    devices = catalogue_of_maker(actor.organisation.pk) if own else catalogue_on_sale()
    return devices.select_related("maker").order_by("name", "pk")


def catalogue_of_maker(organisation_id: int) -> DeviceQuerySet:
    """Return a maker's own catalogue, what it withdrew with it."""
    return Device.objects.of_maker(organisation_id)


def catalogue_on_sale() -> DeviceQuerySet:
    """Return what everybody but makers sees: the articles on sale by makers that take part."""
    return Device.objects.active()


def offers_for(actor: Actor, year: int | None = None) -> OfferQuerySet:
    """Return the offers whose terms the actor may see: a maker its own, overseers all, others none."""
    offers = Offer.objects.select_related("device__maker", "line__plant__site").prefetch_related("tiers")
    if year is not None:
        offers = offers.filter(year=year)
    offers = offers.order_by(F("year").desc(), "device__name", "pk")
    if actor.oversees:
        return offers
    return offers.of_maker(actor.organisation.pk) if actor.plays(Role.MAKER) else offers.none()
