"""What every step of the loading uses: a job run here and now, a list handed over and read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.db.models import Model

from rakiza.demonstration.catalogue import YEAR
from rakiza.kernel.jobs.actions import run as run_job
from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.purchasing.needs.actions import map_columns, upload_needs
from rakiza.pillars.purchasing.needs.models import NeedImport

Show = Callable[[str, int, int], None]


class LoadingFailed(Exception):  # noqa: N818 - what happened, said to the user
    """A step didn't succeed; the message says which and why."""


def finish(job: Job, listener: Show | None = None) -> None:
    """Run a job here and now; the copy that waits in the queue will find it done."""
    if run_job(job.pk, listener) != JobState.DONE:
        job.refresh_from_db()
        raise LoadingFailed(job.message or job.message_code)


def finish_queued(subject: Model) -> None:
    """Run every job that waits for an object."""
    for job in Job.objects.about(subject).filter(state=JobState.QUEUED).order_by("pk"):
        finish(job)


def reviewed(actor: Actor, path: Path, year: int = YEAR) -> NeedImport:
    """Hand a file over and have it read, as the page and its worker do."""
    need_import, job = _handed_over(actor, path, year)
    finish(job)
    need_import.refresh_from_db()
    return need_import


def refused(actor: Actor, path: Path) -> None:
    """Hand over a file that no list can be read from."""
    _need_import, job = _handed_over(actor, path, YEAR)
    run_job(job.pk)


def _handed_over(actor: Actor, path: Path, year: int) -> tuple[NeedImport, Job]:
    with transaction.atomic():
        upload = upload_needs(actor, [path.read_bytes()], name=path.name, year=year)
        return upload.need_import, map_columns(actor, upload.need_import)
