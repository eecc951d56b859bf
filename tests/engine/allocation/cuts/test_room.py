"""Where room is scarce a plan serves every lot all the same: one lot makes room for another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.engine.allocation.cuts.small import location, programme_and_model
from tests.engine.allocation.cuts.stores import assignment, placed

from rakiza.engine.allocation.cuts.assignment import NONE, Assignment, assignment_of
from rakiza.engine.allocation.cuts.local import Placing
from rakiza.engine.allocation.cuts.multipliers import Stores
from rakiza.engine.allocation.cuts.rounds import Relaxation
from rakiza.engine.allocation.cuts.search import Search, Wanted
from rakiza.engine.allocation.scale.programme import Bools, Floats, Programme


def nothing(one: Assignment) -> Bools:
    return np.zeros(len(one.lot), dtype=np.bool_)


def test_the_lot_that_moves_at_the_least_cost_makes_room() -> None:
    # lot 2 fits only into store 0, where lot 0 or lot 1 must leave for store 1
    one = assignment([[1, 9], [1, 4], [2, 900]], [[3, 3], [3, 3], [5, 9]], [8, 4])
    placing = placed(one, [0, 0, NONE])

    placing.make_room()

    assert placing.where.tolist() == [0, 1, 0]
    assert placing.room.tolist() == [0, 1]
    assert placing.value == 1 + 4 + 2


def test_a_lot_is_put_where_it_fits_when_that_is_cheaper_than_moving_another() -> None:
    one = assignment([[1, 9], [2, 3]], [[3, 3], [3, 3]], [3, 9])
    placing = placed(one, [0, NONE])

    placing.make_room()

    assert placing.where.tolist() == [0, 1]


def test_a_lot_for_which_nothing_can_move_is_left() -> None:
    one = assignment([[1, 1], [1, 1], [1, 1]], [[4, 4], [4, 4], [4, 4]], [5, 5])
    placing = placed(one, [0, 1, NONE])

    placing.make_room()

    assert placing.where.tolist() == [0, 1, NONE]


@pytest.mark.parametrize("seed", range(20))
def test_making_room_overfills_no_store_and_leaves_no_more_lots(seed: int) -> None:
    draw = np.random.default_rng(seed)
    weights = draw.integers(1, 9, (12, 3))
    one = assignment((20 - weights).astype(float).tolist(), weights.tolist(), [int(weights.mean() * 4)] * 3)
    placing = Placing(one)
    placing.take(nothing(one), np.ones(3, dtype=np.bool_))
    before = int((placing.where == NONE).sum())

    placing.make_room()

    used = np.zeros(3, dtype=np.int64)
    for lot, store in enumerate(placing.where.tolist()):
        if store != NONE:
            used[store] += weights[lot, store]
    assert (placing.room == one.capacity - used).all()
    assert (placing.room >= 0).all()
    assert int((placing.where == NONE).sum()) <= before


def open_stores(seed: int) -> tuple[Programme, Assignment]:
    programme, _ = programme_and_model(location(seed, lots=9, makers=4, opening=False))
    one = assignment_of(programme)
    assert one is not None
    return programme, one


@pytest.mark.parametrize("seed", range(12))
def test_prices_of_the_relaxation_bound_no_less_than_it_does(seed: int) -> None:
    programme, one = open_stores(seed)
    relaxation = Relaxation(programme, one, [], float("inf"))
    value = relaxation.solve(programme.lower, programme.upper, 0)

    asked = Stores(one).ask(relaxation.prices)

    assert asked.bound >= value - 1e-6 * abs(value)


@pytest.mark.parametrize("seed", range(12))
def test_a_search_of_open_stores_begins_at_what_the_relaxation_pays(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    programme, one = open_stores(seed)
    whole = Search(programme, one, Wanted(1e-6, 30.0)).run()
    monkeypatch.setattr(Placing, "take", lambda *_: None)  # plans by hand leave every lot
    monkeypatch.setattr(Placing, "improve", lambda *_: None)
    monkeypatch.setattr(Placing, "make_room", lambda *_: None)
    asked: list[float] = []
    relaxed = Search._relaxed

    def told(self: Search) -> Floats | None:
        found = relaxed(self)
        asked.append(self.bound)
        return found

    monkeypatch.setattr(Search, "_relaxed", told)
    search = Search(programme, replace(one), Wanted(1e-6, 30.0))

    found = search.run()

    assert asked
    assert asked[0] <= whole.value * (1 + 1e-9)
    assert found.value == pytest.approx(whole.value, rel=1e-6)
