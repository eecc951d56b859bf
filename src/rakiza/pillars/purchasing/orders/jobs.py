"""The job that holds a plan's open orders against today's titles, and the acts that set it off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.followers import follow
from rakiza.kernel.jobs.actions import enqueue
from rakiza.kernel.jobs.daily import daily
from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.jobs.progress import JobProgress
from rakiza.kernel.jobs.registry import register
from rakiza.pillars.purchasing.eligibility.jobs import TITLES
from rakiza.pillars.purchasing.orders.alerts import Rechecked, plans_with_open_orders, recheck_orders

RECHECK_JOB = "orders.recheck"


def run(job: Job, progress: JobProgress) -> Mapping[str, object]:
    """Hold the open orders of the job's plan against today's titles."""
    progress("eligibility", 0, 1)
    return asdict(recheck_orders(int(job.object_id), today()))


def sweep(day: date, progress: JobProgress) -> Mapping[str, object]:
    """Hold every open order against the titles of `day`."""
    plans = plans_with_open_orders()
    changed = Rechecked()
    for done, plan in enumerate(plans):
        progress("eligibility", done, len(plans))
        changed += recheck_orders(plan.pk, day)
    return {"plans": len(plans), **asdict(changed)}


def today() -> date:
    """Return the civil day."""
    return timezone.localdate()


def titles_changed() -> None:
    """Queue one job a plan with open orders, unless one already waits: it will read what just changed."""
    for plan in plans_with_open_orders():
        waiting = Job.objects.about(plan).filter(kind=RECHECK_JOB, state=JobState.QUEUED)
        if not waiting.exists():
            enqueue(RECHECK_JOB, plan, actor=None)


register(RECHECK_JOB, run, restartable=True)
daily("orders.check", _("Éligibilité des commandes ouvertes"), sweep)
follow(RECHECK_JOB, TITLES, titles_changed)
