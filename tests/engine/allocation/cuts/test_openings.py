"""Columns that wait change no bound, and stores decided first are the best ones to open."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from tests.engine.allocation.cuts.small import location, programme_and_model

from rakiza.engine.allocation.cuts.assignment import Assignment, assignment_of
from rakiza.engine.allocation.cuts.filling import Filling
from rakiza.engine.allocation.cuts.openings import Decided, Openings
from rakiza.engine.allocation.cuts.rounds import Relaxation, without_links
from rakiza.engine.allocation.highs import never
from rakiza.engine.allocation.scale.programme import Bools, Floats, Programme
from rakiza.engine.allocation.scale.run import Effort, run

SEEDS = range(12)
LATE = float("inf")


def opened(seed: int) -> tuple[Programme, Assignment]:
    """Return lots and makers that cost something to open; every lot must be served."""
    programme, _ = programme_and_model(location(seed, lots=8, makers=5, opening=True))
    one = assignment_of(programme)
    assert one is not None
    assert (one.opening >= 0).any()
    upper = programme.upper.copy()
    upper[[column for left in one.left for column, _ in left]] = 0.0
    programme = replace(programme, upper=upper)
    one = assignment_of(programme)
    assert one is not None
    return programme, one


def cheapest(one: Assignment, columns: int) -> Bools:
    """Return everything but each lot's dearer choices."""
    joined = np.ones(columns, dtype=np.bool_)
    joined[one.column] = False
    for lot in range(one.lots):
        own = np.flatnonzero(one.lot == lot)
        joined[one.column[own[np.argmin(one.cost[own])]]] = True
    return joined


def bound_of(relaxation: Relaxation, programme: Programme, held: dict[int, float] | None = None) -> float:
    lower, upper = programme.lower.copy(), programme.upper.copy()
    for column, value in (held or {}).items():
        lower[column] = upper[column] = value
    return relaxation.solve(lower, upper, 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_columns_that_wait_and_rows_left_out_change_no_bound(seed: int) -> None:
    programme, one = opened(seed)
    whole = Relaxation(programme, one, [], LATE)
    lean = without_links(programme, one)
    some = Relaxation(lean, one, [], LATE, cheapest(one, programme.columns))
    stores = np.unique(one.opening[one.opening >= 0]).tolist()

    assert lean.rows < programme.rows
    assert bound_of(some, programme) == pytest.approx(bound_of(whole, programme), rel=1e-7)
    for store in stores:
        for value in (0.0, 1.0):
            expected = bound_of(whole, programme, {store: value})
            assert bound_of(some, programme, {store: value}) == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_store_that_no_plan_can_do_without_is_found_though_its_choices_wait(seed: int) -> None:
    programme, one = opened(seed)
    lean = without_links(programme, one)
    stores = np.unique(one.opening[one.opening >= 0]).tolist()
    for only in stores:
        joined = np.ones(programme.columns, dtype=np.bool_)
        joined[one.column[one.opening[one.store] == only]] = False  # nothing of the only store is in
        held = {store: 1.0 if store == only else 0.0 for store in stores}
        expected = bound_of(Relaxation(programme, one, [], LATE), programme, held)

        found = bound_of(Relaxation(lean, one, [], LATE, joined), programme, held)

        assert found == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_earlier_basis_gives_the_same_bound(seed: int) -> None:
    programme, one = opened(seed)
    lean = without_links(programme, one)
    relaxation = Relaxation(lean, one, [], LATE, cheapest(one, programme.columns))
    before = bound_of(relaxation, programme)
    basis = relaxation.basis
    store = int(one.opening[one.opening >= 0][0])
    bound_of(relaxation, programme, {store: 0.0})

    relaxation.go_back(basis)

    assert bound_of(relaxation, programme) == pytest.approx(before, rel=1e-9)


def every_choice_of_stores(programme: Programme, one: Assignment) -> list[float]:
    """Return the bound of each possible set of open stores, the least first."""
    stores = np.unique(one.opening[one.opening >= 0]).tolist()
    found = []
    for values in itertools.product((0.0, 1.0), repeat=len(stores)):
        relaxation = Relaxation(programme, one, [], LATE)
        found.append(bound_of(relaxation, programme, dict(zip(stores, values, strict=True))))
    return sorted(bound for bound in found if np.isfinite(bound))


@pytest.mark.parametrize("seed", SEEDS)
def test_ends_come_in_order_and_are_all_sets_of_stores_within_the_target(seed: int) -> None:
    programme, one = opened(seed)
    expected = every_choice_of_stores(programme, one)
    target = expected[min(4, len(expected) - 1)] * (1 + 1e-9)
    lean = without_links(programme, one)
    relaxation = Relaxation(lean, one, [], LATE, cheapest(one, programme.columns))
    bound = bound_of(relaxation, programme)
    tree = Openings(relaxation, one, Decided(bound, 0, programme.lower, programme.upper))

    found = []
    while (end := tree.ends(lambda: target, never)) is not None:
        found.append(end.bound)
        assert (end.lower[one.opening] == end.upper[one.opening]).all()

    assert found == pytest.approx([bound for bound in expected if bound <= target], rel=1e-7)
    assert tree.bound == LATE


@pytest.mark.parametrize("seed", SEEDS)
def test_open_stores_are_filled_by_their_best_plan_with_its_proof(seed: int) -> None:
    programme, one = opened(seed)
    stores = np.unique(one.opening[one.opening >= 0])
    every = run(programme, Effort(gap=1e-9, minor=True))
    assert every.point is not None
    lower, upper = programme.lower.copy(), programme.upper.copy()
    lower[stores] = upper[stores] = np.round(every.point[stores])
    plans: list[Floats] = []

    def take(point: Floats) -> None:
        assert programme.feasible(point)
        plans.append(point)

    def most() -> float:
        return min((programme.value(point) for point in plans), default=LATE) * (1 - 1e-9)

    least = Filling(programme, lower, upper, take, most, 0.0, never).run(LATE)

    best = min(programme.value(point) for point in plans)
    assert best == pytest.approx(every.value, rel=1e-7)
    assert least <= every.value * (1 + 1e-7)
