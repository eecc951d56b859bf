"""The eligibility strip shows what the plan was computed with, and says what changed since."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.test import Client
from django.urls import reverse
from tests.factories.plans import Scene

from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.purchasing.plans.maker_queries import months_of_run, months_today
from rakiza.pillars.purchasing.plans.models import Lot, PlanRun

RunScene = Callable[[Scene], PlanRun]


def lot_page(scene: Scene) -> str:
    client = Client()
    client.force_login(scene.coordinator.user)
    return client.get(reverse("plans:lot", args=[Lot.objects.latest("pk").pk])).content.decode()


def test_a_certificate_cut_short_later_leaves_the_months_of_the_run(
    scene: Scene, run_scene: RunScene
) -> None:
    run_scene(scene)
    offers = [offer.pk for offer in scene.offers]
    Certificate.objects.filter(maker=scene.makers[0].organisation).update(valid_to=date(2027, 9, 30))

    kept, today = months_of_run(scene.plan, offers), months_today(scene.plan, offers)

    assert [month.eligible for month in kept[offers[0]]] == [True] * 12
    assert [month.eligible for month in today[offers[0]]] == [True] * 9 + [False] * 3
    assert kept[offers[1]] == today[offers[1]]


def test_the_lot_page_says_which_months_closed_since(scene: Scene, run_scene: RunScene) -> None:
    run_scene(scene)
    assert "Les titres ont changé" not in lot_page(scene)

    Certificate.objects.filter(maker=scene.makers[0].organisation).update(valid_to=date(2027, 9, 30))
    page = lot_page(scene)

    assert (
        page.count("Les titres ont changé depuis le calcul : se ferment oct., nov., déc.") == 2
    )  # table, phone
    assert page.count("12 mois livrables sur 12") > 0
    assert "9 mois livrables sur 12" not in page


def test_the_lot_page_says_which_months_opened_since(scene: Scene, run_scene: RunScene) -> None:
    certificates = Certificate.objects.filter(maker=scene.makers[1].organisation)
    certificates.update(valid_to=date(2027, 9, 30))
    run_scene(scene)
    certificates.update(valid_to=date(2029, 12, 31))

    assert lot_page(scene).count("s&#x27;ouvrent oct., nov., déc.") == 2


def test_months_of_another_plan_are_not_mixed_in(scene: Scene) -> None:
    assert months_of_run(scene.plan, [offer.pk for offer in scene.offers]) == {}
