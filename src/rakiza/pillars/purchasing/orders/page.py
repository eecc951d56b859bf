"""The page of one order: what stands in it, what its reader may do, what is at stake."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rakiza.engine.reasons import Reason
from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.codec import load
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import allowed
from rakiza.kernel.wording.language import base_language
from rakiza.pillars.purchasing.orders.models import Order, OrderAlert, OrderLine
from rakiza.pillars.purchasing.orders.process import ORIGINS, Step, today
from rakiza.pillars.purchasing.orders.queries import lines_of
from rakiza.pillars.purchasing.orders.steps import HANDLERS
from rakiza.pillars.purchasing.orders.tables import STATE_TONES
from rakiza.pillars.purchasing.orders.wording import device_name, lot_titles, month_in_words

# The order in which an order goes on; what comes first of what is open is the page's primary action.
GOES_ON = (Step.SEND, Step.CONFIRM, Step.RECEIVE)
ENDS = (Step.DECLINE, Step.CLOSE, Step.CANCEL)


@dataclass(frozen=True, slots=True)
class Offered:
    """A step that the reader may take now; `form` is None where it needs no words."""

    key: str
    title: str
    form: forms.Form | None


def order_page(
    request: HttpRequest, actor: Actor, shown: Order, failed_at: str = "", failed: forms.Form | None = None
) -> HttpResponse:
    """Render an order; `failed` is the form that was refused, shown where `failed_at` says."""
    lines = lines_of(shown)
    titles = lot_titles([line.award for line in lines], base_language(None))
    offered = _offered(actor, shown, lines, titles, failed_at, failed)
    context = {
        "page_title": shown.number,
        "order": shown,
        "tone": STATE_TONES[shown.state],
        "month": month_in_words(shown),
        "rows": [(line, titles[line.award_id], device_name(line.award)) for line in lines],
        "receipts": [(one, titles[line.award_id], line) for line in lines for one in line.receipts.all()],
        "goes_on": [one for one in offered if one.key in GOES_ON],
        "ends": [one for one in offered if one.key in ENDS],
        "late": shown.unanswered_on(today()),
        "may_change": allowed(actor, "orders.change", shown) and shown.state in ORIGINS[Step.SEND],
        "alert": _alert(actor, shown, titles),
        "is_maker": actor.plays(Role.MAKER),
        "failed": failed,
        "history": history_of(shown),
    }
    return render(request, "orders/order.html", context, status=422 if failed else 200)


def _offered(
    actor: Actor,
    shown: Order,
    lines: list[OrderLine],
    titles: dict[int, str],
    failed_at: str,
    failed: forms.Form | None,
) -> list[Offered]:
    found = []
    for key, handler in HANDLERS.items():
        if shown.state in ORIGINS[Step(key)] and allowed(actor, handler.permission, shown):
            form = failed if key == failed_at else handler.asks(shown, lines, titles, None)
            found.append(Offered(str(Step(key).value), handler.title(), form))
    return found


def _alert(actor: Actor, shown: Order, titles: dict[int, str]) -> dict[str, object] | None:
    """Return what stands at stake, in the reader's money: a maker's excluding tax."""
    alert = OrderAlert.objects.standing().filter(order=shown).first()
    if alert is None:
        return None
    untaxed = actor.plays(Role.MAKER)
    touched = alert.lines.select_related("line__award__lot").order_by("pk")
    return {
        "cause": load(Reason, alert.cause),
        "value": alert.untaxed if untaxed else alert.value,
        "opened_on": alert.opened_on,
        "lines": [
            (
                titles[one.line.award_id],
                one,
                one.untaxed if untaxed else one.value,
                load(Reason, one.cause),
            )
            for one in touched
        ],
    }
