"""No proof passes a plan: rows that cut, bounds that are told and what the solver is handed.

Once, cuts handed to the solver as rows of its own branching made it prove a bound above a plan that was
known. Since then they serve the relaxation of this search alone.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tests.engine.allocation.cuts.small import best_plan, location, programme_and_model, rules

from rakiza.engine.allocation import Status, solve
from rakiza.engine.allocation.cuts import minimise, search
from rakiza.engine.allocation.cuts.assignment import Assignment, assignment_of
from rakiza.engine.allocation.cuts.branching import Branched
from rakiza.engine.allocation.cuts.diving import dive
from rakiza.engine.allocation.cuts.groups import Groups
from rakiza.engine.allocation.cuts.rounds import Relaxation
from rakiza.engine.allocation.cuts.search import Search, Wanted
from rakiza.engine.allocation.highs import Stop, never
from rakiza.engine.allocation.scale.programme import Floats, Programme
from rakiza.engine.allocation.scale.run import Effort, Outcome, run

SEEDS = list(range(40))
FAR = 1e9


def points(programme: Programme, one: Assignment) -> list[Floats]:
    """Return every whole point of an assignment, each with the stores open that it uses."""
    choices = [np.flatnonzero(one.lot == lot).tolist() for lot in range(one.lots)]
    found = []
    for picks in itertools.product(*([*own, None] for own in choices)):
        point = np.zeros(programme.columns)
        for lot, pick in enumerate(picks):
            if pick is None:
                for column, amount in one.left[lot]:
                    point[column] = amount
                continue
            point[one.column[pick]] = 1.0
            if one.opening[one.store[pick]] >= 0:
                point[one.opening[one.store[pick]]] = 1.0
        if programme.feasible(point):
            found.append(point)
    return found


def cut_relaxation(programme: Programme, one: Assignment) -> Relaxation:
    relaxation = Relaxation(programme, one, [], FAR)
    relaxation.solve(programme.lower, programme.upper, 8)
    return relaxation


@pytest.mark.parametrize("seed", SEEDS[:16])
def test_no_row_that_cuts_forbids_any_plan(seed: int) -> None:
    programme, _ = programme_and_model(location(seed, opening=seed % 2 > 0))
    one = assignment_of(programme)
    assert one is not None
    plans = points(programme, one)
    assert plans

    relaxation = cut_relaxation(programme, one)

    for columns, values, limit in relaxation.rows:
        assert max(float(values @ plan[columns]) for plan in plans) <= limit + 1e-9
    assert relaxation.value <= min(programme.value(plan) for plan in plans) * (1 + 1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_proof_ends_at_the_best_of_all_plans(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minimise, "LEAST", 0)
    monkeypatch.setattr(minimise, "MOSTLY", 0.0)
    problem = location(100 + seed, lots=5, makers=2 + seed % 2, opening=seed % 3 > 0)
    served, cost = best_plan(problem)

    solution = solve(problem, rules())

    assert solution.status is Status.OPTIMAL
    assert (len(solution.awards), solution.cost) == (served, cost)


@pytest.mark.parametrize("seed", SEEDS[:8])
def test_the_solver_is_never_handed_a_cut_as_a_row(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    programme, _ = programme_and_model(location(seed, lots=7, makers=3, opening=seed % 3 > 0))
    one = assignment_of(programme)
    assert one is not None
    handed: list[int] = []

    def watched(asked: Programme, effort: Effort, start: Floats | None = None, stop: Stop = never) -> Outcome:
        handed.append(asked.rows)
        return run(asked, effort, start, stop)

    monkeypatch.setattr(search, "run", watched)
    monkeypatch.setattr(search, "branch", lambda *_: Branched(-np.inf, ended=False))
    monkeypatch.setattr(Search, "_plunge", lambda *_: None)

    found = Search(programme, one, Wanted(1e-6, 2.0)).run()

    assert set(handed) <= {programme.rows}
    reference = run(programme, Effort(1e-9, 100_000, 20.0, minor=True, plain=False))
    assert found.bound <= reference.value * (1 + 1e-6)


@pytest.mark.parametrize("seed", SEEDS[:16])
def test_a_dive_ends_at_a_plan(seed: int) -> None:
    programme, _ = programme_and_model(location(seed, lots=7, makers=4, opening=seed % 2 > 0))
    one = assignment_of(programme)
    assert one is not None

    point = dive(cut_relaxation(programme, one), one, np.inf, never)

    assert point is not None
    assert programme.feasible(point)


@pytest.mark.parametrize("seed", SEEDS[:8])
def test_a_dive_that_no_longer_cuts_ends_at_a_plan(seed: int) -> None:
    programme, _ = programme_and_model(location(seed, lots=7, makers=4, opening=seed % 2 > 0))
    one = assignment_of(programme)
    assert one is not None
    relaxation = cut_relaxation(programme, one)
    before = len(relaxation.rows)

    point = dive(relaxation, one, np.inf, never, -np.inf)

    assert point is not None
    assert programme.feasible(point)
    assert len(relaxation.rows) == before


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_groups_only_better_a_plan_and_always_in_the_same_way(seed: int) -> None:
    programme, _ = programme_and_model(location(seed, lots=12, makers=4, opening=seed % 2 > 0))
    one = assignment_of(programme)
    assert one is not None
    start = np.zeros(programme.columns)
    for own in one.left:
        for column, amount in own:
            start[column] = amount
    loss = np.zeros(len(one.lot))

    ways = [list(Groups(programme, one, loss).better(start, 1.0, never)) for _ in range(2)]

    values = [programme.value(start), *(programme.value(point) for point in ways[0])]
    assert len(values) > 1
    assert values == sorted(values, reverse=True)
    assert all(programme.feasible(point) for point in ways[0])
    assert [point.tolist() for point in ways[0]] == [point.tolist() for point in ways[1]]


def test_a_dive_that_is_stopped_has_no_plan() -> None:
    programme, _ = programme_and_model(location(3, lots=7, makers=4))
    one = assignment_of(programme)
    assert one is not None
    relaxation = cut_relaxation(programme, one)

    assert dive(relaxation, one, relaxation.value, lambda: True) is None
