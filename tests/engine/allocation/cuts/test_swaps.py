"""Many lots shifted and swapped together come to rest where no single shift or swap pays."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tests.engine.allocation.cuts.small import location, programme_and_model
from tests.engine.allocation.cuts.stores import assignment, placed

from rakiza.engine.allocation.cuts import search, swaps
from rakiza.engine.allocation.cuts.assignment import NONE, Assignment, assignment_of
from rakiza.engine.allocation.cuts.local import Placing
from rakiza.engine.allocation.cuts.search import Search, Wanted
from rakiza.engine.allocation.cuts.swaps import settle

STORES = 5


def drawn(seed: int) -> tuple[Assignment, Placing]:
    """Return 40 lots, the heavier the cheaper as of type d, placed as room allows."""
    draw = np.random.default_rng(seed)
    weights = draw.integers(1, 30, (40, STORES))
    costs = (40 - weights + draw.integers(-5, 6, weights.shape)).astype(float)
    one = assignment(costs.tolist(), weights.tolist(), [int(weights.mean() * 7)] * STORES)
    placing = Placing(one)
    placing.take(np.zeros(len(one.lot), dtype=np.bool_), np.ones(STORES, dtype=np.bool_))
    return one, placing


def saved_by_one(placing: Placing) -> float:
    """Return the most that one shift, or one swap of two lots, would save: every one is tried."""
    cost, weight, where, room = placing.cost, placing.weight, placing.where, placing.room
    lots = [lot for lot in range(len(where)) if where[lot] != NONE]
    shifts = [
        cost[lot, where[lot]] - cost[lot, store]
        for lot in lots
        for store in range(STORES)
        if store != where[lot] and weight[lot, store] <= room[store]
        if placing.count[store] and placing.count[where[lot]] > 1
    ]
    exchanged = [
        cost[one, where[one]] + cost[two, where[two]] - cost[one, where[two]] - cost[two, where[one]]
        for one, two in itertools.combinations(lots, 2)
        if where[one] != where[two]
        if weight[one, where[two]] <= room[where[two]] + weight[two, where[two]]
        if weight[two, where[one]] <= room[where[one]] + weight[one, where[one]]
    ]
    return float(max([*shifts, *exchanged]))


@pytest.mark.parametrize("seed", range(12))
def test_no_single_shift_or_swap_is_left_that_pays(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swaps, "BLOCK", 7)
    one, placing = drawn(seed)
    before, served = placing.value, (placing.where != NONE).tolist()
    paid = saved_by_one(placing) > 0

    settle(placing)

    used = np.zeros(STORES, dtype=np.int64)
    for lot, store in enumerate(placing.where.tolist()):
        if store != NONE:
            used[store] += placing.weight[lot, store]
    assert (placing.room == one.capacity - used).all()
    assert (placing.room >= 0).all()
    assert (placing.where != NONE).tolist() == served
    assert saved_by_one(placing) <= 1e-9
    assert (placing.value < before) == paid


def test_a_store_that_is_shut_stays_shut_and_the_last_lot_stays() -> None:
    # store 2 is empty and cheap for lot 0; lot 1 is alone in store 1 and cheaper in store 0
    one = assignment([[5, 99, 1], [1, 8, 9], [2, 99, 9]], [[1, 1, 1]] * 3, [9, 9, 9])
    placing = placed(one, [0, 1, 0])

    settle(placing)

    assert placing.where.tolist() == [0, 1, 0]


@pytest.mark.parametrize("seed", range(4))
def test_where_lots_are_many_what_is_rounded_is_settled(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    programme, _ = programme_and_model(location(seed, lots=9, makers=4, opening=False))
    one = assignment_of(programme)
    assert one is not None
    dearest = np.zeros(programme.columns)
    dearest[one.column[np.argsort(-one.cost)[: one.lots]]] = 1.0
    monkeypatch.setattr(Placing, "improve", lambda _: None)
    few = Search(programme, one, Wanted(1e-6, 30.0))
    few._round(dearest)
    by_hand = Placing(one)
    assert few.point is not None
    by_hand.read(few.point)
    settle(by_hand)
    monkeypatch.setattr(search, "PAIRS", 3)
    many = Search(programme, one, Wanted(1e-6, 30.0))

    many._round(dearest)

    assert many.value == pytest.approx(by_hand.value)
    assert many.value < few.value
