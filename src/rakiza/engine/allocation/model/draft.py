"""A model while it is written: what was asked, the supply columns, and the decisions made so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.costs import open_price
from rakiza.engine.allocation.model.rows import INFINITY, Rows, Term, power_of_two
from rakiza.engine.allocation.options import Option
from rakiza.engine.allocation.rules import AllocationRules
from rakiza.engine.allocation.values import Lot, Offer

TIE = 1e-7  # relative: enough to order equal prices, too little to change a decision
TIE_TOTAL = 2e-7  # added to all penalties, so that what is taken off a bound for ties is exact for these
TOLERATED = 16.0  # what all lots are worth, for each unit of any column, in the objective
DEAREST = 2.0**16  # what the dearest price becomes in the objective: solver tolerances are absolute


class Entry(NamedTuple):
    """One supply column: `units` whole units of an option in a period for each unit of the column.

    `cell` indexes the option's cells; `surplus` units serve no demand. A lot that goes whole to one
    offer has one yes-or-no column with an entry for each period.
    """

    option: int
    cell: int
    period: int
    column: int
    units: float
    surplus: bool


class Draft:
    """The rows of one component, with ways to speak of quantities, money and decisions."""

    def __init__(
        self,
        component: Component,
        options: Sequence[Option],
        rules: AllocationRules,
        scale: int,
        penalty: Decimal,
        *,
        strong: bool = False,
    ) -> None:
        self.component, self.options, self.rules, self.scale = component, options, rules, scale
        self.strong = strong
        self.rows = Rows()
        self.open_cost = tuple(open_price(lot, rules, penalty) for lot in component.lots)
        prices = [float(price) for price in self.open_cost]
        prices += [float(cell.weighed) for option in options for cell in option.cells]
        self.money = max(power_of_two(max(prices, default=0.0), DEAREST), self._seen())
        self.entries: list[Entry] = []
        self.by_option: dict[int, list[Entry]] = defaultdict(list)
        self.remainders: dict[tuple[int, int], int] = {}
        self.option_of: dict[tuple[int, int], int] = {
            (option.lot, option.offer): index for index, option in enumerate(options)
        }
        self.by_lot: dict[int, list[int]] = defaultdict(list)
        self.by_offer: dict[int, list[int]] = defaultdict(list)
        for index, option in enumerate(options):
            self.by_lot[option.lot].append(index)
            self.by_offer[option.offer].append(index)
        self.lot_index = {lot.id: index for index, lot in enumerate(component.lots)}
        self.fixed: dict[str, int] = {}
        self.commitments: dict[tuple[str, str], int] = {}
        self.setups: dict[tuple[str, int], int] = {}
        self.materials: dict[str, list[int]] = defaultdict(list)
        self._placed: dict[int, int] = {}
        self._serving: dict[tuple[int, str], int] = {}

    def _seen(self) -> float:
        """Return the least unit of money in which cheap lots beside dear ones still weigh.

        The solver takes reduced costs below its tolerance for nothing: over all units of all
        columns that must stay far below what the lots are worth.
        """
        units = float(sum(sum(option.quarters) * len(option.cells) for option in self.options))
        lots = zip(self.component.lots, self.open_cost, strict=True)
        worth = sum(float(cost) * float(lot.quantity) for lot, cost in lots)
        return power_of_two(worth, TOLERATED * units) if worth and units else 0.0

    @property
    def periods(self) -> int:
        """How many periods the plan covers."""
        return self.component.periods

    def offer(self, option: int) -> Offer:
        """Return the offer of an option."""
        return self.component.offers[self.options[option].offer]

    def lot(self, option: int) -> Lot:
        """Return the lot of an option."""
        return self.component.lots[self.options[option].lot]

    def price(self, amount: Decimal | float) -> float:
        """Return money in the objective's unit."""
        return float(amount) * self.money

    def unit_price(self, entry: Entry) -> float:
        """Return the true money that one unit of the entry's column spends."""
        return float(self.options[entry.option].cells[entry.cell].price) / self.scale * entry.units

    def enter(self, entry: Entry) -> None:
        """Take note of a supply column."""
        self.entries.append(entry)
        self.by_option[entry.option].append(entry)

    def served(self, options: Iterable[int]) -> list[Term]:
        """Return the units that options serve, over the year."""
        return [(e.column, e.units) for o in options for e in self.by_option[o] if not e.surplus]

    def ordered(self, options: Iterable[int]) -> list[Term]:
        """Return the units that options order, surplus with them."""
        return [(e.column, e.units) for o in options for e in self.by_option[o]]

    def spent(self, options: Iterable[int], factor: float = 1.0) -> list[Term]:
        """Return the true money that options spend, times a factor."""
        return [(e.column, self.unit_price(e) * factor) for o in options for e in self.by_option[o]]

    def imported(self, lots: Iterable[int], factor: float = 1.0) -> list[Term]:
        """Return the true money spent on imports of these lots, times a factor."""
        terms = []
        for lot in lots:
            price = self.component.lots[lot].fallback
            if price:
                unit = float(price) / self.scale * factor
                terms += [(column, unit) for column in self.left(lot)]
        return terms

    def left(self, lot: int) -> list[int]:
        """Return the columns of what no offer supplies of a lot."""
        found = (self.remainders.get((lot, period)) for period in range(self.periods))
        return [column for column in found if column is not None]

    def placed(self, option: int) -> int:
        """Return the decision whether an option is awarded anything."""
        if option not in self._placed:
            self._placed[option] = self._new_placed(option)
        return self._placed[option]

    def has_placed(self, option: int) -> bool:
        """Whether that decision is already in the model."""
        return option in self._placed or self.options[option].single

    def serving(self, lot: int, maker: str) -> int:
        """Return the decision whether a maker serves a lot; it has at least one option there."""
        key = (lot, maker)
        if key not in self._serving:
            self._serving[key] = self._new_serving(self.of_maker(self.by_lot[lot], maker))
        return self._serving[key]

    def of_maker(self, options: Iterable[int], maker: str) -> list[int]:
        """Return those of the options that are the maker's."""
        return [option for option in options if self.offer(option).maker == maker]

    def makers(self, options: Iterable[int]) -> dict[str, list[int]]:
        """Return the options by maker, in the order of makers."""
        grouped: dict[str, list[int]] = defaultdict(list)
        for option in options:
            grouped[self.offer(option).maker].append(option)
        return dict(sorted(grouped.items()))

    def _new_placed(self, option: int) -> int:
        own, terms = self.options[option], self.ordered([option])
        columns = {column for column, _ in terms}
        if own.single and len(columns) == 1:
            return columns.pop()
        decided = self.rows.binary(0.0, "placed")
        if own.single:
            self.rows.row(0.0, 0.0, [*((column, 1.0) for column in columns), (decided, -1.0)])
            return decided
        self.rows.row(-INFINITY, 0.0, [*terms, (decided, -float(own.ordered))])
        self.rows.row(0.0, INFINITY, [*terms, (decided, -float(own.least))])
        return decided

    def _new_serving(self, options: Sequence[int]) -> int:
        if len(options) == 1:
            return self.placed(options[0])
        decided = self.rows.binary(0.0, "serving")
        placed = [self.placed(option) for option in options]
        for column in placed:
            self.rows.row(-INFINITY, 0.0, [(column, 1.0), (decided, -1.0)])
        self.rows.row(0.0, INFINITY, [*((column, 1.0) for column in placed), (decided, -1.0)])
        return decided
