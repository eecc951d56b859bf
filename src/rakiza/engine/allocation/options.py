"""What each offer may do for each lot, in whole units: the bounds every model starts from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.coupling import in_scope
from rakiza.engine.allocation.rules import AllocationRules, SingleSource
from rakiza.engine.allocation.values import (
    CENT,
    ONE,
    ZERO,
    Discount,
    Lot,
    LotTerms,
    Offer,
    Tier,
    TierKind,
)

NO_STEP = -1


@dataclass(frozen=True, slots=True)
class Cell:
    """One price that an option may pay: its tier, the step of its rebate, money per base unit.

    `weighed` is what a unit weighs in the choice (see `weighed_price`).
    """

    tier: int
    step: int
    price: Decimal
    weighed: Decimal


@dataclass(frozen=True, slots=True)
class Option:
    """One offer for one lot. All quantities are whole units of 1 / scale base unit.

    `quarters`: most that each period may receive; `most`: most served over the year; `least`: the
    smallest order; `multiple`: orders are multiples of it; `surplus`: most that an order may exceed
    what it serves, delivered in period `last`; `cells`: the prices it may pay; `consumption`: line
    units per base unit; `entire`: it takes the lot whole or not at all; `averaged`: steps are
    incremental, so that the ceiling binds the average price.
    """

    lot: int
    offer: int
    quarters: tuple[int, ...]
    most: int
    least: int
    multiple: int
    surplus: int
    last: int
    cells: tuple[Cell, ...]
    consumption: Decimal
    entire: bool = False
    averaged: bool = False

    @property
    def single(self) -> bool:
        """Whether one decision a price says it all."""
        return self.entire and not self.averaged

    @property
    def ordered(self) -> int:
        """Most that may be ordered."""
        return (self.most + self.surplus) // self.multiple * self.multiple


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
    whole_lots = single_lots(component, rules)
    wanted = {
        lot.id: _wanted(lot, index, rules, scale, single=lot.id in whole_lots)
        for index, lot in enumerate(component.lots)
    }
    reliable = {maker.id: maker.reliability for maker in component.makers}
    rebates = discounts_of(component)
    found = []
    for offer_index, offer in enumerate(component.offers):
        capacity = own_capacity(offer, reliable.get(offer.maker, ONE))
        shares = _shares(offer, component)
        terms = {one.lot: one for one in offer.terms}
        for lot_id in sorted(set(offer.lots)):
            case = _Case(
                wanted=wanted[lot_id],
                offer=offer,
                place=offer_index,
                capacity=capacity,
                shares=shares,
                terms=terms.get(lot_id),
                discount=rebates.get((offer.id, lot_id)),
            )
            option = _option(case, rules, scale)
            if option is not None:
                found.append(option)
    return tuple(found)


def single_lots(component: Component, rules: AllocationRules) -> frozenset[str]:
    """Return the lots that go whole to one offer."""
    scopes = [rule.scope for rule in rules.rules if isinstance(rule, SingleSource)]
    return frozenset(lot.id for lot in component.lots if any(in_scope(lot, scope) for scope in scopes))


def discounts_of(component: Component) -> dict[tuple[str, str], Discount]:
    """Return the rebate that each offer stands under for each lot."""
    family = {lot.id: lot.family for lot in component.lots}
    found: dict[tuple[str, str], Discount] = {}
    of_maker: dict[str, list[Offer]] = defaultdict(list)
    for offer in component.offers:
        of_maker[offer.maker].append(offer)
    for discount in component.discounts:
        for offer in of_maker.get(discount.maker, ()):
            for lot in offer.lots:
                if not discount.families or family[lot] in discount.families:
                    found[offer.id, lot] = discount
    return found


def own_capacity(offer: Offer, reliability: Decimal) -> tuple[Decimal, ...] | None:
    """Return what the offer itself can be counted on for in each period, None where unbounded."""
    if offer.capacity is None:
        return None
    return tuple(quantity * reliability for quantity in offer.capacity)


def lawful_share(offer: Offer, period: int, period_months: int) -> Fraction:
    """Return the share of a period in which the offer may be delivered: lawful, and made by then."""
    share = Fraction(offer.eligible[period]) if offer.eligible else Fraction(1)
    if not offer.lead_months:
        return share
    reached = Fraction((period + 1) * period_months - offer.lead_months, period_months)
    return min(share, max(Fraction(0), min(Fraction(1), reached)))


def ceiling(lot: Lot, rules: AllocationRules) -> Decimal | None:
    """Return the dearest local price the preference allows, None where no import price is known."""
    if lot.fallback is None:
        return None
    return lot.fallback * (1 + rules.preference_margin)


def weighed_price(lot: Lot, doubtful: tuple[str, ...], price: Decimal, rules: AllocationRules) -> Decimal:
    """Return what a unit weighs in the choice: a doubtful device counts a little dearer.

    Never above the lot's ceiling, so that doubt alone doesn't send a lot abroad.
    """
    if lot.id not in doubtful:
        return price
    limit = ceiling(lot, rules)
    dearer = price * (1 + rules.doubt_margin)
    return dearer if limit is None else max(price, min(dearer, limit))


def delivery_cost(lot: Lot, offer: Offer, terms: LotTerms | None) -> Decimal:
    """Return the delivery of one base unit: the lot's own, and its regions' in proportion."""
    own = ZERO if terms is None else terms.delivery
    if not offer.delivery:
        return own
    total = sum((part.quantity for part in lot.regions), ZERO)
    if not total:
        return own
    rates = {part.id: part.quantity for part in offer.delivery}
    spent = sum((part.quantity * rates.get(part.id, ZERO) for part in lot.regions), ZERO)
    return own + (spent / total).quantize(CENT, ROUND_HALF_EVEN)


def unit_price(tier: Tier, terms: LotTerms | None, rate: Decimal, delivery: Decimal) -> Decimal:
    """Return the price of one base unit: of the lot or of the tier, less the rebate, delivered."""
    listed = tier.price if terms is None or terms.price is None else terms.price
    return listed * (1 - rate) + delivery


def eligible_bound(demand: Decimal, share: Fraction, scale: int) -> int:
    """Return the whole units a period may receive: demand × lawful share, rounded down."""
    return int(whole(demand, scale) * share)


def whole(quantity: Decimal, scale: int) -> int:
    """Return `quantity` in whole units, rounded down."""
    return int((quantity * scale).to_integral_value(ROUND_FLOOR))


def whole_up(quantity: Decimal, scale: int) -> int:
    """Return `quantity` in whole units, rounded up."""
    return int((quantity * scale).to_integral_value(ROUND_CEILING))


def source_least(quantity: Decimal, share: Decimal, scale: int) -> int:
    """Return the units from which a maker counts as a source of a lot."""
    return max(1, whole_up(quantity * share, scale))


def tier_reached(tiers: tuple[Tier, ...], quantity: Decimal) -> Tier:
    """Return the tier that an annual quantity reaches."""
    if len(tiers) == 1 and tiers[0].from_quantity <= quantity:
        return tiers[0]
    return max((tier for tier in tiers if tier.from_quantity <= quantity), key=lambda t: t.from_quantity)


def multiple_of(offer: Offer, scale: int) -> int:
    """Return the order multiple in whole units; 1 where quantities may be split."""
    return 1 if offer.order_multiple == 1 else whole(offer.order_multiple, scale)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What all offers for a lot meet alike, in whole units: each is counted once."""

    lot: Lot
    place: int
    demand: tuple[int, ...]
    quantity: int
    most: int
    surplus: int
    limit: Decimal | None
    single: bool


