"""The Pareto front of two objectives, both to be made least, by the ε-constraint method.

Each point is the cheapest plan whose second objective stays under a ceiling; ceilings are spread
evenly between the two ends. Source: Y. Haimes, L. Lasdon, D. Wismer (1971).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Point:
    """One plan of the front: its cost, the second objective, how far from the least cost it may be.

    `ceiling`: what the second objective was held under (None: nothing).
    """

    cost: Decimal
    other: Decimal
    gap: float
    ceiling: Decimal | None = None


Cheapest = Callable[[Decimal | None], Point | None]


def front(cheapest: Cheapest, least: Decimal, points: int) -> tuple[Point, ...]:
    """Return the points that no other found dominates, cheapest first.

    `cheapest(ceiling)` returns the cheapest plan whose second objective is at most `ceiling`, None
    where there is none; `least` is the smallest value that objective can take. At most `points`
    plans are solved; a ceiling that a plan found already keeps needs none.
    """
    start = cheapest(None)
    if start is None:
        return ()
    found = [start]
    steps = max(1, points - 1)
    for rank in range(1, steps + 1):
        ceiling = start.other + (least - start.other) * rank / steps
        if ceiling >= start.other:
            continue
        if any(one.other <= ceiling for one in found):
            continue
        point = cheapest(ceiling)
        if point is not None:
            found.append(point)
    return undominated(found)


def undominated(points: Sequence[Point]) -> tuple[Point, ...]:
    """Drop every point that another beats in one objective and equals in the other; cheapest first."""
    kept: list[Point] = []
    for point in sorted(points, key=lambda one: (one.cost, one.other)):
        if not kept or point.other < kept[-1].other:
            kept.append(point)
    return tuple(kept)
