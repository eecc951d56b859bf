"""Where a run is: its stages in order, the count of the present one, and an estimate from the last run."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rakiza.engine.planning.progress import Stage
from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.wording import say_enum
from rakiza.kernel.wording.formats import number
from rakiza.pillars.purchasing.plans.enums import RunState
from rakiza.pillars.purchasing.plans.models import Plan, PlanRun


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage: done, under way or to come."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class RunProgress:
    """Progress of a run under way."""

    run: PlanRun
    job: Job | None
    stages: tuple[StageLine, ...]
    counted: str
    estimate: str
    stopping: bool


def _stages() -> tuple[tuple[str, str], ...]:
    return (
        ("gathering", _("Besoins, offres et titres réunis")),
        *((stage.value, say_enum(stage)) for stage in Stage),
        ("documents", _("Documents")),
        ("saving", _("Enregistrement")),
    )


def under_way(run: PlanRun | None) -> bool:
    """Tell whether a run waits or runs."""
    return run is not None and run.state in (RunState.QUEUED, RunState.RUNNING)


def progress_of(run: PlanRun) -> RunProgress:
    """Return where a run is."""
    job, stages = run.job, _stages()
    keys = [key for key, _label in stages]
    at = keys.index(job.stage) if job and job.stage in keys else -1
    lines = tuple(
        StageLine(label, "done" if rank < at else "current" if rank == at else "next")
        for rank, (_key, label) in enumerate(stages)
    )
    counted = ""
    if job and job.total > 1:
        counted = _("%(done)s sur %(total)s") % {"done": number(job.done), "total": number(job.total)}
    return RunProgress(run, job, lines, counted, _estimate(run), bool(job and job.cancel_requested))


def _estimate(run: PlanRun) -> str:
    """Say how long the last finished run took; nothing where there was none."""
    if run.job is not None and run.job.state == JobState.QUEUED:
        return _("En attente d'une machine libre.")
    last = run.plan.runs.filter(
        state=RunState.DONE, started_at__isnull=False, finished_at__isnull=False
    ).first()
    if last is None or last.started_at is None or last.finished_at is None:
        return _("Premier calcul de ce plan : sa durée n'est pas encore connue.")
    seconds = max(1, round((last.finished_at - last.started_at).total_seconds()))
    spent = round((timezone.now() - run.started_at).total_seconds()) if run.started_at else 0
    left = max(seconds - spent, 1)
    return ngettext(
        "Encore %(seconds)s seconde environ, d'après le dernier calcul.",
        "Encore %(seconds)s secondes environ, d'après le dernier calcul.",
        left,
    ) % {"seconds": number(left)}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan's life, with the day it was reached where it was."""

    label: str
    state: str
    at: object


def life_of(plan: Plan) -> tuple[Step, ...]:
    """Return the four states of a plan with their dates."""
    order = ("draft", "consolidated", "allocated", "published")
    labels = (_("Brouillon"), _("Consolidé"), _("Attribué"), _("Publié"))
    run = plan.current_run
    dates = (
        plan.created_at,
        run.started_at if run else None,
        run.finished_at if run else None,
        plan.published_at,
    )
    at = order.index(plan.state)
    return tuple(
        Step(label, "current" if rank == at else "done" if rank < at else "next", day if rank <= at else None)
        for rank, (label, day) in enumerate(zip(labels, dates, strict=True))
    )
