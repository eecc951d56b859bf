"""Bounds never pass a plan, settled choices are never needed, and the best plan is found."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from tests.engine.allocation.cuts.small import best_plan, location, programme_and_model, rules

from rakiza.engine.allocation import Status, solve
from rakiza.engine.allocation.components import whole
from rakiza.engine.allocation.cuts import minimise
from rakiza.engine.allocation.cuts.assignment import assignment_of
from rakiza.engine.allocation.cuts.multipliers import Climb, Stores
from rakiza.engine.allocation.cuts.search import Search, Wanted
from rakiza.engine.allocation.highs import Demand, Solver
from rakiza.engine.allocation.model.rows import Rows
from rakiza.engine.allocation.scale.programme import Floats, Programme
from rakiza.engine.allocation.verification import broken_rules

SEEDS = range(24)


def reference(programme: Programme, rows: Rows) -> Floats:
    """Return the columns that the solver alone finds best."""
    answer = Solver().minimise(rows, Demand(1e-9, 20.0))
    assert answer.columns is not None
    assert programme.feasible(np.array(answer.columns))
    return np.array(answer.columns)


@pytest.mark.parametrize("seed", SEEDS)
def test_prices_bound_every_plan_and_settle_nothing_that_the_best_one_needs(seed: int) -> None:
    programme, model = programme_and_model(location(seed, lots=7, makers=4, opening=seed % 3 > 0))
    one = assignment_of(programme)
    assert one is not None
    point = reference(programme, model.rows)
    best = programme.value(point)
    climb = Climb(Stores(one))

    for _ in range(60):
        climb.step(best)
        assert climb.now.bound <= best * (1 + 1e-9)

    forced = Stores(one).forced(climb.best)
    assert (forced.choice[point[one.column] > 0.5] <= best * (1 + 1e-9)).all()
    opened = (one.opening < 0) | (point[one.opening] > 0.5)
    assert (forced.opened[opened & (one.opening >= 0)] <= best * (1 + 1e-9)).all()
    assert (forced.closed[~opened] <= best * (1 + 1e-9)).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_search_ends_at_the_best_plan_with_its_proof(seed: int) -> None:
    programme, model = programme_and_model(location(seed, lots=7, makers=4, opening=seed % 3 > 0))
    one = assignment_of(programme)
    assert one is not None
    best = programme.value(reference(programme, model.rows))

    found = Search(programme, one, Wanted(1e-6, 30.0, grain=minimise.grain_of(model), slack=2e-7)).run()

    assert found.point is not None
    assert programme.feasible(found.point)
    assert found.value == pytest.approx(best, rel=1e-6)
    assert best * (1 - 2e-6) <= found.bound <= best * (1 + 1e-6)


@pytest.mark.parametrize("seed", range(8))
def test_the_door_finds_what_trying_every_plan_finds(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minimise, "LEAST", 0)
    monkeypatch.setattr(minimise, "MOSTLY", 0.0)
    problem = location(seed)
    served, cost = best_plan(problem)

    solution = solve(problem, rules())

    assert solution.status is Status.OPTIMAL
    assert (len(solution.awards), solution.cost) == (served, cost)
    assert not broken_rules(whole(problem), solution.awards, rules())


def test_costs_are_counted_in_what_they_are_all_multiples_of() -> None:
    problem = location(3)
    _, model = programme_and_model(problem)

    grain = minimise.grain_of(model) / model.money

    assert grain > 0
    for amount in (*(o.tiers[0].price for o in problem.offers), *(c.amount for c in problem.fixed_costs)):
        assert amount % Decimal(repr(grain)) == 0


def test_stopped_at_once_it_still_tells_a_bound() -> None:
    programme, _ = programme_and_model(location(5))
    one = assignment_of(programme)
    assert one is not None

    found = Search(programme, one, Wanted(1e-6, 30.0, stop=lambda: True)).run()

    assert found.bound <= found.value


def test_no_lot_is_left_to_save_what_opening_a_maker_costs() -> None:
    problem = location(2, lots=4, makers=1)
    roomy = replace(problem, lines=tuple(replace(line, capacity=(Decimal(1000),)) for line in problem.lines))
    dear = replace(
        roomy, fixed_costs=tuple(replace(one, amount=Decimal(100_000)) for one in roomy.fixed_costs)
    )
    offered = {lot for offer in problem.offers for lot in offer.lots}

    solution = solve(dear, rules())

    assert {award.lot for award in solution.awards} == offered
    assert solution.status is Status.OPTIMAL
