"""Plans and makers by their names in the reader's language; by their own where they have none in it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from tests.factories import an_actor
from tests.factories.plans import Scene
from tests.pillars.purchasing.plans.conftest import RunScene
from tests.pillars.purchasing.scenarios.test_pages import RULES

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import NotAllowed
from rakiza.pillars.purchasing.plans.actions import create_plan, rename_plan
from rakiza.pillars.purchasing.plans.enums import PlanState
from rakiza.pillars.purchasing.plans.lot_queries import titles_in
from rakiza.pillars.purchasing.plans.models import Lot, Plan


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


def test_a_plan_is_renamed_until_it_is_published(scene: Scene) -> None:
    address = reverse("plans:rename", args=[scene.plan.pk])
    client = Client()
    client.force_login(scene.coordinator.user)
    typed = {"name": " Plan des hôpitaux ", "name_ar": "مخطط المستشفيات", "name_en": ""}

    assert client.post(address, typed).status_code == 302

    scene.plan.refresh_from_db()
    assert (scene.plan.name, scene.plan.name_in("ar"), scene.plan.name_in("en")) == (
        "Plan des hôpitaux", "مخطط المستشفيات", "Plan des hôpitaux",
    )  # fmt: skip
    row = AuditEvent.objects.get(action="plans.rename")
    assert (row.before["name"], row.after["name"]) == ("Plan 2027", "Plan des hôpitaux")
    create_plan(scene.coordinator, year=2027, name="Pris")
    taken = client.post(address, {**typed, "name": "Pris"})
    assert (taken.status_code, "existe déjà" in taken.content.decode()) == (422, True)
    assert client.post(address, {**typed, "name": "  "}).status_code == 422
    Plan.objects.filter(pk=scene.plan.pk).update(state=PlanState.PUBLISHED)
    refused = client.post(address, {**typed, "name": "Autre"})
    assert (refused.status_code, "retirez la publication" in refused.content.decode()) == (422, True)
    scene.plan.refresh_from_db()
    assert scene.plan.name == "Plan des hôpitaux"


@pytest.mark.parametrize("role", [Role.BUYER, Role.MAKER, Role.ADMINISTRATOR])
def test_others_rename_no_plan(scene: Scene, role: Role) -> None:
    with pytest.raises(NotAllowed):
        rename_plan(an_actor(role), scene.plan, name="Autre")
    scene.plan.refresh_from_db()
    assert scene.plan.name == "Plan 2027"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_line_s_lot_and_plan_are_named_in_the_reader_s_language(
    scene: Scene, run_scene: RunScene, language: str
) -> None:
    Plan.objects.update(name_ar="مخطط 2027", name_en="2027 plan")
    run_scene(scene)
    lot, line = Lot.objects.get(), scene.lines[0]
    title = titles_in([lot], language)[lot.pk]

    listed = page(scene, language, "needs:list")
    shown = page(scene, language, "needs:line", line.pk)

    assert title != lot.title
    assert (title in listed, title in shown) == (True, True)
    assert (lot.title in listed, lot.title in shown) == (False, False)
    assert {"ar": "مخطط 2027", "en": "2027 plan"}[language] in shown


def test_titles_of_many_lots_take_one_query_for_the_names_of_their_families(
    scene: Scene, run_scene: RunScene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run_scene(scene)
    lots = list(Lot.objects.all()) * 3

    with django_assert_num_queries(1):
        titles_in(lots, "ar")
    with django_assert_num_queries(0):
        assert titles_in(lots, "fr") == {lots[0].pk: lots[0].title}
