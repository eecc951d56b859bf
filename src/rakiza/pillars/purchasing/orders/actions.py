"""What a buyer prepares: an order of its awards, as a draft that it may still change."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.kernel.wording.formats import day as say_day
from rakiza.kernel.wording.formats import number
from rakiza.pillars.purchasing.orders import process
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.models import Order, OrderLine
from rakiza.pillars.purchasing.orders.numbering import next_number
from rakiza.pillars.purchasing.orders.remaining import Remaining, remaining
from rakiza.pillars.purchasing.orders.wording import lot_title
from rakiza.pillars.purchasing.plans.enums import PlanState
from rakiza.pillars.purchasing.plans.inputs import rules_of
from rakiza.pillars.purchasing.plans.models import Plan
from rakiza.pillars.purchasing.plans.standing_queries import locked_plan

CENT = Decimal("0.01")
STEP = Decimal("0.000001")
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """One award to order of, in base units of its lot."""

    award: int
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """When and where an order is delivered: a month of the plan's year, the last day of it unless stated."""

    month: int
    site: Site | None = None
    deliver_by: date | None = None
    note: str = ""


@transaction.atomic
def create_order(
    actor: Actor, *, plan: Plan, maker: Organisation, terms: Terms, wanted: Sequence[Wanted]
) -> Order:
    """Open a draft with the next number of the buyer's year; quantities stay within what its awards leave."""
    require(actor, "orders.create")
    kept = published(plan.pk)
    order = Order(
        buyer=actor.organisation,
        maker=maker,
        plan=kept,
        created_by=actor.user,
        currency=currency_of(kept),
    )
    lines = _fill(actor, order, terms, wanted)
    order.number = next_number(actor.organisation, timezone.localdate().year)
    order.save()
    _keep(order, lines)
    record(actor, "orders.create", order, after=said(order))
    return order


@transaction.atomic
def change_order(actor: Actor, order: Order, *, terms: Terms, wanted: Sequence[Wanted]) -> None:
    """Write a draft anew."""
    require(actor, "orders.change", order)
    published(order.plan_id)
    kept = locked_order(order, frozenset({OrderState.DRAFT}))
    before = said(kept)
    lines = _fill(actor, kept, terms, wanted)
    kept.save()
    kept.lines.all().delete()
    _keep(kept, lines)
    record(actor, "orders.change", kept, before=before, after=said(kept))
    order.refresh_from_db()


def currency_of(plan: Plan) -> str:
    """Return the currency that a plan's prices are in."""
    return rules_of(plan.current_run.rules if plan.current_run else plan.rules).currency


def published(plan_id: int) -> Plan:
    """Return a published plan, held until the transaction ends: nobody takes it back meanwhile."""
    plan = locked_plan(plan_id)
    if plan.state != PlanState.PUBLISHED or plan.current_run_id is None:
        raise Refused("orders.plan", _("On ne commande que d'un plan publié."))
    return plan


def locked_order(order: Order, states: frozenset[OrderState]) -> Order:
    """Return an order, held until the transaction ends; refused where it isn't in one of `states` any more."""
    kept = Order.objects.select_for_update().get(pk=order.pk)
    if kept.state not in states:
        raise Refused("orders.state", _("L'état de la commande a changé entre-temps ; rechargez la page."))
    return kept


def said(order: Order) -> dict[str, object]:
    """Return what the trail keeps of an order."""
    return {
        "number": order.number,
        "maker": order.maker_id,
        "month": order.month,
        "deliver_by": order.deliver_by,
        "site": order.site_id,
        "value": order.value,
        "lines": {str(line.award_id): line.quantity for line in order.lines.all()},
    }


def _fill(actor: Actor, order: Order, terms: Terms, wanted: Sequence[Wanted]) -> list[OrderLine]:
    """Write the terms and amounts of an order, and return its lines; refuse what can't be ordered."""
    if not 1 <= terms.month <= 12:
        raise Refused("orders.month", _("Choisissez un mois de l'année du plan."))
    order.month, order.note = terms.month, terms.note.strip()
    order.deliver_by = _day(order.plan, terms)
    order.site = _site(actor, terms.site)
    lines = _lines(order, wanted)
    order.untaxed = sum((amount(line.quantity, line.unit_price) for line in lines), Decimal(0))
    order.value = sum((amount(line.quantity, line.landed_price) for line in lines), Decimal(0))
    return lines


