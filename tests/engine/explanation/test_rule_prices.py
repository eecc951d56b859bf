"""What each rule costs, what more capacity saves, fronts and conflicts: all beside enumeration."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.explanation.small import EXACT, best, objective, offer, plans, problems, year

from rakiza.engine.allocation import (
    Budget,
    GroupShare,
    Line,
    Lot,
    MakerCount,
    MakerShare,
    Part,
    Per,
    Problem,
    Scope,
    SingleSource,
    Sources,
    Status,
    solve,
)
from rakiza.engine.allocation.values import Measure
from rakiza.engine.explanation.capacity import line_worths
from rakiza.engine.explanation.changes import widened
from rakiza.engine.explanation.conflicts import Relaxation, conflict_of
from rakiza.engine.explanation.fronts import dependence, pareto_front
from rakiza.engine.explanation.parts import Question, has_plan
from rakiza.engine.explanation.rule_prices import rule_prices

D = Decimal
NO_MARGIN = replace(EXACT, preference_margin=D(0))


def two_lots() -> Problem:
    return Problem(
        (Lot("a", year(10), D(20), family="f"), Lot("b", year(10), D(20), family="g")),
        (offer("x", 4, "a"), offer("y", 6, "a"), offer("z", 5, "b"), offer("w", 5, "b")),
    )


def test_a_rule_costs_what_the_plan_saves_without_it() -> None:
    rules = replace(
        NO_MARGIN, rules=(Sources("two", minimum=2, scope=Scope(families=("f",)), least_share=D("0.5")),)
    )

    (price,) = rule_prices(Question.of(two_lots(), rules)).rules

    # Half of a at 6 rather than 4; b isn't touched.
    assert (price.rule, price.cost, price.imports, price.open_units) == ("two", D(10), D(0), D(0))
    assert (price.significant, price.parts) == (True, 1)


def test_a_rule_that_binds_nothing_costs_nothing() -> None:
    rules = replace(NO_MARGIN, maximum_share=D("0.9"), rules=(Budget("b", D(10_000)),))
    problem = Problem(
        (Lot("a", year(10), D(20)),), (offer("x", 4, "a", capacity=year(5)), offer("y", 4, "a"))
    )

    prices = {one.rule: one for one in rule_prices(Question.of(problem, rules)).rules}

    assert set(prices) == {"maximum_share", "b"}
    assert all(one.cost == 0 and not one.significant for one in prices.values())


def test_the_margin_is_paid_for_fewer_imports() -> None:
    problem = Problem((Lot("a", year(10), D(10)),), (offer("x", 11, "a"),))

    (price,) = rule_prices(Question.of(problem, EXACT)).rules

    assert (price.rule, price.cost, price.imports) == ("preference_margin", D(10), D(-100))


@settings(max_examples=20)
@given(problems(), st.sampled_from([D("0.5"), D("0.6"), D("0.75")]))
def test_the_price_of_a_maximum_share_is_that_of_enumeration(problem: Problem, share: D) -> None:
    rules = replace(NO_MARGIN, rules=(MakerShare("most", maximum=share),))

    (price,) = rule_prices(Question.of(problem, rules)).rules

    free = best(problem, NO_MARGIN)
    bound = min(
        objective(problem, supply, NO_MARGIN)
        for _, supply in plans(problem, NO_MARGIN)
        if all(
            amount <= share * next(lot.demand[0] for lot in problem.lots if lot.id == name)
            for (name, _), amount in supply.items()
        )
    )
    assert abs(price.cost - (bound - free)) < D("0.001")
    assert price.cost >= 0


def test_a_unit_more_of_a_full_line_and_its_range() -> None:
    problem = Problem(
        (Lot("a", year(12, 12, 12, 12), D(20)),),
        (offer("x", 4, "a", line="p"), offer("y", 6, "a")),
        (Line("p", year(6, 6, 6, 6)),),
    )

    (worth,) = line_worths(Question.of(problem, NO_MARGIN)).lines

    # 3 units a quarter for each unit a month, over 4 quarters, 2 saved on each; full at 2 a month.
    assert (worth.line, worth.offers, worth.units, worth.saving) == ("p", ("x",), D(1), D(24))
    assert (worth.holds_to, worth.changes_at, worth.significant) == (D(2), D(3), True)


def test_a_line_with_room_or_without_use_is_worth_nothing() -> None:
    problem = Problem(
        (Lot("a", year(12), D(20)),),
        (offer("x", 4, "a", capacity=year(20)), offer("y", 6, "a", capacity=year(5))),
    )
    assert line_worths(Question.of(problem, NO_MARGIN)).lines == ()


@settings(max_examples=15)
@given(problems(lots=1, offers=2))
def test_the_worth_of_capacity_is_that_of_enumeration(problem: Problem) -> None:
    for worth in line_worths(Question.of(problem, NO_MARGIN)).lines:
        for units in (worth.units, worth.holds_to):
            saved = best(problem, NO_MARGIN) - best(
                widened(problem, worth.line, worth.offers, units), NO_MARGIN
            )
            assert abs(saved - worth.saving * units) <= max(D("0.01") * saved, D("0.001"))
        if worth.changes_at is not None:
            units = worth.changes_at
            saved = best(problem, NO_MARGIN) - best(
                widened(problem, worth.line, worth.offers, units), NO_MARGIN
            )
            assert abs(saved - worth.saving * units) > D("0.01") * worth.saving * units


def test_capacity_saves_money_really_spent_not_what_the_margin_adds_to_imports() -> None:
    """Imports weigh 11.50 in the choice and cost 10: a unit made here at 9 saves 1, not 2.50."""
    problem = Problem((Lot("a", year(12), D(10)),), (offer("x", 9, "a", capacity=year(3)),))
    (worth,) = line_worths(Question.of(problem, EXACT)).lines
    assert (worth.saving, worth.imports, worth.open_units) == (D(3), D(30), D(0))  # 3 a quarter
    assert worth.significant


def test_capacity_that_the_margin_fills_costs_money() -> None:
    problem = Problem((Lot("a", year(12), D(10)),), (offer("x", 11, "a", capacity=year(3)),))
    (worth,) = line_worths(Question.of(problem, EXACT)).lines
    assert (worth.saving, worth.imports) == (D(-3), D(30))


def test_capacity_for_a_lot_without_any_price_is_told_in_units() -> None:
    """What stays open weighs a penalty in the choice, which is no money."""
    problem = Problem((Lot("a", year(12)),), (offer("x", 9, "a", capacity=year(3)),))
    (worth,) = line_worths(Question.of(problem, EXACT)).lines
    assert (worth.saving, worth.imports, worth.open_units, worth.holds_to) == (D(-27), D(0), D(3), D(3))


def test_a_rule_that_others_stand_on_has_no_price() -> None:
    """Without the margin no offer may be awarded, and the floor of local supply can't be kept."""
    problem = Problem((Lot("a", year(10), D(10)),), (offer("x", 11, "a"),))
    rules = replace(EXACT, rules=(GroupShare("floor", minimum=D("0.5"), measure=Measure.QUANTITY),))
    margin, floor = rule_prices(Question.of(problem, rules)).rules
    assert (margin.rule, margin.removable, margin.cost, margin.significant) == (
        "preference_margin", False, D(0), False,
    )  # fmt: skip
    assert (floor.rule, floor.removable) == ("floor", True)


