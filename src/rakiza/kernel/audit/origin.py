"""Where an action comes from: a page and its network address, a command, a job."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

LONGEST = 60
Afterwards = Callable[[], object]


@dataclass(frozen=True, slots=True)
class _Visit:
    """What is going on, and what is still to be written when it is over."""

    origin: str
    afterwards: list[Afterwards] = field(default_factory=list)


_VISIT: ContextVar[_Visit | None] = ContextVar("visit", default=None)


def current_origin() -> str:
    """Return where the running code was called from; empty where nobody said."""
    visit = _VISIT.get()
    return visit.origin if visit else ""


def afterwards(write: Afterwards) -> None:
    """Call `write` when the page is over, even where all that it did was undone; at once outside a page."""
    visit = _VISIT.get()
    if visit is None:
        write()
    else:
        visit.afterwards.append(write)


@contextmanager
def coming_from(origin: str) -> Iterator[None]:
    """Say where what is done inside comes from."""
    visit = _Visit(origin[:LONGEST])
    token = _VISIT.set(visit)
    try:
        yield
    finally:
        try:
            for write in visit.afterwards:
                write()
        finally:
            _VISIT.reset(token)
