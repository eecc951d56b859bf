"""Time and gap of the allocation: `python bench/allocation_speed.py [LOTS] [--seed N] [--seconds S]`.

Generated instances: 25 lots a family, six offers a lot drawn from eight makers a family that each
share one production line over the family's lots, minimum orders of 5 %, three all-units tiers,
at most 70 % of a lot for one maker, two sources for vital lots, import at the going price.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from decimal import Decimal

from rakiza.engine.allocation import AllocationRules, Line, Lot, Offer, Problem, Tier, solve

LOTS_A_FAMILY = 25
MAKERS_A_FAMILY = 8
OFFERS_A_LOT = 6


def money(value: float) -> Decimal:
    """A price with four decimals."""
    return Decimal(round(value, 4)).quantize(Decimal("0.0001"))


def family(dice: random.Random, name: str, lots: int) -> tuple[list[Lot], list[Offer], list[Line]]:
    """One family: its lots, the makers' offers and their lines."""
    base = dice.uniform(0.5, 200)
    demand: list[Lot] = []
    served: dict[int, list[Lot]] = {maker: [] for maker in range(MAKERS_A_FAMILY)}
    for index in range(lots):
        quarter = Decimal(dice.randint(5, 400) * 10)
        price = money(base * dice.uniform(0.9, 1.3))
        lot = Lot(f"{name}-{index:03}", (quarter,) * 4, price, vital=dice.random() < 0.2)
        demand.append(lot)
        for maker in dice.sample(range(MAKERS_A_FAMILY), OFFERS_A_LOT):
            served[maker].append(lot)
    offers, lines = [], []
    whole = sum((lot.quantity for lot in demand), Decimal(0))
    for maker, mine in served.items():
        if not mine:
            continue
        line = f"{name}/m{maker}"
        quarter = (whole * Decimal(dice.randint(8, 25)) / 400).to_integral_value()
        lines.append(Line(line, (quarter,) * 4))
        for part in range(2):  # two articles a maker, half of its lots each
            lots_of_part = tuple(lot.id for lot in mine[part::2])
            if lots_of_part:
                offers.append(_offer(dice, f"{line}/{part}", line, lots_of_part, base, quarter))
    return demand, offers, lines


def _offer(
    dice: random.Random, name: str, line: str, lots: tuple[str, ...], base: float, quarter: Decimal
) -> Offer:
    price = money(base * dice.uniform(0.85, 1.25))
    steps = (Decimal(0), (quarter / 2).to_integral_value(), (quarter * 2).to_integral_value())
    factors = (Decimal(1), Decimal("0.96"), Decimal("0.92"))
    tiers = tuple(Tier(start, price * factor) for start, factor in zip(steps, factors, strict=True))
    return Offer(name, line, lots, tiers, line=line, minimum_order=(quarter / 20).to_integral_value())


def problem(lots: int, seed: int) -> Problem:
    """A whole instance."""
    dice = random.Random(seed)
    demand: list[Lot] = []
    offers: list[Offer] = []
    lines: list[Line] = []
    for index in range(-(-lots // LOTS_A_FAMILY)):
        part = family(dice, f"f{index:04}", min(LOTS_A_FAMILY, lots - index * LOTS_A_FAMILY))
        demand += part[0]
        offers += part[1]
        lines += part[2]
    return Problem(tuple(demand), tuple(offers), tuple(lines))


def main() -> int:
    """Run one size."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("lots", type=int, nargs="?", default=1_000)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--seconds", type=float, default=60.0)
    arguments.add_argument("--gap", type=float, default=1e-4)
    asked = arguments.parse_args()
    instance = problem(asked.lots, asked.seed)
    rules = AllocationRules(
        maximum_share=Decimal("0.7"),
        minimum_sources_vital=2,
        gap=asked.gap,
        time_limit_seconds=asked.seconds,
    )
    start = time.perf_counter()
    solution = solve(instance, rules)
    spent = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(instance.lots)} lots, {len(instance.offers)} offers, {solution.components} components")
    print(f"{spent:.2f} s, {memory:.0f} MB, {solution.status}, gap {solution.gap:.2e}")
    print(f"objective {solution.objective:.2f}, bound {solution.bound:.2f}, {len(solution.awards)} awards")
    return 0


if __name__ == "__main__":
    sys.exit(main())