@settings(max_examples=15)
@given(problems(), st.integers(2, 6))
def test_a_front_holds_only_undominated_plans_of_enumeration(problem: Problem, points: int) -> None:
    found = pareto_front(problem, Question.of(problem, NO_MARGIN), points=points)

    every = []
    for _, supply in plans(problem, NO_MARGIN):
        cost = objective(problem, supply, NO_MARGIN)
        local = sum(
            amount * next(o for o in problem.offers if o.id == name).tiers[0].price
            for (_, name), amount in supply.items()
        )
        every.append((cost, (cost - local) / cost if cost else D(0)))
    assert abs(found.points[0].cost - min(cost for cost, _ in every)) < D("0.001")
    imported, end = min((round(cost * other, 6), cost) for cost, other in every)
    assert abs(found.points[-1].cost - end) < D("0.001")  # the least imports, then the least cost
    assert abs(found.points[-1].other - (imported / end if end else D(0))) < D("0.00001")
    for one in found.points:
        assert not any(
            cost < one.cost - D("0.001") and other <= one.other + D("0.0000001") for cost, other in every
        ), one
    for left, right in zip(found.points, found.points[1:], strict=False):
        assert left.cost < right.cost
        assert left.other > right.other


def test_a_front_of_value_added() -> None:
    problem = Problem(
        (Lot("a", year(10), D(20)),),
        (offer("cheap", 4, "a", value_added=D("0.1")), offer("deep", 6, "a", value_added=D("0.9"))),
    )
    found = pareto_front(problem, Question.of(problem, NO_MARGIN), points=3, measure=Measure.VALUE_ADDED)
    assert (found.points[0].cost, found.points[-1].cost) == (D(40), D(60))
    assert [round(one.other, 3) for one in (found.points[0], found.points[-1])] == [D("0.900"), D("0.100")]


def test_a_front_starts_from_the_cheapest_money_whatever_the_margin() -> None:
    problem = Problem(
        (Lot("a", year(10), D(10)), Lot("b", year(10), D(10))), (offer("x", 11, "a"), offer("y", "10.5", "b"))
    )
    found = pareto_front(problem, Question.of(problem, EXACT), points=9)
    # All imported 200; y alone from a margin of 5 % on; both from 10 % on.
    assert [(one.cost, round(one.other, 3)) for one in found.points] == [
        (D(200), D(1)),
        (D(205), D("0.488")),
        (D(215), D(0)),
    ]


