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

from rakiza.engine.explanation.limits import Stopped

Holds = Callable[[frozenset[str]], bool]


def minimal_conflict(rules: Sequence[str], holds: Holds) -> tuple[str, ...]:
    """Return a minimal set of rules that can't hold together, in the order of `rules`.

    `holds` tells whether a plan obeys a set of rules, and must be monotone: fewer rules, no harder.
    Empty where all hold together, or where not even none does (the conflict isn't one of rules).
    Asks at most once a rule, and twice more.
    """
    return filtered(rules, holds).rules


@dataclass(frozen=True, slots=True)
class Filtered:
    """Rules that can't hold together; `untried`: those of them that may yet be too many."""

    rules: tuple[str, ...]
    untried: tuple[str, ...] = ()


def filtered(rules: Sequence[str], holds: Holds) -> Filtered:
    """Return the minimal set as far as `holds` answers: it may raise Stopped.

    Before it is known that there is a conflict, no rule is said to be in it and all are untried.
    """
    kept = tuple(dict.fromkeys(rules))
    try:
        if holds(frozenset(kept)) or not holds(frozenset()):
            return Filtered(())
    except Stopped:
        return Filtered((), kept)
    for done, rule in enumerate(tried := kept):
        try:
            if not holds(frozenset(kept) - {rule}):
                kept = tuple(one for one in kept if one != rule)
        except Stopped:
            return Filtered(kept, tried[done:])
    return Filtered(kept)


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
