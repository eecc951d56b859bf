"""A first plan obeys every row; answers put together promise no less than what is proven."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.allocation.scale.shared import shared_lines

from rakiza.engine.allocation.highs import Demand, never
from rakiza.engine.allocation.scale import choose
from rakiza.engine.allocation.scale.blocks import blocks_of
from rakiza.engine.allocation.scale.columns import KEPT, Columns
from rakiza.engine.allocation.scale.crew import Crew, Ground
from rakiza.engine.allocation.scale.first import first_plan
from rakiza.engine.allocation.scale.lagrange import lawful, relax
from rakiza.engine.allocation.scale.large import Asked
from rakiza.engine.allocation.scale.relaxation import prices_of
from rakiza.engine.allocation.scale.run import Effort, run

EXACT = Effort(gap=0.0, plain=False)
SEEDS = st.integers(0, 10_000)


@given(SEEDS, st.integers(2, 6))
@settings(max_examples=12)
def test_a_first_plan_obeys_every_row_and_the_solver_goes_on_from_it(seed: int, families: int) -> None:
    programme, labels = shared_lines(seed, families=families)
    best = run(programme, EXACT).value

    found = first_plan(programme, labels, Asked(gap=1e-4, seconds=60.0))

    point = found.point
    assert point is not None
    assert programme.feasible(point)
    assert found.bound <= best * (1 + 1e-6)
    assert programme.value(point) >= best * (1 - 1e-6)
    assert abs(run(programme, Effort(gap=0.0, steady=True), point).value - best) <= 1e-6 * best


def test_prices_go_on_to_the_nearer_gap_and_the_solver_only_to_the_one_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    programme, labels = shared_lines(3, families=5)
    first, solver = choose.first_plan, choose.run
    priced: list[float] = []
    solved: list[float] = []

    def watched_first(strong, labels, asked):
        priced.append(asked.gap)
        return first(strong, labels, asked)

    def watched_run(programme, effort, *others):
        solved.append(effort.gap)
        return solver(programme, effort, *others)

    monkeypatch.setattr(choose, "first_plan", watched_first)
    monkeypatch.setattr(choose, "run", watched_run)
    found = choose.great_first(programme, Demand(0.5, 60.0, near=1e-3), never, labels)
    choose.great_first(programme, Demand(1e-9, 60.0, near=1e-3), never, labels)

    assert found.point is not None
    assert programme.value(found.point) - found.bound <= 0.5 * abs(programme.value(found.point))
    assert priced == [1e-3 * choose.SPARE, 1e-9 * choose.SPARE]
    assert solved == [1e-9 * choose.SPARE]


def test_no_plan_is_begun_once_told_to_stop() -> None:
    programme, labels = shared_lines(1)
    found = first_plan(programme, labels, Asked(gap=1e-4, seconds=60.0, stop=lambda: True))
    assert found.point is None
    assert found.bound == -np.inf


@given(SEEDS)
@settings(max_examples=12)
def test_the_next_prices_are_lawful_and_promise_at_most_a_known_plan(seed: int) -> None:
    programme, labels = shared_lines(seed)
    plan = run(programme, EXACT)
    assert plan.point is not None
    ground = Ground(programme, blocks_of(programme, labels))
    with Crew(ground, 1) as crew:
        bound, prices = prices_of(crew, 60.0)
        first = relax(crew, prices, 60.0)
    assert first is not None
    columns = Columns(ground, first.prices, bound)
    columns.add(first.point)
    columns.add(plan.point)

    ahead = columns.ahead(first.prices, 60.0)

    assert ahead is not None
    assert ahead.prices.tolist() == lawful(ground, ahead.prices).tolist()
    assert first.bound * (1 - 1e-9) <= ahead.promised <= plan.value * (1 + 1e-9)
    assert np.all(ahead.mean >= programme.lower - 1e-6)
    assert np.all(ahead.mean <= programme.upper + 1e-6)


def test_a_block_keeps_its_last_answers_once_each_and_begins_with_the_cheapest() -> None:
    programme, labels = shared_lines(2)
    ground = Ground(programme, blocks_of(programme, labels))
    columns = Columns(ground, np.zeros(len(ground.blocks.coupling)), 1.0)
    none = np.zeros(len(ground.blocks.touching[0]))
    assert columns.cheapest(0, none) is None
    dear, cheap = np.ones(programme.columns), np.zeros(programme.columns)
    for point in (dear, cheap, cheap):
        columns.add(point)
    assert columns.cheapest(0, none) is not None
    assert not columns.cheapest(0, none).any()  # type: ignore[union-attr]
    for more in range(KEPT - 1):
        columns.add(dear * (more + 2.0))
    assert not columns.cheapest(0, none).any()  # type: ignore[union-attr]
    columns.add(dear * 99.0)
    assert columns.cheapest(0, none).all()  # type: ignore[union-attr]
