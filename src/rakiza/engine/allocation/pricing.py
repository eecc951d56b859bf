"""Prices that a set of orders reaches, exactly: tiers of offers, rebates on totals, deliveries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_EVEN, Decimal

from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.ladders import ladder_cost, segments
from rakiza.engine.allocation.options import (
    NO_STEP,
    delivery_cost,
    discounts_of,
    is_averaged,
    tier_reached,
    unit_price,
)
from rakiza.engine.allocation.solution import Award
from rakiza.engine.allocation.values import (
    CENT,
    ZERO,
    Discount,
    LotTerms,
    Measure,
    Offer,
    Tier,
    TierKind,
    TierScope,
)

Place = tuple[str, str]  # lot, offer


@dataclass(frozen=True, slots=True)
class Order:
    """What an offer is to supply to a lot; `cells`: units by (tier, step), where units differ in price."""

    lot: str
    offer: str
    quarters: tuple[Decimal, ...]
    surplus: Decimal = ZERO
    surplus_period: int | None = None
    cells: Mapping[tuple[int, int], Decimal] = field(default_factory=dict)

    @property
    def ordered(self) -> Decimal:
        """Base units ordered."""
        return sum(self.quarters, ZERO) + self.surplus

    @property
    def said_period(self) -> int | None:
        """The period of the surplus, None where it goes with the last period supplied."""
        last = max((index for index, quantity in enumerate(self.quarters) if quantity), default=None)
        return None if not self.surplus or self.surplus_period == last else self.surplus_period


class PriceBook:
    """Every price and amount that goes with the totals of some orders."""

    def __init__(self, component: Component, ordered: Mapping[Place, Decimal]) -> None:
        self._offers = {offer.id: offer for offer in component.offers}
        self._lots = {lot.id: lot for lot in component.lots}
        self._terms = {(terms.lot, offer.id): terms for offer in component.offers for terms in offer.terms}
        under = discounts_of(component)
        self.discounts = {(lot, offer): found for (offer, lot), found in under.items()}
        self.ordered = ordered
        self.by_offer: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for (_, offer), quantity in ordered.items():
            self.by_offer[offer] += quantity
        self.under: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for place, quantity in ordered.items():
            found = self.discounts.get(place)
            if found is not None:
                listed = Decimal(1) if found.measure is Measure.QUANTITY else self.listed(place)
                self.under[found.id] += quantity * listed

    def terms(self, place: Place) -> LotTerms | None:
        """Return what an offer says of one lot apart."""
        return self._terms.get(place)

    def tier(self, place: Place) -> Tier:
        """Return the tier that an offer's orders reach for a lot."""
        offer = self._offers[place[1]]
        total = self.by_offer[place[1]] if offer.tier_scope is TierScope.OFFER else self.ordered[place]
        return tier_reached(offer.tiers, total)

    def listed(self, place: Place) -> Decimal:
        """Return the price before rebate and delivery."""
        terms = self.terms(place)
        return self.tier(place).price if terms is None or terms.price is None else terms.price

    def averaged(self, place: Place) -> bool:
        """Whether the units of the order may pay different prices."""
        return is_averaged(self._offers[place[1]], self.discounts.get(place))

    def delivery(self, place: Place) -> Decimal:
        """Return the delivery of one base unit."""
        return delivery_cost(self._lots[place[0]], self._offers[place[1]], self.terms(place))

    def price(self, place: Place) -> Decimal:
        """Return the one price of an order's units, where they don't differ."""
        discount = self.discounts.get(place)
        rate = ZERO if discount is None else self.rate(discount)
        return unit_price(self.tier(place), self.terms(place), rate, self.delivery(place))

    def rate(self, discount: Discount) -> Decimal:
        """Return the rate that a rebate on all units reaches."""
        total = self.under[discount.id]
        return max((s for s in discount.steps if s.start <= total), key=lambda step: step.start).rate

    def scope(self, place: Place) -> tuple[str, str]:
        """Return what an order whose units differ in price shares its steps with."""
        discount = self.discounts.get(place)
        if discount is not None and discount.kind is TierKind.INCREMENTAL:
            return "discount", discount.id
        offer = self._offers[place[1]]
        return ("offer", offer.id) if offer.tier_scope is TierScope.OFFER else ("lot", "/".join(place))

    def total_of(self, scope: tuple[str, str], places: Sequence[Place]) -> Decimal:
        """Return the money of all orders that share incremental steps, deliveries included."""
        delivered = sum((self.delivery(place) * self.ordered[place] for place in places), ZERO)
        if scope[0] == "discount":
            discount = self.discounts[places[0]]
            listed = sum((self.listed(place) * self.ordered[place] for place in places), ZERO)
            held = segments([step.start for step in discount.steps], self.under[discount.id])
            rebate = sum((step.rate * part for step, part in zip(discount.steps, held, strict=True)), ZERO)
            return listed - rebate + delivered
        offer = self._offers[places[0][1]]
        total = sum((self.ordered[place] for place in places), ZERO)
        return ladder_cost(offer.tiers, offer.tier_kind, total) + delivered


