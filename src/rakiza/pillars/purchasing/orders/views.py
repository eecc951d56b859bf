"""Pages of orders: the list, one order, its steps, its document."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.naming import party_called
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import Chip, chip, one_page, ordered, whole, workbook_response
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.kernel.wording.formats import month_name
from rakiza.kernel.wording.language import base_language
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.models import Order, OrderQuerySet
from rakiza.pillars.purchasing.orders.page import order_page
from rakiza.pillars.purchasing.orders.pdf import write_order_pdf
from rakiza.pillars.purchasing.orders.process import ORIGINS, Step, today
from rakiza.pillars.purchasing.orders.queries import lines_of, orders_for, parties_of, sought
from rakiza.pillars.purchasing.orders.steps import HANDLERS
from rakiza.pillars.purchasing.orders.tables import STATE_TONES, line_sheet, order_sheet, receipt_sheet
from rakiza.pillars.purchasing.orders.wording import lot_titles, month_in_words

ORDERS: dict[str, str | NameColumn] = {
    "numero": "number",
    "acheteur": NameColumn("buyer__name"),
    "fabricant": NameColumn("maker__name"),
    "livraison": "deliver_by",
    "etat": "state",
    "montant": "value",
    "date": "pk",
}
MONTHS = range(1, 13)
LATE = "retard"


@require_GET
@acting
def orders(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the orders that the reader may see: a maker's inbox, a buyer's own, or all for who oversees."""
    _admit(actor)
    every = orders_for(actor)
    rows, chips = _filtered(request, every)
    rows = ordered(request, rows, ORDERS, "-date")
    if request.GET.get("export"):
        return workbook_response([order_sheet(rows.iterator(500))], "commandes.xlsx", _("Commandes"))
    page = one_page(request, rows)
    parties = parties_of(every)
    context = {
        "page_title": _("Commandes"),
        "page": page,
        "rows": [
            (one, STATE_TONES[one.state], month_in_words(one), one.unanswered_on(today()))
            for one in page.object_list
        ],
        "chips": chips,
        "query": request.GET.get("q", "").strip()[:100],
        "states": OrderState.choices,
        "months": [(str(one), month_name(one)) for one in MONTHS],
        "buyers": [] if actor.plays(Role.BUYER) else parties.buyers,
        "makers": [] if actor.plays(Role.MAKER) else parties.makers,
        "alerts": [("1", _("avec une alerte")), (LATE, _("réponse en retard"))],
        "awaiting": every.filter(state=OrderState.SENT).count() if actor.plays(Role.MAKER) else 0,
        "is_buyer": actor.plays(Role.BUYER),
        "is_maker": actor.plays(Role.MAKER),
    }
    return render(request, "orders/list.html", context)


@require_GET
@acting
def order(request: HttpRequest, actor: Actor, order_id: int) -> HttpResponse:
    """Show one order with what the reader may do to it, or hand its lines and receipts over as a workbook."""
    shown = order_or_404(actor, order_id)
    if request.GET.get("export"):
        lines = lines_of(shown)
        titles = lot_titles([line.award for line in lines], base_language(None))
        sheets = [line_sheet(shown, lines, titles), receipt_sheet(shown, lines, titles)]
        return workbook_response(sheets, f"{shown.number}.xlsx", shown.number)
    return order_page(request, actor, shown)


@require_GET
@acting
def printed(request: HttpRequest, actor: Actor, order_id: int) -> HttpResponse:  # noqa: ARG001
    """Print an order."""
    shown = order_or_404(actor, order_id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "order.pdf"
        write_order_pdf(shown, path, base_language(None))
        content = path.read_bytes()
    name = content_disposition_header(as_attachment=True, filename=f"{shown.number}.pdf") or "attachment"
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


@require_POST
@acting
def step(request: HttpRequest, actor: Actor, order_id: int, step: str) -> HttpResponse:
    """Move an order."""
    shown = order_or_404(actor, order_id)
    handler = HANDLERS.get(step)
    if handler is None:
        raise Http404
    if not allowed(actor, handler.permission, shown):
        raise PermissionDenied
    lines = lines_of(shown)
    titles = lot_titles([line.award for line in lines], base_language(None))
    form = None
    if shown.state in ORIGINS[Step(step)]:  # from another state the act itself is refused, whatever is typed
        form = handler.asks(shown, lines, titles, request.POST)
        if form is not None and not form.is_valid():
            return order_page(request, actor, shown, step, form)
    try:
        _act(actor, shown, step, form)
    except Refused as refusal:
        if form is None:
            messages.error(request, str(refusal))
            return redirect("orders:order", order_id)
        form.add_error(None, str(refusal))
        return order_page(request, actor, shown, step, form)
    messages.success(request, handler.done())
    return redirect("orders:order", order_id)


def _act(actor: Actor, shown: Order, step: str, form: object) -> None:
    if shown.state not in ORIGINS[Step(step)]:
        raise Refused("orders.state", _("L'état de la commande a changé entre-temps ; rechargez la page."))
    HANDLERS[step].act(actor, shown, form)


def order_or_404(actor: Actor, order_id: int) -> Order:
    """Return an order in the reader's sight; any other doesn't exist for them."""
    _admit(actor)
    found: Order = get_object_or_404(orders_for(actor), pk=order_id)
    return found


def _admit(actor: Actor) -> None:
    if not allowed(actor, "orders.see"):
        raise PermissionDenied(_("Les commandes sont lues par leurs parties et par le cluster."))


def _filtered(request: HttpRequest, rows: OrderQuerySet) -> tuple[OrderQuerySet, list[Chip]]:
    chips: list[Chip] = []
    query = request.GET.get("q", "").strip()[:100]
    if query:
        rows = sought(rows, query)
        chips.append(chip(request, "q", _("Mots"), query))
    state = request.GET.get("etat", "")
    if state in OrderState.values:
        rows = rows.filter(state=state)
        chips.append(chip(request, "etat", _("État"), OrderState(state).label))
    month = whole(request.GET.get("mois", ""))
    if month is not None and month in MONTHS:
        rows = rows.filter(month=month)
        chips.append(chip(request, "mois", _("Mois de livraison"), month_name(month)))
    if request.GET.get("alerte") == "1":
        rows = rows.alerted()
        chips.append(chip(request, "alerte", _("Alerte"), _("avec une alerte")))
    if request.GET.get("alerte") == LATE:
        rows = rows.unanswered(today())
        chips.append(chip(request, "alerte", _("Alerte"), _("réponse en retard")))
    for parameter, column, label in (
        ("acheteur", "buyer_id", _("Acheteur")),
        ("fabricant", "maker_id", _("Fabricant")),
    ):
        party = whole(request.GET.get(parameter, ""))
        if party is not None:
            rows = rows.filter(**{column: party})
            chips.append(chip(request, parameter, label, party_called(party)))
    return rows, chips
