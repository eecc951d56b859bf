"""A mixed-integer programme in NumPy arrays, cut into parts without copying what isn't needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rakiza.engine.allocation.highs import Demand
from rakiza.engine.allocation.model.rows import Rows

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Decisions that follow from quantities nearly everywhere: left free first, settled at the end. Which makers
# serve a family isn't one: held price steps may need more makers than a rule allows.
MINOR = frozenset({"placed", "serving", "source", "missing", "any"})


@dataclass(frozen=True, slots=True)
class Programme:
    """Minimise cost · x, lower ≤ x ≤ upper, row_lower ≤ A x ≤ row_upper; A by rows (CSR).

    `integer` columns are whole; of these, `minor` ones may be left free at first.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    integer: Bools
    minor: Bools
    row_lower: Floats
    row_upper: Floats
    starts: Ints  # one more than there are rows
    indices: Ints
    values: Floats

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.cost)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.row_lower)

    def row_of(self) -> Ints:
        """Return the row of each entry of the matrix."""
        return np.repeat(np.arange(self.rows), np.diff(self.starts))

    def activity(self, point: Floats) -> Floats:
        """Return A x."""
        return summed(self.row_of(), self.values * point[self.indices], self.rows)

    def value(self, point: Floats) -> float:
        """Return cost · x."""
        return dot(self.cost, point)

    def feasible(self, point: Floats, tolerance: float = 1e-6) -> bool:
        """Whether a point obeys every bound, row and integrality, each within the tolerance."""
        made = self.activity(point)
        slack = tolerance * np.maximum(1.0, np.abs(made))
        whole = point[self.integer]
        return bool(
            np.all(made >= self.row_lower - slack)
            and np.all(made <= self.row_upper + slack)
            and np.all(point >= self.lower - tolerance)
            and np.all(point <= self.upper + tolerance)
            and np.all(np.abs(whole - np.round(whole)) <= tolerance)
        )

    def part(self, columns: Ints, rows: Ints) -> Programme:
        """Return the programme of some columns and rows; entries of other columns are left out."""
        place = np.full(self.columns, -1, dtype=np.int64)
        place[columns] = np.arange(len(columns))
        starts, entries = gather(self.starts, rows)
        local = place[self.indices[entries]]
        kept = local >= 0
        counts = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum(kept, out=(running := np.empty(len(kept), dtype=np.int64)))
        ends = starts[1:]
        counts[1:] = np.where(ends > 0, running[np.maximum(ends, 1) - 1], 0) if len(kept) else 0
        return Programme(
            self.cost[columns],
            self.lower[columns],
            self.upper[columns],
            self.integer[columns],
            self.minor[columns],
            self.row_lower[rows],
            self.row_upper[rows],
            counts,
            local[kept],
            self.values[entries][kept],
        )

    def with_rows(self, lower: Floats, upper: Floats, rows: Sequence[tuple[Ints, Floats]]) -> Programme:
        """Return the programme with further rows below."""
        if not rows:
            return self
        lengths = np.cumsum([len(columns) for columns, _ in rows])
        return replace(
            self,
            row_lower=np.concatenate([self.row_lower, lower]),
            row_upper=np.concatenate([self.row_upper, upper]),
            starts=np.concatenate([self.starts, self.starts[-1] + lengths]),
            indices=np.concatenate([self.indices, *(columns for columns, _ in rows)]),
            values=np.concatenate([self.values, *(values for _, values in rows)]),
        )


def dot(left: Floats, right: Floats) -> float:
    """Return the sum of products, added in one order on any machine.

    `left @ right` adds long arrays in as many parts as there are cores, and its last digits differ with them.
    """
    return float(np.multiply(left, right).sum())


def summed(places: Ints, amounts: Floats, count: int) -> Floats:
    """Return the sum of the amounts at each of `count` places."""
    return np.bincount(places, amounts, minlength=count).astype(np.float64, copy=False)


def gather(starts: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Return new row starts and the places of the entries of some rows."""
    lengths = starts[rows + 1] - starts[rows]
    fresh = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum(lengths, out=fresh[1:])
    entries = np.repeat(starts[rows] - fresh[:-1], lengths) + np.arange(fresh[-1])
    return fresh, entries


def start_of(demand: Demand) -> Floats | None:
    """Return the plan that a demand begins from, None where there is none."""
    return None if demand.start is None else np.array(demand.start, dtype=np.float64)


def programme_of(rows: Rows, demand: Demand) -> Programme:
    """Return the programme that a demand asks of the rows of a model."""
    upper = np.array(rows.upper, dtype=np.float64)
    lower = np.zeros(len(upper))
    for column, value in (demand.fixed or {}).items():
        lower[column] = upper[column] = value
    integer = np.array(rows.integer, dtype=np.bool_)
    if demand.integer:
        integer[np.fromiter(demand.integer, dtype=np.int64)] = True
    minor = np.fromiter((kind in MINOR for kind in rows.kind), dtype=np.bool_, count=len(rows.kind))
    return Programme(
        np.array(rows.cost if demand.cost is None else demand.cost, dtype=np.float64),
        lower,
        upper,
        integer,
        minor & integer,
        np.array(rows.row_lower, dtype=np.float64),
        np.array(rows.row_upper, dtype=np.float64),
        np.append(np.array(rows.starts, dtype=np.int64), len(rows.indices)),
        np.array(rows.indices, dtype=np.int64),
        np.array(rows.values, dtype=np.float64),
    )
