"""What each step of an order's page asks for and does, and who may."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.purchasing.orders import transitions
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.forms import DraftReasonForm, ReasonForm, ReceiveForm
from rakiza.pillars.purchasing.orders.models import Order, OrderLine
from rakiza.pillars.purchasing.orders.process import Step
from rakiza.pillars.purchasing.orders.receiving import receive_order

Asks = Callable[[Order, Sequence[OrderLine], Mapping[int, str], Mapping[str, str] | None], forms.Form | None]


@dataclass(frozen=True, slots=True)
class Handler:
    """One step: the permission it asks for, its form, what it does, what is said of it once done."""

    permission: str
    asks: Asks
    act: Callable[[Actor, Order, Any], object]
    title: Callable[[], str]
    done: Callable[[], str]


def _nothing(*_given: object) -> None:
    """Ask for nothing."""


def _reason(step: Step) -> Asks:
    return lambda _order, _lines, _titles, given: ReasonForm(given, prefix=step.value)


def _cancelling(
    order: Order, _lines: Sequence[OrderLine], _titles: Mapping[int, str], given: Mapping[str, str] | None
) -> forms.Form:
    kind = DraftReasonForm if order.state == OrderState.DRAFT else ReasonForm
    return kind(given, prefix=Step.CANCEL.value)


HANDLERS: Mapping[str, Handler] = {
    Step.SEND: Handler(
        "orders.change",
        _nothing,
        lambda actor, order, _form: transitions.send_order(actor, order),
        lambda: _("Envoyer au fabricant"),
        lambda: _("La commande est envoyée."),
    ),
    Step.CONFIRM: Handler(
        "orders.answer",
        _nothing,
        lambda actor, order, _form: transitions.confirm_order(actor, order),
        lambda: _("Confirmer la commande"),
        lambda: _("La commande est confirmée."),
    ),
    Step.RECEIVE: Handler(
        "orders.receive",
        lambda _order, lines, titles, given: ReceiveForm(
            given, prefix=Step.RECEIVE.value, lines=lines, titles=titles
        ),
        lambda actor, order, form: receive_order(
            actor, order, received_on=form.cleaned_data["received_on"], arrived=form.arrived()
        ),
        lambda: _("Enregistrer une réception"),
        lambda: _("La réception est enregistrée."),
    ),
    Step.DECLINE: Handler(
        "orders.answer",
        _reason(Step.DECLINE),
        lambda actor, order, form: transitions.decline_order(actor, order, **form.cleaned_data),
        lambda: _("Décliner la commande"),
        lambda: _("La commande est déclinée."),
    ),
    Step.CLOSE: Handler(
        "orders.receive",
        _reason(Step.CLOSE),
        lambda actor, order, form: transitions.close_order(actor, order, **form.cleaned_data),
        lambda: _("Solder : le reste n'est plus attendu"),
        lambda: _("La commande est soldée."),
    ),
    Step.CANCEL: Handler(
        "orders.change",
        _cancelling,
        lambda actor, order, form: transitions.cancel_order(actor, order, **form.cleaned_data),
        lambda: _("Annuler la commande"),
        lambda: _("La commande est annulée."),
    ),
}
