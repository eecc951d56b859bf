"""Who is told of an alert on an order: its buyer, its maker, those who oversee; each in its own money."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.purchasing.orders.models import Order, OrderAlert

AT_STAKE = ("orders.at_stake", "orders.at_stake_maker")
Recipient = tuple[Organisation | None, Role | None]


def tell_stake(alert: OrderAlert, order: Order) -> int:
    """Tell everybody whom an alert concerns, the message before put away; return how many were told."""
    put_away(order)
    lines, told = alert.lines.count(), 0
    for organisation, role in _recipients(order):
        makers = organisation == order.maker
        stake: Decimal = alert.untaxed if makers else alert.value
        notify(
            "orders.at_stake_maker" if makers else "orders.at_stake",
            organisation=organisation,
            role=role,
            params={
                "number": order.number,
                "buyer": order.buyer,
                "maker": order.maker,
                "cause": alert.cause,
                "lines": lines,
                "stake": {"amount": str(stake), "currency": order.currency},
            },
            about=order,
            deadline=order.deliver_by,
        )
        told += 1
    return told


def put_away(order: Order) -> None:
    """Take what was told of an alert off the inboxes where nobody has read it."""
    for organisation in (order.buyer, order.maker, order.plan.association, None):
        settle(order, organisation, AT_STAKE)


def tell_mended(order: Order) -> None:
    """Tell everybody who was alerted that titles cover the order again."""
    for organisation, role in _recipients(order):
        notify(
            "orders.mended",
            organisation=organisation,
            role=role,
            params={"number": order.number, "buyer": order.buyer, "maker": order.maker},
            about=order,
        )


def _recipients(order: Order) -> Iterator[Recipient]:
    yield order.buyer, None
    yield order.maker, None
    yield order.plan.association, Role.COORDINATOR
    yield None, Role.CLUSTER_STAFF
