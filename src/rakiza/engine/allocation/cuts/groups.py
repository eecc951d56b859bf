"""Better plans from a plan: some lots are placed anew by branching, the rest held.

Lots go together that stand in stores which want each other's lots: those in which the lots of a first
store would stand at the least loss by the bound's prices. Which lots, is drawn from a fixed seed; where
small groups no longer gain, larger ones are tried. Work is bounded by tries and nodes, so that the way
is always the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from rakiza.engine.allocation.cuts.assignment import Assignment
from rakiza.engine.allocation.highs import Stop, never
from rakiza.engine.allocation.scale.programme import Bools, Floats, Ints, Programme, dot, gather, summed
from rakiza.engine.allocation.scale.run import Effort, run

SIZES = (
    (25, 60),
    (40, 80),
    (60, 60),
    (90, 40),
    (140, 30),
)  # lots together, and tries without gain before more
EFFORT = Effort(gap=1e-6, nodes=100, seconds=10.0, minor=True, plain=False)
FURTHER, MOST_FURTHER = 4, 3  # times the nodes, and how often, each time that groups are asked for again
SEED = 11
LEAST_STORES, MOST_STORES = 2, 12
NEAR = 1e-6


class Groups:
    """The lots of an assignment in ever different groups; `loss`: what each choice costs over the bound."""

    def __init__(self, programme: Programme, one: Assignment, loss: Floats) -> None:
        self._programme, self._one, self._stop = programme, one, never
        self._loss = np.maximum(0.0, loss)
        self._asked, self._effort = 0, EFFORT
        self._draw = np.random.default_rng(SEED)
        order = np.argsort(programme.indices, kind="stable")
        self._rows_by_column = programme.row_of()[order]
        self._column_starts = np.searchsorted(programme.indices[order], np.arange(programme.columns + 1))

    def better(self, point: Floats, most: float, stop: Stop) -> Iterator[Floats]:
        """Yield ever better points; choices that lose more than `most` are left out of account.

        Asked again, other groups are drawn, and each is looked into further.
        """
        self._stop = stop
        self._effort = replace(EFFORT, nodes=EFFORT.nodes * FURTHER ** min(self._asked, MOST_FURTHER))
        self._asked += 1
        allowed = np.isfinite(self._loss) & (self._loss <= most)
        typical = float(np.mean(self._loss[allowed])) + NEAR if allowed.any() else 1.0
        for lots, patience in SIZES:
            if lots > self._one.lots and lots > SIZES[0][0]:
                return  # the sizes before took in every lot
            waited = 0
            tries = min(patience, max(2 * self._one.stores, self._one.lots // 4))
            while waited < tries and not self._stop():
                after = self._again(point, self._drawn(point, lots, allowed, typical), allowed)
                waited += 1
                if after is not None:
                    point, waited = after, 0
                    yield point

    def _drawn(self, point: Floats, lots: int, allowed: Bools, typical: float) -> Bools:
        """Draw lots to place anew: a first one that loses much, then those of stores near its own."""
        one, draw = self._one, self._draw
        chosen = np.flatnonzero(point[one.column] > 0.5)
        where = np.full(one.lots, -1, dtype=np.int64)
        loses = np.zeros(one.lots)
        where[one.lot[chosen]] = one.store[chosen]
        loses[one.lot[chosen]] = np.minimum(self._loss[chosen] / typical, 10.0)
        placed = np.flatnonzero(where >= 0)
        free = where < 0
        if not len(placed):
            return free
        weight = loses[placed] + 0.05
        first = int(where[placed[np.searchsorted(np.cumsum(weight), draw.random() * weight.sum())]])
        wanted = allowed & (where[one.lot] == first)
        pull = summed(one.store[wanted], typical / (0.2 * typical + self._loss[wanted]), one.stores)
        pull = (pull + NEAR) * draw.random(one.stores)
        pull[first] = np.inf
        pull[np.bincount(where[placed], minlength=one.stores) == 0] = 0.0
        count = int(draw.integers(LEAST_STORES, MOST_STORES + 1))
        near = np.argsort(-pull, kind="stable")[:count]
        mine = placed[np.isin(where[placed], near)]
        if len(mine) > lots:
            mine = mine[np.argsort(-0.5 * loses[mine] - 2.0 * draw.random(len(mine)), kind="stable")[:lots]]
        free[mine] = True
        return free

    def _again(self, point: Floats, lots: Bools, allowed: Bools) -> Floats | None:
        """Place lots anew, wherever they are allowed; None where nothing better is found."""
        one, programme = self._one, self._programme
        free = lots[one.lot] & (allowed | (point[one.column] > 0.5))
        opening = one.opening[np.unique(one.store[free])]
        extra = [column for lot in np.flatnonzero(lots) for column, _ in one.left[lot]]
        columns = np.concatenate([one.column[free], opening[opening >= 0], np.array(extra, dtype=np.int64)])
        columns = np.unique(columns)
        part = self._part(point, columns)
        outcome = run(part, self._effort, point[columns], self._stop)
        before = dot(programme.cost[columns], point[columns])
        if outcome.point is None or outcome.value >= before - NEAR * max(1.0, abs(before)):
            return None
        after = point.copy()
        after[columns] = np.where(part.integer, np.round(outcome.point), outcome.point)
        return after

    def _part(self, point: Floats, columns: Ints) -> Programme:
        programme = self._programme
        _starts, entries = gather(self._column_starts, columns)
        rows = np.unique(self._rows_by_column[entries])
        part = programme.part(columns, rows)
        held = point.copy()
        held[columns] = 0.0
        _, of_rows = gather(programme.starts, rows)
        lengths = programme.starts[rows + 1] - programme.starts[rows]
        made = np.bincount(
            np.repeat(np.arange(len(rows)), lengths),
            programme.values[of_rows] * held[programme.indices[of_rows]],
            len(rows),
        )
        return replace(part, row_lower=part.row_lower - made, row_upper=part.row_upper - made)
