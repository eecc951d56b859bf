"""What confirming an import does, row by row and in all; devices and offers are counted alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Outcome(StrEnum):
    """What confirming a row would do."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows a confirmed import created, changed and left alone."""

    created: int
    changed: int
    unchanged: int

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Self:
        """Count the outcomes of an import's rows."""
        told = list(outcomes)
        return cls(*(told.count(outcome) for outcome in Outcome))
