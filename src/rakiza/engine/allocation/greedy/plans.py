"""Plans made lot by lot, those first that lose most by not having their cheapest offer.

Nothing is proven of them, and rules that ask for something of several lots together aren't looked at: who
takes one holds it against every rule. It takes a moment where a search needs minutes for its first plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.costs import open_price
from rakiza.engine.allocation.greedy.basket import Basket, Choice, Filled, bounds_of
from rakiza.engine.allocation.greedy.expected import after, at_best
from rakiza.engine.allocation.greedy.room import Room
from rakiza.engine.allocation.greedy.together import Together
from rakiza.engine.allocation.options import Option, ceiling
from rakiza.engine.allocation.pricing import Order, Place, awards_from, in_cells
from rakiza.engine.allocation.rules import AllocationRules
from rakiza.engine.allocation.solution import Award
from rakiza.engine.allocation.values import ZERO

ROUNDS = 2  # the second at the prices that the first reached; more of them gain nothing
MANY = 20_000  # options of which the second takes longer than it gains


def plans(
    component: Component,
    options: Sequence[Option],
    rules: AllocationRules,
    scale: int,
    penalty: Decimal,
) -> Iterator[tuple[Award, ...]]:
    """Yield plans; each keeps demand, capacity, prices, minimum orders, sources and largest shares."""
    making = _Making(component, options, rules, scale, penalty)
    awards = making.plan(at_best(component, options))
    yield awards
    for _round in range(1, ROUNDS if len(options) <= MANY else 1):
        awards = making.plan(after(component, options, awards, scale))
        yield awards


class _Making:
    """One component, and what doesn't change from plan to plan."""

    def __init__(
        self,
        component: Component,
        options: Sequence[Option],
        rules: AllocationRules,
        scale: int,
        penalty: Decimal,
    ) -> None:
        self._component, self._options, self._rules, self._scale = component, options, rules, scale
        self._bounds = [bounds_of(lot, rules, scale) for lot in component.lots]
        self._open = [open_price(lot, rules, penalty) for lot in component.lots]
        self._limits = {lot.id: ceiling(lot, rules) for lot in component.lots}
        self._of_lot: dict[int, list[int]] = defaultdict(list)
        for place, option in enumerate(options):
            self._of_lot[option.lot].append(place)

    def plan(self, prices: Sequence[Decimal | None]) -> tuple[Award, ...]:
        """Return the awards that some expected prices lead to."""
        room = Room(self._component, self._options, self._scale)
        together = Together(self._component.lots, self._rules, self._scale)
        choices = {lot: self._choices(places, prices) for lot, places in self._of_lot.items()}
        filled: list[Filled] = []
        for lot in sorted(choices, key=lambda index: (-self._loss(index, choices[index]), index)):
            filled += Basket(self._bounds[lot], room, together, self._open[lot]).fill(choices[lot])
        return self._paid(filled)

    def _choices(self, places: Sequence[int], prices: Sequence[Decimal | None]) -> list[Choice]:
        """Return a lot's options, cheapest first."""
        found = []
        for place in places:
            price, option = prices[place], self._options[place]
            if price is not None:
                maker = self._component.offers[option.offer].maker
                found.append(Choice(place, option, maker, price))
        return sorted(found, key=lambda choice: (choice.price, choice.place))

    def _loss(self, lot: int, choices: Sequence[Choice]) -> Decimal:
        """Return what a unit of capacity is worth to a lot: how much dearer its next best is."""
        if not choices:
            return ZERO
        first = choices[0]
        second = next((one.price for one in choices[1:] if one.maker != first.maker), self._open[lot])
        taken = first.option.consumption
        lost = max(ZERO, min(second, self._open[lot]) - first.price)
        return lost / taken if taken else lost

    def _paid(self, filled: Sequence[Filled]) -> tuple[Award, ...]:
        """Return the awards of some orders, without those that come dearer than their lot may cost."""
        kept = list(filled)
        while True:
            awards = awards_from(self._component, in_cells(self._component, self._orders(kept)))
            dear = {(one.lot, one.offer) for one in awards if self._is_too_dear(one)}
            if not dear:
                return awards
            kept = [one for one in kept if self._place(one) not in dear]

    def _is_too_dear(self, award: Award) -> bool:
        limit = self._limits.get(award.lot)
        return limit is not None and award.spent > limit * award.ordered

    def _place(self, filled: Filled) -> Place:
        option = self._options[filled.option]
        return self._component.lots[option.lot].id, self._component.offers[option.offer].id

    def _orders(self, filled: Sequence[Filled]) -> list[Order]:
        return [
            Order(
                *self._place(one),
                tuple(Decimal(units) / self._scale for units in one.served),
                Decimal(one.surplus) / self._scale,
                self._options[one.option].last,
            )
            for one in filled
        ]
