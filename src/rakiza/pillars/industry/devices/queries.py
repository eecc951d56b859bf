"""A maker's devices given all at once, held against those kept: what confirming them would change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rakiza.kernel.codec import dump
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import require
from rakiza.pillars.industry.actions import DeviceTerms
from rakiza.pillars.industry.devices.packs import Pack
from rakiza.pillars.industry.import_outcome import Outcome
from rakiza.pillars.industry.models import Device
from rakiza.pillars.industry.values import attributes_from


@dataclass(frozen=True, slots=True)
class DeviceChange:
    """One row against what is kept: `device` and `before` are None for a new article."""

    terms: DeviceTerms
    device: Device | None
    before: DeviceTerms | None

    @property
    def outcome(self) -> Outcome:
        """Whether the device is new, other, or the same."""
        if self.before is None:
            return Outcome.CREATED
        return Outcome.UNCHANGED if self.before == self.terms else Outcome.CHANGED


def terms_of(device: Device) -> DeviceTerms:
    """Return what describes a device kept; its packs are best prefetched."""
    return DeviceTerms(
        family=device.family,
        reference=device.reference,
        name=device.name,
        attributes=attributes_from(device.attributes),
        name_ar=device.name_ar,
        name_en=device.name_en,
        gtin=device.gtin,
        risk_class=device.risk_class,
        pack_size=device.pack_size,
        packs=tuple(Pack(pack.unit, pack.quantity, pack.gtin) for pack in device.packs.all()),
    )


def compare_devices(actor: Actor, rows: Iterable[DeviceTerms]) -> tuple[DeviceChange, ...]:
    """Return what each row would change of the actor's own devices, in two queries."""
    require(actor, "industry.add_device")
    own = Device.objects.of_maker(actor.organisation.pk).select_related("maker").prefetch_related("packs")
    known = {device.reference: device for device in own}
    return tuple(
        DeviceChange(row, device, terms_of(device) if device else None)
        for row in rows
        for device in (known.get(row.reference),)
    )


def mark_of(changes: Sequence[DeviceChange]) -> str:
    """Return a mark of what was reviewed: equal marks, equal changes."""
    told = [[dump(change.terms), dump(change.before) if change.before else None] for change in changes]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
