"""What a plan takes of lines and of offers' own capacities, and what is left of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.allocation import Offer, Problem, Solution
from rakiza.engine.allocation.options import own_capacity
from rakiza.engine.explanation.changes import lines_of, taken

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Room:
    """What is left by period: `lines` in line units, `offers` (those with a capacity) in base units.

    `materials`: those of which there isn't always enough, in their own units.
    """

    lines: Mapping[str, tuple[Decimal, ...]]
    offers: Mapping[str, tuple[Decimal, ...]]
    materials: Mapping[str, tuple[Decimal, ...]]

    def lacks(self, offer: Offer, period: int) -> str | None:
        """Return the first raw material of which too little is left in a period for one order more."""
        one = max(offer.order_multiple, ONE)
        short = (
            use.id
            for use in offer.materials
            if use.id in self.materials and self.materials[use.id][period] < one * use.quantity
        )
        return next(short, None)

    def is_full(self, offer: Offer, period: int, lot: str | None = None) -> bool:
        """Tell whether an offer or one of its lines has no room in a period for one order more, of a lot."""
        one = max(offer.order_multiple, ONE)
        own = self.offers.get(offer.id)
        if own is not None and own[period] < one:
            return True
        return any(self.is_full_line(offer, line, period, lot) for line in lines_of(offer))

    def is_full_line(self, offer: Offer, line: str, period: int, lot: str | None = None) -> bool:
        """Tell whether a line has no room in a period for one order more of an offer, for a lot."""
        return self.lines[line][period] < max(offer.order_multiple, ONE) * _needs(offer, line, lot)


def room(part: Problem, solution: Solution) -> Room:
    """Return what a plan leaves of every line and capacity, as far as it may be counted on."""
    offers = {offer.id: offer for offer in part.offers}
    reliable = {maker.id: maker.reliability for maker in part.makers}
    lines = {line.id: list(line.available) for line in part.lines}
    own = {
        offer.id: list(capacity)
        for offer in part.offers
        if (capacity := own_capacity(offer, reliable.get(offer.maker, ONE))) is not None
    }
    supplied = {one.id: list(one.supply) for one in part.materials if one.supply is not None}
    for award in solution.awards:
        offer = offers[award.offer]
        for period, quantity in enumerate(award.made):
            if offer.id in own:
                own[offer.id][period] -= quantity
            for use in offer.materials:
                if use.id in supplied:
                    supplied[use.id][period] -= quantity * use.quantity
            for line in lines_of(offer):
                lines[line][period] -= quantity * _needs(offer, line, award.lot)
    return Room(
        {name: tuple(left) for name, left in lines.items()},
        {name: tuple(left) for name, left in own.items()},
        {name: tuple(left) for name, left in supplied.items()},
    )


def _needs(offer: Offer, line: str, lot: str | None) -> Decimal:
    exact = taken(offer, line, lot)
    return Decimal(exact.numerator) / Decimal(exact.denominator)
