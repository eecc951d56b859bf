"""Block by block and as one model: the same optimum, a bound below it, and every row obeyed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.allocation.scale.shared import shared_lines

from rakiza.engine.allocation.scale import large
from rakiza.engine.allocation.scale.blocks import Blocks, batches, blocks_of, clusters
from rakiza.engine.allocation.scale.columns import Columns
from rakiza.engine.allocation.scale.crew import Crew, Ground
from rakiza.engine.allocation.scale.lagrange import relax
from rakiza.engine.allocation.scale.large import Asked, solve_large
from rakiza.engine.allocation.scale.plan import Plan
from rakiza.engine.allocation.scale.programme import Floats
from rakiza.engine.allocation.scale.relaxation import prices_of
from rakiza.engine.allocation.scale.run import Effort, run
from rakiza.engine.allocation.scale.settle import settled
from rakiza.engine.allocation.scale.tighten import opening_rows, strong_rows, tightened

INFINITY = float("inf")

EXACT = Effort(gap=0.0, plain=False)
SEEDS = st.integers(0, 10_000)


@given(SEEDS)
@settings(max_examples=12)
def test_block_by_block_meets_the_optimum_and_never_bounds_above_it(seed: int) -> None:
    programme, labels = shared_lines(seed)
    best = run(programme, EXACT).value
    found = solve_large(programme, labels, Asked(gap=1e-3, seconds=60.0, processes=1))
    assert found.point is not None
    assert programme.feasible(found.point)
    value = programme.value(found.point)
    assert found.bound <= best * (1 + 1e-6)
    assert best * (1 - 1e-6) <= value <= best * (1 + 1.1e-3)


@given(SEEDS)
@settings(max_examples=12)
def test_tightening_and_strong_rows_keep_the_optimum_and_lift_the_relaxation(seed: int) -> None:
    programme, _ = shared_lines(seed)
    strong = strong_rows(tightened(programme))
    assert run(strong, EXACT).value == pytest.approx(run(programme, EXACT).value, rel=1e-6)
    free = Effort(relaxed=True)
    assert run(strong, free).value >= run(programme, free).value * (1 - 1e-9)


@given(SEEDS, st.integers(0, 5))
@settings(max_examples=12)
def test_every_price_proves_a_bound(seed: int, steps: int) -> None:
    programme, labels = shared_lines(seed)
    best = run(programme, EXACT).value
    ground = Ground(programme, blocks_of(programme, labels))
    with Crew(ground, 1) as crew:
        bound, prices = prices_of(crew, 60.0)
        columns = Columns(ground, prices, bound)
        for _ in range(steps + 1):
            relaxed = relax(crew, prices, 60.0, columns)
            assert relaxed is not None
            assert relaxed.bound <= best * (1 + 1e-6)
            columns.add(relaxed.point)
            ahead = columns.ahead(relaxed.prices, 60.0)
            assert ahead is not None
            assert ahead.promised >= relaxed.bound * (1 - 1e-6)
            prices = ahead.prices


def test_a_part_keeps_the_entries_of_its_columns() -> None:
    programme, _ = shared_lines(1)
    columns = np.arange(0, programme.columns, 2)
    rows = np.arange(1, programme.rows, 3)
    part = programme.part(columns, rows)
    point = np.zeros(programme.columns)
    point[columns] = np.arange(len(columns)) + 1.0
    assert part.activity(point[columns]) == pytest.approx(programme.activity(point)[rows])
    assert part.cost.tolist() == programme.cost[columns].tolist()


def test_decisions_take_the_block_of_what_they_decide() -> None:
    programme, labels = shared_lines(2, families=3)
    blocks = blocks_of(programme, labels)
    assert blocks.count == 4  # three families, and what belongs to none
    assert [len(columns) for columns in blocks.columns] == [15, 15, 15, 0]
    assert len(blocks.coupling) == 3
    assert blocks.narrow.tolist() == [1, 1, 1]


@pytest.mark.parametrize(("size", "turn"), [(1, 0), (2, 1), (3, 5), (9, 2)])
def test_clusters_take_each_block_once(size: int, turn: int) -> None:
    programme, labels = shared_lines(3, families=7)
    blocks = blocks_of(programme, labels)
    groups = clusters(blocks, np.ones(len(blocks.coupling)), size, turn)
    assert sorted(block for group in groups for block in group) == list(range(7))
    assert max(map(len, groups)) <= size


def test_groups_of_a_batch_share_no_narrow_row() -> None:
    programme, labels = shared_lines(4, families=5)
    blocks = blocks_of(programme, labels)
    sorted_out = batches(blocks, [[block] for block in range(5)])
    assert [[list(group) for group in batch] for batch in sorted_out] == [[[b]] for b in range(5)]


def test_a_plan_without_answers_is_not_complete() -> None:
    programme, labels = shared_lines(5)
    ground = Ground(programme, blocks_of(programme, labels))
    plan = Plan(ground)
    assert not plan.complete
    with Crew(ground, 1) as crew:
        plan.start(crew, np.zeros(len(ground.blocks.coupling)), Effort())
    assert plan.complete
    assert programme.feasible(plan.point)


def test_no_time_gives_no_plan_and_a_valid_bound() -> None:
    programme, labels = shared_lines(6)
    found = solve_large(programme, labels, Asked(gap=0.0, seconds=0.0, processes=1))
    assert found.point is None
    assert found.bound <= run(programme, EXACT).value


def test_being_told_to_stop_keeps_the_best_plan() -> None:
    programme, labels = shared_lines(7, families=6)
    stages: list[str] = []

    def stop() -> bool:
        return "start" in stages

    def tell(stage: str, _value: float, _bound: float) -> None:
        stages.append(stage)

    found = solve_large(programme, labels, Asked(gap=0.0, seconds=600.0, stop=stop, processes=1, tell=tell))
    assert stages[-1] == "start"
    assert found.point is not None
    assert programme.feasible(found.point)


def test_without_time_for_prices_there_is_a_plan_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    programme, labels = shared_lines(9, families=6)
    monkeypatch.setattr(large, "prices_of", lambda _crew, _seconds, _stop: (-INFINITY, None))

    found = solve_large(programme, labels, Asked(gap=1e-3, seconds=600.0, processes=1))

    assert found.point is not None
    assert programme.feasible(found.point)


def test_blocks_that_are_late_decide_nothing_and_the_plan_is_whole() -> None:
    programme, labels = shared_lines(9, families=6)
    ground = Ground(programme, blocks_of(programme, labels))
    asked: list[None] = []

    def late() -> bool:
        asked.append(None)
        return len(asked) > 3  # three families are in time

    plan = Plan(ground)
    with Crew(ground, 1) as crew:
        plan.start(crew, np.zeros(len(ground.blocks.coupling)), Effort(), late=late)
    opened = [
        plan.point[ground.blocks.columns[b]][programme.integer[ground.blocks.columns[b]]] for b in range(6)
    ]

    assert plan.complete
    assert programme.feasible(plan.point)
    assert [bool(one.any()) for one in opened] == [True, True, True, False, False, False]


@pytest.mark.parametrize("seed", range(4))
def test_what_blocks_answered_at_prices_is_taken_only_where_it_fits(seed: int) -> None:
    programme, labels = shared_lines(seed, families=6)
    ground = Ground(programme, blocks_of(programme, labels))
    with Crew(ground, 1) as crew:
        prices = prices_of(crew, 60.0)[1]
        assert prices is not None
        answers: dict[int, Floats] = {}
        relaxed = relax(crew, prices, 60.0, kept=answers)
        assert relaxed is not None
        begun = Plan(ground)
        begun.start(crew, relaxed.prices, Effort(), answers)
        narrow = ground.blocks.coupling
        upper = programme.row_upper.copy()
        upper[narrow] = INFINITY
        roomy = Plan(Ground(replace(programme, row_upper=upper), ground.blocks))
        roomy.start(crew, relaxed.prices, Effort(), answers)
    assert begun.complete
    assert programme.feasible(begun.point)
    assert not programme.feasible(relaxed.point)
    assert np.array_equal(roomy.point, relaxed.point)


@pytest.mark.parametrize("seed", range(4))
def test_what_blocks_answered_before_time_was_over_is_kept(seed: int) -> None:
    programme, labels = shared_lines(seed, families=6)
    ground = Ground(programme, blocks_of(programme, labels))
    with Crew(ground, 1) as crew:
        prices = prices_of(crew, 60.0)[1]
        assert prices is not None
        whole: dict[int, Floats] = {}
        assert relax(crew, prices, 60.0, kept=whole) is not None

    class Hurried(Crew):
        """Answers three blocks and has no time for the others."""

        def map(self, task: Any, asked: Sequence[Any]) -> Iterator[Any]:
            for place, found in enumerate(super().map(task, asked)):
                yield found if place < 3 else (-np.inf, None)

    cut: dict[int, Floats] = {}
    with Hurried(ground, 1) as crew:
        assert relax(crew, prices, 60.0, kept=cut) is None
    assert list(cut) == list(whole)[:3]
    assert all(np.array_equal(point, whole[block]) for block, point in cut.items())
    begun = Plan(ground)
    with Crew(ground, 1) as crew:
        begun.start(crew, prices, Effort(), cut)
    assert begun.complete
    assert programme.feasible(begun.point)


def test_the_number_of_processes_changes_nothing() -> None:
    programme, labels = shared_lines(8, families=6)
    alone = solve_large(programme, labels, Asked(gap=1e-3, seconds=600.0, processes=1))
    paired = solve_large(programme, labels, Asked(gap=1e-3, seconds=600.0, processes=2))
    assert alone.point is not None
    assert paired.point is not None
    assert alone.point.tolist() == paired.point.tolist()
    assert alone.bound == paired.bound


def test_opening_rows_are_recognised() -> None:
    programme, _ = shared_lines(9, families=2, makers=2)
    found = opening_rows(programme)
    assert len(found) == 4
    assert all(programme.values[entry] < 0 for _, entry in found)


def test_the_last_block_holds_what_belongs_to_none() -> None:
    programme, labels = shared_lines(10)
    everywhere = labels.copy()
    everywhere[:] = -1
    blocks: Blocks = blocks_of(programme, everywhere)
    assert blocks.count == 1
    assert len(blocks.columns[0]) == programme.columns
    assert not len(blocks.coupling)


@given(SEEDS)
@settings(max_examples=20)
def test_settling_holds_what_agrees_and_opens_what_does_not(seed: int) -> None:
    """Each share of a lot is nothing or at least a fifth; free decisions may leave it between."""
    programme, labels = shared_lines(seed, families=2)
    shares = np.flatnonzero((labels >= 0) & (programme.cost < 40.0))
    count = len(shares)
    decided = programme.columns + np.arange(count)
    wide = replace(
        programme,
        cost=np.append(programme.cost, np.zeros(count)),
        lower=np.append(programme.lower, np.zeros(count)),
        upper=np.append(programme.upper, np.ones(count)),
        integer=np.append(programme.integer, np.ones(count, dtype=np.bool_)),
        minor=np.append(programme.minor, np.ones(count, dtype=np.bool_)),
    )
    links = list(zip(shares, decided, strict=True))
    below = [(np.array(pair), np.array([1.0, -1.0])) for pair in links]
    above = [(np.array(pair), np.array([1.0, -0.2])) for pair in links]
    none, inside = np.full(count, -INFINITY), np.zeros(count)
    wide = wide.with_rows(none, inside, below).with_rows(inside, np.full(count, INFINITY), above)
    first = run(wide, EXACT)
    assert first.point is not None

    point = settled(wide, first.point, replace(EXACT, minor=True), INFINITY)

    assert point is not None
    assert wide.feasible(point, 1e-6)
    whole = run(wide, replace(EXACT, minor=True))
    assert whole.value * (1 - 1e-6) <= wide.value(point) <= whole.value * 1.1


def test_settling_gives_nothing_back_beyond_what_it_may_cost() -> None:
    programme, _ = shared_lines(3)
    first = run(programme, EXACT)
    assert first.point is not None
    assert settled(programme, first.point, EXACT, first.value * 0.99) is None