def test_dependence_of_nothing() -> None:
    assert dependence(solve(Problem((), ()), EXACT), Measure.VALUE) == 0


def contradictory() -> tuple[Problem, tuple[object, ...]]:
    problem = Problem(
        (
            Lot("a", year(10), D(10), members=(Part("m", D(10)),)),
            Lot("b", year(10), D(10), members=(Part("m", D(10)),)),
        ),
        (offer("x", 12, "a", capacity=year(6)), offer("y", 12, "b")),
    )
    return problem, (
        GroupShare("floor", minimum=D("0.8"), per=Per.PLAN, measure=Measure.QUANTITY),
        Budget("budget", D(210)),
        SingleSource("one", Scope(lots=("b",))),
        MakerShare("most", maximum=D(1)),
    )


def test_a_conflict_is_minimal_and_says_how_each_rule_may_give_way() -> None:
    problem, stated = contradictory()
    rules = replace(EXACT, preference_margin=D("0.2"), rules=stated)  # type: ignore[arg-type]
    assert solve(problem, rules).status is Status.INFEASIBLE

    found = conflict_of(problem, Question.of(problem, rules))

    assert found is not None
    # Sixteen units at 12 and four at 10 cost 232; five local units at most fit in 210.
    assert found.rules == ("floor", "budget")
    by_rule = {one.rule: one for one in found.relaxations}
    assert by_rule["budget"].needed == D("232")  # in steps of a thousandth of the way
    assert by_rule["floor"].stated == D("0.8")
    needed = by_rule["floor"].needed
    assert needed is not None
    loosened = replace(rules, rules=(replace(stated[0], minimum=needed), *stated[1:]))  # type: ignore[type-var]
    assert has_plan(solve(problem, loosened))
    one_step = replace(rules, rules=(replace(stated[0], minimum=needed + D("0.001")), *stated[1:]))  # type: ignore[type-var]
    assert not has_plan(solve(problem, one_step))
    assert found.relaxations[0].cost == min(one.cost for one in found.relaxations if one.cost is not None)


def test_two_conflicts_at_once_are_left_together_and_by_no_more_than_it_takes() -> None:
    """Ten units, two made here at 10, import at 12: neither the share nor the budget can be met."""
    problem = Problem((Lot("l1", year(10), D(12)),), (offer("o1", 10, "l1", capacity=year(2)),))
    share = GroupShare("share", minimum=D("0.9"), measure=Measure.QUANTITY)
    rules = replace(EXACT, rules=(Budget("budget", D(50)), share, MakerCount("makers", 3, Per.PLAN)))

    found = conflict_of(problem, Question.of(problem, rules))

    assert found is not None
    assert all(one.cost is None for one in found.relaxations)
    assert [(one.rule, one.cost) for one in found.together] == [("budget", D(116)), ("share", D(116))]
    budget, kept = found.together
    assert budget.needed is not None
    assert D(116) <= budget.needed <= D("116.2")
    assert kept.needed == D("0.2")


def test_rules_that_leave_a_plan_have_no_conflict() -> None:
    problem, stated = contradictory()
    assert conflict_of(problem, Question.of(problem, replace(EXACT, rules=stated[2:]))) is None  # type: ignore[arg-type]


def test_a_rule_without_bounds_can_only_be_switched_off() -> None:
    problem = Problem(
        (Lot("a", year(10), D(10)),),
        (offer("x", 5, "a", capacity=year(6)), offer("y", 5, "a", capacity=year(6))),
    )
    rules = replace(
        EXACT,
        rules=(SingleSource("one"), GroupShare("floor", minimum=D("0.9"), measure=Measure.QUANTITY)),
    )
    found = conflict_of(problem, Question.of(problem, rules))
    assert found is not None
    assert set(found.rules) == {"one", "floor"}
    assert Relaxation("one", "", None, None, D(50)) in found.relaxations


@pytest.mark.parametrize("points", [1, 2])
def test_a_front_of_one_plan(points: int) -> None:
    problem = Problem((Lot("a", year(10), D(10)),), (offer("x", 5, "a"),))
    found = pareto_front(problem, Question.of(problem, EXACT), points=points)
    assert [(one.cost, one.other) for one in found.points] == [(D(50), D(0))]


def test_a_wider_margin_may_be_what_gives_way() -> None:
    problem = Problem((Lot("a", year(10), D(10)),), (offer("x", 13, "a"),))
    rules = replace(EXACT, rules=(GroupShare("floor", minimum=D("0.5"), measure=Measure.QUANTITY),))
    found = conflict_of(problem, Question.of(problem, rules))
    assert found is not None
    assert found.rules == ("floor",)
    margin = next(one for one in found.relaxations if one.rule == "preference_margin")
    assert (margin.stated, margin.needed) == (D("0.15"), D("0.300"))
