"""Other rules beside single source: the best plan all the same, lawful whenever it is broken off."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from tests.engine.allocation.brute import plans
from tests.engine.allocation.cuts.beside import beside
from tests.engine.allocation.cuts.small import location, programme_and_model, rules

from rakiza.engine.allocation import AllocationRules, Problem, Solution, Status, solve
from rakiza.engine.allocation.components import whole
from rakiza.engine.allocation.cuts import minimise
from rakiza.engine.allocation.cuts.assignment import assignment_of
from rakiza.engine.allocation.cuts.exchange import Exchange
from rakiza.engine.allocation.cuts.filling import Filling
from rakiza.engine.allocation.cuts.openings import Decided, Openings
from rakiza.engine.allocation.cuts.rounds import Relaxation, without_links
from rakiza.engine.allocation.cuts.search import Search
from rakiza.engine.allocation.highs import never
from rakiza.engine.allocation.verification import broken_rules

D = Decimal
NEAR = D("0.000003")  # relative: gap and ties of a proof
EXACTLY = Fraction(1, 10**6)
HARD = [116, 152, 175, 177, 187, 310, 377]  # once: no plan, no proof, or a lot settled by rounding alone
STOPS = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 1000]


@pytest.fixture(autouse=True)
def _as_assignments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minimise, "LEAST", 0)
    monkeypatch.setattr(minimise, "MOSTLY", 0.0)


def by_the_solver(problem: Problem, asked: AllocationRules) -> Solution:
    """Return what the solver alone finds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(minimise, "LEAST", 10**9)
        return solve(problem, asked)


def is_the_best(problem: Problem, asked: AllocationRules, found: Solution, best: Decimal) -> bool:
    """Whether a plan is lawful and costs the least, and its bound stands there."""
    return (
        found.status is Status.OPTIMAL
        and not broken_rules(whole(problem), found.awards, asked)
        and abs(found.objective - best) <= abs(best) * NEAR
        and best * (1 - NEAR) <= found.bound <= found.objective
    )


@pytest.mark.parametrize("block", range(0, 100, 10))
def test_whatever_rules_stand_beside_the_plan_is_the_solvers(block: int) -> None:
    for seed in range(block, block + 10):
        problem, asked = beside(seed)
        reference = by_the_solver(problem, asked)
        found = solve(problem, asked)
        if reference.status is Status.INFEASIBLE:
            assert found.status is Status.INFEASIBLE, seed
            continue
        assert is_the_best(problem, asked, found, reference.objective), seed


@pytest.mark.parametrize("seed", HARD)
def test_rules_that_no_plan_by_hand_obeys_are_met_and_proven(seed: int) -> None:
    problem, asked = beside(seed)
    reference = by_the_solver(problem, asked)

    found = solve(problem, asked)

    assert found.status is reference.status
    if found.status is not Status.INFEASIBLE:
        assert is_the_best(problem, asked, found, reference.objective)


@pytest.mark.parametrize("block", range(0, 40, 10))
def test_the_plan_is_the_best_of_all(block: int) -> None:
    for seed in range(block, block + 10):
        problem, free = beside(seed, lots=(3, 3), makers=(2, 3))
        asked = replace(free, uncovered_penalty=D(1000))
        best = min((plan.objective() for plan in plans(problem, asked)), default=None)
        found = solve(problem, asked)
        if best is None:
            assert found.status is Status.INFEASIBLE, seed
            continue
        assert found.status is Status.OPTIMAL, seed
        assert abs(Fraction(found.objective) - best) <= EXACTLY, seed


def test_these_problems_reach_every_way_of_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    reached: Counter[str] = Counter()

    def counted(owner: type, name: str) -> None:
        real = getattr(owner, name)

        def told(*arguments: object) -> object:
            reached[f"{owner.__name__}.{name}"] += 1
            return real(*arguments)

        monkeypatch.setattr(owner, name, told)

    ways = (
        (Openings, "ends"),
        (Filling, "run"),
        (Exchange, "_again"),
        (Search, "_relaxed"),
        (Search, "_below"),
    )
    for owner, name in ways:
        counted(owner, name)

    for seed in (*range(12), *HARD):
        solve(*beside(seed))

    assert {f"{owner.__name__}.{name}" for owner, name in ways} == set(reached)


def told_at(call: int) -> Callable[[], bool]:
    """Say to stop from the n-th question on."""
    asked = itertools.count(1)
    return lambda: next(asked) >= call


def broken_off(seed: int) -> Iterator[tuple[Problem, AllocationRules]]:
    """Yield problems that go through the tree of stores, or pack stores that are open anyway, with rules and without."""
    yield location(seed, lots=14, makers=6, opening=True), rules()
    yield location(seed, lots=14, makers=6, opening=False), rules()
    yield beside(seed, lots=(9, 12), makers=(4, 6))


@pytest.mark.parametrize("call", STOPS)
def test_broken_off_at_any_moment_a_plan_and_its_bound_hold(call: int) -> None:
    for problem, asked in broken_off(310 if call % 2 else 4):
        best = solve(problem, asked)

        found = solve(problem, asked, stop=told_at(call))

        if found.status is Status.UNKNOWN:
            assert found.awards == ()
            continue
        assert not broken_rules(whole(problem), found.awards, asked)
        assert found.bound <= best.objective * (1 + NEAR)
        assert best.objective * (1 - NEAR) <= found.objective


@pytest.mark.parametrize("seconds", [0.0, 0.001, 0.01, 0.05])
def test_with_next_to_no_time_a_plan_and_its_bound_hold(seconds: float) -> None:
    for seed in (4, 11, 310):
        for problem, asked in broken_off(seed):
            found = solve(problem, replace(asked, time_limit_seconds=seconds))

            assert found.status in {Status.TIME_LIMIT, Status.UNKNOWN, Status.OPTIMAL}
            assert found.bound <= solve(problem, asked).objective * (1 + NEAR)
            if found.status is not Status.UNKNOWN:
                assert not broken_rules(whole(problem), found.awards, asked)


def test_where_nothing_fits_a_tree_of_stores_ends_at_once_though_no_plan_is_known() -> None:
    programme, _ = programme_and_model(location(1, lots=8, makers=5, opening=True))
    one = assignment_of(programme)
    assert one is not None
    # every lot must be served, and only the dearest store may be opened
    upper = programme.upper.copy()
    upper[[column for left in one.left for column, _ in left]] = 0.0
    stores = np.unique(one.opening[one.opening >= 0])
    programme = replace(programme, upper=upper)
    relaxation = Relaxation(without_links(programme, one), one, [], float("inf"))
    bound = relaxation.solve(programme.lower, programme.upper, 0)
    shut = programme.upper.copy()
    shut[stores[1:]] = 0.0
    tree = Openings(relaxation, one, Decided(bound, 0, programme.lower, shut))

    assert tree.ends(lambda: float("inf"), never) is None
    assert tree.bound == float("inf")
    assert tree.nodes == 1


@pytest.mark.parametrize("seed", range(6))
def test_a_bound_at_the_plan_is_told_as_it_where_most_of_it_is_penalty(seed: int) -> None:
    """Costs are counted without what breaks ties, and a bound with all of it: else penalties hide a proof."""
    problem = location(seed, lots=9, makers=3)
    scarce = replace(problem, lines=tuple(replace(line, capacity=(D(9),)) for line in problem.lines))

    found = solve(scarce, rules())

    assert found.penalties > found.objective / 2
    assert found.status is Status.OPTIMAL
    money = found.objective - found.penalties
    assert found.objective - found.bound <= money * D("0.0000003")
