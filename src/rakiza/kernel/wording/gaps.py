"""Days that nothing covers, between one thing that ends and the next, as messages name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gap:
    """Days on end, both included; `first` may be `last`, never after it."""

    first: date
    last: date


def gap_between(end: date, begins: date) -> Gap | None:
    """Return the days after one that ends and before another that begins; None where there is none."""
    return Gap(end + ONE, begins - ONE) if begins > end + ONE else None
