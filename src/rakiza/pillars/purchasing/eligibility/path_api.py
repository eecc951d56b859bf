"""Endpoints of the way of devices to the market: days by step, and in whose hands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from rakiza.kernel.api.acting import member_of
from rakiza.kernel.api.finding import one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import Asked, Number, PageOf, Party, Shown, language
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import allowed
from rakiza.pillars.industry.models import Device
from rakiza.pillars.purchasing.eligibility.path import Holder, Leg, Path
from rakiza.pillars.purchasing.eligibility.path_queries import devices_on_their_way, paths_for, under_way

router = Router(tags=["paths"])


class PathsAsked(Asked):
    """Filters of devices on their way: by maker, and by the part of the way that is under way."""

    maker: Number | None = None
    leg: Leg | None = None


class StepShown(Shown):
    """One step of the way. `last` is the day it was looked at where it has not `ended`."""

    leg: Leg
    step: str
    holder: Holder
    first: date
    last: date
    days: int
    ended: bool


class PathShown(Shown):
    """The way of one device, oldest step first; `longest` is the place in `steps` where it waited longest."""

    id: int
    name: str
    maker: Party
    days: int
    longest: int | None
    steps: list[StepShown]

    @classmethod
    def of(cls, device: Device, way: Path) -> PathShown:
        """Return the way of a device, named in the language asked for."""
        steps = [
            StepShown(
                leg=one.leg,
                step=one.step,
                holder=one.holder,
                first=one.first,
                last=one.last,
                days=one.days,
                ended=one.ended,
            )
            for one in way.spans
        ]
        return cls(
            id=device.pk,
            name=device.name_in(language()),
            maker=Party.of(device.maker),
            days=way.days,
            longest=way.spans.index(way.longest) if way.longest else None,
            steps=steps,
        )


def _reader(request: HttpRequest) -> Actor:
    actor = member_of(request)
    if not allowed(actor, "eligibility.see_openings"):
        raise PermissionDenied(_("Le chemin d'un dispositif est montré à son fabricant et au cluster."))
    return actor


@router.get("", response=PageOf[PathShown], summary="List devices with their way to the market")
def paths(request: HttpRequest, asked: Annotated[PathsAsked, Query()]) -> PageOf[PathShown]:
    """List the devices whose way the reader may follow."""
    actor = _reader(request)
    devices = devices_on_their_way(actor).order_by("pk")
    if asked.maker:
        devices = devices.filter(maker_id=asked.maker)
    if asked.leg:
        devices = under_way(actor, devices, asked.leg)

    def shown(found: Sequence[Device]) -> list[PathShown]:
        ways = paths_for(actor, found, timezone.localdate())
        return [PathShown.of(device, ways[device.pk]) for device in found]

    return page_of(request, devices, asked, shown)


@router.get("/{int:number}", response=PathShown, summary="Show the way of a device to the market")
def path(request: HttpRequest, number: Number) -> PathShown:
    """Return the way of one device."""
    actor = _reader(request)
    device = one_or_404(devices_on_their_way(actor), number)
    return PathShown.of(device, paths_for(actor, [device], timezone.localdate())[device.pk])
