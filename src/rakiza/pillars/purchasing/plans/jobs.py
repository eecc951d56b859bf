"""The jobs of a plan: make it, and write its documents again."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.engine.allocation import NO_PLAN
from rakiza.engine.planning import PlanInputError, make_plan
from rakiza.engine.planning.plan import Plan as EnginePlan
from rakiza.kernel.codec import dump
from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.jobs.progress import JobProgress
from rakiza.kernel.jobs.registry import register
from rakiza.kernel.notifications.actions import notify
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import Refused
from rakiza.kernel.wording.language import SOURCE, base_language
from rakiza.pillars.purchasing.needs.knowledge import knowledge, reader
from rakiza.pillars.purchasing.plans.actions import DOCUMENTS_JOB, RUN_JOB
from rakiza.pillars.purchasing.plans.documents import Written, attach, write_documents
from rakiza.pillars.purchasing.plans.enums import PlanFileKind, PlanState, RunState
from rakiza.pillars.purchasing.plans.inputs import build_inputs
from rakiza.pillars.purchasing.plans.keeping import keep_plan, kept_plan
from rakiza.pillars.purchasing.plans.models import Plan, PlanRun
from rakiza.pillars.purchasing.plans.saving import save_plan


def run(job: Job, progress: JobProgress) -> Mapping[str, object]:
    """Gather, plan, write documents, and save all in one transaction at the end.

    Until that transaction commits the plan shows its last finished run, whatever happens.
    """
    plan_run = PlanRun.objects.select_related("plan", "plan__association").get(pk=job.object_id)
    if plan_run.state == RunState.DONE:
        return {"run": plan_run.pk}
    plan_run.state, plan_run.started_at = RunState.RUNNING, timezone.now()
    plan_run.save(update_fields=["state", "started_at"])
    progress("gathering", 0, 1)
    try:
        made = make_plan(
            build_inputs(plan_run), knowledge(), reader(), progress, settings.RAKIZA_PLAN_PROCESSES
        )
    except PlanInputError as error:
        raise Refused(
            "plans.inputs", _("Les données du plan se contredisent : %(why)s"), why=str(error)
        ) from error
    if made.solve.status in NO_PLAN:
        raise Refused(
            "plans.infeasible",
            _(
                "Aucun plan n'obéit à ces règles ensemble. Ouvrez un scénario avec elles : il dira lesquelles "
                "se contredisent, et l'issue la moins chère."
            ),
        )
    progress("documents", 0, 1)
    written: Written = {}
    for language in dict.fromkeys((SOURCE, base_language(job.user.language if job.user else None))):
        written.update(write_documents(plan_run, made, language, job.user))
    written[PlanFileKind.MADE, ""] = keep_plan(plan_run, made, job.user)
    progress("saving", 0, len(made.lots))
    _save(plan_run, made, written, progress)
    return {"run": plan_run.pk, "lots": len(made.lots)}


def _save(plan_run: PlanRun, made: EnginePlan, written: Written, progress: JobProgress) -> None:
    with transaction.atomic():
        progress.check()
        Plan.objects.select_for_update().get(pk=plan_run.plan_id)
        save_plan(plan_run, made)
        attach(plan_run, written)
        plan_run.state = RunState.DONE
        plan_run.finished_at = timezone.now()
        plan_run.input_hash = made.input_hash
        plan_run.knowledge_version = made.knowledge_version
        plan_run.engine_version = made.engine_version
        plan_run.figures = dump(made.figures)
        plan_run.solve = dump(made.solve)
        plan_run.save()
        Plan.objects.filter(pk=plan_run.plan_id).exclude(state=PlanState.PUBLISHED).update(
            current_run=plan_run, state=PlanState.ALLOCATED, updated_at=timezone.now()
        )
        notify(
            "plans.allocated",
            organisation=plan_run.plan.association,
            role=Role.COORDINATOR,
            params={
                "plan": plan_run.plan,
                "covered": made.figures.lots_covered + made.figures.lots_partly_covered,
                "lots": made.figures.lots,
            },
            about=plan_run.plan,
        )


def ended(job: Job) -> None:
    """After a run that didn't succeed: say so on the run, tell the coordinator, keep the last good run."""
    state = RunState.CANCELLED if job.state == JobState.CANCELLED else RunState.FAILED
    changed = PlanRun.objects.filter(pk=job.object_id, state__in=(RunState.QUEUED, RunState.RUNNING)).update(
        state=state, finished_at=timezone.now()
    )
    if not changed or state == RunState.CANCELLED:
        return
    plan = Plan.objects.get(runs=int(job.object_id))
    notify(
        "plans.failed",
        organisation=plan.association,
        role=Role.COORDINATOR,
        params={"plan": plan, "message": job.message},
        about=plan,
    )


def rewrite(job: Job, progress: JobProgress) -> Mapping[str, object]:
    """Write the documents of the kept plan in its present state: nothing is computed again.

    Only the words are today's; a family that is no longer authored shows its identifier.
    """
    plan_run = PlanRun.objects.select_related("plan", "plan__association").get(pk=job.object_id)
    made = kept_plan(plan_run)
    written: Written = {}
    for language in job.params["languages"]:
        progress("documents", len(written), 3 * len(job.params["languages"]))
        written.update(write_documents(plan_run, made, language, job.user))
    with transaction.atomic():
        progress.check()
        attach(plan_run, written)
    return {"files": len(written)}


register(RUN_JOB, run, restartable=True, on_failure=ended)
register(DOCUMENTS_JOB, rewrite, restartable=True)
