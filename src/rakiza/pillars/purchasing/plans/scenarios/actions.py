"""What a coordinator does with scenarios: create, change, compute, adopt, put away."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.engine.allocation import Measure
from rakiza.engine.explanation.fronts import Front
from rakiza.engine.planning.values import Rules
from rakiza.kernel.audit.actions import record
from rakiza.kernel.codec import dump, load
from rakiza.kernel.jobs.actions import enqueue, request_cancel
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.purchasing.plans.actions import run_plan, set_rules
from rakiza.pillars.purchasing.plans.inputs import rules_of
from rakiza.pillars.purchasing.plans.models import Plan, PlanRun
from rakiza.pillars.purchasing.plans.scenarios.enums import (
    RUNNABLE,
    UNDER_WAY,
    AnalysisKind,
    AnalysisState,
    ScenarioState,
)
from rakiza.pillars.purchasing.plans.scenarios.models import Analysis, Scenario
from rakiza.pillars.purchasing.plans.scenarios.points import rules_at

RUN_JOB = "scenarios.run"
ANALYSE_JOB = "scenarios.analyse"
MEASURES = {
    AnalysisKind.FRONT_IMPORTS: Measure.VALUE,
    AnalysisKind.FRONT_VALUE_ADDED: Measure.VALUE_ADDED,
}
_CHANGES = _("Ce scénario a changé entre-temps ; rechargez la page.")


@transaction.atomic
def create_scenario(actor: Actor, plan: Plan, *, name: str, rules: Rules) -> Scenario:
    """Open a scenario on the needs, offers and titles of the plan's current run."""
    require(actor, "scenarios.change", plan)
    if plan.current_run_id is None:
        raise Refused(
            "scenarios.no_run", _("Calculez d'abord le plan : un scénario reprend ses besoins et ses offres.")
        )
    typed = _free_name(plan, name)
    scenario = Scenario.objects.create(
        plan=plan, base_run_id=plan.current_run_id, name=typed, rules=dump(rules), created_by=actor.user
    )
    record(
        actor, "scenarios.create", scenario, after={"plan": plan.pk, "name": typed, "rules": scenario.rules}
    )
    return scenario


@transaction.atomic
def scenario_at(actor: Actor, plan: Plan, analysis: Analysis, rank: int) -> Scenario:
    """Open a scenario with the rules of one plan of a front (0: the cheapest), and compute it.

    Its inputs are those of the front's run, so that it is that very plan, to the gap proven.
    """
    require(actor, "scenarios.change", plan)
    if analysis.run_id != plan.current_run_id:
        raise Refused(
            "scenarios.old_front",
            _("Le plan a été recalculé depuis cette courbe : demandez-la de nouveau."),
        )
    if analysis.kind not in MEASURES or not analysis.has_result:
        raise Refused("scenarios.no_point", _("Cette courbe n'a pas de plan à cette place."))
    points = load(Front, analysis.result).points
    if rank >= len(points):
        raise Refused("scenarios.no_point", _("Cette courbe n'a pas de plan à cette place."))
    rules = rules_at(rules_of(analysis.run.rules), points[rank], MEASURES[AnalysisKind(analysis.kind)])
    if rules is None:
        raise Refused(
            "scenarios.old_front",
            _("Cette courbe date d'une version qui ne gardait pas ses règles : demandez-la de nouveau."),
        )
    scenario = create_scenario(actor, plan, name=_point_name(plan, analysis, rank), rules=rules)
    run_scenario(actor, scenario)
    return scenario


def _point_name(plan: Plan, analysis: Analysis, rank: int) -> str:
    """Return a name that no scenario of the plan has: the curve and the place, then a number."""
    name = _("%(curve)s, plan %(place)s") % {
        "curve": AnalysisKind(analysis.kind).label.capitalize(),
        "place": rank + 1,
    }
    taken = set(Scenario.objects.filter(plan=plan, name__startswith=name).values_list("name", flat=True))
    return next(
        one
        for number in range(1, len(taken) + 2)
        if (one := name if number == 1 else f"{name} ({number})") not in taken
    )


