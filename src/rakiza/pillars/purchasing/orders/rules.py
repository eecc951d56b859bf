"""Who orders, answers, receives and reads. Those who oversee read what was sent, and change nothing."""

from __future__ import annotations

import rules

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OVERSEERS, Role
from rakiza.kernel.organisations.permissions import role_is
from rakiza.pillars.purchasing.orders.models import Order


@rules.predicate
def own_purchase(actor: Actor, order: Order | None) -> bool:
    """The actor's organisation ordered."""
    return order is not None and actor.belongs_to(order.buyer_id)


@rules.predicate
def own_sale(actor: Actor, order: Order | None) -> bool:
    """The actor's organisation delivers, and was sent the order."""
    return order is not None and actor.belongs_to(order.maker_id) and order.sent_at is not None


_BUYER, _MAKER = role_is(Role.BUYER), role_is(Role.MAKER)
rules.add_perm("orders.see", role_is(Role.BUYER, Role.MAKER, *OVERSEERS))
rules.add_perm("orders.create", _BUYER)
rules.add_perm("orders.change", _BUYER & own_purchase)
rules.add_perm("orders.answer", _MAKER & own_sale)
rules.add_perm("orders.receive", _BUYER & own_purchase)
