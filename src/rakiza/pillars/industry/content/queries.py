"""Reads of local content: bills as the engine takes them, the shares that anybody may read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Q, QuerySet

from rakiza.engine.local_content import Bill, Input, Method, Origin, Result, measure, sample
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import allowed
from rakiza.pillars.industry.content.models import BillOfMaterials
from rakiza.pillars.industry.enums import ContentState, DeviceState
from rakiza.pillars.industry.models import Device, DeviceQuerySet

RUNNING = Q(contests__state__in=("open", "answered"))
AUDIT_RATE = Fraction(1, 10)


def local_shares(devices: Collection[int]) -> Mapping[int, Decimal]:
    """Return the declared share of each device that has one standing: the plan's way in, in one query."""
    standing = BillOfMaterials.objects.filter(state=ContentState.DECLARED, device_id__in=devices)
    return {pk: share for pk, share in standing.values_list("device_id", "share") if share is not None}


def bills_for(actor: Actor) -> QuerySet[BillOfMaterials]:
    """Return the bills whose share the actor may read: declared ones, its own, all for the cluster."""
    bills = BillOfMaterials.objects.select_related("device__maker").annotate(
        running=Count("contests", filter=RUNNING)
    )
    if allowed(actor, "industry.draw_audits"):
        return bills
    public = Q(state=ContentState.DECLARED, device__state=DeviceState.ACTIVE, device__maker__active=True)
    own = Q(device__maker=actor.organisation) if actor.plays(Role.MAKER) else Q(pk__in=())
    return bills.filter(public | own)


def components_for(device: Device) -> DeviceQuerySet:
    """Return the articles that a device may be made of: its maker's others, and those whose share stands."""
    usable = Q(maker_id=device.maker_id) | Q(bill__state=ContentState.DECLARED)
    return Device.objects.active().filter(usable).exclude(pk=device.pk)


def measured(bill: BillOfMaterials) -> Result:
    """Return the local content of a bill as it is now; the engine's `Cycle` where bills go round.

    A maker's own bills are opened one after the other; another maker's counts by its declared share.
    """
    maker = bill.device.maker_id
    opened: dict[str, Bill] = {}
    waiting = {bill.device_id}
    while waiting:
        found = list(
            BillOfMaterials.objects.filter(device_id__in=waiting, device__maker_id=maker).prefetch_related(
                "inputs__component"
            )
        )
        foreign = _foreign_shares(found, maker, bill.method)
        opened |= {str(one.device_id): _bill(one, maker, foreign) for one in found}
        used = {item.component_id for one in found for item in one.inputs.all() if item.component_id}
        waiting = {pk for pk in used if str(pk) not in opened} if found else set()
    return measure(str(bill.device_id), opened, Method(bill.method))


def _foreign_shares(bills: Iterable[BillOfMaterials], maker: int, method: str) -> Mapping[int, Decimal]:
    used = {
        item.component_id
        for one in bills
        for item in one.inputs.all()
        if item.component is not None and item.component.maker_id != maker
    }
    standing = BillOfMaterials.objects.filter(
        state=ContentState.DECLARED, method=method, device_id__in=[pk for pk in used if pk]
    )
    return {pk: share for pk, share in standing.values_list("device_id", "share") if share is not None}


def _bill(bill: BillOfMaterials, maker: int, foreign: Mapping[int, Decimal]) -> Bill:
    inputs = tuple(
        Input(
            key=str(item.pk),
            quantity=item.quantity,
            unit_cost=item.unit_cost,
            origin=Origin(item.origin),
            evidence=item.evidence_id is not None,
            component=str(item.component_id)
            if item.component is not None and item.component.maker_id == maker
            else None,
            declared_share=foreign.get(item.component_id) if item.component_id else None,
        )
        for item in bill.inputs.all()
    )
    return Bill(str(bill.device_id), bill.price, bill.own_cost, inputs)


def audits_drawn(year: int) -> list[BillOfMaterials]:
    """Return the declarations that the year's draw names, in its order; the same for whoever draws."""
    declared = BillOfMaterials.objects.filter(state=ContentState.DECLARED).select_related("device__maker")
    by_key = {
        str(bill.device_id): bill for bill in declared.annotate(running=Count("contests", filter=RUNNING))
    }
    return [by_key[key] for key in sample(by_key, str(year), AUDIT_RATE)]
