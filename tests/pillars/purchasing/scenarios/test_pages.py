"""Pages of scenarios: what the coordinator sees and does, and that no other role reads them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.factories import an_actor
from tests.factories.plans import Scene

from rakiza.engine.planning.values import Rules
from rakiza.kernel.jobs.actions import enqueue
from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.wording.formats import money
from rakiza.pillars.purchasing.plans.inputs import rules_of
from rakiza.pillars.purchasing.plans.scenarios import actions
from rakiza.pillars.purchasing.plans.scenarios.enums import AnalysisKind, ScenarioState
from rakiza.pillars.purchasing.plans.scenarios.models import Scenario
from rakiza.pillars.purchasing.plans.scenarios.queries import summary, summary_of_run

D = Decimal
Compute = Callable[..., Scenario]
RULES = {
    "preference_margin": "12,5",
    "maximum_share": "50",
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
    "require_registration": "on",
    "accept_unknown": "on",
    "use_unconfirmed": "on",
}


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def page_of(actor: Actor, name: str, *args: object, **query: object) -> str:
    response = signed_in(actor).get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_plan_never_run_has_no_scenario(db: None) -> None:
    from tests.factories.plans import a_scene  # noqa: PLC0415 - the other tests start from a plan that ran

    scene = a_scene()
    page = page_of(scene.coordinator, "scenarios:list", scene.plan.pk)
    assert "calculez d'abord le plan" in page.replace("&#x27;", "'")
    assert reverse("scenarios:create", args=[scene.plan.pk]) not in page


def test_a_scenario_is_opened_and_computed_from_its_form(
    ran: Scene, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    client = signed_in(ran.coordinator)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        response = client.post(
            reverse("scenarios:create", args=[ran.plan.pk]), {"name": "Deux sources", **RULES}
        )

    made = Scenario.objects.get()
    assert response.url == reverse("scenarios:scenario", args=[ran.plan.pk, made.pk])
    assert (made.state, made.rules["maximum_share"]) == (ScenarioState.DONE, "0.5")
    page = page_of(ran.coordinator, "scenarios:scenario", ran.plan.pk, made.pk)
    assert "Part maximale d" in page
    assert made.input_hash in page
    assert "personnes que les fabricants déclarent" in page


def test_a_scenario_is_looked_over_before_it_is_computed(ran: Scene) -> None:
    """What differs from the plan's rules in words, and which rules can bind nothing; nothing is kept yet."""
    client = signed_in(ran.coordinator)
    typed = {
        "name": "Deux sources", **RULES, "maximum_share": "50", "preference_margin": "15",
        "minimum_sources_vital": "1", "makers_per_family": "9", "verifier": "1",
    }  # fmt: skip
    response = client.post(reverse("scenarios:create", args=[ran.plan.pk]), typed)
    page = html.unescape(response.content.decode())
    assert (response.status_code, Scenario.objects.count()) == (200, 0)
    review = page.split('id="review"')[1].split("</section>")[0]
    assert "Part maximale d'un fabricant dans un lot (%)" in review
    assert re.findall(r"(100|50)(?:,0)?\u202f%", review) == ["100", "50"]
    assert "Marge de préférence" not in review  # as the plan's
    assert "jamais plus de 2 fabricants" in review
    assert "Ouvrir et calculer" in review
    assert 'value="Deux sources"' in page  # still there to be sent


def test_a_draft_is_looked_over_before_it_is_changed(ran: Scene) -> None:
    draft = actions.create_scenario(ran.coordinator, ran.plan, name="Essai", rules=Rules())
    address = reverse("scenarios:edit", args=[ran.plan.pk, draft.pk])
    response = signed_in(ran.coordinator).post(address, {"name": "Essai", **RULES, "verifier": "1"})
    assert "Part maximale d" in response.content.decode().split('id="review"')[1]
    draft.refresh_from_db()
    assert rules_of(draft.rules) == Rules()


