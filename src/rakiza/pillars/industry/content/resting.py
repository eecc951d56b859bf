"""Shares that rest on another's: where one falls, what was declared upon it is declared anew or not at all."""

from __future__ import annotations

from rakiza.kernel.audit.actions import record
from rakiza.kernel.notifications.actions import notify
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.industry.content.models import BillInput, BillOfMaterials
from rakiza.pillars.industry.enums import ContentState
from rakiza.pillars.industry.models import Device

REOPENED = "industry.content_reopened"


def reopen_above(actor: Actor, fallen: Device) -> None:
    """Take back the declared shares that a device's share had a part in, at any depth, and tell their makers.

    Another maker's component counts by its declared share; one's own by its bill, declared or not: so what is
    not declared hands the fall on to its maker's articles alone.
    """
    reached = {fallen.pk}
    waiting = [(fallen.pk, fallen.maker_id, True)]
    while waiting:
        component, maker, declared = waiting.pop()
        used = BillInput.objects.filter(component_id=component).values("bill_id")
        bills = BillOfMaterials.objects.select_for_update(of=("self",)).filter(pk__in=used)
        for bill in bills.select_related("device__maker").order_by("pk"):
            device = bill.device
            if device.pk in reached or not (declared or device.maker_id == maker):
                continue
            reached.add(device.pk)
            stood = bill.state == ContentState.DECLARED
            if stood:
                _reopen(actor, bill, fallen)
            waiting.append((device.pk, device.maker_id, stood))


def _reopen(actor: Actor, bill: BillOfMaterials, fallen: Device) -> None:
    before = {"share": bill.share}
    bill.state, bill.share, bill.declared_on, bill.result = ContentState.DRAFT, None, None, {}
    bill.save()
    record(actor, "industry.reopen_content", bill, before=before, after={"component": fallen.pk})
    notify(
        REOPENED,
        organisation=bill.device.maker,
        params={"device": bill.device, "component": fallen},
        about=bill.device,
    )
