"""Reads of orders: within what each reader may see, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import require
from rakiza.kernel.wording.language import base_language
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

    buyers: list[tuple[str, str]]
    makers: list[tuple[str, str]]


def parties_of(orders: OrderQuerySet) -> Parties:
    """Return who ordered and who delivers, in two queries."""
    return Parties(_named(orders, "buyer"), _named(orders, "maker"))


def _named(orders: OrderQuerySet, side: str) -> list[tuple[str, str]]:
    known = Organisation.objects.filter(pk__in=orders.order_by().values(side))
    names = ((str(one.pk), one.name_in(base_language(None))) for one in known)
    return sorted(names, key=lambda pair: (pair[1], pair[0]))


def lines_of(order: Order) -> list[OrderLine]:
    """Return the lines of an order with what they are about and what was received of them, in two queries."""
    lines = order.lines.select_related("award__lot", "award__offer__device").prefetch_related(
        "receipts__recorded_by"
    )
    return list(lines.order_by("pk"))