def test_a_result_says_which_of_its_rules_bind_nothing(ran: Scene, compute: Compute) -> None:
    made = compute("Neuf", makers_per_family=9)
    page = page_of(ran.coordinator, "scenarios:scenario", ran.plan.pk, made.pk)
    assert "jamais plus de 2 fabricants" in page
    assert "jamais plus" not in page_of(
        ran.coordinator, "scenarios:scenario", ran.plan.pk, compute("Un", makers_per_family=1).pk
    )


def test_a_plan_is_summed_up_as_a_scenario_under_its_rules_is(ran: Scene, compute: Compute) -> None:
    kept = summary(compute("Comme le plan"))
    run = ran.plan.current_run
    assert run is not None
    assert kept is not None
    assert summary_of_run(run) == replace(kept, jobs=None, jobs_told=D(0))


def test_a_result_says_what_it_changes_of_the_plan(ran: Scene, compute: Compute) -> None:
    """Each figure with its difference from the plan; none where the rules are the plan's."""
    alike = page_of(ran.coordinator, "scenarios:scenario", ran.plan.pk, compute("Comme le plan").pk)
    other = compute("Rien d'ici", maximum_share=D("0.05"))
    page = page_of(ran.coordinator, "scenarios:scenario", ran.plan.pk, other.pk)

    kept, run = summary(other), ran.plan.current_run
    assert kept is not None
    assert run is not None
    more = kept.open_value - summary_of_run(run).open_value
    assert more > 0
    assert f"+\u00a0{money(more, 'MAD', places=0)}" in page
    assert "+\u00a0" not in alike
    assert "\u2212\u00a0" not in alike


