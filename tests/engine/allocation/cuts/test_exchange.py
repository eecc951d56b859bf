"""Packings are listed best first, and packing stores anew ends at the best plan of all."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
from tests.engine.allocation.cuts.small import location, programme_and_model

from rakiza.engine.allocation.cuts.assignment import assignment_of
from rakiza.engine.allocation.cuts.exchange import Exchange
from rakiza.engine.allocation.cuts.local import Placing
from rakiza.engine.allocation.cuts.minimise import grain_of
from rakiza.engine.allocation.cuts.multipliers import Climb, Stores
from rakiza.engine.allocation.cuts.packings import best_packings
from rakiza.engine.allocation.highs import Demand, Solver, never
from rakiza.engine.allocation.scale.programme import Floats, Programme


def all_packings(values: Floats, weights: list[int], capacity: int) -> list[float]:
    """Return what every packing that fits is worth, the best first."""
    worth = [
        float(sum(values[list(chosen)]))
        for size in range(len(weights) + 1)
        for chosen in itertools.combinations(range(len(weights)), size)
        if sum(weights[item] for item in chosen) <= capacity
    ]
    return sorted(worth, reverse=True)


@pytest.mark.parametrize("seed", range(12))
def test_the_best_packings_are_those_that_trying_all_finds(seed: int) -> None:
    draw = random.Random(seed)
    values = np.array([draw.uniform(-3, 9) for _ in range(9)])
    weights = [draw.randint(1, 9) for _ in range(9)]
    capacity, most = draw.randint(6, 25), draw.choice([1, 7, 1000])
    least = draw.choice([-np.inf, 8.0])

    found = best_packings(values, np.array(weights), capacity, least, most)

    assert (found @ np.array(weights) <= capacity).all()
    assert len({tuple(row) for row in found.tolist()}) == len(found)
    wanted = [worth for worth in all_packings(values, weights, capacity) if worth >= least][:most]
    assert sorted((found @ values).tolist(), reverse=True) == pytest.approx(wanted)


def test_a_store_too_large_for_a_table_is_never_overfilled() -> None:
    draw = random.Random(4)
    values = np.array([draw.uniform(1, 9) for _ in range(10)])
    weights = np.array([draw.randint(9_000, 90_000) for _ in range(10)])

    found = best_packings(values, weights, 200_001, -np.inf, 5_000)

    assert (found @ weights <= 200_001).all()
    assert float((found @ values).max()) == pytest.approx(all_packings(values, weights.tolist(), 200_001)[0])


def bettered(programme: Programme, grain: float) -> tuple[list[float], Floats]:
    """Return the values of the plans that packing anew goes through from a poor one, and the last plan."""
    one = assignment_of(programme)
    assert one is not None
    placing = Placing(one)
    placing.take(np.zeros(len(one.lot), dtype=np.bool_), np.ones(one.stores, dtype=np.bool_))
    point = placing.point(programme.columns)
    stores = Stores(one)
    climb = Climb(stores)
    for _ in range(40):
        climb.step(programme.value(point))
    exchange = Exchange(one, climb.best, stores.forced(climb.best).choice - climb.best.bound, grain)
    values = [programme.value(point)]
    for after in exchange.better(point, never):
        assert programme.feasible(after)
        values.append(programme.value(after))
        point = after
    return values, point


@pytest.mark.parametrize("seed", range(10))
def test_packing_all_stores_anew_ends_at_the_best_plan(seed: int) -> None:
    programme, model = programme_and_model(location(seed, lots=8, makers=3, opening=False))
    best = Solver().minimise(model.rows, Demand(1e-9, 20.0)).columns
    assert best is not None

    values, _ = bettered(programme, grain_of(model))

    assert values == sorted(values, reverse=True)
    assert values[-1] == pytest.approx(programme.value(np.array(best)), rel=1e-6)


def test_packing_anew_goes_the_same_way_each_time() -> None:
    programme, model = programme_and_model(location(3, lots=12, makers=5, opening=False))

    first, second = (bettered(programme, grain_of(model)) for _ in range(2))

    assert first[0] == second[0]
    assert (first[1] == second[1]).all()


@pytest.mark.parametrize("seed", range(4))
def test_stores_that_hold_nothing_are_no_trouble_where_costs_have_no_common_measure(seed: int) -> None:
    programme, model = programme_and_model(location(seed, lots=2, makers=6, opening=False))
    best = Solver().minimise(model.rows, Demand(1e-9, 20.0)).columns
    assert best is not None

    values, _ = bettered(programme, 0.0)

    assert values[-1] == pytest.approx(programme.value(np.array(best)), rel=1e-6)
