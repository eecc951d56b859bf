"""What every page of scenarios starts with: the plan and the scenario that the actor may see."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from rakiza.engine.planning.progress import Stage
from rakiza.kernel.jobs.models import Job
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import allowed
from rakiza.kernel.presentation.tones import Tone
from rakiza.kernel.wording import say_enum
from rakiza.kernel.wording.formats import number
from rakiza.pillars.purchasing.plans.models import Plan
from rakiza.pillars.purchasing.plans.scenarios.enums import ScenarioState
from rakiza.pillars.purchasing.plans.scenarios.models import Scenario
from rakiza.pillars.purchasing.plans.scenarios.queries import scenario_of
from rakiza.pillars.purchasing.plans.views.common import plan_or_404

TONES = {
    ScenarioState.DRAFT: Tone.NEUTRAL,
    ScenarioState.QUEUED: Tone.INFO,
    ScenarioState.RUNNING: Tone.INFO,
    ScenarioState.DONE: Tone.GOOD,
    ScenarioState.INFEASIBLE: Tone.ATTENTION,
    ScenarioState.FAILED: Tone.ATTENTION,
    ScenarioState.CANCELLED: Tone.CONFIRM,
}


def overseen_plan(actor: Actor, plan_id: int) -> Plan:
    """Return a plan whose scenarios the actor may read; 404 where it isn't in sight, 403 for other roles."""
    plan = plan_or_404(actor, plan_id)
    if not allowed(actor, "scenarios.view", plan):
        raise PermissionDenied(_("Les scénarios d'un plan sont lus par ceux qui le calculent."))
    return plan


def scenario_or_404(actor: Actor, plan: Plan, scenario_id: int) -> Scenario:
    """Return one scenario of a plan."""
    found = scenario_of(actor, plan, scenario_id)
    if found is None:
        raise Http404
    return found


def stage_words(job: Job | None) -> str:
    """Say where a job is, with its count."""
    if job is None or job.state == "queued":
        return _("En attente d'une machine libre.")
    known = {stage.value for stage in Stage}
    own = {"analysis": _("Problèmes résolus de nouveau"), "conflict": _("Règles essayées l'une sans l'autre")}
    label = say_enum(Stage(job.stage)) if job.stage in known else own.get(job.stage, _("Calcul en cours"))
    if job.total > 1:
        counted = _("%(done)s sur %(total)s") % {"done": number(job.done), "total": number(job.total)}
        return f"{label} · {counted}"
    return label
