"""The solver's plan is the best of all plans, on problems small enough to try them all.

The enumeration is written apart from the engine; relations between problems (more offers, more
capacity, other orders, other currencies) are checked on the same problems.
"""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction
from itertools import product

import pytest

from rakiza.engine.allocation import AllocationRules, Line, Lot, Offer, Problem, Status, Tier, solve

PENALTY = Decimal(1000)


def quarterly(*quantities: int | str | Decimal):
    """Four quarters, the missing ones 0."""
    filled = [Decimal(q) for q in quantities] + [Decimal(0)] * 4
    return (filled[0], filled[1], filled[2], filled[3])


def random_problem(seed: int) -> tuple[Problem, AllocationRules]:
    """A problem with few enough plans to try them all."""
    dice = random.Random(seed)
    lots = tuple(
        Lot(
            f"lot{i}",
            quarterly(dice.randint(0, 4), dice.randint(0, 4) if dice.random() < 0.6 else 0),
            Decimal(dice.randint(3, 12)) if dice.random() < 0.7 else None,
            vital=dice.random() < 0.5,
        )
        for i in range(dice.randint(1, 2))
    )
    line = Line("line", quarterly(dice.randint(0, 6), dice.randint(0, 6)))
    offers = tuple(_offer(dice, i, lots) for i in range(dice.randint(1, 3 if len(lots) == 1 else 2)))
    rules = AllocationRules(
        preference_margin=dice.choice([Decimal(0), Decimal("0.15"), Decimal("0.5")]),
        maximum_share=dice.choice([Decimal(1), Decimal(1), Decimal("0.7"), Decimal("0.5")]),
        minimum_sources_vital=dice.choice([1, 1, 2]),
        uncovered_penalty=PENALTY,
        maximum_surplus=Decimal(0),
        gap=0.0,
    )
    return Problem(lots, offers, (line,)), rules


def _offer(dice: random.Random, index: int, lots: tuple[Lot, ...]) -> Offer:
    price = Decimal(dice.randint(2, 12))
    tiers = [Tier(Decimal(0), price)]
    if dice.random() < 0.5:
        tiers.append(Tier(Decimal(dice.randint(2, 6)), price - Decimal(dice.choice(["0.5", "1", "1.5"]))))
    served = tuple(lot.id for lot in lots if dice.random() < 0.8) or (lots[0].id,)
    months = (3, 3, 3, 3) if dice.random() < 0.6 else (dice.randint(0, 3), dice.randint(0, 3), 3, 3)
    return Offer(
        f"offer{index}",
        f"maker{dice.randint(0, 1)}",
        served,
        tuple(tiers),
        tuple(Fraction(share, 3) for share in months),
        quarterly(dice.randint(0, 5), dice.randint(0, 5)) if dice.random() < 0.4 else None,
        "line" if dice.random() < 0.4 else None,
        Decimal(dice.choice([1, 1, 2])),
        Decimal(dice.choice([0, 0, 2, 3])),
        Decimal(dice.choice([1, 1, 1, 2])),
    )


def best_objective(problem: Problem, rules: AllocationRules) -> Decimal:
    """The least objective over every plan."""
    lots = {lot.id: lot for lot in problem.lots}
    cells, ranges = [], []
    for offer in problem.offers:
        for lot in offer.lots:
            for quarter in range(4):
                most = int(lots[lot].demand[quarter]) * offer.eligible[quarter] // 1
                if most > 0:
                    cells.append((offer, lot, quarter))
                    ranges.append(range(int(most) + 1))
    return min(
        cost
        for quantities in product(*ranges)
        if (cost := _cost(problem, rules, [(*c, q) for c, q in zip(cells, quantities, strict=True) if q]))
        is not None
    )


def _cost(problem: Problem, rules: AllocationRules, plan) -> Decimal | None:
    lots = {lot.id: lot for lot in problem.lots}
    total: dict[str, int] = {}
    award: dict[tuple[str, str], int] = {}
    left = {(lot.id, q): int(lot.demand[q]) for lot in problem.lots for q in range(4)}
    room: dict[tuple[str, int], Decimal] = {("line", q): problem.lines[0].capacity[q] for q in range(4)}
    made: dict[tuple[str, int], int] = {}
    held: dict[tuple[str, str], int] = {}
    for offer, lot, quarter, quantity in plan:
        total[offer.id] = total.get(offer.id, 0) + quantity
        award[offer.id, lot] = award.get((offer.id, lot), 0) + quantity
        held[lot, offer.maker] = held.get((lot, offer.maker), 0) + quantity
        made[offer.id, quarter] = made.get((offer.id, quarter), 0) + quantity
        left[lot, quarter] -= quantity
        if offer.line:
            room["line", quarter] -= quantity * offer.consumption
    if any(v < 0 for v in left.values()) or any(v < 0 for v in room.values()):
        return None
    offers = {offer.id: offer for offer in problem.offers}
    if any(offers[o].capacity and q > offers[o].capacity[t] for (o, t), q in made.items()):
        return None
    if any(q < offers[o].minimum_order or q % offers[o].order_multiple for (o, _), q in award.items()):
        return None
    if any(q > lots[lot].quantity * rules.maximum_share for (lot, _), q in held.items()):
        return None
    cost = Decimal(0)
    for (offer_id, lot_id), quantity in award.items():
        price = [t.price for t in offers[offer_id].tiers if t.from_quantity <= total[offer_id]][-1]
        limit = _open(lots[lot_id], rules)
        if lots[lot_id].import_price is not None and price > limit:
            return None
        cost += price * quantity
    cost += sum((_open(lots[lot], rules) * q for (lot, _), q in left.items()), Decimal(0))
    return cost + _missing(problem, rules, held)


