"""What is left, period by period, of demand, of lines, of raw materials and of offers' own capacity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.options import Option, own_capacity, whole
from rakiza.engine.allocation.values import ONE, Offer


class Room:
    """Whole units of 1 / scale base unit that may still be given; exact, nothing is ever given twice."""

    def __init__(self, component: Component, options: Sequence[Option], scale: int) -> None:
        self._component, self._scale = component, scale
        self.open = [[whole(quantity, scale) for quantity in lot.demand] for lot in component.lots]
        self._left: list[list[Decimal]] = []
        place: dict[tuple[str, str], int] = {}
        for line in component.lines:
            place["line", line.id] = self._kept(line.available)
        for material in component.materials:
            if material.supply is not None:
                place["material", material.id] = self._kept(material.supply)
        reliable = {maker.id: maker.reliability for maker in component.makers}
        for offer in component.offers:
            own = own_capacity(offer, reliable.get(offer.maker, ONE))
            if own is not None:
                place["offer", offer.id] = self._kept(own)
        self._uses = {
            (option.lot, option.offer): tuple(
                (place[name], taken)
                for name, taken in _uses(component.offers[option.offer], option.consumption)
                if taken and name in place
            )
            for option in options
        }

    def _kept(self, series: Sequence[Decimal]) -> int:
        self._left.append([quantity * self._scale for quantity in series])
        return len(self._left) - 1

    def most(self, option: Option, period: int) -> int:
        """Return the units of a period's demand that an option may still serve."""
        units = min(option.quarters[period], self.open[option.lot][period])
        return min(units, self.spare(option, period, units)) if units else 0

    def spare(self, option: Option, period: int, units: int) -> int:
        """Return how many of some units can still be made in a period, whatever the demand."""
        for place, taken in self._uses[option.lot, option.offer]:
            units = min(units, int(self._left[place][period] // taken))
        return units

    def take(self, option: Option, served: Sequence[int], surplus: int = 0) -> None:
        """Serve units by period, and make a surplus in the option's last period; less than nothing gives back."""
        for period, units in enumerate(served):
            self.open[option.lot][period] -= units
            made = units + (surplus if period == option.last else 0)
            if made:
                for place, taken in self._uses[option.lot, option.offer]:
                    self._left[place][period] -= made * taken


def _uses(offer: Offer, consumption: Decimal) -> Iterator[tuple[tuple[str, str], Decimal]]:
    """Yield what one base unit takes of each resource; a resource may come up twice."""
    if offer.line is not None:
        yield ("line", offer.line), consumption
    for stage in offer.stages:
        yield ("line", stage.id), stage.quantity
    for use in offer.materials:
        yield ("material", use.id), use.quantity
    yield ("offer", offer.id), ONE
