"""Knapsack cuts: the inequality of all packings that a fractional point breaks most, lifted.

Among π with π · s ≤ 1 for every packing s of the fractional items, the one of largest π · x is found
by rows: a small linear programme proposes π, a knapsack answers with a packing that breaks it (Boyd
1994). Items at 1 and at 0 are lifted in turn (Kaparis and Letchford 2008). Whatever the arithmetic did,
the right-hand side is at last what a whole-number knapsack says is the most, so a cut is always valid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rakiza.engine.allocation.cuts.knapsack import add_item, coarse, table, taken
from rakiza.engine.allocation.scale.programme import Floats, Ints, dot

if TYPE_CHECKING:
    import highspy

VIOLATED = 1e-3
SAME = 1e-6
MOST_PACKINGS = 200
MOST_ITEMS = 60  # fractional items beyond which a cut is not worth its search
ROOM = 1.0 + 1e-9


@dataclass(frozen=True, slots=True)
class Cut:
    """Σ coefficient × item ≤ limit, times what opens the store where something does."""

    coefficients: Floats
    limit: float


def separate(point: Floats, weights: Ints, capacity: int) -> Cut | None:
    """Return a valid cut that `point` breaks, None where none was found; every weight within capacity."""
    weights, capacity = coarse(weights, capacity)
    full, empty = point >= 1 - SAME, point <= SAME
    middle = np.flatnonzero(~full & ~empty)
    left = capacity - int(weights[full].sum())
    if left < 0:
        return _cover(point, weights, capacity)
    if not len(middle) or len(middle) > MOST_ITEMS or int(weights[middle].sum()) <= left:
        return None
    normal = _normal(point[middle], weights[middle], left)
    if normal is None:
        return None
    return _lifted(point, weights, capacity, (middle, normal, np.flatnonzero(full)))


def _cover(point: Floats, weights: Ints, capacity: int) -> Cut | None:
    """Return the cover of the fullest items, where the point overfills the store."""
    order = np.argsort(-point, kind="stable")
    size = int(np.searchsorted(np.cumsum(weights[order]), capacity, side="right")) + 1
    cover = order[:size]
    share = np.full(len(cover), 1.0 / max(1, len(cover) - 1))
    return _lifted(point, weights, capacity, (cover, share, cover[:0]))


def _normal(point: Floats, weights: Ints, capacity: int) -> Floats | None:
    """Return π ≥ 0 of most π · point with π · s ≤ 1 for every packing s; None where none is above 1."""
    count = len(point)
    possible = weights <= capacity
    if not possible.any():
        return np.ones(count)
    highs = _proposer(point, weights, capacity)
    for _ in range(MOST_PACKINGS):
        highs.run()
        normal: Floats = np.maximum(0.0, np.array(highs.getSolution().col_value))
        if dot(normal, point) <= 1.0 + VIOLATED:
            return None
        own = np.flatnonzero(possible & (normal > SAME))
        best = table(normal[own], weights[own], capacity)
        if float(best[-1, -1]) <= 1.0 + SAME:
            return normal
        packing = own[taken(best, weights[own])]
        highs.addRow(-np.inf, 1.0, len(packing), packing.astype(np.int32), np.ones(len(packing)))
    return normal / float(best[-1, -1])


def _proposer(point: Floats, weights: Ints, capacity: int) -> highspy.Highs:
    import highspy  # noqa: PLC0415

    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (("output_flag", False), ("threads", 1), ("solver", "simplex"), ("presolve", "off")):
        highs.setOptionValue(name, value)
    highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
    for own, weight in zip(point.tolist(), weights.tolist(), strict=True):
        highs.addVar(0.0, 1.0 if weight <= capacity else 2.0)
        highs.changeColCost(highs.getNumCol() - 1, own)
    return highs


def _lifted(point: Floats, weights: Ints, capacity: int, core: tuple[Ints, Floats, Ints]) -> Cut | None:
    """Lift the items that stand at 1 down and all others up; keep the cut where the point breaks it."""
    middle, normal, full = core
    coefficients = np.zeros(len(point))
    coefficients[middle] = normal
    best = np.zeros(capacity + 1)
    for item in middle.tolist():
        add_item(best, float(coefficients[item]), int(weights[item]))
    inside = np.zeros(len(point), dtype=np.bool_)
    inside[middle] = True
    room = capacity - int(weights[full].sum())
    limit = float(best[room])
    for item in full[np.argsort(-weights[full], kind="stable")].tolist():
        room += int(weights[item])
        gain = float(best[room]) - limit
        coefficients[item], inside[item] = gain, True
        limit += gain
        add_item(best, gain, int(weights[item]))
    for item in np.flatnonzero(~inside)[np.argsort(-weights[~inside], kind="stable")].tolist():
        value = limit - float(best[capacity - int(weights[item])])
        if value > SAME:
            coefficients[item] = value
            add_item(best, value, int(weights[item]))
    limit = float(best[capacity]) * ROOM
    if dot(coefficients, point) <= limit * (1 + VIOLATED):
        return None
    return Cut(coefficients, limit)