def _open(lot: Lot, rules: AllocationRules) -> Decimal:
    return PENALTY if lot.import_price is None else lot.import_price * (1 + rules.preference_margin)


def _missing(problem: Problem, rules: AllocationRules, held) -> Decimal:
    if rules.minimum_sources_vital <= 1:
        return Decimal(0)
    cost = Decimal(0)
    for lot in problem.lots:
        if lot.vital and _has_option(problem, rules, lot):
            least = max(1, lot.quantity * rules.source_share)
            count = sum(1 for (held_lot, _), q in held.items() if held_lot == lot.id and q >= least)
            cost += max(0, rules.minimum_sources_vital - count) * _open(lot, rules) * lot.quantity
    return cost


def _has_option(problem: Problem, rules: AllocationRules, lot: Lot) -> bool:
    """Whether any offer could serve the lot by itself."""
    for offer in problem.offers:
        if lot.id not in offer.lots:
            continue
        most = 0
        for q in range(4):
            bound = int(lot.demand[q]) * offer.eligible[q] // 1
            most += min(bound, int(offer.capacity[q])) if offer.capacity else bound
        share = int((lot.quantity * rules.maximum_share).to_integral_value(ROUND_FLOOR))
        multiple = int(offer.order_multiple)
        most = min(most, share) // multiple * multiple
        priced = any(lot.import_price is None or t.price <= _open(lot, rules) for t in offer.tiers)
        if priced and most >= max(multiple, int(offer.minimum_order)):
            return True
    return False


SEEDS = range(0, 300, 10)


@pytest.mark.parametrize("block", SEEDS)
def test_equals_the_best_of_all_plans(block: int) -> None:
    for seed in range(block, block + 10):
        problem, rules = random_problem(seed)
        solution = solve(problem, rules)
        assert solution.objective == best_objective(problem, rules), seed
        assert solution.status is Status.OPTIMAL
        assert solution.objective * (1 - Decimal("1e-6")) <= solution.bound <= solution.objective


def test_the_random_problems_exercise_every_rule() -> None:
    solved = [(*random_problem(seed), solve(*random_problem(seed))) for seed in range(300)]
    assert sum(1 for _, _, s in solved if s.awards) > 150
    assert sum(1 for _, _, s in solved if s.remainders) > 100
    assert sum(1 for _, _, s in solved if s.missing_sources) > 20
    tiers = [
        award.price
        for problem, _, s in solved
        for award in s.awards
        for offer in problem.offers
        if offer.id == award.offer and award.price == offer.tiers[-1].price and len(offer.tiers) > 1
    ]
    assert len(tiers) > 20


@pytest.mark.parametrize("block", SEEDS)
def test_order_of_the_parts_changes_nothing(block: int) -> None:
    for seed in range(block, block + 10):
        problem, rules = random_problem(seed)
        turned = Problem(
            problem.lots[::-1],
            tuple(replace(offer, lots=offer.lots[::-1]) for offer in problem.offers[::-1]),
            problem.lines,
        )
        assert solve(turned, rules) == solve(problem, rules)


@pytest.mark.parametrize("block", SEEDS)
def test_an_offer_or_capacity_more_never_costs_more(block: int) -> None:
    for seed in range(block, block + 10):
        problem, rules = random_problem(seed)
        rules = replace(rules, minimum_sources_vital=1)
        before = solve(problem, rules).objective
        fewer = replace(problem, offers=problem.offers[:-1])
        assert solve(fewer, rules).objective >= before
        wider = replace(problem, lines=(Line("line", quarterly(99, 99, 99, 99)),))
        assert solve(wider, rules).objective <= before
        freer = replace(problem, offers=tuple(replace(o, minimum_order=Decimal(0)) for o in problem.offers))
        assert solve(freer, rules).objective <= before
        assert solve(problem, replace(rules, maximum_share=Decimal(1))).objective <= before


@pytest.mark.parametrize("factor", [Decimal("0.01"), Decimal(100)])
def test_scaling_money_scales_the_plan(factor: Decimal) -> None:
    for seed in range(60):
        problem, rules = random_problem(seed)
        scaled = replace(
            problem,
            lots=tuple(
                replace(lot, import_price=None if lot.import_price is None else lot.import_price * factor)
                for lot in problem.lots
            ),
            offers=tuple(
                replace(o, tiers=tuple(Tier(t.from_quantity, t.price * factor) for t in o.tiers))
                for o in problem.offers
            ),
        )
        there = solve(scaled, replace(rules, uncovered_penalty=PENALTY * factor))
        here = solve(problem, rules)
        assert there.objective == here.objective * factor
        assert [a.quarters for a in there.awards] == [a.quarters for a in here.awards]