def amount(quantity: Decimal, price: Decimal) -> Decimal:
    """Return what a quantity costs, to the cent."""
    return (quantity * price).quantize(CENT)


def _day(plan: Plan, terms: Terms) -> date:
    last = date(plan.year, terms.month, monthrange(plan.year, terms.month)[1])
    day = terms.deliver_by or last
    if (day.year, day.month) != (plan.year, terms.month):
        raise Refused("orders.day", _("Le jour de livraison est dans le mois de livraison."))
    check_to_come(day)
    return day


def check_to_come(day: date) -> None:
    """Refuse a day of delivery that is over."""
    if day < process.today():
        raise Refused(
            "orders.past",
            _("Le %(date)s est passé : choisissez un jour de livraison à venir."),
            date=say_day(day),
        )


def _site(actor: Actor, site: Site | None) -> Site | None:
    if site is not None and (not actor.belongs_to(site.organisation_id) or site.closed_on is not None):
        raise Refused("orders.site", _("Choisissez un site ouvert de votre organisation."))
    return site


def _lines(order: Order, wanted: Sequence[Wanted]) -> list[OrderLine]:
    if not wanted:
        raise Refused("orders.empty", _("Indiquez au moins une quantité."))
    if len({one.award for one in wanted}) < len(wanted) or len(wanted) > MOST_LINES:
        raise Refused("orders.twice", _("Chaque attribution est commandée en une seule ligne."))
    left = left_of(order)
    return [_line(order, one, left.get(one.award)) for one in wanted]


def left_of(order: Order) -> dict[int, Remaining]:
    """Return what is left of each of the buyer's awards with the order's maker, the order itself aside."""
    aside = order if order.pk else None
    found = remaining(order.plan, order.buyer, order.month, maker_id=order.maker_id, aside=aside)
    return {one.award.pk: one for one in found}


def _line(order: Order, one: Wanted, left: Remaining | None) -> OrderLine:
    if left is None:
        raise Refused(
            "orders.award", _("Cette attribution n'est pas la vôtre, ou n'est pas de ce fabricant.")
        )
    if one.quantity <= 0 or one.quantity != one.quantity.quantize(STEP):
        raise Refused("orders.quantity", _("Une quantité est supérieure à zéro."))
    check_quantity(one.quantity, left)
    return OrderLine(
        order=order,
        award_id=one.award,
        quantity=one.quantity,
        unit_price=left.award.unit_price,
        landed_price=left.award.landed_price,
    )


def check_quantity(quantity: Decimal, left: Remaining) -> None:
    """Refuse more than what is left of an award, and less or other than its offer delivers at a time.

    All that is left may always be ordered: a member's share of an award is rarely a whole multiple.
    """
    if quantity > left.left:
        raise Refused(
            "orders.over",
            _("%(lot)s : il vous reste %(left)s à commander, sur %(whole)s attribués."),
            lot=lot_title(left.award),
            left=number(left.left),
            whole=number(left.whole),
        )
    if quantity == left.left:
        return
    offer = left.award.offer
    if quantity < offer.minimum_order:
        raise Refused(
            "orders.minimum",
            _("%(lot)s : le fabricant livre au moins %(minimum)s à la fois, ou tout ce qui reste, %(left)s."),
            lot=lot_title(left.award),
            minimum=number(offer.minimum_order),
            left=number(left.left),
        )
    if quantity % offer.order_multiple:
        raise Refused(
            "orders.multiple",
            _("%(lot)s : le fabricant livre par multiples de %(multiple)s, ou tout ce qui reste, %(left)s."),
            lot=lot_title(left.award),
            multiple=number(offer.order_multiple),
            left=number(left.left),
        )


def _keep(order: Order, lines: list[OrderLine]) -> None:
    for line in lines:
        line.order = order
    OrderLine.objects.bulk_create(lines)
