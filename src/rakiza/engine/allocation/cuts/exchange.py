"""Better plans from a plan: all lots of some stores are packed anew, by a choice among whole packings.

Where stores are filled to the last unit, placing lots one by one leaves a wide gap between what a relaxation
says and what fits. So the best packings of each store are listed and one a store is chosen, each lot once (a
set partition: Balas and Padberg 1976), whose relaxation hardly differs from its best plan. A packing that
loses more, at the bound's prices, than these stores lose together now is in no better plan and isn't
listed. For stores that are open anyway: where opening costs too, too many packings are as good as each other
(tried, no gain). Which stores go together is drawn from a fixed seed; work is bounded by tries, packings and
nodes, so that the way is always the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rakiza.engine.allocation.cuts.assignment import Assignment
from rakiza.engine.allocation.cuts.local import Placing
from rakiza.engine.allocation.cuts.multipliers import Climb, Packed, Stores
from rakiza.engine.allocation.cuts.packings import best_packings
from rakiza.engine.allocation.highs import Stop
from rakiza.engine.allocation.scale.programme import Floats, Ints, Programme
from rakiza.engine.allocation.scale.run import Effort, run

SIZES = (
    (40, 60),
    (50, 60),
    (60, 60),
    (75, 60),
    (100, 60),
    (150, 60),
    (220, 60),
)  # lots together; tries without gain before more
LEAST_STORES = 2
MOST_PACKINGS = 2_000  # listed for all stores of a group
NODES = 200
STEPS = 40  # towards the best prices of a group
SEED = 13
NEAR = 1e-6


@dataclass(frozen=True, slots=True)
class _Packing:
    """What a store holds: lots by their place in the group, and what that costs."""

    store: int
    lots: Ints
    cost: float


class Exchange:
    """Stores of an assignment in ever different groups; `packed`: prices at which the bound stands."""

    def __init__(self, one: Assignment, packed: Packed, loss: Floats, grain: float) -> None:
        self._one, self._prices, self._worth, self._grain = one, packed.prices, packed.worth, grain
        self._placing = Placing(one)
        self._loss = np.full((one.lots, one.stores), np.inf)
        self._loss[one.lot, one.store] = np.maximum(0.0, loss)
        self._draw = np.random.default_rng(SEED)

    def better(self, point: Floats, stop: Stop) -> Iterator[Floats]:
        """Yield ever better points."""
        one, placing = self._one, self._placing
        placing.read(point)
        before, tried = 0, set[tuple[int, ...]]()
        for lots, patience in SIZES:
            if before >= one.lots:
                return  # the size before took in every lot
            before, waited = lots, 0
            while waited < patience and not stop():
                waited += 1
                stores = self._drawn(lots)
                if (drawn := tuple(sorted(stores.tolist()))) in tried:
                    continue
                tried.add(drawn)
                if self._again(stores, stop):
                    waited = 0
                    tried.clear()
                    yield placing.point(len(point))

    def _drawn(self, most: int) -> Ints:
        """Draw a store that wants other stores' lots, and those it wants most from, while lots are few enough."""
        where, draw = self._placing.where, self._draw
        placed = np.flatnonzero(where >= 0)
        held = np.bincount(where[placed], minlength=self._one.stores)
        typical = float(np.median(self._loss[np.isfinite(self._loss)])) + NEAR
        loses = np.cumsum(self._loses(placed))
        first = int(np.searchsorted(loses, draw.random() * loses[-1], side="right"))
        near = 1.0 / (0.05 * typical + np.where(np.isfinite(self._loss), self._loss, 1e3 * typical))
        pull = np.bincount(where[placed], near[placed, first], self._one.stores)
        mine = placed[where[placed] == first]
        pull = (pull + near[mine].sum(axis=0)) * draw.random(self._one.stores) ** 2
        pull[first] = np.inf
        order = np.argsort(-pull, kind="stable")
        count = int(np.searchsorted(np.cumsum(held[order]), most, side="right"))
        return order[: max(LEAST_STORES, count)]

    def _loses(self, placed: Ints) -> Floats:
        """Return what each store loses against its best packing, and a little for all."""
        where = self._placing.where[placed]
        profit = self._prices[placed] - self._placing.cost[placed, where]
        loses = np.maximum(0.0, self._worth - np.bincount(where, profit, self._one.stores))
        some: Floats = loses + 0.2 * loses.mean() + NEAR
        return some

    def _again(self, stores: Ints, stop: Stop) -> bool:
        """Pack these stores anew; tell whether that made the plan better."""
        placing = self._placing
        lots = np.flatnonzero(np.isin(placing.where, stores) | (placing.where < 0))
        if not len(lots):
            return False
        now = self._now(stores, lots)
        packings = self._listed(stores, lots, now)
        if packings is None:
            return False
        programme = _partition(packings, now, stores, len(lots), self._one.leaving[lots])
        start = np.zeros(programme.columns)
        start[: len(now)] = 1.0
        left = placing.where[lots] < 0
        start[len(now) + len(packings) :] = left[np.isfinite(self._one.leaving[lots])]
        before = programme.value(start)
        effort = Effort(gap=1e-9, nodes=NODES, seconds=20.0, minor=True, apart=0.99 * self._grain)
        outcome = run(programme, effort, start, stop)
        if outcome.point is None or outcome.value >= before - NEAR * max(1.0, abs(before)):
            return False
        chosen = np.flatnonzero(outcome.point[: len(now) + len(packings)] > 0.5)
        everything = [*now, *packings]
        placing.repack(lots, [(everything[i].store, lots[everything[i].lots]) for i in chosen.tolist()])
        return True

    def _now(self, stores: Ints, lots: Ints) -> list[_Packing]:
        placing = self._placing
        found = []
        for store in stores.tolist():
            own = np.flatnonzero(placing.where[lots] == store)
            if len(own):
                found.append(_Packing(store, own, float(placing.cost[lots[own], store].sum())))
        return found

    def _listed(self, stores: Ints, lots: Ints, now: list[_Packing]) -> list[_Packing] | None:
        """Return the packings that a better plan of these lots may hold; None where there can be none."""
        one, placing = self._one, self._placing
        open_ = placing.where[lots] < 0
        paid = sum(packing.cost for packing in now) + float(one.leaving[lots[open_]].sum())
        group = self._group(stores, lots)
        packed = self._priced(group, lots, paid)
        budget = paid - float(packed.prices.sum() - packed.worth.sum()) - self._grain
        if budget < -NEAR:
            return None
        most = MOST_PACKINGS // len(stores)
        packings: list[_Packing] = []
        for place, store in enumerate(stores.tolist()):
            cost, weight = placing.cost[lots, store], placing.weight[lots, store]
            profit, capacity = packed.prices - cost, int(one.capacity[store])
            own = np.flatnonzero((profit > -budget) & (weight <= capacity))
            least = float(packed.worth[place]) - budget
            taken = best_packings(profit[own], weight[own], capacity, least, most)
            chosen = (own[row] for row in taken[taken.any(axis=1)])
            packings += [_Packing(store, own, float(cost[own].sum())) for own in chosen]
        return packings

    def _priced(self, group: Assignment, lots: Ints, paid: float) -> Packed:
        """Return prices of the group's own lots, as close as some steps bring them to what is paid now."""
        climb = Climb(Stores(group), self._prices[lots])
        for _ in range(STEPS):
            if climb.tired or climb.best.bound > paid - self._grain + NEAR:
                break
            climb.step(paid)
        return climb.best

    def _group(self, stores: Ints, lots: Ints) -> Assignment:
        """Return the assignment of these lots to these stores alone."""
        one, placing = self._one, self._placing
        cost = placing.cost[np.ix_(lots, stores)]
        lot, store = np.nonzero(np.isfinite(cost))
        none: tuple[tuple[int, float], ...] = ()
        return Assignment(
            lot=lot,
            store=store,
            column=np.arange(len(lot)),
            cost=cost[lot, store],
            weight=placing.weight[np.ix_(lots, stores)][lot, store],
            capacity=one.capacity[stores],
            opening=one.opening[stores],
            opening_cost=one.opening_cost[stores],
            leaving=one.leaving[lots],
            left=(none,) * len(lots),
            constant=0.0,
        )


