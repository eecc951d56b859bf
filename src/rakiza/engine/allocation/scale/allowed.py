"""How many processes the caller allows to what is being solved; one unless they say more."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_allowed: ContextVar[int] = ContextVar("processes", default=1)


@contextmanager
def processes_allowed(count: int) -> Iterator[None]:
    """Allow `count` processes to what is solved inside; a worker process never starts its own."""
    token = _allowed.set(1 if multiprocessing.parent_process() is not None else max(1, count))
    try:
        yield
    finally:
        _allowed.reset(token)


def processes() -> int:
    """Return how many processes are allowed."""
    return _allowed.get()
