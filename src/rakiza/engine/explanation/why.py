"""The words of an award: which price won, and why each cheaper offer doesn't hold the lot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from rakiza.engine.allocation import AllocationRules, Award, Lot, Offer, Problem, Solution
from rakiza.engine.allocation.values import Series
from rakiza.engine.explanation import reasons
from rakiza.engine.explanation.changes import listed_price
from rakiza.engine.explanation.usage import Room, room
from rakiza.engine.reasons import Reason

ZERO = Decimal(0)
HUNDRED = Decimal(100)
NAMED = 3


def why(part: Problem, solution: Solution, lot: Lot, rules: AllocationRules) -> tuple[Reason, ...]:
    """Return why the lot went as it did, in at most five reasons."""
    offers = {offer.id: offer for offer in part.offers if lot.id in offer.lots}
    left = room(part, solution)
    awards = {award.offer: award for award in solution.awards if award.lot == lot.id}
    held = {offer: award.price for offer, award in awards.items()}
    if not held:
        limit = None if lot.fallback is None else lot.fallback * (1 + rules.preference_margin)
        near = sorted((listed_price(offer, lot), name) for name, offer in offers.items())
        fitting = [(price, name) for price, name in near if limit is None or price <= limit]
        hindered = [_hindered(part, left, lot, offers[name], price) for price, name in fitting[:NAMED]]
        return (_nobody(lot, rules), *hindered)
    price = max(held.values())
    rivals = sorted((listed_price(offer, lot), name) for name, offer in offers.items() if name not in held)
    rest = tuple(_rest(part, solution, left, lot, [offers[name] for name in sorted(held)]))
    partly = [
        _hindered(part, left, lot, offers[name], paid, _not_by(lot, awards[name]))
        for name, paid in sorted(held.items(), key=lambda one: (one[1], one[0]))
        if paid < price
    ]
    rest = (*partly[: NAMED - 1], *rest)
    if not rivals:
        return (Reason.of(reasons.ONLY, price=price), *rest) if len(held) == 1 else rest
    cheaper = [(other, name) for other, name in rivals if other < price]
    dearer = [(other, name) for other, name in rivals if other >= price]
    said = [_hindered(part, left, lot, offers[name], other) for other, name in cheaper[:NAMED]]
    if dearer and not cheaper:
        following = dearer[0][0]
        by = (HUNDRED * (following - price) / price).quantize(Decimal("0.1")) if price else ZERO
        said.append(Reason.of(reasons.CHEAPEST, price=price, next=following, by=by))
    return (*said, *rest)


def _rest(
    part: Problem, solution: Solution, left: Room, lot: Lot, holding: Sequence[Offer]
) -> Iterator[Reason]:
    """Say why those who hold the lot don't hold all of it, where part of it isn't supplied here."""
    missing = next((rest.quarters for rest in solution.remainders if rest.lot == lot.id), ())
    for offer in holding if missing else ():
        full = _full_from(part, left, missing, offer, lot)
        if offer.eligible and any(offer.eligible[period] < 1 for period in _wanted(missing)):
            yield Reason.of(reasons.REST_SHUT, offer=offer.id)
        elif full is not None:
            yield Reason.of(reasons.REST_FULL, offer=offer.id, month=full)
        elif (short := _short_from(part, left, missing, offer)) is not None:
            yield Reason.of(reasons.REST_SHORT, offer=offer.id, material=short[0], month=short[1])


def _nobody(lot: Lot, rules: AllocationRules) -> Reason:
    if lot.fallback is None:
        return Reason.of(reasons.LEFT_OPEN)
    margin = HUNDRED * rules.preference_margin
    return Reason.of(reasons.IMPORTED, reference=lot.fallback, margin=margin)


def _hindered(
    part: Problem, left: Room, lot: Lot, offer: Offer, price: Decimal, missing: Series | None = None
) -> Reason:
    """Say what keeps a cheaper offer from the lot, or from what of it is `missing`, the plainest cause first."""
    missing = lot.demand if missing is None else missing
    shares = offer.eligible or (Fraction(1),) * part.periods
    late = next((period for period in _wanted(missing) if shares[period] < 1), None)
    if late is not None:
        return _later(part, offer, price, shares, late)
    least = max(offer.minimum_order, offer.order_multiple)
    if least > lot.quantity:
        return Reason.of(
            reasons.CHEAPER_MINIMUM, offer=offer.id, price=price, minimum=least, quantity=lot.quantity
        )
    full = _full_from(part, left, missing, offer, lot)
    if full is not None:
        return Reason.of(reasons.CHEAPER_FULL, offer=offer.id, price=price, month=full)
    short = _short_from(part, left, missing, offer)
    if short is not None:
        material, month = short
        return Reason.of(reasons.CHEAPER_SHORT, offer=offer.id, price=price, material=material, month=month)
    return Reason.of(reasons.CHEAPER_WHOLE, offer=offer.id, price=price)


def _later(part: Problem, offer: Offer, price: Decimal, shares: tuple[Fraction, ...], late: int) -> Reason:
    """Say from which month an offer is lawful, or that it isn't in the whole year."""
    opens = next((period for period in range(late, part.periods) if shares[period] > 0), None)
    if opens is None:
        return Reason.of(reasons.CHEAPER_NEVER, offer=offer.id, price=price)
    size = part.period_months
    month = opens * size + 1 + size - int(shares[opens] * size)
    return Reason.of(reasons.CHEAPER_LATER, offer=offer.id, price=price, month=month)


def _not_by(lot: Lot, award: Award) -> Series:
    return tuple(asked - had for asked, had in zip(lot.demand, award.quarters, strict=True))


def _wanted(missing: Series) -> list[int]:
    return [period for period, quantity in enumerate(missing) if quantity > 0]


def _full_from(part: Problem, left: Room, missing: Series, offer: Offer, lot: Lot) -> int | None:
    """Return the first month in which something is missing and an offer has no room for it, None: no month."""
    full = next((period for period in _wanted(missing) if left.is_full(offer, period, lot.id)), None)
    return None if full is None else full * part.period_months + 1


def _short_from(part: Problem, left: Room, missing: Series, offer: Offer) -> tuple[str, int] | None:
    """Return the raw material that an offer runs out of, and from which month on; None where of none."""
    for period in _wanted(missing):
        material = left.lacks(offer, period)
        if material is not None:
            return material, period * part.period_months + 1
    return None
