"""What a programme holds of an assignment: lots that go whole to one choice, stores that choices fill.

A *choice* is a yes-or-no column of a partition row (a lot goes whole to it); a *store* is a row that
bounds what choices use together (a line), perhaps only once it is *opened* at a cost. Rows that are
neither are left out, so that what is proven of the assignment is below every plan of the programme,
while a plan made here must still be held against the programme.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rakiza.engine.allocation.scale.programme import Floats, Ints, Programme

NONE = -1
NEAR = 1e-9
FINEST = (1, 10, 100, 1000)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Choices by index: `lot`, `store`, `column`, `cost`, whole `weight`; stores: `capacity`, opening.

    `leaving` is what it costs to leave a lot open (infinite where it can't be left); `left` the columns
    of that. `opening` is the column that opens a store (`NONE`: it is open). `constant`: what columns
    outside may at best save.
    """

    lot: Ints
    store: Ints
    column: Ints
    cost: Floats
    weight: Ints
    capacity: Ints
    opening: Ints
    opening_cost: Floats
    leaving: Floats
    left: tuple[tuple[tuple[int, float], ...], ...]
    constant: float

    @property
    def lots(self) -> int:
        """How many lots there are."""
        return len(self.leaving)

    @property
    def stores(self) -> int:
        """How many stores there are."""
        return len(self.capacity)

    @property
    def needed(self) -> int:
        """Capacity that all lots take at least, nothing where a lot may be left."""
        if np.isfinite(self.leaving).any():
            return 0
        least = np.full(self.lots, np.iinfo(np.int64).max)
        np.minimum.at(least, self.lot, self.weight)
        return int(least.sum())

    def items(self) -> list[Ints]:
        """Return the choices of each store."""
        order = np.argsort(self.store, kind="stable")
        return np.split(order, np.searchsorted(self.store[order], np.arange(1, self.stores)))


def assignment_of(programme: Programme, mostly: float = 0.0) -> Assignment | None:
    """Return the assignment within a programme, None where less than `mostly` of its columns are choices."""
    lots = _partitions(programme)
    if not lots:
        return None
    found = [(lot, column) for lot, (columns, _) in enumerate(lots) for column in columns]
    if len(found) < mostly * programme.columns:
        return None
    column = np.array([one for _, one in found], dtype=np.int64)
    stores = _stores(programme, column)
    store, weight, capacity, opening = stores
    opened = opening >= 0
    left = tuple(open_ for _, open_ in lots)
    leaving = [sum(programme.cost[c] * d for c, d in own) if own else np.inf for own in left]
    inside = np.zeros(programme.columns, dtype=np.bool_)
    inside[column] = True
    inside[opening[opened]] = True
    inside[[c for own in left for c, _ in own]] = True
    outside = np.minimum(programme.cost, 0.0) * np.where(inside, 0.0, programme.upper)
    once = np.zeros(len(opening), dtype=np.float64)
    seen, first = np.unique(opening[opened], return_index=True)
    once[np.flatnonzero(opened)[first]] = programme.cost[seen]
    return Assignment(
        lot=np.array([lot for lot, _ in found], dtype=np.int64),
        store=store,
        column=column,
        cost=programme.cost[column],
        weight=weight,
        capacity=capacity,
        opening=opening,
        opening_cost=once,
        leaving=np.array(leaving),
        left=left,
        constant=float(np.nan_to_num(outside).sum()),
    )


def _partitions(programme: Programme) -> list[tuple[tuple[int, ...], tuple[tuple[int, float], ...]]]:
    """Return the choices of each lot with the columns (and amounts) that leave it open."""
    binary = programme.integer & (programme.upper <= 1) & (programme.lower >= 0)
    rows: dict[tuple[int, ...], list[tuple[int, float] | None]] = defaultdict(list)
    equal = np.flatnonzero((programme.row_lower == programme.row_upper) & (programme.row_upper > 0))
    for row in equal:
        span = slice(programme.starts[row], programme.starts[row + 1])
        columns, values = programme.indices[span], programme.values[span]
        demand = float(programme.row_upper[row])
        whole = binary[columns] & (np.abs(values - demand) <= NEAR * demand)
        rest = np.flatnonzero(~whole)
        if not whole.any() or len(rest) > 1:
            continue
        left: tuple[int, float] | None = None
        if len(rest):
            place = int(rest[0])
            if values[place] <= 0 or binary[columns[place]]:
                continue
            amount = demand / float(values[place])
            if programme.upper[columns[place]] >= amount * (1 - NEAR):
                left = (int(columns[place]), amount)
        rows[tuple(int(c) for c in columns[whole])].append(left)
    taken: set[int] = set()
    found = []
    for chosen, open_ in rows.items():
        if taken.isdisjoint(chosen):
            taken.update(chosen)
            found.append((chosen, tuple(one for one in open_ if one is not None) if all(open_) else ()))
    return found


def _stores(programme: Programme, column: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Return store and weight of each choice, then capacity and opening column of each store."""
    place = np.full(programme.columns, NONE, dtype=np.int64)
    place[column] = np.arange(len(column))
    store = np.full(len(column), NONE, dtype=np.int64)
    weight = np.zeros(len(column))
    capacity: list[float] = []
    opening: list[int] = []
    for choices, weights, limit, opened in _rooms(programme, place):
        if (store[choices] >= 0).any():
            continue
        store[choices], weight[choices] = len(capacity), weights
        capacity.append(limit)
        opening.append(opened)
    free = np.flatnonzero(store < 0)
    if len(free):
        store[free] = len(capacity)
        capacity.append(0.0)
        opening.append(NONE)
    whole, most = _whole(weight, np.array(capacity))
    return store, whole, most, np.array(opening, dtype=np.int64)


def _rooms(programme: Programme, place: Ints) -> Iterator[tuple[Ints, Floats, float, int]]:
    """Yield choices, weights, capacity and opening column of each row that bounds choices, long ones first."""
    binary = programme.integer & (programme.upper <= 1)
    rows = np.flatnonzero(np.isfinite(programme.row_upper) & ~np.isfinite(programme.row_lower))
    lengths = np.diff(programme.starts)
    for row in rows[np.argsort(-lengths[rows], kind="stable")]:
        span = slice(programme.starts[row], programme.starts[row + 1])
        columns, values = programme.indices[span], programme.values[span]
        own = (place[columns] >= 0) & (values > 0)
        rest = np.flatnonzero(~own)
        limit = float(programme.row_upper[row])
        if not own.any() or limit < 0:
            continue
        if not len(rest):
            yield place[columns[own]], values[own], limit, NONE
        elif len(rest) == 1 and limit == 0 and binary[columns[rest[0]]]:
            room = -float(values[rest[0]])
            if room > 0 and (own.sum() > 1 or float(values[own].sum()) != room):
                yield place[columns[own]], values[own], room, int(columns[rest[0]])


def _whole(weights: Floats, limits: Floats) -> tuple[Ints, Ints]:
    """Bring weights and limits to whole numbers of one unit, never stricter than they are."""
    for factor in FINEST:
        scaled = weights * factor
        if (np.abs(scaled - np.round(scaled)) <= NEAR * np.maximum(1.0, scaled)).all():
            break
    whole = np.floor(scaled + NEAR * np.maximum(1.0, scaled)).astype(np.int64)
    most = np.floor(limits * factor * (1 + NEAR) + NEAR).astype(np.int64)
    common = max(1, int(np.gcd.reduce(whole)))
    return whole // common, most // common
