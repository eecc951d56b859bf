"""Better plans from a plan: the lots of a few stores are placed anew, as well as two halves of them can meet.

Where stores are filled to the last unit a better plan moves many lots at once, each at next to no loss by the bound's
prices, so that what they take of each store comes out even. Branching finds such plans by chance; listing what
each half of the lots may do finds them at once (`halves`). Which stores go together is drawn from a fixed seed,
more of them once fewer gain nothing; work is bounded by tries and by what is listed, so that the way is
always the same.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rakiza.engine.allocation.cuts.assignment import NONE, Assignment
from rakiza.engine.allocation.cuts.halves import MOST_STORES, Group, meet
from rakiza.engine.allocation.cuts.local import Placing
from rakiza.engine.allocation.cuts.multipliers import Packed
from rakiza.engine.allocation.highs import Stop
from rakiza.engine.allocation.scale.programme import Floats, Ints, Programme, summed
from rakiza.engine.allocation.scale.run import Effort, run

LEAST_STORES = 2
FIRST_MOST = 5  # stores together the first time, one more each time that better plans are asked for again
LISTED, MOST_LISTED = 30_000, 120_000  # placings of a half
PATIENCE = 5  # tries a store without gain before more stores are taken together, half as many
LARGE = 5  # from so many stores on: a try takes ten times as long
LEAST_PATIENCE = 50
SEED = 19
NEARLY = 0.03  # of what choices lose in the middle: those that lose less are as good as each other
NEAR = 1e-6
RELAXED = Effort(relaxed=True, seconds=20.0)


class Regroup:
    """Stores of an assignment in ever different groups; `packed`: prices at which the bound stands."""

    def __init__(self, one: Assignment, packed: Packed, grain: float) -> None:
        self._one, self._grain = one, grain
        self._placing = Placing(one)
        self._prices = marginal(one, packed.prices)
        priced = self._placing.cost + self._prices * self._placing.weight
        least = priced.min(axis=1)
        self._loss: Floats = priced - np.where(np.isfinite(least), least, 0.0)[:, np.newaxis]
        finite = self._loss[np.isfinite(self._loss)]
        self._near = 1.0 / (NEARLY * float(np.median(finite)) + NEAR + self._loss)
        self._draw = np.random.default_rng(SEED)
        self._size, self._most, self._listed = LEAST_STORES, FIRST_MOST, LISTED
        self._tried = set[tuple[int, ...]]()

    def better(self, point: Floats, stop: Stop) -> Iterator[Floats]:
        """Yield ever better points; asked again for the same plan, more stores go together and more is listed."""
        placing = self._placing
        before = placing.where.copy()
        placing.read(point)
        if (placing.where != before).any():
            self._begin()
        waited, patience = 0, max(LEAST_PATIENCE, PATIENCE * self._one.stores)
        while not stop():
            if waited >= (patience if self._size < LARGE else patience // 2):
                self._size, waited = self._size + 1, 0
            if self._size > min(self._most, MOST_STORES - 1, self._one.stores):
                self._most, self._listed = self._most + 1, min(2 * self._listed, MOST_LISTED)
                self._size = min(self._size, MOST_STORES - 1, self._one.stores)
                self._tried.clear()
                return
            waited += 1
            stores = self._drawn(self._size)
            if (drawn := tuple(stores.tolist())) in self._tried:
                continue
            self._tried.add(drawn)
            if self._again(stores):
                waited = 0
                self._begin()
                yield placing.point(len(point))

    def _begin(self) -> None:
        """Go on with fewer stores: the plan is another one."""
        self._size = max(LEAST_STORES, self._size - 1)
        self._tried.clear()

    def _drawn(self, count: int) -> Ints:
        """Draw a store that loses much, and those that want its lots or whose lots it wants, in their order."""
        where, draw = self._placing.where, self._draw
        placed = np.flatnonzero(where != NONE)
        stores = self._one.stores
        loses = summed(where[placed], self._loss[placed, where[placed]], stores)
        loses = loses + self._prices * self._placing.room
        loses = np.cumsum(loses + 0.1 * loses.mean() + NEAR)
        first = int(np.searchsorted(loses, draw.random() * loses[-1], side="right"))
        pull = summed(where[placed], self._near[placed, first], stores)
        pull = (pull + self._near[where == first].sum(axis=0)) * draw.random(stores)
        pull[first] = np.inf
        return np.sort(np.argsort(-pull, kind="stable")[:count])

    def _again(self, stores: Ints) -> bool:
        """Place the lots of these stores anew, and those left; tell whether that made the plan better."""
        placing = self._placing
        lots = np.flatnonzero(np.isin(placing.where, stores) | (placing.where == NONE))
        cost, weight = placing.cost[np.ix_(lots, stores)], placing.weight[np.ix_(lots, stores)]
        held = placing.where[lots]
        now = np.where(held == NONE, len(stores), np.searchsorted(stores, held))
        if (held == NONE).any():  # one more store, as large as need be
            cost = np.column_stack([cost, self._one.leaving[lots]])
            weight = np.column_stack([weight, np.zeros(len(lots), dtype=np.int64)])
        capacity = np.append(self._one.capacity[stores], 0)[: cost.shape[1]]
        prices = _prices(cost, weight, capacity)
        if prices is None:
            return False
        priced = cost + prices * weight
        loss = priced - priced.min(axis=1)[:, np.newaxis]
        rows = np.arange(len(lots))
        room = capacity - np.bincount(now, weight[rows, now], len(capacity)).astype(np.int64)
        budget = float(loss[rows, now].sum() + (prices * room).sum())
        budget -= 0.9 * self._grain + NEAR * float(np.abs(cost[rows, now]).max(initial=1.0))
        best = loss.argmin(axis=1)
        ideal = capacity - np.bincount(best, weight[rows, best], len(capacity)).astype(np.int64)
        where = meet(Group(loss, weight, ideal, prices), budget, self._listed) if budget > 0 else None
        if where is None:
            return False
        placing.repack(lots, [(store, lots[where == place]) for place, store in enumerate(stores.tolist())])
        return True


def _prices(cost: Floats, weight: Ints, capacity: Ints) -> Floats | None:
    """Return what a unit of each store's room is worth where lots may be divided; None where they can't be placed."""
    lots, stores = cost.shape
    lot, store = np.nonzero(np.isfinite(cost) & (weight <= capacity))
    count = len(lot)
    order = np.argsort(store, kind="stable")
    whole = np.zeros(count, dtype=np.bool_)
    programme = Programme(
        cost=cost[lot, store],
        lower=np.zeros(count),
        upper=np.ones(count),
        integer=whole,
        minor=whole,
        row_lower=np.concatenate([np.ones(lots), np.full(stores, -np.inf)]),
        row_upper=np.concatenate([np.ones(lots), capacity]),
        starts=np.concatenate(
            [
                np.searchsorted(lot, np.arange(lots)),
                count + np.searchsorted(store[order], np.arange(stores + 1)),
            ]
        ),
        indices=np.concatenate([np.arange(count), order]),
        values=np.concatenate([np.ones(count), weight[lot, store][order]]),
    )
    duals = run(programme, RELAXED).duals
    return None if duals is None else np.maximum(0.0, -duals[lots:])


def marginal(one: Assignment, prices: Floats) -> Floats:
    """Return what a unit of each store's room is worth at prices of lots, were lots divided."""
    worth = np.zeros(one.stores)
    gain = prices[one.lot] - one.cost
    for store, items in enumerate(one.items()):
        paying = items[(gain[items] > 0) & (one.weight[items] > 0)]
        ratio = gain[paying] / one.weight[paying]
        order = np.argsort(-ratio, kind="stable")
        filled = np.cumsum(one.weight[paying[order]])
        last = int(np.searchsorted(filled, one.capacity[store], side="right"))
        worth[store] = ratio[order[last]] if last < len(order) else 0.0
    return worth
