"""Reads of pictures: those shown, in their order, as a page needs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rakiza.kernel.files.actions import path_of
from rakiza.pillars.industry.models import Device, DevicePicture


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """One picture as a page shows it. `alt`: what it shows, or else the device's name."""

    number: int
    alt: str
    width: int
    height: int


def shown_pictures(device: Device, language: str) -> tuple[ShownPicture, ...]:
    """Return a device's pictures in their order; prefetch `pictures` where there are several devices."""
    kept = [one for one in device.pictures.all() if one.removed_at is None]
    return tuple(
        _shown(one, device, language) for one in sorted(kept, key=lambda one: (one.position, one.pk))
    )


def first_pictures(devices: Iterable[Device], language: str) -> Mapping[int, ShownPicture]:
    """Return the first picture of each device that has one, in one query."""
    by_id = {device.pk: device for device in devices}
    found: dict[int, ShownPicture] = {}
    rows = DevicePicture.objects.filter(device__in=by_id, removed_at__isnull=True)
    for one in rows.order_by("device", "position", "pk"):
        found.setdefault(one.device_id, _shown(one, by_id[one.device_id], language))
    return found


def _shown(one: DevicePicture, device: Device, language: str) -> ShownPicture:
    alt = one.alt_in(language) or device.name_in(language)
    return ShownPicture(one.pk, alt, one.width, one.height)


def picture_bytes(number: int) -> bytes:
    """Return the bytes of a picture that the caller may show."""
    return path_of(DevicePicture.objects.select_related("file").get(pk=number).file).read_bytes()
