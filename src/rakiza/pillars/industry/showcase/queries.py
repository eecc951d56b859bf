"""Reads of the showcase. A product is a value of its own: what isn't in it can't leak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from rakiza.kernel.organisations.enums import Region
from rakiza.kernel.organisations.naming import named_like
from rakiza.kernel.wording import say_attribute
from rakiza.kernel.wording.groups import say_group
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.industry.devices.tables import PackRow, pack_rows
from rakiza.pillars.industry.models import Device, DeviceQuerySet
from rakiza.pillars.industry.pictures.queries import ShownPicture, shown_pictures
from rakiza.pillars.industry.tables import family_name, language
from rakiza.pillars.industry.values import attributes_from
from rakiza.reference.families import load


@dataclass(frozen=True, slots=True)
class Product:
    """One product as everybody may read it: no price, no capacity, no line, no state of its titles."""

    number: int
    name: str
    maker: str
    region: str
    reference: str
    family: str
    group: str
    risk_class: str
    gtin: str
    attributes: tuple[str, ...]
    packs: tuple[PackRow, ...]
    pictures: tuple[ShownPicture, ...]


@dataclass(frozen=True, slots=True)
class ShowcaseFilters:
    """What narrows the showcase: words, a family, a group, a maker, a class, a region."""

    words: str = ""
    family: str = ""
    group: str = ""
    maker: int | None = None
    risk_class: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One choice of a facet: its value in the address, its name, how many products it would keep."""

    value: str
    name: str
    count: int


def shown() -> DeviceQuerySet:
    """Return the devices that everybody may read."""
    return Device.objects.active().filter(public=True, maker__showcase__open=True)


def filtered(filters: ShowcaseFilters, besides: str = "") -> DeviceQuerySet:
    """Return the devices that the filters keep; `besides` names the one filter left out."""
    found = shown()
    if filters.words and besides != "words":
        found = found.filter(_worded(filters.words))
    if filters.family and besides != "family":
        found = found.filter(family=filters.family)
    if filters.group and besides != "group":
        found = found.filter(family__in=[one.id for one in load() if one.group == filters.group])
    if filters.maker is not None and besides != "maker":
        found = found.filter(maker_id=filters.maker)
    if filters.risk_class and besides != "risk_class":
        found = found.filter(risk_class=filters.risk_class)
    if filters.region and besides != "region":
        found = found.filter(maker__region=filters.region)
    return found


def _worded(words: str) -> Q:
    """Every word is in a name, the reference, the maker's name or the family's."""
    wanted = Q()
    for word in words.split()[:8]:
        families = [one.id for one in load() if word.casefold() in _said(one.labels).casefold()]
        wanted &= (
            Q(name__icontains=word)
            | Q(name_ar__icontains=word)
            | Q(name_en__icontains=word)
            | Q(reference__icontains=word)
            | Q(gtin__startswith=word)
            | named_like(word, "maker")
            | Q(family__in=families)
        )
    return wanted


def _said(labels: object) -> str:
    return " ".join(getattr(labels, code) for code in ("fr", "ar", "en"))


def facets(filters: ShowcaseFilters) -> dict[str, list[Facet]]:
    """Return the facets, each counted under the other filters, in one query a facet."""
    families = Counter(_column(filters, "family"))
    authored = load().by_id()
    by_group = Counter(authored[one].group for one in _column(filters, "group") if one in authored)
    makers = Counter(filtered(filters, "maker").values_list("maker_id", "maker__name", "maker__name_ar"))
    reader = language()
    return {
        "group": _named((key, say_group(key), count) for key, count in by_group.items()),
        "family": _named((key, family_name(key), count) for key, count in families.items()),
        "maker": _named(
            (str(pk), ar if reader == "ar" and ar else name, count)
            for (pk, name, ar), count in makers.items()
        ),
        "risk_class": _named(
            (key, key, count) for key, count in Counter(_column(filters, "risk_class")).items() if key
        ),
        "region": _named(
            (key, str(Region(key).label), count)
            for key, count in Counter(_column(filters, "region")).items()
            if key in Region.values
        ),
    }


def _column(filters: ShowcaseFilters, name: str) -> list[str]:
    column = {"region": "maker__region", "group": "family"}.get(name, name)
    return list(filtered(filters, name).values_list(column, flat=True))


def _named(found: Iterable[tuple[str, str, int]]) -> list[Facet]:
    return sorted((Facet(*one) for one in found), key=lambda facet: name_key(facet.name))


def product(device: Device) -> Product:
    """Return a device as everybody may read it, in the reader's language."""
    family = load().by_id().get(device.family)
    return Product(
        number=device.pk,
        name=device.name_in(language()),
        maker=device.maker.name_in(language()),
        region=str(Region(device.maker.region).label) if device.maker.region else "",
        reference=device.reference,
        family=family_name(device.family),
        group=say_group(family.group) if family else "",
        risk_class=device.risk_class,
        gtin=device.gtin,
        attributes=tuple(say_attribute(value) for value in attributes_from(device.attributes)),
        packs=tuple(pack_rows(device)),
        pictures=shown_pictures(device, language()),
    )
