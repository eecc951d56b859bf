"""Lagrangian relaxation of the lots: at prices for lots, each store packs its own knapsack.

For any prices, what lots are worth plus what stores then lose is below every plan (Geoffrion 1974);
because stores pack whole choices, the bound stands above the linear relaxation's. Prices follow
Polyak's steps. A choice or a store whose other value would lift the bound over what a plan costs
already is settled (reduced-cost fixing).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rakiza.engine.allocation.cuts.assignment import Assignment
from rakiza.engine.allocation.cuts.knapsack import coarse, table, taken
from rakiza.engine.allocation.scale.programme import Bools, Floats, Ints, dot

EPSILON = 1e-12
PATIENCE = 15  # steps without a better bound before they are made half as long


@dataclass(frozen=True, slots=True)
class Packed:
    """A bound at prices: choices taken, stores opened, what each store is worth opened."""

    bound: float
    prices: Floats
    chosen: Bools
    opened: Bools
    worth: Floats


@dataclass(frozen=True, slots=True)
class Forced:
    """Bounds of the plans in which a choice is made, a store is closed, or opened, or a lot is left."""

    choice: Floats
    closed: Floats
    opened: Floats
    left: Floats


class Stores:
    """The stores of an assignment, each asked for its best packing at prices; `allowed` choices only."""

    def __init__(self, assignment: Assignment, allowed: Bools | None = None) -> None:
        self.assignment = assignment
        keep = np.ones(len(assignment.lot), dtype=np.bool_) if allowed is None else allowed
        self.items: list[Ints] = [own[keep[own]] for own in assignment.items()]
        free = np.full(assignment.lots, np.inf)
        unbounded = (assignment.weight == 0) & (assignment.opening[assignment.store] < 0) & keep
        np.minimum.at(free, assignment.lot[unbounded], assignment.cost[unbounded])
        self.most: Floats = np.minimum(assignment.leaving, free)
        self._needed = assignment.needed

    def ask(self, prices: Floats) -> Packed:
        """Return the bound at these prices."""
        one = self.assignment
        prices = np.minimum(prices, self.most)
        profit = prices[one.lot] - one.cost
        chosen = np.zeros(len(one.lot), dtype=np.bool_)
        worth = np.zeros(one.stores)
        for store, items in enumerate(self.items):
            best = items[profit[items] > EPSILON]
            if int(one.weight[best].sum()) <= one.capacity[store]:
                chosen[best] = True
                worth[store] = profit[best].sum()
                continue
            weights, capacity = coarse(one.weight[best], int(one.capacity[store]))
            packed = table(profit[best], weights, capacity)
            chosen[best[taken(packed, weights)]] = True
            worth[store] = packed[-1, -1]
        loss = one.opening_cost - worth
        opened = self._opened(loss)
        chosen &= opened[one.store]
        bound = one.constant + float(prices.sum()) + float(loss[opened].sum())
        return Packed(bound, prices, chosen, opened, worth)

    def _opened(self, loss: Floats) -> Bools:
        """Open what pays, and what it takes for enough capacity where every lot must be served."""
        one = self.assignment
        opened = (loss <= 0) | (one.opening < 0)
        short = self._needed - int(one.capacity[opened].sum())
        closed = np.flatnonzero(~opened)
        if short <= 0 or not len(closed):
            return opened
        spare = int(one.capacity[closed].sum()) - short
        if spare < 0:
            return opened
        sizes, spare = coarse(one.capacity[closed], spare)
        opened[closed] = ~taken(table(loss[closed], sizes, spare), sizes)
        return opened

    def forced(self, packed: Packed) -> Forced:
        """Return what the bound would rise to, choice by choice and store by store."""
        one = self.assignment
        profit = packed.prices[one.lot] - one.cost
        loss = one.opening_cost - packed.worth
        never = one.opening < 0
        best = np.where(never, loss, np.minimum(loss, 0.0))
        base = one.constant + float(packed.prices.sum()) + float(best.sum())
        choice = np.full(len(one.lot), np.inf)
        for store, items in enumerate(self.items):
            good = items[profit[items] > EPSILON]
            capacity = int(one.capacity[store])
            inside = items[one.weight[items] <= capacity]
            sizes, room = coarse(one.weight[np.concatenate([good, inside])], capacity)
            rest = table(profit[good], sizes[: len(good)], room)[-1]
            with_it = profit[inside] + rest[room - sizes[len(good) :]]
            with_it = np.minimum(with_it, np.where(profit[inside] > EPSILON, packed.worth[store], np.inf))
            choice[inside] = base - best[store] + one.opening_cost[store] - with_it
        return Forced(
            choice=choice,
            closed=np.where(never, np.inf, base - best),
            opened=base - best + loss,
            left=packed.bound + one.leaving - packed.prices,
        )


class Climb:
    """Polyak's steps from prices that every lot could pay, towards the best bound."""

    def __init__(self, stores: Stores, prices: Floats | None = None) -> None:
        self._stores = stores
        self.best = stores.ask(_first(stores.assignment) if prices is None else prices)
        self._now, self._length, self._waited = self.best, 2.0, 0
        self._direction: Floats = np.zeros(stores.assignment.lots)

    @property
    def now(self) -> Packed:
        """The last answer."""
        return self._now

    @property
    def tired(self) -> bool:
        """Whether steps have become too short to matter."""
        return self._length < 1e-3

    def step(self, target: float) -> None:
        """Take one step towards `target`, what a plan costs or is thought to."""
        one = self._stores.assignment
        served = np.bincount(one.lot[self._now.chosen], minlength=one.lots)
        self._direction = (1.0 - served) + 0.4 * self._direction
        # at its dearest price a lot that nobody serves is left: nothing to gain there
        idle = (self._now.prices >= self._stores.most) & (self._direction > 0)
        direction = np.where(idle, 0.0, self._direction)
        norm = dot(direction, direction)
        if norm <= EPSILON:
            self._length = 0.0
            return
        size = self._length * max(target - self._now.bound, 1e-6 * abs(target)) / norm
        self._now = self._stores.ask(self._now.prices + size * direction)
        if self._now.bound > self.best.bound + 1e-9 * abs(self.best.bound):
            self.best, self._waited = self._now, 0
            return
        self._waited += 1
        if self._waited >= PATIENCE:
            self._length, self._waited, self._now = self._length / 2, 0, self.best
            self._direction = np.zeros(one.lots)


def _first(one: Assignment) -> Floats:
    """Price each lot at its second cheapest choice, opening shared by weight."""
    room = np.maximum(1, one.capacity[one.store])
    cost = one.cost + one.opening_cost[one.store] * one.weight / room
    order = np.lexsort((cost, one.lot))
    starts = np.searchsorted(one.lot[order], np.arange(one.lots))
    ends = np.append(starts[1:], len(order)) - 1
    prices: Floats = cost[order[np.minimum(starts + 1, ends)]]
    return prices
