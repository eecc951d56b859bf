"""Endpoints of orders: prepared, sent, answered, received."""

from __future__ import annotations

from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from rakiza.kernel.api.acting import member_of
from rakiza.kernel.api.finding import named, named_or_none, one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import Asked, Named, Nothing, Number, PageOf, Party, language
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.organisations.permissions import allowed, require
from rakiza.pillars.purchasing.orders import actions, receiving, transitions
from rakiza.pillars.purchasing.orders.models import Order, OrderAlert
from rakiza.pillars.purchasing.orders.process import ORIGINS, Step
from rakiza.pillars.purchasing.orders.queries import lines_of, orders_for, sought
from rakiza.pillars.purchasing.orders.remaining import remaining
from rakiza.pillars.purchasing.orders.schemas import (
    AtStakeShown,
    AwardLeftShown,
    AwardsLeft,
    Month,
    OrderDetail,
    OrderLineShown,
    OrderReason,
    OrderReasonOrNot,
    OrderReceived,
    OrdersAsked,
    OrderShown,
    OrderTaken,
    OrderTerms,
)
from rakiza.pillars.purchasing.orders.wording import lot_titles
from rakiza.pillars.purchasing.plans.queries import plans_for

router = Router(tags=["orders"])
NONE = Nothing()
NO_REASON = OrderReasonOrNot()
# The steps of `process` by the names that their endpoints have.
TRANSITIONS: dict[Step, str] = {
    Step.SEND: "send",
    Step.CONFIRM: "confirm",
    Step.DECLINE: "decline",
    Step.RECEIVE: "receive",
    Step.CLOSE: "close",
    Step.CANCEL: "cancel",
}


class LeftAsked(Asked):
    """Whose awards are asked for: a month's, one maker's or all."""

    month: Month
    maker: Number | None = None


def reader(request: HttpRequest) -> Actor:
    """Return whom the request acts as, if they read orders."""
    actor = member_of(request)
    if not allowed(actor, "orders.see"):
        raise PermissionDenied(_("Les commandes sont lues par leurs parties et par le cluster."))
    return actor


def order_or_404(actor: Actor, number: int) -> Order:
    """Return an order in the actor's sight."""
    return one_or_404(orders_for(actor), number)


def acting_on(request: HttpRequest, number: int) -> tuple[Actor, Order]:
    """Return who acts, and the order in their sight."""
    actor = reader(request)
    return actor, order_or_404(actor, number)


def detail(actor: Actor, number: int) -> OrderDetail:
    """Return one order whole."""
    shown = order_or_404(actor, number)
    lines = lines_of(shown)
    titles = lot_titles([line.award for line in lines], language())
    alert = OrderAlert.objects.standing().filter(order=shown).first()
    return OrderDetail(
        **OrderShown.of(shown).model_dump(),
        note=shown.note,
        reason=shown.reason,
        lines=[OrderLineShown.of(line, titles[line.award_id]) for line in lines],
        alert=AtStakeShown.of(alert, untaxed=actor.plays(Role.MAKER)) if alert else None,
        open_transitions=[name for step, name in TRANSITIONS.items() if shown.state in ORIGINS[step]],
    )


@router.get("", response=PageOf[OrderShown], summary="List orders")
def orders(request: HttpRequest, asked: Annotated[OrdersAsked, Query()]) -> PageOf[OrderShown]:
    """List a buyer's own orders, those that a maker was sent, or all that were sent for who oversees."""
    rows = orders_for(reader(request))
    if asked.q:
        rows = sought(rows, asked.q)
    for column, value in (
        ("state", asked.state),
        ("buyer_id", asked.buyer),
        ("maker_id", asked.maker),
        ("plan_id", asked.plan),
        ("month", asked.month),
    ):
        rows = rows.filter(**{column: value}) if value else rows
    rows = rows.alerted() if asked.alerted else rows
    return page_of(request, rows, asked, lambda found: [OrderShown.of(row) for row in found])


@router.get("/remaining/{int:plan}", response=AwardsLeft, summary="What is left to order of a plan")
def left(request: HttpRequest, plan: Number, asked: Annotated[LeftAsked, Query()]) -> AwardsLeft:
    """Return what is left of the caller's awards in a published plan, and what is due for a month."""
    actor = reader(request)
    require(actor, "orders.create")
    found = one_or_404(plans_for(actor).published(), plan)
    rows = remaining(found, actor.organisation, asked.month, maker_id=asked.maker)
    titles = lot_titles([row.award for row in rows], language())
    return AwardsLeft(
        items=[
            AwardLeftShown(
                award=row.award.pk,
                maker=Party.of(row.award.maker),
                lot=Named(id=row.award.lot_id, name=titles[row.award.pk]),
                unit=row.award.lot.base_unit,
                whole=row.whole,
                left=row.left,
                due=row.due,
                minimum_order=row.award.offer.minimum_order,
                order_multiple=row.award.offer.order_multiple,
                unit_price=row.award.unit_price,
                landed_price=row.award.landed_price,
            )
            for row in rows
        ]
    )


