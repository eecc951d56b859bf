"""One family asked again and again at other prices: its search tree is kept, only costs change.

A branch that no plan can use stays empty at any prices, and what the duals of its relaxation proved is soon
counted anew for other costs (weak duality). So hardly any branch is solved again when prices move a little.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rakiza.engine.allocation.highs import Stop, never
from rakiza.engine.allocation.scale.programme import Floats, Ints, Programme, dot
from rakiza.engine.allocation.scale.relaxations import WHOLE, Branch, Relaxations, Relaxed

LEAST = 1e-6  # what branching is thought to gain at least, so that no decision is left out
MOST = 300  # branches kept; beyond these the tree is grown anew


@dataclass(frozen=True, slots=True)
class Limits:
    """How far one answer goes: a relative gap, relaxations, the moment it ends at, and being told to."""

    gap: float
    solves: int
    ends: float
    stop: Stop = never


@dataclass(frozen=True, slots=True)
class Answer:
    """The best point known of a family (None where there is none), and what none is below."""

    point: Floats | None
    bound: float


@dataclass(slots=True)
class _Best:
    """The best point so far."""

    point: Floats | None
    value: float

    def within(self, gap: float) -> float:
        """Return what is near enough to it."""
        return self.value if self.point is None else self.value - gap * abs(self.value)


# what a branch costs at least, a number that breaks ties, the branch, its decisions (None: not solved at these costs)
_Open = tuple[float, int, Branch, Floats | None]


class Tree:
    """The branches of one family, minor decisions free; costs are handed in with each question."""

    def __init__(self, programme: Programme) -> None:
        self._relaxations = Relaxations(programme)
        self._made = 0
        self._gains = np.zeros((2, len(self._relaxations.great)))
        self._seen = np.zeros((2, len(self._relaxations.great)))
        self._lower, self._upper = programme.lower, programme.upper
        self._branches: list[tuple[float, Branch]] = [(-np.inf, self._root())]

    def answer(self, cost: Floats, start: Floats | None, limits: Limits) -> Answer:
        """Return the best point at these costs; `start`: one that is known to obey every row."""
        if len(self._branches) > MOST:
            self._branches = [(-np.inf, self._root())]
        relaxations = self._relaxations
        relaxations.price(cost)
        best = _Best(start, np.inf if start is None else dot(cost, start))
        waiting = [self._waiting(relaxations.least(branch), branch, None) for _, branch in self._branches]
        heapq.heapify(waiting)
        ends, closed = relaxations.solved + limits.solves, []
        while waiting and waiting[0][0] < best.within(limits.gap):
            if relaxations.solved >= ends or time.monotonic() >= limits.ends or limits.stop():
                break
            value, _, branch, decided = waiting[0]
            found = self._branched(value, branch, decided, best, limits.ends)
            if found is None:
                break
            heapq.heappop(waiting)
            for one in found:
                if one[3] is not None and not len(self._open(one[3])):
                    closed.append(one)
                else:
                    heapq.heappush(waiting, one)
        left = closed + waiting
        self._branches = [(value, branch) for value, _, branch, _ in sorted(left, key=lambda one: one[:2])]
        return Answer(best.point, min([best.value, *(one[0] for one in left)]))

    def narrow(self, beyond: float) -> None:
        """Forget what costs this much or more at the costs asked last: no better plan has any of it."""
        great = self._relaxations.great
        found = self._cheaper(beyond)
        self._branches = [
            (value, replace(branch, lower=lower[great], upper=upper[great]))
            for value, branch, (lower, upper) in found
        ]
        if found:
            self._lower, self._upper = self._around(found)

    def within(self, beyond: float) -> tuple[Floats, Floats]:
        """Return bounds of all columns that points which cost less than this keep, at the costs asked last."""
        found = self._cheaper(beyond)
        return self._around(found) if found else (self._lower, self._upper)

    def _cheaper(self, beyond: float) -> list[tuple[float, Branch, tuple[Floats, Floats]]]:
        near = ((value, branch) for value, branch in self._branches if value < beyond)
        asked = ((value, branch, self._relaxations.cheaper(branch, beyond)) for value, branch in near)
        return [(value, branch, bounds) for value, branch, bounds in asked if bounds is not None]

    def _around(self, found: Sequence[tuple[float, Branch, tuple[Floats, Floats]]]) -> tuple[Floats, Floats]:
        lower = np.maximum(self._lower, np.min([bounds[0] for _, _, bounds in found], axis=0))
        upper = np.minimum(self._upper, np.max([bounds[1] for _, _, bounds in found], axis=0))
        return lower, upper

    def narrowed(self) -> tuple[Floats, Floats]:
        """Return bounds of all columns within which whatever was not forgotten lies."""
        return self._lower, self._upper

    def _root(self) -> Branch:
        great = self._relaxations.great
        return Branch(self._lower[great], self._upper[great])

    def _waiting(self, value: float, branch: Branch, decided: Floats | None) -> _Open:
        self._made += 1
        return value, self._made, branch, decided

    def _branched(
        self, value: float, branch: Branch, decided: Floats | None, best: _Best, ends: float
    ) -> list[_Open] | None:
        """Solve a branch at these costs, or cut it in two where that's done; None for want of time."""
        if decided is None:
            relaxed = self._relaxations.solve(branch, ends - time.monotonic())
            if relaxed is None:
                return None
            self._judge(relaxed, best, ends, search=best.point is None)
            return self._kept(relaxed)
        place = self._choice(decided)
        found = []
        for side, bound in enumerate((np.floor(decided[place]), np.ceil(decided[place]))):
            half = _halved(branch, place, bound, upper=side == 0)
            relaxed = self._relaxations.solve(half, ends - time.monotonic())
            if relaxed is None:
                return None
            if relaxed.branch is not None:
                self._gains[side, place] += max(0.0, relaxed.value - value) / abs(decided[place] - bound)
                self._seen[side, place] += 1
                self._judge(relaxed, best, ends)
            found += self._kept(relaxed)
        return found

    def _kept(self, relaxed: Relaxed) -> list[_Open]:
        if relaxed.branch is None:
            return []
        return [self._waiting(relaxed.value, relaxed.branch, relaxed.point[self._relaxations.great])]

    def _judge(self, relaxed: Relaxed, best: _Best, ends: float, *, search: bool = False) -> None:
        """Take a relaxation as the best point where its decisions are whole, or `search` by rounding them."""
        if relaxed.branch is None or relaxed.value >= best.value:
            return
        decided = relaxed.point[self._relaxations.great]
        if len(self._open(decided)) and not search:
            return
        whole = np.clip(np.round(decided), relaxed.branch.lower, relaxed.branch.upper)
        sure: Relaxed | None = relaxed
        if (whole != decided).any():
            held = replace(relaxed.branch, lower=whole, upper=whole)
            sure = self._relaxations.solve(held, ends - time.monotonic())
        if sure is not None and sure.branch is not None and sure.value < best.value:
            best.point, best.value = sure.point, sure.value

    def _open(self, decided: Floats) -> Ints:
        return np.flatnonzero(np.abs(decided - np.round(decided)) > WHOLE)

    def _choice(self, decided: Floats) -> int:
        """Return the place of the decision that both ways are thought to cost most by: what it cost before."""
        places = self._open(decided)
        mean = self._gains.sum(axis=1) / np.maximum(1.0, self._seen.sum(axis=1))
        each = np.where(self._seen > 0, self._gains / np.maximum(1.0, self._seen), mean[:, None])[:, places]
        down, up = decided[places] - np.floor(decided[places]), np.ceil(decided[places]) - decided[places]
        score = np.maximum(each[0] * down, LEAST * down) * np.maximum(each[1] * up, LEAST * up)
        return int(places[np.argmax(score)])


def _halved(branch: Branch, place: int, bound: float, *, upper: bool) -> Branch:
    """Return the branch with one decision bounded; what was proven of the whole holds for its halves."""
    lowest, most = branch.lower.copy(), branch.upper.copy()
    (most if upper else lowest)[place] = bound
    return replace(branch, lower=lowest, upper=most)
