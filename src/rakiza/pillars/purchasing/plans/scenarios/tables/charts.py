"""The front as a drawing: positions in a box, so that the page draws it without a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.explanation.front import Point
from rakiza.kernel.wording.formats import money, percent
from rakiza.pillars.purchasing.documents.sheets.parameters import small_share

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 20, 620, 34, 250


@dataclass(frozen=True, slots=True)
class Dot:
    """One plan of the front, with its words."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class FrontChart:
    """The whole drawing: dots from the cheapest plan to the least dependent, ends of both scales."""

    dots: tuple[Dot, ...]
    line: str
    least_share: str
    most_share: str
    least_cost: str
    most_cost: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM

    @property
    def middle(self) -> int:
        """Where a caption of the horizontal scale stands."""
        return (self.left + self.right) // 2


@dataclass(frozen=True, slots=True)
class FrontRow:
    """One plan of the front, in words: shares as precise as tells neighbours apart."""

    cost: str
    share: str
    gap: str


def front_rows(points: Sequence[Point], currency: str) -> tuple[FrontRow, ...]:
    """Return the table of the front."""
    places = _places(points)
    return tuple(
        FrontRow(
            money(one.cost, currency, places=0),
            percent(one.other, places=places),
            small_share(round(one.gap, 9)),
        )
        for one in points
    )


def _places(points: Sequence[Point]) -> int:
    """Return how many decimals of a percentage tell neighbours apart: two, four at most."""
    told = (2, 3)
    return next(
        (some for some in told if len({round(one.other, some + 2) for one in points}) == len(points)), 4
    )


def front_chart(points: Sequence[Point], currency: str) -> FrontChart | None:
    """Return the drawing; None for fewer than two points, which draw nothing."""
    if len(points) < 2:
        return None
    places = _places(points)
    shares, costs = [one.other for one in points], [one.cost for one in points]
    dots = tuple(
        Dot(
            _place(one.other, min(shares), max(shares), LEFT + 14, RIGHT - 14),
            _place(one.cost, min(costs), max(costs), BOTTOM - 14, TOP + 14),
            f"{percent(one.other, places=places)} · {money(one.cost, currency, places=0)}",
        )
        for one in points
    )
    return FrontChart(
        dots=dots,
        line=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        least_share=percent(min(shares), places=places),
        most_share=percent(max(shares), places=places),
        least_cost=money(min(costs), currency, places=0),
        most_cost=money(max(costs), currency, places=0),
    )


def _place(value: Decimal, low: Decimal, high: Decimal, start: int, end: int) -> float:
    if high == low:
        return (start + end) / 2
    return round(start + (end - start) * float((value - low) / (high - low)), 1)
