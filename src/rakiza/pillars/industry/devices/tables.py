"""What the pages of a device show: its packs, and what differs between two versions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.presentation.templatetags.rakiza import unit_label
from rakiza.kernel.wording import say_attributes
from rakiza.pillars.industry.devices.models import DeviceVersion
from rakiza.pillars.industry.devices.packs import Pack, sizes
from rakiza.pillars.industry.devices.versions import compare
from rakiza.pillars.industry.enums import DeviceState
from rakiza.pillars.industry.models import Device
from rakiza.pillars.industry.tables import family_name
from rakiza.pillars.industry.values import attributes_from

FIELD_NAMES: dict[str, str | Promise] = {
    "family": _("Famille"),
    "reference": _("Référence"),
    "name": _("Désignation"),
    "name_ar": _("Désignation en arabe"),
    "name_en": _("Désignation en anglais"),
    "attributes": _("Caractéristiques"),
    "gtin": _("GTIN de l'unité (UDI-DI)"),
    "risk_class": _("Classe de risque"),
    "pack_size": _("Unités par conditionnement de vente"),
    "state": _("État"),
    "packs": _("Niveaux d'emballage"),
    "instructions": _("Notice d'instructions"),
    "pictures": _("Images"),
}


@dataclass(frozen=True, slots=True)
class PackRow:
    """One level: its unit in words, how many base units it holds, its GTIN."""

    unit: str
    size: int
    gtin: str


def pack_rows(device: Device) -> list[PackRow]:
    """Return the packaging levels of a device, smallest first."""
    packs = [Pack(pack.unit, pack.quantity, pack.gtin) for pack in device.packs.all()]
    return [
        PackRow(unit_label(pack.unit), size, pack.gtin)
        for pack, size in zip(packs, sizes(packs), strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs, in words."""

    name: str
    before: str
    after: str


def differences(before: DeviceVersion, after: DeviceVersion) -> list[Difference]:
    """Return what differs between two versions, in words."""
    return [
        Difference(
            str(FIELD_NAMES.get(change.field, change.field)),
            _said(change.field, change.before),
            _said(change.field, change.after),
        )
        for change in compare(before.content, after.content)
    ]


_WORDS: dict[str, Callable[[Any], str]] = {
    "family": family_name,
    "attributes": lambda value: say_attributes(attributes_from(value)),
    "state": lambda value: str(DeviceState(value).label),
    "packs": lambda value: " ; ".join(
        f"{unit_label(unit)} × {held} {gtin}".strip() for unit, held, gtin in value
    ),
    "instructions": lambda value: str(value[0]),
    "pictures": lambda value: " ; ".join(
        " · ".join(filter(None, (name, *alternatives))) for name, _sha256, *alternatives in value
    ),
}


def _said(field: str, value: object) -> str:
    if value is None or value in ("", []):
        return "—"
    return str(_WORDS.get(field, str)(value))
