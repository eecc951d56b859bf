"""Better plans from a plan: a few stores at a time are packed anew by branching, the rest held.

Stores that want each other's lots go together: those in which the lots of a first store would stand
at the least loss by the bound's prices. Work is bounded by nodes, so that the way is always the same.
"""

from __future__ import annotations

import numpy as np

from rakiza.engine.allocation.cuts.assignment import Assignment
from rakiza.engine.allocation.highs import Stop
from rakiza.engine.allocation.scale.programme import Bools, Floats, Ints, Programme, gather, summed
from rakiza.engine.allocation.scale.run import Effort, run

LOTS = 20  # lots that are placed anew together
EFFORT = Effort(gap=1e-6, nodes=300, seconds=5.0, minor=True)
NEAR = 1e-6


class Groups:
    """The stores of an assignment in ever different groups; `loss`: what each choice costs over the bound."""

    def __init__(self, programme: Programme, one: Assignment, loss: Floats, stop: Stop) -> None:
        self._programme, self._one, self._stop = programme, one, stop
        self._loss = loss
        self._turn = 0
        order = np.argsort(programme.indices, kind="stable")
        self._rows_by_column = programme.row_of()[order]
        self._column_starts = np.searchsorted(programme.indices[order], np.arange(programme.columns + 1))

    def passed(self, point: Floats, most: float) -> Floats:
        """Return the point after each store was once first of a group; choices dearer than `most` stay."""
        self._turn += 1
        allowed = self._loss <= most
        for first in range(self._one.stores):
            if self._stop():
                break
            point = self._again(point, self._group(point, first, allowed), allowed)
        return point

    def _group(self, point: Floats, first: int, allowed: Bools) -> Bools:
        one = self._one
        chosen = point[one.column] > 0.5
        held = np.bincount(one.store[chosen], minlength=one.stores)
        mine = np.zeros(one.lots, dtype=np.bool_)
        mine[one.lot[chosen & (one.store == first)]] = True
        if not mine.any():
            mine[one.lot[allowed & (one.store == first)]] = True
        wanted = allowed & mine[one.lot]
        pull = summed(one.store[wanted], 1.0 / (1.0 + np.maximum(0.0, self._loss[wanted])), one.stores)
        pull *= 1.0 + 0.5 * ((np.arange(one.stores) * 7919 * self._turn) % 97) / 97
        pull[first] = np.inf
        group = np.zeros(one.stores, dtype=np.bool_)
        count = 0
        for store in np.argsort(-pull, kind="stable"):
            if count + held[store] > LOTS and group.sum() > 1:
                break
            group[store] = True
            count += int(held[store])
        return group

    def _again(self, point: Floats, group: Bools, allowed: Bools) -> Floats:
        """Place the lots of a group of stores anew among these."""
        one, programme = self._one, self._programme
        chosen = point[one.column] > 0.5
        lots = np.zeros(one.lots, dtype=np.bool_)
        lots[one.lot[chosen & group[one.store]]] = True
        left = [lot for lot, own in enumerate(one.left) if own and point[own[0][0]] > NEAR]
        lots[left] = True
        free = group[one.store] & lots[one.lot] & (allowed | chosen)
        columns = one.column[free]
        opening = one.opening[group & (one.opening >= 0)]
        extra = [column for lot in np.flatnonzero(lots) for column, _ in one.left[lot]]
        columns = np.unique(np.concatenate([columns, opening, np.array(extra, dtype=np.int64)]))
        part = self._part(point, columns)
        outcome = run(part, EFFORT, point[columns], self._stop)
        if outcome.point is None or outcome.value >= float(programme.cost[columns] @ point[columns]) - NEAR:
            return point
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
        part.row_lower[:] -= made
        part.row_upper[:] -= made
        return part
