"""Progress of a run, and how a caller stops it."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Stage(StrEnum):
    """The stages of a run, in order."""

    READING = "reading"
    ELIGIBILITY = "eligibility"
    CONSOLIDATION = "consolidation"
    MATCHING = "matching"
    ALLOCATION = "allocation"
    EXPLANATION = "explanation"


class Progress(Protocol):
    """Called often with `done` of `total` of a stage; raise `Cancelled` inside to stop the run."""

    def __call__(self, stage: Stage, done: int, total: int) -> None: ...


class Cancelled(Exception):  # noqa: N818 - an event, not a fault
    """The caller asked the run to stop; nothing was kept."""


def silent(stage: Stage, done: int, total: int) -> None:
    """Ignore progress."""