@transaction.atomic
def change_scenario(actor: Actor, scenario: Scenario, *, name: str, rules: Rules | None = None) -> None:
    """Rename a scenario, and change its rules while it hasn't been computed."""
    require(actor, "scenarios.change", scenario.plan)
    locked = _locked(scenario)
    before = {"name": locked.name, "rules": locked.rules}
    if name.strip() != locked.name:
        locked.name = _free_name(locked.plan, name)
    if rules is not None and dump(rules) != locked.rules:
        if locked.state not in RUNNABLE:
            raise Refused(
                "scenarios.computed",
                _(
                    "Ce scénario est calculé : ses règles ne changent plus. Dupliquez-le pour en essayer d'autres."
                ),
            )
        locked.rules, locked.state = dump(rules), ScenarioState.DRAFT
    locked.save()
    scenario.refresh_from_db()
    record(
        actor,
        "scenarios.change",
        scenario,
        before=before,
        after={"name": scenario.name, "rules": scenario.rules},
    )


@transaction.atomic
def run_scenario(actor: Actor, scenario: Scenario) -> None:
    """Compute a scenario in the background."""
    require(actor, "scenarios.change", scenario.plan)
    locked = _locked(scenario)
    if locked.state not in RUNNABLE:
        raise Refused("scenarios.not_runnable", _("Ce scénario est déjà calculé, ou en cours de calcul."))
    locked.state, locked.conflict = ScenarioState.QUEUED, None
    locked.job = enqueue(RUN_JOB, locked, actor=actor)
    locked.save(update_fields=["state", "job", "conflict"])
    record(actor, "scenarios.run", locked, after={"rules": locked.rules, "base_run": locked.base_run_id})
    scenario.refresh_from_db()


def cancel_scenario(actor: Actor, scenario: Scenario) -> None:
    """Stop a computation; the scenario can be computed again."""
    require(actor, "scenarios.change", scenario.plan)
    if scenario.job is None or scenario.state not in UNDER_WAY:
        raise Refused("scenarios.not_running", _("Aucun calcul n'est en cours."))
    request_cancel(actor, scenario.job)
    scenario.refresh_from_db()


@transaction.atomic
def archive_scenario(actor: Actor, scenario: Scenario) -> None:
    """Put a scenario away, or take it out again: nothing of it is lost."""
    require(actor, "scenarios.change", scenario.plan)
    archived = scenario.archived_at is None
    scenario.archived_at = timezone.now() if archived else None
    scenario.save(update_fields=["archived_at"])
    record(actor, "scenarios.archive" if archived else "scenarios.restore", scenario)


@transaction.atomic
def delete_scenario(actor: Actor, scenario: Scenario) -> None:
    """Delete a scenario that was never computed; the others are kept with what they gave."""
    require(actor, "scenarios.change", scenario.plan)
    if _locked(scenario).state not in RUNNABLE:
        raise Refused("scenarios.kept", _("Un scénario calculé se garde avec ses entrées ; archivez-le."))
    record(actor, "scenarios.delete", scenario, before={"name": scenario.name, "rules": scenario.rules})
    scenario.delete()


@transaction.atomic
def adopt_scenario(actor: Actor, scenario: Scenario) -> PlanRun:
    """Make a scenario's rules the plan's, and compute the plan with them; undone until publication."""
    require(actor, "scenarios.adopt", scenario.plan)
    locked = _locked(scenario)
    if locked.state != ScenarioState.DONE:
        raise Refused("scenarios.not_done", _("Seul un scénario calculé peut être adopté."))
    plan = locked.plan
    before = plan.rules
    set_rules(actor, plan, rules_of(locked.rules))
    Scenario.objects.filter(plan=plan, adopted_at__isnull=False).update(adopted_at=None)
    locked.rules_before, locked.run_before = before, plan.current_run
    locked.adopted_at = timezone.now()
    locked.save(update_fields=["rules_before", "run_before", "adopted_at"])
    run = run_plan(actor, plan)
    record(
        actor, "scenarios.adopt", plan, before={"rules": before}, after={"scenario": locked.pk, "run": run.pk}
    )
    scenario.refresh_from_db()
    return run


