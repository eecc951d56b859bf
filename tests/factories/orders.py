"""Orders of the scene's plan: what its members order of its first maker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.utils import timezone
from tests.factories.plans import Scene

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.pillars.purchasing.orders.actions import Terms, Wanted, create_order
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.models import Order, OrderCounter, OrderLine
from rakiza.pillars.purchasing.orders.receiving import Arrived, receive_order
from rakiza.pillars.purchasing.orders.transitions import (
    cancel_order,
    confirm_order,
    decline_order,
    send_order,
)
from rakiza.pillars.purchasing.plans.models import Award

JULY = 7


def a_site(organisation: Organisation) -> Site:
    """Return the organisation's place of delivery."""
    found, _made = Site.objects.get_or_create(
        organisation=organisation,
        name="Pharmacie",
        defaults={"kind": "care", "city": "Rabat", "region": "MA-04"},
    )
    return found


def the_award(scene: Scene) -> Award:
    """Return the award of the scene's plan."""
    return Award.objects.select_related("maker", "lot").get(lot__run=scene.plan.current_run_id)


def an_order(scene: Scene, *, buyer: Actor | None = None, quantity: str = "30", month: int = JULY) -> Order:
    """Return a draft of one line, of the first buyer unless stated."""
    actor, award = buyer or scene.buyers[0], the_award(scene)
    return create_order(
        actor,
        plan=scene.plan,
        maker=award.maker,
        terms=Terms(month, site=a_site(actor.organisation)),
        wanted=[Wanted(award.pk, Decimal(quantity))],
    )


def arrived(order: Order, quantity: str, **more: object) -> list[Arrived]:
    """Return what came of the order's only line."""
    return [Arrived(order.lines.get().pk, Decimal(quantity), **more)]  # type: ignore[arg-type]


def an_order_in(scene: Scene, state: OrderState, **more: object) -> Order:
    """Return an order brought to a state by those who may."""
    order = an_order(scene, **more)  # type: ignore[arg-type]
    buyer, maker = scene.buyers[0], scene.makers[0]
    steps: dict[OrderState, tuple[Callable[[], object], ...]] = {
        OrderState.DRAFT: (),
        OrderState.SENT: (lambda: send_order(buyer, order),),
        OrderState.CONFIRMED: (lambda: send_order(buyer, order), lambda: confirm_order(maker, order)),
        OrderState.DECLINED: (
            lambda: send_order(buyer, order),
            lambda: decline_order(maker, order, reason="Ligne en panne"),
        ),
        OrderState.CANCELLED: (lambda: cancel_order(buyer, order),),
    }
    for quantity, reached in (("12", OrderState.PARTLY), ("30", OrderState.RECEIVED)):
        steps[reached] = (
            *steps[OrderState.CONFIRMED],
            lambda came=quantity: receive_order(  # type: ignore[misc]
                buyer, order, received_on=timezone.localdate(), arrived=arrived(order, came)
            ),
        )
    for step in steps[state]:
        step()
    return order


def a_written_order(scene: Scene) -> Order:
    """Return an order that was sent, of 30, written row by row: for a house that every test builds."""
    buyer, award = scene.buyers[0], the_award(scene)
    order = Order.objects.create(
        number=f"BC-{timezone.localdate().year}-00001",
        buyer=buyer.organisation,
        maker=award.maker,
        plan=scene.plan,
        month=JULY,
        deliver_by=date(scene.plan.year, JULY, 31),
        site=a_site(buyer.organisation),
        state=OrderState.SENT,
        untaxed=30,
        value=36,
        sent_at=timezone.now(),
        created_by=buyer.user,
    )
    OrderLine.objects.create(
        order=order,
        award=award,
        quantity=30,
        unit_price=award.unit_price,
        landed_price=award.landed_price,
    )
    OrderCounter.objects.create(buyer=buyer.organisation, year=timezone.localdate().year, last=1)
    return order
