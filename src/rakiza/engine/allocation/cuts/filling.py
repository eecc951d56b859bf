"""Whole lots in stores of which it is decided which are open: what opening cost is spent and out of the way.

The relaxation of these stores alone is cut, a plan is made of it by a dive, and stores are packed anew in groups.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from rakiza.engine.allocation.cuts.assignment import NONE, Assignment, assignment_of
from rakiza.engine.allocation.cuts.branching import Node, branch
from rakiza.engine.allocation.cuts.diving import dive
from rakiza.engine.allocation.cuts.exchange import Exchange
from rakiza.engine.allocation.cuts.multipliers import Climb, Stores
from rakiza.engine.allocation.cuts.rounds import Relaxation, without_links
from rakiza.engine.allocation.highs import Stop
from rakiza.engine.allocation.scale.programme import Floats, Ints, Programme

PATIENCE = 4  # rounds of cuts without gain
STEPS = 200  # towards the best prices
ABOVE = 0.01  # relative: how far above the bound a plan is thought to stand, for the first steps
NODES = 2_000_000
TIME_OF_PACKING = 0.6  # of the time left after a dive; the rest is for the proof


@dataclass(slots=True)
class Filling:
    """What is left of a programme once stores are decided; `take` is told each plan, in the programme's columns."""

    programme: Programme
    lower: Floats
    upper: Floats
    take: Callable[[Floats], None]
    most: Callable[[], float]  # what a plan that is better than the best costs at most
    grain: float
    stop: Stop

    def run(self, ends: float) -> float:
        """Fill the stores by a plan, better it, and return what every plan of them costs at least."""
        most = self.most()
        held = replace(self.programme, lower=self.lower, upper=self.upper)
        columns = np.flatnonzero(held.upper > 0)
        small = held.part(columns, np.arange(held.rows))
        one = assignment_of(small)
        if one is None:
            return float("-inf")
        small = without_links(small, one)
        relaxation = Relaxation(small, one, [], ends)
        bound = relaxation.solve(small.lower, small.upper, PATIENCE, most)
        if bound > most or not np.isfinite(bound):
            return bound

        def late() -> bool:
            return self.stop() or time.monotonic() > ends

        point = dive(relaxation, one, np.inf, late)
        if point is None or not small.feasible(point):
            return bound
        most = self._tell(columns, point)
        packing = time.monotonic() + TIME_OF_PACKING * (ends - time.monotonic())
        for better in self._packed(one, point, lambda: late() or time.monotonic() > packing):
            most = self._tell(columns, better)
            if bound > most:
                return bound
        return self._proven(relaxation, one, columns, Node(small.lower, small.upper, bound))

    def _packed(self, one: Assignment, point: Floats, late: Stop) -> Iterator[Floats]:
        """Yield better points: with what opening costs out of the way, stores are packed anew."""
        free = replace(
            one, opening=np.full(one.stores, NONE, dtype=np.int64), opening_cost=np.zeros(one.stores)
        )
        climb = Climb(Stores(free))
        for _ in range(STEPS):
            if climb.tired or late():
                break
            climb.step(climb.best.bound + ABOVE * abs(climb.best.bound))
        loss = Stores(free).forced(climb.best).choice
        if not np.isfinite(loss).any():
            return  # every store is shut
        exchange = Exchange(free, climb.best, loss - loss.min(), self.grain)
        opened = np.unique(one.opening[one.opening >= 0])
        for found in exchange.better(point, late):
            better = found.copy()
            better[opened] = 1.0
            yield better

    def _proven(self, relaxation: Relaxation, one: Assignment, columns: Ints, root: Node) -> float:
        """Search these stores to the end, as far as time goes; return what every plan of them costs at least."""

        def better(point: Floats) -> float:
            return self._tell(columns, point) if len(point) else self.most()

        return branch(relaxation, one, root, better, (NODES, relaxation.ends, self.stop)).bound

    def _tell(self, columns: Ints, point: Floats) -> float:
        whole = np.zeros(self.programme.columns)
        whole[columns] = np.where(self.programme.integer[columns], np.round(point), point)
        self.take(whole)
        return self.most()
