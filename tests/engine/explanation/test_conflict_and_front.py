"""Minimal conflicts, thresholds and fronts, beside brute force."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.explanation.small import EXACT, offer, year

from rakiza.engine.allocation import (
    Budget,
    Commitment,
    FixedCost,
    FixedCostKind,
    GroupShare,
    Lot,
    Problem,
    Rule,
)
from rakiza.engine.explanation.conflict import Threshold, minimal_conflict, threshold
from rakiza.engine.explanation.conflicts import conflict_of
from rakiza.engine.explanation.front import Point, front, undominated
from rakiza.engine.explanation.parts import Question

D = Decimal
RULES = ("a", "b", "c", "d", "e")
sets = st.frozensets(st.sampled_from(RULES), min_size=1)


@given(st.lists(sets, max_size=4))
def test_a_conflict_is_minimal(clashes: list[frozenset[str]]) -> None:
    """Any family of clashing sets: rules hold together unless they contain one of them."""

    def holds(rules: frozenset[str]) -> bool:
        return not any(clash <= rules for clash in clashes)

    found = frozenset(minimal_conflict(RULES, holds))
    if holds(frozenset(RULES)):
        assert not found
        return
    assert not holds(found)
    assert all(holds(found - {rule}) for rule in found)


def test_no_conflict_of_rules_where_not_even_none_holds() -> None:
    assert minimal_conflict(RULES, lambda _: False) == ()


def test_a_conflict_asks_once_a_rule_and_twice_more() -> None:
    asked: list[frozenset[str]] = []

    def holds(rules: frozenset[str]) -> bool:
        asked.append(rules)
        return not {"b", "d"} <= rules

    assert minimal_conflict(RULES, holds) == ("b", "d")
    assert len(asked) == len(RULES) + 2


@given(st.integers(0, 200), st.integers(1, 200), st.integers(1, 17))
def test_a_threshold_is_the_first_step_that_is_enough(low: int, width: int, needed: int) -> None:
    step = D("0.5")
    wanted = low + D(needed) * width / 17
    found = threshold(D(low), D(low + width), lambda value: value >= wanted, step)
    assert found is not None
    assert found.fails < wanted <= found.holds
    assert found.holds - found.fails <= step


LEAST_LOCAL = GroupShare("least", minimum=D(1))
MOST_LOCAL = GroupShare("most", maximum=D("0.5"))
SPENT, TOOL = Budget("spent", D(20)), Commitment("tool", 4)


@pytest.mark.parametrize("stated", list(permutations((LEAST_LOCAL, MOST_LOCAL, SPENT, TOOL))))
def test_a_commitment_is_no_rule_of_a_conflict(stated: tuple[Rule, ...]) -> None:
    """Without it the tool alone breaks the budget: no set that clashes for want of it is told."""
    tool = FixedCost("tool", "maker of x", D(24), kind=FixedCostKind.TOOLING, years=4)
    problem = Problem((Lot("a", year(10), D(2)),), (offer("x", 1, "a"),), fixed_costs=(tool,))
    rules = replace(EXACT, preference_margin=D(0), rules=stated)
    found = conflict_of(problem, Question.of(problem, rules))
    assert found is not None
    assert set(found.rules) == {"least", "most"}


def test_a_threshold_out_of_reach() -> None:
    assert threshold(D(0), D(10), lambda _: False, D(1)) is None
    assert threshold(D(0), D(0), lambda _: True, D(1)) is None
    assert threshold(D(0), D("2.5"), lambda value: value > 2, D(1)) == Threshold(D(2), D("2.5"))


plans = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=12)


def solver(options: list[tuple[int, int]]):
    """The cheapest of a list of plans, by complete enumeration."""

    def cheapest(ceiling: D | None) -> Point | None:
        fitting = [one for one in options if ceiling is None or one[1] <= ceiling]
        if not fitting:
            return None
        cost, other = min(fitting)
        return Point(D(cost), D(other), 0.0, ceiling)

    return cheapest


@given(plans)
def test_a_fine_front_is_every_undominated_plan(options: list[tuple[int, int]]) -> None:
    least = min(other for _, other in options)
    span = min(options)[1] - least
    found = front(solver(options), D(least), span + 1)
    expected = {
        (cost, other)
        for cost, other in options
        if not any(c <= cost and o <= other and (c, o) != (cost, other) for c, o in options)
    }
    assert {(point.cost, point.other) for point in found} == expected
    assert [point.cost for point in found] == sorted(point.cost for point in found)


@given(plans, st.integers(1, 6))
def test_a_coarse_front_holds_undominated_plans_and_both_ends(
    options: list[tuple[int, int]], points: int
) -> None:
    asked: list[D | None] = []

    def counted(ceiling: D | None) -> Point | None:
        asked.append(ceiling)
        return solver(options)(ceiling)

    least = min(other for _, other in options)
    found = front(counted, D(least), points)
    assert len(asked) <= max(2, points)
    assert (found[0].cost, found[0].other) == min(options)
    assert found[-1].other == least
    for one, two in combinations(found, 2):
        assert one.cost < two.cost
        assert one.other > two.other


def test_no_plan_no_front() -> None:
    assert front(lambda _: None, D(0), 5) == ()


def test_equal_points_count_once() -> None:
    assert undominated([Point(D(1), D(2), 0.0), Point(D(1), D(2), 0.1), Point(D(1), D(3), 0.0)]) == (
        Point(D(1), D(2), 0.0),
    )
