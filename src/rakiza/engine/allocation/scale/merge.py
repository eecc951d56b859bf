"""Quantities split by price step are merged: one column an option and one a step, far fewer in all.

A ladder has steps t with a decision y_t each, at most one taken, and columns x[j, t] that weigh
w_j on it. Where costs and rows see x[j, t] as b_j − d_t w_j, it's enough to know q_j = Σ_t x[j, t]
and s_t = Σ_j w_j x[j, t]. The merged programme costs no more at any plan, so its bounds hold; a
plan is read back by giving each q_j to the step taken.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rakiza.engine.allocation.model import Model
from rakiza.engine.allocation.scale.programme import Bools, Floats, Ints, Programme
from rakiza.engine.allocation.scale.tighten import opening_rows
from rakiza.engine.allocation.scale.waiting import Rung, waiting

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

    def forth(self, point: Floats) -> Floats:
        """Return what a new point has in common with an old one: its decisions, and quantities of every price.

        What steps hold of them follows from these.
        """
        new = np.zeros(self.programme.columns)
        np.add.at(new, self.place, point)
        return new

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


@dataclass(frozen=True, slots=True)
class _Fit:
    """What the rows see of a ladder: of each q (NaN where nothing), and of each step, less per weight.

    `rows`: the cost as row −1, then rows of the programme. `twins`: names of the q, `weight` what each
    weighs on the ladder. `base`, `firm` (what a plan must reckon with): by row and q; `fall`: by row and
    step.
    """

    rows: Ints
    twins: Ints
    weight: Floats
    base: Floats
    fall: Floats
    firm: Floats


def _fit(merger: _Merger, ladder: _Ladder) -> _Fit | None:
    """Find b_j and d_t for the cost and each row; None where they don't fit."""
    twins, weight = _twins(merger, ladder)
    rows, seen = _seen(merger, ladder, twins)
    fall = _falls(seen, weight)
    with np.errstate(invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a row that doesn't see a q at all
        raised = seen + fall[:, None, :] * weight[None, :, None]
        base, most = np.nanmin(raised, axis=2), np.nanmax(raised, axis=2)
        size = np.maximum(np.nanmax(np.abs(seen), axis=2), 1e-12)
        fits = ~((most - base) > CLOSE * size).any(axis=1)
        least, highest = np.nanmin(seen, axis=2), np.nanmax(seen, axis=2)
    firm = base.copy()
    for place in np.flatnonzero(~fits):
        row = int(rows[place])
        if row == NONE:
            return None
        if not np.isfinite(merger.old.row_lower[row]):  # what suits the bound best, and the plan worst
            base[place], firm[place] = least[place], highest[place]
        elif not np.isfinite(merger.old.row_upper[row]):
            base[place], firm[place] = highest[place], least[place]
        else:
            return None
        fall[place] = 0.0
    return _Fit(rows, twins, weight, base, fall, firm)


def _twins(merger: _Merger, ladder: _Ladder) -> tuple[Ints, Floats]:
    """Names of the q of a ladder in ascending order, and their weights."""
    names = merger.twins[np.concatenate(ladder.columns)]
    twins, first = np.unique(names, return_index=True)
    return twins, np.concatenate(ladder.weights)[first]


def _seen(merger: _Merger, ladder: _Ladder, twins: Ints) -> tuple[Ints, Floats]:
    """Rows that see a ladder's columns, and what they see: by row, q and step, NaN where nothing."""
    programme = merger.old
    columns = np.concatenate(ladder.columns)
    step = np.repeat(np.arange(len(ladder.columns)), [len(own) for own in ladder.columns])
    twin = np.searchsorted(twins, merger.twins[columns])
    per_column = [merger.entries(int(column)) for column in columns]
    entries = np.concatenate(per_column)
    source = np.repeat(np.arange(len(columns)), [len(own) for own in per_column])
    row_of = merger.row_of[entries]
    kept = ~np.isin(row_of, [*ladder.openings, *ladder.starts])
    rows, place = np.unique(row_of[kept], return_inverse=True)
    seen = np.full((len(rows) + 1, len(twins), len(ladder.columns)), np.nan)
    seen[0, twin, step] = programme.cost[columns]
    seen[place + 1, twin[source[kept]], step[source[kept]]] = programme.values[entries[kept]]
    return np.concatenate([[NONE], rows]), seen


def _falls(seen: Floats, weight: Floats) -> Floats:
    """The d_t of each row: how much less a step makes of a unit of weight than the first."""
    ratio = (seen[:, :, :1] - seen) / weight[None, :, None]
    fall: Floats = np.where(np.isnan(ratio), -np.inf, ratio).max(axis=1)
    fall[:, 0] = 0.0
    return np.where(np.isfinite(fall), fall, 0.0)


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
        self._terms: list[tuple[Ints, Ints, Floats, Floats]] = []  # old row, new column, value, firm value
        self._rows: list[tuple[Ints, Floats]] = []
        self._bounds: list[tuple[float, float]] = []
        self._dropped: set[int] = set()
        self._rungs: list[Rung] = []

    def _column(self, cost: float, upper: float, label: int) -> int:
        self._cost.append(cost)
        self._upper.append(upper)
        self._label.append(label)
        return self._count + len(self._cost) - 1

    def _columns(self, cost: Floats, upper: Floats, label: Ints) -> Ints:
        first = self._count + len(self._cost)
        self._cost.extend(cost.tolist())
        self._upper.extend(upper.tolist())
        self._label.extend(label.tolist())
        return np.arange(first, first + len(cost))

    def add(self, ladder: _Ladder, fit: _Fit) -> None:
        """Write a ladder's q and s, and the rows that hold them together."""
        old, merger = self._merger.old, self._merger
        steps = self._steps(ladder, fit.fall[0])
        columns = np.concatenate(ladder.columns)
        twin = np.searchsorted(fit.twins, merger.twins[columns])
        most = np.zeros(len(fit.twins))
        np.maximum.at(most, twin, old.upper[columns])
        label = np.zeros(len(fit.twins), dtype=np.int64)
        label[twin[::-1]] = merger.labels[columns[::-1]]
        quantity = self._columns(fit.base[0], most, label)
        self._place[columns] = quantity[twin]
        for decision, own in zip(ladder.decisions, ladder.columns, strict=True):
            self._decision[own] = decision
        self._link(ladder, fit, quantity, most, steps)
        self._see(fit, quantity, steps)

    def _see(self, fit: _Fit, quantity: Ints, steps: Ints) -> None:
        """Write what each row sees of the q and of the steps."""
        base, firm, fall = fit.base[1:], fit.firm[1:], fit.fall[1:]
        row, twin = np.nonzero(~np.isnan(base))
        self._terms.append((fit.rows[1:][row], quantity[twin], base[row, twin], firm[row, twin]))
        row, step = np.nonzero(fall)
        fallen = -fall[row, step]
        self._terms.append((fit.rows[1:][row], steps[step], fallen, fallen))

    def _steps(self, ladder: _Ladder, fall: Floats) -> Ints:
        """Write s_t with its opening and start rows."""
        old = self._merger.old
        steps = []
        for step, decision in enumerate(ladder.decisions):
            opening, start = ladder.openings[step], ladder.starts[step]
            most = -_coefficient(old, opening, decision)
            if old.upper[decision] <= 0:
                most = 0.0
            label = int(self._merger.labels[ladder.columns[step][0]])
            column = self._column(-float(fall[step]), max(most, 0.0), label)
            taken = int(self._place[decision])
            self._row(-np.inf, 0.0, [column, taken], [1.0, -most])
            self._dropped.add(opening)
            if start >= 0:
                least = -_coefficient(old, start, decision)
                self._row(0.0, np.inf, [column, taken], [1.0, -least])
                self._dropped.add(start)
            steps.append(column)
        return np.array(steps, dtype=np.int64)

    def _link(self, ladder: _Ladder, fit: _Fit, quantity: Ints, most: Floats, steps: Ints) -> None:
        """Σ w q = Σ s, and each q waits for one of the steps it may stand on."""
        weights = np.concatenate([fit.weight, np.full(len(steps), -1.0)])
        self._row(0.0, 0.0, np.concatenate([quantity, steps]), weights)
        allowed = np.zeros((len(quantity), len(steps)), dtype=np.bool_)
        for step, own in enumerate(ladder.columns):
            allowed[np.searchsorted(fit.twins, self._merger.twins[own]), step] = True
        taken = self._place[ladder.decisions]
        self._rungs.append(Rung(quantity, taken))
        for twin, column in enumerate(quantity):
            waits = taken[allowed[twin]]
            self._row(
                -np.inf,
                0.0,
                np.concatenate([[column], waits]),
                np.concatenate([[1.0], np.full(len(waits), -most[twin])]),
            )

    def _row(
        self, low: float, high: float, columns: Sequence[int] | Ints, values: Sequence[float] | Floats
    ) -> None:
        self._bounds.append((low, high))
        self._rows.append((np.asarray(columns, dtype=np.int64), np.asarray(values, dtype=np.float64)))

    def finish(self, kept: Ints, gone: Bools) -> Merged:
        """Put old and new together."""
        old = self._merger.old
        stays = np.ones(old.rows, dtype=np.bool_)
        stays[list(self._dropped)] = False
        fresh_row = np.cumsum(stays) - 1
        row_of = self._merger.row_of
        taken = stays[row_of] & ~gone[old.indices]
        seen, columns_seen, values_seen, firm_seen = (
            np.concatenate(parts) for parts in zip(*self._terms, strict=True)
        )
        count = int(stays.sum())
        lengths = [len(columns) for columns, _ in self._rows]
        fresh_rows = count + np.repeat(np.arange(len(self._rows)), lengths)
        more = np.concatenate([values for _, values in self._rows])
        rows = np.concatenate([fresh_row[row_of[taken]], fresh_row[seen], fresh_rows])
        columns = np.concatenate(
            [self._place[old.indices[taken]], columns_seen, *(columns for columns, _ in self._rows)]
        )
        values = np.concatenate([old.values[taken], values_seen, more])
        firm = np.concatenate([old.values[taken], firm_seen, more])
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
            np.concatenate([old.row_lower[stays], [low for low, _ in self._bounds]]),
            np.concatenate([old.row_upper[stays], [high for _, high in self._bounds]]),
            starts,
            columns[order],
            values[order],
        )
        labels = np.concatenate([self._merger.labels[kept], np.array(self._label, dtype=np.int64)])
        programme, firm = waiting(programme, self._rungs, firm[order])
        return Merged(programme, labels, self._place, self._decision, firm)


def _coefficient(programme: Programme, row: int, column: int) -> float:
    span = slice(programme.starts[row], programme.starts[row + 1])
    return float(programme.values[span][programme.indices[span] == column][0])
