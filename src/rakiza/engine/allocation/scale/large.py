"""Solve a programme too large for one run: priced blocks for the bound, clusters for the plan.

1. Bounds are tightened and strong rows x ≤ u y written.
2. The linear relaxation prices the coupling rows.
3. Blocks at these prices prove a bound; what they answered is the first plan where it fits into the
   capacity left, the other blocks are solved again on that.
4. Answers known lead to the next prices, which lift the bound; decisions on which their mean and the
   plan differ are solved again, all blocks together. Where that gains nothing, clusters of blocks that
   press on the same rows are solved again on what the rest leaves, in ever different groups. Both by
   turns, until the gap or the time asked is reached.
5. Minor decisions, free until then, are settled with the great ones held.

Work is counted in nodes and passes, so that the same input takes the same way on any number of
cores; time only stops.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from rakiza.engine.allocation.highs import Stop, later, never
from rakiza.engine.allocation.scale.blocks import Blocks, batches, blocks_of, clusters
from rakiza.engine.allocation.scale.columns import Columns
from rakiza.engine.allocation.scale.crew import Crew, Ground
from rakiza.engine.allocation.scale.lagrange import BLOCK, Relaxed, Trees, relax
from rakiza.engine.allocation.scale.neighbourhood import kept
from rakiza.engine.allocation.scale.plan import Plan, polished
from rakiza.engine.allocation.scale.programme import Bools, Floats, Ints, Programme
from rakiza.engine.allocation.scale.relaxation import prices_of
from rakiza.engine.allocation.scale.run import Effort, run
from rakiza.engine.allocation.scale.settle import settled
from rakiza.engine.allocation.scale.tighten import strong_rows, tightened

FIRST = Effort(gap=1e-3, nodes=50)
AGAIN = Effort(gap=2e-4, nodes=60)
AGREE = Effort(gap=1e-4, nodes=100)
SETTLE = Effort(gap=1e-5, nodes=200, minor=True)
SIZES = (2, 3, 4, 3, 5, 4, 6)  # blocks in a cluster, pass after pass
SETTLED = 1e-4
DEARER = 1e-3  # what settling at once may cost
WHOLE = 1e-5  # how closely a settled plan obeys
HALF = 0.5  # of the time left at most, for the first prices and for what they prove: a plan comes before both
GRACE = 2.0  # seconds, to make minor decisions whole once the end was told
SETTLING = 0.1  # of the time, kept for making minor decisions whole
NEAR = 0.02  # of the bound: a plan to begin from that needs no other beside it
STEPS = 2  # of prices, between two looks at the plan
ALIKE = 1e-6
TOGETHER = 60_000  # columns beyond which decisions that differ are too many for one run
FINER = 0.2  # of the gap asked, for a block on its own
CLOSING = 0.85  # of the gap that a turn may leave for another to follow
STALE = 1e-5  # a pass that gains less, relatively, wants larger clusters


@dataclass(frozen=True, slots=True)
class Asked:
    """When to end: a relative gap, seconds, or being told to; `processes` None for as many as there are.

    `start`: great decisions to begin from.
    """

    gap: float
    seconds: float
    stop: Stop = never
    processes: int | None = None
    tell: Callable[[str, float, float], None] | None = None
    start: Floats | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The best point that obeys every row (None if none was found) and the proven bound.

    `cheaper`: lower and upper bounds of columns that every cheaper point keeps.
    """

    point: Floats | None
    bound: float
    seconds: float
    infeasible: bool = False
    cheaper: tuple[Floats, Floats] | None = None


def solve_large(programme: Programme, labels: Ints, asked: Asked, firm: Floats | None = None) -> Found:
    """Return a plan and its bound; `labels` as told by `blocks.labels_of`.

    `firm`: values of the matrix that a plan must obey, where they differ from those that bound it.
    """
    began = time.monotonic()
    strong = strong_rows(tightened(programme))
    sure = None
    if firm is not None and (firm != programme.values).any():
        sure = replace(
            strong, values=np.where(_differ(programme, firm, strong), _padded(firm, strong), strong.values)
        )
    ground = Ground(strong, blocks_of(strong, labels), sure, asked.stop)
    with Crew(ground, asked.processes) as crew:
        search = Search(crew, asked, began)
        search.run()
    return Found(search.best, search.bound, time.monotonic() - began)


def _padded(values: Floats, longer: Programme) -> Floats:
    """Rows were only added at the end: earlier entries stand where they stood."""
    return np.concatenate([values, np.zeros(len(longer.values) - len(values))])


def _differ(programme: Programme, firm: Floats, longer: Programme) -> Bools:
    return _padded((firm != programme.values).astype(np.float64), longer) > 0


