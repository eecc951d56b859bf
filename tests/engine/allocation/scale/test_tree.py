"""A family's kept search tree answers as a run from nothing would, and forgets nothing that is cheaper."""

from __future__ import annotations

import random
import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.allocation.scale.shared import shared_lines

from rakiza.engine.allocation.scale import tree as trees
from rakiza.engine.allocation.scale.choose import _closed
from rakiza.engine.allocation.scale.first import first_plan
from rakiza.engine.allocation.scale.large import Asked, Found
from rakiza.engine.allocation.scale.programme import Floats, Programme, dot
from rakiza.engine.allocation.scale.run import Effort, Outcome, run
from rakiza.engine.allocation.scale.tree import Limits, Tree

EXACT = Effort(gap=0.0, plain=False)
SEEDS = st.integers(0, 10_000)
CLOSE = 1e-6


def unhurried(gap: float = 0.0) -> Limits:
    return Limits(gap, 10_000, time.monotonic() + 60.0)


def prices(programme: Programme, seed: int, count: int) -> list[Floats]:
    """Costs that move a little each time."""
    dice = random.Random(seed)
    costs = [programme.cost]
    for _ in range(count):
        costs.append(costs[-1] + np.array([dice.uniform(-2.0, 2.0) for _ in programme.cost]))
    return costs


def exact(programme: Programme, cost: Floats) -> Outcome:
    programme.cost[:] = cost
    return run(programme, EXACT)


@given(SEEDS)
@settings(max_examples=12, deadline=None)
def test_each_price_is_answered_as_from_nothing_and_from_the_answer_before(seed: int) -> None:
    programme, _ = shared_lines(seed, families=2)
    own, point = Tree(programme), None
    for cost in prices(programme, seed, 4):
        best = exact(programme, cost).value
        answer = own.answer(cost, point, unhurried())

        point = answer.point
        assert point is not None
        assert programme.feasible(point)
        assert abs(float(cost @ point) - best) <= CLOSE * abs(best)
        assert abs(answer.bound - best) <= CLOSE * abs(best)


@given(SEEDS, st.floats(0.001, 0.05))
@settings(max_examples=12, deadline=None)
def test_what_was_forgotten_is_never_cheaper_than_the_plan_known(seed: int, room: float) -> None:
    """Every point below what was asked for stays within the bounds told, and the bound stays below it."""
    programme, _ = shared_lines(seed, families=2)
    own, costs = Tree(programme), prices(programme, seed, 2)
    best = exact(programme, costs[0])
    assert best.point is not None
    own.answer(costs[0], None, unhurried(0.05))
    own.narrow(best.value * (1.0 + room))

    lower, upper = own.narrowed()
    assert (best.point >= lower - CLOSE).all()
    assert (best.point <= upper + CLOSE).all()
    for cost in costs[1:]:
        answer = own.answer(cost, None, unhurried())
        assert answer.bound <= float(cost @ best.point) * (1 + CLOSE) + CLOSE
    own.answer(costs[0], None, unhurried())
    own.narrow(best.value * (1.0 - room))
    assert own.answer(costs[0], best.point, unhurried()).bound == dot(costs[0], best.point)


def test_without_time_the_bound_still_holds_and_the_start_is_kept() -> None:
    programme, _ = shared_lines(4)
    best = run(programme, EXACT)
    own = Tree(programme)
    for limits in (
        Limits(0.0, 0, time.monotonic() + 60.0),
        Limits(0.0, 99, 0.0),
        Limits(0.0, 99, 1e18, lambda: True),
    ):
        answer = own.answer(programme.cost, best.point, limits)
        assert answer.point is best.point
        assert answer.bound <= best.value * (1 + CLOSE)
    few = own.answer(programme.cost, None, Limits(0.0, 6, time.monotonic() + 60.0))
    assert few.bound <= best.value * (1 + CLOSE)


def test_a_family_that_cannot_be_served_has_no_point() -> None:
    programme, _ = shared_lines(2)
    programme.row_upper[-1] = -1.0
    answer = Tree(programme).answer(programme.cost, None, unhurried())
    assert (answer.point, answer.bound) == (None, np.inf)


def test_a_tree_that_has_grown_too_large_is_grown_anew(monkeypatch) -> None:
    programme, _ = shared_lines(7)
    own = Tree(programme)
    first = own.answer(programme.cost, None, unhurried())
    monkeypatch.setattr(trees, "MOST", 0)
    again = own.answer(programme.cost, None, unhurried())
    assert abs(first.bound - again.bound) <= CLOSE * abs(first.bound)


@given(SEEDS)
@settings(max_examples=12, deadline=None)
def test_the_best_plan_is_found_within_what_a_first_plan_leaves_open(seed: int) -> None:
    programme, labels = shared_lines(seed, families=5)
    best = run(programme, EXACT).value
    begun = first_plan(programme, labels, Asked(gap=1e-6, seconds=60.0))

    closed = _closed(programme, begun, Effort(gap=0.0, steady=True), 0.0, lambda: False)

    assert begun.cheaper is not None
    assert abs(closed.value - best) <= CLOSE * best
    assert closed.bound <= best * (1 + CLOSE)


def test_a_plan_begun_that_nothing_beats_is_proven() -> None:
    """Where nothing cheaper is left to search, the plan begun is the best and its own bound."""
    programme, _ = shared_lines(5)
    best = run(programme, EXACT)
    shut = (programme.upper.copy(), programme.lower.copy())
    begun = Found(best.point, best.value - 1.0, 0.0, cheaper=shut)
    closed = _closed(programme, begun, EXACT, 0.0, lambda: False)
    assert (closed.point is best.point, closed.value, closed.bound) == (True, best.value, best.value)
