"""What each reader gets of alerts: its own lots and money, pooled totals only of three buyers, nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.factories import an_actor
from tests.factories.plans import Scene

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed
from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.purchasing.eligibility.actions import reevaluate
from rakiza.pillars.purchasing.eligibility.models import AlertedAward, TitleAlert
from rakiza.pillars.purchasing.eligibility.queries import alerts_for, detail_of, on_plan, rows_of
from rakiza.pillars.purchasing.eligibility.stakes import together
from rakiza.pillars.purchasing.plans.actions import unpublish_plan
from rakiza.pillars.registration.models import RegistrationCertificate

Publish = Callable[..., Scene]
ON = date(2026, 11, 22)
D = Decimal


def alerted(scene: Scene) -> TitleAlert:
    maker = scene.makers[0].organisation
    Certificate.objects.filter(maker=maker).update(valid_to=date(2027, 6, 30))
    reevaluate(scene.plan.pk, ON)
    return TitleAlert.objects.get()


def page(actor: Actor, name: str = "eligibility:list", *args: object) -> str:
    client = Client()
    client.force_login(actor.user)
    return client.get(reverse(name, args=args)).content.decode()


def total(actor: Actor) -> tuple[int, Decimal, Decimal | None]:
    (row,) = rows_of(actor, list(alerts_for(actor)))
    return row.total.lots, row.total.value, row.total.pooled


def test_each_reader_sees_its_own_stake(published: Scene) -> None:
    alerted(published)
    for buyer in published.buyers:
        assert total(buyer) == (1, D("240.00"), D("720.00"))
    assert total(published.makers[0]) == (1, D("600.00"), None)
    for overseer in (published.coordinator, an_actor(Role.CLUSTER_STAFF), an_actor(Role.ADMINISTRATOR)):
        assert total(overseer) == (1, D("720.00"), D("720.00"))


def test_others_see_no_alert_at_all(published: Scene) -> None:
    alert = alerted(published)
    for other in (published.makers[1], an_actor(Role.BUYER), an_actor(Role.MAKER)):
        assert list(alerts_for(other)) == []
        assert on_plan(other, published.plan) is None
        client = Client()
        client.force_login(other.user)
        assert client.get(reverse("eligibility:alert", args=[alert.pk])).status_code == 404
    for role in (Role.CERTIFICATION_OFFICER, Role.REGISTRATION_OFFICER):
        with pytest.raises(NotAllowed):
            alerts_for(an_actor(role))
        assert on_plan(an_actor(role), published.plan) is None


def test_totals_of_fewer_than_three_buyers_are_hidden(db: None, publish: Publish) -> None:
    scene = publish(buyers=2)
    alert = alerted(scene)
    for buyer in scene.buyers:
        assert total(buyer) == (1, D("240.00"), None)
        shown = page(buyer, "eligibility:alert", alert.pk)
        assert "masqué : moins de trois acheteurs" in shown
        assert "480" not in shown
    assert "480" not in page(scene.makers[0], "eligibility:alert", alert.pk)
    assert total(scene.coordinator) == (1, D("480.00"), D("480.00"))


def test_the_alert_shows_the_readers_lots_only(published: Scene) -> None:
    alert = alerted(published)
    (line,) = detail_of(published.buyers[0], alert).lines
    assert (line.months, line.quantity, line.value) == ((7, 8, 9, 10, 11, 12), 200, D("240.00"))
    (line,) = detail_of(published.makers[0], alert).lines
    assert (line.quantity, line.value) == (600, D("600.00"))

    shown = page(published.makers[0], "eligibility:alert", alert.pk)
    assert "juil. à déc." in shown
    assert reverse("certification:open-case") in shown
    assert not any(buyer.organisation.name in shown for buyer in published.buyers)


def test_two_failing_titles_count_a_month_once_on_the_plan(published: Scene) -> None:
    device = published.offers[0].device
    RegistrationCertificate.objects.filter(device=device).update(valid_to=date(2027, 8, 31))
    maker = published.makers[0].organisation
    Certificate.objects.filter(maker=maker).update(valid_to=date(2027, 6, 30))
    reevaluate(published.plan.pk, ON)

    seen = on_plan(published.coordinator, published.plan)
    assert seen is not None
    assert (seen.alerts, seen.total.lots, seen.total.value) == (2, 1, D("720.00"))
    assert "2 titres ne couvrent plus toutes les livraisons" in page(
        published.coordinator, "plans:plan", published.plan.pk
    )


def failing(*months: int) -> AlertedAward:
    """Return an alert of an award whose quarters are delivered in equal months, lost in those."""
    parts = [sum((month - 1) // 3 == quarter for month in months) for quarter in range(4)]
    return AlertedAward(months=list(months), parts=[str(D(part) / 3) for part in parts])


@pytest.mark.parametrize(
    ("first", "second", "thirds"),
    [
        ((7, 8, 9), (9,), (0, 0, 3, 0)),
        ((9,), (7, 8, 9), (0, 0, 3, 0)),
        ((7,), (9,), (0, 0, 2, 0)),  # two suspensions of the same quarter
        ((1, 2), (4,), (2, 1, 0, 0)),
        ((12,), (1, 12), (1, 0, 0, 1)),
    ],
)
def test_months_lost_to_either_title_are_lost_once(
    first: tuple[int, ...], second: tuple[int, ...], thirds: tuple[int, ...]
) -> None:
    months, parts = together([failing(*first), failing(*second)])

    assert months == tuple(sorted({*first, *second}))
    assert [round(part * 3, 9) for part in parts] == list(thirds)


def test_the_plan_page_tells_the_readers_own(published: Scene) -> None:
    assert "ne couvre plus toutes les livraisons" not in page(
        published.buyers[0], "plans:plan", published.plan.pk
    )
    alerted(published)
    assert "En jeu pour vous : 1 lot, 240,00" in page(published.buyers[0], "plans:plan", published.plan.pk)
    assert "ne couvre plus" not in page(published.makers[1], "plans:plan", published.plan.pk)


def test_alerts_leave_with_the_publication(published: Scene) -> None:
    alerted(published)
    unpublish_plan(published.coordinator, published.plan, reason="R")
    assert list(alerts_for(published.buyers[0])) == []


def test_the_list_filters_and_exports_what_it_shows(published: Scene) -> None:
    alert = alerted(published)
    client = Client()
    client.force_login(published.buyers[0].user)
    number = alert.number
    assert number in client.get(reverse("eligibility:list")).content.decode()
    for query in ("?etat=levees", "?titre=registration", "?plan=0"):
        assert number not in client.get(reverse("eligibility:list") + query).content.decode()
    for query in ("?etat=toutes", "?titre=certificate", "?plan=zzz", "?etat=zzz", "?page=zzz"):
        assert number in client.get(reverse("eligibility:list") + query).content.decode()
    exported = client.get(reverse("eligibility:list") + "?export=1")
    assert exported["Content-Type"].startswith("application/vnd.openxmlformats")


def test_the_list_takes_a_constant_number_of_queries(
    published: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    alert = alerted(published)
    client = Client()
    client.force_login(published.coordinator.user)
    client.get(reverse("eligibility:list"))
    for number in range(5):
        row = TitleAlert.objects.get(pk=alert.pk)
        touched = list(row.awards.all())
        row.pk, row.number = None, f"N-{number}"
        row.save()
        for one in touched:
            one.pk, one.alert = None, row
            one.save()
    with django_assert_max_num_queries(14):
        client.get(reverse("eligibility:list"))