def test_a_plan_of_a_curve_is_chosen_on_its_panel(
    ran: Scene, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        found = actions.request_analysis(ran.coordinator, ran.plan, AnalysisKind.FRONT_IMPORTS)
    address = reverse("scenarios:point", args=[ran.plan.pk, found.pk, 0])
    panel = reverse("scenarios:panel", args=[ran.plan.pk, "front_imports"])
    client = signed_in(ran.coordinator)
    assert address in client.get(panel).content.decode()
    assert address not in signed_in(an_actor(Role.ADMINISTRATOR)).get(panel).content.decode()
    response = client.post(address)
    made = Scenario.objects.get()
    assert response.url == reverse("scenarios:scenario", args=[ran.plan.pk, made.pk])
    assert made.name == "Coût et dépendance, plan 1"


def test_a_form_says_what_is_wrong(ran: Scene, compute: Compute) -> None:
    compute("Pris")
    client = signed_in(ran.coordinator)
    taken = client.post(reverse("scenarios:create", args=[ran.plan.pk]), {"name": "Pris", **RULES})
    assert (taken.status_code, "existe déjà" in taken.content.decode()) == (422, True)
    wrong = client.post(
        reverse("scenarios:create", args=[ran.plan.pk]), {"name": "N", **RULES, "maximum_share": "2"}
    )
    assert (wrong.status_code, "Au moins 5." in wrong.content.decode()) == (422, True)
    assert Scenario.objects.count() == 1


def test_a_copy_starts_from_the_rules_of_another(ran: Scene, compute: Compute) -> None:
    made = compute("Deux sources", maximum_share=D("0.5"))
    page = page_of(ran.coordinator, "scenarios:create", ran.plan.pk, de=made.pk)
    assert 'value="Deux sources (copie)"' in page
    assert 'name="maximum_share" value="50"' in page


def test_scenarios_side_by_side(ran: Scene, compute: Compute) -> None:
    one, two = compute("Une source"), compute("Deux sources", maximum_share=D("0.5"))
    page = page_of(ran.coordinator, "scenarios:compare", ran.plan.pk, s=[one.pk, two.pk])
    assert "1 lot change" in page
    assert "Part maximale d" in page
    assert "+\u00a01" in page  # one maker more
    response = signed_in(ran.coordinator).get(
        reverse("scenarios:compare", args=[ran.plan.pk]), {"s": [one.pk, two.pk], "export": "1"}
    )
    book = CalamineWorkbook.from_filelike(BytesIO(response.content))
    assert book.sheet_names == ["Chiffres", "Règles", "Lots"]
    rows = book.get_sheet_by_name("Lots").to_python()
    assert rows[1][1] == 1200


def test_a_comparison_needs_two_computed_scenarios(ran: Scene, compute: Compute) -> None:
    one = compute("Une source")
    draft = actions.create_scenario(ran.coordinator, ran.plan, name="Brouillon", rules=Rules())
    for chosen in ([], [one.pk], [one.pk, draft.pk], [one.pk, one.pk], ["x", 10**9]):
        assert "Rien à comparer" in page_of(ran.coordinator, "scenarios:compare", ran.plan.pk, s=chosen)


def test_the_lots_of_a_scenario_as_a_workbook(ran: Scene, compute: Compute) -> None:
    made = compute("Deux sources", maximum_share=D("0.5"))
    response = signed_in(ran.coordinator).get(
        reverse("scenarios:scenario", args=[ran.plan.pk, made.pk]), {"export": "1"}
    )
    rows = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert (len(rows), rows[1][2], rows[1][3]) == (2, 1200, 1200)


def test_progress_then_the_whole_page(ran: Scene, compute: Compute) -> None:
    draft = actions.create_scenario(ran.coordinator, ran.plan, name="Brouillon", rules=Rules())
    draft.job = enqueue(actions.RUN_JOB, draft, actor=ran.coordinator)
    draft.state = ScenarioState.QUEUED
    draft.save()
    page = page_of(ran.coordinator, "scenarios:progress", ran.plan.pk, draft.pk)
    assert "En attente d" in page
    Job.objects.filter(pk=draft.job.pk).update(
        state=JobState.RUNNING, heartbeat_at=timezone.now() - timedelta(minutes=2)
    )
    assert "Sans nouvelles depuis 2 minutes." in page_of(
        ran.coordinator, "scenarios:progress", ran.plan.pk, draft.pk
    )
    Job.objects.filter(pk=draft.job.pk).update(state=JobState.QUEUED, heartbeat_at=None)
    client = signed_in(ran.coordinator)
    client.post(reverse("scenarios:cancel", args=[ran.plan.pk, draft.pk]))
    draft.refresh_from_db()
    assert draft.state == ScenarioState.CANCELLED
    ended = client.get(reverse("scenarios:progress", args=[ran.plan.pk, draft.pk]))
    assert ended.headers["HX-Refresh"] == "true"
    assert "vous pouvez le relancer" in page_of(ran.coordinator, "scenarios:scenario", ran.plan.pk, draft.pk)


@pytest.mark.parametrize("role", [Role.BUYER, Role.MAKER, Role.CERTIFICATION_OFFICER])
def test_scenarios_hold_every_party_s_figures(ran: Scene, compute: Compute, role: Role) -> None:
    made = compute("Témoin")
    stranger = an_actor(role)
    for name, args in (
        ("list", [ran.plan.pk]),
        ("compare", [ran.plan.pk]),
        ("create", [ran.plan.pk]),
        ("scenario", [ran.plan.pk, made.pk]),
        ("edit", [ran.plan.pk, made.pk]),
        ("progress", [ran.plan.pk, made.pk]),
    ):
        response = signed_in(stranger).get(reverse(f"scenarios:{name}", args=args))
        assert response.status_code in {403, 404}, name


def test_a_scenario_of_another_plan_is_not_found(ran: Scene, compute: Compute) -> None:
    made = compute("Témoin")
    for plan, key in ((ran.plan.pk, made.pk + 1), (ran.plan.pk + 1, made.pk)):
        response = signed_in(ran.coordinator).get(reverse("scenarios:scenario", args=[plan, key]))
        assert response.status_code == 404


def test_pages_ask_as_much_of_one_scenario_as_of_five(ran: Scene, compute: Compute) -> None:
    def asked(name: str, **query: object) -> int:
        client = signed_in(ran.coordinator)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(reverse(name, args=[ran.plan.pk]), query).status_code == 200
        return len(found)

    first = [compute("0"), compute("1", maximum_share=D("0.5"))]
    chosen = [one.pk for one in first]
    few = (asked("scenarios:list"), asked("scenarios:compare", s=chosen))
    for number in range(2, 6):
        compute(str(number), maximum_share=D("0.6"))
    assert (asked("scenarios:list"), asked("scenarios:compare", s=chosen)) == few
