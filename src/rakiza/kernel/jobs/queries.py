"""Reads of jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from rakiza.kernel.jobs.daily import Sweep, next_round, sweeps
from rakiza.kernel.jobs.models import DailyRun, Job, JobState
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import require


def job_for(actor: Actor, job_id: int) -> Job:
    """Return one job; `Job.DoesNotExist` where there is none, `NotAllowed` where it isn't theirs."""
    job = Job.objects.get(pk=job_id)
    require(actor, "jobs.view", job)
    return job


def latest_job(subject: models.Model) -> Job | None:
    """Return the newest job on an object."""
    return Job.objects.about(subject).first()


DAYS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Round:
    """A daily round as the cluster follows it: its last day, when it is next due, days that failed lately."""

    sweep: Sweep
    last: DailyRun | None
    due: datetime
    failures: tuple[DailyRun, ...]

    @property
    def tone(self) -> str:
        """What the last state means to its reader."""
        state = self.last.job.state if self.last and self.last.job else ""
        return (
            {JobState.DONE: "good", JobState.FAILED: "attention"}.get(JobState(state), "info")
            if state
            else "neutral"
        )

    @property
    def outcome(self) -> str:
        """What the last round counted, as `name: count`."""
        result = self.last.job.result if self.last and self.last.job else {}
        return ", ".join(f"{name} : {value}" for name, value in result.items())


def rounds(actor: Actor, now: datetime | None = None) -> tuple[Round, ...]:
    """Return the daily rounds for those who run the platform: `NotAllowed` for anybody else."""
    require(actor, "jobs.see_rounds")
    return all_rounds(now)


def all_rounds(now: datetime | None = None) -> tuple[Round, ...]:
    """Return the daily rounds; for pages, ask `rounds`."""
    moment = timezone.localtime(now)
    kept = list(DailyRun.objects.select_related("job").order_by("-day", "-pk")[: DAYS_SHOWN * 20])
    found = []
    for sweep in sweeps():
        mine = [one for one in kept if one.name == sweep.name]
        last = mine[0] if mine else None
        since = moment.date() - timedelta(days=DAYS_SHOWN)
        failed = tuple(
            one for one in mine if one.day >= since and one.job and one.job.state == JobState.FAILED
        )
        found.append(Round(sweep, last, next_round(sweep, last, moment), failed))
    return tuple(found)
