"""Quantities split by price step are merged: one column an option and one a step, far fewer in all.

A ladder has steps t with a decision y_t each, at most one taken, and columns x[j, t] that weigh
w_j on it. Where costs and rows see x[j, t] as b_j − d_t w_j, it's enough to know q_j = Σ_t x[j, t]
and s_t = Σ_j w_j x[j, t]. The merged programme costs no more at any plan, so its bounds hold; a
plan is read back by giving each q_j to the step taken.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from rakiza.engine.allocation.model import Model
from rakiza.engine.allocation.scale.programme import Bools, Floats, Ints, Programme
from rakiza.engine.allocation.scale.tighten import opening_rows

CLOSE = 2e-6  # relative: how well b_j − d_t w_j must fit (ties of price are broken at 1e-7)
NONE = -1


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged programme, and how to read its points back.

    `place`: where each old column stands (its q where it was merged); `decision`: the y that an old
    merged column waits for, as an old column, else −1. `firm`: the values of the matrix under which a
    plan is sure to obey rows that see prices differently (budgets of members).
    """

    programme: Programme
    labels: Ints
    place: Ints
    decision: Ints
    firm: Floats

    def back(self, point: Floats) -> Floats:
        """Return the old point of a new one whose steps are decided."""
        old = point[self.place]
        waits = self.decision >= 0
        taken = np.round(point[self.place[self.decision[waits]]]) > 0
        old[waits] = np.where(taken, old[waits], 0.0)
        return old


def twins_of(model: Model) -> Ints:
    """Return, for each column, what it's a share by price of: one number an option and period."""
    twins = np.full(len(model.rows.cost), NONE, dtype=np.int64)
    periods = model.component.periods
    for entry in model.entries:
        if model.rows.kind[entry.column] == "supply" and not model.rows.integer[entry.column]:
            twins[entry.column] = entry.option * periods + entry.period
    return twins


@dataclass(slots=True)
class _Ladder:
    """One ladder: its decisions in order of steps, their opening and start rows, and its columns."""

    decisions: list[int]
    openings: list[int]
    columns: list[Ints]
    weights: list[Floats]
    starts: list[int]


class _Merger:
    """Collects what becomes of columns and rows."""

    def __init__(self, programme: Programme, labels: Ints, twins: Ints) -> None:
        self.old, self.labels, self.twins = programme, labels, twins
        self.row_of = programme.row_of()
        order = np.argsort(programme.indices, kind="stable")
        edges = np.searchsorted(programme.indices[order], np.arange(programme.columns + 1))
        self._entries = [order[edges[c] : edges[c + 1]] for c in range(programme.columns)]

    def entries(self, column: int) -> Ints:
        """Return the places of a column's entries."""
        return self._entries[column]

    def ladders(self) -> list[_Ladder]:
        """Find ladders whose columns are all shares by price, each in this ladder only."""
        programme = self.old
        opened = {int(programme.indices[entry]): row for row, entry in opening_rows(programme)}
        choice = self._choices(opened)
        found = []
        for decisions in choice:
            ladder = self._ladder(decisions, opened)
            if ladder is not None:
                found.append(ladder)
        return found

    def _choices(self, opened: dict[int, int]) -> list[list[int]]:
        """Rows Σ y ≤ 1 over decisions that open something."""
        programme = self.old
        found = []
        for row in np.flatnonzero((programme.row_upper == 1) & ~np.isfinite(programme.row_lower)):
            span = slice(programme.starts[row], programme.starts[row + 1])
            decisions = programme.indices[span].tolist()
            if (programme.values[span] == 1).all() and all(one in opened for one in decisions):
                found.append(decisions)
        return found

    def _ladder(self, decisions: list[int], opened: dict[int, int]) -> _Ladder | None:
        programme = self.old
        ladder = _Ladder(decisions, [], [], [], [])
        weight: dict[int, float] = {}
        for decision in decisions:
            row = opened[decision]
            span = slice(programme.starts[row], programme.starts[row + 1])
            own = programme.values[span] > 0
            columns, weights = programme.indices[span][own], programme.values[span][own]
            names = self.twins[columns]
            if (names < 0).any() or len(set(names.tolist())) < len(names):
                return None
            for name, value in zip(names.tolist(), weights.tolist(), strict=True):
                if abs(weight.setdefault(name, value) - value) > CLOSE * abs(value):
                    return None
            ladder.openings.append(row)
            ladder.columns.append(columns)
            ladder.weights.append(weights)
            ladder.starts.append(self._start_row(decision, columns, row))
        return ladder

    def _start_row(self, decision: int, columns: Ints, opening: int) -> int:
        """The row Σ w x ≥ start y of a step, −1 where it has none."""
        programme = self.old
        for entry in self.entries(decision):
            row = int(self.row_of[entry])
            span = slice(programme.starts[row], programme.starts[row + 1])
            same = len(programme.indices[span]) == len(columns) + 1
            if row != opening and same and programme.row_lower[row] == 0 and programme.values[entry] < 0:
                return row
        return NONE


