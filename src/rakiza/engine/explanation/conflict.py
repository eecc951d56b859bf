"""Rules that can't hold together: a smallest set of them, and how little each must give way.

A set is smallest in that taking any one rule out of it leaves rules that hold together (an irreducible
infeasible set). Found by the deletion filter: J. W. Chinneck, "Feasibility and Infeasibility in
Optimization" (2008), chapter 6.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Holds = Callable[[frozenset[str]], bool]


def minimal_conflict(rules: Sequence[str], holds: Holds) -> tuple[str, ...]:
    """Return a minimal set of rules that can't hold together, in the order of `rules`.

    `holds` tells whether a plan obeys a set of rules, and must be monotone: fewer rules, no harder.
    Empty where all hold together, or where not even none does (the conflict isn't one of rules).
    Asks at most once a rule, and twice more.
    """
    kept = list(dict.fromkeys(rules))
    if holds(frozenset(kept)) or not holds(frozenset()):
        return ()
    for rule in tuple(kept):
        without = frozenset(kept) - {rule}
        if not holds(without):
            kept.remove(rule)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Threshold:
    """Where something changes: `fails` doesn't suffice, `holds` does, both tried."""

    fails: Decimal
    holds: Decimal


def threshold(
    low: Decimal, high: Decimal, enough: Callable[[Decimal], bool], step: Decimal
) -> Threshold | None:
    """Return the least multiple of `step` above `low`, up to `high`, that is enough, and the one before.

    `enough` must be monotone and false at `low`; None where not even `high` is enough. Asks about
    log2((high − low) / step) times.
    """
    last = -int(-Fraction(high - low) // Fraction(step))
    if last <= 0 or not enough(high):
        return None
    first = 0
    while last - first > 1:
        middle = (first + last) // 2
        if enough(low + middle * step):
            last = middle
        else:
            first = middle
    return Threshold(low + first * step, min(high, low + last * step))
