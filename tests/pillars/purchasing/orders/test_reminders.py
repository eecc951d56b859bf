"""An answer that a maker owes: it is reminded of once before its day and once after, the buyer is told once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.orders import an_order_in
from tests.factories.plans import Scene

from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.purchasing.orders import page, views
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.models import Order
from rakiza.pillars.purchasing.orders.reminders import remind
from rakiza.pillars.purchasing.orders.transitions import cancel_order, confirm_order, decline_order


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Hear of progress."""


def waits_for(actor: Actor) -> list[str]:
    return [str(one) for one in awaiting(actor) if one.code.startswith("orders.")]


def test_a_late_answer_is_reminded_of_once_and_the_buyer_told_once(published: Scene) -> None:
    order = an_order_in(published, OrderState.SENT)
    buyer, maker = published.buyers[0], published.makers[0]
    who = buyer.organisation.name
    assert order.answer_by == date(2026, 11, 29)

    for left in (7, 3):
        assert remind(order.answer_by - timedelta(days=left), quiet) == {"reminders": 0}
    for day, reminders in ((27, 1), (28, 0), (29, 0)):
        assert remind(date(2026, 11, day), quiet) == {"reminders": reminders}
    assert waits_for(maker) == [
        f"La commande {order.number} de {who} attend votre réponse avant le 29 novembre 2026."
    ]
    assert waits_for(buyer) == []

    for day, reminders in ((30, 2), (30, 0)):
        assert remind(date(2026, 11, day), quiet) == {"reminders": reminders}
    assert remind(date(2026, 12, 24), quiet) == {"reminders": 0}
    assert waits_for(maker) == [
        f"Votre réponse à la commande {order.number} de {who} était attendue le 29 novembre 2026 :"
        " confirmez ou déclinez."
    ]
    assert waits_for(buyer) == [
        f"{maker.organisation.name} n'a pas répondu à la commande {order.number},"
        " attendue le 29 novembre 2026 : relancez ou annulez."
    ]
    left = Notification.objects.filter(code__startswith="orders.answer")
    assert {(one.link, one.deadline) for one in left} == {(f"orders.order:{order.pk}", order.answer_by)}


@pytest.mark.parametrize(
    "answers",
    [
        lambda scene, order: confirm_order(scene.makers[0], order),
        lambda scene, order: decline_order(scene.makers[0], order, reason="En panne"),
        lambda scene, order: cancel_order(scene.buyers[0], order, reason="Trop tard"),
    ],
    ids=["confirmed", "declined", "cancelled"],
)
def test_an_answer_puts_the_reminders_away(published: Scene, answers: Callable[[Scene, Order], None]) -> None:
    order = an_order_in(published, OrderState.SENT)
    remind(date(2026, 12, 1), quiet)

    answers(published, order)

    waiting = [one for actor in (published.buyers[0], published.makers[0]) for one in awaiting(actor)]
    assert not [one for one in waiting if one.code.startswith("orders.answer")]
    assert remind(date(2026, 12, 2), quiet) == {"reminders": 0}


def test_an_answer_that_is_late_shows_on_the_order_and_in_the_list(
    published: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, answered = (an_order_in(published, state) for state in (OrderState.SENT, OrderState.CONFIRMED))
    client, listed = Client(), reverse("orders:list")
    client.force_login(published.buyers[0].user)

    def shown(address: str) -> str:
        return client.get(address).content.decode()

    one = reverse("orders:order", args=[late.pk])
    assert "réponse en retard</" not in shown(one)
    for room in (views, page):
        monkeypatch.setattr(room, "today", lambda: date(2026, 11, 30))
    assert "réponse en retard</" in shown(one)
    kept = shown(f"{listed}?alerte=retard")
    assert late.number in kept
    assert answered.number not in kept