def _wanted(lot: Lot, place: int, rules: AllocationRules, scale: int, *, single: bool) -> _Wanted:
    quantity = lot.quantity
    return _Wanted(
        lot,
        place,
        tuple(whole(demand, scale) for demand in lot.demand),
        whole(quantity, scale),
        whole(quantity * rules.maximum_share, scale),
        whole(quantity * rules.maximum_surplus, scale),
        ceiling(lot, rules),
        single,
    )


@dataclass(frozen=True, slots=True)
class _Case:
    wanted: _Wanted
    offer: Offer
    place: int
    capacity: tuple[Decimal, ...] | None
    shares: tuple[Fraction, ...] | None  # None: the whole of every period
    terms: LotTerms | None
    discount: Discount | None


def _shares(offer: Offer, component: Component) -> tuple[Fraction, ...] | None:
    if not offer.eligible and not offer.lead_months:
        return None
    return tuple(lawful_share(offer, t, component.period_months) for t in range(component.periods))


def _option(case: _Case, rules: AllocationRules, scale: int) -> Option | None:
    wanted, offer = case.wanted, case.offer
    averaged = is_averaged(offer, case.discount)
    cells = _cells(case, rules, averaged)
    bounds = _bounds(case, scale)
    multiple = multiple_of(offer, scale)
    most = min(sum(bounds), wanted.most)
    surplus = 0 if multiple == 1 else min(multiple - 1, wanted.surplus)
    least = max(multiple, -(-whole_up(offer.minimum_order, scale) // multiple) * multiple)
    option = Option(
        wanted.place,
        case.place,
        bounds,
        most,
        least,
        multiple,
        surplus,
        max((t for t, bound in enumerate(bounds) if bound), default=0),
        cells,
        _consumption(case),
        wanted.single,
        averaged,
    )
    quantity = wanted.quantity
    if not cells or most < 1 or least > quantity or option.ordered < least:
        return None
    if wanted.single and (most < quantity or _packed(quantity, multiple) > option.ordered):
        return None
    return option


def is_averaged(offer: Offer, discount: Discount | None) -> bool:
    """Whether the units of one award may pay different prices."""
    if len(offer.tiers) > 1 and offer.tier_kind is TierKind.INCREMENTAL:
        return True
    return discount is not None and discount.kind is TierKind.INCREMENTAL


def _packed(quantity: int, multiple: int) -> int:
    return -(-quantity // multiple) * multiple


def _bounds(case: _Case, scale: int) -> tuple[int, ...]:
    bounds = case.wanted.demand
    if case.shares is not None:
        bounds = tuple(int(units * share) for units, share in zip(bounds, case.shares, strict=True))
    if case.capacity is not None:
        bounds = tuple(
            min(units, whole(most, scale)) for units, most in zip(bounds, case.capacity, strict=True)
        )
    return bounds


def _cells(case: _Case, rules: AllocationRules, averaged: bool) -> tuple[Cell, ...]:  # noqa: FBT001 - internal
    lot, limit = case.wanted.lot, case.wanted.limit
    delivery = delivery_cost(lot, case.offer, case.terms)
    doubtful = () if averaged else case.offer.doubtful
    rates = [(NO_STEP, ZERO)] if case.discount is None else _rates(case.discount)
    cells = []
    for index, tier in enumerate(case.offer.tiers):
        for step, rate in rates:
            price = unit_price(tier, case.terms, rate, delivery)
            if averaged or limit is None or price <= limit:
                weighed = weighed_price(lot, doubtful, price, rules) if doubtful else price
                cells.append(Cell(index, step, price, weighed))
    return tuple(cells)


def _rates(discount: Discount) -> list[tuple[int, Decimal]]:
    return [(index, step.rate) for index, step in enumerate(discount.steps)]


def _consumption(case: _Case) -> Decimal:
    if case.terms is not None and case.terms.consumption is not None:
        return case.terms.consumption
    return case.offer.consumption


def _decimals(quantity: Decimal) -> int:
    exponent = quantity.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
