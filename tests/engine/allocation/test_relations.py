"""Relations between problems that hold whatever the rules are: capacity, currency, order, hash seed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.engine.allocation.small import small_problem

from rakiza.engine.allocation import (
    AllocationRules,
    Budget,
    Commitment,
    Lot,
    Measure,
    Offer,
    Problem,
    Solution,
    Status,
    Tier,
    solve,
)

D = Decimal
SEEDS = range(0, 120, 10)
SLACK = D("0.000002")


def worth(solution: Solution) -> Decimal:
    """The objective; no plan at all is worse than any."""
    return D("Infinity") if solution.status is Status.INFEASIBLE else solution.objective


def block(first: int):
    return [small_problem(seed) for seed in range(first, first + 10)]


@pytest.mark.parametrize("first", SEEDS)
def test_an_offer_more_never_costs_more(first: int) -> None:
    for problem, rules in block(first):
        fewer = replace(problem, offers=problem.offers[:-1])
        assert worth(solve(problem, rules)) <= worth(solve(fewer, rules)) + SLACK


@pytest.mark.parametrize("first", SEEDS)
def test_more_capacity_or_raw_material_never_costs_more(first: int) -> None:
    for problem, rules in block(first):
        lines = tuple(replace(line, capacity=tuple(2 * c for c in line.capacity)) for line in problem.lines)
        materials = tuple(replace(one, supply=None) for one in problem.materials)
        wider = replace(problem, lines=lines, materials=materials)
        assert worth(solve(wider, rules)) <= worth(solve(problem, rules)) + SLACK


@pytest.mark.parametrize("first", SEEDS)
def test_a_rule_less_never_costs_more(first: int) -> None:
    for problem, rules in block(first):
        before = worth(solve(problem, rules))
        for rule in rules.rules:
            if isinstance(rule, Commitment):  # it allows rather than binds
                continue
            assert worth(solve(problem, rules.without(rule.id))) <= before + SLACK
        assert worth(solve(problem, replace(rules, maximum_share=D(1)))) <= before + SLACK


def scaled(problem: Problem, rules: AllocationRules, by: Decimal) -> tuple[Problem, AllocationRules]:
    """The same in another currency."""

    def tiers(some: tuple[Tier, ...]) -> tuple[Tier, ...]:
        return tuple(Tier(tier.from_quantity, tier.price * by) for tier in some)

    def offer(one: Offer) -> Offer:
        return replace(
            one,
            tiers=tiers(one.tiers),
            terms=tuple(
                replace(t, price=None if t.price is None else t.price * by, delivery=t.delivery * by)
                for t in one.terms
            ),
            delivery=tuple(replace(part, quantity=part.quantity * by) for part in one.delivery),
        )

    def steps(discount):
        if discount.measure is not Measure.VALUE:
            return discount
        return replace(discount, steps=tuple(replace(s, start=s.start * by) for s in discount.steps))

    return (
        replace(
            problem,
            lots=tuple(
                replace(lot, import_price=None if lot.import_price is None else lot.import_price * by)
                for lot in problem.lots
            ),
            offers=tuple(offer(one) for one in problem.offers),
            lines=tuple(replace(line, setup_cost=line.setup_cost * by) for line in problem.lines),
            materials=tuple(replace(one, tiers=tiers(one.tiers)) for one in problem.materials),
            fixed_costs=tuple(replace(cost, amount=cost.amount * by) for cost in problem.fixed_costs),
            discounts=tuple(steps(discount) for discount in problem.discounts),
        ),
        replace(
            rules,
            uncovered_penalty=rules.uncovered_penalty * by,
            rules=tuple(
                replace(rule, maximum=rule.maximum * by) if isinstance(rule, Budget) else rule
                for rule in rules.rules
            ),
        ),
    )


@pytest.mark.parametrize("by", [D("0.01"), D(1000)])
@pytest.mark.parametrize("first", SEEDS[:5])
def test_another_currency_gives_the_same_plan(first: int, by: Decimal) -> None:
    for problem, rules in block(first):
        here, there = solve(problem, rules), solve(*scaled(problem, rules, by))
        assert there.status is here.status
        assert abs(there.objective - here.objective * by) <= SLACK * max(by, D(1))


@pytest.mark.parametrize("first", SEEDS)
def test_the_order_of_the_parts_changes_nothing(first: int) -> None:
    for problem, rules in block(first):
        turned = Problem(
            problem.lots[::-1],
            tuple(replace(offer, lots=offer.lots[::-1]) for offer in problem.offers[::-1]),
            problem.lines,
            problem.makers[::-1],
            problem.materials,
            problem.fixed_costs[::-1],
            problem.discounts,
            problem.periods,
            problem.period_months,
        )
        assert solve(turned, replace(rules, rules=rules.rules[::-1])) == solve(problem, rules)


PROGRAM = """
from tests.engine.allocation.small import small_problem
from rakiza.engine.allocation import solve
if __name__ == "__main__":
    for seed in range(0, 40, 3):
        found = solve(*small_problem(seed))
        print([(a.lot, a.offer, str(a.quarters), str(a.price)) for a in found.awards], found.bound, found.input_hash)
"""


def test_the_hash_seed_changes_nothing() -> None:
    root = Path(__file__).parents[3]
    path = os.pathsep.join((str(root), str(root / "src")))
    said = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(said) == 1
    assert said.pop()


def hard(lots: int = 30) -> Problem:
    """One part with many ties and thresholds: not solved at once."""
    dice = random.Random(7)
    names = tuple(f"l{i:02}" for i in range(lots))
    base = [D(dice.randint(90, 110)) / 10 for _ in range(14)]
    return Problem(
        tuple(Lot(name, (D(dice.randint(50, 400)),) * 4, D(12)) for name in names),
        tuple(
            Offer(
                f"o{i:02}",
                f"m{i:02}",
                names,
                tuple(Tier(D(1500 * step), base[i] - step) for step in range(4)),
                minimum_order=D(90),
                order_multiple=D(7),
                capacity=(D(900),) * 4,
            )
            for i in range(14)
        ),
    )


def test_a_plan_is_stopped_inside_a_part_and_keeps_what_it_has() -> None:
    asked = {"count": 0}

    def stop() -> bool:
        asked["count"] += 1
        return asked["count"] > 5

    problem = hard(5)
    solution = solve(problem, AllocationRules(gap=0.0, time_limit_seconds=300), stop=stop)
    assert solution.status is Status.INTERRUPTED
    assert solution.components == 1
    assert solution.bound <= solution.objective


def test_what_stop_raises_is_raised() -> None:
    class CancelledError(Exception):
        pass

    def stop() -> bool:
        raise CancelledError

    with pytest.raises(CancelledError):
        solve(hard(6), AllocationRules(gap=0.0), stop=stop)
