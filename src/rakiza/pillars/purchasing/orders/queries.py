"""Reads of orders: within what each reader may see, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.naming import named_like, parties_called
from rakiza.kernel.organisations.permissions import require
from rakiza.pillars.purchasing.orders.models import Order, OrderAlert, OrderLine, OrderQuerySet


def orders_for(actor: Actor) -> OrderQuerySet:
    """Return a buyer's own orders, those that a maker was sent, or all that were sent; newest first.

    A draft is its buyer's alone.
    """
    require(actor, "orders.see")
    standing = OrderAlert.objects.standing().filter(order=OuterRef("pk"))
    orders: OrderQuerySet = (
        Order.objects.select_related("buyer", "maker", "plan", "site")
        .annotate(alert_stands=Exists(standing))
        .order_by("-pk")
    )
    own = actor.organisation.pk
    if actor.plays(Role.BUYER):
        return orders.filter(buyer_id=own)
    if actor.plays(Role.MAKER):
        return orders.handed_over().filter(maker_id=own)
    return orders.handed_over()


@dataclass(frozen=True, slots=True)
class Parties:
    """The other sides of some orders, by name: identifier and name."""

    buyers: list[tuple[int, str]]
    makers: list[tuple[int, str]]


def parties_of(orders: OrderQuerySet) -> Parties:
    """Return who ordered and who delivers, in two queries."""
    every = orders.order_by()
    return Parties(parties_called(every.values("buyer")), parties_called(every.values("maker")))


def sought(orders: OrderQuerySet, words: str) -> OrderQuerySet:
    """Keep the orders whose number, buyer or maker holds some words, names in either script."""
    return orders.filter(Q(number__icontains=words) | named_like(words, "buyer") | named_like(words, "maker"))


def lines_of(order: Order) -> list[OrderLine]:
    """Return the lines of an order with what they are about and what was received of them, in two queries."""
    lines = order.lines.select_related("award__lot", "award__offer__device").prefetch_related(
        "receipts__recorded_by"
    )
    return list(lines.order_by("pk"))