def _partition(
    packings: list[_Packing], now: list[_Packing], stores: Ints, lots: int, leaving: Floats
) -> Programme:
    """Choose packings, one a store at most, each lot once; columns: those of now, the listed, lots left open."""
    place = {store: lots + index for index, store in enumerate(stores.tolist())}
    everything = [*now, *packings]
    left = np.flatnonzero(np.isfinite(leaving))
    rows = [np.append(packing.lots, place[packing.store]) for packing in everything]
    rows += [np.array([lot]) for lot in left.tolist()]
    row = np.concatenate(rows)
    column = np.repeat(np.arange(len(rows)), [len(own) for own in rows])
    order = np.argsort(row, kind="stable")
    count = lots + len(stores)
    cost = np.concatenate([[packing.cost for packing in everything], leaving[left]])
    binary = np.ones(len(rows), dtype=np.bool_)
    return Programme(
        cost=cost,
        lower=np.zeros(len(rows)),
        upper=np.ones(len(rows)),
        integer=binary,
        minor=~binary,
        row_lower=np.where(np.arange(count) < lots, 1.0, -np.inf),
        row_upper=np.ones(count),
        starts=np.searchsorted(row[order], np.arange(count + 1)),
        indices=column[order],
        values=np.ones(len(row)),
    )
