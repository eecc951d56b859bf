"""One scenario: what it tries, what it gives, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rakiza.engine.explanation.conflicts import Conflict
from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.codec import load
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import workbook_response
from rakiza.pillars.purchasing.added_rules.wording import RuleNames
from rakiza.pillars.purchasing.plans.enums import PlanState
from rakiza.pillars.purchasing.plans.idle_queries import idle_of
from rakiza.pillars.purchasing.plans.inputs import rules_of
from rakiza.pillars.purchasing.plans.models import Plan
from rakiza.pillars.purchasing.plans.rule_forms.names import RuleDirectories, rule_names
from rakiza.pillars.purchasing.plans.scenarios import actions
from rakiza.pillars.purchasing.plans.scenarios.enums import RUNNABLE, ScenarioState
from rakiza.pillars.purchasing.plans.scenarios.models import Scenario
from rakiza.pillars.purchasing.plans.scenarios.queries import summary, summary_of_run
from rakiza.pillars.purchasing.plans.scenarios.summary import Summary
from rakiza.pillars.purchasing.plans.scenarios.tables.analyses import rule_labels
from rakiza.pillars.purchasing.plans.scenarios.tables.conflicts import ConflictView, conflict_view
from rakiza.pillars.purchasing.plans.scenarios.tables.differences import scenario_sheet
from rakiza.pillars.purchasing.plans.scenarios.tables.figures import FigureRow, figures_beside
from rakiza.pillars.purchasing.plans.scenarios.views.common import (
    TONES,
    overseen_plan,
    scenario_or_404,
    stage_words,
)
from rakiza.pillars.purchasing.plans.tables.rules import rule_differences
from rakiza.pillars.purchasing.plans.views.common import currency_of, language

_HISTORY = 12


@require_GET
@acting
def scenario(request: HttpRequest, actor: Actor, plan_id: int, scenario_id: int) -> HttpResponse:
    """Show one scenario; its lots as a workbook where asked."""
    plan = overseen_plan(actor, plan_id)
    shown = scenario_or_404(actor, plan, scenario_id)
    if request.GET.get("export"):
        sheet = scenario_sheet(shown, language(), currency_of(plan))
        return workbook_response([sheet], f"scenario-{shown.pk}.xlsx", shown.name)
    computed = summary(shown)
    names = rule_names(RuleDirectories.of(plan, language()), rules_of(plan.rules), rules_of(shown.rules))
    labels = rule_labels(rules_of(shown.rules), names)
    idle = idle_of(shown.base_run_id, rules_of(shown.rules), names)
    context = {
        "page_title": shown.name,
        "plan": plan,
        "scenario": shown,
        "tone": TONES[ScenarioState(shown.state)],
        "currency": currency_of(plan),
        "figures": _figures(shown, computed, currency_of(plan)) if computed else (),
        "rules": rule_differences([rules_of(plan.rules), rules_of(shown.rules)], names),
        "idle": [(labels.get(key, key), words) for key, words in sorted(idle.items())],
        "conflict": _conflict(shown, plan, names),
        "stage": stage_words(shown.job) if shown.is_under_way else "",
        "history": history_of(shown).order_by("-pk")[:_HISTORY],
        "stale": shown.base_run_id != plan.current_run_id,
        **_may(actor, plan, shown),
    }
    return render(request, "scenarios/scenario.html", context)


def _figures(shown: Scenario, computed: Summary, currency: str) -> tuple[FigureRow, ...]:
    return figures_beside(summary_of_run(shown.base_run), computed, currency)


def _conflict(shown: Scenario, plan: Plan, names: RuleNames) -> ConflictView | None:
    if not shown.conflict:
        return None
    return conflict_view(load(Conflict, shown.conflict), rules_of(shown.rules), currency_of(plan), names)


def _may(actor: Actor, plan: Plan, shown: Scenario) -> dict[str, bool]:
    change = allowed(actor, "scenarios.change", plan)
    adopt = allowed(actor, "scenarios.adopt", plan) and plan.state != PlanState.PUBLISHED
    return {
        "may_change": change,
        "may_run": change and shown.state in RUNNABLE,
        "may_delete": change and shown.state in RUNNABLE,
        "may_adopt": adopt and shown.state == ScenarioState.DONE and shown.adopted_at is None,
        "may_undo": adopt and shown.adopted_at is not None,
    }


@require_GET
@acting
def progress(request: HttpRequest, actor: Actor, plan_id: int, scenario_id: int) -> HttpResponse:
    """Return the progress alone; once it has ended, ask the browser for the whole page again."""
    plan = overseen_plan(actor, plan_id)
    shown = scenario_or_404(actor, plan, scenario_id)
    if not shown.is_under_way:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {
        "plan": plan,
        "scenario": shown,
        "stage": stage_words(shown.job),
        "may_change": allowed(actor, "scenarios.change", plan),
    }
    return render(request, "scenarios/_progress.html", context)


def _change(
    request: HttpRequest,
    actor: Actor,
    plan_id: int,
    scenario_id: int,
    act: Callable[[Actor, Scenario], object],
    done: str,
) -> HttpResponse:
    """Do one thing to a scenario, say what came of it, and come back to it."""
    plan = overseen_plan(actor, plan_id)
    shown = scenario_or_404(actor, plan, scenario_id)
    try:
        act(actor, shown)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    if shown.pk is None:
        return redirect("scenarios:list", plan_id)
    return redirect("scenarios:scenario", plan_id, scenario_id)


@require_POST
@acting
def run(request: HttpRequest, actor: Actor, plan_id: int, scenario_id: int) -> HttpResponse:
    """Compute a scenario in the background."""
    done = _("Le scénario se calcule. Vous pouvez quitter cette page.")
    return _change(request, actor, plan_id, scenario_id, actions.run_scenario, done)


@require_POST
@acting
def cancel(request: HttpRequest, actor: Actor, plan_id: int, scenario_id: int) -> HttpResponse:
    """Stop a computation."""
    done = _("L'arrêt est demandé.")
    return _change(request, actor, plan_id, scenario_id, actions.cancel_scenario, done)


@require_POST
@acting
def archive(request: HttpRequest, actor: Actor, plan_id: int, scenario_id: int) -> HttpResponse:
    """Put a scenario away, or take it out again."""
    done = _("C'est fait : un scénario archivé garde ses entrées et ses résultats.")
    return _change(request, actor, plan_id, scenario_id, actions.archive_scenario, done)


@require_POST
@acting
def delete(request: HttpRequest, actor: Actor, plan_id: int, scenario_id: int) -> HttpResponse:
    """Delete a scenario that was never computed."""
    done = _("Le scénario est supprimé.")
    return _change(request, actor, plan_id, scenario_id, actions.delete_scenario, done)


@require_POST
@acting
def adopt(request: HttpRequest, actor: Actor, plan_id: int, scenario_id: int) -> HttpResponse:
    """Make a scenario's rules the plan's, and compute the plan with them."""
    done = _(
        "Les règles du scénario sont celles du plan, qui se recalcule. L'adoption se défait jusqu'à la publication."
    )
    return _change(request, actor, plan_id, scenario_id, actions.adopt_scenario, done)


@require_POST
@acting
def undo(request: HttpRequest, actor: Actor, plan_id: int, scenario_id: int) -> HttpResponse:
    """Give the plan back its rules and its run of before the adoption."""
    done = _("L'adoption est défaite : le plan a retrouvé ses règles et son calcul d'avant.")
    return _change(request, actor, plan_id, scenario_id, actions.undo_adoption, done)
