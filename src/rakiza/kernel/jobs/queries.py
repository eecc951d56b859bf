"""Reads of jobs."""

from __future__ import annotations

from django.db import models

from rakiza.kernel.jobs.models import Job
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
