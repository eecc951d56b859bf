"""Which stores are opened, by branching on that alone: lots stay divided.

Once it is decided which stores are open, the relaxation hardly differs from the best plan; before, it stands far below
it, and a plan placed lot by lot opens the wrong ones. So the tree is one of stores. The node of the least bound is
taken, and followed to its end by opening the fullest store that is open in part. An end goes back among the
nodes; when it is the least of all it is filled with whole lots. Nodes are counted, so that the way is always the same.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from rakiza.engine.allocation.cuts.assignment import Assignment
from rakiza.engine.allocation.cuts.joined import Basis
from rakiza.engine.allocation.cuts.rounds import Relaxation
from rakiza.engine.allocation.highs import Stop
from rakiza.engine.allocation.scale.programme import Floats

WHOLE = 1e-6
NODES = 20_000
AIR = 1e-9


@dataclass(slots=True, order=True)
class Decided:
    """Bounds of columns that say which stores are open or shut, and what plans within cost at least.

    `whole`: every store is decided.
    """

    bound: float
    place: int
    lower: Floats = field(compare=False)
    upper: Floats = field(compare=False)
    whole: bool = field(default=False, compare=False)
    basis: Basis | None = field(default=None, compare=False)


class Openings:
    """A tree of decisions on stores, gone through from the least bound on; `seen` is told each end's point."""

    def __init__(
        self,
        relaxation: Relaxation,
        one: Assignment,
        root: Decided,
        seen: Callable[[Floats], None] = lambda _: None,
    ) -> None:
        self._relaxation, self._seen = relaxation, seen
        self._opening = np.unique(one.opening[one.opening >= 0])
        self._open = [root]
        self._nodes = self._pushed = 0

    @property
    def nodes(self) -> int:
        """How many nodes were solved."""
        return self._nodes

    @property
    def bound(self) -> float:
        """What every plan costs at least that isn't filled yet; infinite where none is left."""
        return self._open[0].bound if self._open else float("inf")

    def ends(self, best: Callable[[], float], stop: Stop) -> Decided | None:
        """Return the next end: every store decided, the least bound of all; None where none is left, or time.

        `best()`: what a plan that is better than the best costs at most.
        """
        while self._open and self._nodes < NODES:
            node = heapq.heappop(self._open)
            if node.bound > best():
                self._open = []
                return None
            if node.whole:
                return node
            if stop() or not self._follow(node, best):
                heapq.heappush(self._open, node)
                return self.nearest(best())
        return None

    def nearest(self, most: float) -> Decided | None:
        """Return the best end known that isn't filled yet, though others may be better."""
        ends = [node for node in self._open if node.whole and node.bound <= most]
        if not ends:
            return None
        found = min(ends)
        self._open = [node for node in self._open if node is not found]
        heapq.heapify(self._open)
        return found

    def _follow(self, node: Decided, best: Callable[[], float]) -> bool:
        """Decide a node to its end, or to where another end is nearer; tell whether time was enough."""
        most = min([best(), *(one.bound for one in self._open if one.whole)])
        if node.basis is not None:
            self._relaxation.go_back(node.basis)
        while True:
            reached = self._relaxation.solve(node.lower, node.upper, 0, most)
            self._nodes += 1
            if reached == float("-inf"):
                self._push(node, node.bound)
                return False
            bound = max(reached, node.bound)
            if bound > best() or bound == float("inf"):  # none at all, though no plan is known to stay below
                return True
            point = self._relaxation.point[self._opening]
            divided = np.abs(point - np.round(point)) > WHOLE
            if not divided.any():
                self._seen(self._relaxation.point)
                self._end(node, bound, best())
                return True
            lower, upper = self._settled(node, best())
            column = self._opening[int(np.argmax(np.where(divided, point, -1.0)))]
            shut, opened = upper.copy(), lower.copy()
            shut[column], opened[column] = 0.0, 1.0
            self._push(Decided(bound, 0, lower, shut, basis=self._relaxation.basis), bound)
            node = Decided(bound, 0, opened, upper)
            if bound > most:
                self._push(node, bound)
                return True

    def _end(self, node: Decided, bound: float, best: float) -> None:
        """Keep an end: stores as they are at the relaxation's point, which is the best within the node."""
        relaxation = self._relaxation
        opened = relaxation.point[self._opening] > 0.5
        lower, upper = node.lower.copy(), node.upper.copy()
        # what else the node may hold stays open beside this end, dearer by what each other decision costs at least
        for column, one in zip(self._opening.tolist(), opened.tolist(), strict=True):
            if lower[column] == upper[column]:
                continue
            other_lower, other_upper = lower.copy(), upper.copy()
            other_lower[column] = other_upper[column] = 0.0 if one else 1.0
            dearer = max(bound, relaxation.value + abs(float(relaxation.reduced[column])))
            if dearer <= best * (1 + AIR):
                self._push(Decided(dearer, 0, other_lower, other_upper), dearer)
            lower[column] = upper[column] = 1.0 if one else 0.0
        self._push(Decided(bound, 0, lower, upper), bound, whole=True)

    def _push(self, node: Decided, bound: float, *, whole: bool = False) -> None:
        self._pushed += 1
        # of equals the one that came last, which is the deepest
        heapq.heappush(self._open, Decided(bound, -self._pushed, node.lower, node.upper, whole, node.basis))

    def _settled(self, node: Decided, most: float) -> tuple[Floats, Floats]:
        """Shut what can't be opened within `most`, and open what can't be shut."""
        relaxation, columns = self._relaxation, self._opening
        reduced, point = relaxation.reduced[columns], relaxation.point[columns]
        over = relaxation.value + np.abs(reduced) > most * (1 + AIR)
        lower, upper = node.lower.copy(), node.upper.copy()
        upper[columns[over & (reduced > 0) & (point <= WHOLE)]] = 0.0
        lower[columns[over & (reduced < 0) & (point >= 1 - WHOLE)]] = 1.0
        return lower, np.maximum(lower, upper)
