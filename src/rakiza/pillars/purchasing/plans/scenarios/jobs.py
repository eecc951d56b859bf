"""The jobs of this room: compute a scenario, analyse a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.engine.allocation import NO_PLAN
from rakiza.engine.explanation.conflicts import Conflict
from rakiza.engine.planning import PlanInputError, make_plan
from rakiza.engine.planning.plan import Plan as EnginePlan
from rakiza.engine.planning.progress import Cancelled
from rakiza.kernel.codec import dump
from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.jobs.progress import JobProgress
from rakiza.kernel.jobs.registry import register
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.purchasing.needs.knowledge import knowledge, reader
from rakiza.pillars.purchasing.plans.inputs import rules_of
from rakiza.pillars.purchasing.plans.keeping import kept_plan
from rakiza.pillars.purchasing.plans.scenarios.actions import ANALYSE_JOB, RUN_JOB
from rakiza.pillars.purchasing.plans.scenarios.analysing import analyse, conflict_in
from rakiza.pillars.purchasing.plans.scenarios.enums import (
    UNDER_WAY,
    AnalysisKind,
    AnalysisState,
    ScenarioState,
)
from rakiza.pillars.purchasing.plans.scenarios.models import Analysis, Scenario
from rakiza.pillars.purchasing.plans.scenarios.summary import save_lots, summary_of


def run(job: Job, progress: JobProgress) -> Mapping[str, object]:
    """Plan the kept inputs of the run again under the scenario's rules; all is saved at the end."""
    scenario = Scenario.objects.select_related("base_run", "plan").get(pk=job.object_id)
    if scenario.state not in UNDER_WAY:
        return {"scenario": scenario.pk}
    Scenario.objects.filter(pk=scenario.pk).update(state=ScenarioState.RUNNING)
    progress("gathering", 0, 1)
    inputs = replace(kept_plan(scenario.base_run).inputs, rules=rules_of(scenario.rules))
    try:
        made = make_plan(inputs, knowledge(), reader(), progress, settings.RAKIZA_PLAN_PROCESSES)
    except PlanInputError as error:
        raise Refused(
            "plans.inputs", _("Les données du plan se contredisent : %(why)s"), why=str(error)
        ) from error
    conflict = None
    if made.solve.status in NO_PLAN:
        followed = _Followed(partial(progress, "conflict"))
        conflict = conflict_in(made, followed, followed.stop, settings.RAKIZA_ANALYSIS_SECONDS)
        if followed.stopped:
            raise Cancelled
    progress("saving", 0, len(made.lots))
    _save(scenario, made, conflict, progress)
    return {"scenario": scenario.pk, "lots": len(made.lots)}


def _save(scenario: Scenario, made: EnginePlan, conflict: Conflict | None, progress: JobProgress) -> None:
    planned = made.solve.status not in NO_PLAN
    with transaction.atomic():
        progress.check()
        scenario.state = ScenarioState.DONE if planned else ScenarioState.INFEASIBLE
        scenario.conflict = None if conflict is None else dump(conflict)
        scenario.input_hash = made.input_hash
        scenario.knowledge_version = made.knowledge_version
        scenario.engine_version = made.engine_version
        scenario.summary = dump(summary_of(made)) if planned else {}
        scenario.solve = dump(made.solve)
        scenario.finished_at = timezone.now()
        scenario.save()
        if planned:
            save_lots(scenario, made)


def ended(job: Job) -> None:
    """After a computation that didn't succeed: say so on the scenario, which can be computed again."""
    state = ScenarioState.CANCELLED if job.state == JobState.CANCELLED else ScenarioState.FAILED
    Scenario.objects.filter(pk=job.object_id, state__in=UNDER_WAY).update(state=state)


def analyse_run(job: Job, progress: JobProgress) -> Mapping[str, object]:
    """Solve the kept plan's problem again as often as the analysis needs, and keep the answer."""
    analysis = Analysis.objects.select_related("run").get(pk=job.object_id)
    if not analysis.is_under_way:
        return {"analysis": analysis.pk}
    Analysis.objects.filter(pk=analysis.pk).update(state=AnalysisState.RUNNING)
    progress("gathering", 0, 1)
    plan = kept_plan(analysis.run)
    followed = _Followed(partial(progress, "analysis"))
    kind, seconds = AnalysisKind(analysis.kind), settings.RAKIZA_ANALYSIS_SECONDS
    try:
        found = analyse(plan, kind, analysis.subject, followed, followed.stop, seconds)
    except KeyError as unknown:
        raise Refused("scenarios.no_lot", _("Ce calcul n'a pas de lot de ce nom.")) from unknown
    with transaction.atomic():
        progress.check_attempt()
        analysis.state = AnalysisState.DONE if found.complete else AnalysisState.PARTIAL
        analysis.result = dump(found)
        analysis.engine_version, analysis.finished_at = plan.engine_version, timezone.now()
        analysis.save()
    if followed.stopped:
        raise Cancelled
    return {"analysis": analysis.pk}


class _Followed:
    """Progress of an analysis that a person may stop: it then ends with what it found, and isn't cut off.

    Each question whether to stop is a sign of life as well: one solve may take longer than a job may
    be silent.
    """

    def __init__(self, progress: Callable[[int, int], None]) -> None:
        self._progress, self._last = progress, (0, 1)
        self.stopped = False

    def __call__(self, done: int, total: int) -> None:
        self._last = done, total
        self.stop()

    def stop(self) -> bool:
        """Tell whether the job was asked to stop, or taken from this worker."""
        if not self.stopped:
            try:
                self._progress(*self._last)
            except Cancelled:
                self.stopped = True
        return self.stopped


def analysis_ended(job: Job) -> None:
    """After an analysis that didn't succeed: it can be asked for again."""
    state = AnalysisState.CANCELLED if job.state == JobState.CANCELLED else AnalysisState.FAILED
    under_way = (AnalysisState.QUEUED, AnalysisState.RUNNING)
    Analysis.objects.filter(pk=job.object_id, state__in=under_way).update(state=state)


register(RUN_JOB, run, restartable=True, on_failure=ended)
register(ANALYSE_JOB, analyse_run, restartable=True, on_failure=analysis_ended)
