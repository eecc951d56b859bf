"""Endpoints of the catalogue of devices."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from rakiza.engine.attributes import AttributeScalar, AttributeType, AttributeValue
from rakiza.engine.families import Family
from rakiza.kernel.api.acting import member_of
from rakiza.kernel.api.finding import one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.problems import wrong_value
from rakiza.kernel.api.schemas import Nothing, Number, PageOf
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import allowed
from rakiza.pillars.industry.actions import DeviceTerms, add_device, withdraw_device
from rakiza.pillars.industry.devices.actions import change_device
from rakiza.pillars.industry.devices.attribute_text import Unreadable, read_attributes, write_attributes
from rakiza.pillars.industry.devices.packs import Pack
from rakiza.pillars.industry.devices.schemas import (
    AttributeTaken,
    DeviceChanged,
    DeviceDetail,
    DevicesAsked,
    DeviceShown,
    DeviceTaken,
)
from rakiza.pillars.industry.devices.versions import current_version
from rakiza.pillars.industry.models import Device
from rakiza.pillars.industry.queries import devices_for
from rakiza.reference.families import load

router = Router(tags=["devices"])
NONE = Nothing()


@router.get("", response=PageOf[DeviceShown], summary="List devices")
def devices(request: HttpRequest, asked: Annotated[DevicesAsked, Query()]) -> PageOf[DeviceShown]:
    """List a maker's own catalogue, or all that is on sale for others."""
    rows = devices_for(member_of(request)).prefetch_related("packs")
    if asked.q:
        said = Q(name__icontains=asked.q) | Q(name_ar__icontains=asked.q) | Q(name_en__icontains=asked.q)
        rows = rows.filter(said | Q(reference__icontains=asked.q) | Q(gtin__startswith=asked.q))
    if asked.family:
        rows = rows.filter(family=asked.family)
    if asked.maker:
        rows = rows.filter(maker_id=asked.maker)
    return page_of(request, rows, asked, lambda found: [DeviceShown.of(row) for row in found])


def _device(actor: Actor, number: int) -> Device:
    return one_or_404(devices_for(actor), number)


def _detail(actor: Actor, number: int) -> DeviceDetail:
    row = _device(actor, number)
    told = allowed(actor, "industry.view", row)
    return DeviceDetail(**DeviceShown.of(row).model_dump(), version=current_version(row) if told else None)


@router.post("", response={201: DeviceDetail}, summary="Add a device")
def add(request: HttpRequest, given: DeviceTaken) -> DeviceDetail:
    """Put an article into the maker's own catalogue."""
    actor = member_of(request)
    return _detail(actor, add_device(actor, _terms(given)).pk)


@router.get("/{int:number}", response=DeviceDetail, summary="Show a device")
def device(request: HttpRequest, number: Number) -> DeviceDetail:
    """Return one device; its version is what `seen` takes in a change."""
    return _detail(member_of(request), number)


@router.put("/{int:number}", response=DeviceDetail, summary="Change a device")
def change(request: HttpRequest, number: Number, given: DeviceChanged) -> DeviceDetail:
    """Describe a device anew; where another version came since `seen`, nothing is done."""
    actor = member_of(request)
    change_device(actor, _device(actor, number), _terms(given), seen=given.seen)
    return _detail(actor, number)


@router.post("/{int:number}/transitions/withdraw", response=DeviceDetail, summary="Withdraw a device")
def withdraw(request: HttpRequest, number: Number, given: Nothing = NONE) -> DeviceDetail:  # noqa: ARG001
    """Take an article off the catalogue; its offers no longer take part."""
    actor = member_of(request)
    withdraw_device(actor, _device(actor, number))
    return _detail(actor, number)


def _terms(given: DeviceTaken) -> DeviceTerms:
    family = load().by_id()[given.family]
    return DeviceTerms(
        family=given.family,
        reference=given.reference,
        name=given.name,
        attributes=tuple(_attribute(one, family, at) for at, one in enumerate(given.attributes)),
        name_ar=given.name_ar,
        name_en=given.name_en,
        gtin=given.gtin,
        risk_class=given.risk_class,
        pack_size=given.pack_size,
        packs=tuple(Pack(pack.unit, pack.quantity, pack.gtin) for pack in given.packs),
    )


def _attribute(one: AttributeTaken, family: Family, at: int) -> AttributeValue:
    """Return an attribute as the family's schema reads it: the same reader as that of spreadsheets."""
    spec = family.attribute(one.name)
    if spec is None:
        raise wrong_value(f"#/attributes/{at}/name", _("Cette famille n'a pas cette caractéristique."))
    measured = spec.type is AttributeType.NUMBER
    value: AttributeScalar = float(one.value) if isinstance(one.value, Decimal) else one.value
    if isinstance(value, str if measured else float) or (isinstance(value, bool) and measured):
        raise _unreadable(at)
    unit = (one.unit or spec.implied_unit or spec.unit) if measured else None
    try:
        read = read_attributes(write_attributes([AttributeValue(one.name, one.op, value, unit)]), family)
    except Unreadable as error:
        raise _unreadable(at) from error
    if len(read) != 1:
        raise _unreadable(at)
    return read[0]


def _unreadable(at: int) -> Exception:
    text = _("Cette valeur ne se lit pas dans le schéma de la famille.")
    return wrong_value(f"#/attributes/{at}/value", text, "unreadable")
