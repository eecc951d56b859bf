"""The best plan of an assignment with a proof: prices, plans by hand, then what is left by branching.

1. Prices of lots prove a bound; plans are made by hand from what stores pack on the way.
2. With a target between the bound and the best plan, every choice and store whose bound lies above
   the target is settled. What is left is cut by rounds over its relaxation and solved by branching.
3. A plan within the target is the best of all; none within it lifts the bound to the target, and the
   next target stands higher.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from rakiza.engine.allocation.cuts.assignment import Assignment, assignment_of
from rakiza.engine.allocation.cuts.branching import Node, branch
from rakiza.engine.allocation.cuts.diving import dive
from rakiza.engine.allocation.cuts.filling import Filling
from rakiza.engine.allocation.cuts.joined import Row
from rakiza.engine.allocation.cuts.local import PAIRS, Placing
from rakiza.engine.allocation.cuts.multipliers import Climb, Forced, Packed, Stores
from rakiza.engine.allocation.cuts.nearby import Nearby
from rakiza.engine.allocation.cuts.openings import Decided, Openings
from rakiza.engine.allocation.cuts.rounds import Relaxation, without_links
from rakiza.engine.allocation.cuts.swaps import settle
from rakiza.engine.allocation.highs import Stop, never
from rakiza.engine.allocation.scale.programme import Floats, Ints, Programme
from rakiza.engine.allocation.scale.run import Effort, run

STEPS = 400
EVERY = 20  # steps between plans by hand
NODES = 2_000_000
GROWTH = 4.0  # of the steps from target to target
KEPT = 2  # choices a lot that the first target leaves
LEAST_STEP = 1e-4  # relative to the bound
SHARE = 0.35  # of the time left, for each target but the last
TIME_OF_PRICES = 0.15
FIRST_PRICES = 0.03  # the same before stores are decided, and of many lots: relaxations know more there
PATIENCE = 8  # rounds of cuts without gain at the root
TIME_OF_GROUPS = 0.5
TIME_OF_MORE = 0.15  # of the time left after each target, for more groups
TIME_OF_WIDE = 0.7  # the same where a target was not searched to its end: there is little to prove
TIME_OF_LAST = 0.3  # before the last target, which takes all that is left
TIME_OF_PLUNGE = 0.6
TIME_OF_DIVING = 0.6  # with cuts on the way
TIME_OF_OPENINGS = 0.4  # of the time left, for deciding stores before some are filled
TIME_OF_FILLING = 0.5
TIME_AFTER_OPENINGS = 0.25
SOON = 2  # rounds of cuts without gain before stores are decided
TIME_OF_RELAXING = 0.3
NEAREST = 10  # choices a lot that are in the relaxation from the beginning
WIDE = 5  # choices a lot from which a plan is made
TIME_OF_CUTS = 0.4  # of a target's time, for cuts at the root
HALF = 0.5  # of what is then left, for branching with cuts at every node
FEASIBLE = 1e-6
HAIR = 1e-9  # relative: two costs are the same


@dataclass(frozen=True, slots=True)
class Wanted:
    """Relative gap, seconds, being told to stop; `grain`: every plan's cost is a multiple of it (0: unknown).

    Costs may stand above that multiple by the share `slack`, which breaks ties. `start`: a plan to begin from.
    """

    gap: float
    seconds: float
    stop: Stop = never
    grain: float = 0.0
    slack: float = 0.0
    start: Floats | None = None


@dataclass(frozen=True, slots=True)
class Proven:
    """The best point found (None: none) and the bound below every plan."""

    point: Floats | None
    value: float
    bound: float


@dataclass(frozen=True, slots=True)
class _Near:
    """What is left of a programme within a target, its cut relaxation, bound, and the moment to end."""

    columns: Ints
    small: Programme
    one: Assignment
    relaxation: Relaxation
    bound: float
    ends: float

    def whole(self, point: Floats, columns: int) -> Floats:
        """Return a point of what is left as one of the programme."""
        found = np.zeros(columns)
        found[self.columns] = np.where(self.small.integer, np.round(point), point)
        return found


class Search:
    """One search over a programme that is an assignment."""

    def __init__(self, programme: Programme, one: Assignment, wanted: Wanted) -> None:
        self._programme, self._one, self._wanted = programme, one, wanted
        self._ends = time.monotonic() + wanted.seconds
        self.point: Floats | None = None
        self.value, self.bound = np.inf, -np.inf
        self._cuts: list[Row] = []
        self._nearby: Nearby | None = None
        self._packed: Packed | None = None

    def run(self) -> Proven:
        """Return the best plan and bound within the time given."""
        if self._wanted.start is not None:
            self._take(self._wanted.start)
        opening = bool((self._one.opening >= 0).any())
        first = FIRST_PRICES if opening or self._one.lots > PAIRS else TIME_OF_PRICES
        climb = self._climb(None if opening else self._relaxed(), first)
        forced = Stores(self._one).forced(climb.best)
        self._packed = climb.best
        if self._settle_left(forced) and not self._over():
            climb = self._climb(climb.best.prices, first)
            forced = Stores(self._one).forced(climb.best)
            self._packed = climb.best
        self._plunge(forced)
        if (self._one.opening >= 0).any() and not self._over():
            climb = self._climb(climb.best.prices, TIME_OF_PRICES)
            forced = Stores(self._one).forced(climb.best)
            self._packed = climb.best
        target, step = -np.inf, self._first_step(forced)
        last = False
        # without any plan there is nothing to stay below: rules beside the assignment are the solver's to meet
        while self.point is not None and not self._over() and not last:
            target = min(self._improving(), max(target, self._above(step)))
            last = target >= self._improving()
            if last:
                self._near(forced, TIME_OF_LAST)
                if self._over():
                    break
                target = self._improving()
            ended = self._below(target, forced, self._left() * (1.0 if last else SHARE))
            step *= GROWTH
            if not last:
                self._near(forced, TIME_OF_MORE if ended else TIME_OF_WIDE)
        return Proven(self.point, self.value, self._told())

    def _climb(self, prices: Floats | None, share: float) -> Climb:
        climb = Climb(Stores(self._one), prices)
        placing = Placing(self._one)
        ends = self._share(share)
        for step in range(STEPS):
            if climb.tired or time.monotonic() > ends or self._wanted.stop():
                break
            if step % EVERY == 0:
                placing.take(climb.now.chosen, climb.now.opened)
                placing.make_room()
                placing.improve()
                self._take(placing.point(self._programme.columns))
                if self._over():
                    break
            climb.step(min(self.value, climb.best.bound + 0.03 * abs(climb.best.bound)))
            self._lift(climb.best.bound)
        return climb

    def _relaxed(self) -> Floats | None:
        """Return what the linear relaxation pays for lots (None where it took too long), and round its point.

        Prices that begin there need few steps; those that begin far off ended below it at 1,600 lots.
        """
        one = self._one
        joined = np.ones(self._programme.columns, dtype=np.bool_)
        joined[one.column] = np.minimum(_ranked(one, one.cost), _ranked(one, one.weight)) < NEAREST
        relaxation = Relaxation(
            without_links(self._programme, one), one, [], self._share(TIME_OF_RELAXING), joined
        )
        bound = relaxation.solve(self._programme.lower, self._programme.upper, 0)
        if not np.isfinite(bound):
            return None
        self._lift(bound)
        self._round(relaxation.point)
        return relaxation.prices

    def _settle_left(self, forced: Forced) -> bool:
        """Lots that no plan better than the best leaves open: their columns are closed."""
        if not np.isfinite(self.value):
            return False
        # a hair above: the best plan itself may leave a lot at a cost that the bound reaches, but for rounding
        served = np.isfinite(self._one.leaving) & (forced.left > self.value * (1 + HAIR))
        if not served.any():
            return False
        upper = self._programme.upper.copy()
        for lot in np.flatnonzero(served):
            for column, _ in self._one.left[lot]:
                upper[column] = 0.0
        self._programme = replace(self._programme, upper=upper)
        one = assignment_of(self._programme)
        assert one is not None  # noqa: S101 - it was one before
        self._one = one
        return one.needed > 0 and bool((one.opening >= 0).any())

    def _near(self, forced: Forced, share: float) -> None:
        """Better the best plan while that pays, for a share of the time left at most."""
        if self.point is None or self._over() or not np.isfinite(forced.choice).any():
            return
        grain = self._wanted.grain
        self._nearby = self._nearby or Nearby(self._programme, self._one, self._packed, forced.choice, grain)
        for point in self._nearby.better(self.point, self._until(self._share(share))):
            self._take(point)
            if self._over():
                return

    def _open_stores(self, forced: Forced) -> None:
        """Decide first which stores are open, then fill them; where every decision was looked at, that proves."""
        held = self._residual(forced, self._improving())
        if held is None:
            self._lift(self._improving())
            return
        one = self._one
        joined = np.ones(held.columns, dtype=np.bool_)
        joined[one.column] = _ranked(one, forced.choice) < NEAREST
        root = time.monotonic() + TIME_OF_CUTS * self._left()
        relaxation = Relaxation(without_links(held, one), one, [], root, joined)
        bound = relaxation.solve(held.lower, held.upper, SOON, self._improving())
        if bound == -np.inf:
            return
        self._lift(min(bound, self._improving()))
        if bound == np.inf:
            return
        if bound > self._improving():
            return
        self._round(relaxation.point)
        relaxation.ends = self._ends
        tree = Openings(relaxation, one, Decided(bound, 0, held.lower, held.upper), self._round)
        unfilled, ends = np.inf, self._ends - TIME_AFTER_OPENINGS * self._left()
        while not self._over():
            end = tree.ends(self._improving, self._until(min(ends, self._share(TIME_OF_OPENINGS))))
            if end is not None:
                unfilled = min(unfilled, self._fill(end))
            self._lift(min(unfilled, tree.bound, self._improving()))
            if end is None or time.monotonic() > ends:
                return

    def _round(self, point: Floats) -> None:
        """Make a plan at once of a relaxation's point: what is mostly taken there, the rest where it fits."""
        one = self._one
        placing = Placing(one)
        placing.take(point[one.column] > HALF, (one.opening < 0) | (point[one.opening] > HALF))
        placing.make_room()
        placing.improve()
        if one.lots > PAIRS:
            settle(placing)
        self._take(placing.point(self._programme.columns))

    def _fill(self, end: Decided) -> float:
        """Fill stores that are decided; return what plans of them cost at least."""
        wanted = self._wanted
        filling = Filling(
            self._programme, end.lower, end.upper, self._take, self._improving, wanted.grain, wanted.stop
        )
        return max(end.bound, filling.run(self._share(TIME_OF_FILLING)))

    def _share(self, share: float) -> float:
        """Return the moment at which a share of the time left is over."""
        return time.monotonic() + share * self._left()

    def _until(self, ends: float) -> Stop:
        return lambda: self._over() or time.monotonic() > ends

    def _plunge(self, forced: Forced) -> None:
        """Make a plan out of the cut relaxation of the choices that are near the bound, and better it."""
        if (self._one.opening >= 0).any():
            self._open_stores(forced)
            self._near(forced, TIME_OF_GROUPS)
            return
        bounds = np.sort(forced.choice)
        target = min(self._improving(), float(bounds[min(WIDE * self._one.lots, len(bounds) - 1)]))
        near = self._cut(target, forced, TIME_OF_PLUNGE * self._left(), self._improving())
        if near is None or self._over():
            return
        divided = np.zeros(self._programme.columns)
        divided[near.columns] = near.relaxation.point
        self._round(divided)
        self._dive(near)
        self._near(forced, TIME_OF_GROUPS)

    def _first_step(self, forced: Forced) -> float:
        """Return how far over the bound `KEPT` choices a lot are left, if that is any distance."""
        bounds = np.sort(forced.choice[np.isfinite(forced.choice)])
        place = min(KEPT * self._one.lots, len(bounds) - 1)
        distance = float(bounds[place]) - self.bound if len(bounds) else 0.0
        return max(distance, LEAST_STEP * abs(self.bound), 0.01 * self._wanted.grain)

    def _above(self, step: float) -> float:
        """Return a target above the bound, from the next cost that a plan may have on."""
        return self._rounded(self.bound) * (1 + self._wanted.slack) + step

    def _cut(self, target: float, forced: Forced, seconds: float, most: float | None = None) -> _Near | None:
        """Cut the relaxation of what is left within a target; None where its bound passes `most` (the target)."""
        most = target if most is None else most
        ends = time.monotonic() + seconds
        residual = self._residual(forced, target)
        if residual is None:
            self._lift(target)
            return None
        columns = np.flatnonzero(residual.upper > 0)
        small = residual.part(columns, np.arange(residual.rows))
        one = assignment_of(small)
        if one is None:
            return None
        relaxation = Relaxation(small, one, self._known(columns), time.monotonic() + TIME_OF_CUTS * seconds)
        bound = relaxation.solve(small.lower, small.upper, PATIENCE, most)
        choices = np.zeros(small.columns, dtype=np.bool_)
        choices[one.column] = True
        self._cuts = [
            (columns[own], values, limit) for own, values, limit in relaxation.rows if choices[own].any()
        ]
        relaxation.ends = ends
        self._lift(min(target, bound))
        if bound > most or not np.isfinite(bound):
            return None
        return _Near(columns, small, one, relaxation, bound, ends)

    def _dive(self, near: _Near) -> None:
        point = dive(near.relaxation, near.one, self._improving(), self._over, self._share(TIME_OF_DIVING))
        if point is None:
            return
        whole = near.whole(point, self._programme.columns)
        self._take(whole)
        if self._one.lots > PAIRS and self._programme.feasible(whole, FEASIBLE):
            placing = Placing(self._one)
            placing.read(whole)
            settle(placing)
            self._take(placing.point(self._programme.columns))

    def _below(self, target: float, forced: Forced, seconds: float) -> bool:
        """Look for plans that cost at most the target; none found by the end of the search lifts the bound.

        Tell whether it came to its end.
        """
        near = self._cut(target, forced, seconds)
        if near is None or self._over():
            return True

        def better(point: Floats) -> float:
            if len(point):
                self._take(near.whole(point, self._programme.columns))
            return min(target, self._improving())

        half = time.monotonic() + HALF * (near.ends - time.monotonic())
        root = Node(near.small.lower, near.small.upper, near.bound)
        outcome = branch(near.relaxation, near.one, root, better, (NODES, half, self._wanted.stop))
        self._lift(target if outcome.ended else min(target, outcome.bound))
        if outcome.ended or self._over():
            return True
        start = self.point[near.columns] if self.point is not None and self.value <= target else None
        effort = Effort(self._gap(), NODES, max(0.1, near.ends - time.monotonic()), minor=True, plain=False)
        again = run(near.small, effort, start, self._wanted.stop)
        if again.point is not None:
            better(again.point)
        self._lift(target if again.infeasible else min(target, again.bound))
        return again.infeasible

    def _known(self, columns: Ints) -> list[Row]:
        """Return the cuts on packings found so far; a choice that they didn't know of weighs nothing."""
        place = np.full(self._programme.columns, -1, dtype=np.int64)
        place[columns] = np.arange(len(columns))
        return [(place[own], values, limit) for own, values, limit in self._cuts if (place[own] >= 0).all()]

    def _residual(self, forced: Forced, target: float) -> Programme | None:
        one = self._one
        lower, upper = self._programme.lower.copy(), self._programme.upper.copy()
        upper[one.column[forced.choice > target]] = 0.0
        stores = np.flatnonzero(one.opening >= 0)
        if len(np.unique(one.opening[stores])) == len(stores):
            upper[one.opening[stores[forced.opened[stores] > target]]] = 0.0
            lower[one.opening[stores[forced.closed[stores] > target]]] = 1.0
        if (lower > upper).any():
            return None
        return replace(self._programme, lower=lower, upper=upper)

    def _gap(self) -> float:
        return 0.5 * self._wanted.gap

    def _take(self, point: Floats) -> None:
        value = self._programme.value(point)
        if value < self.value and self._programme.feasible(point, FEASIBLE):
            self.value, self.point = value, point

    def _lift(self, bound: float) -> None:
        self.bound = max(self.bound, min(bound, self.value))

    def _improving(self) -> float:
        """What a plan that is better than the best costs at most."""
        grain = self._wanted.grain
        if not grain or not np.isfinite(self.value):
            return self.value
        exact = np.floor(self.value / grain + 1e-6) * grain
        return float(min(self.value, (exact - grain) * (1 + self._wanted.slack) + 1e-3 * grain))

    def _rounded(self, bound: float) -> float:
        return float(min(self.value, max(bound, self._exact(bound))))

    def _exact(self, bound: float) -> float:
        """Return the least multiple that costs stand at without what breaks ties; minus infinity where unknown."""
        grain = self._wanted.grain
        if not grain or not np.isfinite(bound):
            return -np.inf
        return float(np.ceil(bound / (1 + self._wanted.slack) / grain - 1e-4) * grain)

    def _told(self) -> float:
        """Return the bound with all that breaking ties may add, which who reads it as money takes off again."""
        exact = self._exact(self.bound)
        return float(min(self.value, max(self.bound, exact * (1 + self._wanted.slack))))

    def _over(self) -> bool:
        bound = self._rounded(self.bound)
        near = np.isfinite(self.value) and self.value - bound <= (
            self._wanted.gap + self._wanted.slack
        ) * abs(self.value)
        return bool(near) or self._left() <= 0 or self._wanted.stop()

    def _left(self) -> float:
        return max(0.0, self._ends - time.monotonic())


def _ranked(one: Assignment, cost: Floats | Ints) -> Ints:
    """Return the rank of each choice among its lot's, the cheapest first."""
    order = np.lexsort((cost, one.lot))
    rank = np.zeros(len(cost), dtype=np.int64)
    lots = one.lot[order]
    rank[order] = np.arange(len(cost)) - np.searchsorted(lots, lots)
    return rank
