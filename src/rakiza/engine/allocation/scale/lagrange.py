"""A proven bound block by block: coupling rows are priced, each block answers for itself.

For any prices of the right sign, what blocks cost at these prices plus what the coupling rows are
worth is below every plan (Geoffrion 1974). Blocks are whole-number programmes, so the bound is far
above that of the linear relaxation. Prices start from the relaxation's duals; what blocks answered leads
to the next ones (see `columns`).
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rakiza.engine.allocation.highs import Stop, never
from rakiza.engine.allocation.scale.columns import Columns
from rakiza.engine.allocation.scale.crew import Crew, Ground
from rakiza.engine.allocation.scale.programme import Floats, Ints, dot, gather
from rakiza.engine.allocation.scale.run import Effort, run
from rakiza.engine.allocation.scale.tree import Limits, Tree

BLOCK = Effort(gap=1e-4, nodes=400)
SOLVES = 400  # relaxations of a block at most, at the same prices


@dataclass(frozen=True, slots=True)
class Priced:
    """A block asked at prices of the coupling rows it touches, from the best of its earlier answers on."""

    block: int
    prices: Floats
    seconds: float
    start: Floats | None = None
    gap: float = BLOCK.gap


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A bound, the prices it holds at, and what the blocks answered together."""

    bound: float
    prices: Floats
    point: Floats


class Trees:
    """The search trees of all blocks, for one process that asks them again and again."""

    def __init__(self, ground: Ground, stop: Stop = never) -> None:
        self._ground, self._stop = ground, stop
        self._trees: dict[int, Tree] = {}
        self._bounds: dict[int, float] = {}

    def answer(self, asked: Priced) -> tuple[float, Floats | None]:
        """Return the bound of one block at prices, and its point."""
        columns = self._ground.blocks.columns[asked.block]
        if not len(columns):
            return 0.0, np.zeros(0)
        if asked.block not in self._trees:
            rows = self._ground.blocks.rows[asked.block]
            self._trees[asked.block] = Tree(self._ground.programme.part(columns, rows))
        limits = Limits(asked.gap, SOLVES, time.monotonic() + asked.seconds, self._stop)
        found = self._trees[asked.block].answer(_reduced(self._ground, asked, columns), asked.start, limits)
        self._bounds[asked.block] = found.bound
        return found.bound, found.point

    def narrow(self, room: float) -> None:
        """Forget what costs this much more than the bound proven last: the plan known is no dearer."""
        for block, tree in self._trees.items():
            tree.narrow(self._bounds[block] + room)

    def narrowed(self) -> tuple[Floats, Floats]:
        """Return bounds of all columns that a plan cheaper than the one known keeps."""
        return self._together({block: tree.narrowed() for block, tree in self._trees.items()})

    def within(self, room: float) -> tuple[Floats, Floats]:
        """Return bounds of all columns that keep each block this close to the bound proven last."""
        near = {block: tree.within(self._bounds[block] + room) for block, tree in self._trees.items()}
        return self._together(near)

    def _together(self, bounds: Mapping[int, tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
        lower, upper = self._ground.programme.lower.copy(), self._ground.programme.upper.copy()
        for block, (least, most) in bounds.items():
            columns = self._ground.blocks.columns[block]
            lower[columns], upper[columns] = least, most
        return lower, upper


def answer(ground: Ground, asked: Priced) -> tuple[float, Floats | None]:
    """Return the bound of one block at prices, and its point."""
    programme, blocks = ground.programme, ground.blocks
    columns = blocks.columns[asked.block]
    if not len(columns):
        return 0.0, np.zeros(0)
    part = programme.part(columns, blocks.rows[asked.block])
    part.cost[:] = _reduced(ground, asked, columns)
    outcome = run(part, Effort(asked.gap, BLOCK.nodes, asked.seconds), asked.start, ground.stop)
    return outcome.bound, outcome.point


def _reduced(ground: Ground, asked: Priced, columns: Ints) -> Floats:
    programme, blocks = ground.programme, ground.blocks
    rows = blocks.coupling[blocks.touching[asked.block]]
    starts, entries = gather(programme.starts, rows)
    price = np.repeat(asked.prices, np.diff(starts))
    taken = np.bincount(
        programme.indices[entries], programme.values[entries] * price, minlength=programme.columns
    )
    reduced: Floats = programme.cost[columns] - taken[columns]
    return reduced


def lawful(ground: Ground, prices: Floats) -> Floats:
    """Cut prices to the sign that their row allows."""
    rows = ground.blocks.coupling
    low, high = ground.programme.row_lower[rows], ground.programme.row_upper[rows]
    prices = np.where(np.isfinite(low), prices, np.minimum(prices, 0.0))
    return np.where(np.isfinite(high), prices, np.maximum(prices, 0.0))


def relax(
    crew: Crew,
    prices: Floats,
    seconds: float,
    known: Columns | None = None,
    gap: float = BLOCK.gap,
    trees: Trees | None = None,
    kept: dict[int, Floats] | None = None,
) -> Relaxed | None:
    """Return the bound at these prices; None where time was over, or the end told, before every block had one.

    `kept` takes what each block answered, also where time was over before the last of them had.

    From answers `known` each block begins with the best; each is solved to the `gap`. `trees`: where one
    process asks all blocks, what it keeps of them.
    """
    ground, ends = crew.ground, time.monotonic() + seconds
    programme, blocks = ground.programme, ground.blocks
    prices = lawful(ground, prices)
    low, high = programme.row_lower[blocks.coupling], programme.row_upper[blocks.coupling]
    worth = np.where(prices > 0, np.where(np.isfinite(low), low, 0.0), np.where(np.isfinite(high), high, 0.0))
    bound = dot(prices, worth)
    point = np.zeros(programme.columns)
    asked = [_asked(b, prices[blocks.touching[b]], (seconds, gap), known) for b in range(blocks.count)]
    answers = crew.map(answer, asked) if trees is None else map(trees.answer, asked)
    for priced, (own, found) in zip(asked, answers, strict=True):
        if kept is not None and found is not None:
            kept[priced.block] = found
        if not np.isfinite(own) or found is None or time.monotonic() > ends or ground.stop():
            return None
        bound += own
        point[blocks.columns[priced.block]] = found
    return Relaxed(bound, prices, point)


def _asked(block: int, prices: Floats, effort: tuple[float, float], known: Columns | None) -> Priced:
    seconds, gap = effort
    return Priced(block, prices, seconds, None if known is None else known.cheapest(block, prices), gap)
