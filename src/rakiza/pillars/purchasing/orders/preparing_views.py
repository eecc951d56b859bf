"""Preparing an order: a maker and a month of a published plan, quantities filled in with what is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import whole
from rakiza.kernel.wording.formats import month_name
from rakiza.kernel.wording.language import base_language
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.purchasing.eligibility.actions import first_month
from rakiza.pillars.purchasing.orders.actions import amount, change_order, create_order, currency_of
from rakiza.pillars.purchasing.orders.forms import OrderForm, started
from rakiza.pillars.purchasing.orders.models import Order
from rakiza.pillars.purchasing.orders.process import ORIGINS, Step, today
from rakiza.pillars.purchasing.orders.remaining import Remaining, remaining
from rakiza.pillars.purchasing.orders.views import order_or_404
from rakiza.pillars.purchasing.orders.wording import device_name, lot_titles, terms_in_words
from rakiza.pillars.purchasing.plans.models import Plan
from rakiza.pillars.purchasing.plans.queries import plans_for

LAST = 12
ALL_MONTHS = range(1, LAST + 1)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Choice:
    """One maker to order of: how many lots are left with it, and what is due of them, taxes included."""

    maker: Organisation
    lots: int
    due: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True)
class Chosen:
    """The maker and the month that the page is about, and what is left of each of the buyer's awards.

    Where several may be meant and none is named there is no maker: `choices` are offered. `lot` is the
    title of the one lot that they share, empty where the whole plan is asked about.
    """

    maker: Organisation | None
    month: int
    makers: tuple[Organisation, ...]
    rows: tuple[Remaining, ...]
    choices: tuple[Choice, ...] = ()
    lot: str = ""


@require_http_methods(["GET", "POST"])
@acting
def new(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Prepare an order of one maker for one month."""
    if not allowed(actor, "orders.create"):
        raise PermissionDenied(_("Seul un acheteur commande."))
    plan = plans_for(actor).published().filter(pk=plan_id).first()
    if plan is None:
        raise Http404
    chosen = _chosen(actor, plan, _given(request), sent=request.method == "POST")
    form = _form(request, actor, chosen, {})
    if request.method == "POST" and chosen.maker is not None and form.is_valid():
        try:
            made = create_order(
                actor, plan=plan, maker=chosen.maker, terms=form.terms(), wanted=form.wanted()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("La commande est préparée : relisez-la, puis envoyez-la."))
            return redirect("orders:order", made.pk)
    return _page(request, plan, chosen, form)


@require_http_methods(["GET", "POST"])
@acting
def change(request: HttpRequest, actor: Actor, order_id: int) -> HttpResponse:
    """Write a draft anew."""
    shown = order_or_404(actor, order_id)
    if not allowed(actor, "orders.change", shown):
        raise PermissionDenied
    if shown.state not in ORIGINS[Step.SEND]:
        messages.error(request, _("Seul un brouillon se modifie."))
        return redirect("orders:order", order_id)
    month = _month(shown.plan, _given(request), shown.month, sent=request.method == "POST")
    rows = remaining(shown.plan, shown.buyer, month, maker_id=shown.maker_id, aside=shown)
    chosen = Chosen(shown.maker, month, (shown.maker,), rows)
    form = _form(request, actor, chosen, started(shown, month))
    if request.method == "POST" and form.is_valid():
        try:
            change_order(actor, shown, terms=form.terms(), wanted=form.wanted())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Le brouillon est modifié."))
            return redirect("orders:order", order_id)
    return _page(request, shown.plan, chosen, form, shown)


def _given(request: HttpRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _chosen(actor: Actor, plan: Plan, given: QueryDict, *, sent: bool) -> Chosen:
    """Return what the address or the form names; nobody is ordered of by default where several may be meant."""
    month = _month(plan, given, 0, sent=sent)
    rows = remaining(plan, actor.organisation, month)
    lot = whole(given.get("lot", ""))
    of_lot = tuple(row for row in rows if row.award.lot_id == lot)
    makers = {row.award.maker_id: row.award.maker for row in rows}
    meant = {row.award.maker_id for row in of_lot or rows}
    maker = makers.get(whole(given.get("fabricant", "")) or 0)
    if maker is None and len(meant) == 1:
        maker = makers[meant.pop()]
    by_name = tuple(sorted(makers.values(), key=lambda one: name_key(one.name_in(base_language(None)))))
    if maker is None:
        title = next(iter(lot_titles([row.award for row in of_lot[:1]], base_language(None)).values()), "")
        return Chosen(None, month, by_name, (), _choices(by_name, of_lot or rows), title)
    return Chosen(maker, month, by_name, tuple(row for row in rows if row.award.maker_id == maker.pk))


def _choices(makers: Iterable[Organisation], rows: Iterable[Remaining]) -> tuple[Choice, ...]:
    by_maker: dict[int, list[Remaining]] = defaultdict(list)
    for row in rows:
        by_maker[row.award.maker_id].append(row)
    return tuple(
        Choice(
            maker,
            sum(1 for row in own if row.left > 0),
            sum((amount(row.due, row.award.landed_price) for row in own), ZERO),
            sum((amount(row.left, row.award.landed_price) for row in own), ZERO),
        )
        for maker in makers
        if (own := by_maker.get(maker.pk))
    )


def _months(plan: Plan) -> range:
    """Return the months of a plan's year that aren't over; none of a year that is."""
    return range(first_month(plan.year, today()), LAST + 1)


def _month(plan: Plan, given: QueryDict, otherwise: int, *, sent: bool) -> int:
    """Return the month that is asked for, else `otherwise`; the first to come where that is none of the year.

    What a form was filled in for isn't changed behind its back: a month that is over is refused when it is sent.
    """
    months = _months(plan)
    asked = whole(given.get("mois", "")) or otherwise
    return asked if asked in (ALL_MONTHS if sent else months) else next(iter(months), LAST)


def _form(request: HttpRequest, actor: Actor, chosen: Chosen, initial: dict[str, object]) -> OrderForm:
    titles = lot_titles([row.award for row in chosen.rows], base_language(None))
    form = OrderForm(
        request.POST if request.method == "POST" else None,
        actor=actor,
        month=chosen.month,
        rows=chosen.rows,
        titles=titles,
        initial=initial or {f"q{row.award.pk}": row.suggested for row in chosen.rows if row.suggested > 0},
    )
    sites = list(form.fields["site"].queryset[:2])  # type: ignore[attr-defined]
    if not initial and len(sites) == 1:
        form.initial["site"] = sites[0].pk
    return form


def _page(
    request: HttpRequest, plan: Plan, chosen: Chosen, form: OrderForm, draft: Order | None = None
) -> HttpResponse:
    quantities = [
        (row, field, device_name(row.award), terms_in_words(row.award)) for row, field in form.quantities()
    ]
    context = {
        "page_title": draft.number if draft else _("Commander"),
        "plan": plan,
        "draft": draft,
        "chosen": chosen,
        "months": [(one, month_name(one)) for one in _months(plan)],
        "month": month_name(chosen.month),
        "currency": currency_of(plan),
        "form": form,
        "quantities": quantities,
        "terms": [form[name] for name in ("site", "deliver_by", "note")],
    }
    return render(request, "orders/prepare.html", context, status=422 if form.errors else 200)
