"""Disclosure by difference: what is left of a pooled total once the lots that a reader sees are taken off.

A buyer sees the figures of lots that pool three buyers, the total of a family and the total of the
plan. Where one lot of a family is hidden, the family's total minus its visible lots is that lot's own
figure; the same subtraction works between the plan and its families. So a total is shown only where
what it leaves behind is nothing, or at least `LEAST_LOTS` hidden lots to which at least
`LEAST_OTHERS` members other than the reader have contributed (complementary suppression).

Four amounts are held apart, since the state of a hidden lot is shown and tells which of them are
nothing: the estimated value, what is covered, the savings, and what stays open at a known price
(value = covered + savings + open, so that each combination of totals is one of the four).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

LEAST_LOTS = 2
LEAST_OTHERS = 3
_KEPT_MEMBERS = LEAST_OTHERS + 1  # enough for any reader: one of them may be the reader itself


@dataclass(frozen=True, slots=True)
class Rest:
    """Hidden lots behind one amount, and members behind them; both counted no further than matters."""

    lots: int = 0
    members: tuple[int, ...] = ()

    def joined(self, other: Rest) -> Rest:
        """Return both rests as one."""
        return Rest(
            min(self.lots + other.lots, LEAST_LOTS),
            tuple(sorted({*self.members, *other.members})[:_KEPT_MEMBERS]),
        )

    def is_safe(self, reader: int) -> bool:
        """Tell whether the organisation `reader` learns nothing of one lot or of two members from it."""
        others = len(set(self.members) - {reader})
        return self.lots == 0 or (self.lots >= LEAST_LOTS and others >= LEAST_OTHERS)


@dataclass(frozen=True, slots=True)
class Rests:
    """What the visible lots leave of a family's totals, amount by amount."""

    value: Rest = field(default_factory=Rest)
    covered: Rest = field(default_factory=Rest)
    savings: Rest = field(default_factory=Rest)
    open: Rest = field(default_factory=Rest)

    def joined(self, other: Rests) -> Rests:
        """Return both as one."""
        return Rests(
            self.value.joined(other.value),
            self.covered.joined(other.covered),
            self.savings.joined(other.savings),
            self.open.joined(other.open),
        )

    def are_safe(self, reader: int) -> bool:
        """Tell whether every amount is."""
        return all(one.is_safe(reader) for one in (self.value, self.covered, self.savings, self.open))


@dataclass(frozen=True, slots=True)
class FamilyRests:
    """A family as the plan's own totals must know it: its members' number, and what is hidden in it."""

    buyers: int
    rests: Rests


def together(rests: Iterable[Rests]) -> Rests:
    """Return several rests as one."""
    found = Rests()
    for one in rests:
        found = found.joined(one)
    return found
