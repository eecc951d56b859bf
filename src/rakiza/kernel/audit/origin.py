"""Where an action comes from: a page and its network address, a command, a job."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ORIGIN: ContextVar[str] = ContextVar("origin", default="")
_LONGEST = 60


def current_origin() -> str:
    """Return where the running code was called from; empty where nobody said."""
    return _ORIGIN.get()


@contextmanager
def coming_from(origin: str) -> Iterator[None]:
    """Say where what is done inside comes from."""
    token = _ORIGIN.set(origin[:_LONGEST])
    try:
        yield
    finally:
        _ORIGIN.reset(token)
