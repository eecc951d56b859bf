"""Prices of rules, conflicts and the ways out of them, beside every plan that there is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.engine.explanation.small import EXACT, objective, plans, problems

from rakiza.engine.allocation import Budget, GroupShare, MakerCount, Measure, Per, Problem, Rule, solve
from rakiza.engine.explanation.conflicts import Conflict, Relaxation, conflict_of
from rakiza.engine.explanation.parts import Question, has_plan
from rakiza.engine.explanation.rule_prices import rule_prices

D = Decimal
NO_MARGIN = replace(EXACT, preference_margin=D(0))
NEAR = D("0.001")
STEP = D("0.001")  # in which shares give way
Bounds = dict[str, D]  # what each rule asks, by name


class Market:
    """Every plan of a problem by what rules look at: cost, share made here, makers."""

    def __init__(self, problem: Problem) -> None:
        whole = sum((lot.demand[0] for lot in problem.lots), D(0))
        self.plans = [
            (
                objective(problem, supply, NO_MARGIN),
                sum(supply.values()) / whole,
                len({name for (_lot, name) in supply}),
            )
            for _cost, supply in plans(problem, NO_MARGIN)
        ]

    def cheapest(self, asked: Bounds) -> D | None:
        """The cost of the cheapest plan that keeps these bounds, None where none does."""
        return min(
            (
                cost
                for cost, share, makers in self.plans
                if cost <= asked.get("budget", cost) + NEAR / 10
                and share >= asked.get("floor", share)
                and makers <= asked.get("makers", makers)
            ),
            default=None,
        )

    def way_out(self, asked: Bounds, rule: str) -> D | None:
        """The cost of the cheapest plan once one rule gives way no more than it must."""
        others = {name: bound for name, bound in asked.items() if name != rule}
        if rule == "budget" or self.cheapest(others) is None:
            return self.cheapest(others)
        tried: Iterable[D]
        if rule == "floor":
            tried = (asked[rule] - STEP * rank for rank in range(1001))
        else:
            tried = (asked[rule] + rank for rank in range(20))
        return next(cost for bound in tried if (cost := self.cheapest({**others, rule: bound})) is not None)


def stated(asked: Bounds) -> tuple[Rule, ...]:
    made: dict[str, Rule] = {
        "budget": Budget("budget", asked["budget"]),
        "floor": GroupShare("floor", minimum=asked["floor"], per=Per.PLAN, measure=Measure.QUANTITY),
        "makers": MakerCount("makers", int(asked["makers"]), Per.PLAN),
    }
    return tuple(made.values())


bounds = st.fixed_dictionaries(
    {
        "budget": st.integers(20, 70).map(D),
        "floor": st.sampled_from([D("0.3"), D("0.6"), D("0.9"), D(1)]),
        "makers": st.sampled_from([D(1), D(1), D(2)]),
    }
)


@settings(max_examples=12)
@given(problems(), bounds)
def test_the_price_of_each_rule_is_that_of_enumeration(problem: Problem, asked: Bounds) -> None:
    market = Market(problem)
    bound = market.cheapest(asked)
    assume(bound is not None)
    question = Question.of(problem, replace(NO_MARGIN, rules=stated(asked)))
    for price in rule_prices(question).rules:
        free = market.cheapest({name: one for name, one in asked.items() if name != price.rule})
        assert free is not None
        assert bound is not None
        assert abs(price.cost - (bound - free)) < NEAR
        assert price.cost >= -NEAR


@settings(max_examples=12)
@given(problems(), bounds)
def test_a_conflict_is_minimal_and_its_way_out_the_cheapest(problem: Problem, asked: Bounds) -> None:
    market = Market(problem)
    assume(market.cheapest(asked) is None)
    rules = replace(NO_MARGIN, rules=stated(asked))

    found = conflict_of(problem, Question.of(problem, rules))

    assert found is not None
    held = {name: asked[name] for name in found.rules}
    assert market.cheapest(held) is None
    for name in held:
        assert market.cheapest({other: held[other] for other in held if other != name}) is not None
    alone = [cost for name in held if (cost := market.way_out(asked, name)) is not None]
    given = [one for one in found.relaxations if one.cost is not None and one.rule in asked]
    assert sorted(one.cost for one in given if one.cost is not None) == sorted(map(near, alone))
    for one in given:
        assert has_plan(solve(problem, replace(rules, rules=stated(eased(asked, one)))))
    if not alone and not any(one.cost is not None for one in found.relaxations):
        _left_together(market, asked, found)


def near(cost: D) -> object:
    """Equal to any cost within a thousandth."""
    return _Near(cost)


class _Near(D):
    def __eq__(self, other: object) -> bool:
        return isinstance(other, D) and abs(D(self) - other) < NEAR

    __hash__ = D.__hash__


def eased(asked: Bounds, one: Relaxation) -> Bounds:
    """The bounds with one given way as told, or out of reach where the rule is switched off."""
    off = {"budget": D(10**6), "floor": D(0), "makers": D(10**3)}
    return {**asked, one.rule: off[one.rule] if one.needed is None else one.needed}


def _left_together(market: Market, asked: Bounds, found: Conflict) -> None:
    """The fewest rules give way: without fewer of them no plan is left, and with these one is."""
    names = [one.rule for one in found.together]
    assert len(names) > 1
    for few in range(1, len(names)):
        for dropped in combinations(asked, few):
            assert market.cheapest({k: v for k, v in asked.items() if k not in dropped}) is None
    for one in found.together:
        asked = eased(asked, one)
    cost = market.cheapest(asked)
    assert cost is not None
    assert all(one.cost is not None and abs(one.cost - cost) < NEAR for one in found.together)
