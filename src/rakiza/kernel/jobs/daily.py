"""What is done once a day of the country: rooms declare it, any worker claims it in the database, one does it.

A day that nobody was there for is caught up by the next round: a sweep judges by dates, never by how often it ran,
and whatever it has already done it leaves as it is. So one may be taken up again half-way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rakiza.engine.planning.progress import Cancelled
from rakiza.kernel.jobs import registry
from rakiza.kernel.jobs.actions import run
from rakiza.kernel.jobs.models import DailyRun, Job, JobState
from rakiza.kernel.jobs.progress import JobProgress
from rakiza.kernel.notifications.actions import notify
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import Refused

log = structlog.get_logger(__name__)
SWEEP_JOB = "jobs.sweep"
MOST_TRIES = 6
AGAIN = timedelta(hours=1)
Sweeping = Callable[[date, JobProgress], Mapping[str, object]]


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Sweep:
    """One daily round: what does it, from which hour of the day, and whether this site does it at all."""

    name: str
    label: str | Promise
    run: Sweeping
    hour: int = 0
    wanted: Callable[[], bool] = _always


_SWEEPS: dict[str, Sweep] = {}


def daily(
    name: str, label: str | Promise, run: Sweeping, *, hour: int = 0, wanted: Callable[[], bool] = _always
) -> None:
    """Declare a daily round; declaring it twice replaces it (a module may be imported again)."""
    _SWEEPS[name] = Sweep(name, label, run, hour, wanted)


def sweeps() -> tuple[Sweep, ...]:
    """Return the rounds that this site does, by name."""
    return tuple(_SWEEPS[name] for name in sorted(_SWEEPS) if _SWEEPS[name].wanted())


def sweep_due(now: datetime | None = None, *, names: frozenset[str] | None = None) -> tuple[Job, ...]:
    """Do what the day still asks for, here and now, one after the other; what another worker claimed is its own.

    `names`: only these rounds, whatever the hour.
    """
    moment = timezone.localtime(now)
    done = []
    for sweep in sweeps():
        if names is not None and sweep.name not in names:
            continue
        job = claim(sweep, moment, early=names is not None)
        if job is not None:
            run(job.pk)
            job.refresh_from_db()
            done.append(job)
    return tuple(done)


@transaction.atomic
def claim(sweep: Sweep, moment: datetime, *, early: bool = False) -> Job | None:
    """Return the job of a round that is due and that nobody else has; None where there is nothing to do.

    The row of the round and its day is unique: of two workers one makes it, the other finds it.
    """
    if moment.hour < sweep.hour and not early:
        return None
    kept, fresh = DailyRun.objects.select_for_update(of=("self",)).get_or_create(
        name=sweep.name, day=moment.date()
    )
    if not fresh and not _again(kept, moment):
        return None
    kept.tries += 1
    kept.job = Job.objects.create(
        kind=SWEEP_JOB,
        object_type=kept._meta.label_lower,
        object_id=str(kept.pk),
        params={"name": sweep.name, "day": kept.day.isoformat()},
    )
    kept.save()
    return kept.job


def _again(kept: DailyRun, moment: datetime) -> bool:
    """Tell whether a claimed round is free again: it failed an hour ago, or its worker died before beginning."""
    job = kept.job
    if job is None:
        return True
    if job.state in {JobState.FAILED, JobState.CANCELLED}:
        ended = job.finished_at or job.created_at
        return kept.tries < MOST_TRIES and ended + AGAIN <= moment
    silence = timedelta(seconds=settings.RAKIZA_STALE_JOB_SECONDS)
    if job.state != JobState.QUEUED or job.created_at + silence > moment:
        return False
    # Taken off the queue first: were it begun after all, this changes nothing and the round is the other's.
    return bool(
        Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
            state=JobState.CANCELLED, message_code="jobs.cancelled", finished_at=moment
        )
    )


def next_round(sweep: Sweep, kept: DailyRun | None, moment: datetime) -> datetime:
    """Return when a round is next due: today's hour, an hour after a failure, else tomorrow's hour."""
    today = timezone.make_aware(datetime.combine(moment.date(), time(sweep.hour)))
    if kept is None or kept.day < moment.date():
        return max(today, moment)
    failed = kept.job is not None and kept.job.state in {JobState.FAILED, JobState.CANCELLED}
    if failed and kept.job is not None and kept.tries < MOST_TRIES:
        return (kept.job.finished_at or kept.job.created_at) + AGAIN
    return timezone.make_aware(datetime.combine(moment.date() + timedelta(days=1), time(sweep.hour)))


def _run(job: Job, progress: JobProgress) -> Mapping[str, object]:
    """Do a round for its day; for today where it was taken up again later."""
    sweep = _SWEEPS[job.params["name"]]
    day = max(date.fromisoformat(job.params["day"]), timezone.localdate())
    progress(sweep.name, 0, 1)
    try:
        return sweep.run(day, progress)
    except (Cancelled, Refused):
        raise
    except Exception as fault:  # what a round did stays done: its own words, not those of an undone job
        log.exception("sweep_failed", sweep=sweep.name, day=day.isoformat())
        raise Refused(
            "jobs.sweep_interrupted",
            _(
                "Interrompue par une erreur inattendue ; ce qui était fait reste fait, le reste est repris dans une heure."
            ),
        ) from fault


def _failed(job: Job) -> None:
    """Tell the cluster, once a day a round."""
    kept = DailyRun.objects.filter(job=job).first()
    if kept is not None and not kept.told and job.state == JobState.FAILED:
        kept.told = True
        kept.save(update_fields=["told"])
        notify("jobs.sweep_failed", role=Role.CLUSTER_STAFF, params={"name": job.params["name"]}, about=kept)


registry.register(SWEEP_JOB, _run, restartable=True, on_failure=_failed)
