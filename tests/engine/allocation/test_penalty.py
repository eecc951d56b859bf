"""A unit left open weighs more than any unit made: what can be supplied is, whatever it takes besides."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from rakiza.engine.allocation import (
    AllocationRules,
    FixedCost,
    Line,
    Lot,
    LotTerms,
    Material,
    Offer,
    Part,
    Problem,
    Status,
    Tier,
    Use,
    solve,
)

D = Decimal
LOT = Lot("lot", (D(10),), regions=(Part("north", D(10)),))
OFFER = Offer("offer", "maker", ("lot",), (Tier(D(0), D(1)),))
ALONE = Problem((LOT,), (OFFER,), periods=1, period_months=12)


@pytest.mark.parametrize(
    "problem",
    [
        replace(ALONE, offers=(replace(OFFER, delivery=(Part("north", D(50)),)),)),
        replace(ALONE, offers=(replace(OFFER, terms=(LotTerms("lot", delivery=D(50)),)),)),
        replace(
            ALONE,
            offers=(replace(OFFER, materials=(Use("resin", D(30)),)),),
            materials=(Material("resin", (Tier(D(0), D(2)),)),),
        ),
        replace(ALONE, offers=(replace(OFFER, doubtful=("lot",)),)),
        replace(ALONE, fixed_costs=(FixedCost("opening", "maker", D(1000)),)),
        replace(
            ALONE,
            lots=(Lot("lot", (D("0.5"),)),),
            fixed_costs=(FixedCost("opening", "maker", D(1000)),),
        ),
        replace(ALONE, offers=(replace(OFFER, tiers=(Tier(D(0), D(0)),)),)),
    ],
    ids=["delivery", "own delivery", "material", "doubt", "fixed cost", "half a unit", "given away"],
)
def test_what_can_be_supplied_is(problem: Problem) -> None:
    found = solve(problem, AllocationRules(doubt_margin=D(20)))
    assert found.status is Status.OPTIMAL
    assert [award.quantity for award in found.awards] == [problem.lots[0].quantity]
    assert (found.remainders, found.penalties) == ((), 0)


SHORT = replace(ALONE, offers=(replace(OFFER, capacity=(D(4),)),))


@pytest.mark.parametrize("times", [D("0.001"), D(1), D(1000)])
def test_the_objective_scales_with_money_down_to_its_penalties(times: Decimal) -> None:
    offer = replace(SHORT.offers[0], tiers=(Tier(D(0), D("0.07") * times),))
    problem = replace(SHORT, offers=(offer,), fixed_costs=(FixedCost("opening", "maker", D(3) * times),))
    found = solve(problem, AllocationRules())
    assert found.objective == times * (D("0.07") * 4 + 3 + 6 * (D("0.7") + D("0.3")))
    assert found.penalties == times * 6
    assert found.cost == times * D("3.28")


def test_a_gap_told_is_a_share_of_the_money() -> None:
    """A line that two lots share leaves 60 units open: only a plan tells how little of it is money."""
    lots = tuple(Lot(f"lot{index}", (D(50),)) for index in range(2))
    offers = tuple(
        Offer(f"lot{index}/{price}", f"maker{price}", (f"lot{index}",), (Tier(D(0), D(price)),), line="line")
        for index in range(2)
        for price in (10, 11)
    )
    problem = Problem(lots, offers, (Line("line", (D(40),)),), periods=1, period_months=12)
    found = solve(problem, AllocationRules(gap=0.0, uncovered_penalty=D(10_000)))
    assert (found.cost, found.penalties, found.objective) == (400, 600_000, 600_400)
    hurried = solve(problem, AllocationRules(time_limit_seconds=0, uncovered_penalty=D(10_000)))
    assert hurried.gap == pytest.approx(
        float((hurried.objective - hurried.bound) / (hurried.objective - hurried.penalties))
    )


def test_where_nothing_is_money_a_gap_is_a_share_of_all() -> None:
    found = solve(Problem((LOT,), (), periods=1), AllocationRules(uncovered_penalty=D(100)))
    assert (found.objective, found.penalties, found.gap) == (1000, 1000, 0.0)
