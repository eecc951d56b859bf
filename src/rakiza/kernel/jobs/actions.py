"""Queue, run, cancel and recover jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.engine.planning.progress import Cancelled
from rakiza.kernel.audit.actions import plain, record
from rakiza.kernel.jobs import registry
from rakiza.kernel.jobs.holders import is_gone, this_process
from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.jobs.progress import JobProgress, Listener
from rakiza.kernel.jobs.queue import hand_over, lost
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require

log = structlog.get_logger(__name__)


def enqueue(
    kind: str, subject: models.Model, *, actor: Actor | None, params: Mapping[str, object] | None = None
) -> Job:
    """Create a job on `subject` and hand it to a worker; both stand once the caller's transaction commits, or neither."""
    registry.kind(kind)
    with transaction.atomic(savepoint=False):
        job = Job.objects.create(
            kind=kind,
            object_type=subject._meta.label_lower,
            object_id=str(subject.pk),
            params=plain(params),
            user=actor.user if actor else None,
            organisation=actor.organisation if actor else None,
            role=actor.role if actor else "",
        )
        hand_over(job.pk)
    return job


def run(job_id: int, listener: Listener | None = None) -> JobState:
    """Run a queued job to its end, once: a second call on the same job does nothing.

    `listener` hears of progress too (a command that shows a bar). A refusal or a fault ends the job as failed with a message; nothing is raised to the worker.
    """
    now = timezone.now()
    taken = Job.objects.filter(pk=job_id, state=JobState.QUEUED).update(
        state=JobState.RUNNING,
        holder=this_process(),
        started_at=now,
        heartbeat_at=now,
        attempt=models.F("attempt") + 1,
    )
    job = Job.objects.select_related("user", "organisation").get(pk=job_id)
    if not taken:
        return JobState(job.state)
    kind = registry.kind(job.kind)
    try:
        result = kind.run(job, JobProgress(job, listener=listener))
    except Cancelled:
        return _end(
            job,
            JobState.CANCELLED,
            "jobs.cancelled",
            str(_("Arrêté à votre demande ; rien n'a été modifié.")),
        )
    except Refused as refusal:
        return _end(job, JobState.FAILED, refusal.code, str(refusal))
    except Exception:  # any fault of a job must leave it ended and explained
        log.exception("job_failed", job=job.pk, kind=job.kind)
        message = _(
            "Le traitement s'est interrompu sur une erreur inattendue ; rien n'a été modifié. Référence : %(id)s."
        )
        return _end(job, JobState.FAILED, "jobs.unexpected", str(message) % {"id": job.pk})
    return _end(job, JobState.DONE, "jobs.done", "", plain(result))


@transaction.atomic
def _end(
    job: Job, state: JobState, code: str, message: str, result: Mapping[str, object] | None = None
) -> JobState:
    """Write the end of this attempt and what follows it, unless another attempt took over."""
    ended = Job.objects.filter(pk=job.pk, attempt=job.attempt, state=JobState.RUNNING).update(
        state=state,
        message_code=code,
        message=message,
        finished_at=timezone.now(),
        result=dict(result or {}),
        **({"done": models.F("total")} if state == JobState.DONE else {}),
    )
    kind = registry.kind(job.kind)
    if ended and state != JobState.DONE and kind.on_failure:
        job.refresh_from_db()
        kind.on_failure(job)
    return state


@transaction.atomic
def request_cancel(actor: Actor, job: Job) -> None:
    """Ask a job to stop: at once where it still waits, at its next sign of life where it runs."""
    require(actor, "jobs.cancel", job)
    waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.CANCELLED,
        cancel_requested=True,
        finished_at=timezone.now(),
        message_code="jobs.cancelled",
    )
    if not waiting:
        running = Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(cancel_requested=True)
        if not running:
            raise Refused("jobs.ended", _("Ce traitement est déjà terminé."))
    record(actor, "jobs.cancel", job)
    job.refresh_from_db()
    kind = registry.kind(job.kind)
    if waiting and kind.on_failure:
        kind.on_failure(job)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was found after a power cut: jobs taken up again, jobs given up."""

    restarted: tuple[int, ...]
    failed: tuple[int, ...]


@transaction.atomic
def recover_stale(now: datetime | None = None, *, max_silence: timedelta | None = None) -> Recovery:
    """Take up the running jobs whose process is gone or fell silent; give up those that may not restart or did too often.

    Waiting jobs that the queue lost are handed to it again. Safe to call at any time and from several workers. Call it when a worker starts.
    """
    now = now or timezone.now()
    silence = max_silence or timedelta(seconds=settings.RAKIZA_STALE_JOB_SECONDS)
    restarted = [job.pk for job in lost(now).select_for_update()]
    failed: list[int] = []
    for number in restarted:
        hand_over(number)
    for job in Job.objects.select_for_update().running().order_by("pk"):
        if not job.silent_since(now - silence) and not is_gone(job.holder):
            continue
        kind = registry.kind(job.kind)
        if job.cancel_requested:
            _end(job, JobState.CANCELLED, "jobs.cancelled", "")
            failed.append(job.pk)
        elif kind.restartable and job.attempt < registry.MAX_ATTEMPTS:
            Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, message_code="jobs.restarted")
            hand_over(job.pk)
            restarted.append(job.pk)
        else:
            message = _("Le traitement a été interrompu (arrêt de la machine ?). Relancez-le.")
            _end(job, JobState.FAILED, "jobs.interrupted", str(message))
            failed.append(job.pk)
    return Recovery(tuple(restarted), tuple(failed))
