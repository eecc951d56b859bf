"""The best devices of a family for many requirements: sums of tables, then the least keys.

A key orders as `judge.rank` does: verdict, score, distance, exactness; ties go to the first identifier, which is
the first position.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rakiza.engine.attributes import AttributeValue, Comparison
from rakiza.engine.matching.catalogue import FamilyIndex
from rakiza.engine.matching.judge import by_name
from rakiza.engine.matching.tables import COUNT_MASK, DISTANCE_MASK, FAIL, INEXACT, UNKNOWN
from rakiza.engine.matching.values import Typed, Values, typed

_CELLS = 1 << 21  # requirements × devices looked at together: 16 MB an array
# Bits below the verdict, below the score's penalty and below the distance; passes that aren't exact last.
_CLASS, _PENALTY, _DISTANCE = 40, 31, 6
NO_KEY = np.iinfo(np.int64).max
_TIER = 44  # bits below the tier of a merged key
_FAILING = 2
_FAIL_BITS = FAIL.bit_length() - 1
_UNKNOWN_BITS = UNKNOWN.bit_length() - 1
_INEXACT_BITS = INEXACT.bit_length() - 1

Attributes = tuple[AttributeValue, ...]
Best = tuple[NDArray[np.int32], NDArray[np.int64]]
# Positions, the choice that each serves, and keys: equal where nothing but their identifiers parts two devices.
Merged = tuple[NDArray[np.int32], NDArray[np.int8], NDArray[np.int64]]


def best_of_family(index: FamilyIndex, required: Sequence[Attributes], k: int) -> Best:
    """Return the positions and keys of the best `k` devices, of shape (required, at most k)."""
    columns, groups = index.first_of_groups(k)
    width = min(k, len(columns))
    positions = np.empty((len(required), width), dtype=np.int32)
    keys = np.empty((len(required), width), dtype=np.int64)
    clauses = _clauses(index, required)
    rows = max(1, _CELLS // max(len(columns), len(index.groups)))
    for first in range(0, len(required), rows):
        after = min(first + rows, len(required))
        totals = _totals(index, clauses, first, after)
        own = _keys(totals)[:, groups]
        at = _least(own, width)
        positions[first:after] = columns[at]
        keys[first:after] = np.take_along_axis(own, at, axis=1)
    return positions, keys


_Clauses = list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]


def _clauses(index: FamilyIndex, required: Sequence[Attributes]) -> _Clauses:
    """For each deciding attribute: who asks it, which row of its table each asks, and the table."""
    asked: dict[str, dict[Typed, int]] = {}
    rows: dict[str, list[tuple[int, int]]] = {}
    for at, attributes in enumerate(required):
        for name, values in by_name(attributes).items():
            spec = index.schema.get(name)
            if spec is None or spec.comparison is Comparison.INFORMATIVE:
                continue
            own = asked.setdefault(name, {})
            rows.setdefault(name, []).append((at, own.setdefault(typed(values), len(own))))
    found: _Clauses = []
    for name, pairs in rows.items():
        distinct: list[Values] = [values for values, _ in asked[name]]
        both = np.array(pairs, dtype=np.int64)
        found.append((both[:, 0], both[:, 1], index.judged(name, distinct)))
    return found


def _totals(index: FamilyIndex, clauses: _Clauses, first: int, after: int) -> NDArray[np.int64]:
    totals = np.zeros((after - first, len(index.groups)), dtype=np.int64)
    for asking, row, table in clauses:
        low, high = np.searchsorted(asking, [first, after])
        if low < high:
            totals[asking[low:high] - first] += table[row[low:high]]
    return totals


def _keys(totals: NDArray[np.int64]) -> NDArray[np.int64]:
    fails = totals >> _FAIL_BITS
    unknown = (totals >> _UNKNOWN_BITS) & COUNT_MASK
    verdict = np.where(fails > 0, _FAILING, unknown > 0)
    keys: NDArray[np.int64] = (
        (verdict << _CLASS)
        + ((2 * fails + unknown) << _PENALTY)
        + ((totals & DISTANCE_MASK) << _DISTANCE)
        + ((totals >> _INEXACT_BITS) & COUNT_MASK)
    )
    return keys


def _least(keys: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """Return where the least keys of each row are, in order; the first of equal ones first."""
    count = keys.shape[1]
    unique = keys * count + np.arange(count)
    if width < count:
        unique = np.partition(unique, width - 1, axis=1)[:, :width]
    unique.sort(axis=1)
    at: NDArray[np.int64] = unique % count
    return at


def merged(
    positions: NDArray[np.int32],
    keys: NDArray[np.int64],
    ways: Sequence[tuple[tuple[int, float], ...]],
    k: int,
) -> Merged:
    """Return the best devices of each way of meaning, which of its choices each serves, and their keys.

    First what may do under the first choice, then under the others in their order, then what fails.
    """
    best = np.full((len(ways), k), -1, dtype=np.int32)
    choices = np.zeros((len(ways), k), dtype=np.int8)
    ranks = np.full((len(ways), k), NO_KEY, dtype=np.int64)
    single = [at for at, way in enumerate(ways) if len(way) == 1]
    if single:
        own = np.array([ways[at][0][0] for at in single])
        best[single], ranks[single] = positions[own], keys[own]
    for size in sorted({len(way) for way in ways} - {0, 1}):
        rows = [at for at, way in enumerate(ways) if len(way) == size]
        own = np.array([[question for question, _ in ways[at]] for at in rows])
        wide = keys[own]
        fails = (wide >> _CLASS) >= _FAILING
        tier = np.arange(size)[None, :, None] + size * fails
        wide = np.where(wide == NO_KEY, NO_KEY, (tier << _TIER) + wide).reshape(len(rows), -1)
        order = np.argsort(wide, axis=1, kind="stable")[:, :k]
        best[rows] = np.take_along_axis(positions[own].reshape(len(rows), -1), order, axis=1)
        ranks[rows] = np.take_along_axis(wide, order, axis=1)
        choices[rows] = order // keys.shape[1]
    return best, choices, ranks
