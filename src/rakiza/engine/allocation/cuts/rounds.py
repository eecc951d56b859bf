"""The linear relaxation of a programme under cuts: rows are added where its points break them.

Of many columns only some need be in it at first: the others join once their reduced cost says that they pay, so
that what is found is the optimum over all of them.
"""

from __future__ import annotations

import time

import numpy as np

from rakiza.engine.allocation.cuts.assignment import Assignment
from rakiza.engine.allocation.cuts.fenchel import separate
from rakiza.engine.allocation.cuts.joined import Basis, Joined, Row
from rakiza.engine.allocation.scale.programme import Bools, Floats, Ints, Programme, summed

GAIN = 2e-6  # relative: a round that lifts the bound by less than this
CUTS_A_LOT = 5
MOST_CUTS = 900  # beyond which those that don't bind are dropped
PAYS = 1e-9  # relative to the greatest cost: a reduced cost below zero
JOINING = 4  # columns a lot that join at once


class Relaxation:
    """A programme's linear relaxation with the cuts found so far; bounds of columns may be changed.

    `joined`: the columns that are in it from the beginning (None: all).
    """

    def __init__(
        self,
        programme: Programme,
        one: Assignment,
        known: list[Row],
        ends: float,
        joined: Bools | None = None,
    ) -> None:
        self.programme, self._one, self.ends = programme, one, ends
        self._linear = Joined(
            programme, np.ones(programme.columns, dtype=np.bool_) if joined is None else joined
        )
        self._pays = -PAYS * float(np.abs(programme.cost[programme.upper > 0]).max(initial=1.0))
        self._items = one.items()
        if known:
            self._linear.add(known)

    @property
    def rows(self) -> list[Row]:
        """The cuts found so far."""
        return self._linear.rows

    @property
    def lower(self) -> Floats:
        """The least of each column, as last solved."""
        return self._linear.lower

    @property
    def upper(self) -> Floats:
        """The most of each column, as last solved."""
        return self._linear.upper

    @property
    def point(self) -> Floats:
        """The last point found."""
        return self._linear.point

    @property
    def reduced(self) -> Floats:
        """What a unit of each column costs more than it saves at the last point."""
        return self._linear.reduced

    @property
    def value(self) -> float:
        """What the last point costs."""
        return self._linear.value

    @property
    def prices(self) -> Floats:
        """What the last point pays for each lot."""
        one, programme = self._one, self.programme
        equal = programme.row_lower == programme.row_upper
        paid = programme.values * np.where(equal, self._linear.duals, 0.0)[programme.row_of()]
        first = np.unique(one.lot, return_index=True)[1]
        worth: Floats = summed(programme.indices, paid, programme.columns)
        return worth[one.column[first]]

    @property
    def basis(self) -> Basis:
        """Where the solver stands, to go on from there later."""
        return self._linear.basis

    def go_back(self, basis: Basis) -> None:
        """Go on from an earlier basis, where rows weren't dropped since."""
        self._linear.go_back(basis)

    def solve(self, lower: Floats, upper: Floats, patience: int, most: float = np.inf) -> float:
        """Return the bound within these column bounds after rounds of cuts; infinite where there is no point.

        Ends once the bound is above `most`, or when `patience` rounds lifted it by nothing to speak of.
        """
        self._linear.bound(lower, upper)
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
        """Solve over all columns; infinite where nothing is feasible, minus infinity where time ran out."""
        linear = self._linear
        value = linear.run(self.ends)
        if value == float("inf"):
            needed = linear.needed(self.ends)
            if needed is None or not len(needed):
                return float("-inf") if needed is None else value
            linear.join(needed)
            value = linear.run(self.ends)
        while np.isfinite(value):
            joined, links = self._join(), self._links()
            if links:
                self._add(links)
            if not joined and not links:
                break
            value = linear.run(self.ends)
        return value

    def _join(self) -> bool:
        """Let columns join that pay at the point found; tell whether any did."""
        linear = self._linear
        found = np.flatnonzero(~linear.joined & (linear.upper > linear.lower) & (linear.reduced < self._pays))
        most = JOINING * self._one.lots
        if len(found) > most:
            found = np.sort(found[np.argsort(linear.reduced[found], kind="stable")[:most]])
        if len(found):
            linear.join(found)
        return bool(len(found))

    def _add(self, rows: list[Row]) -> None:
        if len(self.rows) > MOST_CUTS + CUTS_A_LOT * self._one.lots:
            self._linear.drop_idle()
        self._linear.add(rows)

    def _separated(self) -> list[Row]:
        """Return knapsacks that the point breaks."""
        rows: list[Row] = []
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
        items = items[
            (self.programme.upper[one.column[items]] > 0)
            & self._linear.joined[one.column[items]]
            & (one.weight[items] <= capacity)
        ]
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


def without_links(programme: Programme, one: Assignment) -> Programme:
    """Leave out the rows that say of one choice that its store must be open, which the store's own row says too.

    There are as many as choices; a relaxation adds the few that it needs.
    """
    place = np.full(programme.columns, -1, dtype=np.int64)
    place[one.column] = np.where(one.weight > 0, one.opening[one.store], -1)
    lengths = np.diff(programme.starts)
    rows = np.flatnonzero((lengths == 2) & (programme.row_upper == 0) & np.isinf(programme.row_lower))
    first = programme.starts[rows]
    columns = np.stack([programme.indices[first], programme.indices[first + 1]])
    values = np.stack([programme.values[first], programme.values[first + 1]])
    link = np.zeros(len(rows), dtype=np.bool_)
    for choice, opening in ((0, 1), (1, 0)):
        link |= (
            (place[columns[choice]] == columns[opening]) & (values[choice] == 1.0) & (values[opening] == -1.0)
        )
    kept = np.ones(programme.rows, dtype=np.bool_)
    kept[rows[link]] = False
    return programme.part(np.arange(programme.columns), np.flatnonzero(kept))
