"""The way of a device to the market as spans of days: who held it, and where it waited longest.

Pure: dated facts in, spans out. A span that hasn't ended runs to the day it is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Leg(StrEnum):
    """A part of the way."""

    DECLARATION = "declaration"
    CERTIFICATION = "certification"
    TESTS = "tests"
    REGISTRATION = "registration"


class Holder(StrEnum):
    """Who has it in hand meanwhile."""

    MAKER = "maker"
    BODY = "body"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Mark:
    """A dated fact of one file: what begins on that day, and in whose hands. `step` None ends the file."""

    on: date
    step: str | None
    holder: Holder


@dataclass(frozen=True, slots=True)
class Span:
    """Days of one step. `ended` is false where it still runs."""

    leg: Leg
    step: str
    holder: Holder
    first: date
    last: date
    ended: bool

    @property
    def days(self) -> int:
        """How many days it took, or has taken so far."""
        return (self.last - self.first).days


@dataclass(frozen=True, slots=True)
class Path:
    """Everything known of one device's way, oldest first."""

    spans: tuple[Span, ...]

    @property
    def days(self) -> int:
        """Days from the first fact to the last; spans may run side by side."""
        if not self.spans:
            return 0
        return (max(span.last for span in self.spans) - self.spans[0].first).days

    @property
    def longest(self) -> Span | None:
        """The span where it waited longest, the first of equals."""
        return max(self.spans, key=lambda span: span.days, default=None)

    def held_by(self, holder: Holder) -> int:
        """Days in the hands of one party, days side by side counted once."""
        return len({day for span in self.spans if span.holder is holder for day in _days(span)})


def spans_of(leg: Leg, marks: Sequence[Mark], today: date) -> tuple[Span, ...]:
    """Return the steps of one file: each from its mark to the next, the last to `today` unless it ended.

    Marks in any order; marks of one day keep the order given, and a step of no days is left out.
    """
    ordered = sorted((mark for mark in marks if mark.on <= today), key=lambda mark: mark.on)
    found = []
    for number, mark in enumerate(ordered):
        if mark.step is None:
            break
        after = ordered[number + 1] if number + 1 < len(ordered) else None
        last = after.on if after is not None else today
        if after is None or last > mark.on:
            found.append(Span(leg, mark.step, mark.holder, mark.on, last, ended=after is not None))
    return tuple(found)


def path_of(spans: Iterable[Span]) -> Path:
    """Return spans of several files as one way, in the order in which they began."""
    return Path(tuple(sorted(spans, key=lambda span: (span.first, span.last, span.leg, span.step))))


def _days(span: Span) -> Iterable[int]:
    return range(span.first.toordinal(), span.last.toordinal())
