"""Scenarios: computed on the plan's own inputs, kept, adopted and taken back; each step audited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.factories import an_actor
from tests.factories.plans import Scene, a_need

from rakiza.engine.allocation import Aim, Goal, Measure, Per
from rakiza.engine.explanation.front import Point
from rakiza.engine.explanation.fronts import Front
from rakiza.engine.planning import inputs_hash
from rakiza.engine.planning.added import AddedRule, Kind
from rakiza.engine.planning.values import Rules
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.codec import load
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.industry.models import Offer, ProductionLine
from rakiza.pillars.purchasing.plans.actions import publish_plan, run_plan
from rakiza.pillars.purchasing.plans.enums import PlanState
from rakiza.pillars.purchasing.plans.inputs import rules_of
from rakiza.pillars.purchasing.plans.keeping import kept_plan
from rakiza.pillars.purchasing.plans.scenarios import actions
from rakiza.pillars.purchasing.plans.scenarios.enums import AnalysisKind, ScenarioState
from rakiza.pillars.purchasing.plans.scenarios.models import Analysis, Scenario
from rakiza.pillars.purchasing.plans.scenarios.points import rules_at
from rakiza.pillars.purchasing.plans.scenarios.queries import differences, summary
from rakiza.pillars.purchasing.plans.scenarios.summary import Summary
from rakiza.pillars.purchasing.plans.scenarios.tables.figures import figure_rows

D = Decimal
OnCommit = Callable[..., object]


def test_a_scenario_with_the_plan_s_rules_gives_the_plan_again(
    ran: Scene, compute: Callable[..., Scenario]
) -> None:
    same = compute("Témoin")

    run = ran.plan.current_run
    assert run is not None
    assert (same.state, same.input_hash) == (ScenarioState.DONE, run.input_hash)
    assert same.solve == run.solve
    found = summary(same)
    assert found is not None
    assert (found.makers, found.lots, found.open_lots) == (1, 1, 0)


def test_a_scenario_follows_its_rules_and_leaves_the_plan_alone(
    ran: Scene, compute: Callable[..., Scenario]
) -> None:
    before = (ran.plan.rules, ran.plan.current_run_id, ran.plan.state)

    two = compute("Deux sources", maximum_share=D("0.5"))

    found = summary(two)
    assert found is not None
    assert found.makers == 2
    base = kept_plan(two.base_run).inputs
    assert two.input_hash == inputs_hash(replace(base, rules=rules_of(two.rules)))
    ran.plan.refresh_from_db()
    assert (ran.plan.rules, ran.plan.current_run_id, ran.plan.state) == before


def test_jobs_are_those_that_makers_declare_at_the_part_of_their_lines_that_is_used(
    ran: Scene, compute: Callable[..., Scenario]
) -> None:
    """1,200 of the 12,000 that a line of twelve people makes in a year; the other maker declares nobody."""
    untold = summary(compute("Sans effectif"))
    assert untold is not None
    assert (untold.jobs, untold.jobs_told) == (None, 0)

    first = ran.offers[0]
    line = ProductionLine.objects.create(
        maker=first.device.maker, name="Presse", monthly_capacity=1000, people=12
    )
    Offer.objects.filter(pk=first.pk).update(line=line)
    one, two = (
        summary(compute(name, maximum_share=D(most))) for name, most in (("Une", "1"), ("Deux", "0.5"))
    )

    assert one is not None
    assert two is not None
    assert (one.jobs, one.jobs_told, two.jobs, two.jobs_told) == (D("1.2"), D(1), D("0.6"), D("0.4545"))
    cells = next(row.cells for row in figure_rows([one, two, untold], "MAD") if row.label == "Emplois")
    assert [(cell.value, cell.change) for cell in cells] == [
        ("1,2", ""), ("0,6, pour 45,5\u202f% de la valeur attribuée", "\u2212\u00a00,6"), ("—", ""),
    ]  # fmt: skip


def test_needs_confirmed_later_are_not_in_a_scenario(ran: Scene, compute: Callable[..., Scenario]) -> None:
    a_need(ran.buyers[0], quantity=4000)

    assert compute("Témoin").input_hash == ran.plan.current_run.input_hash  # type: ignore[union-attr]


def test_differences_name_the_lots_that_change(ran: Scene, compute: Callable[..., Scenario]) -> None:
    one, two = compute("Une source"), compute("Deux sources", maximum_share=D("0.5"))

    (lot,) = differences(ran.coordinator, one, two)

    assert lot.left is not None
    assert lot.right is not None
    assert [quantity for _maker, quantity in lot.left.makers] == [D(1200)]
    assert [quantity for _maker, quantity in lot.right.makers] == [D(600), D(600)]
    assert lot.cost == lot.right.cost - lot.left.cost
    assert lot.cost > 0
    assert differences(ran.coordinator, one, one) == []


def test_a_computed_scenario_keeps_its_rules(ran: Scene, compute: Callable[..., Scenario]) -> None:
    made = compute("Témoin")

    with pytest.raises(Refused) as refusal:
        actions.change_scenario(ran.coordinator, made, name="Autre", rules=Rules(maximum_share=D("0.6")))
    assert refusal.value.code == "scenarios.computed"
    with pytest.raises(Refused, match="archivez-le"):
        actions.delete_scenario(ran.coordinator, made)
    actions.change_scenario(ran.coordinator, made, name="Autre nom")
    actions.archive_scenario(ran.coordinator, made)
    made.refresh_from_db()
    assert (made.name, made.archived_at is None) == ("Autre nom", False)
    actions.archive_scenario(ran.coordinator, made)
    assert made.archived_at is None
    audited = AuditEvent.objects.filter(object_type="scenarios.scenario", object_id=str(made.pk))
    assert list(audited.order_by("pk").values_list("action", flat=True)) == [
        "scenarios.create",
        "scenarios.run",
        "scenarios.change",
        "scenarios.archive",
        "scenarios.restore",
    ]


def test_a_draft_changes_and_goes(ran: Scene) -> None:
    draft = actions.create_scenario(ran.coordinator, ran.plan, name=" Essai ", rules=Rules())
    actions.change_scenario(ran.coordinator, draft, name="Essai", rules=Rules(minimum_sources_vital=2))
    assert (draft.name, rules_of(draft.rules).minimum_sources_vital) == ("Essai", 2)
    with pytest.raises(Refused, match="existe déjà"):
        actions.create_scenario(ran.coordinator, ran.plan, name="Essai", rules=Rules())
    with pytest.raises(Refused, match="Nommez"):
        actions.create_scenario(ran.coordinator, ran.plan, name="  ", rules=Rules())
    actions.delete_scenario(ran.coordinator, draft)
    assert not Scenario.objects.exists()
    assert AuditEvent.objects.filter(action="scenarios.delete").count() == 1


def test_adoption_changes_the_plan_and_is_taken_back(
    ran: Scene, compute: Callable[..., Scenario], django_capture_on_commit_callbacks: OnCommit
) -> None:
    two = compute("Deux sources", maximum_share=D("0.5"))
    before = (ran.plan.rules, ran.plan.current_run_id)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        run = actions.adopt_scenario(ran.coordinator, two)

    ran.plan.refresh_from_db()
    assert (ran.plan.rules, ran.plan.current_run_id) == (two.rules, run.pk)
    assert ran.plan.current_run.input_hash == two.input_hash  # type: ignore[union-attr]
    assert two.adopted_at is not None

    actions.undo_adoption(ran.coordinator, two)

    ran.plan.refresh_from_db()
    assert (ran.plan.rules, ran.plan.current_run_id) == before
    assert two.adopted_at is None
    names = (
        AuditEvent.objects.filter(object_type="plans.plan").order_by("pk").values_list("action", flat=True)
    )
    assert list(names)[-5:] == [
        "plans.set_rules",
        "plans.run",
        "scenarios.adopt",
        "plans.set_rules",
        "scenarios.undo_adoption",
    ]
    with pytest.raises(Refused, match="pas adopté"):
        actions.undo_adoption(ran.coordinator, two)


@pytest.mark.parametrize("kind", [AnalysisKind.FRONT_IMPORTS, AnalysisKind.FRONT_VALUE_ADDED])
def test_every_plan_of_a_curve_can_be_tried_adopted_and_taken_back(
    ran: Scene, kind: AnalysisKind, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        analysis = actions.request_analysis(ran.coordinator, ran.plan, kind)
    analysis.refresh_from_db()
    points = load(Front, analysis.result).points
    before = (ran.plan.rules, ran.plan.current_run_id)

    for rank, point in enumerate(points):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            made = actions.scenario_at(ran.coordinator, ran.plan, analysis, rank)
        made.refresh_from_db()
        found = summary(made)
        assert found is not None
        # Lots without an import price aren't in the curve; here every lot has one.
        assert abs(found.cost - point.cost) <= D("0.01") + point.cost * D("0.0002")
        assert made.base_run_id == ran.plan.current_run_id
        assert rules_of(made.rules).goals == ()

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        actions.adopt_scenario(ran.coordinator, made)
    ran.plan.refresh_from_db()
    assert ran.plan.rules == made.rules
    actions.undo_adoption(ran.coordinator, made)
    ran.plan.refresh_from_db()
    assert (ran.plan.rules, ran.plan.current_run_id) == before
    again = actions.scenario_at(ran.coordinator, ran.plan, analysis, 0)
    assert again.name.endswith(", plan 1 (2)")
    with pytest.raises(Refused) as none_there:
        actions.scenario_at(ran.coordinator, ran.plan, analysis, len(points))
    assert none_there.value.code == "scenarios.no_point"


def test_rules_at_a_point_are_those_it_was_solved_with() -> None:
    held = Rules(goals=(Goal(Aim.IMPORTS),), added=(AddedRule("r1", Kind.TIED, lots=("a", "b")),))
    assert rules_at(held, Point(D(1), D("0.4"), 0.0), Measure.VALUE) is None  # from before margins were kept
    cheap = rules_at(held, Point(D(1), D("0.4"), 0.0, None, D("0.05")), Measure.VALUE)
    assert cheap == replace(held, preference_margin=D("0.05"), goals=())
    local = rules_at(held, Point(D(1), D("0.4"), 0.0, D("0.4000004"), D("0.15")), Measure.VALUE)
    assert local == replace(held, local_share_floor=D("0.600000"), goals=())
    deep = rules_at(held, Point(D(1), D("0.4"), 0.0, D("0.4"), D("0.15")), Measure.VALUE_ADDED)
    assert deep is not None
    assert deep.added[1:] == (
        AddedRule("r2", Kind.LOCAL_SHARE, minimum=D("0.6"), per=Per.PLAN, measure=Measure.VALUE_ADDED),
    )


def test_a_curve_of_an_older_run_is_no_more_to_choose_from(
    ran: Scene, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        analysis = actions.request_analysis(ran.coordinator, ran.plan, AnalysisKind.FRONT_IMPORTS)
        run_plan(ran.coordinator, ran.plan)
    analysis.refresh_from_db()
    ran.plan.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        actions.scenario_at(ran.coordinator, ran.plan, analysis, 0)
    assert refusal.value.code == "scenarios.old_front"
    assert not Scenario.objects.exists()


def test_a_published_plan_adopts_nothing(ran: Scene, compute: Callable[..., Scenario]) -> None:
    made = compute("Deux sources", maximum_share=D("0.5"))
    publish_plan(ran.coordinator, ran.plan)
    ran.plan.refresh_from_db()
    made.plan.refresh_from_db()

    with pytest.raises(Refused, match="publié"):
        actions.adopt_scenario(ran.coordinator, made)

    made.refresh_from_db()
    ran.plan.refresh_from_db()
    assert (made.adopted_at, ran.plan.state) == (None, PlanState.PUBLISHED)


def test_adoption_survives_until_publication_only(
    ran: Scene, compute: Callable[..., Scenario], django_capture_on_commit_callbacks: OnCommit
) -> None:
    made = compute("Deux sources", maximum_share=D("0.5"))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        actions.adopt_scenario(ran.coordinator, made)
    ran.plan.refresh_from_db()
    publish_plan(ran.coordinator, ran.plan)

    with pytest.raises(Refused, match="publié"):
        actions.undo_adoption(ran.coordinator, made)

    ran.plan.refresh_from_db()
    assert ran.plan.rules == made.rules


@pytest.mark.parametrize("role", [Role.BUYER, Role.MAKER, Role.ADMINISTRATOR, Role.CERTIFICATION_OFFICER])
def test_others_change_no_scenario(ran: Scene, compute: Callable[..., Scenario], role: Role) -> None:
    made, stranger = compute("Témoin"), an_actor(role)
    acts: list[Callable[[], object]] = [
        lambda: actions.create_scenario(stranger, ran.plan, name="X", rules=Rules()),
        lambda: actions.change_scenario(stranger, made, name="X"),
        lambda: actions.scenario_at(stranger, ran.plan, Analysis(run=ran.plan.current_run), 0),
        lambda: actions.run_scenario(stranger, made),
        lambda: actions.archive_scenario(stranger, made),
        lambda: actions.delete_scenario(stranger, made),
        lambda: actions.adopt_scenario(stranger, made),
        lambda: actions.undo_adoption(stranger, made),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    made.refresh_from_db()
    assert (Scenario.objects.count(), made.name, made.archived_at, made.adopted_at) == (
        1,
        "Témoin",
        None,
        None,
    )


def test_a_summary_keeps_its_digits(ran: Scene, compute: Callable[..., Scenario]) -> None:
    kept = compute("Témoin").summary
    assert isinstance(load(Summary, kept).cost, Decimal)
