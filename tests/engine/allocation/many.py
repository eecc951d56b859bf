"""Families of lots whose makers share lines: enough of them that a plan is made block by block."""

from __future__ import annotations

import random
from decimal import Decimal

from rakiza.engine.allocation import (
    AllocationRules,
    Discount,
    FixedCost,
    Line,
    Lot,
    Measure,
    Offer,
    Problem,
    Step,
    Tier,
)

D = Decimal
RULES = AllocationRules(
    preference_margin=D("0.15"),
    maximum_share=D("0.7"),
    maximum_surplus=D(0),
    gap=0.01,
    time_limit_seconds=30.0,
)


def families(count: int, lots: int, makers: int, seed: int = 0) -> Problem:
    """So many families; each maker has one line for all that it makes, a rebate and a fixed cost a family."""
    dice = random.Random(seed)
    asked: list[Lot] = []
    offers: list[Offer] = []
    fixed: list[FixedCost] = []
    rebates: list[Discount] = []
    for family in (f"f{index:02}" for index in range(count)):
        base = dice.randint(2, 90)
        chosen = dice.sample(range(2 * makers), makers)
        for maker in (f"maker{one:02}" for one in chosen):
            steps = tuple(Step(D(start), D(rate)) for start, rate in ((0, "0"), (900 * base, "0.05")))
            rebates.append(Discount(f"{family}/{maker}", maker, steps, (family,), Measure.VALUE))
            fixed.append(FixedCost(f"{family}/{maker}", maker, D(30 * base), (family,)))
        for lot in (f"{family}-{index:02}" for index in range(lots)):
            quantity = D(dice.randint(50, 400))
            asked.append(Lot(lot, (quantity,), D(base) * 2, family=family))
            for one in chosen:
                price = D(base) * dice.randint(80, 120) / 100
                line = f"line{one:02}"
                least = quantity // 10
                tiers = (Tier(D(0), price),)
                offers.append(
                    Offer(f"{lot}/{one:02}", f"maker{one:02}", (lot,), tiers, line=line, minimum_order=least)
                )
    room = sum(lot.quantity for lot in asked) // makers
    lines = tuple(Line(f"line{one:02}", (room,)) for one in range(2 * makers))
    return Problem(
        tuple(asked),
        tuple(offers),
        lines,
        fixed_costs=tuple(fixed),
        discounts=tuple(rebates),
        periods=1,
        period_months=12,
    )
