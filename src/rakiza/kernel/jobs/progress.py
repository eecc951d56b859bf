"""How running work tells where it is, and learns that it must stop."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db.models import QuerySet
from django.utils import timezone

from rakiza.engine.planning.progress import Cancelled
from rakiza.kernel.jobs.models import Job, JobState

INTERVAL_SECONDS = 0.5
Listener = Callable[[str, int, int], None]


class JobProgress:
    """Writes progress at most twice a second, and raises `Cancelled` when a person asked to stop.

    Also raised when the job was taken up by another worker (`attempt` moved on): the late one
    must not save anything.
    """

    def __init__(
        self, job: Job, *, clock: Callable[[], float] = time.monotonic, listener: Listener | None = None
    ) -> None:
        self._job_id = job.pk
        self._attempt = job.attempt
        self._clock = clock
        self._listener = listener
        self._last_write: float | None = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Note progress; `stage` may be any string enum."""
        if self._listener is not None:
            self._listener(str(stage), done, total)
        now = self._clock()
        if self._last_write is not None and now - self._last_write < INTERVAL_SECONDS:
            return
        self._last_write = now
        written = self._mine().update(stage=str(stage), done=done, total=total, heartbeat_at=timezone.now())
        if not written:
            raise Cancelled

    def check(self) -> None:
        """Raise `Cancelled` unless the job still runs under this attempt; call it before saving."""
        if not self._mine().exists():
            raise Cancelled

    def check_attempt(self) -> None:
        """Raise `Cancelled` where another worker has the job; call it before saving what a stop left."""
        if not self._attempted().exists():
            raise Cancelled

    def _mine(self) -> QuerySet[Job]:
        return self._attempted().filter(cancel_requested=False)

    def _attempted(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self._job_id, attempt=self._attempt, state=JobState.RUNNING)
