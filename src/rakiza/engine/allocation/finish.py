"""The last conditioning of a lot is ordered whole: a handful of pieces is never left to import.

The solver places whole conditionings within each lot's demand, which it proves the cheapest. What
is then left of a lot, where it is less than one conditioning of an offer that may serve it, is
completed here: the offer delivers one conditioning more, and what exceeds the demand is a surplus,
paid and told apart. Of the offers that could, the one that leaves least open wins, then the
cheapest, then the first identifier. An offer whose minimum order exceeds the lot serves none of it,
as before. Capacity, lines, eligible months, shares and ceilings hold for what is added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.costs import remainders_of
from rakiza.engine.allocation.options import ceiling, eligible_bound, scale_of, tier_reached, weighed_price
from rakiza.engine.allocation.values import ZERO, AllocationRules, Award, Lot, Offer, Quarterly


@dataclass(frozen=True, slots=True)
class _Completion:
    """One way to finish a lot."""

    offer: Offer
    added: Quarterly  # of the lot's demand
    surplus: Decimal
    cost: Decimal

    @property
    def place(self) -> tuple[Decimal, Decimal, str]:
        return -sum(self.added, ZERO), self.cost, self.offer.id


def finish(component: Component, awards: tuple[Award, ...], rules: AllocationRules) -> tuple[Award, ...]:
    """Return the awards with the last conditionings of each lot ordered whole."""
    if not rules.maximum_surplus or all(offer.order_multiple == 1 for offer in component.offers):
        return awards
    book = _Book(component, awards, rules)
    for lot in component.lots:
        while book.is_open(lot):
            found = min(book.completions(lot), key=lambda way: way.place, default=None)
            if found is None:
                break
            book.add(lot, found)
    return book.awards()


def _whole(quantity: Decimal, offer: Offer) -> Decimal:
    """The quantity in whole conditionings."""
    return (quantity / offer.order_multiple).to_integral_value(ROUND_CEILING) * offer.order_multiple


class _Book:
    """Orders as they stand: what is left of lots, offers and lines."""

    def __init__(self, component: Component, awards: Sequence[Award], rules: AllocationRules) -> None:
        self._rules, self._scale = rules, scale_of(component)
        self._offers = {offer.id: offer for offer in component.offers}
        self._lines = {line.id: line.capacity for line in component.lines}
        self._rest = {rest.lot: list(rest.quarters) for rest in remainders_of(component, awards)}
        self._placed = {(award.lot, award.offer): award for award in awards}
        self._serving: dict[str, list[Offer]] = defaultdict(list)
        for offer in component.offers:
            if offer.order_multiple != 1:
                for lot in sorted(set(offer.lots)):
                    self._serving[lot].append(offer)
        self._made: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO] * 4)
        self._used: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO] * 4)
        self._held: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
        for award in awards:
            self._count(award, 1)

    def is_open(self, lot: Lot) -> bool:
        """Whether something is left of the lot."""
        return any(self._rest.get(lot.id, ()))

    def completions(self, lot: Lot) -> Iterator[_Completion]:
        """Yield each way to finish the lot with one conditioning more."""
        for offer in self._serving[lot.id]:
            found = self._completion(lot, offer)
            if found is not None:
                yield found

    def add(self, lot: Lot, way: _Completion) -> None:
        """Order one way's conditioning."""
        before = self._placed.get((lot.id, way.offer.id))
        if before is not None:
            self._count(before, -1)
        after = self._with(lot, way.offer, way.added, way.surplus)
        self._count(after, 1)
        self._placed[lot.id, way.offer.id] = after
        for quarter, quantity in enumerate(way.added):
            self._rest[lot.id][quarter] -= quantity

    def awards(self) -> tuple[Award, ...]:
        """Return every award at the price of the tier that its offer reaches."""
        return tuple(
            Award(award.lot, award.offer, award.quarters, self._price(award.offer), award.surplus)
            for _, award in sorted(self._placed.items())
        )

    def _completion(self, lot: Lot, offer: Offer) -> _Completion | None:
        placed = self._placed.get((lot.id, offer.id))
        if placed is not None and placed.surplus:
            return None
        added = self._addable(lot, offer, placed)
        wanted = sum(added, ZERO)
        ordered = _whole(wanted, offer)
        if placed is None:
            ordered = max(ordered, _whole(offer.minimum_order, offer))
        surplus = ordered - wanted
        too_much = surplus >= offer.order_multiple or surplus > lot.quantity * self._rules.maximum_surplus
        if not wanted or too_much or (placed is None and ordered > lot.quantity):
            return None
        price, limit = self._price(offer.id, ordered), ceiling(lot, self._rules)
        if limit is not None and price > limit:
            return None
        if not self._fits(lot, offer, self._with(lot, offer, added, surplus)):
            return None
        return _Completion(offer, added, surplus, ordered * weighed_price(lot, offer, price, self._rules))

    def _addable(self, lot: Lot, offer: Offer, placed: Award | None) -> Quarterly:
        """What is left of the lot in the months where the offer is lawful."""
        served = placed.quarters if placed is not None else (ZERO, ZERO, ZERO, ZERO)
        free = []
        for quarter in range(4):
            bound = eligible_bound(lot.demand[quarter], offer.eligible_months[quarter], self._scale)
            free.append(min(self._rest[lot.id][quarter], Decimal(bound) / self._scale - served[quarter]))
        first, second, third, fourth = (max(ZERO, quantity) for quantity in free)
        return first, second, third, fourth

    def _with(self, lot: Lot, offer: Offer, added: Quarterly, surplus: Decimal) -> Award:
        placed = self._placed.get((lot.id, offer.id))
        served = placed.quarters if placed is not None else (ZERO, ZERO, ZERO, ZERO)
        first, second, third, fourth = (a + b for a, b in zip(served, added, strict=True))
        return Award(lot.id, offer.id, (first, second, third, fourth), ZERO, surplus)

    def _fits(self, lot: Lot, offer: Offer, after: Award) -> bool:
        """Whether the maker's share, the offer's capacity and its line's leave room."""
        placed = self._placed.get((lot.id, offer.id))
        before = placed.made if placed is not None else (ZERO, ZERO, ZERO, ZERO)
        more = [new - old for new, old in zip(after.made, before, strict=True)]
        net = after.quantity - (placed.quantity if placed is not None else ZERO)
        if self._held[lot.id, offer.maker] + net > lot.quantity * self._rules.maximum_share:
            return False
        return all(self._has_room(offer, quarter, added) for quarter, added in enumerate(more) if added > 0)

    def _has_room(self, offer: Offer, quarter: int, added: Decimal) -> bool:
        made = self._made[offer.id][quarter] + added
        if offer.capacity is not None and made > offer.capacity[quarter]:
            return False
        if offer.line is None:
            return True
        used = self._used[offer.line][quarter] + added * offer.consumption
        return used <= self._lines[offer.line][quarter]

    def _price(self, offer: str, more: Decimal = ZERO) -> Decimal:
        return tier_reached(self._offers[offer].tiers, sum(self._made[offer], ZERO) + more).price

    def _count(self, award: Award, sign: int) -> None:
        offer = self._offers[award.offer]
        for quarter, quantity in enumerate(award.made):
            self._made[offer.id][quarter] += sign * quantity
            if offer.line is not None:
                self._used[offer.line][quarter] += sign * quantity * offer.consumption
        self._held[award.lot, offer.maker] += sign * award.quantity
