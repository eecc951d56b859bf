"""A part's awards, looked up from all sides, in exact numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.costs import remainders_of
from rakiza.engine.allocation.options import scale_of
from rakiza.engine.allocation.rules import AllocationRules
from rakiza.engine.allocation.solution import Award, Remainder
from rakiza.engine.allocation.values import Lot, Offer, Part

Broken = tuple[str, str]
# Relative, on sums of money and of consumption, where the solver itself works in floating point
SLACK = Fraction(1, 10**9)
NOTHING = Fraction(0)


class Book:
    """Awards by lot and by maker, remainders, and the money of both."""

    def __init__(self, component: Component, awards: Sequence[Award], rules: AllocationRules) -> None:
        self.component, self.awards, self.rules = component, awards, rules
        self.scale = scale_of(component)
        self.lots = {lot.id: lot for lot in component.lots}
        self.offers = {offer.id: offer for offer in component.offers}
        self.makers = {maker.id: maker for maker in component.makers}
        self.by_lot: dict[str, list[Award]] = defaultdict(list)
        for award in awards:
            self.by_lot[award.lot].append(award)
        self.rests: dict[str, Remainder] = {rest.lot: rest for rest in remainders_of(component, awards)}
        self._money: dict[str, Fraction] = {}
        self._members: dict[str, Mapping[str, Fraction]] = {}

    def offer(self, award: Award) -> Offer:
        """Return the offer of an award."""
        return self.offers[award.offer]

    def maker(self, award: Award) -> str:
        """Return the maker of an award."""
        return self.offers[award.offer].maker

    def of(self, lots: Iterable[Lot]) -> list[Award]:
        """Return the awards of some lots."""
        return [award for lot in lots for award in self.by_lot.get(lot.id, ())]

    def by_maker(self, awards: Iterable[Award]) -> dict[str, list[Award]]:
        """Return awards by maker."""
        grouped: dict[str, list[Award]] = defaultdict(list)
        for award in awards:
            grouped[self.maker(award)].append(award)
        return dict(sorted(grouped.items()))

    def left(self, lot: Lot) -> Fraction:
        """Return the units of a lot that no offer supplies."""
        rest = self.rests.get(lot.id)
        return Fraction(sum(rest.quarters)) if rest is not None else Fraction(0)

    def money(self, lot: Lot) -> Fraction:
        """Return what a lot costs, its imports included."""
        if lot.id not in self._money:
            self._money[lot.id] = spent(self.by_lot.get(lot.id, ())) + self.imported([lot])
        return self._money[lot.id]

    def share_of(self, lot: Lot, member: str) -> Fraction:
        """Return a member's share of a lot."""
        if lot.id not in self._members:
            self._members[lot.id] = shares_of(lot.members)
        return self._members[lot.id].get(member, NOTHING)

    def imported(self, lots: Iterable[Lot]) -> Fraction:
        """Return the money that imports of some lots cost."""
        return sum((self.left(lot) * Fraction(lot.fallback or 0) for lot in lots), Fraction(0))


def spent(awards: Iterable[Award]) -> Fraction:
    """Return the money of some awards."""
    return sum((Fraction(award.spent) for award in awards), Fraction(0))


def served(awards: Iterable[Award]) -> Fraction:
    """Return the units that some awards serve."""
    return sum((Fraction(award.quantity) for award in awards), Fraction(0))


def shares_of(parts: Iterable[Part]) -> Mapping[str, Fraction]:
    """Return the share of each member or region; nothing for all where none has a quantity."""
    own: dict[str, Fraction] = defaultdict(Fraction)
    for part in parts:
        own[part.id] += Fraction(part.quantity)
    total = sum(own.values(), NOTHING)
    return {name: quantity / total if total else NOTHING for name, quantity in own.items()}


def exceeds(value: Fraction, limit: Fraction) -> bool:
    """Whether a sum is above its limit by more than floating point explains."""
    return value > limit + SLACK * max(Fraction(1), abs(limit))
