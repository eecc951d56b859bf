"""What blocks answered to earlier prices, put together: the next prices, and a plan made of shares of answers.

No price pays more than any block's answers allow: the linear programme over what is known so far (Kelley
1960; Dantzig and Wolfe 1960 from the other side) promises the best bound, within a distance of the best
prices known (Marsten, Hogan and Blankenship 1975). Its duals weigh the answers: their mean obeys the
coupling rows and shows which decisions are open.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rakiza.engine.allocation.scale.crew import Ground
from rakiza.engine.allocation.scale.programme import Floats, Programme, dot, gather
from rakiza.engine.allocation.scale.run import Effort, run

KEPT = 12  # answers of a block
REACH = 0.1  # of a price, that the next one may be away at first
WIDER, NARROWER = 1.5, 0.5
EARNED = 0.1  # of what was promised, for a step to count as a good one


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of a block: its cost, what it takes of the coupling rows that it touches, its columns."""

    cost: float
    use: Floats
    point: Floats


@dataclass(frozen=True, slots=True)
class Next:
    """The next prices, the bound that they promise, and the mean of the answers that they rest on."""

    prices: Floats
    promised: float
    mean: Floats


class Columns:
    """The answers known of each block, and how far the next prices may go."""

    def __init__(self, ground: Ground, prices: Floats, bound: float) -> None:
        self._ground = ground
        programme, blocks = ground.programme, ground.blocks
        rows = blocks.coupling
        self._low, self._high = programme.row_lower[rows], programme.row_upper[rows]
        self._joined = [
            programme.part(blocks.columns[block], rows[blocks.touching[block]])
            for block in range(blocks.count)
        ]
        self._known: list[list[Answered]] = [[] for _ in range(blocks.count)]
        self._reach = _reach(ground, prices, bound)

    def add(self, point: Floats) -> None:
        """Take note of each block's columns in a point; a block keeps the last few."""
        for block, joined in enumerate(self._joined):
            own = point[self._ground.blocks.columns[block]]
            known = self._known[block]
            if len(own) and not any(np.array_equal(own, one.point) for one in known):
                known.append(Answered(joined.value(own), joined.activity(own), own))
                del known[:-KEPT]

    def cheapest(self, block: int, prices: Floats) -> Floats | None:
        """Return the known answer of a block that is best at the prices of the rows it touches."""
        known = self._known[block]
        return min(known, key=lambda one: one.cost - dot(prices, one.use)).point if known else None

    def judge(self, promised: float, before: float, reached: float) -> None:
        """Let the next prices go further after a step that kept its promise, less far after another."""
        good = reached > before + EARNED * (promised - before)
        self._reach = self._reach * (WIDER if good else NARROWER)

    def ahead(self, best: Floats, seconds: float) -> Next | None:
        """Return the most promising prices around the best ones; None where none could be computed."""
        outcome = run(self._programme(best), Effort(relaxed=True, seconds=seconds))
        if outcome.point is None or outcome.duals is None or not np.isfinite(outcome.bound):
            return None
        count = len(best)
        prices = outcome.point[:count] - outcome.point[count : 2 * count]
        return Next(prices, -outcome.value, self._mean(-outcome.duals))

    def _programme(self, best: Floats) -> Programme:
        """Columns: prices of floors, prices of ceilings, what each block is worth; a row an answer."""
        count, blocks = len(best), self._ground.blocks
        floor, ceiling = np.isfinite(self._low), np.isfinite(self._high)
        least, most = best - self._reach, best + self._reach
        free = np.where([bool(known) for known in self._known], np.inf, 0.0)
        answers = [(block, one) for block, known in enumerate(self._known) for one in known]
        rows = [(blocks.touching[block], one.use, 2 * count + block) for block, one in answers]
        indices = [np.concatenate([own, own + count, [place]]) for own, _, place in rows]
        values = [np.concatenate([use, -use, [1.0]]) for _, use, _ in rows]
        none = np.zeros(2 * count + blocks.count, dtype=np.bool_)
        return Programme(
            np.concatenate(
                [
                    np.where(floor, -self._low, 0.0),
                    np.where(ceiling, self._high, 0.0),
                    np.full(blocks.count, -1.0),
                ]
            ),
            np.concatenate(
                [
                    np.where(floor, np.maximum(least, 0.0), 0.0),
                    np.where(ceiling, np.maximum(-most, 0.0), 0.0),
                    -free,
                ]
            ),
            np.concatenate(
                [
                    np.where(floor, np.maximum(most, 0.0), 0.0),
                    np.where(ceiling, np.maximum(-least, 0.0), 0.0),
                    free,
                ]
            ),
            none,
            none,
            np.full(len(rows), -np.inf),
            np.array([one.cost for _, one in answers]),
            np.cumsum([0, *(len(own) for own in indices)]),
            np.concatenate(indices),
            np.concatenate(values),
        )

    def _mean(self, weights: Floats) -> Floats:
        mean, place = np.zeros(self._ground.programme.columns), 0
        for block, known in enumerate(self._known):
            for one in known:
                mean[self._ground.blocks.columns[block]] += weights[place] * one.point
                place += 1
        return mean


def _reach(ground: Ground, prices: Floats, bound: float) -> Floats:
    """How far each price may move: a share of what it is, or of what rows are usually worth."""
    sizes = sizes_of(ground)
    worth = np.abs(prices) * sizes
    usual = float(np.median(worth[worth > 0])) if (worth > 0).any() else abs(bound) / max(1, len(prices))
    reach: Floats = REACH * np.maximum(worth, usual) / sizes
    return reach


def sizes_of(ground: Ground) -> Floats:
    """Return what each coupling row is counted in, so that steps don't depend on units."""
    programme, rows = ground.programme, ground.blocks.coupling
    starts, entries = gather(programme.starts, rows)
    sizes = np.ones(len(rows))
    reach = np.abs(programme.values[entries]) * np.minimum(programme.upper[programme.indices[entries]], 1e12)
    np.maximum.at(sizes, np.repeat(np.arange(len(rows)), np.diff(starts)), reach)
    return sizes
