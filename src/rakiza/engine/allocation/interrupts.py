"""Ctrl-C is the caller's: a terminal sends it to every process, and a worker that it ends takes its plan along."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept_from_workers() -> Iterator[None]:
    """Let processes that are started within be deaf to Ctrl-C from their first moment; the caller isn't.

    What is blocked stays blocked in them. They end when they are told to.
    """
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover - Windows has no such masks
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
