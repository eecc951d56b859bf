"""Near misses turned round: what each maker would add to a device to win the lots it just misses.

A lot that a maker already serves is left out. Each other lot counts once per maker, for the device
that misses it on the fewest attributes; makers compete, so that a lot may stand in several lists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.families import Family
from rakiza.engine.matching.judge import by_name, judge
from rakiza.engine.matching.values import DeviceDescription, MatchResult, Requirement, Verdict

ZERO = Decimal(0)
MOST_CHANGES = 2  # a device that misses more is another device
_MOST_OPTIONS = 64  # ways of meeting one lot that are looked at


@dataclass(frozen=True, slots=True)
class Wish:
    """A lot to win: what it asks, base units a year, and what they are worth (None where unknown)."""

    lot: str
    requirement: Requirement
    quantity: Decimal
    money: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MadeDevice:
    """A device and who makes it."""

    maker: str
    device: DeviceDescription


@dataclass(frozen=True, slots=True)
class Addition:
    """One version of the device to add: the values it would have, and the lots that it alone wins.

    Lots, quantity and money are beyond those of the additions before it, so that they can be summed.
    """

    values: tuple[AttributeValue, ...]
    lots: tuple[str, ...]
    quantity: Decimal
    money: Decimal


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What one device would need in the same attributes: "add 7.5 and 8", the most valuable first."""

    maker: str
    device: str
    family: str
    attributes: tuple[str, ...]
    additions: tuple[Addition, ...]

    @property
    def lots(self) -> tuple[str, ...]:
        """Every lot won, in the order of the additions."""
        return tuple(lot for addition in self.additions for lot in addition.lots)

    @property
    def quantity(self) -> Decimal:
        """Base units a year, each lot once."""
        return sum((addition.quantity for addition in self.additions), ZERO)

    @property
    def money(self) -> Decimal:
        """Worth a year of the lots whose price is known."""
        return sum((addition.money for addition in self.additions), ZERO)


def upgrades(
    wishes: Iterable[Wish],
    made: Iterable[MadeDevice],
    families: Mapping[str, Family],
    most_changes: int = MOST_CHANGES,
) -> tuple[Upgrade, ...]:
    """Return the additions that win lots, the most money first, then the most units.

    Additions of one upgrade are taken greedily, each time the version that wins most of what is left:
    the best order where versions win different lots or one another's, which is what equal values and
    thresholds do.
    """
    by_family: dict[str, list[Wish]] = defaultdict(list)
    for wish in wishes:
        by_family[wish.requirement.family].append(wish)
    ranges: dict[tuple[str, str], list[DeviceDescription]] = defaultdict(list)
    for article in made:
        ranges[article.maker, article.device.family].append(article.device)
    found: list[Upgrade] = []
    for (maker, family), devices in sorted(ranges.items()):
        if family in families:
            found.extend(_of_range(maker, devices, by_family[family], families[family], most_changes))
    return tuple(sorted(found, key=lambda u: (-u.money, -u.quantity, u.maker, u.device, u.attributes)))


def _of_range(
    maker: str,
    devices: Sequence[DeviceDescription],
    wishes: Sequence[Wish],
    family: Family,
    most_changes: int,
) -> Iterable[Upgrade]:
    ordered = sorted(devices, key=lambda device: device.device)
    missed: dict[tuple[str, tuple[str, ...]], list[Wish]] = defaultdict(list)
    for wish in wishes:
        nearest = _nearest(wish, ordered, family)
        failing = tuple(sorted(found.name for found in nearest.of_verdict(Verdict.FAIL)))
        if 0 < len(failing) <= most_changes:
            missed[nearest.device, failing].append(wish)
    by_id = {device.device: device for device in ordered}
    for (device, attributes), lots in sorted(missed.items()):
        additions = _additions(by_id[device], attributes, lots, family)
        if additions:
            yield Upgrade(maker, device, family.id, attributes, additions)


def _nearest(wish: Wish, devices: Sequence[DeviceDescription], family: Family) -> MatchResult:
    results = [judge(wish.requirement, device, family) for device in devices]
    return min(results, key=lambda found: (len(found.of_verdict(Verdict.FAIL)), found.distance, found.device))


def _additions(
    device: DeviceDescription, attributes: Sequence[str], lots: Sequence[Wish], family: Family
) -> tuple[Addition, ...]:
    options = sorted({option for wish in lots for option in _options(wish, attributes)}, key=repr)
    wins = {
        option: [wish for wish in lots if _serves(_with(device, option), wish, family)] for option in options
    }
    left = {wish.lot: wish for wish in lots}
    chosen: list[Addition] = []
    while left and wins:
        best = max(options, key=lambda option: _worth(wins[option], left))
        won = sorted((wish for wish in wins[best] if wish.lot in left), key=lambda wish: wish.lot)
        if not won:
            break
        quantity, money = sum((w.quantity for w in won), ZERO), sum((w.money or ZERO for w in won), ZERO)
        chosen.append(Addition(best, tuple(wish.lot for wish in won), quantity, money))
        for wish in won:
            del left[wish.lot]
    return tuple(chosen)


def _options(wish: Wish, attributes: Sequence[str]) -> Iterable[tuple[AttributeValue, ...]]:
    """Values that a version could have to serve a lot: each value required, or the end of a range."""
    required = by_name(wish.requirement.attributes)
    choices = [
        [replace(value, op=Op.EQ) for value in required[name]] for name in attributes if required.get(name)
    ]
    combined = (tuple(option) for option in product(*choices))
    return [option for option, _ in zip(combined, range(_MOST_OPTIONS), strict=False)]


def _with(device: DeviceDescription, values: Sequence[AttributeValue]) -> DeviceDescription:
    changed = {value.name for value in values}
    kept = (value for value in device.attributes if value.name not in changed)
    return replace(device, attributes=(*kept, *values))


def _serves(device: DeviceDescription, wish: Wish, family: Family) -> bool:
    return judge(wish.requirement, device, family).verdict is not Verdict.FAIL


def _worth(won: Sequence[Wish], left: Mapping[str, Wish]) -> tuple[Decimal, Decimal]:
    fresh = [wish for wish in won if wish.lot in left]
    return sum((w.money or ZERO for w in fresh), ZERO), sum((w.quantity for w in fresh), ZERO)
