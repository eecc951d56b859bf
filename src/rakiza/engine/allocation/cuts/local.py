"""Plans of an assignment by hand: lots placed where they fit, then shifted and swapped while it pays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rakiza.engine.allocation.cuts.assignment import NONE, Assignment
from rakiza.engine.allocation.scale.programme import Bools, Floats, Ints

GAIN = 1e-9
ROUNDS = 60
PAIRS = 500  # lots beyond which pairs are too many to look at


class Placing:
    """Which store each lot goes to, the room that stores have left, and what it costs."""

    def __init__(self, one: Assignment, allowed: Bools | None = None) -> None:
        self.one = one
        shape = (one.lots, one.stores)
        self.cost: Floats = np.full(shape, np.inf)
        self.choice: Ints = np.full(shape, NONE, dtype=np.int64)
        self.weight: Ints = np.zeros(shape, dtype=np.int64)
        order = np.argsort(-one.cost, kind="stable")
        if allowed is not None:
            order = order[allowed[order]]
        where = (one.lot[order], one.store[order])
        self.cost[where], self.choice[where] = one.cost[order], order
        self.weight[where] = one.weight[order]
        self.where: Ints = np.full(one.lots, NONE, dtype=np.int64)
        self.room: Ints = one.capacity.copy()
        self.count: Ints = np.zeros(one.stores, dtype=np.int64)

    @property
    def complete(self) -> bool:
        """Whether every lot is placed, or may be left."""
        return bool(np.isfinite(self.one.leaving[self.where == NONE]).all())

    @property
    def value(self) -> float:
        """What the plan costs."""
        one, placed = self.one, np.flatnonzero(self.where != NONE)
        opened = self.count > 0
        own = float(self.cost[placed, self.where[placed]].sum())
        left = float(one.leaving[self.where == NONE].sum())
        columns = np.unique(one.opening[opened & (one.opening >= 0)])
        paid = {int(c): 0.0 for c in columns}
        for store in np.flatnonzero((one.opening_cost > 0) & (one.opening >= 0)):
            if int(one.opening[store]) in paid:
                paid[int(one.opening[store])] = float(one.opening_cost[store])
        return one.constant + own + left + sum(paid.values())

    def take(self, chosen: Bools, opened: Bools) -> None:
        """Start from what stores packed: each lot where it is cheapest, the rest by regret."""
        one = self.one
        self.where[:], self.room[:], self.count[:] = NONE, one.capacity, 0
        picked = np.flatnonzero(chosen)
        for choice in picked[np.argsort(one.cost[picked], kind="stable")]:
            lot, store = int(one.lot[choice]), int(one.store[choice])
            if self.where[lot] == NONE and self.weight[lot, store] <= self.room[store]:
                self._put(lot, store)
        self._fill(opened)

    def read(self, point: Floats) -> None:
        """Start from the plan that columns of the programme stand for."""
        one = self.one
        self.where[:], self.room[:], self.count[:] = NONE, one.capacity, 0
        for choice in np.flatnonzero(point[one.column] > 0.5):
            self._put(int(one.lot[choice]), int(one.store[choice]))

    def repack(self, lots: Ints, packings: Sequence[tuple[int, Ints]]) -> None:
        """Take these lots out and put them where packings (a store, its lots) say; the others stay left."""
        for lot in lots[self.where[lots] != NONE].tolist():
            self._drop(lot)
        for store, own in packings:
            for lot in own.tolist():
                self._put(lot, store)

    def _fill(self, opened: Bools) -> None:
        one = self.one
        open_lots = [int(lot) for lot in np.flatnonzero(self.where == NONE)]
        surcharge = np.where(opened, 0.0, one.opening_cost)
        while open_lots:
            rows = np.array(open_lots)
            cost = self.cost[rows] + surcharge + np.where(self.weight[rows] > self.room, np.inf, 0.0)
            ranked = np.partition(cost, 1, axis=1)[:, :2] if one.stores > 1 else np.repeat(cost, 2, axis=1)
            possible = np.isfinite(ranked[:, 0])
            if not possible.any():
                return
            with np.errstate(invalid="ignore"):
                regret = np.where(possible, np.minimum(ranked[:, 1] - ranked[:, 0], 1e30), -1.0)
            regret += 1e-6 * self.weight[rows].max(axis=1)
            best = int(np.argmax(regret))
            store = int(np.argmin(cost[best]))
            self._put(open_lots.pop(best), store)
            surcharge[store] = 0.0

    def _put(self, lot: int, store: int) -> None:
        self.where[lot] = store
        self.room[store] -= self.weight[lot, store]
        self.count[store] += 1

    def _drop(self, lot: int) -> None:
        store = int(self.where[lot])
        self.where[lot] = NONE
        self.room[store] += self.weight[lot, store]
        self.count[store] -= 1

    def move(self, lot: int, store: int) -> None:
        """Put a lot into a store, out of the one that it stands in, if any."""
        if self.where[lot] != NONE:
            self._drop(lot)
        self._put(lot, store)

    def swap(self, lot: int, other: int) -> None:
        """Let two lots change places."""
        store, further = int(self.where[lot]), int(self.where[other])
        self._drop(lot)
        self._drop(other)
        self._put(lot, further)
        self._put(other, store)

    def make_room(self) -> None:
        """Place lots that fit nowhere as they are: one lot moves out of the way of each, at the least cost."""
        lots = np.flatnonzero((self.where == NONE) & np.isfinite(self.cost).any(axis=1))
        least = np.where(np.isfinite(self.cost[lots]), self.weight[lots], np.iinfo(np.int64).max).min(axis=1)
        for lot in lots[np.argsort(-least, kind="stable")].tolist():
            self._make_room_for(lot)

    def _make_room_for(self, lot: int) -> None:
        entry = np.where(self.count == 0, self.one.opening_cost, 0.0)
        own = np.where(self.weight[lot] <= self.room, self.cost[lot] + entry, np.inf)
        placed = np.flatnonzero(self.where != NONE)
        stores, rows = self.where[placed], np.arange(len(placed))
        elsewhere = np.where(self.weight[placed] <= self.room, self.cost[placed] + entry, np.inf)
        elsewhere[rows, stores] = np.inf
        further = np.argmin(elsewhere, axis=1)
        fits = self.weight[lot, stores] <= self.room[stores] + self.weight[placed, stores]
        cost = self.cost[lot, stores] + elsewhere[rows, further] - self.cost[placed, stores]
        cost = np.where(fits, cost, np.inf)
        first = int(np.argmin(cost)) if len(placed) else NONE
        if first == NONE or own.min() <= cost[first]:
            if np.isfinite(own.min()):
                self._put(lot, int(np.argmin(own)))
            return
        other, store = int(placed[first]), int(stores[first])
        self._drop(other)
        self._put(other, int(further[first]))
        self._put(lot, store)

    def improve(self) -> None:
        """Shift lots and swap pairs while it pays."""
        for _ in range(ROUNDS):
            if not self._shift() and not self._swap():
                return

    def _shift(self) -> bool:
        one = self.one
        lots = np.arange(one.lots)
        placed = self.where != NONE
        now = np.where(placed, self.cost[lots, np.maximum(self.where, 0)], one.leaving)
        alone = placed & (self.count[np.maximum(self.where, 0)] == 1)
        saved = now + np.where(alone, one.opening_cost[np.maximum(self.where, 0)], 0.0)
        entry = np.where(self.count == 0, one.opening_cost, 0.0)
        after = self.cost + entry
        after[self.weight > self.room] = np.inf
        after[lots[placed], self.where[placed]] = np.inf
        with np.errstate(invalid="ignore"):
            gain = np.where(np.isfinite(after), saved[:, None] - after, -np.inf)
        place = int(np.argmax(gain))
        lot, store = divmod(place, one.stores)
        if not gain[lot, store] > GAIN * max(1.0, abs(float(now[lot]))):
            return False
        self.move(lot, store)
        return True

    def _swap(self) -> bool:
        placed = np.flatnonzero(self.where != NONE)
        if len(placed) > PAIRS:
            return False
        where = self.where[placed]
        cost, weight = self.cost[placed], self.weight[placed]
        own_cost, own_weight = cost[np.arange(len(placed)), where], weight[np.arange(len(placed)), where]
        there_cost, there_weight = cost[:, where], weight[:, where]  # [a, b]: a put where b is
        gain = own_cost[:, None] + own_cost[None, :] - there_cost - there_cost.T
        room = self.room[where]
        fits = there_weight <= room[None, :] + own_weight[None, :]
        gain[~(fits & fits.T) | (where[:, None] == where[None, :])] = -np.inf
        np.nan_to_num(gain, copy=False, nan=-np.inf, neginf=-np.inf)
        if not gain.size:
            return False
        first, second = divmod(int(np.argmax(gain)), len(placed))
        if not gain[first, second] > GAIN * max(1.0, abs(float(own_cost[first]))):
            return False
        self.swap(int(placed[first]), int(placed[second]))
        return True

    def point(self, columns: int) -> Floats:
        """Return the plan as columns of the programme."""
        one = self.one
        point = np.zeros(columns)
        for lot, store in enumerate(self.where.tolist()):
            if store == NONE:
                for column, amount in one.left[lot]:
                    point[column] = amount
                continue
            point[one.column[self.choice[lot, store]]] = 1.0
            if one.opening[store] >= 0:
                point[one.opening[store]] = 1.0
        return point
