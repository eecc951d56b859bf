"""The best placing of some lots in some stores, by all placings of one half of the lots that meet those of the other.

A placing differs from the ideal one, each lot where it is cheapest at prices of room, by some lots that stand
elsewhere. What each such lot loses is counted against a budget, so that of a half not all placings are listed but those
that may be part of a better plan. What a placing takes of each store is one number, a sum of odd multiples modulo
2^64 (a hash that adds up): a half wants the other half of exactly one number for each way to leave a little room, which a
search in a sorted list finds (Horowitz and Sahni 1974). What is found is held against the stores before it is told.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rakiza.engine.allocation.scale.programme import Floats, Ints

MOST_LOTS = 40  # that may stand elsewhere: three bits a lot of a half are a whole number
MOST_STORES = 7
BITS = 3
SLACKS = 40  # ways to leave room that are asked for
NEAR = 1e-9
TRIED = 20  # of those that meet, held against the stores
ODD = np.random.default_rng(17).integers(1, 2**62, size=MOST_STORES + 1, dtype=np.int64) * 2 + 1


@dataclass(frozen=True, slots=True)
class Group:
    """Lots × stores: what each loses over its best store at prices of room, and what it takes of the store.

    `room`: what stores have left with every lot at its best store, less than nothing where they are too
    full; `prices` of a unit of it.
    """

    loss: Floats
    weight: Ints
    room: Ints
    prices: Floats

    @property
    def multiples(self) -> Ints:
        """What a unit of each store's room counts in the number of a placing; nothing where room costs nothing."""
        return np.where(self.prices > NEAR, ODD[: len(self.prices)], 0)

    @property
    def best(self) -> Ints:
        """The store of each lot that loses nothing."""
        best: Ints = self.loss.argmin(axis=1)
        return best


@dataclass(frozen=True, slots=True)
class _Half:
    """Placings of some lots: what each loses, the number of what it takes, three bits a lot of where it stands."""

    lots: Ints
    loss: Floats
    number: Ints
    code: Ints


def meet(group: Group, budget: float, most: int) -> Ints | None:
    """Return the store of each lot in a placing that loses less than `budget`, the best one found; None where none is.

    What it loses counts the room that it leaves. Of each half, `most` placings that lose least are listed.
    """
    moving = _moving(group, budget)
    first, second = (_listed(group, lots, budget, most) for lots in (moving[0::2], moving[1::2]))
    second = _sorted(second)
    found, least = None, budget
    for paid, left in _rooms(group.prices, budget):
        if paid >= least:
            break
        hopeful = np.flatnonzero(first.loss < least - paid)
        numbers = ((group.room - left) * group.multiples).sum() - first.number[hopeful]
        place = np.minimum(np.searchsorted(second.number, numbers), len(second.number) - 1)
        met = np.flatnonzero(second.number[place] == numbers)
        total = first.loss[hopeful[met]] + second.loss[place[met]] + paid
        for one in np.argsort(total, kind="stable")[:TRIED].tolist():
            if total[one] >= least:
                break
            where = group.best
            _read(first, int(hopeful[met[one]]), where)
            _read(second, int(place[met[one]]), where)
            if _fits(group, where):
                found, least = where, float(total[one])
                break
    return found


def _moving(group: Group, budget: float) -> Ints:
    """Return the lots that may stand elsewhere within the budget, those that lose least."""
    elsewhere = group.loss.copy()
    elsewhere[np.arange(len(elsewhere)), group.best] = np.inf
    least = elsewhere.min(axis=1)
    able = np.flatnonzero(least < budget)
    return able[np.argsort(least[able], kind="stable")[:MOST_LOTS]]


def _listed(group: Group, lots: Ints, budget: float, most: int) -> _Half:
    """Return the placings of these lots within the budget, at most so many, the best ones."""
    loss, number, code = np.zeros(1), np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    best = group.best
    numbered = group.weight * group.multiples
    numbered = numbered - numbered[np.arange(len(best)), best][:, np.newaxis]
    for place, lot in enumerate(lots.tolist()):
        losses, numbers, codes = [loss], [number], [code]
        for store in np.flatnonzero(group.loss[lot] < budget).tolist():
            if store == best[lot]:
                continue
            able = np.flatnonzero(loss < budget - group.loss[lot, store])
            losses.append(loss[able] + group.loss[lot, store])
            numbers.append(number[able] + numbered[lot, store])
            codes.append(code[able] | (store + 1) << BITS * place)
        loss, number, code = np.concatenate(losses), np.concatenate(numbers), np.concatenate(codes)
        if len(loss) > most:
            kept = _least(loss, most)
            loss, number, code = loss[kept], number[kept], code[kept]
    return _Half(lots, loss, number, code)


def _least(values: Floats, most: int) -> Ints:
    """Return the places of the least values, of equals the first: the same whatever way a machine sorts."""
    edge = np.partition(values, most)[most]
    below = np.flatnonzero(values < edge)
    equal = np.flatnonzero(values == edge)[: most - len(below)]
    return np.concatenate([below, equal])


def _sorted(half: _Half) -> _Half:
    """Return placings by number, of those that take the same the one that loses least."""
    order = np.lexsort((half.loss, half.number))
    number = half.number[order]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = number[1:] != number[:-1]
    kept = order[first]
    return _Half(half.lots, half.loss[kept], half.number[kept], half.code[kept])


def _rooms(prices: Floats, budget: float) -> Iterator[tuple[float, Ints]]:
    """Yield what leaving room costs and how much is left in each store, the cheapest first."""
    nothing = (0,) * len(prices)
    waiting: list[tuple[float, tuple[int, ...], int]] = [(0.0, nothing, 0)]
    for _ in range(SLACKS):
        if not waiting or waiting[0][0] >= budget:
            return
        paid, left, last = heapq.heappop(waiting)
        yield paid, np.array(left, dtype=np.int64)
        for store in (np.flatnonzero(prices[last:] > NEAR) + last).tolist():
            more = (*left[:store], left[store] + 1, *left[store + 1 :])
            heapq.heappush(waiting, (paid + float(prices[store]), more, store))


def _read(half: _Half, place: int, where: Ints) -> None:
    """Write where the lots of one placing stand."""
    code = int(half.code[place])
    for index, lot in enumerate(half.lots.tolist()):
        store = code >> BITS * index & (1 << BITS) - 1
        if store:
            where[lot] = store - 1


def _fits(group: Group, where: Ints) -> bool:
    """Whether stores hold what a placing gives them, counted anew."""
    lots, best = np.arange(len(where)), group.best
    stores = len(group.room)
    before = np.bincount(best, group.weight[lots, best], stores)
    after = np.bincount(where, group.weight[lots, where], stores)
    return bool((group.room + before - after >= 0).all())
