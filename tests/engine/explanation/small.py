"""Small problems for explanations, and the best plan of each by complete enumeration."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

from hypothesis import strategies as st

from rakiza.engine.allocation import AllocationRules, Lot, Offer, Problem, Tier

D = Decimal
EXACT = AllocationRules(gap=0.0, maximum_surplus=D(0))
ZERO = D(0)


def year(first: object, second: object = 0, third: object = 0, fourth: object = 0) -> tuple[D, ...]:
    return (D(str(first)), D(str(second)), D(str(third)), D(str(fourth)))


def offer(name: str, price: object, *lots: str, **more: object) -> Offer:
    return Offer(name, f"maker of {name}", lots, (Tier(ZERO, D(str(price))),), **more)  # type: ignore[arg-type]


@st.composite
def problems(draw: st.DrawFn, *, lots: int = 2, offers: int = 3) -> Problem:
    """One period, whole units, capacities and minimum orders: small enough to enumerate."""
    made = tuple(
        Lot(f"l{index}", year(draw(st.integers(1, 4))), D(draw(st.integers(8, 12)))) for index in range(lots)
    )
    names = [lot.id for lot in made]
    offered = tuple(
        offer(
            f"o{index}",
            draw(st.integers(3, 13)),
            *sorted(draw(st.sets(st.sampled_from(names), min_size=1))),
            capacity=year(draw(st.integers(0, 5))),
            minimum_order=D(draw(st.sampled_from([0, 0, 2]))),
        )
        for index in range(offers)
    )
    return Problem(made, offered)


Supply = dict[tuple[str, str], int]  # lot, offer: units


def plans(problem: Problem, rules: AllocationRules = EXACT) -> list[tuple[D, Supply]]:
    """Return every lawful plan of a one-period problem with its objective."""
    lots = {lot.id: lot for lot in problem.lots}
    cells = [(lot, one) for one in problem.offers for lot in one.lots]
    ranges = []
    for lot, one in cells:
        ceiling = (lots[lot].import_price or ZERO) * (1 + rules.preference_margin)
        most = int(lots[lot].demand[0]) if price_of(one, lot) <= ceiling else 0
        least = max(1, int(one.minimum_order))
        ranges.append([0, *range(least, most + 1)])
    found = []
    for amounts in product(*ranges):
        supply = {
            cell: amount
            for cell, amount in zip(((lot, one.id) for lot, one in cells), amounts, strict=True)
            if amount
        }
        if _lawful(problem, supply):
            found.append((objective(problem, supply, rules), supply))
    return found


def price_of(one: Offer, lot: str) -> D:
    stated = next((terms.price for terms in one.terms if terms.lot == lot), None)
    return one.tiers[0].price if stated is None else stated


def _lawful(problem: Problem, supply: Supply) -> bool:
    for one in problem.offers:
        used = sum(amount for (_, name), amount in supply.items() if name == one.id)
        if one.capacity is not None and used > one.capacity[0]:
            return False
    return all(
        sum(amount for (name, _), amount in supply.items() if name == lot.id) <= lot.demand[0]
        for lot in problem.lots
    )


def objective(problem: Problem, supply: Supply, rules: AllocationRules = EXACT) -> D:
    offers = {one.id: one for one in problem.offers}
    total = ZERO
    for lot in problem.lots:
        local = ZERO
        for (name, one), amount in supply.items():
            if name == lot.id:
                local += amount
                total += amount * price_of(offers[one], lot.id)
        total += (lot.demand[0] - local) * (lot.import_price or ZERO) * (1 + rules.preference_margin)
    return total


def best(problem: Problem, rules: AllocationRules = EXACT) -> D:
    return min(cost for cost, _ in plans(problem, rules))
