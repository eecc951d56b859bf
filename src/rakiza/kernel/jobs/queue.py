"""What the queue holds of jobs: handing one over to a worker, and finding those that it lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from rakiza.kernel.jobs.models import Job

# Between a worker's taking a job off the queue and its writing so lies one write, which waits 30 s at most.
TAKING = timedelta(seconds=60)


def hand_over(job_id: int) -> None:
    """Put a job before the workers, in the caller's transaction: neither stands without the other."""
    from rakiza.kernel.jobs.tasks import run_job  # noqa: PLC0415 - the task imports what runs jobs

    if isinstance(run_job.get_backend(), DatabaseBackend):
        run_job.enqueue(job_id)
    else:  # run where it is asked for: not before what it reads is committed
        transaction.on_commit(partial(run_job.enqueue, job_id))


def lost(now: datetime) -> QuerySet[Job]:
    """Return the waiting jobs that nothing will bring to a worker, by number.

    A worker takes a job off the queue in one write and says in the next that it runs: one that dies between the
    two leaves a job that waits for nobody.
    """
    told = DBTaskResult.objects.filter(
        Q(status=TaskResultStatus.READY) | Q(status=TaskResultStatus.RUNNING, started_at__gt=now - TAKING)
    ).values_list("args_kwargs", flat=True)
    coming = {number for asked in told for number in asked["args"]}
    return Job.objects.waiting().filter(created_at__lt=now - TAKING).exclude(pk__in=coming).order_by("pk")
