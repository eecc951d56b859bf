"""Bounds cut to what rows allow, and the strong rows x ≤ u y that a model's big numbers imply.

Everything here holds for each plan of the programme, so that bounds proven after it are valid.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rakiza.engine.allocation.scale.programme import Floats, Ints, Programme, dot, gather, summed

Packing = dict[int, list[tuple[int, float]]]  # by column: row, entry
ROOM = 1.0 + 1e-9  # what is cut keeps a breath of air, against rounding


def tightened(programme: Programme) -> Programme:
    """Cut upper bounds of columns to what each row of positive entries leaves them."""
    row_of = programme.row_of()
    smallest = np.full(programme.rows, np.inf)
    np.minimum.at(smallest, row_of, programme.values)
    free = programme.lower[programme.indices] < 0
    spoiled = np.zeros(programme.rows, dtype=np.bool_)
    spoiled[row_of[free]] = True
    packing = (smallest > 0) & np.isfinite(programme.row_upper) & ~spoiled
    used = packing[row_of]
    limit = programme.row_upper[row_of[used]] / programme.values[used]
    upper = programme.upper.copy()
    continuous = ~programme.integer[programme.indices[used]]
    np.minimum.at(upper, programme.indices[used][continuous], limit[continuous] * ROOM)
    return _reached(replace(programme, upper=np.maximum(upper, programme.lower)))


def _reached(programme: Programme) -> Programme:
    """Cut each Σ a x ≤ M y to what a shared row's whole capacity can reach (fractional knapsack)."""
    values = programme.values.copy()
    upper = programme.upper.copy()
    packing = _packing_of_columns(programme)
    links = np.array(opening_rows(programme), dtype=np.int64).reshape(-1, 2)
    reach = np.maximum(_reach_of(programme, packing, links[:, 0]), 1e-9)
    entries = links[:, 1]
    values[entries] = np.maximum(values[entries], -reach)
    _close(programme, packing, upper)
    return replace(programme, values=values, upper=upper)


def _reach_of(programme: Programme, packing: Packing, rows: Ints) -> Floats:
    """Most that the positive entries of each row come to; one knapsack only where several columns share."""
    starts, entries = gather(programme.starts, rows)
    columns, weights = programme.indices[entries], programme.values[entries]
    own = weights > 0
    row_of = np.repeat(np.arange(len(rows)), np.diff(starts))[own]
    reach = summed(row_of, weights[own] * programme.upper[columns[own]], len(rows))
    several = np.bincount(row_of, minlength=len(rows)) > 1
    for place in np.flatnonzero(several):
        span = slice(starts[place], starts[place + 1])
        mine = own[span]
        reach[place] = _reach(programme, packing, columns[span][mine], weights[span][mine])
    return reach * ROOM


def _close(programme: Programme, packing: Packing, upper: Floats) -> None:
    """A step whose threshold is out of reach is fixed to zero: Σ a x ≥ start y, start > reach."""
    row_of = programme.row_of()
    negative = programme.values < 0
    single = np.bincount(row_of, negative, minlength=programme.rows) == 1
    steps = negative & programme.integer[programme.indices]
    steps &= (single & (programme.row_lower == 0) & ~np.isfinite(programme.row_upper))[row_of]
    entries = np.flatnonzero(steps)
    columns = programme.indices[entries]
    far = -programme.values[entries] > _reach_of(programme, packing, row_of[entries])
    upper[columns[far & (programme.lower[columns] <= 0)]] = 0.0


def opening_rows(programme: Programme) -> list[tuple[int, int]]:
    """Return (row, entry of y) of the rows Σ a x − M y ≤ 0: a > 0, x ≥ 0, y yes or no."""
    row_of = programme.row_of()
    negative = programme.values < 0
    count = np.bincount(row_of, negative, minlength=programme.rows)
    zero = (programme.row_upper == 0) & ~np.isfinite(programme.row_lower)
    binary = programme.integer & (programme.upper <= 1) & (programme.lower >= 0) & ~programme.minor
    entries = np.flatnonzero(negative & (zero & (count == 1))[row_of] & binary[programme.indices])
    return [(int(row_of[entry]), int(entry)) for entry in entries]


def _packing_of_columns(programme: Programme) -> Packing:
    """Return, by column, the wide rows Σ c x ≤ C with c > 0 that it takes part in, with its c."""
    row_of = programme.row_of()
    smallest = np.full(programme.rows, np.inf)
    np.minimum.at(smallest, row_of, programme.values)
    wide = np.diff(programme.starts) > 12
    packing = (smallest > 0) & np.isfinite(programme.row_upper) & wide & (programme.row_lower == -np.inf)
    found: Packing = {}
    for entry in np.flatnonzero(packing[row_of]):
        column = int(programme.indices[entry])
        found.setdefault(column, []).append((int(row_of[entry]), float(programme.values[entry])))
    return found


def _reach(programme: Programme, packing: Packing, columns: Ints, weights: Floats) -> float:
    """Most that Σ a x comes to: each column at its upper bound, or one shared row's capacity filled."""
    best = dot(weights, programme.upper[columns])
    if not len(columns):
        return best
    for row, _ in packing.get(int(columns[0]), ()):
        best = min(best, _knapsack(programme, packing, columns, weights, row))
    return best


def _knapsack(
    programme: Programme,
    packing: Packing,
    columns: Ints,
    weights: Floats,
    row: int,
) -> float:
    use = np.array([dict(packing.get(int(column), ())).get(row, 0.0) for column in columns])
    upper = programme.upper[columns]
    free = use <= 0
    total = dot(weights[free], upper[free])
    left = float(programme.row_upper[row])
    for index in np.argsort(-np.where(free, 0.0, weights / np.where(free, 1.0, use)), kind="stable"):
        if free[index]:
            continue
        taken = min(upper[index], left / use[index])
        total += taken * weights[index]
        left -= taken * use[index]
        if left <= 0:
            break
    return total


def strong_rows(programme: Programme) -> Programme:
    """Add x ≤ u y for each column of each opening row: the relaxation's largest single gain."""
    rows: list[tuple[Ints, Floats]] = []
    for row, entry in opening_rows(programme):
        span = slice(programme.starts[row], programme.starts[row + 1])
        columns, weights = programme.indices[span], programme.values[span]
        most = -programme.values[entry]
        decided = programme.indices[entry]
        own = weights > 0
        if own.sum() < 2 or programme.upper[decided] <= 0:
            continue
        for column, weight in zip(columns[own], weights[own], strict=True):
            bound = programme.upper[column]
            if bound * weight < most:  # else the opening row says so itself
                rows.append((np.array([column, decided]), np.array([1.0, -bound])))
    lower, upper = np.full(len(rows), -np.inf), np.zeros(len(rows))
    return programme.with_rows(lower, upper, rows)