@router.post("", response={201: OrderDetail}, summary="Prepare an order")
def create(request: HttpRequest, given: OrderTaken) -> OrderDetail:
    """Open a draft with the next number of the buyer's year; quantities stay within what its awards leave."""
    actor = reader(request)
    require(actor, "orders.create")
    made = actions.create_order(
        actor,
        plan=named(plans_for(actor).published(), given.plan, "#/plan"),
        maker=named(Organisation.objects.active().suppliers(), given.maker, "#/maker"),
        terms=_terms(actor, given),
        wanted=_wanted(given),
    )
    return detail(actor, made.pk)


@router.get("/{int:number}", response=OrderDetail, summary="Show an order")
def order(request: HttpRequest, number: Number) -> OrderDetail:
    """Return one order with its lines, receipts and what is at stake."""
    return detail(reader(request), number)


@router.put("/{int:number}", response=OrderDetail, summary="Change a draft")
def change(request: HttpRequest, number: Number, given: OrderTerms) -> OrderDetail:
    """Write a draft anew."""
    actor, shown = acting_on(request, number)
    require(actor, "orders.change", shown)
    actions.change_order(actor, shown, terms=_terms(actor, given), wanted=_wanted(given))
    return detail(actor, number)


@router.post("/{int:number}/transitions/send", response=OrderDetail, summary="Send an order")
def send(request: HttpRequest, number: Number, given: Nothing = NONE) -> OrderDetail:  # noqa: ARG001 - says that nothing is taken
    """Send a complete draft to its maker; refused where a title doesn't cover the month."""
    actor, shown = acting_on(request, number)
    transitions.send_order(actor, shown)
    return detail(actor, number)


@router.post("/{int:number}/transitions/confirm", response=OrderDetail, summary="Confirm an order")
def confirm(request: HttpRequest, number: Number, given: Nothing = NONE) -> OrderDetail:  # noqa: ARG001 - says that nothing is taken
    """Promise what was ordered by its day; refused where a title doesn't cover the month."""
    actor, shown = acting_on(request, number)
    transitions.confirm_order(actor, shown)
    return detail(actor, number)


@router.post("/{int:number}/transitions/decline", response=OrderDetail, summary="Decline an order")
def decline(request: HttpRequest, number: Number, given: OrderReason) -> OrderDetail:
    """Say no, for a typed reason."""
    actor, shown = acting_on(request, number)
    transitions.decline_order(actor, shown, reason=given.reason)
    return detail(actor, number)


@router.post("/{int:number}/transitions/receive", response=OrderDetail, summary="Record a receipt")
def receive(request: HttpRequest, number: Number, given: OrderReceived) -> OrderDetail:
    """Write down what came on a day; an order all of whose lines are accepted whole is over."""
    actor, shown = acting_on(request, number)
    came = [receiving.Arrived(**one.model_dump()) for one in given.receipts]
    receiving.receive_order(actor, shown, received_on=given.received_on, arrived=came)
    return detail(actor, number)


@router.post("/{int:number}/transitions/close", response=OrderDetail, summary="Settle an order")
def close(request: HttpRequest, number: Number, given: OrderReason) -> OrderDetail:
    """Settle for what was received: the rest is the buyer's to order again."""
    actor, shown = acting_on(request, number)
    transitions.close_order(actor, shown, reason=given.reason)
    return detail(actor, number)


@router.post("/{int:number}/transitions/cancel", response=OrderDetail, summary="Cancel an order")
def cancel(request: HttpRequest, number: Number, given: OrderReasonOrNot = NO_REASON) -> OrderDetail:
    """Give an order up before anything of it arrived; once it was sent, for a typed reason."""
    actor, shown = acting_on(request, number)
    transitions.cancel_order(actor, shown, reason=given.reason)
    return detail(actor, number)


def _terms(actor: Actor, given: OrderTerms) -> actions.Terms:
    sites = Site.objects.filter(organisation=actor.organisation, closed_on__isnull=True)
    site = named_or_none(sites, given.site, "#/site")
    return actions.Terms(given.month, site, given.deliver_by, given.note)


def _wanted(given: OrderTerms) -> list[actions.Wanted]:
    return [actions.Wanted(one.award, one.quantity) for one in given.lines]
