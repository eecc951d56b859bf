"""Why a lot went to whom, and every threshold beside complete enumeration."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from tests.engine.explanation.small import EXACT, best, offer, plans, problems, year

from rakiza.engine.allocation import (
    Line,
    Lot,
    Material,
    Offer,
    Problem,
    Solution,
    Tier,
    TierKind,
    TierScope,
    Use,
    solve,
)
from rakiza.engine.explanation import reasons
from rakiza.engine.explanation.changes import cheaper, eligible_from, listed_price
from rakiza.engine.explanation.edges import PRICE_STEP
from rakiza.engine.explanation.lots import explain_lot
from rakiza.engine.explanation.parts import Question
from rakiza.engine.reasons import Reason

D = Decimal


def asked(problem: Problem) -> Question:
    return Question.of(problem, EXACT)


def test_the_cheapest_wins_and_the_next_is_named() -> None:
    problem = Problem((Lot("a", year(10), D(20)),), (offer("x", 5, "a"), offer("y", 6, "a")))

    told = explain_lot(asked(problem), "a")

    assert [(one.offer, one.quantity, one.price) for one in told.winners] == [("x", D(10), D(5))]
    assert told.reasons[0].code == reasons.CHEAPEST
    assert told.reasons[0].as_mapping() == {"price": D(5), "next": D(6), "by": D("20.0")}
    (rival,) = told.rivals
    # One unit of it costs 1 more; at 5 it ties, and a tie goes to the first name.
    assert (rival.offer, rival.regret, rival.quantity, rival.significant) == ("y", D(1), D(1), True)
    assert rival.price == D("4.9999")
    assert (rival.capacity, rival.month) == (None, None)
    assert told.others == 0


def test_a_cheaper_offer_that_is_full_says_from_when() -> None:
    problem = Problem(
        (Lot("a", year(10, 10, 10, 10), D(20)), Lot("b", year(10, 10, 10, 10), D(30))),
        (
            offer("x", 4, "a", "b", capacity=year(20, 10, 10, 10)),
            offer("y", 6, "a"),
            offer("z", 9, "b"),
        ),
    )

    told = explain_lot(asked(problem), "a")

    # x saves 5 a unit on b and 2 on a: from April on it makes b alone, and shares a with y.
    assert {one.offer: one.quantity for one in told.winners} == {"y": D(30), "x": D(10)}
    (despite, full) = told.reasons
    assert (despite.code, despite.as_mapping()) == (reasons.DESPITE, {"price": D(6)})
    assert (full.code, full.as_mapping()) == (
        reasons.CHEAPER_FULL,
        {"offer": "x", "price": D(4), "month": 4},
    )
    other = explain_lot(asked(problem), "b")
    assert [one.offer for one in other.winners] == ["x"]


def test_raw_material_that_is_used_up_is_named() -> None:
    made = offer("x", 4, "a", materials=(Use("resin", D(2)),))
    resin = Material("resin", (Tier(D(0), D(0)),), supply=year(20, 20, 8, 20))
    lot = Lot("a", year(10, 10, 10, 10), D(20))
    problem = Problem((lot,), (made, offer("y", 6, "a")), materials=(resin,))

    (_despite, short) = explain_lot(asked(problem), "a").reasons
    assert (short.code, short.as_mapping()) == (
        reasons.CHEAPER_SHORT,
        {"offer": "x", "price": D(4), "material": "resin", "month": 7},
    )
    (_only, rest) = explain_lot(asked(replace(problem, offers=(made,))), "a").reasons
    assert (rest.code, rest.as_mapping()) == (
        reasons.REST_SHORT,
        {"offer": "x", "material": "resin", "month": 7},
    )


def test_capacity_is_the_least_that_lets_it_in() -> None:
    problem = Problem(
        (Lot("a", year(12), D(20)), Lot("b", year(9), D(20))),
        (offer("x", 4, "a", "b", capacity=year(9)), offer("y", 6, "a"), offer("z", 8, "b")),
    )

    told = explain_lot(asked(problem), "a")

    (rival,) = told.rivals
    assert (rival.offer, rival.significant) == ("x", True)
    # Nine units go to b; a third of a unit a month would do, and orders are whole: one a month.
    assert rival.capacity == D(1)
    full = next(one for one in told.reasons if one.code == reasons.CHEAPER_FULL)
    assert full.as_mapping() == {"offer": "x", "price": D(4), "month": 1}


def test_eligibility_is_the_latest_month_that_lets_it_in() -> None:
    late = offer("x", 4, "a", eligible=(Fraction(0),) * 4)
    problem = Problem((Lot("a", year(10, 10, 0, 0), D(20)),), (late, offer("y", 6, "a")))

    told = explain_lot(asked(problem), "a")

    (rival,) = told.rivals
    # Demand ends in June: lawful in June alone, it may supply a third of the second quarter.
    assert (rival.month, rival.capacity) == (6, None)
    assert told.reasons[-1].code == reasons.CHEAPER_NEVER


def test_eligibility_opens_the_capacity_of_its_months() -> None:
    half = offer(
        "x", 4, "a",
        eligible=(Fraction(0), Fraction(0), Fraction(1), Fraction(1)),
        capacity=year(0, 0, 30, 30),
    )  # fmt: skip
    part = Problem((Lot("a", year(10, 10), D(20)),), (half,))
    (opened,) = eligible_from(part, half, 6).offers
    assert opened.eligible == (0, Fraction(1, 3), 1, 1)
    assert opened.capacity == year(0, 10, 30, 30)


def test_an_offer_as_good_as_the_winner_is_not_told_to_change() -> None:
    problem = Problem((Lot("a", year(10), D(20)),), (offer("x", 5, "a"), offer("y", 5, "a")))

    (rival,) = explain_lot(asked(problem), "a").rivals

    assert (rival.offer, rival.significant, rival.price, rival.is_movable) == ("y", False, None, True)


@pytest.mark.parametrize(("price", "significant", "quantity"), [("5.5", True, 100), ("5.1", False, 1)])
def test_a_dearer_offer_is_not_as_good_because_a_unit_of_it_is_little(
    price: str, significant: bool, quantity: int
) -> None:
    """The proofs leave 40 open: a unit at 5.50 costs half a unit of money more, the lot of a hundred 50."""

    def loose(*args: object, **more: object) -> Solution:
        found = solve(*args, **more)  # type: ignore[arg-type]
        return replace(found, bound=found.objective - 20)

    problem = Problem((Lot("a", year(100), D(20)),), (offer("x", 5, "a"), offer("y", price, "a")))
    (rival,) = explain_lot(replace(asked(problem), solve=loose), "a").rivals
    assert (rival.significant, rival.quantity) == (significant, quantity)
    assert rival.price == (D("4.9999") if significant else None)
    assert rival.regret == quantity * (D(price) - 5)


def test_an_order_that_a_surplus_finishes_can_be_forced_in() -> None:
    """x is delivered in the second quarter alone, where one unit is asked: of its two, one is surplus."""
    late = offer("x", 8, "a", order_multiple=D(2), eligible=tuple(map(Fraction, (0, 1, 1, 1))))
    problem = Problem((Lot("a", year(2, 1), D(20)),), (late, offer("y", 5, "a")))

    (rival,) = explain_lot(Question.of(problem, replace(EXACT, maximum_surplus=D("0.5"))), "a").rivals

    # One unit of y less, two of x more
    assert (rival.regret, rival.quantity) == (D(11), D(1))


def test_an_offer_above_the_ceiling_wins_at_the_ceiling() -> None:
    problem = Problem((Lot("a", year(10), D(10)),), (offer("x", 13, "a"),))

    told = explain_lot(asked(problem), "a")

    assert (told.winners, told.imported) == ((), D(10))
    assert told.reasons[0].code == reasons.IMPORTED
    (rival,) = told.rivals
    assert rival.regret is None  # never awarded above the ceiling
    assert rival.price is not None
    assert D("11.5") - PRICE_STEP <= rival.price <= D("11.5")


def test_a_minimum_order_above_the_lot_is_no_matter_of_price() -> None:
    big = offer("x", 1, "a", minimum_order=D(20))
    problem = Problem((Lot("a", year(10), D(10)),), (big, offer("y", 5, "a")))

    told = explain_lot(asked(problem), "a")

    (rival,) = told.rivals
    assert (rival.regret, rival.price, rival.capacity, rival.month) == (None, None, None, None)
    assert not rival.is_movable
    stated = next(one for one in told.reasons if one.code == reasons.CHEAPER_MINIMUM)
    assert stated.as_mapping() == {"offer": "x", "price": D(1), "minimum": D(20), "quantity": D(10)}


def test_a_lot_alone_without_price_is_left_open() -> None:
    told = explain_lot(asked(Problem((Lot("a", year(3)),), ())), "a")
    assert [one.code for one in told.reasons] == [reasons.NO_OFFER_OPEN]
    priced = explain_lot(asked(Problem((Lot("a", year(3), D(5)),), ())), "a")
    assert priced.reasons == (Reason.of(reasons.NO_OFFER, reference=D(5)),)  # not that all are too dear
    assert (told.rivals, told.imported) == ((), D(3))


def test_an_unknown_lot() -> None:
    with pytest.raises(KeyError):
        explain_lot(asked(Problem((), ())), "a")


def test_a_second_offer_of_the_winner_is_weighed_alone() -> None:
    """Forcing a maker in must not be met by its offer that already won."""
    second = Offer("x2", "maker of x", ("a",), (Tier(D(0), D(7)),))
    problem = Problem((Lot("a", year(10), D(20)),), (offer("x", 5, "a"), second))

    (rival,) = explain_lot(asked(problem), "a").rivals

    assert (rival.offer, rival.price) == ("x2", D("4.9999"))


def test_a_price_that_holds_for_all_lots_falls_for_all_steps() -> None:
    steps = Offer("x", "m", ("a",), (Tier(D(0), D(9)), Tier(D(5), D(8))))
    problem = Problem((Lot("a", year(10), D(20)),), (steps, offer("y", 6, "a")))
    assert listed_price(steps, problem.lots[0]) == D(8)

    (rival,) = explain_lot(asked(problem), "a").rivals

    assert (rival.offer, rival.price) == ("x", D(6))  # a tie, and x comes before y


def test_steps_that_hold_above_them_are_listed_at_their_average() -> None:
    """Four units at 9, six at 4: 6 a unit, no cheaper than the winner at 5.50."""
    tiers = (Tier(D(0), D(9)), Tier(D(4), D(4)))
    steps = Offer("x", "m", ("a",), tiers, tier_kind=TierKind.INCREMENTAL, tier_scope=TierScope.LOT)
    problem = Problem((Lot("a", year(10), D(20)),), (steps, offer("y", "5.5", "a")))
    assert listed_price(steps, problem.lots[0]) == D(6)

    told = explain_lot(asked(problem), "a")

    assert [one.code for one in told.reasons] == [reasons.CHEAPEST]
    assert [(one.offer, one.price) for one in told.rivals] == [("x", D("5.5"))]  # a tie, and x comes before y


def test_a_line_is_widened_with_its_offers() -> None:
    shared = {"line": "p", "capacity": year(9)}
    problem = Problem(
        (Lot("a", year(12), D(20)), Lot("b", year(9), D(20))),
        (offer("x", 4, "a", **shared), offer("w", 4, "b", **shared), offer("y", 6, "a"), offer("z", 8, "b")),
        (Line("p", year(9)),),
    )

    told = explain_lot(asked(problem), "a")

    assert [(one.offer, one.capacity) for one in told.rivals] == [("x", D(1))]


@settings(max_examples=25)
@given(problems())
def test_thresholds_are_those_of_complete_enumeration(problem: Problem) -> None:
    told = explain_lot(asked(problem), "l0")
    least = best(problem)
    every = plans(problem)
    assert sum((one.quantity for one in told.winners), told.imported) == problem.lots[0].demand[0]
    for rival in told.rivals:
        holding = [
            (cost, supply["l0", rival.offer]) for cost, supply in every if ("l0", rival.offer) in supply
        ]
        if rival.regret is not None:
            assert abs(rival.regret - (min(cost for cost, _ in holding) - least)) < D("0.001")
        if rival.price is None or not rival.significant:
            continue
        at = cheaper(
            problem, next(o for o in problem.offers if o.id == rival.offer), "l0", rival.listed - rival.price
        )
        won = min(cost for cost, supply in plans(at) if ("l0", rival.offer) in supply)
        lost = min(cost for cost, supply in plans(at) if ("l0", rival.offer) not in supply)
        assert won <= lost + D("0.0001")
        if holding:
            exact = min((cost - least) / units for cost, units in holding)
            assert abs(rival.listed - rival.price - exact) <= 10 * PRICE_STEP


@settings(max_examples=15)
@given(problems())
def test_the_plan_explained_is_the_best_one(problem: Problem) -> None:
    assert abs(solve(problem, EXACT).objective - best(problem)) < D("0.001")
