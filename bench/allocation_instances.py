"""Generated national instances: a year of lots, makers whose lines serve several families, and rules.

A family has 25 lots and eight makers, six of which offer for each lot. A maker owns two lines, each of
one of twelve manufacturing processes; a line makes whatever families of its process it was drawn for
(3.2 on average), so that nearly all families of a process hang together. All-units rebates in three
steps look at the value that a maker sells of a family; qualifying for a family has a fixed cost; an
order is at least 5 % of a lot; a maker supplies at most 70 % of it; vital lots (a fifth) want two
sources; import costs 15 % more in the choice. With rules: budgets of members, a cap on makers a
family, a reserve for small firms, shares by maker, and service by region.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.allocation import (
    AllocationRules,
    Budget,
    Discount,
    FixedCost,
    Group,
    GroupShare,
    Line,
    Lot,
    Maker,
    MakerCount,
    MakerShare,
    Measure,
    Offer,
    Part,
    Per,
    Problem,
    Rule,
    Scope,
    Service,
    Step,
    Tier,
)

LOTS_A_FAMILY = 25
MAKERS_A_FAMILY = 8
OFFERS_A_LOT = 6
PROCESSES = 12
REGIONS = 12


@dataclass(frozen=True, slots=True)
class Instance:
    """A problem and its rules."""

    problem: Problem
    rules: AllocationRules


def money(value: float) -> Decimal:
    """An amount with four decimals."""
    return Decimal(round(value * 10_000)).scaleb(-4)


class _Nation:
    """What is drawn, family after family."""

    def __init__(self, lots: int, seed: int, makers: int | None) -> None:
        self.dice = random.Random(seed)
        self.families = -(-lots // LOTS_A_FAMILY)
        self.makers = makers or max(PROCESSES, round(self.families * 1.25))
        self.lines: dict[int, float] = {}
        self.members = max(5, min(60, lots // 100))
        self.of_process = [
            [line for line in range(2 * self.makers) if line % PROCESSES == process]
            for process in range(PROCESSES)
        ]
        self.lots: list[Lot] = []
        self.offers: list[Offer] = []
        self.fixed: list[FixedCost] = []
        self.discounts: list[Discount] = []

    def family(self, index: int, count: int) -> None:
        """Draw a family: its lots, then what its makers offer."""
        dice, name = self.dice, f"f{index:04}"
        process = self.of_process[dice.randrange(PROCESSES)]
        lines = dice.sample(process, min(MAKERS_A_FAMILY, len(process)))
        base = dice.uniform(0.5, 200)
        lots = [self._lot(f"{name}-{number:02}", name, base) for number in range(count)]
        self.lots += lots
        volume = sum(float(lot.quantity) for lot in lots)
        prices = [base * dice.uniform(0.85, 1.25) for _ in lines]
        makers = []
        for line, price in zip(lines, prices, strict=True):
            room = volume * dice.uniform(0.08, 0.25)
            self.lines[line] = self.lines.get(line, 0.0) + room
            makers.append(self._terms(name, line, room * price, volume * base))
        for lot in lots:
            for place in sorted(dice.sample(range(len(lines)), min(OFFERS_A_LOT, len(lines)))):
                self._offer(lot, makers[place], lines[place], prices[place])

    def _lot(self, name: str, family: str, base: float) -> Lot:
        dice = self.dice
        quantity = Decimal(dice.randint(5, 400) * 40)
        members = dice.sample(range(self.members), dice.randint(1, min(self.members, 4)))
        part = (quantity / len(members)).quantize(Decimal("0.001"))
        return Lot(
            id=name,
            demand=(quantity,),
            import_price=money(base * dice.uniform(0.9, 1.3)),
            vital=dice.random() < 0.2,
            family=family,
            members=tuple(Part(f"member{one:02}", part) for one in sorted(members)),
            regions=(Part(f"region{dice.randrange(REGIONS):02}", quantity),),
        )

    def _terms(self, family: str, line: int, room: float, value: float) -> str:
        """A maker's rebate and fixed cost for a family; two lines may belong to one maker."""
        maker = f"maker{line // 2:04}"
        name = f"{family}/{maker}"
        if not self.fixed or all(one.id != name for one in self.fixed[-MAKERS_A_FAMILY:]):
            steps = ((0.0, "0"), (room * 0.25, "0.04"), (room, "0.08"))
            ladder = tuple(Step(money(start), Decimal(rate)) for start, rate in steps)
            self.discounts.append(Discount(name, maker, ladder, (family,), Measure.VALUE))
            self.fixed.append(
                FixedCost(name, maker, money(value * self.dice.uniform(0.002, 0.01)), (family,))
            )
        return maker

    def _offer(self, lot: Lot, maker: str, line: int, price: float) -> None:
        dice = self.dice
        self.offers.append(
            Offer(
                id=f"{lot.id}/{line:05}",
                maker=maker,
                lots=(lot.id,),
                tiers=(Tier(Decimal(0), money(price * dice.uniform(0.95, 1.05))),),
                line=f"line{line:05}",
                consumption=Decimal(dice.randint(800, 1200)).scaleb(-3),
                minimum_order=(lot.quantity * 5 / 100).to_integral_value(),
            )
        )

    def problem(self) -> Problem:
        """What was drawn."""
        small = [self.dice.random() < 0.25 for _ in range(self.makers)]
        return Problem(
            lots=tuple(self.lots),
            offers=tuple(self.offers),
            lines=tuple(
                Line(f"line{line:05}", (Decimal(round(room)),)) for line, room in sorted(self.lines.items())
            ),
            makers=tuple(Maker(f"maker{index:04}", small=one) for index, one in enumerate(small)),
            fixed_costs=tuple(self.fixed),
            discounts=tuple(self.discounts),
            periods=1,
            period_months=12,
        )


