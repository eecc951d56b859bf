"""What a lot leaves open although makers' devices differ in it, and the one value kept for it.

A need that names no size (`CHAMP JETABLE`) fits every size. Its lot is never split over several:
the offers are grouped by the values of the open attributes, and one group is kept before anything
is allocated. The choice is a documented restriction of each lot by itself, without the capacity
that other lots may take: the group that can serve most of the lot, then the one that serves it at
the least weighed price, then the first values in order. Attributes where more serves as well
(at least, at most, ordered classes) are never open: any of their values does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from rakiza.engine.attributes import AttributeSpec, AttributeValue, Comparison
from rakiza.engine.families import Family
from rakiza.engine.planning.market import MarketOffer, Pairing
from rakiza.engine.planning.outcome import ceiling_of
from rakiza.engine.planning.plan import PlannedLot
from rakiza.engine.planning.requirements import canonical_value
from rakiza.engine.planning.values import Rules

ZERO = Decimal(0)
ANY_SERVES = frozenset({Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.ORDERED, Comparison.INFORMATIVE})
Values = tuple[tuple[AttributeValue, ...], ...]  # of each open attribute; empty: the device is silent


@dataclass(frozen=True, slots=True)
class OpenAttribute:
    """A decisive attribute that the lot doesn't state, with how many values would do."""

    name: str
    values: int


def settle(
    lot: PlannedLot, pairs: Sequence[Pairing], family: Family, rules: Rules, doubt_margin: Decimal
) -> tuple[tuple[Pairing, ...], tuple[OpenAttribute, ...]]:
    """Keep one description for the lot: the pairings, others set aside, and what was open."""
    usable = [pair for pair in pairs if _usable(lot, pair, rules)]
    specs = _open_specs(lot, usable, family)
    if not specs:
        return tuple(pairs), ()
    groups: dict[Values, list[Pairing]] = defaultdict(list)
    for pair in usable:
        groups[_values(pair.offer, specs)].append(pair)
    kept = min(groups, key=lambda values: (*_worth(lot, groups[values], doubt_margin), repr(values)))
    settled = tuple(_settled(pair, specs, kept) if pair.conforms else pair for pair in pairs)
    counts = (OpenAttribute(spec.name, _count(groups, index)) for index, spec in enumerate(specs))
    return settled, tuple(counts)


def _usable(lot: PlannedLot, pair: Pairing, rules: Rules) -> bool:
    """Whether the offer could be awarded: conforming, lawful, under the ceiling, not too large."""
    offer, limit = pair.offer, ceiling_of(lot, rules)
    if not pair.conforms or not offer.tiers:
        return False
    if not any(offer.months[quarter] for quarter in range(4) if lot.quarters[quarter] > 0):
        return False
    if max(offer.offer.minimum_order, offer.offer.order_multiple) > lot.quantity:
        return False
    return limit is None or offer.tiers[-1].price <= limit


def _open_specs(lot: PlannedLot, usable: Sequence[Pairing], family: Family) -> list[AttributeSpec]:
    stated = {value.name for value in lot.requirement}
    found = []
    for spec in family.attributes:
        if not spec.decisive or spec.comparison in ANY_SERVES or spec.name in stated:
            continue
        if len({_value(pair.offer, spec) for pair in usable} - {()}) > 1:
            found.append(spec)
    return found


def _values(offer: MarketOffer, specs: Sequence[AttributeSpec]) -> Values:
    return tuple(_value(offer, spec) for spec in specs)


def _value(offer: MarketOffer, spec: AttributeSpec) -> tuple[AttributeValue, ...]:
    own = {canonical_value(value, spec) for value in offer.device.attributes if value.name == spec.name}
    return tuple(sorted(own, key=repr))


def _worth(lot: PlannedLot, group: Sequence[Pairing], doubt_margin: Decimal) -> tuple[Decimal, Decimal]:
    """What the group leaves of the lot, and what it asks for the rest, the cheapest first."""
    left = list(lot.quarters)
    paid = ZERO
    for price, offer in sorted(((_price(lot, p, doubt_margin), p.offer) for p in group), key=_by_price):
        for quarter, months in enumerate(offer.months):
            most = lot.quarters[quarter] * months / 3
            if offer.offer.monthly_capacity is not None:
                most = min(most, offer.offer.monthly_capacity * months)
            taken = min(left[quarter], most)
            left[quarter] -= taken
            paid += taken * price
    served = lot.quantity - sum(left, ZERO)
    return -served, paid


def _price(lot: PlannedLot, pair: Pairing, doubt_margin: Decimal) -> Decimal:
    reached = [tier.price for tier in pair.offer.tiers if tier.from_quantity <= lot.quantity]
    price = reached[-1] if reached else pair.offer.tiers[0].price
    return price * (1 + doubt_margin) if pair.doubts else price


def _by_price(entry: tuple[Decimal, MarketOffer]) -> tuple[Decimal, str]:
    return entry[0], entry[1].offer.id


def _settled(pair: Pairing, specs: Sequence[AttributeSpec], kept: Values) -> Pairing:
    own = _values(pair.offer, specs)
    other = next((spec.name for spec, a, b in zip(specs, own, kept, strict=True) if a != b), None)
    return replace(pair, set_aside=other)


def _count(groups: dict[Values, list[Pairing]], index: int) -> int:
    return len({values[index] for values in groups} - {()})
