"""One lot filled from its offers, dearest last: minimum orders, conditionings, shares and sources kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.allocation.coupling import in_scope
from rakiza.engine.allocation.greedy.room import Room
from rakiza.engine.allocation.greedy.together import Together
from rakiza.engine.allocation.options import Option, source_least, whole, whole_up
from rakiza.engine.allocation.rules import AllocationRules, MakerShare, Per, Sources
from rakiza.engine.allocation.values import Lot, Measure

EVERYONE = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the rules say of one lot, in whole units.

    `most`, `least`: of one maker, by maker, with EVERYONE's for those not named; `sources`: makers that are
    wanted; `needed`: without which nothing is awarded; `makers`: the most of them; `counted`:
    units from which one is a source.
    """

    lot: str
    quantity: int
    most: Mapping[str, int]
    least: Mapping[str, int]
    sources: int
    needed: int
    makers: int
    counted: int

    def most_of(self, maker: str) -> int:
        """Return the most that one maker may hold: its own bound and everyone's."""
        return min(self.most.get(maker, self.most[EVERYONE]), self.most[EVERYONE])

    def least_of(self, maker: str) -> int:
        """Return the least that one maker holds where it holds anything: its own bound and everyone's."""
        return max(self.least.get(maker, self.least[EVERYONE]), self.least[EVERYONE])


def bounds_of(lot: Lot, rules: AllocationRules, scale: int) -> Bounds:
    """Return what the rules that look at one lot alone say of it."""
    quantity = whole(lot.quantity, scale)
    most = {EVERYONE: whole(lot.quantity * rules.maximum_share, scale)}
    least = {EVERYONE: 0}
    vital = rules.minimum_sources_vital if lot.vital else 1
    sources, needed, makers = vital, 0, quantity
    counted = source_least(lot.quantity, rules.source_share, scale) if vital > 1 else 1
    for rule in rules.rules:
        if not isinstance(rule, MakerShare | Sources) or not in_scope(lot, rule.scope):
            continue
        if isinstance(rule, Sources):
            sources, needed = max(sources, rule.minimum), max(needed, rule.minimum)
            makers = makers if rule.maximum is None else min(makers, rule.maximum)
            counted = max(counted, source_least(lot.quantity, rule.least_share, scale))
        elif rule.per is Per.LOT and rule.measure is Measure.QUANTITY:
            for name in rule.makers or (EVERYONE,):
                bound = whole(lot.quantity * rule.maximum, scale)
                most[name] = min(bound, most.get(name, bound))
                least[name] = max(whole_up(lot.quantity * rule.minimum, scale), least.get(name, 0))
    return Bounds(lot.id, quantity, most, least, sources, needed, makers, counted)


@dataclass(frozen=True, slots=True)
class Filled:
    """What one option serves of its lot by period, and orders above that, in whole units."""

    option: int
    served: tuple[int, ...]
    surplus: int

    @property
    def ordered(self) -> int:
        """Units ordered."""
        return sum(self.served) + self.surplus


@dataclass(frozen=True, slots=True)
class Choice:
    """One option as a lot sees it: its place, its maker, what a unit of it is expected to weigh."""

    place: int
    option: Option
    maker: str
    price: Decimal


class Basket:
    """One lot while it is filled."""

    def __init__(self, bounds: Bounds, room: Room, together: Together, open_price: Decimal) -> None:
        self._bounds, self._room, self._together = bounds, room, together
        self._open_price = open_price
        self._held: dict[str, int] = {}
        self._filled: list[tuple[Choice, Filled]] = []

    def fill(self, choices: Sequence[Choice]) -> list[Filled]:
        """Return what is ordered of a lot's options, given cheapest first; the room is taken."""
        for index, choice in enumerate(choices):
            if sum(self._held.values()) >= self._bounds.quantity:
                break
            if choice.price < self._open_price:
                others = {other.maker for other in choices[index + 1 :]} - self._held.keys() - {choice.maker}
                self._offer(choice, len(others))
        counted = sum(units >= self._bounds.counted for units in self._held.values())
        if self._held and counted < self._bounds.needed:
            for choice, filled in self._filled:
                self._room.take(choice.option, [-units for units in filled.served], -filled.surplus)
                self._together.take(self._bounds.lot, choice.maker, -sum(filled.served))
            return []
        return [filled for _choice, filled in self._filled]

    def _offer(self, choice: Choice, others: int) -> None:
        """Order from one option what its maker may have, and no less than it must."""
        bounds, maker, option = self._bounds, choice.maker, choice.option
        if maker not in self._held and len(self._held) >= bounds.makers:
            return
        held, left = self._held.get(maker, 0), bounds.quantity - sum(self._held.values())
        wanting = min(others, max(0, bounds.sources - len(self._held.keys() | {maker})))
        allowed = min(
            option.most,
            bounds.most_of(maker) - held,
            max(left - wanting * bounds.counted, min(left, option.least)),
        )
        least = max(  # served; a surplus serves nobody
            bounds.least_of(maker) - held,
            bounds.quantity if option.entire else 1,
            bounds.counted if bounds.needed else 1,
        )
        allowed = self._together.most(bounds.lot, maker, allowed)
        filled = self._packed(choice, self._spread(option, allowed))
        if sum(filled.served) >= least and filled.ordered >= option.least:
            self._room.take(option, filled.served, filled.surplus)
            self._together.take(bounds.lot, maker, sum(filled.served))
            self._held[maker] = self._held.get(maker, 0) + sum(filled.served)
            self._filled.append((choice, filled))

    def _spread(self, option: Option, allowed: int) -> list[int]:
        """Return units by period: all there is room for, or the same part of it in each period."""
        can = [self._room.most(option, period) for period in range(len(option.quarters))]
        total = sum(can)
        if total <= allowed:
            return can
        given = [units * max(0, allowed) // total for units in can]
        rest = max(0, allowed) - sum(given)
        for period, units in enumerate(can):
            more = min(rest, units - given[period])
            given[period] += more
            rest -= more
        return given

    def _packed(self, choice: Choice, served: list[int]) -> Filled:
        """Return units in whole conditionings: the last one finished where that pays, else left."""
        option = choice.option
        over = sum(served) % option.multiple
        if not over:
            return Filled(choice.place, tuple(served), 0)
        surplus = option.multiple - over
        pays = surplus * choice.price < over * (self._open_price - choice.price)
        if surplus <= option.surplus and (pays or option.entire):
            made = served[option.last] + surplus
            if self._room.spare(option, option.last, made) >= made:
                return Filled(choice.place, tuple(served), surplus)
        for period in reversed(range(len(served))):
            cut = min(over, served[period])
            served[period] -= cut
            over -= cut
        return Filled(choice.place, tuple(served), 0)
