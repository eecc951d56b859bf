"""Blocks of columns that hang together by rows of their own; what joins blocks are coupling rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from rakiza.engine.allocation.model import Model
from rakiza.engine.allocation.scale.programme import Bools, Floats, Ints, Programme

UNKNOWN = -1
PASSES = 4
WIDE = 12  # blocks; a row that joins more is shared out by part rather than kept to one at a time


@dataclass(frozen=True, slots=True)
class Blocks:
    """A programme's blocks: their columns, their own rows, and the coupling rows they touch.

    `coupling`: indices of the rows that join blocks; `touching`: for each block, places in
    `coupling`; `narrow`: which of these join few blocks. The last block holds what belongs to none.
    """

    columns: tuple[Ints, ...]
    rows: tuple[Ints, ...]
    coupling: Ints
    touching: tuple[Ints, ...]
    narrow: Ints

    @property
    def count(self) -> int:
        """How many blocks there are."""
        return len(self.columns)

    def cluster_columns(self, blocks: Sequence[int]) -> Ints:
        """Return the columns of several blocks, in order."""
        return np.sort(np.concatenate([self.columns[block] for block in blocks]))

    def cluster_rows(self, blocks: Sequence[int]) -> Ints:
        """Return the rows of several blocks, coupling rows with them, in order."""
        own = [self.rows[block] for block in blocks]
        joined = [self.coupling[self.touching[block]] for block in blocks]
        return np.unique(np.concatenate([*own, *joined]))


def labels_of(model: Model) -> Ints:
    """Return the block of each column: the family of its lot, as far as that is told by the model."""
    lots = model.component.lots
    known: dict[str, int] = {}
    of_lot = [known.setdefault(lot.family or lot.id, len(known)) for lot in lots]
    labels = np.full(len(model.rows.cost), UNKNOWN, dtype=np.int64)
    for entry in model.entries:
        labels[entry.column] = of_lot[model.options[entry.option].lot]
    for (lot, _), column in model.remainders.items():
        labels[column] = of_lot[lot]
    return labels


def blocks_of(programme: Programme, labels: Ints) -> Blocks:
    """Complete the labels over the rows, then sort columns and rows into blocks."""
    complete = _completed(programme, labels)
    count = int(complete.max(initial=-1)) + 1
    complete = np.where(complete < 0, count, complete)
    row_label, joins = _row_labels(programme, complete)
    coupling = np.flatnonzero(joins)
    touching: list[list[int]] = [[] for _ in range(count + 1)]
    narrow = np.zeros(len(coupling), dtype=np.int64)
    for place, row in enumerate(coupling):
        met = np.unique(complete[programme.indices[programme.starts[row] : programme.starts[row + 1]]])
        narrow[place] = len(met) <= WIDE
        for block in met:
            touching[block].append(place)
    own = np.where(joins, count + 1, row_label)
    return Blocks(
        _sorted_into(complete, count + 1),
        _sorted_into(own, count + 1),
        coupling,
        tuple(np.array(places, dtype=np.int64) for places in touching),
        narrow,
    )


def _completed(programme: Programme, labels: Ints) -> Ints:
    """A column without a label takes that of the rows it stands in, where these agree."""
    labels = labels.copy()
    row_of = programme.row_of()
    large = np.iinfo(np.int64).max
    for _ in range(PASSES):
        if (labels >= 0).all():
            break
        of_entry = labels[programme.indices]
        lowest = np.full(programme.rows, large)
        highest = np.full(programme.rows, UNKNOWN)
        seen = of_entry >= 0
        np.minimum.at(lowest, row_of[seen], of_entry[seen])
        np.maximum.at(highest, row_of[seen], of_entry[seen])
        low = np.full(programme.columns, large)
        high = np.full(programme.columns, UNKNOWN)
        np.minimum.at(low, programme.indices, lowest[row_of])
        np.maximum.at(high, programme.indices, highest[row_of])
        agreed = (labels < 0) & (low == high)
        if not agreed.any():
            break
        labels[agreed] = low[agreed]
    return labels


def _row_labels(programme: Programme, labels: Ints) -> tuple[Ints, Bools]:
    row_of = programme.row_of()
    low = np.full(programme.rows, np.iinfo(np.int64).max)
    high = np.full(programme.rows, UNKNOWN)
    np.minimum.at(low, row_of, labels[programme.indices])
    np.maximum.at(high, row_of, labels[programme.indices])
    return np.where(high < 0, 0, high), (low != high) & (high >= 0)


def _sorted_into(labels: Ints, count: int) -> tuple[Ints, ...]:
    order = np.argsort(labels, kind="stable")
    edges = np.searchsorted(labels[order], np.arange(count + 1))
    return tuple(order[edges[index] : edges[index + 1]] for index in range(count))


def clusters(blocks: Blocks, weights: Floats, size: int, turn: int) -> list[list[int]]:
    """Group blocks that press on the same coupling rows; `turn` varies where groups begin.

    `weights` say how hard each coupling row presses. Every block is in one group.
    """
    members: dict[int, list[int]] = defaultdict(list)
    for block in range(blocks.count - 1):
        for place in blocks.touching[block]:
            if blocks.narrow[place]:
                members[int(place)].append(block)
    order = _order(blocks.count - 1, turn)
    left = set(order)
    return [_grow(first, left, blocks, members, weights, size) for first in order if first in left]


def _order(count: int, turn: int) -> list[int]:
    """A fixed permutation for each turn: strides that are coprime with the count."""
    stride = next(
        (s for s in range(1 + 7 * turn, 2 * count + 8 + 7 * turn) if np.gcd(s, max(1, count)) == 1), 1
    )
    return [(turn + stride * index) % count for index in range(count)]


def _grow(
    first: int, left: set[int], blocks: Blocks, members: dict[int, list[int]], weights: Floats, size: int
) -> list[int]:
    left.discard(first)
    group = [first]
    pull: dict[int, float] = defaultdict(float)
    last = first
    while len(group) < size:
        for place in blocks.touching[last]:
            for other in members.get(int(place), ()):
                if other in left:
                    pull[other] += float(weights[place])
        if not pull:
            break
        last = max(pull, key=lambda block: (pull[block], -block))
        del pull[last]
        left.discard(last)
        group.append(last)
    return group


def batches(blocks: Blocks, groups: Iterable[Sequence[int]]) -> list[list[Sequence[int]]]:
    """Sort groups into batches within which no two touch the same narrow row."""
    found: list[tuple[set[int], list[Sequence[int]]]] = []
    for group in groups:
        places = {int(p) for block in group for p in blocks.touching[block] if blocks.narrow[p]}
        for taken, batch in found:
            if taken.isdisjoint(places):
                taken.update(places)
                batch.append(group)
                break
        else:
            found.append((set(places), [group]))
    return [batch for _, batch in found]