@transaction.atomic
def undo_adoption(actor: Actor, scenario: Scenario) -> None:
    """Give the plan back the rules and the run that it had before a scenario was adopted."""
    require(actor, "scenarios.adopt", scenario.plan)
    locked = _locked(scenario)
    plan = Plan.objects.select_for_update().get(pk=locked.plan_id)
    if locked.adopted_at is None or locked.rules_before is None:
        raise Refused("scenarios.not_adopted", _("Ce scénario n'est pas adopté."))
    if plan.rules != locked.rules:
        raise Refused(
            "scenarios.rules_moved",
            _("Les règles du plan ont changé depuis l'adoption : changez-les elles-mêmes."),
        )
    if plan.runs.filter(state__in=("queued", "running")).exists():
        raise Refused("plans.already_running", _("Un calcul de ce plan est déjà en cours."))
    set_rules(actor, plan, rules_of(locked.rules_before))
    replaced = plan.current_run_id
    if locked.run_before_id is not None:
        Plan.objects.filter(pk=plan.pk).update(current_run=locked.run_before_id, updated_at=timezone.now())
    after = {"run": locked.run_before_id, "rules": locked.rules_before}
    locked.rules_before, locked.run_before, locked.adopted_at = None, None, None
    locked.save(update_fields=["rules_before", "run_before", "adopted_at"])
    record(
        actor, "scenarios.undo_adoption", plan, before={"run": replaced, "scenario": locked.pk}, after=after
    )
    scenario.refresh_from_db()


@transaction.atomic
def request_analysis(actor: Actor, plan: Plan, kind: AnalysisKind, subject: str = "") -> Analysis:
    """Have something computed about the plan's current run; what is computed is kept with the run."""
    require(actor, "scenarios.analyse", plan)
    if plan.current_run_id is None:
        raise Refused("plans.not_allocated", _("Ce plan n'a pas encore été calculé."))
    if (kind == AnalysisKind.LOT) != bool(subject):
        raise Refused("scenarios.no_lot", _("Indiquez le lot à expliquer."))
    found, created = Analysis.objects.select_for_update().get_or_create(
        run_id=plan.current_run_id, kind=kind, subject=subject
    )
    if not created and (found.is_under_way or found.state == AnalysisState.DONE):
        return found
    found.state, found.result = AnalysisState.QUEUED, None
    found.job = enqueue(ANALYSE_JOB, found, actor=actor)
    found.save(update_fields=["state", "result", "job"])
    record(actor, "scenarios.analyse", plan, after={"kind": kind, "subject": subject, "run": found.run_id})
    found.refresh_from_db()
    return found


def cancel_analysis(actor: Actor, plan: Plan, analysis: Analysis) -> None:
    """Stop an analysis; it can be asked for again."""
    require(actor, "scenarios.analyse", plan)
    if analysis.job is None or not analysis.is_under_way:
        raise Refused("scenarios.not_running", _("Aucun calcul n'est en cours."))
    request_cancel(actor, analysis.job)


def _locked(scenario: Scenario) -> Scenario:
    """Return the scenario as it is now, locked until the transaction ends."""
    found = Scenario.objects.select_for_update().filter(pk=scenario.pk).first()
    if found is None:
        raise Refused("scenarios.gone", _CHANGES)
    return found


def _free_name(plan: Plan, name: str) -> str:
    typed = name.strip()
    if not typed:
        raise Refused("scenarios.name_missing", _("Nommez le scénario."))
    if Scenario.objects.filter(plan=plan, name=typed).exists():
        raise Refused("scenarios.name_taken", _("Un scénario « %(name)s » existe déjà."), name=typed)
    return typed
