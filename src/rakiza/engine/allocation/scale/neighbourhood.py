"""Re-optimise a cluster of blocks with everything else held: each answer obeys what the rest left."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from rakiza.engine.allocation.highs import Stop
from rakiza.engine.allocation.scale.crew import Ground
from rakiza.engine.allocation.scale.programme import Bools, Floats, Ints, Programme, summed
from rakiza.engine.allocation.scale.run import Effort, run


@dataclass(frozen=True, slots=True)
class Asked:
    """A cluster to solve: bounds left by the rest on its coupling rows, and its present point.

    `rows`: coupling rows, by index in the programme; `elastic`: how far each may be broken, at
    `penalty` a unit; `prices` are
    charged for what the rows are used; `keep`: great decisions keep their present value.
    """

    columns: Ints
    own: Ints
    rows: Ints
    low: Floats
    high: Floats
    elastic: Floats
    penalty: Floats
    present: Floats | None
    effort: Effort
    prices: Floats | None = None
    keep: bool = False


def solve_cluster(ground: Ground, asked: Asked) -> Floats | None:
    """Return the cluster's best point found, None where there is none."""
    programme, own = part_of(ground, asked), len(asked.own)
    if asked.prices is not None:
        programme.cost[:] -= _priced(programme, own, asked.prices)
    if asked.keep and asked.present is not None:
        return _settled(programme, asked, asked.present, ground.stop)
    start = asked.present
    if (asked.elastic > 0).any():
        programme = _elastic(programme, own, asked)
        start = None
    outcome = run(programme, asked.effort, start, ground.stop)
    return None if outcome.point is None else outcome.point[: len(asked.columns)]


def part_of(ground: Ground, asked: Asked) -> Programme:
    """Return the cluster's programme: its own rows, then its coupling rows with what is left of them."""
    programme = ground.sure.part(asked.columns, np.concatenate([asked.own, asked.rows]))
    own = len(asked.own)
    programme.row_lower[own:], programme.row_upper[own:] = asked.low, asked.high
    return programme


def _settled(programme: Programme, asked: Asked, present: Floats, stop: Stop) -> Floats | None:
    held = kept(programme, present, programme.integer & ~programme.minor)
    outcome = run(roomy(held), asked.effort, stop=stop)
    if outcome.point is None:
        outcome = run(held, asked.effort, present, stop)
    if outcome.point is None and not asked.effort.relaxed:  # great decisions that no minor ones go with
        outcome = run(programme, replace(asked.effort, plain=False), stop=stop)
    return outcome.point


def roomy(programme: Programme) -> Programme:
    """Return the programme with each step taken held a unit of each quantity above its start.

    Quantities may then be rounded down to whole units without falling below a price that they reached.
    """
    row_of = programme.row_of()
    lengths = np.diff(programme.starts)
    negative = programme.values < 0
    totals = (programme.row_lower == 0) & (programme.row_upper == 0)
    parts = totals[row_of] & negative & (programme.values == -1) & ~programme.integer[programme.indices]
    weight = summed(row_of[~negative], programme.values[~negative], programme.rows)
    unit = np.zeros(programme.columns)
    unit[programme.indices[parts]] = weight[row_of[parts]]
    starts = (programme.row_lower == 0) & (programme.row_upper == np.inf) & (lengths == 2)
    taken = (starts[row_of]) & negative & programme.integer[programme.indices]
    taken &= programme.lower[programme.indices] == 1
    begun = np.zeros(programme.rows, dtype=np.bool_)
    begun[row_of[taken]] = True
    entries = begun[row_of] & ~negative
    lower = programme.row_lower.copy()
    lower[row_of[entries]] += unit[programme.indices[entries]]
    return replace(programme, row_lower=lower)


def _priced(programme: Programme, own: int, prices: Floats) -> Floats:
    row_of = programme.row_of()
    mine = row_of >= own
    price = prices[row_of[mine] - own]
    return summed(programme.indices[mine], programme.values[mine] * price, programme.columns)


def kept(programme: Programme, present: Floats, decided: Bools) -> Programme:
    """Return the programme with some decisions held at their present value."""
    value = np.round(present)
    return replace(
        programme,
        lower=np.where(decided, value, programme.lower),
        upper=np.where(decided, value, programme.upper),
    )


def _elastic(programme: Programme, own: int, asked: Asked) -> Programme:
    """A row that is broken at present may stay so, at a price, but never more than now."""
    broken = np.flatnonzero(asked.elastic > 0)
    count = len(broken)
    sign = np.where(np.isfinite(asked.high[broken]), -1.0, 1.0)
    row_of = np.concatenate([programme.row_of(), broken + own])
    order = np.argsort(row_of, kind="stable")
    starts = np.zeros(programme.rows + 1, dtype=np.int64)
    np.cumsum(np.bincount(row_of, minlength=programme.rows), out=starts[1:])
    none = np.zeros(count, dtype=np.bool_)
    fresh = np.arange(programme.columns, programme.columns + count)
    return replace(
        programme,
        cost=np.concatenate([programme.cost, asked.penalty[broken]]),
        lower=np.concatenate([programme.lower, np.zeros(count)]),
        upper=np.concatenate([programme.upper, asked.elastic[broken]]),
        integer=np.concatenate([programme.integer, none]),
        minor=np.concatenate([programme.minor, none]),
        starts=starts,
        indices=np.concatenate([programme.indices, fresh])[order],
        values=np.concatenate([programme.values, sign])[order],
    )
