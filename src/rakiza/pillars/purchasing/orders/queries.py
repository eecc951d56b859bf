"""Reads of orders: within what each reader may see, in a constant number of queries."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import require
from rakiza.pillars.purchasing.orders.models import Order, OrderAlert, OrderQuerySet


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
