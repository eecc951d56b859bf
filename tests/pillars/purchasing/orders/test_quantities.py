"""Whatever two buyers and a maker do, in any order: nothing beyond an award, a line or a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.orders import a_site, an_order, arrived, the_award
from tests.factories.plans import Scene

from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.purchasing.orders.actions import Terms, Wanted, change_order
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.models import Order, OrderLine, Receipt
from rakiza.pillars.purchasing.orders.receiving import receive_order
from rakiza.pillars.purchasing.orders.transitions import (
    cancel_order,
    close_order,
    confirm_order,
    decline_order,
    send_order,
)

AWARDED = Decimal(400)  # of each buyer
ACTS = ("prepare", "change", "send", "confirm", "decline", "cancel", "receive", "close")


@dataclass(frozen=True)
class Step:
    """One act: whose, on which of the orders so far, of how much."""

    act: str
    buyer: int
    order: int
    quantity: int


STEPS = st.lists(
    st.builds(Step, st.sampled_from(ACTS), st.integers(0, 1), st.integers(0, 3), st.integers(-1, 450)),
    min_size=4,
    max_size=14,
)


def doing(scene: Scene, step: Step) -> Callable[[], object] | None:
    """Return what a step does; None where there is no order to do it to."""
    buyer, maker, quantity = scene.buyers[step.buyer], scene.makers[0], str(step.quantity)
    if step.act == "prepare":
        return lambda: an_order(scene, buyer=buyer, quantity=quantity)
    own = list(Order.objects.filter(buyer=buyer.organisation).order_by("pk"))
    if not own:
        return None
    order = own[step.order % len(own)]
    wanted = [Wanted(the_award(scene).pk, Decimal(quantity))]
    terms = Terms(8, site=a_site(buyer.organisation))
    return {
        "change": lambda: change_order(buyer, order, terms=terms, wanted=wanted),
        "send": lambda: send_order(buyer, order),
        "confirm": lambda: confirm_order(maker, order),
        "decline": lambda: decline_order(maker, order, reason="En panne"),
        "cancel": lambda: cancel_order(buyer, order, reason="Trop tard"),
        "close": lambda: close_order(buyer, order, reason="Le reste viendra d'ailleurs"),
        "receive": lambda: receive_order(
            buyer, order, received_on=timezone.localdate(), arrived=arrived(order, quantity)
        ),
    }[step.act]


def state() -> list[object]:
    """Return all that a refused act must leave alone."""
    return [
        *Order.objects.order_by("pk").values_list("pk", "state", "month", "value"),
        *OrderLine.objects.order_by("pk").values_list("pk", "quantity", "accepted"),
        Receipt.objects.count(),
    ]


def hold(scene: Scene) -> None:
    """Assert what must hold after every act."""
    for actor in scene.buyers[:2]:
        own = Order.objects.filter(buyer=actor.organisation).order_by("pk")
        year = timezone.localdate().year
        assert [one.number for one in own] == [f"BC-{year}-{n:05}" for n in range(1, len(own) + 1)]
        taken = Decimal(0)
        for line in OrderLine.objects.filter(order__in=own).select_related("order"):
            came = line.receipts.aggregate(kept=Sum("quantity") - Sum("refused"))["kept"] or Decimal(0)
            assert came == line.accepted <= line.quantity
            if line.order.state == OrderState.RECEIVED:
                taken += line.accepted
            elif line.order.state not in {OrderState.DECLINED, OrderState.CANCELLED}:
                taken += line.quantity
        assert taken <= AWARDED


def test_no_order_of_acts_exceeds_award_or_line_or_leaves_a_gap_in_numbers(published: Scene) -> None:
    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(STEPS)
    def walk(steps: list[Step]) -> None:
        with transaction.atomic():
            for step in steps:
                do, before = doing(published, step), state()
                if do is None:
                    continue
                try:
                    do()
                except (Refused, NotAllowed):
                    assert state() == before
                hold(published)
            transaction.set_rollback(True)  # each example starts from the same plan

    walk()
