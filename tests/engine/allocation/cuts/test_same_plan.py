"""Whole lots: the same plan whatever the order of what is named, hash seed, processes, and speed of the machine.

Work is bounded by nodes, steps and tries; time only ends it. So what ends by itself is the same on a clock that
runs ten times as fast, and with ten times the time.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.engine.allocation.cuts.beside import beside
from tests.engine.allocation.cuts.small import location, rules

from rakiza.engine.allocation import AllocationRules, Problem, Solution, Status, Tier, solve
from rakiza.engine.allocation.cuts import minimise

D = Decimal
SECONDS = 60.0


@pytest.fixture(autouse=True)
def _as_assignments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minimise, "LEAST", 0)
    monkeypatch.setattr(minimise, "MOSTLY", 0.0)


def alike(seed: int, *, opening: bool) -> Problem:
    """Return lots, makers and prices of which many are the same, so that many plans cost the same."""
    dice = random.Random(seed)
    found = location(seed, lots=14, makers=5, opening=opening)
    offers = tuple(
        replace(
            offer,
            tiers=(Tier(D(0), D(dice.choice([10, 11]))),),
            terms=tuple(replace(one, consumption=D(dice.choice([2, 3]))) for one in offer.terms),
        )
        for offer in found.offers
    )
    lines = tuple(replace(line, capacity=(D(9),)) for line in found.lines)
    fixed = tuple(replace(cost, amount=D(20)) for cost in found.fixed_costs)
    return replace(found, offers=offers, lines=lines, fixed_costs=fixed)


def problems(seed: int) -> Iterator[tuple[Problem, AllocationRules]]:
    """Yield problems that decide stores first, that pack stores anew, that are full of ties, that have other rules."""
    for opening in (True, False):
        yield location(seed, lots=16, makers=6, opening=opening), rules(SECONDS)
        yield alike(seed, opening=opening), rules(SECONDS)
    yield beside(seed)


def told(solution: Solution) -> Solution:
    return replace(solution, seconds=0.0)


def shuffled(problem: Problem, seed: int) -> Problem:
    """Return the same problem, named in another order."""
    dice = random.Random(seed)
    return replace(
        problem,
        lots=tuple(dice.sample(problem.lots, len(problem.lots))),
        offers=tuple(dice.sample(problem.offers, len(problem.offers))),
        lines=tuple(dice.sample(problem.lines, len(problem.lines))),
        makers=problem.makers[::-1],
        fixed_costs=tuple(dice.sample(problem.fixed_costs, len(problem.fixed_costs))),
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_order_in_which_parts_are_named_changes_nothing(seed: int) -> None:
    for problem, asked in problems(seed):
        found = solve(problem, asked)
        assert found.status is Status.OPTIMAL
        for other in (1, 2):
            again = solve(shuffled(problem, other), replace(asked, rules=asked.rules[::-1]))
            assert told(again) == told(found)


@pytest.mark.parametrize("seed", range(3))
def test_the_time_given_and_processes_change_no_plan_that_ends_by_itself(seed: int) -> None:
    for problem, asked in problems(seed):
        found = solve(problem, asked)

        more = solve(problem, replace(asked, time_limit_seconds=10 * SECONDS))
        beside_others = solve(problem, asked, processes=2)

        assert more.awards == found.awards
        assert (more.objective, more.bound, more.status) == (found.objective, found.bound, found.status)
        assert told(beside_others) == told(found)


@pytest.mark.parametrize("seed", range(3))
def test_a_slower_machine_makes_the_same_plan(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = [told(solve(problem, asked)) for problem, asked in problems(seed)]
    real = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: 10 * real())

    slow = [
        told(solve(problem, replace(asked, time_limit_seconds=10 * SECONDS)))
        for problem, asked in problems(seed)
    ]

    assert [one.awards for one in slow] == [one.awards for one in fast]
    assert [(one.objective, one.bound) for one in slow] == [(one.objective, one.bound) for one in fast]


PROGRAM = """
from tests.engine.allocation.cuts.test_same_plan import problems
from rakiza.engine.allocation import solve
from rakiza.engine.allocation.cuts import minimise
if __name__ == "__main__":
    minimise.LEAST, minimise.MOSTLY = 0, 0.0
    for seed in range(2):
        for problem, asked in problems(seed):
            found = solve(problem, asked)
            print([(a.lot, a.offer, str(a.quarters), str(a.price)) for a in found.awards], found.bound)
"""


def test_neither_the_hash_seed_nor_the_threads_of_others_change_anything() -> None:
    root = Path(__file__).parents[4]
    path = os.pathsep.join((str(root), str(root / "src")))
    said = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads},
        ).stdout
        for seed, threads in (("0", "1"), ("1", "2"), ("4242", "1"))
    }
    assert len(said) == 1
    assert said.pop()