def national(
    lots: int,
    seed: int,
    *,
    rules: int = 0,
    makers: int | None = None,
    gap: float = 1e-3,
    seconds: float = 60.0,
) -> Instance:
    """An instance of so many lots; with about `rules` further rules beside those of every instance."""
    nation = _Nation(lots, seed, makers)
    left = lots
    for index in range(nation.families):
        nation.family(index, min(LOTS_A_FAMILY, left))
        left -= LOTS_A_FAMILY
    problem = nation.problem()
    asked = AllocationRules(
        preference_margin=Decimal("0.15"),
        maximum_share=Decimal("0.7"),
        minimum_sources_vital=2,
        source_share=Decimal("0.05"),
        maximum_surplus=Decimal(0),
        gap=gap,
        time_limit_seconds=seconds,
        rules=tuple(_rules(problem, nation, rules)) if rules else (),
    )
    return Instance(problem, asked)


def _rules(problem: Problem, nation: _Nation, count: int) -> list[Rule]:
    """Budgets of members, makers a family, shares of makers, a reserve and service by region."""
    dice = nation.dice
    rules: list[Rule] = [
        GroupShare("reserve/small", Group.SMALL, minimum=Decimal("0.10")),
        GroupShare("floor/local", Group.ALL, minimum=Decimal("0.50")),
        Service("service", minimum=Decimal("0.40"), regions=tuple(f"region{r:02}" for r in range(REGIONS))),
    ]
    spent: dict[str, float] = {}
    for lot in problem.lots:
        for part in lot.members:
            spent[part.id] = spent.get(part.id, 0.0) + float(part.quantity) * float(lot.fallback or 0)
    rules += [Budget(f"budget/{name}", money(value * 0.98), name) for name, value in sorted(spent.items())]
    families = sorted({lot.family for lot in problem.lots})
    for family in families:
        if len(rules) < count:
            scope = Scope(families=(family,))
            rules.append(MakerCount(f"makers/{family}", dice.randint(4, 6), Per.FAMILY, scope))
    for family in families:
        if len(rules) < count:
            scope = Scope(families=(family,))
            rules.append(MakerShare(f"share/{family}", maximum=Decimal("0.5"), per=Per.FAMILY, scope=scope))
    return rules
