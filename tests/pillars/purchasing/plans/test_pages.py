"""Pages of plans: what each role sees, what each may do, and that a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.factories import an_actor
from tests.factories.plans import Scene, a_need, a_scene

from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.purchasing.plans.actions import publish_plan
from rakiza.pillars.purchasing.plans.enums import PlanState, RunState
from rakiza.pillars.purchasing.plans.inputs import rules_of
from rakiza.pillars.purchasing.plans.models import Lot, Plan, PlanRun

RunScene = Callable[[Scene], PlanRun]

RULES = {
    "preference_margin": "12,5",
    "maximum_share": "60",
    "minimum_sources_vital": "2",
    "local_share_floor": "0",
    "maximum_plan_share": "100",
    "plan_budget": "0",
    "required_sources_vital": "0",
    "makers_per_family": "0",
    "makers_per_member": "0",
    "regional_gap": "100",
    "confirm_below": "80",
    "gap": "0,01",
    "time_limit_seconds": "60",
    "require_declaration": "on",
    "require_certificate": "on",
    "accept_unknown": "on",
}


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def page_of(actor: Actor, name: str, *args: object, **query: str) -> str:
    response = signed_in(actor).get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def ran(scene: Scene, run_scene: RunScene) -> Scene:
    run_scene(scene)
    return scene


@pytest.fixture
def published(ran: Scene) -> Scene:
    publish_plan(ran.coordinator, ran.plan)
    ran.plan.refresh_from_db()
    return ran


def test_a_visitor_is_sent_to_sign_in(ran: Scene) -> None:
    response = Client().get(reverse("plans:plan", args=[ran.plan.pk]))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.django_db
def test_a_coordinator_opens_a_plan_with_its_rules() -> None:
    coordinator = an_actor(Role.COORDINATOR)

    response = signed_in(coordinator).post(
        reverse("plans:create"), {"year": "2028", "name": "Plan 2028", **RULES}
    )

    plan = Plan.objects.get()
    assert response.url == reverse("plans:plan", args=[plan.pk])
    assert (plan.year, plan.association) == (2028, coordinator.organisation)
    assert plan.rules["preference_margin"] == "0.125"
    assert plan.rules["minimum_sources_vital"] == 2
    rules = rules_of(plan.rules)
    assert (rules.require_certificate, rules.require_registration) == (True, False)


@pytest.mark.django_db
def test_a_rule_out_of_bounds_is_refused_at_its_field() -> None:
    response = signed_in(an_actor(Role.COORDINATOR)).post(
        reverse("plans:create"), {"year": "2028", "name": "Plan", **RULES, "maximum_share": "2"}
    )

    assert response.status_code == 422
    assert "Au moins 5." in response.content.decode()
    assert not Plan.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.BUYER, Role.MAKER, Role.CLUSTER_STAFF, Role.CERTIFICATION_OFFICER])
def test_only_a_coordinator_opens_a_plan(role: Role) -> None:
    response = signed_in(an_actor(role)).post(reverse("plans:create"), {"year": "2028", "name": "P", **RULES})

    assert response.status_code == 403
    assert not Plan.objects.exists()


def test_a_coordinator_changes_the_rules_until_publication(published: Scene) -> None:
    before = published.plan.rules

    response = signed_in(published.coordinator).post(reverse("plans:rules", args=[published.plan.pk]), RULES)

    assert response.status_code == 422
    assert "Le plan est publié" in response.content.decode()
    published.plan.refresh_from_db()
    assert published.plan.rules == before


def test_the_plan_page_shows_figures_chart_and_lots(ran: Scene) -> None:
    page = page_of(ran.coordinator, "plans:plan", ran.plan.pk)

    for words in (
        "Valeur couverte ici",
        "Part locale",
        "Lots à risque",
        "Lectures à confirmer",
        "Publier",
        "Preuve",
    ):
        assert words in page
    assert "Tout ce qui a un prix est couvert ici" in page
    assert Lot.objects.get().title in page


def test_the_plan_page_costs_the_same_however_many_lots(
    scene: Scene, run_scene: RunScene, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for volume in range(1, 9):
        for buyer in scene.buyers:
            a_need(buyer, text=f"SERINGUE {volume} ML", volume=float(volume))
    run_scene(scene)
    assert Lot.objects.count() > 5
    client = signed_in(scene.coordinator)

    with django_assert_max_num_queries(26):  # type: ignore[attr-defined]
        client.get(reverse("plans:plan", args=[scene.plan.pk]))


def test_filters_are_chips_and_the_export_is_exactly_what_is_shown(ran: Scene) -> None:
    shown = page_of(ran.coordinator, "plans:plan", ran.plan.pk, etat="uncovered", q="seringue")
    client = signed_in(ran.coordinator)
    address = reverse("plans:plan", args=[ran.plan.pk])

    def exported(**query: str) -> list[list[object]]:
        content = client.get(address, {"export": "1", **query}).content
        return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()[1:]

    assert "Aucun lot ne répond à ces filtres" in shown
    assert shown.count("Retirer ce filtre") == 2
    assert exported(etat="uncovered") == []
    assert [row[0] for row in exported()] == [Lot.objects.get().title]
    assert len(exported(fabricant=str(ran.makers[0].organisation.pk))) == 1
    assert exported(fabricant=str(ran.makers[1].organisation.pk)) == []


def test_a_buyer_sees_its_own_lines_only(ran: Scene) -> None:
    buyer, other = ran.buyers[0], ran.buyers[1]

    page = page_of(buyer, "plans:lot", Lot.objects.get().pk)

    assert "Vos lignes dans ce lot" in page
    assert other.organisation.name not in page


def test_a_buyer_does_not_see_totals_of_fewer_than_three(ran: Scene) -> None:
    Lot.objects.update(buyers_count=2)

    page = page_of(ran.buyers[0], "plans:lot", Lot.objects.get().pk)

    assert "masqué : moins de trois acheteurs" in page
    assert "1\u202f200" not in page


def test_a_maker_sees_its_awards_and_no_competitor(published: Scene) -> None:
    first, second = published.makers

    won = page_of(first, "plans:plan", published.plan.pk)
    lost = page_of(second, "plans:plan", published.plan.pk)
    lot = page_of(second, "plans:lot", Lot.objects.get().pk)

    assert "Vos attributions" in won
    assert "Aucun lot ne vous est attribué" in lost
    assert first.organisation.name not in lost + lot
    assert "1,2" not in lot.replace("1,2,3", "")


def test_a_maker_sees_no_plan_before_publication(ran: Scene) -> None:
    client = signed_in(ran.makers[0])

    assert client.get(reverse("plans:plan", args=[ran.plan.pk])).status_code == 404
    assert client.get(reverse("plans:lot", args=[Lot.objects.get().pk])).status_code == 404


def test_a_lot_of_an_earlier_run_does_not_exist(ran: Scene, run_scene: RunScene) -> None:
    old = Lot.objects.get().pk
    run_scene(ran)

    assert signed_in(ran.coordinator).get(reverse("plans:lot", args=[old])).status_code == 404


def test_the_lot_page_compares_candidates(ran: Scene) -> None:
    page = page_of(ran.coordinator, "plans:lot", Lot.objects.get().pk)

    assert "Candidats côte à côte" in page
    assert "12 mois livrables sur 12" in page
    assert ran.makers[1].organisation.name in page
    assert "Conforme" in page


@pytest.mark.parametrize("role", [Role.BUYER, Role.MAKER])
def test_others_neither_run_nor_publish(role: Role, published: Scene) -> None:
    actor = published.buyers[0] if role == Role.BUYER else published.makers[0]
    client = signed_in(actor)
    runs = PlanRun.objects.count()

    client.post(reverse("plans:run", args=[published.plan.pk]))
    response = client.post(reverse("plans:unpublish", args=[published.plan.pk]), {"reason": "Non"})

    assert response.status_code == 403
    published.plan.refresh_from_db()
    assert (published.plan.state, PlanRun.objects.count()) == (PlanState.PUBLISHED, runs)


def test_publication_needs_the_name_typed(ran: Scene) -> None:
    client = signed_in(ran.coordinator)
    address = reverse("plans:publish", args=[ran.plan.pk])

    refused = client.post(address, {"name": "autre chose"})
    assert refused.status_code == 422
    assert Plan.objects.get().state == PlanState.ALLOCATED

    client.post(address, {"name": ran.plan.name})
    assert Plan.objects.get().state == PlanState.PUBLISHED


def test_a_publication_is_taken_back_for_a_reason_that_all_read(published: Scene) -> None:
    client = signed_in(published.coordinator)
    address = reverse("plans:unpublish", args=[published.plan.pk])

    assert client.post(address, {"reason": " "}).status_code == 422
    client.post(address, {"reason": "Une liste manquait"})

    assert Plan.objects.get().state == PlanState.ALLOCATED
    assert "Une liste manquait" in page_of(published.buyers[0], "plans:plan", published.plan.pk)


def test_a_run_under_way_shows_its_stages_and_stops(ran: Scene) -> None:
    job = Job.objects.create(
        kind="plans.run", object_type="plans.planrun", object_id="0", state=JobState.RUNNING, stage="matching",
        done=3, total=8, organisation=ran.coordinator.organisation,
    )  # fmt: skip
    run = PlanRun.objects.create(plan=ran.plan, job=job, state=RunState.RUNNING, rules=ran.plan.rules)
    Job.objects.filter(pk=job.pk).update(object_id=str(run.pk))

    shown = page_of(ran.coordinator, "plans:progress", ran.plan.pk)
    signed_in(ran.coordinator).post(reverse("plans:cancel", args=[ran.plan.pk]))

    assert "Rapprochement" in shown
    assert "3 sur 8" in shown
    assert "d&#x27;après le dernier calcul" in shown
    job.refresh_from_db()
    assert job.cancel_requested


def test_progress_asks_for_the_whole_page_at_the_end(ran: Scene) -> None:
    response = signed_in(ran.coordinator).get(reverse("plans:progress", args=[ran.plan.pk]))

    assert (response.status_code, response.headers["HX-Refresh"]) == (200, "true")


def test_a_run_without_needs_says_what_is_missing(db: None) -> None:
    scene = a_scene()
    Plan.objects.update(year=2040)

    response = signed_in(scene.coordinator).post(reverse("plans:run", args=[scene.plan.pk]), follow=True)

    assert "Aucun besoin n&#x27;est confirmé pour 2040" in response.content.decode()
    assert not PlanRun.objects.exists()


def test_a_failed_run_says_why_and_offers_a_retry(ran: Scene) -> None:
    job = Job.objects.create(
        kind="plans.run",
        object_type="plans.planrun",
        object_id="0",
        state=JobState.FAILED,
        message="Le disque est plein.",
    )
    PlanRun.objects.create(plan=ran.plan, job=job, state=RunState.FAILED, rules=ran.plan.rules)

    page = page_of(ran.coordinator, "plans:plan", ran.plan.pk)

    assert "Le disque est plein." in page
    assert "Relancer le calcul" in page
    assert "Le calcul précédent reste affiché." in page


def test_uncovered_needs_say_their_cause_and_remedy(scene: Scene, run_scene: RunScene) -> None:
    for buyer in scene.buyers:
        a_need(buyer, text="SERINGUE 50 ML", volume=50.0)
    run_scene(scene)

    page = page_of(scene.coordinator, "plans:uncovered", scene.plan.pk)

    assert "un dispositif s&#x27;en approche" in page
    assert "Le dispositif le plus proche, une fois l&#x27;écart comblé." in page
    assert scene.makers[0].organisation.name in page


def test_documents_are_for_those_who_plan(ran: Scene) -> None:
    address = reverse("plans:file", args=[ran.plan.pk, 1])

    assert signed_in(ran.buyers[0]).get(address).status_code == 403
    assert signed_in(ran.coordinator).get(address).status_code == 404
