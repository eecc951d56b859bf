"""Call-off orders in every state, of the published plan; one of them will meet a title that ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rakiza.demonstration.cluster import Cluster
from rakiza.demonstration.publication import dearest_award
from rakiza.demonstration.steps import LoadingFailed, finish_queued
from rakiza.kernel.organisations.actions import add_site
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import SiteKind
from rakiza.kernel.organisations.models import Site
from rakiza.pillars.purchasing.eligibility.actions import first_month
from rakiza.pillars.purchasing.orders.actions import Terms, Wanted, create_order
from rakiza.pillars.purchasing.orders.jobs import titles_changed
from rakiza.pillars.purchasing.orders.lawful import faults
from rakiza.pillars.purchasing.orders.models import Order
from rakiza.pillars.purchasing.orders.receiving import Arrived, receive_order
from rakiza.pillars.purchasing.orders.remaining import Remaining, remaining
from rakiza.pillars.purchasing.orders.transitions import (
    cancel_order,
    confirm_order,
    decline_order,
    send_order,
)
from rakiza.pillars.purchasing.plans.models import Plan

OCTOBER = 10
MOST_LINES = 8
STATES = ("draft", "sent", "confirmed", "declined", "partly", "received", "cancelled")
SITE = "Pharmacie centrale (démonstration)"
NOTE = "Commande de démonstration : rien n'est livré ni payé."


@dataclass(frozen=True, slots=True)
class Sale:
    """What one buyer may order of one maker for one month."""

    buyer: Actor
    maker: Actor
    month: int
    rows: tuple[Remaining, ...]


def load_orders(cluster: Cluster, plan: Plan) -> None:
    """Leave an order in each state, and one that is confirmed for October of what loses its title in April."""
    plan.refresh_from_db()
    with transaction.atomic():
        if not _months(plan):
            return
        _alerted(cluster, plan)
        sales = _sales(cluster, plan)
        for state in STATES:
            sale = next(sales, None)
            if sale is None:
                raise LoadingFailed(_("Le plan de démonstration ne laisse pas de quoi commander."))
            _bring(_ordered(plan, sale), sale, state)


def _months(plan: Plan) -> range:
    """Return the months that may still be ordered for."""
    return range(first_month(plan.year, timezone.localdate()), 13)


def hold_orders(plan: Plan) -> None:
    """Hold what was ordered against the titles that ended since."""
    titles_changed()  # what the commit sets off; a caller's transaction may still be open
    finish_queued(plan)


def _alerted(cluster: Cluster, plan: Plan) -> None:
    """Confirm an order of what `change_titles` will take the registration of."""
    maker = cluster.makers[0][1]
    award = dearest_award(cluster, plan)
    for _group, buyer in cluster.buyers if OCTOBER in _months(plan) else ():
        rows = remaining(plan, buyer.organisation, OCTOBER, maker_id=maker.organisation.pk)
        own = tuple(
            row for row in rows if award is not None and row.award.pk == award.pk and row.suggested > 0
        )
        if own:
            sale = Sale(buyer, maker, OCTOBER, own)
            _bring(_ordered(plan, sale), sale, "confirmed")
            return


def _sales(cluster: Cluster, plan: Plan) -> Iterator[Sale]:
    """Yield what may be ordered: of the accounts' buyer and maker first, month after month."""
    for _group, buyer in cluster.buyers:
        for _maker, maker in cluster.makers:
            for month in _months(plan):
                rows = remaining(plan, buyer.organisation, month, maker_id=maker.organisation.pk)
                due = _lawful(plan, [row for row in rows if row.suggested > 0], month)
                if due:
                    yield Sale(buyer, maker, month, due[:MOST_LINES])
                elif not rows:
                    break


def _lawful(plan: Plan, rows: Sequence[Remaining], month: int) -> tuple[Remaining, ...]:
    shut = faults(plan, {row.award.offer_id for row in rows}, month)
    return tuple(row for row in rows if row.award.offer_id not in shut)


def _ordered(plan: Plan, sale: Sale) -> Order:
    return create_order(
        sale.buyer,
        plan=plan,
        maker=sale.maker.organisation,
        terms=Terms(sale.month, site=_site(sale.buyer), note=NOTE),
        wanted=[Wanted(row.award.pk, row.suggested) for row in sale.rows],
    )


def _bring(order: Order, sale: Sale, state: str) -> None:
    """Bring an order to a state by the steps of those who take them."""
    if state == "draft":
        return
    send_order(sale.buyer, order)
    if state == "declined":
        decline_order(sale.maker, order, reason="La ligne de production est en entretien (démonstration).")
    elif state == "cancelled":
        cancel_order(sale.buyer, order, reason="Commandée deux fois (démonstration).")
    elif state != "sent":
        confirm_order(sale.maker, order)
    if state in {"partly", "received"}:
        _receive(order, sale, whole=state == "received")


def _receive(order: Order, sale: Sale, *, whole: bool) -> None:
    lines = list(order.lines.order_by("pk"))
    came = [Arrived(line.pk, line.quantity, batch=f"DEMO-{order.number[-5:]}-{line.pk}") for line in lines]
    if not whole:  # the first line's cartons came damaged, the others whole
        refused = max(came[0].quantity // 4, Decimal(1)) if came[0].quantity > 1 else came[0].quantity
        came[0] = replace(came[0], refused=refused, refusal="Cartons mouillés (démonstration)")
    receive_order(sale.buyer, order, received_on=timezone.localdate(), arrived=came)


def _site(buyer: Actor) -> Site:
    known = Site.objects.filter(organisation=buyer.organisation, name=SITE).first()
    if known is not None:
        return known
    fields = {
        "kind": SiteKind.CARE,
        "name": SITE,
        "city": "Rabat",
        "region": buyer.organisation.region or "MA-04",
    }
    return add_site(replace(buyer, manages=True), buyer.organisation, fields)
