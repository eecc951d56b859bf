"""What arrives of an order: quantities by line, what was turned down and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.notifications.actions import notify
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.kernel.wording.formats import number
from rakiza.pillars.purchasing.orders.actions import STEP, locked_order
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.models import Order, OrderLine, Receipt
from rakiza.pillars.purchasing.orders.process import ORIGINS, Step
from rakiza.pillars.purchasing.orders.transitions import end_order, go_on
from rakiza.pillars.purchasing.orders.wording import lot_title
from rakiza.pillars.purchasing.plans.standing_queries import locked_plan

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of one line, in base units; `refused` is a part of `quantity`."""

    line: int
    quantity: Decimal
    refused: Decimal = ZERO
    refusal: str = ""
    batch: str = ""
    remark: str = ""


@transaction.atomic
def receive_order(
    actor: Actor, order: Order, *, received_on: date, arrived: Sequence[Arrived]
) -> tuple[Receipt, ...]:
    """Write down what came on a day; an order all of whose lines are accepted whole is over."""
    require(actor, "orders.receive", order)
    locked_plan(order.plan_id)
    kept = locked_order(order, ORIGINS[Step.RECEIVE])
    _check_day(kept, received_on)
    if not arrived or len({one.line for one in arrived}) < len(arrived):
        raise Refused("orders.nothing_came", _("Indiquez ce qui est arrivé, une fois par ligne."))
    lines = {line.pk: line for line in kept.lines.select_related("award__lot")}
    receipts = tuple(_receipt(actor, lines, one, received_on) for one in arrived)
    before = kept.state
    if all(line.awaited == 0 for line in lines.values()):
        end_order(kept)
    else:
        go_on(kept)
    record(
        actor,
        "orders.receive",
        kept,
        before={"state": before},
        after={"state": kept.state, "on": received_on, "receipts": [_said(one) for one in receipts]},
    )
    _tell(kept, receipts)
    order.refresh_from_db()
    return receipts


def _tell(order: Order, receipts: Sequence[Receipt]) -> None:
    refused = any(one.refused for one in receipts)
    whole = order.state == OrderState.RECEIVED
    code = "orders.refused" if refused else "orders.received" if whole else "orders.received_partly"
    notify(
        code,
        organisation=order.maker,
        params={"buyer": order.buyer, "number": order.number},
        about=order,
    )


def _check_day(order: Order, day: date) -> None:
    sent = timezone.localdate(order.sent_at) if order.sent_at else day
    if not sent <= day <= timezone.localdate():
        raise Refused(
            "orders.received_on", _("Le jour de réception est entre l'envoi de la commande et aujourd'hui.")
        )


def _receipt(actor: Actor, lines: dict[int, OrderLine], one: Arrived, day: date) -> Receipt:
    line = lines.get(one.line)
    if line is None:
        raise Refused("orders.line", _("Cette ligne n'est pas de cette commande."))
    _check(line, one)
    receipt = Receipt.objects.create(
        line=line,
        received_on=day,
        quantity=one.quantity,
        refused=one.refused,
        refusal=one.refusal.strip(),
        batch=one.batch.strip(),
        remark=one.remark.strip(),
        recorded_by=actor.user,
    )
    line.accepted += receipt.accepted
    line.save(update_fields=["accepted"])
    return receipt


def _check(line: OrderLine, one: Arrived) -> None:
    sound = one.quantity > 0 and 0 <= one.refused <= one.quantity
    if not sound or any(value != value.quantize(STEP) for value in (one.quantity, one.refused)):
        raise Refused(
            "orders.received_quantity",
            _("Une quantité reçue est supérieure à zéro, et ce qui en est refusé n'en dépasse pas le total."),
        )
    if one.refused and not one.refusal.strip():
        raise Refused("orders.refusal_reason", _("Dites pourquoi une quantité est refusée."))
    if one.quantity - one.refused > line.awaited:
        raise Refused(
            "orders.received_over",
            _("%(lot)s : on n'attend plus que %(awaited)s."),
            lot=lot_title(line.award),
            awaited=number(line.awaited),
        )


def _said(receipt: Receipt) -> dict[str, object]:
    return {
        "line": receipt.line_id,
        "quantity": receipt.quantity,
        "refused": receipt.refused,
        "batch": receipt.batch,
    }
