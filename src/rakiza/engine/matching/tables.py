"""One attribute judged for many requirements and many devices at once.

A table holds, for each distinct requirement (row) and each distinct thing that devices state (column),
one whole number: fails, unknowns, passes that aren't exact and distances are added up by adding numbers. Plain numbers are
judged by arrays, everything else by the same functions as one requirement against one device.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rakiza.engine.attributes import AttributeSpec, AttributeValue, Comparison, Op
from rakiza.engine.matching.compare import compare
from rakiza.engine.matching.measure import Measured, measured
from rakiza.engine.matching.values import CLOSE, MICRO, Typed, Values, Verdict, typed

Table = NDArray[np.int64]
FAIL = 1 << 48  # room for 255 of each, and for distances of 4,000
UNKNOWN = 1 << 40
INEXACT = 1 << 32
DISTANCE_MASK = INEXACT - 1
COUNT_MASK = 255

_BY_NUMBER = frozenset({Comparison.EQUAL, Comparison.WITHIN, Comparison.AT_LEAST, Comparison.AT_MOST})


_MOST_CELLS = 500_000  # judged one by one and kept, some 200 MB at the very most


class Cells:
    """What was judged one by one, kept: attributes, and the words they compare, come in family after family."""

    def __init__(self) -> None:
        """Start with nothing judged."""
        self._of: dict[AttributeSpec, dict[tuple[Typed, Typed], int]] = {}
        self._count = 0

    def table(self, spec: AttributeSpec, required: Sequence[Values], offered: Sequence[Values]) -> Table:
        """Return the table of one deciding attribute, of shape (required, offered)."""
        found: Table = np.zeros((len(required), len(offered)), dtype=np.int64)
        done = np.zeros(found.shape, dtype=bool)
        if spec.comparison in _BY_NUMBER:
            _numbers(spec, required, offered, found, done)
        rows, columns = np.nonzero(~done)
        if len(rows):
            self._make_room(len(rows))
            asked, had = [typed(values) for values in required], [typed(values) for values in offered]
            kept = self._of.setdefault(spec, {})
            for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
                key = (asked[row], had[column])
                cell = kept.get(key)
                if cell is None:
                    cell = kept[key] = judged_alone(spec, required[row], offered[column])
                found[row, column] = cell
        return found

    def _make_room(self, count: int) -> None:
        self._count += count
        if self._count > _MOST_CELLS:
            self._of.clear()
            self._count = count


def judged_alone(spec: AttributeSpec, required: Values, offered: Sequence[AttributeValue]) -> int:
    """Return one cell of a table, judged as one requirement against one device is."""
    judged = compare(spec, spec.name, required, offered)
    if judged.verdict is Verdict.PASS:
        return 0 if judged.exact else INEXACT
    return UNKNOWN if judged.verdict is Verdict.UNKNOWN else FAIL + round(judged.relative_gap * MICRO)


def _numbers(
    spec: AttributeSpec,
    required: Sequence[Values],
    stated: Sequence[Sequence[AttributeValue]],
    found: Table,
    done: NDArray[np.bool_],
) -> None:
    """Fill the cells where one number in one unit is asked and one in the same unit is stated."""
    wanted = [_single(spec, values) for values in required]
    had = [_single(spec, values) for values in stated]
    units = {known.unit for known in (*wanted, *had) if known is not None}
    for unit in units:
        for op in Op:
            rows = [at for at, k in enumerate(wanted) if k is not None and k.unit == unit and k.op is op]
            columns = [at for at, k in enumerate(had) if k is not None and k.unit == unit and k.op is Op.EQ]
            if rows and columns:
                at = np.ix_(rows, columns)
                found[at] = _judged(spec, op, _column(wanted, rows)[:, None], _column(had, columns)[None, :])
                done[at] = True


def _single(spec: AttributeSpec, values: Sequence[AttributeValue]) -> Measured | None:
    if len(values) != 1:
        return None
    known = measured(values[0], spec)
    return None if isinstance(known.value, str | bool) else known


def _column(known: Sequence[Measured | None], at: Sequence[int]) -> NDArray[np.float64]:
    return np.array([float(k.value) for k in (known[i] for i in at) if k is not None])


def _judged(spec: AttributeSpec, op: Op, wanted: NDArray[np.float64], had: NDArray[np.float64]) -> Table:
    """Judge as `compare` does, number by number; see there for the meaning of each comparison."""
    gap = had - wanted
    greater = np.maximum(np.abs(wanted), np.abs(had))
    exact = np.abs(gap) <= CLOSE * np.maximum(greater, 1e-12)
    passes = exact.copy()
    if op is Op.GE or (op is Op.EQ and spec.comparison is Comparison.AT_LEAST):
        passes |= gap >= 0
    elif op is Op.LE or spec.comparison is Comparison.AT_MOST:
        passes |= gap <= 0
    elif spec.comparison is Comparison.WITHIN:
        passes |= np.abs(gap) <= spec.tolerance * (1 + 1e-9)
    else:
        passes |= np.abs(gap) <= spec.tolerance * np.maximum(greater, 1e-12)
    with np.errstate(invalid="ignore", divide="ignore"):
        distance = np.minimum(np.abs(gap) / greater, 1.0)
    failing = FAIL + np.rint(np.nan_to_num(distance) * MICRO).astype(np.int64)
    judged: Table = np.where(exact, 0, np.where(passes, INEXACT, failing))
    return judged
