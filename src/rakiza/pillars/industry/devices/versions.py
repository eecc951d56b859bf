"""Versions of a device: kept whole at each change, compared field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rakiza.kernel.identity.models import User
from rakiza.pillars.industry.devices.models import DeviceVersion
from rakiza.pillars.industry.models import Device

FIELDS = (
    "family",
    "reference",
    "name",
    "name_ar",
    "name_en",
    "attributes",
    "gtin",
    "risk_class",
    "pack_size",
    "state",
)


def snapshot(device: Device) -> dict[str, object]:
    """Return all that describes a device, as JSON keeps it."""
    packs = [[pack.unit, pack.quantity, pack.gtin] for pack in device.packs.order_by("level")]
    file = device.instructions
    pictures = [
        [one.file.original_name, one.file.sha256, one.alt_fr, one.alt_ar, one.alt_en]
        for one in device.pictures.filter(removed_at__isnull=True).select_related("file")
    ]
    return {
        **{name: getattr(device, name) for name in FIELDS},
        "packs": packs,
        "instructions": [file.original_name, file.sha256] if file else None,
        **({"pictures": pictures} if pictures else {}),
    }


def current_version(device: Device) -> int:
    """Return the number of the latest version; 0 where none was kept yet."""
    latest = device.versions.order_by("-number").values_list("number", flat=True).first()
    return latest or 0


def keep_version(device: Device, user: User | None) -> DeviceVersion:
    """Keep what the device is now, inside the caller's transaction that holds its row."""
    return DeviceVersion.objects.create(
        device=device, number=current_version(device) + 1, content=snapshot(device), made_by=user
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs between two versions."""

    field: str
    before: object
    after: object


def compare(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[Change, ...]:
    """Return the fields that differ, attributes and packs as wholes, in the order they are kept."""
    names = dict.fromkeys((*before, *after))
    return tuple(
        Change(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    )
