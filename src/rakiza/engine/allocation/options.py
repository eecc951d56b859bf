"""What each offer may do for each lot, in whole units: the bounds every model starts from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.values import AllocationRules, Lot, Offer, Tier


@dataclass(frozen=True, slots=True)
class Option:
    """One offer for one lot. All quantities are whole units of 1 / scale base unit.

    `quarters`: most that each quarter may receive; `most`: most over the year; `least`: the
    smallest award; `multiple`: awards are multiples of it; `tiers`: indices of the tiers whose
    price the lot may pay.
    """

    lot: int
    offer: int
    quarters: tuple[int, int, int, int]
    most: int
    least: int
    multiple: int
    tiers: tuple[int, ...]


def scale_of(component: Component) -> int:
    """Return the power of ten that makes every demand and order multiple of the part whole."""
    decimals = 0
    for lot in component.lots:
        for quantity in lot.demand:
            decimals = max(decimals, _decimals(quantity))
    for offer in component.offers:
        decimals = max(decimals, _decimals(offer.order_multiple))
    return int(10**decimals)


def options_of(component: Component, rules: AllocationRules, scale: int) -> tuple[Option, ...]:
    """Return every option that the rules leave, in the order of offers, then lots."""
    position = {lot.id: index for index, lot in enumerate(component.lots)}
    found = []
    for offer_index, offer in enumerate(component.offers):
        for lot_id in sorted(set(offer.lots)):
            lot = component.lots[position[lot_id]]
            option = _option(lot, offer, (position[lot_id], offer_index), rules, scale)
            if option is not None:
                found.append(option)
    return tuple(found)


def ceiling(lot: Lot, rules: AllocationRules) -> Decimal | None:
    """Return the dearest local price the preference allows, None where no import price is known."""
    if lot.import_price is None:
        return None
    return lot.import_price * (1 + rules.preference_margin)


def weighed_price(lot: Lot, offer: Offer, price: Decimal, rules: AllocationRules) -> Decimal:
    """Return what a unit weighs in the choice: a doubtful device counts a little dearer.

    Never above the lot's ceiling, so that doubt alone doesn't send a lot abroad.
    """
    if lot.id not in offer.doubtful:
        return price
    limit = ceiling(lot, rules)
    dearer = price * (1 + rules.doubt_margin)
    return dearer if limit is None else max(price, min(dearer, limit))


def eligible_bound(demand: Decimal, months: int, scale: int) -> int:
    """Return the whole units a quarter may receive: demand × eligible months / 3, rounded down."""
    return whole(demand, scale) * months // 3


def whole(quantity: Decimal, scale: int) -> int:
    """Return `quantity` in whole units, rounded down."""
    return int((quantity * scale).to_integral_value(ROUND_FLOOR))


def source_least(quantity: Decimal, rules: AllocationRules, scale: int) -> int:
    """Return the units from which a maker counts as a source of a vital lot."""
    return max(1, int((quantity * rules.source_share * scale).to_integral_value(ROUND_CEILING)))


def tier_reached(tiers: tuple[Tier, ...], quantity: Decimal) -> Tier:
    """Return the tier that an annual quantity reaches."""
    return max((tier for tier in tiers if tier.from_quantity <= quantity), key=lambda t: t.from_quantity)


def _option(
    lot: Lot, offer: Offer, where: tuple[int, int], rules: AllocationRules, scale: int
) -> Option | None:
    limit = ceiling(lot, rules)
    tiers = tuple(i for i, tier in enumerate(offer.tiers) if limit is None or tier.price <= limit)
    bounds = []
    for quarter in range(4):
        bound = eligible_bound(lot.demand[quarter], offer.eligible_months[quarter], scale)
        if offer.capacity is not None:
            bound = min(bound, whole(offer.capacity[quarter], scale))
        bounds.append(bound)
    multiple = 1 if offer.order_multiple == 1 else whole(offer.order_multiple, scale)
    share = whole(lot.quantity * rules.maximum_share, scale)
    most = min(sum(bounds), share) // multiple * multiple
    minimum = int((offer.minimum_order * scale).to_integral_value(ROUND_CEILING))
    least = max(multiple, -(-minimum // multiple) * multiple)
    if not tiers or most < least:
        return None
    quarters = (bounds[0], bounds[1], bounds[2], bounds[3])
    return Option(where[0], where[1], quarters, most, least, multiple, tiers)


def _decimals(quantity: Decimal) -> int:
    exponent = quantity.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
