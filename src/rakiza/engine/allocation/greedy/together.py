"""What rules over several lots leave to a maker: how many makers a group has, and what each may hold of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rakiza.engine.allocation.coupling import groups
from rakiza.engine.allocation.options import whole
from rakiza.engine.allocation.rules import AllocationRules, Exclusive, MakerCount, MakerShare, Per
from rakiza.engine.allocation.values import ZERO, Lot, Measure

Group = int


class Together:
    """Rules that only ever forbid more the more is awarded; those that ask for something aren't looked at."""

    def __init__(self, lots: Sequence[Lot], rules: AllocationRules, scale: int) -> None:
        self._counts: dict[str, list[tuple[Group, int]]] = defaultdict(list)
        self._shares: dict[str, list[tuple[Group, int, tuple[str, ...]]]] = defaultdict(list)
        self._exclusive: dict[str, list[tuple[Group, int]]] = defaultdict(list)
        self._makers: dict[Group, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._held: dict[tuple[Group, str], int] = defaultdict(int)
        group = 0
        for rule in rules.rules:
            if isinstance(rule, Exclusive):
                group += 1
                for name in rule.lots:
                    self._exclusive[name].append((group, rule.maximum))
            elif isinstance(rule, MakerCount) or (isinstance(rule, MakerShare) and _is_over_lots(rule)):
                for own in groups(lots, rule.scope, rule.per).values():
                    group += 1
                    if isinstance(rule, MakerCount):
                        for lot in own:
                            self._counts[lot.id].append((group, rule.maximum))
                        continue
                    most = whole(sum((lot.quantity for lot in own), ZERO) * rule.maximum, scale)
                    for lot in own:
                        self._shares[lot.id].append((group, most, rule.makers))

    def most(self, lot: str, maker: str, units: int) -> int:
        """Return how many of some units a maker may have of a lot."""
        for group, maximum in self._counts[lot]:
            if maker not in self._makers[group] and len(self._makers[group]) >= maximum:
                return 0
        for group, maximum in self._exclusive[lot]:
            if len(self._makers[group][maker] - {lot}) >= maximum:
                return 0
        for group, most, named in self._shares[lot]:
            if not named or maker in named:
                units = min(units, most - self._held[group, maker])
        return max(0, units)

    def take(self, lot: str, maker: str, units: int) -> None:
        """Give a maker units of a lot; less than nothing gives all of them back."""
        for group, _maximum in (*self._counts[lot], *self._exclusive[lot]):
            makers = self._makers[group]
            if units > 0:
                makers[maker].add(lot)
            else:
                makers[maker].discard(lot)
                if not makers[maker]:
                    del makers[maker]
        for group, _most, _named in self._shares[lot]:
            self._held[group, maker] += units


def _is_over_lots(rule: MakerShare) -> bool:
    return rule.per is not Per.LOT and rule.measure is Measure.QUANTITY