class Search:
    """One search: a plan from above, a bound from below."""

    def __init__(self, crew: Crew, asked: Asked, began: float, trees: Trees | None = None) -> None:
        self._crew, self._asked, self._began, self._trees = crew, asked, began, trees
        self._blocks: Blocks = crew.ground.blocks
        self.plan = Plan(crew.ground)
        self.best: Floats | None = None
        self.value = float("inf")
        self.bound = float("-inf")
        self._relaxed: Relaxed | None = None
        self._columns: Columns | None = None
        self._mean: Floats | None = None
        self._prices: Floats = np.zeros(len(self._blocks.coupling))
        self._answers: dict[int, Floats] = {}  # of blocks, at the first prices

    def run(self) -> None:
        """Bound, start, then improve both by turns."""
        lowest, prices = prices_of(self._crew, HALF * self._left(), self._asked.stop)
        self._raise(lowest, "relaxation")
        if self._late():
            return
        self._open(prices, bounded=True)
        for turn, size in self._turns():
            if self._over():
                break
            if size >= self._blocks.count - 1:
                self._whole()
                break
            before = self.value
            self._step()
            self._agree()
            if before - self.value < 20 * STALE * abs(self.value) and not self._over():
                self._pass(size, turn)
        self._settle()

    def approach(self, turns: int) -> None:
        """Make a first plan, then better prices and plan by turns while that closes a good part of the gap."""
        if self._asked.stop():
            return
        lowest, prices = prices_of(self._crew, HALF * self._left(), self._asked.stop)
        self._raise(lowest, "relaxation")
        self._open(prices, bounded=turns > 0)
        for turn in range(turns):
            before = self.value - self.bound
            if self._over():
                return
            self._step()
            self._agree()
            if turn > 0 and not self.value - self.bound < CLOSING * before:
                return

    def _open(self, prices: Floats | None, *, bounded: bool) -> None:
        """Begin from the plan handed in or make a first one; both where that is far from what prices prove.

        Where time was too short for prices, there's enough for a plan without them, hardly for more.
        """
        self._begin()
        begun = self.best is not None
        if prices is not None:
            self._prices = prices
            if bounded and not (begun and self._over()):
                self._bound(prices, HALF * self._left())
        near = np.isfinite(self.bound) and self.value <= self.bound + NEAR * abs(self.bound)
        if not begun or not (near or self._over()):
            self._first()

    def _first(self) -> None:
        """Make a first plan block after block; the one begun from stays where it is better."""
        self.plan.point[:] = 0.0
        self.plan.solved[:] = [not len(columns) for columns in self._blocks.columns]
        self.plan.start(self._crew, self._prices, self._timed(FIRST), self._answers, self._late)
        self._note("start")
        self._polish()
        if self.best is not None:
            self.plan.point[:], self.plan.solved[:] = self.best, True

    def _begin(self) -> None:
        """Begin from a plan's great decisions, with the best quantities that go with them."""
        start, programme = self._asked.start, self._crew.ground.sure
        if start is None:
            return
        point = polished(programme, start, self._timed(Effort()), self._asked.stop)
        if point is not None:
            self.plan.point[:], self.plan.solved[:] = point, True
            self._note("begun")

    def _turns(self) -> list[tuple[int, int]]:
        return [(turn, SIZES[turn % len(SIZES)] + turn // len(SIZES)) for turn in range(60)]

    def _pass(self, size: int, turn: int) -> None:
        weights = np.abs(self._prices) * self.plan.made()
        groups = clusters(self._blocks, weights, size, turn)
        for batch in batches(self._blocks, groups):
            if self._over():
                return
            self.plan.improve(self._crew, batch, self._timed(AGAIN))
            self._note(f"pass {turn}", quiet=True)
        self._note(f"pass {turn} of {size}")
        self._polish()

    def _whole(self) -> None:
        """Few blocks that press hard on each other: one run over all of them ends it."""
        effort = self._timed(Effort(gap=0.9 * self._asked.gap, nodes=1_000_000))
        outcome = run(self._crew.ground.sure, effort, self.best, self._asked.stop)
        if self._crew.ground.firm is None:
            self._raise(outcome.bound, "whole")
        if outcome.point is not None and outcome.value < self.value:
            self.plan.point[:] = outcome.point
            self._note("whole")

    def _polish(self) -> None:
        """Deal the capacity out anew over all blocks at once, with the great decisions held."""
        if self.best is None or self._over():
            return
        programme = self._crew.ground.sure
        point = polished(programme, self.best, self._timed(Effort()), self._asked.stop)
        if point is not None and programme.value(point) < self.value:
            self.plan.point[:] = point
            self._note("polish")

    def _bound(self, prices: Floats, seconds: float | None = None) -> float:
        """Ask the blocks at prices; return what that proves, nothing where time was short."""
        if self._columns is None:
            self._columns = Columns(self._crew.ground, prices, self.bound)
        if self.best is not None:
            self._columns.add(self.best)
        time_given = self._left() if seconds is None else seconds
        gap = min(BLOCK.gap, FINER * self._asked.gap)
        answers = (
            None if self._answers else self._answers
        )  # the first ones only: a first plan begins from them
        relaxed = relax(self._crew, prices, time_given, self._columns, gap, self._trees, answers)
        if relaxed is None:
            return float("-inf")
        if self._trees is not None and self.best is not None:
            self._trees.narrow(self.value - relaxed.bound)
        self._columns.add(relaxed.point)
        if self._relaxed is None or relaxed.bound > self._relaxed.bound:
            self._relaxed, self._prices = relaxed, relaxed.prices
        self._raise(relaxed.bound, "bound")
        return relaxed.bound

    def _step(self) -> None:
        """Take some steps from the best prices known to those that all answers so far promise most of."""
        if self._columns is None or self._relaxed is None:
            return
        for _ in range(STEPS):
            if self._over():
                return
            ahead = self._columns.ahead(self._relaxed.prices, self._left())
            if ahead is None:
                return
            self._mean, before = ahead.mean, self._relaxed.bound
            self._columns.judge(ahead.promised, before, self._bound(ahead.prices))

    def _agree(self) -> None:
        """Hold great decisions of which the answers' mean and the plan think alike, and solve the rest."""
        programme = self._crew.ground.sure
        if self.best is None or self._mean is None or programme.columns > TOGETHER or self._over():
            return
        alike = np.abs(self._mean - self.best) < ALIKE
        held = kept(programme, self.best, programme.integer & ~programme.minor & alike)
        outcome = run(held, self._timed(AGREE), self.best, self._asked.stop)
        if outcome.point is not None and outcome.value < self.value:
            self.plan.point[:] = outcome.point
            self._note("agree")

    def _settle(self) -> None:
        """Make minor decisions whole with the great ones held: at once, and where that fails block by block."""
        if self.best is None or not self._crew.ground.programme.minor.any():
            return
        self.plan.point[:] = self.best
        if self._settled_at_once():
            return
        if self._asked.stop():  # a plan whose minor decisions are split is none
            self.value, self.best = float("inf"), None
            return
        for batch in batches(
            self._blocks, [[b] for b in range(self._blocks.count) if len(self._blocks.columns[b])]
        ):
            left = self._asked.seconds - (time.monotonic() - self._began)
            self.plan.improve(self._crew, batch, replace(SETTLE, seconds=max(2.0, left)), keep=True)
        self.value, self.best = float("inf"), None
        if self._crew.ground.sure.feasible(self.plan.point, WHOLE):
            self._note("settle")

    def _settled_at_once(self) -> bool:
        """Settle all blocks in one run, which may still deal capacity out between them."""
        assert self.best is not None  # noqa: S101 - the caller saw to it
        programme, dearest = self._crew.ground.sure, self.value * (1.0 + DEARER)
        seconds = max(2.0, (self._asked.seconds - (time.monotonic() - self._began)) / 2)
        effort = replace(SETTLE, gap=SETTLED, seconds=seconds)
        point = settled(programme, self.best, effort, dearest, later(self._asked.stop, GRACE))
        if point is None:
            return False  # cut short: block by block costs less than what it had found
        self.plan.point[:] = point
        self.value, self.best = float("inf"), None
        self._note("settle at once")
        return self.best is not None

    def _note(self, stage: str, *, quiet: bool = False) -> None:
        if self.plan.complete and self.plan.value < self.value:
            self.value, self.best = self.plan.value, self.plan.point.copy()
        if self._asked.tell is not None and not quiet:
            self._asked.tell(stage, self.value, self.bound)

    def _raise(self, bound: float, stage: str) -> None:
        self.bound = max(self.bound, min(bound, self.value))
        if self._asked.tell is not None:
            self._asked.tell(stage, self.value, self.bound)

    def _over(self) -> bool:
        near = np.isfinite(self.value) and self.value - self.bound <= 0.97 * self._asked.gap * abs(self.value)
        return bool(near) or self._late()

    def _late(self) -> bool:
        return self._left() <= 0 or self._asked.stop()

    def _left(self) -> float:
        spent = time.monotonic() - self._began
        return max(0.0, self._asked.seconds * (1.0 - SETTLING) - spent)

    def _timed(self, effort: Effort) -> Effort:
        return replace(effort, seconds=max(0.1, self._left()))
