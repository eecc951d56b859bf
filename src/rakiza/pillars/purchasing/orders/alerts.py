"""Hold open orders against today's titles: open, renew and clear the alert of each, and tell whom it concerns.

Doing it again with the same titles changes nothing and tells nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from rakiza.engine.reasons import Reason
from rakiza.kernel.audit.actions import record
from rakiza.kernel.codec import dump
from rakiza.pillars.purchasing.orders.actions import amount
from rakiza.pillars.purchasing.orders.lawful import faults, month_at_stake
from rakiza.pillars.purchasing.orders.models import AlertedLine, Order, OrderAlert, OrderLine
from rakiza.pillars.purchasing.orders.telling import put_away, tell_mended, tell_stake
from rakiza.pillars.purchasing.plans.models import Plan
from rakiza.pillars.purchasing.plans.standing_queries import locked_plan

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What changed: alerts opened, renewed, cleared, and messages sent."""

    opened: int = 0
    renewed: int = 0
    cleared: int = 0
    told: int = 0

    def __add__(self, other: Rechecked) -> Rechecked:
        return Rechecked(
            self.opened + other.opened,
            self.renewed + other.renewed,
            self.cleared + other.cleared,
            self.told + other.told,
        )


@dataclass(frozen=True, slots=True)
class AtStake:
    """One line that can't lawfully be delivered: what is awaited of it, and why."""

    line: OrderLine
    cause: Reason

    @property
    def value(self) -> Decimal:
        """What is awaited, taxes and delivery included."""
        return amount(self.line.awaited, self.line.landed_price)

    @property
    def untaxed(self) -> Decimal:
        """What is awaited, excluding tax."""
        return amount(self.line.awaited, self.line.unit_price)


@transaction.atomic
def recheck_orders(plan_id: int, on: date) -> Rechecked:
    """Bring the alerts of a plan's open orders up to what titles say on `on`; orders outlive a plan taken back."""
    plan = locked_plan(plan_id)
    orders = list(
        Order.objects.select_for_update(of=("self",))
        .filter(plan=plan)
        .open()
        .select_related("buyer", "maker")
        .order_by("pk")
    )
    changed = Rechecked()
    by_month: dict[int, list[Order]] = {}
    for order in orders:
        order.plan = plan
        by_month.setdefault(month_at_stake(plan.year, order.month, on), []).append(order)
    for month, own in sorted(by_month.items()):
        stakes = _stakes(plan, own, month)
        for order in own:
            changed += _settle(order, stakes.get(order.pk, ()), on)
    return changed


def refresh_alert(order: Order, on: date) -> None:
    """Bring the alert of one order up to what is still awaited of it; its plan is held by the caller."""
    month = month_at_stake(order.plan.year, order.month, on)
    _settle(order, _stakes(order.plan, [order], month).get(order.pk, ()), on)


def end_alerts(order: Order) -> None:
    """Clear what stands on an order that is over: nothing was mended, nobody is told."""
    for alert in OrderAlert.objects.standing().filter(order=order):
        _clear(alert, order, timezone.localdate(), mended=False)


def plans_with_open_orders() -> tuple[Plan, ...]:
    """Return the plans of which an order is open."""
    plans = Plan.objects.filter(pk__in=Order.objects.open().values("plan")).order_by("pk")
    return tuple(plans)


def _stakes(plan: Plan, orders: Sequence[Order], month: int) -> Mapping[int, Sequence[AtStake]]:
    """Return, by order, what is awaited of a plan's orders and may not lawfully come in `month`."""
    lines = OrderLine.objects.filter(order__in=[order.pk for order in orders]).select_related("award")
    awaited = [line for line in lines.order_by("pk") if line.awaited > 0]
    found = faults(plan, {line.award.offer_id for line in awaited}, month)
    stakes: dict[int, list[AtStake]] = {}
    for line in awaited:
        if line.award.offer_id in found:
            stakes.setdefault(line.order_id, []).append(AtStake(line, found[line.award.offer_id]))
    return stakes


def _settle(order: Order, stakes: Sequence[AtStake], on: date) -> Rechecked:
    alert = OrderAlert.objects.standing().filter(order=order).first()
    if not stakes:
        return Rechecked(cleared=_clear(alert, order, on, mended=_awaits(alert))) if alert else Rechecked()
    value = sum((one.value for one in stakes), ZERO)
    if alert is None:
        alert = OrderAlert(order=order, opened_on=on)
        _write(alert, stakes)
        record(None, "orders.alert_open", order, after=_said(alert), of=order.buyer)
        changed = Rechecked(opened=1)
    elif _same(alert, stakes):
        return Rechecked()
    else:
        before = _said(alert)
        _write(alert, stakes)
        record(None, "orders.alert_renew", order, before=before, after=_said(alert), of=order.buyer)
        changed = Rechecked(renewed=1)
    if value <= alert.told:
        return changed
    alert.told = value
    alert.save(update_fields=["told"])
    return changed + Rechecked(told=tell_stake(alert, order))


def _awaits(alert: OrderAlert) -> bool:
    """Tell whether something of what was touched is still to come: else it was received, not mended."""
    return any(one.line.awaited > 0 for one in alert.lines.select_related("line"))


def _same(alert: OrderAlert, stakes: Iterable[AtStake]) -> bool:
    kept = {one.line_id: (one.quantity, one.cause) for one in alert.lines.all()}
    return kept == {one.line.pk: (one.line.awaited, dump(one.cause)) for one in stakes}


def _write(alert: OrderAlert, stakes: Sequence[AtStake]) -> None:
    dearest = max(stakes, key=lambda one: (one.value, -one.line.pk))
    alert.cause = dump(dearest.cause)
    alert.value = sum((one.value for one in stakes), ZERO)
    alert.untaxed = sum((one.untaxed for one in stakes), ZERO)
    alert.save()
    alert.lines.all().delete()
    AlertedLine.objects.bulk_create(
        AlertedLine(
            alert=alert,
            line=one.line,
            cause=dump(one.cause),
            quantity=one.line.awaited,
            value=one.value,
            untaxed=one.untaxed,
        )
        for one in stakes
    )


def _clear(alert: OrderAlert, order: Order, on: date, *, mended: bool) -> int:
    alert.cleared_on, alert.mended = on, mended
    alert.save(update_fields=["cleared_on", "mended", "updated_at"])
    record(None, "orders.alert_clear", order, before=_said(alert), after={"mended": mended}, of=order.buyer)
    put_away(order)
    if mended:
        tell_mended(order)
    return 1


def _said(alert: OrderAlert) -> dict[str, object]:
    return {"value": alert.value, "lines": alert.lines.count()}
