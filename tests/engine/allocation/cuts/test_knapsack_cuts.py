"""A cut never forbids a packing, whatever point it was made for; tables are exact."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rakiza.engine.allocation.cuts.fenchel import separate
from rakiza.engine.allocation.cuts.knapsack import LARGEST, coarse, table, taken
from rakiza.engine.allocation.scale.programme import Floats, Ints

shares = st.floats(0, 1).map(lambda value: round(value, 3))
items = st.lists(st.tuples(st.integers(1, 12), shares), min_size=1, max_size=8)


def packings(weights: Ints, capacity: int) -> Floats:
    every: Floats = np.array(list(itertools.product((0.0, 1.0), repeat=len(weights))))
    return every[every @ weights <= capacity]


@settings(max_examples=150, deadline=None)
@given(items, st.integers(12, 30))
def test_a_cut_holds_for_every_packing_and_not_for_the_point(
    drawn: list[tuple[int, float]], capacity: int
) -> None:
    weights = np.array([weight for weight, _ in drawn])
    point = np.array([share for _, share in drawn])

    cut = separate(point, weights, capacity)

    if cut is not None:
        assert (packings(weights, capacity) @ cut.coefficients <= cut.limit).all()
        assert float(cut.coefficients @ point) > cut.limit


@settings(max_examples=60, deadline=None)
@given(items)
def test_a_point_beyond_all_packings_is_cut(drawn: list[tuple[int, float]]) -> None:
    weights = np.array([weight for weight, _ in drawn])
    capacity = max(12, int(weights.sum()) - 1)
    point = np.ones(len(weights))

    cut = separate(point, weights, capacity)

    assert (cut is not None) == (int(weights.sum()) > capacity)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 20)), min_size=1, max_size=8), st.integers(0, 25))
def test_a_table_finds_the_best_packing(drawn: list[tuple[int, int]], capacity: int) -> None:
    weights = np.array([weight for weight, _ in drawn])
    values = np.array([float(value) for _, value in drawn])

    best = table(values, weights, capacity)
    chosen = taken(best, weights)

    assert best[-1, -1] == (packings(weights, capacity) @ values).max()
    assert int(weights[chosen].sum()) <= capacity
    assert float(values[chosen].sum()) == best[-1, -1]


def test_counting_coarser_keeps_every_packing() -> None:
    weights, capacity = np.array([70_001, 130_000, 59_999]), 3 * LARGEST + 1

    coarser, room = coarse(weights, capacity)

    for packing in packings(weights, capacity):
        assert float(packing @ coarser) <= room
