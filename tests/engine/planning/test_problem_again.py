"""The problem of a plan already made is the one that was solved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.engine.planning.test_make_plan import KNOWLEDGE, MARKET, offer, planned, titles

from rakiza.engine.allocation import solve
from rakiza.engine.planning.again import problem_again
from rakiza.engine.planning.plan import Plan
from rakiza.engine.planning.rules import allocation_rules
from rakiza.engine.planning.values import Rules

D = Decimal


def awarded(plan: Plan) -> dict[tuple[str, str], Decimal]:
    return {(award.lot, award.offer): award.quantity for award in plan.awards}


def test_the_same_problem_gives_the_same_awards() -> None:
    for rules in (Rules(), Rules(maximum_share=D("0.6")), Rules(minimum_sources_vital=2)):
        plan = planned(replace(MARKET, rules=rules))

        solution = solve(problem_again(plan, KNOWLEDGE.by_id()), allocation_rules(rules))

        assert {(one.lot, one.offer): one.quantity for one in solution.awards} == awarded(plan)
        assert solution.objective == plan.solve.objective


def test_an_offer_lawful_in_no_month_is_shut_with_its_capacity() -> None:
    late = replace(
        MARKET,
        offers=(offer("o1", "d1", 1, monthly_capacity=D(50)), offer("o2", "d2", "1.5")),
        titles=(*titles("m1", "d1", valid_to=date(2026, 12, 31)), *titles("m2", "d2")),
    )
    plan = planned(late)

    problem = problem_again(plan, KNOWLEDGE.by_id())

    shut = next(one for one in problem.offers if one.id == "o1")
    assert shut.eligible == (Fraction(0),) * 4
    assert shut.capacity == (D(150),) * 4
    solution = solve(problem, allocation_rules(Rules()))
    assert {(one.lot, one.offer): one.quantity for one in solution.awards} == awarded(plan)
    assert {offer for _, offer in awarded(plan)} == {"o2"}


def test_the_order_of_a_plan_s_candidates_never_matters() -> None:
    plan = planned()
    turned = replace(plan, candidates=tuple(reversed(plan.candidates)), lots=tuple(reversed(plan.lots)))
    rules = allocation_rules(Rules())
    families = KNOWLEDGE.by_id()
    assert (
        solve(problem_again(turned, families), rules).awards
        == solve(problem_again(plan, families), rules).awards
    )
