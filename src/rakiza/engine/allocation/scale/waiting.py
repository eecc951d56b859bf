"""Price steps that wait for a fixed cost: no step is reached before the cost is paid.

Where all quantities of a ladder wait for the same fixed cost z, a step y that is taken without it would
carry nothing: Σ y ≤ z holds for a best plan. Then x ≤ u Σ y says what x ≤ u z said, and the rows that
said it, one an offer and lot, can go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rakiza.engine.allocation.scale.programme import Bools, Floats, Ints, Programme, gather, summed

NONE = -1
BREATH = 1.0 + 1e-9


@dataclass(frozen=True, slots=True)
class Rung:
    """A ladder: its quantities, and the decisions on its steps; each q ≤ u Σ y is in the programme."""

    quantities: Ints
    decisions: Ints


@dataclass(frozen=True, slots=True)
class _Arcs:
    """Rows Σ a x ≤ M y with one decision y: what waits (`source`), for what (`target`), in which row."""

    source: Ints
    target: Ints
    row: Ints


def waiting(programme: Programme, rungs: Sequence[Rung], firm: Floats) -> tuple[Programme, Floats]:
    """Return the programme with Σ y ≤ z for each ladder that has a z, without the rows it makes idle.

    `firm` are other values of the same matrix, returned for the new one.
    """
    arcs = _arcs(programme, (programme.row_upper == 0) & (programme.row_lower == -np.inf))
    dues = _dues(programme, arcs)
    covered = np.full(programme.columns, NONE, dtype=np.int64)
    rows: list[tuple[Ints, Floats]] = []
    for rung in rungs:
        due = dues[rung.quantities]
        if due[0] == NONE or (due != due[0]).any():
            continue
        covered[rung.quantities] = due[0]
        rows.append((np.append(rung.decisions, due[0]), np.append(np.ones(len(rung.decisions)), -1.0)))
    if not rows:
        return programme, firm
    kept = ~_idle(programme, arcs, covered)
    starts, entries = gather(programme.starts, np.flatnonzero(kept))
    rest = Programme(
        programme.cost,
        programme.lower,
        programme.upper,
        programme.integer,
        programme.minor,
        programme.row_lower[kept],
        programme.row_upper[kept],
        starts,
        programme.indices[entries],
        programme.values[entries],
    )
    more = rest.with_rows(np.full(len(rows), -np.inf), np.zeros(len(rows)), rows)
    return more, np.concatenate([firm[entries], more.values[len(entries) :]])


def _arcs(programme: Programme, which: Bools) -> _Arcs:
    """Entries of the rows of a kind in which one decision weighs against columns that are never negative."""
    row_of = programme.row_of()
    negative = programme.values < 0
    single = np.bincount(row_of, negative, minlength=programme.rows) == 1
    target = np.full(programme.rows, NONE, dtype=np.int64)
    target[row_of[negative]] = programme.indices[negative]
    below = np.bincount(row_of, programme.lower[programme.indices] < 0, minlength=programme.rows) > 0
    fits = which & single & ~below & (target >= 0)
    fits[fits] = programme.integer[target[fits]] & (programme.upper[target[fits]] <= 1)
    taken = fits[row_of] & ~negative
    return _Arcs(programme.indices[taken], target[row_of[taken]], row_of[taken])


def _dues(programme: Programme, arcs: _Arcs) -> Ints:
    """The fixed cost that each column waits for, at once or through a minor decision; −1 where none."""
    dues = np.full(programme.columns, NONE, dtype=np.int64)
    paid = programme.integer & ~programme.minor & (programme.cost > 0)
    direct = paid[arcs.target]
    dues[arcs.source[direct]] = arcs.target[direct]
    through = programme.minor[arcs.target] & (dues[arcs.target] >= 0) & (dues[arcs.source] < 0)
    dues[arcs.source[through]] = dues[arcs.target[through]]
    return dues


def _idle(programme: Programme, arcs: _Arcs, covered: Ints) -> Bools:
    """Rows that say no more than Σ y ≤ z: minor decisions or quantities that wait for the same z."""
    known = covered.copy()
    floors = _arcs(programme, (programme.row_lower == 0) & (programme.row_upper == np.inf))
    agreed = np.ones(programme.columns, dtype=np.bool_)
    first = np.full(programme.columns, NONE, dtype=np.int64)
    first[floors.target] = covered[floors.source]
    agreed[floors.target[covered[floors.source] != first[floors.target]]] = False
    certain = programme.minor & agreed & (first >= 0)
    known[certain] = first[certain]
    same = known[arcs.source] == arcs.target
    other = np.bincount(arcs.row[~same], minlength=programme.rows) > 0
    told = np.zeros(programme.rows, dtype=np.bool_)
    told[arcs.row[same]] = True
    return told & ~other & _loose(programme)


def _loose(programme: Programme) -> Bools:
    """Rows that no bound of their columns breaks once the decision is taken."""
    row_of = programme.row_of()
    positive = programme.values > 0
    reach = summed(
        row_of[positive],
        programme.values[positive] * programme.upper[programme.indices[positive]],
        programme.rows,
    )
    most = summed(row_of[~positive], -programme.values[~positive], programme.rows)
    loose: Bools = reach <= most * BREATH
    return loose
