"""A plan under improvement: its point, what the coupling rows have left, and what is still broken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from rakiza.engine.allocation.highs import Stop, never
from rakiza.engine.allocation.scale.blocks import Blocks, batches
from rakiza.engine.allocation.scale.crew import Crew, Ground
from rakiza.engine.allocation.scale.neighbourhood import Asked, kept, part_of, solve_cluster
from rakiza.engine.allocation.scale.programme import Bools, Floats, Ints, Programme, dot, gather, summed
from rakiza.engine.allocation.scale.run import Effort, run

TIGHT = 1e-7  # relative: how closely coupling rows are kept
DEAR = 20.0  # what breaking the whole of a row weighs, in plans


class Plan:
    """The present point of a programme, changed cluster by cluster."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        programme, blocks = ground.sure, ground.blocks
        self.point: Floats = np.zeros(programme.columns)
        self.solved: Bools = np.array([not len(columns) for columns in blocks.columns], dtype=np.bool_)
        rows = blocks.coupling
        self._starts, entries = gather(programme.starts, rows)
        self._columns, self._values = programme.indices[entries], programme.values[entries]
        self._row_of = np.repeat(np.arange(len(rows)), np.diff(self._starts))
        self.low, self.high = programme.row_lower[rows], programme.row_upper[rows]
        size = np.where(np.isfinite(self.high), np.abs(self.high), np.abs(self.low))
        self._room = TIGHT * np.maximum(1.0, np.where(np.isfinite(size), size, 1.0))
        worth = dot(np.abs(programme.cost), np.minimum(np.abs(programme.upper), 1e15)) or 1.0
        self._worth = worth / max(1, blocks.count)
        self._size = np.maximum(1e-9, np.where(np.isfinite(size) & (size > 0), size, 1.0))

    @property
    def value(self) -> float:
        """Cost of the present point."""
        return self._ground.programme.value(self.point)

    def made(self, point: Floats | None = None) -> Floats:
        """Return the activity of the coupling rows."""
        taken = self.point if point is None else point
        return summed(self._row_of, self._values * taken[self._columns], len(self.low))

    def broken(self) -> Floats:
        """Return how far each coupling row is broken, nothing within rounding."""
        made = self.made()
        over = np.maximum(np.maximum(made - self.high, self.low - made), 0.0)
        return np.where(over > self._room, over, 0.0)

    @property
    def complete(self) -> bool:
        """Whether every block is answered and no row is broken."""
        return bool(self.solved.all()) and not self.broken().any()

    def start(
        self,
        crew: Crew,
        prices: Floats,
        effort: Effort,
        known: Mapping[int, Floats] | None = None,
        late: Stop = never,
    ) -> None:
        """Answer block after block at prices, on the capacity that is left (narrow rows only).

        `known`: what blocks answered at these prices with all capacity theirs; where that fits into what is
        left, it is as good an answer still. Once `late()` says yes, blocks not asked yet decide nothing.
        """
        blocks = self._ground.blocks
        last = blocks.count - 1
        order = [[block] for block in (last, *range(last)) if not self.solved[block]]
        for batch in batches(blocks, order):
            asked = [self._first(group, prices, effort) for group in batch]
            if late():
                asked = [_undecided(one) for one in asked]
            found = [self._fitting(one, group, known or {}) for one, group in zip(asked, batch, strict=True)]
            open_still = [one for one, point in zip(asked, found, strict=True) if point is None]
            fresh = iter(crew.map(solve_cluster, open_still))
            points = [next(fresh) if point is None else point for point in found]
            self._take(batch, asked, points)

    def _fitting(self, asked: Asked, group: Sequence[int], known: Mapping[int, Floats]) -> Floats | None:
        point = known.get(group[0]) if len(group) == 1 else None
        if point is None:
            return None
        part = part_of(self._ground, asked)
        great = replace(part, integer=part.integer & ~part.minor)
        return point if great.feasible(point, TIGHT / 10) else None

    def _first(self, group: Sequence[int], prices: Floats, effort: Effort) -> Asked:
        blocks = self._ground.blocks
        places = _places(blocks, group)
        made = self.made()[places]
        hard = blocks.narrow[places].astype(np.bool_) & (self.low[places] <= 0)
        return Asked(
            columns=blocks.cluster_columns(group),
            own=_own(blocks, group),
            rows=blocks.coupling[places],
            low=np.full(len(places), -np.inf),
            high=np.where(hard, np.maximum(self.high[places] - made, 0.0), np.inf),
            elastic=np.zeros(len(places)),
            penalty=np.zeros(len(places)),
            present=None,
            effort=effort,
            prices=prices[places],
        )

    def improve(
        self, crew: Crew, batch: Sequence[Sequence[int]], effort: Effort, *, keep: bool = False
    ) -> None:
        """Solve the clusters of a batch again, each on what the others leave it."""
        made, broken = self.made(), self.broken()
        asked = [self._again(group, made, broken, len(batch), effort, keep=keep) for group in batch]
        self._take(batch, asked, crew.map(solve_cluster, asked))

    def _again(
        self, group: Sequence[int], made: Floats, broken: Floats, sharing: int, effort: Effort, *, keep: bool
    ) -> Asked:
        blocks = self._ground.blocks
        columns = blocks.cluster_columns(group)
        places = _places(blocks, group)
        own = self._of(columns)[places]
        share = np.where(blocks.narrow[places] > 0, 1.0, 1.0 / sharing)
        torn = broken[places] > 0
        # a broken row asks for all that is missing, and may stay as broken as it is at a price
        ratio = np.where(torn, 1.0 if sharing == 1 else 1.0 / sharing, share)
        with np.errstate(invalid="ignore"):
            high = own + (self.high[places] - made[places]) * ratio
            low = own + (self.low[places] - made[places]) * ratio
        return Asked(
            columns=columns,
            own=_own(blocks, group),
            rows=blocks.coupling[places],
            low=low,
            high=high,
            elastic=broken[places] * ratio * (1.0 + 1e-6),
            penalty=DEAR * self._worth / self._size[places],
            present=self.point[columns] if self.solved[list(group)].all() else None,
            effort=effort,
            keep=keep,
        )

    def _of(self, columns: Ints) -> Floats:
        chosen = np.zeros(len(self.point))
        chosen[columns] = self.point[columns]
        return self.made(chosen)

    def _take(
        self, batch: Sequence[Sequence[int]], asked: Sequence[Asked], found: Iterable[Floats | None]
    ) -> None:
        for group, one, point in zip(batch, asked, found, strict=True):
            if point is None:
                continue
            if one.present is None or self._is_better(one, point):
                self.point[one.columns] = point
                self.solved[list(group)] = True

    def _is_better(self, asked: Asked, point: Floats) -> bool:
        if asked.keep:
            return True
        cost = self._ground.programme.cost[asked.columns]
        assert asked.present is not None  # noqa: S101 - the caller saw to it
        return bool((asked.elastic > 0).any()) or dot(cost, point) < dot(cost, asked.present)


def _undecided(asked: Asked) -> Asked:
    """Ask for nothing but what goes without any great decision, which is found at once."""
    effort = Effort(relaxed=True, seconds=asked.effort.seconds)
    return replace(asked, present=np.zeros(len(asked.columns)), keep=True, effort=effort)


def polished(programme: Programme, point: Floats, effort: Effort, stop: Stop = never) -> Floats | None:
    """Return the best point with the great decisions of this one, minor ones free; None where there is none.

    Blocks take capacity one after another; one linear programme over all of them deals it out anew.
    """
    great = programme.integer & ~programme.minor
    held = replace(kept(programme, point, great), integer=great)
    found = run(held, replace(effort, relaxed=True), stop=stop).point
    return found if found is not None and held.feasible(found) else None


def _places(blocks: Blocks, group: Sequence[int]) -> Ints:
    return np.unique(np.concatenate([blocks.touching[block] for block in group]))


def _own(blocks: Blocks, group: Sequence[int]) -> Ints:
    return np.sort(np.concatenate([blocks.rows[block] for block in group]))
