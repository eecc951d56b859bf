"""Make minor decisions whole with the great ones held: only where quantities don't already agree with them.

In a plan with minor decisions free, nearly every order is either nothing or above its minimum. Such
decisions are taken as they stand; those that stand between, and what else their lots could do, stay open.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rakiza.engine.allocation.highs import Stop, never
from rakiza.engine.allocation.scale.neighbourhood import kept, roomy
from rakiza.engine.allocation.scale.programme import Bools, Floats, Programme
from rakiza.engine.allocation.scale.run import Effort, run

ZERO = 1e-6
SHORT = 16  # entries of a row that speaks of one lot
AT_ONCE = 40_000  # columns of which all minor decisions are settled in one run
REACH = 3  # rows from an open decision to those that may make up for it


def settled(
    programme: Programme, point: Floats, effort: Effort, dearest: float, stop: Stop = never
) -> Floats | None:
    """Return a point with the great decisions of `point` and whole minor ones, of this value at most.

    Dealing quantities out anew comes with it. The solver begins from decisions that are all taken where
    they were begun. None where the decisions that don't agree find no such point.
    """
    held = roomy(kept(programme, point, programme.integer & ~programme.minor))
    free = run(held, replace(effort, relaxed=True), stop=stop)
    if free.point is None or free.value > dearest:
        return None
    begun = np.where(held.integer, np.ceil(free.point - ZERO), free.point)
    outcome = run(narrowed(held, free.point), replace(effort, plain=False), begun, stop)
    if outcome.value > dearest and held.columns <= AT_ONCE and not stop():
        outcome = run(held, replace(effort, plain=False), stop=stop)
    return outcome.point if outcome.value <= dearest else None


def narrowed(programme: Programme, point: Floats) -> Programme:
    """Hold minor decisions with which the quantities of a point agree; leave the others open."""
    minor = programme.integer & programme.minor & (programme.lower < programme.upper)
    taken = np.where(minor, np.ceil(point - ZERO), point)
    wrong = _broken(programme, taken)
    taken = np.where(minor & _touched(programme, wrong), programme.lower, taken)
    wrong = _broken(programme, taken)
    free = minor & _touched(programme, wrong)
    near = _short(programme)
    reached = free
    for _ in range(REACH):
        reached = reached | _touched(programme, near & _met(programme, reached))
    held = minor & ~reached
    return replace(
        programme,
        lower=np.where(held, taken, programme.lower),
        upper=np.where(held, taken, programme.upper),
    )


def _broken(programme: Programme, point: Floats) -> Bools:
    made = programme.activity(point)
    slack = ZERO * np.maximum(1.0, np.abs(made))
    broken: Bools = (made < programme.row_lower - slack) | (made > programme.row_upper + slack)
    return broken


def _touched(programme: Programme, rows: Bools) -> Bools:
    """Columns of some rows."""
    touched = np.zeros(programme.columns, dtype=np.bool_)
    touched[programme.indices[np.repeat(rows, np.diff(programme.starts))]] = True
    return touched


def _met(programme: Programme, columns: Bools) -> Bools:
    """Rows of some columns."""
    met: Bools = np.bincount(programme.row_of(), columns[programme.indices], minlength=programme.rows) > 0
    return met


def _short(programme: Programme) -> Bools:
    short: Bools = np.diff(programme.starts) <= SHORT
    return short
