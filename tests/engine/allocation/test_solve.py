"""Named situations: ties, decimals, tiers, time limit 0, lots without offers, malformed problems."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from rakiza.engine.allocation import (
    AllocationRules,
    Award,
    Line,
    Lot,
    Offer,
    Problem,
    ProblemError,
    Remainder,
    Status,
    Tier,
    solve,
)
from rakiza.engine.allocation.components import components
from rakiza.engine.allocation.verification import broken_rules

D = Decimal
EXACT = AllocationRules(gap=0.0)


def thirds(*months: int):
    return tuple(Fraction(count, 3) for count in months)


def year(first: object, second: object = 0, third: object = 0, fourth: object = 0):
    return (D(str(first)), D(str(second)), D(str(third)), D(str(fourth)))


def offer(name: str, price: object, *lots: str, **more: object) -> Offer:
    return Offer(name, f"maker of {name}", lots, (Tier(D(0), D(str(price))),), **more)


def test_nothing_to_allocate() -> None:
    solution = solve(Problem((), ()), EXACT)
    assert (solution.awards, solution.objective, solution.gap, solution.components) == ((), D(0), 0.0, 0)


def test_a_lot_without_offer_is_imported_or_left_open() -> None:
    lots = (Lot("a", year(5), D(2)), Lot("b", year(0, 4)))
    solution = solve(Problem(lots, ()), replace(EXACT, uncovered_penalty=D(100)))
    assert solution.remainders == (Remainder("a", year(5), D(2)), Remainder("b", year(0, 4), None))
    assert solution.objective == D(5) * 2 * D("1.15") + 400
    assert solution.cost == D(10)
    assert solution.status is Status.OPTIMAL


def test_the_cheapest_serves_and_the_margin_counts_for_local_supply() -> None:
    lots = (Lot("a", year(10), D(10)),)
    at_the_ceiling = solve(Problem(lots, (offer("o", "11.5", "a"),)), EXACT)
    assert at_the_ceiling.awards == (Award("a", "o", year(10), D("11.5")),)
    above = solve(Problem(lots, (offer("o", "11.51", "a"),)), EXACT)
    assert above.awards == ()


def test_equal_prices_go_to_the_first_identifier() -> None:
    lots = (Lot("a", year(10, 10), D(10)),)
    solution = solve(Problem(lots, (offer("z", 5, "a"), offer("b", 5, "a"), offer("m", 5, "a"))), EXACT)
    assert [award.offer for award in solution.awards] == ["b"]


def test_decimal_demand_is_served_exactly() -> None:
    lots = (Lot("a", year("2.5", "0.125"), D(10)),)
    solution = solve(Problem(lots, (offer("o", 5, "a"),)), EXACT)
    assert solution.awards[0].quarters == year("2.5", "0.125")
    assert solution.remainders == ()


def test_eligible_months_bound_each_quarter() -> None:
    lots = (Lot("a", year(100, 100, 100, 100), D(10)),)
    late = offer("o", 5, "a", eligible=thirds(0, 1, 2, 3))
    solution = solve(Problem(lots, (late,)), EXACT)
    assert solution.awards[0].quarters == year(0, 33, 66, 100)


def test_a_tier_is_reached_over_several_lots() -> None:
    tiers = (Tier(D(0), D(10)), Tier(D(20), D(6)))
    lots = (Lot("a", year(12), D(9)), Lot("b", year(8), D(9)))
    solution = solve(Problem(lots, (Offer("o", "m", ("a", "b"), tiers),)), EXACT)
    assert {award.price for award in solution.awards} == {D(6)}
    alone = solve(Problem(lots[:1], (Offer("o", "m", ("a",), tiers),)), EXACT)
    assert {award.price for award in alone.awards} == {D(10)}


def test_a_line_is_shared_at_each_articles_own_rate() -> None:
    line = Line("l", year(10))
    slow = offer("slow", 1, "a", line="l", consumption=D(2))
    lots = (Lot("a", year(10), D(10)), Lot("b", year(10), D(10)))
    solution = solve(Problem(lots, (slow, offer("fast", 1, "b", line="l")), (line,)), EXACT)
    assert [(award.offer, award.quantity) for award in solution.awards] == [("fast", D(10))]


def test_time_limit_zero_still_gives_a_lawful_plan_with_its_gap() -> None:
    lots = tuple(Lot(f"l{i}", year(10), D(10)) for i in range(3))
    names = tuple(lot.id for lot in lots)
    tiers = (Tier(D(0), D(9)), Tier(D(15), D(8)))
    offers = tuple(Offer(f"o{i}", f"m{i}", names, tiers, minimum_order=D(7)) for i in range(4))
    solution = solve(Problem(lots, offers), replace(EXACT, time_limit_seconds=0.0))
    assert solution.bound <= solution.objective
    assert solution.gap == float((solution.objective - solution.bound) / solution.objective)


def test_parts_that_share_nothing_are_solved_apart() -> None:
    lots = tuple(Lot(f"l{i}", year(1), D(10)) for i in range(4))
    shared = (offer("a", 1, "l0", line="x"), offer("b", 1, "l1", line="x"), offer("c", 1, "l2"))
    problem = Problem(lots, shared, (Line("x", year(1)),))
    assert [tuple(lot.id for lot in part.lots) for part in components(problem)] == [
        ("l0", "l1"),
        ("l2",),
        ("l3",),
    ]


def test_progress_reports_each_component() -> None:
    seen: list[tuple[int, int]] = []
    lots = (Lot("a", year(1), D(1)), Lot("b", year(1), D(1)))
    solve(Problem(lots, ()), EXACT, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_the_exact_check_sees_each_broken_rule() -> None:
    lot = Lot("a", year(10), D(10))
    strict = offer(
        "o", 20, "a", minimum_order=D(12), order_multiple=D(2), capacity=year(5), eligible=thirds(1, 3, 3, 3)
    )
    part = components(Problem((lot,), (strict,)))[0]
    rules = replace(EXACT, maximum_share=D("0.5"))
    broken = broken_rules(part, [Award("a", "o", year(11), D(19))], rules)
    assert sorted(rule for rule, _ in broken) == [
        "capacity",
        "ceiling",
        "demand",
        "eligibility",
        "maximum_share",
        "minimum_order",
        "order_multiple",
        "tier",
    ]


LOT = Lot("a", year(1), D(1))
GOOD = offer("o", 1, "a")


@pytest.mark.parametrize(
    ("problem", "pointer", "code"),
    [
        (Problem((LOT, LOT), ()), "/lots/1/id", "duplicate"),
        (Problem((Lot("a", year(-1)),), ()), "/lots/0/demand/0", "not_a_quantity"),
        (Problem((Lot("a", year("NaN")),), ()), "/lots/0/demand/0", "not_a_quantity"),
        (Problem((Lot("a", year("0.0001")),), ()), "/lots/0/demand/0", "too_precise"),
        (Problem((Lot("a", year("1e13")),), ()), "/lots/0/demand/0", "too_large"),
        (Problem((LOT,), (offer("o", 1, "b"),)), "/offers/0/lots/0", "unknown_lot"),
        (Problem((LOT,), (offer("o", 1, "a", line="x"),)), "/offers/0/line", "unknown_line"),
        (Problem((LOT,), (replace(GOOD, tiers=()),)), "/offers/0/tiers", "no_tier"),
        (
            Problem((LOT,), (replace(GOOD, tiers=(Tier(D(2), D(1)),)),)),
            "/offers/0/tiers/0/from_quantity",
            "tier_start",
        ),
        (
            Problem((LOT,), (replace(GOOD, tiers=(Tier(D(0), D(1)), Tier(D(5), D(2)))),)),
            "/offers/0/tiers/1/price",
            "tiers_rise",
        ),
        (
            Problem((LOT,), (replace(GOOD, tiers=(Tier(D(0), D(1)), Tier(D(0), D(1)))),)),
            "/offers/0/tiers/1/from_quantity",
            "tiers_overlap",
        ),
        (
            Problem((LOT,), (replace(GOOD, eligible=thirds(4, 0, 0, 0)),)),
            "/offers/0/eligible/0",
            "not_a_share",
        ),
        (Problem((LOT,), (replace(GOOD, order_multiple=D(0)),)), "/offers/0/order_multiple", "not_positive"),
        (Problem((LOT,), (), (Line("l", year("Infinity")),)), "/lines/0/capacity/0", "not_a_quantity"),
    ],
)
def test_a_malformed_problem_names_its_field(problem: Problem, pointer: str, code: str) -> None:
    with pytest.raises(ProblemError) as caught:
        solve(problem, EXACT)
    assert (caught.value.pointer, caught.value.code) == (pointer, code)
