"""Preparing an order: a maker and a month of a published plan, quantities filled in with what is due."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import whole
from rakiza.kernel.wording.formats import month_name
from rakiza.kernel.wording.language import base_language
from rakiza.pillars.purchasing.orders.actions import change_order, create_order
from rakiza.pillars.purchasing.orders.forms import OrderForm, started
from rakiza.pillars.purchasing.orders.models import Order
from rakiza.pillars.purchasing.orders.process import ORIGINS, Step
from rakiza.pillars.purchasing.orders.remaining import Remaining, remaining
from rakiza.pillars.purchasing.orders.views import order_or_404
from rakiza.pillars.purchasing.orders.wording import device_name, lot_titles
from rakiza.pillars.purchasing.plans.models import Plan
from rakiza.pillars.purchasing.plans.queries import plans_for

MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The maker and the month that the page is about, and what is left of each of the buyer's awards."""

    maker: Organisation | None
    month: int
    makers: tuple[Organisation, ...]
    rows: tuple[Remaining, ...]


@require_http_methods(["GET", "POST"])
@acting
def new(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Prepare an order of one maker for one month."""
    if not allowed(actor, "orders.create"):
        raise PermissionDenied(_("Seul un acheteur commande."))
    plan = plans_for(actor).published().filter(pk=plan_id).first()
    if plan is None:
        raise Http404
    chosen = _chosen(actor, plan, request.POST if request.method == "POST" else request.GET)
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
    return _page(request, plan, chosen, form, None)


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
    rows = remaining(shown.plan, shown.buyer, shown.month, maker_id=shown.maker_id, aside=shown)
    chosen = Chosen(shown.maker, shown.month, (shown.maker,), rows)
    form = _form(request, actor, chosen, started(shown))
    if request.method == "POST" and form.is_valid():
        try:
            change_order(actor, shown, terms=form.terms(), wanted=form.wanted())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Le brouillon est modifié."))
            return redirect("orders:order", order_id)
    return _page(request, shown.plan, chosen, form, shown)


def _chosen(actor: Actor, plan: Plan, given: QueryDict) -> Chosen:
    """Return what the address or the form names; the first maker and the present month where it names none."""
    today = timezone.localdate()
    month = whole(given.get("mois", "")) or (today.month if today.year == plan.year else 1)
    month = month if month in MONTHS else 1
    rows = remaining(plan, actor.organisation, month)
    makers = {row.award.maker_id: row.award.maker for row in rows}
    lot = whole(given.get("lot", ""))
    of_lot = next((row.award.maker_id for row in rows if row.award.lot_id == lot), None)
    maker = makers.get(whole(given.get("fabricant", "")) or of_lot or 0) or next(iter(makers.values()), None)
    own = tuple(row for row in rows if maker is not None and row.award.maker_id == maker.pk)
    by_name = sorted(makers.values(), key=lambda one: one.name_in(base_language(None)))
    return Chosen(maker, month, tuple(by_name), own)


def _form(request: HttpRequest, actor: Actor, chosen: Chosen, initial: dict[str, object]) -> OrderForm:
    titles = lot_titles([row.award for row in chosen.rows], base_language(None))
    form = OrderForm(
        request.POST if request.method == "POST" else None,
        actor=actor,
        month=chosen.month,
        rows=chosen.rows,
        titles=titles,
        initial=initial or {f"q{row.award.pk}": row.due for row in chosen.rows if row.due > 0},
    )
    sites = list(form.fields["site"].queryset[:2])  # type: ignore[attr-defined]
    if not initial and len(sites) == 1:
        form.initial["site"] = sites[0].pk
    return form


def _page(
    request: HttpRequest, plan: Plan, chosen: Chosen, form: OrderForm, draft: Order | None
) -> HttpResponse:
    quantities = [(row, field, device_name(row.award)) for row, field in form.quantities()]
    context = {
        "page_title": draft.number if draft else _("Commander"),
        "plan": plan,
        "draft": draft,
        "chosen": chosen,
        "months": [(one, month_name(one)) for one in MONTHS],
        "month": month_name(chosen.month),
        "form": form,
        "quantities": quantities,
        "terms": [form[name] for name in ("site", "deliver_by", "note")],
    }
    return render(request, "orders/prepare.html", context, status=422 if form.errors else 200)
