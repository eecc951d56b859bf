"""Rules that join parts, and rules that don't: what is solved apart, and what stays lawful."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from rakiza.engine.allocation import (
    AllocationRules,
    Budget,
    Lot,
    MakerCount,
    MakerShare,
    Offer,
    Part,
    Per,
    Problem,
    Status,
    Tier,
    solve,
)

D = Decimal
RULES = AllocationRules(gap=0.0)


def two_parts() -> Problem:
    """Two families that share nothing, two makers each."""
    lots, offers = [], []
    for family in ("a", "b"):
        lots.append(Lot(f"L{family}", (D(100),), D(10), family=family, members=(Part("m", D(100)),)))
        for maker, price in (("x", D(6)), ("y", D(7))):
            offers.append(
                Offer(f"O{family}{maker}", f"M{maker}{family}", (f"L{family}",), (Tier(D(0), price),))
            )
    return Problem(tuple(lots), tuple(offers), periods=1, period_months=12)


def test_a_rule_within_each_part_joins_nothing() -> None:
    rules = replace(RULES, rules=(MakerShare("half", maximum=D("0.5"), per=Per.FAMILY),))

    solution = solve(two_parts(), rules)

    assert (solution.components, solution.objective) == (2, D(1300))
    assert solution.status is Status.OPTIMAL


def test_a_rule_that_joins_parts_and_holds_all_the_same_leaves_them_apart() -> None:
    family = MakerShare("half", maximum=D("0.5"), per=Per.FAMILY)
    rules = replace(RULES, rules=(family, Budget("all", D(1300))))

    solution = solve(two_parts(), rules)

    assert (solution.components, solution.objective) == (2, D(1300))


def test_a_rule_that_joins_parts_and_binds_joins_them() -> None:
    rules = replace(RULES, rules=(MakerCount("one", 1, Per.PLAN),))

    solution = solve(two_parts(), rules)

    assert (solution.components, solution.objective) == (1, D(1600) + D(100) * (D(10) * D("0.15")))
    assert solution.bound <= solution.objective
