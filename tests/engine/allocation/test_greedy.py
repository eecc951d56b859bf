"""A plan made at once obeys the rules it looks at, and stands in where there is no time for a search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, localcontext

import pytest
from tests.engine.allocation.many import families
from tests.engine.allocation.small import small_problem

from rakiza.engine.allocation import (
    AllocationRules,
    Award,
    Exclusive,
    MakerCount,
    MakerShare,
    Measure,
    Problem,
    SingleSource,
    Sources,
    Status,
    solve,
)
from rakiza.engine.allocation.components import components, whole
from rakiza.engine.allocation.greedy import plans
from rakiza.engine.allocation.options import options_of, scale_of
from rakiza.engine.allocation.penalty import uncovered_penalty
from rakiza.engine.allocation.values import DIGITS
from rakiza.engine.allocation.verification import broken_rules

KEPT = (Exclusive, MakerCount, MakerShare, SingleSource, Sources)
ROOMY = AllocationRules(gap=0.02, time_limit_seconds=0.0)


def made(problem: Problem, rules: AllocationRules) -> Iterator[tuple[Award, ...]]:
    """Yield the plans of each part, with what they break."""
    with localcontext(prec=DIGITS):
        penalty = uncovered_penalty(problem, rules)
        for part in components(problem, rules):
            scale = scale_of(part)
            for awards in plans(part, options_of(part, rules, scale), rules, scale, penalty):
                assert broken_rules(part, awards, rules) == ()
                yield awards


@pytest.mark.parametrize("block", range(0, 600, 150))
def test_what_it_looks_at_is_never_broken(block: int) -> None:
    """Lines, materials, conditionings, tiers and rebates, and rules that forbid; those that ask are left out."""
    awarded = 0
    for seed in range(block, block + 150):
        problem, rules = small_problem(seed)
        forbidding = tuple(
            replace(rule, minimum=Decimal(0), measure=Measure.QUANTITY)
            if isinstance(rule, MakerShare)
            else rule
            for rule in rules.rules
            if isinstance(rule, KEPT)
        )
        awarded += sum(len(awards) for awards in made(problem, replace(rules, rules=forbidding)))
    assert awarded > 250


@pytest.mark.parametrize("block", range(0, 160, 40))
def test_without_time_a_plan_obeys_every_rule_and_its_bound_holds(block: int) -> None:
    told: list[Status] = []
    for seed in range(block, block + 40):
        problem, rules = small_problem(seed)
        best = solve(problem, rules)
        at_once = solve(problem, replace(rules, time_limit_seconds=0.0))
        told.append(at_once.status)
        if best.status is Status.INFEASIBLE:
            assert at_once.status in {Status.INFEASIBLE, Status.UNKNOWN}, seed
            continue
        assert at_once.bound <= best.objective * (1 + Decimal("1e-9")), seed
        if at_once.status is not Status.UNKNOWN:
            assert broken_rules(whole(problem), at_once.awards, rules) == (), seed
            assert at_once.objective >= best.bound * (1 - Decimal("1e-9")), seed
    assert told.count(Status.UNKNOWN) <= len(told) // 5


def test_a_large_problem_is_covered_without_time() -> None:
    problem = families(12, 10, 4)
    found = solve(problem, ROOMY)
    searched = solve(problem, replace(ROOMY, time_limit_seconds=60.0))
    assert {award.lot for award in found.awards} == {award.lot for award in searched.awards}
    assert searched.bound <= found.objective <= searched.objective * Decimal("1.1")
    assert found.bound >= searched.objective * Decimal("0.8")


def test_the_order_of_the_parts_never_matters() -> None:
    problem = families(6, 8, 4)
    turned = replace(problem, lots=problem.lots[::-1], offers=problem.offers[::-1], lines=problem.lines[::-1])
    assert solve(turned, ROOMY) == solve(problem, ROOMY)
