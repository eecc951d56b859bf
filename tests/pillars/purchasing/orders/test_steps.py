"""Every step of an order from every state: done by who may from where it starts, refused with no effect elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import an_actor
from tests.factories.orders import an_order, an_order_in, arrived
from tests.factories.plans import Scene

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.purchasing.orders import receiving, transitions
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.models import Order, OrderLine, Receipt
from rakiza.pillars.purchasing.orders.process import ORIGINS, Step, answer_by
from rakiza.pillars.registration.models import RegistrationCertificate

D, S = Decimal, OrderState
Act = Callable[[Actor, Order], object]
ACTS: dict[Step, tuple[str, Act]] = {
    Step.SEND: ("buyer", transitions.send_order),
    Step.CONFIRM: ("maker", transitions.confirm_order),
    Step.DECLINE: ("maker", lambda actor, order: transitions.decline_order(actor, order, reason="R")),
    Step.RECEIVE: (
        "buyer",
        lambda actor, order: receiving.receive_order(
            actor, order, received_on=timezone.localdate(), arrived=arrived(order, "1")
        ),
    ),
    Step.CLOSE: ("buyer", lambda actor, order: transitions.close_order(actor, order, reason="R")),
    Step.CANCEL: ("buyer", lambda actor, order: transitions.cancel_order(actor, order, reason="R")),
}


def kept() -> list[dict[str, Any]]:
    return [
        *Order.objects.values(),
        *OrderLine.objects.values(),
        *Receipt.objects.values(),
        {"events": AuditEvent.objects.count()},
    ]


def messages(actor: Actor) -> list[tuple[str, date | None]]:
    return [(one.code, one.deadline) for one in awaiting(actor) if one.code.startswith("orders.")]


def test_a_step_is_taken_only_from_where_it_starts_and_by_who_may(published: Scene) -> None:
    own = {"buyer": published.buyers[0], "maker": published.makers[0]}
    others = (
        published.buyers[1],
        published.makers[1],
        published.coordinator,
        an_actor(Role.CLUSTER_STAFF),
    )
    for state in S:
        order = an_order_in(published, state)
        before = kept()
        for step, (who, act) in ACTS.items():
            if state not in ORIGINS[step]:
                unseen = who == "maker" and order.sent_at is None
                with pytest.raises(NotAllowed if unseen else Refused):
                    act(own[who], order)
            for actor in (*others, own["maker" if who == "buyer" else "buyer"]):
                with pytest.raises(NotAllowed):
                    act(actor, order)
            assert kept() == before, (state, step)
    assert set(ACTS) == set(ORIGINS) == set(Step)


def test_each_side_is_told_once_with_its_deadline_and_what_is_settled_leaves_the_inbox(
    published: Scene,
) -> None:
    buyer, maker = published.buyers[0], published.makers[0]
    today = timezone.localdate()
    order = an_order_in(published, S.SENT)
    assert messages(maker) == [("orders.sent", answer_by(today, order.deliver_by))]
    transitions.confirm_order(maker, order)
    assert (messages(maker), messages(buyer)) == ([], [("orders.confirmed", date(2027, 7, 31))])

    receiving.receive_order(buyer, order, received_on=today, arrived=arrived(order, "12", batch="L-7"))
    assert (order.state, messages(maker)) == (S.PARTLY, [("orders.received_partly", None)])
    came = arrived(order, "18", refused=D(8), refusal="Cartons mouillés")
    receiving.receive_order(buyer, order, received_on=today, arrived=came)
    assert (order.state, order.lines.get().awaited) == (S.PARTLY, 8)
    receiving.receive_order(buyer, order, received_on=today, arrived=arrived(order, "8"))
    assert (order.state, messages(buyer)) == (S.RECEIVED, [])
    assert {code for code, _deadline in messages(maker)} == {
        "orders.received_partly",
        "orders.refused",
        "orders.received",
    }
    assert [(one.quantity, one.accepted, one.batch) for one in Receipt.objects.all()] == [
        (12, 12, "L-7"),
        (18, 10, ""),
        (8, 8, ""),
    ]


def test_a_receipt_that_can_not_be_is_refused(published: Scene) -> None:
    buyer, today = published.buyers[0], timezone.localdate()
    order, other = an_order_in(published, S.CONFIRMED), an_order_in(published, S.CONFIRMED)
    before = kept()

    def refused(day: date, *came: receiving.Arrived) -> str:
        with pytest.raises(Refused) as refusal:
            receiving.receive_order(buyer, order, received_on=day, arrived=came)
        return refusal.value.code

    assert refused(today + timedelta(days=1), *arrived(order, "1")) == "orders.received_on"
    assert refused(today - timedelta(days=1), *arrived(order, "1")) == "orders.received_on"
    assert refused(today) == "orders.nothing_came"
    assert refused(today, *arrived(order, "1"), *arrived(order, "1")) == "orders.nothing_came"
    assert refused(today, *arrived(other, "1")) == "orders.line"
    assert refused(today, *arrived(order, "0")) == "orders.received_quantity"
    assert refused(today, *arrived(order, "31")) == "orders.received_over"
    assert refused(today, *arrived(order, "2", refused=D(3))) == ("orders.received_quantity")
    assert refused(today, *arrived(order, "2", refused=D(1))) == ("orders.refusal_reason")
    assert kept() == before


def test_a_title_that_does_not_cover_the_month_stops_sending_and_confirming(published: Scene) -> None:
    buyer, maker = published.buyers[0], published.makers[0]
    draft, sent = an_order(published), an_order_in(published, S.SENT)
    early = an_order(published, month=6)
    Certificate.objects.filter(maker=maker.organisation).update(valid_to=date(2027, 6, 30))
    before = kept()

    with pytest.raises(Refused, match=r"ne peut pas être livré ce mois-là : .*expire le 30 juin 2027"):
        transitions.send_order(buyer, draft)
    with pytest.raises(Refused) as refused:
        transitions.confirm_order(maker, sent)
    assert refused.value.code == "orders.unlawful"
    assert kept() == before
    transitions.send_order(buyer, early)
    transitions.decline_order(maker, sent, reason="Certificat")
    RegistrationCertificate.objects.all().delete()
    with pytest.raises(Refused):
        transitions.confirm_order(maker, early)


def test_a_reason_is_asked_for_once_the_maker_knows_of_the_order(published: Scene) -> None:
    buyer, maker = published.buyers[0], published.makers[0]
    transitions.cancel_order(buyer, an_order(published))
    assert messages(maker) == []
    sent = an_order_in(published, S.SENT)
    for act in (transitions.cancel_order, transitions.decline_order):
        with pytest.raises(Refused, match="Indiquez le motif"):
            act(buyer if act is transitions.cancel_order else maker, sent, reason=" ")
    transitions.cancel_order(buyer, sent, reason="Double commande")
    assert [code for code, _deadline in messages(maker)] == ["orders.cancelled"]


def test_an_order_needs_a_place_to_go_to(published: Scene) -> None:
    order = an_order(published)
    Order.objects.filter(pk=order.pk).update(site=None)
    with pytest.raises(Refused, match="lieu de livraison"):
        transitions.send_order(published.buyers[0], order)
