"""Plans and makers by their names in the reader's language; by their own where they have none in it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.plans import Scene
from tests.pillars.purchasing.plans.conftest import RunScene
from tests.pillars.purchasing.scenarios.test_pages import RULES

from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.purchasing.plans.models import Plan


def page(scene: Scene, language: str, name: str, *args: object) -> str:
    client = Client()
    client.force_login(scene.coordinator.user)
    client.cookies["django_language"] = language
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("language", "shown"), [("fr", "Plan 2027"), ("ar", "مخطط 2027"), ("en", "2027 plan")]
)
def test_a_plan_is_shown_by_its_name_in_the_reader_s_language(
    scene: Scene, language: str, shown: str
) -> None:
    Plan.objects.update(name_ar="مخطط 2027", name_en="2027 plan")

    for address, args in (
        ("plans:list", ()),
        ("plans:plan", (scene.plan.pk,)),
        ("plans:rules", (scene.plan.pk,)),
    ):
        assert shown in page(scene, language, address, *args)


def test_a_plan_without_such_a_name_is_shown_by_its_own_set_apart(scene: Scene) -> None:
    assert '<bdi dir="auto">Plan 2027</bdi>' in page(scene, "ar", "plans:plan", scene.plan.pk)


def test_names_are_given_when_a_plan_is_opened(scene: Scene) -> None:
    client = Client()
    client.force_login(scene.coordinator.user)
    given = {"year": "2028", "name": "Plan 2028", "name_ar": " مخطط 2028 ", "name_en": "2028 plan", **RULES}

    assert client.post(reverse("plans:create"), given).status_code == 302

    opened = Plan.objects.get(year=2028)
    assert (opened.name, opened.name_ar, opened.name_en) == ("Plan 2028", "مخطط 2028", "2028 plan")


def test_the_makers_of_a_lot_are_shown_by_their_arabic_names(scene: Scene, run_scene: RunScene) -> None:
    run_scene(scene)
    winner = scene.makers[0].organisation
    Organisation.objects.filter(pk=winner.pk).update(name_ar="مصنع الأطلس")

    assert "مصنع الأطلس" in page(scene, "ar", "plans:plan", scene.plan.pk)
    assert winner.name in page(scene, "fr", "plans:plan", scene.plan.pk)
