"""A worker that disappears is started again; one that is stopped stays so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence

import pytest
from django.db import OperationalError
from tests.robustness.test_power_cut import until

from rakiza.kernel.jobs.actions import Recovery
from rakiza.web.supervision import Supervised, keep_recovering

LASTS = [sys.executable, "-c", "import threading; threading.Event().wait()"]


def test_a_worker_that_is_killed_is_started_again() -> None:
    worker = Supervised(LASTS, pause=0.01)
    worker.start()
    first = worker.process_id
    # The server forks its own processes from here on: a child still being started then would be started for ever.
    assert first is not None

    os.kill(first, signal.SIGKILL)
    until(lambda: worker.process_id != first)
    second = worker.process_id
    worker.stop()

    assert second is not None
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)


def test_a_worker_that_cannot_be_started_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Supervised(LASTS, pause=0.01)
    worker.start()
    first, popen, refused = worker.process_id, subprocess.Popen, []

    def full(command: Sequence[str]) -> subprocess.Popen[bytes]:
        if not refused:
            refused.append(command)
            raise BlockingIOError("Resource temporarily unavailable")
        return popen(command)

    monkeypatch.setattr(subprocess, "Popen", full)
    assert first is not None
    os.kill(first, signal.SIGKILL)
    until(lambda: worker.process_id != first)
    worker.stop()

    assert refused == [tuple(LASTS)]


@pytest.mark.parametrize("fault", [OperationalError("locked"), KeyError("unknown kind")])
def test_silent_jobs_are_looked_for_again_and_again_even_after_a_fault(
    monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    stop, calls = threading.Event(), []

    def recover() -> Recovery:
        calls.append(len(calls))
        if len(calls) == 1:
            raise fault
        stop.set()
        return Recovery((), ())

    monkeypatch.setattr("rakiza.kernel.jobs.actions.recover_stale", recover)
    monkeypatch.setattr("rakiza.web.supervision.close_old_connections", lambda: None)
    monkeypatch.setattr("django.conf.settings.RAKIZA_STALE_JOB_SECONDS", 1)

    keep_recovering(stop).join(timeout=30)

    assert calls == [0, 1]