def awards_from(component: Component, orders: Sequence[Order]) -> tuple[Award, ...]:
    """Return the awards of some orders at the prices they reach, in the order of lots and offers."""
    book = PriceBook(component, {(order.lot, order.offer): order.ordered for order in orders})
    offers = {offer.id: offer for offer in component.offers}
    amounts = _amounts(book, orders, offers)
    awards = []
    for order in sorted(orders, key=lambda one: (one.lot, one.offer)):
        place = (order.lot, order.offer)
        amount = amounts.get(place)
        if amount is None:
            price = book.price(place)
        else:
            price = (amount / order.ordered).quantize(CENT, ROUND_HALF_EVEN)
        awards.append(
            Award(
                order.lot,
                order.offer,
                order.quarters,
                price,
                order.surplus,
                amount,
                offers[order.offer].conditional,
                order.said_period,
            )
        )
    return tuple(awards)


def _amounts(book: PriceBook, orders: Sequence[Order], offers: Mapping[str, Offer]) -> dict[Place, Decimal]:
    """Return the money of each order whose units differ in price; what rounding leaves goes last."""
    shared: dict[tuple[str, str], list[Order]] = defaultdict(list)
    for order in sorted(orders, key=lambda one: (one.lot, one.offer)):
        place = (order.lot, order.offer)
        if book.averaged(place):
            shared[book.scope(place)].append(order)
    amounts: dict[Place, Decimal] = {}
    for scope, sharing in shared.items():
        places = [(order.lot, order.offer) for order in sharing]
        total = book.total_of(scope, places)
        for order, place in zip(sharing, places, strict=True):
            amounts[place] = _by_cells(book, order, offers[order.offer])
        amounts[places[-1]] += total - sum((amounts[place] for place in places), ZERO)
    return amounts


def _by_cells(book: PriceBook, order: Order, offer: Offer) -> Decimal:
    place = (order.lot, order.offer)
    discount = book.discounts.get(place)
    amount = ZERO
    for (tier, step), quantity in sorted(order.cells.items()):
        rate = ZERO if discount is None or step == NO_STEP else discount.steps[step].rate
        price = unit_price(offer.tiers[tier], book.terms(place), rate, book.delivery(place))
        amount += price * quantity
    return amount


def in_cells(component: Component, orders: Sequence[Order]) -> list[Order]:
    """Return orders with the steps that their units stand on, where these share steps that differ in price.

    Orders come up the steps in the order of lots and offers.
    """
    book = PriceBook(component, {(order.lot, order.offer): order.ordered for order in orders})
    offers = {offer.id: offer for offer in component.offers}
    reached: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    found = []
    for order in sorted(orders, key=lambda one: (one.lot, one.offer)):
        place = (order.lot, order.offer)
        if not book.averaged(place):
            found.append(order)
            continue
        scope, offer = book.scope(place), offers[order.offer]
        discount = book.discounts[place] if scope[0] == "discount" else None
        worth = Decimal(1) if discount is None or discount.measure is Measure.QUANTITY else book.listed(place)
        starts = (
            [step.start for step in discount.steps] if discount else [t.from_quantity for t in offer.tiers]
        )
        before, reached[scope] = reached[scope], reached[scope] + order.ordered * worth
        held = zip(segments(starts, before), segments(starts, reached[scope]), strict=True)
        cells = {
            (index, NO_STEP) if discount is None else (offer.tiers.index(book.tier(place)), index): part
            / worth
            for index, part in enumerate(after - less for less, after in held)
            if part
        }
        found.append(replace(order, cells=cells))
    return found