def merged(programme: Programme, labels: Ints, twins: Ints) -> Merged | None:
    """Merge every ladder that fits; None where none does."""
    merger = _Merger(programme, labels, twins)
    fits = [(ladder, fit) for ladder in merger.ladders() if (fit := _fit(merger, ladder)) is not None]
    if not fits:
        return None
    return _write(merger, fits)


# by row (the cost as row −1): what it sees of each q; of each step, less per weight; firmly of each q
_Fit = tuple[dict[int, dict[int, float]], dict[int, list[float]], dict[int, dict[int, float]]]


def _fit(merger: _Merger, ladder: _Ladder) -> _Fit | None:
    """Find b_j and d_t for the cost and each row; None where they don't fit."""
    programme = merger.old
    own = {*ladder.openings, *ladder.starts}
    seen: dict[int, dict[int, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    weight: dict[int, float] = {}
    for step, (columns, weights) in enumerate(zip(ladder.columns, ladder.weights, strict=True)):
        for column, value in zip(columns.tolist(), weights.tolist(), strict=True):
            twin = int(merger.twins[column])
            weight[twin] = value
            seen[NONE][twin][step] = float(programme.cost[column])
            for entry in merger.entries(column):
                row = int(merger.row_of[entry])
                if row not in own:
                    seen[row][twin][step] = float(programme.values[entry])
    bases: dict[int, dict[int, float]] = {}
    falls: dict[int, list[float]] = {}
    firm: dict[int, dict[int, float]] = {}
    for row, twins in seen.items():
        found = _falls(twins, weight, len(ladder.decisions))
        if found is None:
            loose = _loose(programme, row, twins)
            if loose is None:
                return None
            bases[row], firm[row] = loose
            falls[row] = [0.0] * len(ladder.decisions)
        else:
            bases[row], falls[row] = found
    return bases, falls, firm


def _falls(
    twins: dict[int, dict[int, float]], weight: dict[int, float], steps: int
) -> tuple[dict[int, float], list[float]] | None:
    """Find b_j and d_t of one row, None where they don't fit."""
    fall = [0.0] * steps
    for step in range(1, steps):
        ratios = [
            (values[0] - values[step]) / weight[twin]
            for twin, values in twins.items()
            if 0 in values and step in values
        ]
        fall[step] = max(ratios, default=0.0)
    base = {}
    for twin, values in twins.items():
        seen = [value + fall[step] * weight[twin] for step, value in values.items()]
        size = max(abs(value) for value in values.values())
        if max(seen) - min(seen) > CLOSE * max(size, 1e-12):
            return None
        base[twin] = min(seen)
    return base, fall


def _loose(
    programme: Programme, row: int, twins: dict[int, dict[int, float]]
) -> tuple[dict[int, float], dict[int, float]] | None:
    """What a row sees at the step that suits it best (for bounds), and worst (for plans)."""
    if row == NONE:
        return None
    least = {twin: min(values.values()) for twin, values in twins.items()}
    most = {twin: max(values.values()) for twin, values in twins.items()}
    if not np.isfinite(programme.row_lower[row]):
        return least, most
    if not np.isfinite(programme.row_upper[row]):
        return most, least
    return None


def _write(merger: _Merger, fits: list[tuple[_Ladder, _Fit]]) -> Merged:
    programme = merger.old
    gone = np.zeros(programme.columns, dtype=np.bool_)
    for ladder, _ in fits:
        for columns in ladder.columns:
            gone[columns] = True
    kept = np.flatnonzero(~gone)
    place = np.full(programme.columns, NONE, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    book = _Book(merger, place, len(kept))
    for ladder, fit in fits:
        book.add(ladder, fit)
    return book.finish(kept, gone)


class _Book:
    """New columns and rows as ladders are merged."""

    def __init__(self, merger: _Merger, place: Ints, count: int) -> None:
        self._merger, self._place, self._count = merger, place, count
        self._decision = np.full(len(place), NONE, dtype=np.int64)
        self._cost: list[float] = []
        self._upper: list[float] = []
        self._label: list[int] = []
        self._terms: list[tuple[int, int, float]] = []  # old row, new column, value
        self._rows: list[tuple[float, float, list[tuple[int, float]]]] = []
        self._sure: list[float] = []  # beside each term: its value where a plan must be sure
        self._dropped: set[int] = set()

    def _column(self, cost: float, upper: float, label: int) -> int:
        self._cost.append(cost)
        self._upper.append(upper)
        self._label.append(label)
        return self._count + len(self._cost) - 1

    def add(self, ladder: _Ladder, fit: _Fit) -> None:
        """Write a ladder's q and s, and the rows that hold them together."""
        bases, falls, firm = fit
        old, merger = self._merger.old, self._merger
        steps = self._steps(ladder, falls)
        quantity: dict[int, int] = {}
        waits: dict[int, list[int]] = defaultdict(list)
        weight: dict[int, float] = {}
        for step, columns in enumerate(ladder.columns):
            for column, value in zip(columns.tolist(), ladder.weights[step].tolist(), strict=True):
                twin = int(merger.twins[column])
                if twin not in quantity:
                    label = int(merger.labels[column])
                    quantity[twin] = self._column(bases[NONE][twin], 0.0, label)
                new = quantity[twin]
                self._upper[new - self._count] = max(self._upper[new - self._count], float(old.upper[column]))
                self._place[column], self._decision[column] = new, ladder.decisions[step]
                waits[twin].append(int(self._place[ladder.decisions[step]]))
                weight[twin] = value
        self._link(quantity, waits, weight, steps)
        for row, base in bases.items():
            if row != NONE:
                sure = firm.get(row, base)
                self._terms += [(row, quantity[twin], value) for twin, value in base.items()]
                self._sure += [sure[twin] for twin in base]
                fallen = [
                    (row, column, -fall) for column, fall in zip(steps, falls[row], strict=True) if fall
                ]
                self._terms += fallen
                self._sure += [value for _, _, value in fallen]

    def _steps(self, ladder: _Ladder, falls: dict[int, list[float]]) -> list[int]:
        """Write s_t with its opening and start rows."""
        old = self._merger.old
        steps = []
        for step, decision in enumerate(ladder.decisions):
            opening, start = ladder.openings[step], ladder.starts[step]
            most = -_coefficient(old, opening, decision)
            if old.upper[decision] <= 0:
                most = 0.0
            label = int(self._merger.labels[ladder.columns[step][0]])
            column = self._column(-falls[NONE][step], max(most, 0.0), label)
            taken = int(self._place[decision])
            self._rows.append((-np.inf, 0.0, [(column, 1.0), (taken, -most)]))
            self._dropped.add(opening)
            if start >= 0:
                least = -_coefficient(old, start, decision)
                self._rows.append((0.0, np.inf, [(column, 1.0), (taken, -least)]))
                self._dropped.add(start)
            steps.append(column)
        return steps

    def _link(
        self,
        quantity: dict[int, int],
        waits: dict[int, list[int]],
        weight: dict[int, float],
        steps: list[int],
    ) -> None:
        whole = [(column, weight[twin]) for twin, column in quantity.items()]
        self._rows.append((0.0, 0.0, [*whole, *((column, -1.0) for column in steps)]))
        for twin, column in quantity.items():
            most = self._upper[column - self._count]
            terms = [(column, 1.0), *((taken, -most) for taken in waits[twin])]
            self._rows.append((-np.inf, 0.0, terms))

    def finish(self, kept: Ints, gone: Bools) -> Merged:
        """Put old and new together."""
        old = self._merger.old
        stays = np.ones(old.rows, dtype=np.bool_)
        stays[list(self._dropped)] = False
        fresh_row = np.cumsum(stays) - 1
        row_of = self._merger.row_of
        taken = stays[row_of] & ~gone[old.indices]
        terms = np.array(self._terms, dtype=np.float64).reshape(-1, 3)
        count = int(stays.sum())
        added = [(count + i, c, v) for i, (_, _, row) in enumerate(self._rows) for c, v in row]
        more = np.array(added, dtype=np.float64).reshape(-1, 3)
        rows = np.concatenate(
            [fresh_row[row_of[taken]], fresh_row[terms[:, 0].astype(np.int64)], more[:, 0].astype(np.int64)]
        )
        columns = np.concatenate(
            [self._place[old.indices[taken]], terms[:, 1].astype(np.int64), more[:, 1].astype(np.int64)]
        )
        values = np.concatenate([old.values[taken], terms[:, 2], more[:, 2]])
        firm = np.concatenate([old.values[taken], np.array(self._sure), more[:, 2]])
        order = np.argsort(rows, kind="stable")
        starts = np.searchsorted(rows[order], np.arange(count + len(self._rows) + 1)).astype(np.int64)
        fresh = len(self._cost)
        none = np.zeros(fresh, dtype=np.bool_)
        programme = Programme(
            np.concatenate([old.cost[kept], self._cost]),
            np.concatenate([old.lower[kept], np.zeros(fresh)]),
            np.concatenate([old.upper[kept], self._upper]),
            np.concatenate([old.integer[kept], none]),
            np.concatenate([old.minor[kept], none]),
            np.concatenate([old.row_lower[stays], [low for low, _, _ in self._rows]]),
            np.concatenate([old.row_upper[stays], [high for _, high, _ in self._rows]]),
            starts,
            columns[order],
            values[order],
        )
        labels = np.concatenate([self._merger.labels[kept], np.array(self._label, dtype=np.int64)])
        return Merged(programme, labels, self._place, self._decision, firm[order])


def _coefficient(programme: Programme, row: int, column: int) -> float:
    span = slice(programme.starts[row], programme.starts[row + 1])
    return float(programme.values[span][programme.indices[span] == column][0])
