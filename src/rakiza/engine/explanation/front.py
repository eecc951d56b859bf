"""The Pareto front of two objectives, both to be made least, by the ε-constraint method.

Each point is the cheapest plan whose second objective stays under a ceiling; ceilings are spread
evenly between the two ends. Source: Y. Haimes, L. Lasdon, D. Wismer (1971).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rakiza.engine.explanation.limits import Stopped


@dataclass(frozen=True, slots=True)
class Point:
    """One plan of the front: its cost, the second objective, how far from the least cost it may be.

    `ceiling`: what the second objective was held under (None: nothing). `margin`: the preference margin
    that it was solved with (None: not kept).
    """

    cost: Decimal
    other: Decimal
    gap: float
    ceiling: Decimal | None = None
    margin: Decimal | None = None


Cheapest = Callable[[Decimal | None], Point | None]


def front(cheapest: Cheapest, least: Decimal, points: int) -> tuple[Point, ...]:
    """Return the points that no other found dominates, cheapest first.

    `cheapest(ceiling)` returns the cheapest plan whose second objective is at most `ceiling`, None
    where there is none; `least` is the smallest value that objective can take. At most `points`
    plans are solved; a ceiling that a plan found already keeps needs none.
    """
    return undominated(spread(cheapest, least, points).points)


@dataclass(frozen=True, slots=True)
class Spread:
    """The plans found in the order of their ceilings; `not_reached`: ranks that the end came before."""

    points: tuple[Point, ...]
    not_reached: tuple[int, ...] = ()


def spread(cheapest: Cheapest, least: Decimal, points: int) -> Spread:
    """Return the plans of a front as far as `cheapest` answers: it may raise Stopped. Rank 0: no ceiling."""
    steps = max(1, points - 1)
    found: list[Point] = []
    for rank in range(steps + 1):
        try:
            one = _ranked(cheapest, found, least, Fraction(rank, steps))
        except Stopped:
            return Spread(tuple(found), tuple(range(rank, steps + 1)))
        if one is not None:
            found.append(one)
        elif not found:
            break
    return Spread(tuple(found))


def _ranked(cheapest: Cheapest, found: Sequence[Point], least: Decimal, share: Fraction) -> Point | None:
    """Return the cheapest plan under the ceiling at `share` of the way, None where one found keeps it."""
    if not found:
        return cheapest(None)
    start = found[0].other
    ceiling = start + (least - start) * share.numerator / share.denominator
    if ceiling >= start or any(one.other <= ceiling for one in found):
        return None
    return cheapest(ceiling)


def undominated(points: Sequence[Point]) -> tuple[Point, ...]:
    """Drop every point that another beats in one objective and equals in the other; cheapest first."""
    kept: list[Point] = []
    for point in sorted(points, key=lambda one: (one.cost, one.other)):
        if not kept or point.other < kept[-1].other:
            kept.append(point)
    return tuple(kept)
