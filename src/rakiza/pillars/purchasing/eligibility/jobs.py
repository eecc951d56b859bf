"""The job that holds a published plan against today's titles, and the acts that set it off."""

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
from rakiza.pillars.purchasing.eligibility.actions import plans_to_check, reevaluate

REEVALUATE_JOB = "eligibility.reevaluate"
# Acts on titles, not those on a dossier that leave every title as it was: hundreds of pieces for one grant.
TITLES = (
    "certification.issue",
    "certification.suspend",
    "certification.reinstate",
    "certification.withdraw",
    "registration.declare",
    "registration.register",
    "registration.authorise",
    "registration.dossier_grant",
    "registration.suspended",
    "registration.reinstate",
    "registration.withdrawn",
    "registration.device_differs",
    "registration.device_agrees",
    "plans.publish",
    "plans.unpublish",
    # What ends the titles of one site
    "organisations.close_site",
    # What moves a device to a site that its certificate may not name
    "industry.change_line",
    "industry.declare_plant",
    "industry.close_plant",
)


def run(job: Job, progress: JobProgress) -> Mapping[str, object]:
    """Re-evaluate the job's plan on the job's day, today where it names none."""
    stated = job.params.get("on")
    progress("eligibility", 0, 1)
    return asdict(reevaluate(int(job.object_id), date.fromisoformat(stated) if stated else today()))


def sweep(day: date, progress: JobProgress) -> Mapping[str, object]:
    """Hold every published plan against the titles of `day`."""
    plans = plans_to_check(day)
    counts = {"plans": len(plans), "opened": 0, "renewed": 0, "cleared": 0, "told": 0}
    for done, plan in enumerate(plans):
        progress("eligibility", done, len(plans))
        for name, count in asdict(reevaluate(plan.pk, day)).items():
            counts[name] += count
    return counts


def today() -> date:
    """Return the civil day."""
    return timezone.localdate()


def titles_changed() -> None:
    """Queue one re-evaluation a published plan, unless one already waits: it will read what just changed."""
    for plan in plans_to_check(today()):
        waiting = Job.objects.about(plan).filter(kind=REEVALUATE_JOB, state=JobState.QUEUED)
        if not waiting.exists():
            enqueue(REEVALUATE_JOB, plan, actor=None)


register(REEVALUATE_JOB, run, restartable=True)
daily("eligibility.check", _("Éligibilité des plans publiés"), sweep)
follow(REEVALUATE_JOB, TITLES, titles_changed)
