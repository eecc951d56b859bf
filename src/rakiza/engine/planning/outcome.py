"""The solved allocation, looked at from lots and offers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine import allocation
from rakiza.engine.planning.market import MarketOffer
from rakiza.engine.planning.plan import PlannedLot, Quarterly
from rakiza.engine.planning.values import Rules

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Awards and remainders by lot, and what is left of each offer and line by quarter."""

    problem: allocation.Problem
    solution: allocation.Solution
    awards: Mapping[str, tuple[allocation.Award, ...]]
    rests: Mapping[str, allocation.Remainder]
    supplied: Mapping[str, Decimal]
    room: Mapping[str, Quarterly | None]

    def award(self, lot: str, offer: str) -> allocation.Award | None:
        """Return what an offer supplies to a lot, None where it supplies nothing."""
        return next((award for award in self.awards.get(lot, ()) if award.offer == offer), None)

    def price(self, offer: MarketOffer, extra: Decimal) -> Decimal | None:
        """Return the unit price the offer would reach with `extra` units more than it supplies."""
        total = self.supplied.get(offer.offer.id, ZERO) + extra
        reached = [tier for tier in offer.tiers if tier.from_quantity <= total]
        return reached[-1].price if reached else None


def outcome(problem: allocation.Problem, solution: allocation.Solution) -> Outcome:
    """Index a solution."""
    awards: dict[str, list[allocation.Award]] = defaultdict(list)
    supplied: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for award in solution.awards:
        awards[award.lot].append(award)
        supplied[award.offer] += award.ordered
    return Outcome(
        problem,
        solution,
        {lot: tuple(found) for lot, found in awards.items()},
        {rest.lot: rest for rest in solution.remainders},
        dict(supplied),
        _room(problem, solution),
    )


def ceiling_of(lot: PlannedLot, rules: Rules) -> Decimal | None:
    """Return the dearest local price allowed for a lot, None where no import price is known."""
    if lot.reference_price is None:
        return None
    return lot.reference_price * (1 + rules.preference_margin)


def year_of(series: tuple[Decimal, ...]) -> Quarterly:
    """Return a series of the allocation as the four quarters of a plan's year."""
    first, second, third, fourth = series
    return first, second, third, fourth


def _room(problem: allocation.Problem, solution: allocation.Solution) -> dict[str, Quarterly | None]:
    """What each offer could still supply in each quarter; None where nothing limits it."""
    offers = {offer.id: offer for offer in problem.offers}
    lines = {line.id: line for line in problem.lines}
    own: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO] * 4)
    shared: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO] * 4)
    for award in solution.awards:
        offer = offers[award.offer]
        for quarter, quantity in enumerate(award.made):
            own[offer.id][quarter] += quantity
            if offer.line is not None:
                shared[offer.line][quarter] += quantity * offer.consumption
    room: dict[str, Quarterly | None] = {}
    for offer in problem.offers:
        if offer.capacity is None:
            room[offer.id] = None
            continue
        left = [c - u for c, u in zip(offer.capacity, own[offer.id], strict=True)]
        if offer.line is not None:
            line = lines[offer.line]
            for quarter in range(4):
                free = (line.capacity[quarter] - shared[line.id][quarter]) / offer.consumption
                left[quarter] = min(left[quarter], free)
        room[offer.id] = (left[0], left[1], left[2], left[3])
    return room
