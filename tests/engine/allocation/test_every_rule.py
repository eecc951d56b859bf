"""Whatever the rules, the engine's plan is the best of all plans; infeasible means there is none."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.engine.allocation.brute import plans
from tests.engine.allocation.small import FEATURES, KINDS, small_problem

from rakiza.engine.allocation import Aim, Goal, Status, solve
from rakiza.engine.allocation.components import whole
from rakiza.engine.allocation.verification import broken_rules

SEEDS = range(0, 300, 10)
EXACTLY = Fraction(1, 10**6)  # yearly charges of tooling are rounded to six decimals


@pytest.mark.parametrize("block", SEEDS)
def test_equals_the_best_of_all_plans(block: int) -> None:
    for seed in range(block, block + 10):
        problem, rules = small_problem(seed)
        best = min((plan.objective() for plan in plans(problem, rules)), default=None)
        solution = solve(problem, rules)
        if best is None:
            assert solution.status is Status.INFEASIBLE, seed
            continue
        assert solution.status is Status.OPTIMAL, seed
        assert abs(Fraction(solution.objective) - best) <= EXACTLY, seed
        assert solution.bound <= solution.objective
        assert float(solution.bound) >= float(best) * (1 - 1e-6), seed
        assert broken_rules(whole(problem), solution.awards, rules) == (), seed


@pytest.mark.parametrize("aim", [Aim.VALUE_ADDED, Aim.IMPORTS])
@pytest.mark.parametrize("block", SEEDS[:8])
def test_other_goals_reach_the_best_and_then_the_least_cost(aim: Aim, block: int) -> None:
    for seed in range(block, block + 10):
        problem, rules = small_problem(seed)
        lots = tuple(replace(lot, import_price=lot.import_price or Decimal(10)) for lot in problem.lots)
        problem = replace(problem, lots=lots)
        rules = replace(rules, goals=(Goal(aim),))
        best = min(((plan.of(aim), plan.objective()) for plan in plans(problem, rules)), default=None)
        solution = solve(problem, rules)
        if best is None:
            assert solution.status is Status.INFEASIBLE, seed
            continue
        reached = (solution.goals[0].value, solution.goals[1].value)
        assert [abs(float(a) - float(b)) < 1e-5 for a, b in zip(reached, best, strict=True)] == [
            True,
            True,
        ], seed


def test_the_random_problems_exercise_every_feature_and_rule() -> None:
    seen = [small_problem(seed) for seed in range(300)]
    kinds = {rule.id for _, rules in seen for rule in rules.rules}
    assert kinds == set(KINDS) - {"none"}
    solved = [solve(*one) for one in seen[:150]]
    assert len(FEATURES) == 9
    assert sum(1 for s in solved if s.awards) > 70
    assert sum(1 for s in solved if any(a.surplus for a in s.awards)) > 3
    assert sum(1 for s in solved if any(c.commitment for c in s.charges)) > 0
    assert {c.kind for s in solved for c in s.charges} == {"fixed", "setup", "material"}
    assert sum(1 for s in solved if s.status is Status.INFEASIBLE) > 3
