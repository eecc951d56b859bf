"""What the numbers of one outline decide: found out once for all numbers that answer alike.

A plan is a tree of questions about numbers (is the first above 34? is it below the second?); its ends
say what a reading with those answers states, with places where the numbers go.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Generic, TypeVar

from rakiza.engine.reading.noted import Expression, Note, Numbers

T = TypeVar("T")
_MOST_ENDS = 128  # of one outline


@dataclass(slots=True)
class _Fork(Generic[T]):
    """A question, and where each answer met so far leads."""

    ask: Expression
    ways: dict[float, _Fork[T] | _End[T]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _End(Generic[T]):
    """What holds after these answers."""

    found: T


class Plan(Generic[T]):
    """What was found for the numbers met so far, by what they answer."""

    __slots__ = ("_ends", "_root")

    def __init__(self) -> None:
        """Start with nothing found."""
        self._root: _Fork[T] | _End[T] | None = None
        self._ends = 0

    def find(self, numbers: Numbers) -> T | None:
        """Return what was found for numbers that answer as these do, None where there were none."""
        step = self._root
        while isinstance(step, _Fork):
            step = step.ways.get(step.ask(numbers))
        return step.found if step is not None else None

    def keep(self, notes: list[Note], found: T) -> T:
        """Keep what holds for all numbers that give these answers to these questions; return it."""
        if self._ends >= _MOST_ENDS:
            self._root, self._ends = None, 0
        self._ends += 1
        end = _End(found)
        if not notes:
            self._root = end
            return found
        if not isinstance(self._root, _Fork):
            self._root = _Fork(notes[0].ask)
        fork = self._root
        for note, after in pairwise(notes):
            way = fork.ways.get(note.answer)
            if not isinstance(way, _Fork):
                way = fork.ways[note.answer] = _Fork(after.ask)
            fork = way
        fork.ways[notes[-1].answer] = end
        return found
