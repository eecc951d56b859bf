"""What programs may do to orders."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from tests.factories.orders import a_site, the_award
from tests.security.api_write import MAKER, Made, Write, empty
from tests.security.house import House

from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.purchasing.orders.models import Order

BUYER = frozenset({Role.BUYER})


def order(step: str = "") -> Callable[[House], str]:
    return lambda _house: f"/purchasing/orders/{Order.objects.get().pk}{step}"


def in_state(state: str) -> Callable[[House], object]:
    return lambda _house: Order.objects.update(state=state)


def reasoned(_house: House) -> Made:
    return {"reason": "R"}


def terms(house: House) -> dict[str, object]:
    return {
        "month": 8,
        "site": a_site(house.people[Role.BUYER].organisation).pk,
        "lines": [{"award": the_award(house.scene).pk, "quantity": "20"}],
    }


def whole(house: House) -> dict[str, object]:
    return {**terms(house), "plan": house.scene.plan.pk, "maker": the_award(house.scene).maker_id}


def came(_house: House) -> Made:
    line = Order.objects.get().lines.get().pk
    today = timezone.localdate().isoformat()
    return {"received_on": today, "receipts": [{"line": line, "quantity": "5", "batch": "L-1"}]}


ORDERS_WRITES: dict[str, Write] = {
    "orders_create": Write(
        "POST", lambda _house: "/purchasing/orders", whole, BUYER, "orders.create", alone=False
    ),
    "orders_change": Write("PUT", order(), terms, BUYER, "orders.change", in_state("draft")),
    "orders_send": Write("POST", order("/transitions/send"), empty, BUYER, "orders.send", in_state("draft")),
    "orders_confirm": Write("POST", order("/transitions/confirm"), empty, MAKER, "orders.confirm"),
    "orders_decline": Write("POST", order("/transitions/decline"), reasoned, MAKER, "orders.decline"),
    "orders_receive": Write(
        "POST", order("/transitions/receive"), came, BUYER, "orders.receive", in_state("confirmed")
    ),
    "orders_close": Write(
        "POST", order("/transitions/close"), reasoned, BUYER, "orders.close", in_state("partly")
    ),
    "orders_cancel": Write("POST", order("/transitions/cancel"), reasoned, BUYER, "orders.cancel"),
}
