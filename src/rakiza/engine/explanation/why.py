"""The words of an award: which price won, and why each cheaper offer doesn't hold the lot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from rakiza.engine.allocation import AllocationRules, Lot, Offer, Problem, Solution
from rakiza.engine.explanation import reasons
from rakiza.engine.reasons import Reason

ZERO = Decimal(0)
HUNDRED = Decimal(100)
NAMED = 3


def why(part: Problem, solution: Solution, lot: Lot, rules: AllocationRules) -> tuple[Reason, ...]:
    """Return why the lot went as it did, in at most five reasons."""
    offers = {offer.id: offer for offer in part.offers if lot.id in offer.lots}
    held = {award.offer: award.price for award in solution.awards if award.lot == lot.id}
    if not held:
        limit = None if lot.fallback is None else lot.fallback * (1 + rules.preference_margin)
        near = sorted((_price(offer, lot), name) for name, offer in offers.items())
        fitting = [(price, name) for price, name in near if limit is None or price <= limit]
        hindered = [_hindered(part, solution, lot, offers[name], price) for price, name in fitting[:NAMED]]
        return (_nobody(lot, rules), *hindered)
    price = max(held.values())
    rivals = sorted((_price(offer, lot), name) for name, offer in offers.items() if name not in held)
    rest = tuple(_rest(part, solution, lot, [offers[name] for name in sorted(held)]))
    if not rivals:
        return (Reason.of(reasons.ONLY, price=price), *rest)
    cheaper = [(other, name) for other, name in rivals if other < price]
    dearer = [(other, name) for other, name in rivals if other >= price]
    said = [_hindered(part, solution, lot, offers[name], other) for other, name in cheaper[:NAMED]]
    if dearer and not cheaper:
        following = dearer[0][0]
        by = (HUNDRED * (following - price) / price).quantize(Decimal("0.1")) if price else ZERO
        said.append(Reason.of(reasons.CHEAPEST, price=price, next=following, by=by))
    return (*said, *rest)


def _rest(part: Problem, solution: Solution, lot: Lot, holding: Sequence[Offer]) -> Iterator[Reason]:
    """Say why those who hold the lot don't hold all of it, where part of it isn't supplied here."""
    if not any(rest.lot == lot.id for rest in solution.remainders):
        return
    for offer in holding:
        wanted = [period for period in range(part.periods) if lot.demand[period] > 0]
        full = next(_full_periods(part, solution, offer), None)
        if offer.eligible and any(offer.eligible[period] < 1 for period in wanted):
            yield Reason.of(reasons.REST_SHUT, offer=offer.id)
        elif full is not None:
            yield Reason.of(reasons.REST_FULL, offer=offer.id, month=full * part.period_months + 1)


def _nobody(lot: Lot, rules: AllocationRules) -> Reason:
    if lot.fallback is None:
        return Reason.of(reasons.LEFT_OPEN)
    margin = HUNDRED * rules.preference_margin
    return Reason.of(reasons.IMPORTED, reference=lot.fallback, margin=margin)


def _price(offer: Offer, lot: Lot) -> Decimal:
    terms = next((one for one in offer.terms if one.lot == lot.id), None)
    reached = max((t for t in offer.tiers if t.from_quantity <= lot.quantity), key=lambda t: t.from_quantity)
    stated = terms.price if terms is not None and terms.price is not None else reached.price
    return stated + (terms.delivery if terms is not None else ZERO)


def _hindered(part: Problem, solution: Solution, lot: Lot, offer: Offer, price: Decimal) -> Reason:
    """Say what keeps a cheaper offer from the lot, the plainest cause first."""
    wanted = [period for period in range(part.periods) if lot.demand[period] > 0]
    shares = offer.eligible or (Fraction(1),) * part.periods
    late = next((period for period in wanted if shares[period] < 1), None)
    if late is not None:
        return _later(part, offer, price, shares, late)
    least = max(offer.minimum_order, offer.order_multiple)
    if least > lot.quantity:
        return Reason.of(
            reasons.CHEAPER_MINIMUM, offer=offer.id, price=price, minimum=least, quantity=lot.quantity
        )
    full = next(_full_periods(part, solution, offer), None)
    if full is not None:
        month = full * part.period_months + 1
        return Reason.of(reasons.CHEAPER_FULL, offer=offer.id, price=price, month=month)
    return Reason.of(reasons.CHEAPER_WHOLE, offer=offer.id, price=price)


def _later(part: Problem, offer: Offer, price: Decimal, shares: tuple[Fraction, ...], late: int) -> Reason:
    """Say from which month an offer is lawful, or that it isn't in the whole year."""
    opens = next((period for period in range(late, part.periods) if shares[period] > 0), None)
    if opens is None:
        return Reason.of(reasons.CHEAPER_NEVER, offer=offer.id, price=price)
    size = part.period_months
    month = opens * size + 1 + size - int(shares[opens] * size)
    return Reason.of(reasons.CHEAPER_LATER, offer=offer.id, price=price, month=month)


def _full_periods(part: Problem, solution: Solution, offer: Offer) -> Iterator[int]:
    """The periods in which the offer or one of its lines has no room for one order more."""
    one = max(offer.order_multiple, Decimal(1))
    offers = {other.id: other for other in part.offers}
    lines = {line.id: line.available for line in part.lines}
    for period in range(part.periods):
        own, shared = ZERO, ZERO
        for award in solution.awards:
            other = offers[award.offer]
            made = award.made[period]
            own += made if other.id == offer.id else ZERO
            if offer.line is not None and other.line == offer.line:
                shared += made * other.consumption
        if (offer.capacity is not None and offer.capacity[period] - own < one) or (
            offer.line is not None and lines[offer.line][period] - shared < one * offer.consumption
        ):
            yield period
