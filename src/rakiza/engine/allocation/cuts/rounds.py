"""The linear relaxation of a programme under cuts: rows are added where its points break them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from rakiza.engine.allocation.cuts.assignment import Assignment
from rakiza.engine.allocation.cuts.fenchel import separate
from rakiza.engine.allocation.highs import SEED
from rakiza.engine.allocation.scale.programme import Floats, Ints, Programme
from rakiza.engine.allocation.scale.run import pass_programme

if TYPE_CHECKING:
    import highspy

Row = tuple[Ints, Floats, float]  # Σ value × column ≤ limit
BINDS = 1e-7
GAIN = 2e-6  # relative: a round that lifts the bound by less than this
MOST_CUTS = 900  # beyond which those that don't bind are dropped


class Relaxation:
    """A programme's linear relaxation with the cuts found so far; bounds of columns may be changed."""

    def __init__(self, programme: Programme, one: Assignment, known: list[Row], ends: float) -> None:
        self.programme, self._one, self.ends = programme, one, ends
        self._items = one.items()
        self._highs = _relaxation(programme)
        self.rows: list[Row] = []
        self._columns: Ints = np.arange(programme.columns, dtype=np.int32)
        self.lower, self.upper = programme.lower, programme.upper
        self.point: Floats = np.zeros(programme.columns)
        self.reduced: Floats = np.zeros(programme.columns)
        self.value = float("-inf")
        if known:
            self._add(known)

    def solve(self, lower: Floats, upper: Floats, patience: int, most: float = np.inf) -> float:
        """Return the bound within these column bounds after rounds of cuts; infinite where there is no point.

        Ends once the bound is above `most`, or when `patience` rounds lifted it by nothing to speak of.
        """
        self.lower, self.upper = lower, upper
        self._highs.changeColsBounds(len(self._columns), self._columns, lower, upper)
        bound, waited = self._run(), 0
        while np.isfinite(bound) and bound <= most and waited < patience and time.monotonic() < self.ends:
            rows = self._separated()
            if not rows:
                break
            self._add(rows)
            reached = self._run()
            waited = 0 if reached - bound > GAIN * abs(bound) else waited + 1
            bound = max(bound, reached)
        return bound

    def _run(self) -> float:
        """Solve; infinite where nothing is feasible, minus infinity where time ran out."""
        import highspy  # noqa: PLC0415

        highs = self._highs
        left = max(0.0, self.ends - time.monotonic())
        highs.setOptionValue("time_limit", highs.getRunTime() + left)
        highs.run()
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return float("inf")
        if status != highspy.HighsModelStatus.kOptimal:
            return float("-inf")
        solution = highs.getSolution()
        self.point, self.reduced = np.array(solution.col_value), np.array(solution.col_dual)
        self.value = float(highs.getInfo().objective_function_value)
        return self.value

    def _add(self, rows: list[Row]) -> None:
        highs = self._highs
        if len(self.rows) > MOST_CUTS:
            idle = [i for i, row in enumerate(self.rows) if _slack(row, self.point) > BINDS]
            places = np.array(idle, dtype=np.int32) + self.programme.rows
            highs.deleteRows(len(places), places)
            gone = set(idle)
            self.rows = [row for i, row in enumerate(self.rows) if i not in gone]
        self.rows += rows
        starts = np.cumsum([0, *(len(columns) for columns, _, _ in rows[:-1])]).astype(np.int32)
        columns = np.concatenate([columns for columns, _, _ in rows]).astype(np.int32)
        values = np.concatenate([values for _, values, _ in rows])
        limits = np.array([limit for _, _, limit in rows])
        nothing = np.full(len(rows), -np.inf)
        highs.addRows(len(rows), nothing, limits, len(columns), starts, columns, values)

    def _separated(self) -> list[Row]:
        """Return rows that the point breaks: a choice before its store is opened, then knapsacks."""
        rows = self._links()
        for store, items in enumerate(self._items):
            row = self._packing(store, items)
            if row is not None:
                rows.append(row)
        opened = self._enough()
        return rows if opened is None else [*rows, opened]

    def _links(self) -> list[Row]:
        one, point = self._one, self.point
        opening = one.opening[one.store]
        above = point[one.column] - np.where(opening >= 0, point[opening], 1.0)
        return [
            (np.array([one.column[choice], opening[choice]]), np.array([1.0, -1.0]), 0.0)
            for choice in np.flatnonzero((opening >= 0) & (above > 1e-6))
        ]

    def _packing(self, store: int, items: Ints) -> Row | None:
        one, point = self._one, self.point
        capacity, opening = int(one.capacity[store]), int(one.opening[store])
        items = items[(self.programme.upper[one.column[items]] > 0) & (one.weight[items] <= capacity)]
        opened = float(point[opening]) if opening >= 0 else 1.0
        if opened <= 1e-6 or int(one.weight[items].sum()) <= capacity:
            return None
        cut = separate(np.clip(point[one.column[items]] / opened, 0.0, 1.0), one.weight[items], capacity)
        if cut is None:
            return None
        kept = np.flatnonzero(cut.coefficients > 0)
        columns, values = one.column[items[kept]], cut.coefficients[kept]
        if opening < 0:
            return columns, values, cut.limit
        return np.append(columns, opening), np.append(values, -cut.limit), 0.0

    def _enough(self) -> Row | None:
        """Open stores together hold all lots; shut ones are a knapsack of the capacity to spare."""
        one, point = self._one, self.point
        if np.isfinite(one.leaving).any() or (one.opening < 0).any():
            return None
        if len(np.unique(one.opening)) < one.stores:
            return None
        spare = int(one.capacity.sum()) - one.needed
        stores = np.flatnonzero((one.capacity <= spare) & (self.programme.lower[one.opening] < 1))
        if spare < 0 or int(one.capacity[stores].sum()) <= spare:
            return None
        cut = separate(np.clip(1.0 - point[one.opening[stores]], 0.0, 1.0), one.capacity[stores], spare)
        if cut is None:
            return None
        return one.opening[stores], -cut.coefficients, cut.limit - float(cut.coefficients.sum())


def _slack(row: Row, point: Floats) -> float:
    columns, values, limit = row
    return limit - float(values @ point[columns])


def _relaxation(programme: Programme) -> highspy.Highs:
    import highspy  # noqa: PLC0415

    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (("output_flag", False), ("threads", 1), ("random_seed", SEED)):
        highs.setOptionValue(name, value)
    pass_programme(highs, programme, np.zeros(programme.columns, dtype=np.int32))
    return highs
