"""Assignments small enough to try every plan: lots that go whole to a store, or stay open at a price."""

from __future__ import annotations

import itertools
import random
from decimal import Decimal

from rakiza.engine.allocation import (
    AllocationRules,
    FixedCost,
    Line,
    Lot,
    LotTerms,
    Offer,
    Problem,
    SingleSource,
    Tier,
)
from rakiza.engine.allocation.highs import Demand
from rakiza.engine.allocation.model import Model, compile_problem
from rakiza.engine.allocation.scale.programme import Programme, programme_of

D = Decimal


def location(seed: int, lots: int = 5, makers: int = 3, *, opening: bool = True) -> Problem:
    """Return makers with one line each and lots of one unit that take different amounts of each line."""
    draw = random.Random(seed)
    names = [f"lot{i}" for i in range(lots)]
    offers, lines, fixed = [], [], []
    for index in range(makers):
        maker = f"maker{index}"
        for lot in names:
            if draw.random() < 0.9:
                terms = (LotTerms(lot, consumption=D(draw.randint(2, 9))),)
                price = (Tier(D(0), D(draw.randint(5, 40))),)
                offers.append(Offer(f"{maker}/{lot}", maker, (lot,), price, line=maker, terms=terms))
        lines.append(Line(maker, (D(draw.randint(8, 20)),)))
        if opening:
            fixed.append(FixedCost(maker, maker, D(draw.randint(10, 60))))
    return Problem(
        lots=tuple(Lot(lot, (D(1),)) for lot in names),
        offers=tuple(offers),
        lines=tuple(lines),
        fixed_costs=tuple(fixed),
        periods=1,
        period_months=12,
    )


def rules(seconds: float = 20.0) -> AllocationRules:
    """Return the rules of single source: nothing else binds."""
    return AllocationRules(
        preference_margin=D(0),
        maximum_surplus=D(0),
        gap=1e-6,
        time_limit_seconds=seconds,
        rules=(SingleSource("single"),),
    )


def programme_and_model(problem: Problem) -> tuple[Programme, Model]:
    """Return the arrays of a problem and its model."""
    model = compile_problem(problem, rules())
    return programme_of(model.rows, Demand(1e-6, 10.0)), model


def best_plan(problem: Problem) -> tuple[int, Decimal]:
    """Return the most lots that any plan places, and the least cost of placing so many."""
    found: list[tuple[int, Decimal]] = []
    offers = {lot.id: [o for o in problem.offers if lot.id in o.lots] for lot in problem.lots}
    room = {line.id: line.capacity[0] for line in problem.lines}
    opening = {cost.maker: cost.amount for cost in problem.fixed_costs}
    for picks in itertools.product(*([None, *offers[lot.id]] for lot in problem.lots)):
        taken = [pick for pick in picks if pick is not None]
        used = {
            line: sum((o.terms[0].consumption or D(0) for o in taken if o.maker == line), D(0))
            for line in room
        }
        if all(used[line] <= room[line] for line in room):
            cost = sum((o.tiers[0].price for o in taken), D(0))
            cost += sum((opening.get(maker, D(0)) for maker in {o.maker for o in taken}), D(0))
            found.append((-len(taken), cost))
    served, cost = min(found)
    return -served, cost
