"""What moves an order: one action a step, from the states that `process` allows."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.kernel.wording import say
from rakiza.pillars.purchasing.orders.actions import (
    check_quantity,
    check_to_come,
    left_of,
    locked_order,
    published,
)
from rakiza.pillars.purchasing.orders.alerts import end_alerts, refresh_alert
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.lawful import faults
from rakiza.pillars.purchasing.orders.models import Order
from rakiza.pillars.purchasing.orders.process import ORIGINS, Step, answer_by
from rakiza.pillars.purchasing.plans.standing_queries import locked_plan

AWAITING_MAKER = ("orders.sent", "orders.answer_due", "orders.answer_overdue")
AWAITING_BUYER = ("orders.confirmed", "orders.answer_late")


@transaction.atomic
def send_order(actor: Actor, order: Order) -> None:
    """Send a complete draft to its maker, who answers by a day."""
    require(actor, "orders.change", order)
    published(order.plan_id)
    kept = locked_order(order, ORIGINS[Step.SEND])
    if kept.site_id is None:
        raise Refused("orders.site_missing", _("Indiquez le lieu de livraison."))
    check_to_come(kept.deliver_by)
    left = left_of(kept)
    for line in kept.lines.all():
        if line.award_id not in left:
            raise Refused(
                "orders.award_gone",
                _(
                    "Le plan a été recalculé depuis : reprenez la commande avec ses attributions d'aujourd'hui."
                ),
            )
        check_quantity(line.quantity, left[line.award_id])
    _check_lawful(kept)
    kept.sent_at = timezone.now()
    kept.answer_by = answer_by(timezone.localdate(), kept.deliver_by)
    _move(kept, OrderState.SENT)
    record(actor, "orders.send", kept, before={"state": OrderState.DRAFT}, after={"state": kept.state})
    notify(
        "orders.sent",
        organisation=kept.maker,
        params={
            "buyer": kept.buyer,
            "number": kept.number,
            "amount": {"amount": str(kept.untaxed), "currency": kept.currency},
        },
        about=kept,
        deadline=kept.answer_by,
    )
    order.refresh_from_db()


@transaction.atomic
def confirm_order(actor: Actor, order: Order) -> None:
    """Promise what was ordered by its day: refused where a title doesn't cover the month."""
    require(actor, "orders.answer", order)
    locked_plan(order.plan_id)
    kept = locked_order(order, ORIGINS[Step.CONFIRM])
    _check_lawful(kept)
    kept.answered_at = timezone.now()
    _move(kept, OrderState.CONFIRMED)
    record(actor, "orders.confirm", kept, before={"state": OrderState.SENT}, after={"state": kept.state})
    _answered(kept)
    notify(
        "orders.confirmed",
        organisation=kept.buyer,
        params={"maker": kept.maker, "number": kept.number, "date": kept.deliver_by},
        about=kept,
        deadline=kept.deliver_by,
    )
    order.refresh_from_db()


@transaction.atomic
def decline_order(actor: Actor, order: Order, *, reason: str) -> None:
    """Say no, for a typed reason: what was ordered is the buyer's to order again."""
    require(actor, "orders.answer", order)
    kept = locked_order(order, ORIGINS[Step.DECLINE])
    kept.reason = typed(reason)
    kept.answered_at = kept.ended_at = timezone.now()
    _move(kept, OrderState.DECLINED)
    record(
        actor,
        "orders.decline",
        kept,
        before={"state": OrderState.SENT},
        after={"state": kept.state, "reason": kept.reason},
    )
    _answered(kept)
    notify(
        "orders.declined",
        organisation=kept.buyer,
        params={"maker": kept.maker, "number": kept.number, "reason": kept.reason},
        about=kept,
    )
    end_alerts(kept)
    order.refresh_from_db()


@transaction.atomic
def cancel_order(actor: Actor, order: Order, *, reason: str = "") -> None:
    """Give an order up before anything of it arrived; once it was sent, for a typed reason."""
    require(actor, "orders.change", order)
    kept = locked_order(order, ORIGINS[Step.CANCEL])
    before = kept.state
    kept.reason = reason.strip() if before == OrderState.DRAFT else typed(reason)
    kept.ended_at = timezone.now()
    _move(kept, OrderState.CANCELLED)
    record(
        actor,
        "orders.cancel",
        kept,
        before={"state": before},
        after={"state": kept.state, "reason": kept.reason},
    )
    if kept.sent_at is not None:
        _answered(kept)
        notify(
            "orders.cancelled",
            organisation=kept.maker,
            params={"buyer": kept.buyer, "number": kept.number, "reason": kept.reason},
            about=kept,
        )
    end_alerts(kept)
    order.refresh_from_db()


@transaction.atomic
def close_order(actor: Actor, order: Order, *, reason: str) -> None:
    """Settle for what was received, for a typed reason: the rest is the buyer's to order again."""
    require(actor, "orders.receive", order)
    kept = locked_order(order, ORIGINS[Step.CLOSE])
    kept.reason = typed(reason)
    end_order(kept)
    record(
        actor,
        "orders.close",
        kept,
        before={"state": OrderState.PARTLY},
        after={"state": kept.state, "reason": kept.reason},
    )
    notify(
        "orders.closed",
        organisation=kept.maker,
        params={"buyer": kept.buyer, "number": kept.number, "reason": kept.reason},
        about=kept,
    )
    order.refresh_from_db()


def end_order(kept: Order) -> None:
    """Move an order to its end: nothing of it is awaited any more."""
    kept.ended_at = timezone.now()
    _move(kept, OrderState.RECEIVED)
    settle(kept, kept.buyer, AWAITING_BUYER)
    end_alerts(kept)


def go_on(kept: Order) -> None:
    """Move an order of which something arrived and something doesn't yet."""
    _move(kept, OrderState.PARTLY)
    refresh_alert(kept, timezone.localdate())


def _answered(kept: Order) -> None:
    """Put away what asked either side for something before the order moved on."""
    settle(kept, kept.maker, AWAITING_MAKER)
    settle(kept, kept.buyer, AWAITING_BUYER)


def typed(reason: str) -> str:
    """Return a reason without the space around it; refused where there is none."""
    stripped = reason.strip()
    if not stripped:
        raise Refused("orders.reason", _("Indiquez le motif."))
    return stripped


def _check_lawful(order: Order) -> None:
    lines = list(order.lines.select_related("award__offer__device"))
    found = faults(order.plan, {line.award.offer_id for line in lines}, order.month)
    for line in lines:
        if line.award.offer_id in found:
            raise Refused(
                "orders.unlawful",
                _("%(device)s ne peut pas être livré ce mois-là : %(cause)s"),
                device=str(line.award.offer.device),
                cause=say(found[line.award.offer_id]),
            )


def _move(order: Order, state: OrderState) -> None:
    order.state = state
    order.save()
