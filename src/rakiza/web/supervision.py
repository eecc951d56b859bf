"""Keeping the job worker alive beside the server, taking up what a dead one left, doing the daily rounds."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable, Sequence

import structlog
from django.conf import settings
from django.db import close_old_connections

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 1.0
STOP_SECONDS = 10.0


class Supervised:
    """A child process, started again whenever it ends, until `stop`."""

    def __init__(self, command: Sequence[str], *, pause: float = PAUSE_SECONDS) -> None:
        self._command = tuple(command)
        self._pause = pause
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="worker-supervision", daemon=True)

    def start(self) -> None:
        """Start the process, then the thread that watches it.

        The caller may fork once this returns, not meanwhile: a process forked while another is being started
        keeps the pipe open that tells of its start, and the thread that waits for it would never watch anything.
        """
        self._process = subprocess.Popen(self._command)
        self._thread.start()

    @property
    def process_id(self) -> int | None:
        """Number of the present process, None before the first."""
        return self._process.pid if self._process else None

    def stop(self) -> None:
        """End the process, by force where it doesn't heed, and don't start it again."""
        with self._lock:
            self._stopping.set()
            process = self._process
        if process is not None:
            process.terminate()
            try:
                process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._thread.join(timeout=STOP_SECONDS)

    def _keep(self) -> None:
        while not self._stopping.is_set() and self._process is not None:
            code = self._process.wait()
            if not self._stopping.is_set():
                log.error("worker_ended", code=code, again_in=self._pause)
            self._start_again()

    def _start_again(self) -> None:
        """Start the process when the pause is over, unless it is to stop."""
        while not self._stopping.wait(self._pause):
            with self._lock:
                if self._stopping.is_set():
                    return
                try:
                    self._process = subprocess.Popen(self._command)
                except OSError:  # no memory left, or no number: there may be at the next try
                    log.exception("worker_not_started", again_in=self._pause)
                else:
                    return


def keep_recovering(stop: threading.Event | None = None) -> threading.Thread:
    """Start a thread that takes up silent jobs again and again; returns it."""
    return _again_and_again(_recover, "job-recovery", stop)


def keep_sweeping(stop: threading.Event | None = None) -> threading.Thread:
    """Start a thread that does the daily rounds as they fall due; returns it."""
    return _again_and_again(_sweep, "daily-rounds", stop)


def _again_and_again(work: Callable[[], None], name: str, stop: threading.Event | None) -> threading.Thread:
    """Call `work` every minute, or more often where jobs count as silent sooner; what fails is tried again."""
    ended = stop or threading.Event()

    def keep() -> None:
        pause = min(60.0, max(0.5, settings.RAKIZA_STALE_JOB_SECONDS / 5))
        while not ended.is_set():
            try:
                work()
            except Exception:  # whatever it was, jobs must go on being taken up
                log.exception("upkeep_failed", thread=name)
            close_old_connections()
            ended.wait(pause)

    thread = threading.Thread(target=keep, name=name, daemon=True)
    thread.start()
    return thread


def _recover() -> None:
    from rakiza.kernel.jobs.actions import recover_stale  # noqa: PLC0415 - the models are ready here

    found = recover_stale()
    if found.restarted or found.failed:
        log.warning("jobs_recovered", restarted=found.restarted, failed=found.failed)


def _sweep() -> None:
    from rakiza.kernel.jobs.daily import sweep_due  # noqa: PLC0415 - the models are ready here

    for job in sweep_due():
        log.info("daily_round", name=job.params["name"], day=job.params["day"], state=job.state)
