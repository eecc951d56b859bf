"""The solver's linear programme over those columns that have joined: the others wait until they pay.

A waiting column costs nothing at all, where one that is only held at zero makes each run dearer (measured: 50 ms a
run with 32,000 columns, 8 ms with 4,500 of them). Points and reduced costs are told of all columns.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rakiza.engine.allocation.highs import SEED
from rakiza.engine.allocation.scale.programme import Bools, Floats, Ints, Programme, dot, gather
from rakiza.engine.allocation.scale.run import limit, pass_programme

if TYPE_CHECKING:
    import highspy

Row = tuple[Ints, Floats, float]  # Σ value × column ≤ limit
BINDS = 1e-7
DEVEX = (
    1  # weights of steepest edges are counted anew whenever rows or columns come: half as much again a run
)
OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": SEED,
    "simplex_dual_edge_weight_strategy": DEVEX,
}


@dataclass(frozen=True, slots=True)
class Basis:
    """A basis of the solver, and how often rows had been dropped when it was found."""

    found: highspy.HighsBasis
    dropped: int


class Joined:
    """Some columns of a programme, all of its rows, and rows added; `joined` says which columns."""

    def __init__(self, programme: Programme, joined: Bools) -> None:
        self.programme, self.rows = programme, list[Row]()
        self.lower, self.upper = programme.lower, programme.upper
        self.point: Floats = np.zeros(programme.columns)
        self.reduced: Floats = np.zeros(programme.columns)
        self.duals: Floats = np.zeros(programme.rows)
        self.value = float("-inf")
        self.joined = joined.copy()
        self._inside: Ints = np.flatnonzero(joined)
        self._place: Ints = np.full(programme.columns, -1, dtype=np.int64)
        self._place[self._inside] = np.arange(len(self._inside))
        part = programme.part(self._inside, np.arange(programme.rows))
        self._highs = _solver(part)
        order = np.argsort(programme.indices, kind="stable")
        self._of_row, self._value = programme.row_of()[order], programme.values[order]
        self._starts: Ints = np.searchsorted(programme.indices[order], np.arange(programme.columns + 1))
        self._dropped = 0

    def bound(self, lower: Floats, upper: Floats) -> None:
        """Set the bounds of all columns."""
        self.lower, self.upper = lower, upper
        inside = self._inside
        self._highs.changeColsBounds(
            len(inside), np.arange(len(inside), dtype=np.int32), lower[inside], upper[inside]
        )

    def join(self, columns: Ints) -> None:
        """Let columns join."""
        starts, entries = gather(self._starts, columns)
        self._highs.addCols(
            len(columns),
            self.programme.cost[columns],
            self.lower[columns],
            self.upper[columns],
            len(entries),
            starts[:-1].astype(np.int32),
            self._of_row[entries].astype(np.int32),
            self._value[entries],
        )
        self._place[columns] = len(self._inside) + np.arange(len(columns))
        self._inside = np.concatenate([self._inside, columns])
        self.joined[columns] = True

    def add(self, rows: list[Row]) -> None:
        """Add rows; what they say of columns that wait is left out, which makes rows of ≥ 0 only weaker."""
        self.rows += rows
        own = [self._place[columns] for columns, _, _ in rows]
        values = [values[places >= 0] for (_, values, _), places in zip(rows, own, strict=True)]
        own = [places[places >= 0] for places in own]
        starts = np.cumsum([0, *(len(places) for places in own[:-1])]).astype(np.int32)
        limits = np.array([limit for _, _, limit in rows])
        nothing = np.full(len(rows), -np.inf)
        entries = np.concatenate(own).astype(np.int32)
        self._highs.addRows(len(rows), nothing, limits, len(entries), starts, entries, np.concatenate(values))

    def drop_idle(self) -> None:
        """Drop the rows added that don't bind."""
        idle = [i for i, row in enumerate(self.rows) if _slack(row, self.point) > BINDS]
        places = np.array(idle, dtype=np.int32) + self.programme.rows
        self._highs.deleteRows(len(places), places)
        gone = set(idle)
        self.rows = [row for i, row in enumerate(self.rows) if i not in gone]
        self._dropped += 1

    def run(self, ends: float) -> float:
        """Solve; infinite where nothing is feasible, minus infinity where time ran out."""
        import highspy  # noqa: PLC0415

        highs = self._highs
        limit(highs, ends - time.monotonic())
        highs.run()
        status = highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return float("inf")
        if status != highspy.HighsModelStatus.kOptimal:
            return float("-inf")
        solution = highs.getSolution()
        self.point = np.zeros(self.programme.columns)
        self.point[self._inside] = solution.col_value
        self.duals = duals = np.array(solution.row_dual)[: self.programme.rows]
        worth = np.bincount(
            self.programme.indices,
            self.programme.values * duals[self.programme.row_of()],
            self.programme.columns,
        )
        self.reduced = self.programme.cost - worth
        self.reduced[self._inside] = solution.col_dual
        self.value = float(highs.getInfo().objective_function_value)
        return self.value

    def needed(self, ends: float) -> Ints | None:
        """Return waiting columns with which there is a point, none where there is none; None if time ran out."""
        open_ = np.flatnonzero(~self.joined & (self.upper > self.lower))
        if not len(open_):
            return open_
        every = Joined(self.programme, np.ones(self.programme.columns, dtype=np.bool_))
        every.bound(self.lower, self.upper)
        if self.rows:
            every.add(self.rows)
        value = every.run(ends)
        if value == float("-inf"):
            return None
        return open_[:0] if value == float("inf") else open_[every.point[open_] > BINDS]

    @property
    def basis(self) -> Basis:
        """Where the solver stands, to go on from there later."""
        return Basis(self._highs.getBasis(), self._dropped)

    def go_back(self, basis: Basis) -> None:
        """Go on from an earlier basis: rows added since are slack, columns that joined since at their least.

        Nothing happens where rows were dropped since.
        """
        import highspy  # noqa: PLC0415

        if basis.dropped != self._dropped:
            return
        status, found = highspy.HighsBasisStatus, basis.found
        rows, columns = found.row_status, found.col_status
        more = self.programme.rows + len(self.rows) - len(rows)
        found.row_status = [*rows, *([status.kBasic] * more)]
        found.col_status = [*columns, *([status.kLower] * (len(self._inside) - len(columns)))]
        self._highs.setBasis(found)


def _slack(row: Row, point: Floats) -> float:
    columns, values, limit = row
    return limit - dot(values, point[columns])


def _solver(programme: Programme) -> highspy.Highs:
    import highspy  # noqa: PLC0415

    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in OPTIONS.items():
        highs.setOptionValue(name, value)
    pass_programme(highs, programme, np.zeros(programme.columns, dtype=np.int32))
    return highs
