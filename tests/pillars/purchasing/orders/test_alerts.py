"""Titles change behind open orders: an alert opens once, grows, shrinks, clears; nothing is told twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.utils import timezone
from tests.factories import an_actor
from tests.factories.orders import an_order_in, arrived
from tests.factories.plans import Scene

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.jobs.models import Job
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.pillars.certification.actions import reinstate_certificate, suspend_certificate
from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.purchasing.orders.alerts import Rechecked, recheck_orders
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.jobs import RECHECK_JOB, sweep, titles_changed
from rakiza.pillars.purchasing.orders.models import OrderAlert
from rakiza.pillars.purchasing.orders.queries import orders_for
from rakiza.pillars.purchasing.orders.receiving import receive_order
from rakiza.pillars.purchasing.orders.transitions import cancel_order, decline_order

ON, D, S = date(2026, 11, 22), Decimal, OrderState


def cut_short(scene: Scene, last: date = date(2027, 6, 30)) -> None:
    Certificate.objects.filter(maker=scene.makers[0].organisation).update(valid_to=last)


def sentences(actor: Actor) -> list[str]:
    return [str(one) for one in awaiting(actor) if one.code.startswith(("orders.at_stake", "orders.mended"))]


def recheck(scene: Scene, on: date = ON) -> Rechecked:
    return recheck_orders(scene.plan.pk, on)


def test_an_alert_opens_is_told_once_to_each_side_in_its_own_money_and_clears(published: Scene) -> None:
    order = an_order_in(published, S.CONFIRMED)
    early = an_order_in(published, S.CONFIRMED, month=5)
    for state in (S.DRAFT, S.DECLINED, S.CANCELLED, S.RECEIVED):  # nothing of these is awaited
        an_order_in(published, state)
    cluster = an_actor(Role.CLUSTER_STAFF)
    cut_short(published)

    assert recheck(published) == Rechecked(opened=1, told=4)
    assert recheck(published) == Rechecked()

    number = Certificate.objects.get(maker=published.makers[0].organisation).number
    cause, maker = f"Le certificat {number} expire le 30 juin 2027", published.makers[0].organisation.name
    buyer = published.buyers[0].organisation.name
    line = f"1 ligne de la commande {order.number} de {buyer}"
    whole = f"{cause} ({maker}) : {line}, 36\u00a0MAD en jeu."
    for actor in (published.buyers[0], published.coordinator, cluster):
        assert sentences(actor) == [whole]
    assert sentences(published.makers[0]) == [f"{cause} : {line}, 30\u00a0MAD hors taxe en jeu."]
    assert sentences(published.buyers[1]) == sentences(published.makers[1]) == []
    alert = OrderAlert.objects.get()
    assert (alert.order, alert.value, alert.untaxed) == (order, D("36.00"), D("30.00"))
    assert [(one.quantity, one.value) for one in alert.lines.all()] == [(30, D("36.00"))]
    told = Notification.objects.filter(code__startswith="orders.at_stake")
    assert {one.deadline for one in told} == {order.deliver_by}
    flags = {one.pk: one.alert_stands for one in orders_for(cluster)}
    assert (flags[order.pk], flags[early.pk]) == (True, False)

    cut_short(published, date(2029, 12, 31))
    assert recheck(published) == Rechecked(cleared=1)
    assert recheck(published) == Rechecked()
    for actor in (published.buyers[0], published.makers[0], published.coordinator, cluster):
        (said,) = sentences(actor)
        assert said.endswith(
            f"couvrent de nouveau la commande {order.number} de {buyer} : l'alerte est levée."
        )
    alert.refresh_from_db()
    assert (alert.cleared_on, alert.mended) == (ON, True)

    cut_short(published)
    assert recheck(published) == Rechecked(opened=1, told=4)
    assert sorted(
        AuditEvent.objects.filter(action__startswith="orders.alert").values_list("action", flat=True)
    ) == ["orders.alert_clear", "orders.alert_open", "orders.alert_open"]


def test_what_arrives_or_ends_takes_its_part_off_without_telling_anybody(published: Scene) -> None:
    buyer, today = published.buyers[0], timezone.localdate()
    order, sent = an_order_in(published, S.CONFIRMED), an_order_in(published, S.SENT)
    other = an_order_in(published, S.CONFIRMED)
    cut_short(published)
    assert recheck(published) == Rechecked(opened=3, told=12)
    messages = Notification.objects.filter(code__in=("orders.at_stake", "orders.mended"))
    before = messages.count()

    receive_order(buyer, order, received_on=today, arrived=arrived(order, "10"))
    assert OrderAlert.objects.standing().get(order=order).value == D("24.00")
    receive_order(buyer, order, received_on=today, arrived=arrived(order, "20"))
    decline_order(published.makers[0], sent, reason="Certificat")
    cancel_order(buyer, other, reason="Certificat")

    assert [(one.mended, one.cleared_on) for one in OrderAlert.objects.all()] == [(False, today)] * 3
    assert messages.count() == before
    assert recheck(published) == Rechecked()


def test_orders_in_the_past_are_held_against_the_present_month(published: Scene) -> None:
    """What was to arrive in February and hasn't is still to be lawful when it does."""
    an_order_in(published, S.CONFIRMED, month=2)
    cut_short(published)
    assert recheck(published, date(2027, 3, 5)) == Rechecked()
    assert recheck(published, date(2027, 7, 5)) == Rechecked(opened=1, told=4)


def test_a_suspension_queues_one_check_a_plan_and_its_end_clears(
    published: Scene, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    an_order_in(published, S.SENT)
    title = Certificate.objects.select_related("body", "maker").get(maker=published.makers[0].organisation)
    officer = Actor.of(Membership.objects.select_related("user", "organisation").get(organisation=title.body))
    day = date(2027, 3, 1)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        suspend_certificate(officer, title, on=day, reason="Audit")
        titles_changed()
        titles_changed()

    assert Job.objects.filter(kind=RECHECK_JOB).count() == 1
    assert OrderAlert.objects.standing().count() == 1
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        reinstate_certificate(officer, title, on=day)
    assert OrderAlert.objects.standing().count() == 0
    assert sweep(ON, lambda *_: None) == {"plans": 1, "opened": 0, "renewed": 0, "cleared": 0, "told": 0}  # type: ignore[arg-type]
