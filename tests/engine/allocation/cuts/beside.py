"""Whole lots with other rules beside: what makes a problem no plain assignment, though it is solved as one."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from tests.engine.allocation.cuts.small import location
from tests.engine.allocation.cuts.small import rules as plain

from rakiza.engine.allocation import (
    AllocationRules,
    Budget,
    Commitment,
    Exclusive,
    Group,
    GroupShare,
    Lot,
    Maker,
    MakerCount,
    MakerShare,
    Measure,
    Part,
    Per,
    Problem,
    Rule,
    Scope,
    Served,
    Service,
    SingleSource,
    Tied,
)

D = Decimal


def beside(
    seed: int, lots: tuple[int, int] = (4, 9), makers: tuple[int, int] = (2, 5)
) -> tuple[Problem, AllocationRules]:
    """Return whole lots, makers that mostly cost something to open, and one or two rules besides single source."""
    dice = random.Random(seed)
    found = location(seed, dice.randint(*lots), dice.randint(*makers), opening=dice.random() < 0.7)
    problem = replace(
        found,
        lots=tuple(_told(dice, index, lot) for index, lot in enumerate(found.lots)),
        makers=(Maker("maker0", small=True), Maker("maker1", startup=True)),
    )
    return problem, replace(plain(60.0), rules=(SingleSource("single"), *_rules(dice, problem)))


def _told(dice: random.Random, index: int, lot: Lot) -> Lot:
    return replace(
        lot,
        family=f"family{index % 2}",
        vital=dice.random() < 0.4,
        import_price=D(dice.randint(20, 60)) if dice.random() < 0.3 else None,
        members=(Part("m1", D(dice.randint(1, 3))), Part("m2", D(dice.randint(0, 3)))),
        regions=(Part("north", D(dice.randint(1, 2))), Part("south", D(dice.randint(0, 2)))),
        incumbent=dice.choice([None, "maker0", "maker1"]),
    )


def _rules(dice: random.Random, problem: Problem) -> list[Rule]:
    share = dice.choice([D("0.2"), D("0.34"), D("0.5"), D("0.75")])
    per = dice.choice([Per.FAMILY, Per.PLAN])
    measure = dice.choice([Measure.QUANTITY, Measure.VALUE])
    scope = dice.choice([Scope(), Scope(families=("family0",)), Scope(vital=True)])
    pair = tuple(dice.sample([lot.id for lot in problem.lots], 2))
    group = dice.choice(list(Group))
    level = dice.choice([(share, None), (D(0), D("0.1")), (D("0.1"), D("0.3"))])
    kinds: dict[str, Callable[[], Rule]] = {
        "at most": lambda: MakerShare("at most", D(0), share, per, measure, scope),
        "at least": lambda: MakerShare("at least", share, D(1), per, measure, scope, ("maker0",)),
        "floor": lambda: GroupShare("floor", group, share / 2, D(1), per, measure, scope, ("maker1",)),
        "ceiling": lambda: GroupShare("ceiling", group, D(0), share, per, measure, scope, ("maker1",)),
        "count": lambda: MakerCount("count", dice.choice([1, 2]), dice.choice([Per.MEMBER, per]), scope),
        "budget": lambda: Budget("budget", D(dice.randint(40, 250)), dice.choice([None, "m1", "m2"])),
        "service": lambda: Service("service", *level, dice.choice(list(Served))),
        "exclusive": lambda: Exclusive("exclusive", pair),
        "tied": lambda: Tied("tied", pair),
        "commitment": lambda: Commitment("commitment", 3, D(dice.choice(["0", "0.5"]))),
    }
    return [kinds[kind]() for kind in dice.sample(sorted(kinds), dice.choice([1, 1, 2]))]
