"""The words of an award: which price won, and what seems to keep each cheaper offer from the lot.

Read off the plan alone: `causes` tries each before it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from rakiza.engine.allocation import AllocationRules, Award, Lot, Offer, Problem, Solution
from rakiza.engine.allocation.values import Series
from rakiza.engine.explanation import reasons
from rakiza.engine.explanation.changes import listed_price
from rakiza.engine.explanation.months import missed
from rakiza.engine.explanation.usage import Room, room
from rakiza.engine.reasons import Reason

ZERO = Decimal(0)
HUNDRED = Decimal(100)
NAMED = 3


def why(part: Problem, solution: Solution, lot: Lot, rules: AllocationRules) -> tuple[Reason, ...]:
    """Return why the lot went as it did, as far as the plan shows it: each cause is still to be tried."""
    offers = {offer.id: offer for offer in part.offers if lot.id in offer.lots}
    left = room(part, solution)
    awards = {award.offer: award for award in solution.awards if award.lot == lot.id}
    held = {offer: award.price for offer, award in awards.items()}
    if not held:
        limit = None if lot.fallback is None else lot.fallback * (1 + rules.preference_margin)
        near = sorted((listed_price(offer, lot), name) for name, offer in offers.items())
        fitting = [(price, name) for price, name in near if limit is None or price <= limit]
        hindered = [_hindered(part, left, lot, offers[name], price) for price, name in fitting[:NAMED]]
        return (_nobody(lot, rules, offered=bool(offers)), *hindered)
    price = max(held.values())
    rivals = sorted((listed_price(offer, lot), name) for name, offer in offers.items() if name not in held)
    rest = tuple(_rest(part, solution, left, lot, [offers[name] for name in sorted(held)]))
    partly = [
        _hindered(part, left, lot, offers[name], paid, _not_by(lot, awards[name]))
        for name, paid in sorted(held.items(), key=lambda one: (one[1], one[0]))
        if paid < price
    ]
    cheaper = [_hindered(part, left, lot, offers[name], other) for other, name in rivals if other < price]
    below = (*cheaper[:NAMED], *partly[: NAMED - 1])
    if below:
        return (Reason.of(reasons.DESPITE, price=price), *below, *rest)
    if not rivals:
        return (Reason.of(reasons.ONLY, price=price), *rest) if len(held) == 1 else rest
    following = rivals[0][0]
    by = (HUNDRED * (following - price) / price).quantize(Decimal("0.1")) if price else ZERO
    return (Reason.of(reasons.CHEAPEST, price=price, next=following, by=by), *rest)


def _rest(
    part: Problem, solution: Solution, left: Room, lot: Lot, holding: Sequence[Offer]
) -> Iterator[Reason]:
    """Say why those who hold the lot don't hold all of it, where part of it isn't supplied here."""
    missing = next((rest.quarters for rest in solution.remainders if rest.lot == lot.id), ())
    for offer in holding if missing else ():
        late = missed(offer, _wanted(missing), part.periods, part.period_months)
        full = _full_in(part, left, missing, offer, lot)
        if late is not None and late[0] == reasons.CHEAPER_LEAD:
            yield Reason.of(reasons.REST_LEAD, offer=offer.id, **late[1])
        elif late is not None:
            yield Reason.of(reasons.REST_SHUT, offer=offer.id)
        elif full is not None:
            yield Reason.of(reasons.REST_FULL, offer=offer.id, month=full["month"])
        elif (short := _short_from(part, left, missing, offer)) is not None:
            yield Reason.of(reasons.REST_SHORT, offer=offer.id, material=short[0], month=short[1])
        else:
            yield Reason.of(reasons.REST_RULE, offer=offer.id)


def _nobody(lot: Lot, rules: AllocationRules, *, offered: bool) -> Reason:
    if lot.fallback is None:
        return Reason.of(reasons.LEFT_OPEN if offered else reasons.NO_OFFER_OPEN)
    if not offered:
        return Reason.of(reasons.NO_OFFER, reference=lot.fallback)
    margin = HUNDRED * rules.preference_margin
    return Reason.of(reasons.IMPORTED, reference=lot.fallback, margin=margin)


def _hindered(
    part: Problem, left: Room, lot: Lot, offer: Offer, price: Decimal, missing: Series | None = None
) -> Reason:
    """Say what keeps a cheaper offer from the lot, or from what of it is `missing`, the plainest cause first."""
    missing = lot.demand if missing is None else missing
    late = missed(offer, _wanted(missing), part.periods, part.period_months)
    if late is not None:
        code, months = late
        return Reason.of(code, offer=offer.id, price=price, **months)
    least = max(offer.minimum_order, offer.order_multiple)
    if least > lot.quantity:
        return Reason.of(
            reasons.CHEAPER_MINIMUM, offer=offer.id, price=price, minimum=least, quantity=lot.quantity
        )
    full = _full_in(part, left, missing, offer, lot)
    if full is not None:
        code = reasons.CHEAPER_FULL_FOR if "last_month" in full else reasons.CHEAPER_FULL
        return Reason.of(code, offer=offer.id, price=price, **full)
    short = _short_from(part, left, missing, offer)
    if short is not None:
        material, month = short
        return Reason.of(reasons.CHEAPER_SHORT, offer=offer.id, price=price, material=material, month=month)
    return Reason.of(reasons.CHEAPER_WHOLE, offer=offer.id, price=price)


def _not_by(lot: Lot, award: Award) -> Series:
    return tuple(asked - had for asked, had in zip(lot.demand, award.quarters, strict=True))


def _wanted(missing: Series) -> list[int]:
    return [period for period, quantity in enumerate(missing) if quantity > 0]


def _full_in(part: Problem, left: Room, missing: Series, offer: Offer, lot: Lot) -> Mapping[str, int] | None:
    """Return the first month in which something is missing and an offer has no room, None: no month.

    With the last one where it has room again after that, in a month in which the lot asks for something.
    """
    asked, size = _wanted(lot.demand), part.period_months
    full = [period for period in asked if left.is_full(offer, period, lot.id)]
    begins = next((period for period in _wanted(missing) if period in full), None)
    if begins is None:
        return None
    first = {"month": begins * size + 1}
    again = next((period for period in asked if period > begins and period not in full), None)
    if again is None:
        return first
    last = max(period for period in full if period < again)
    return {**first, "last_month": (last + 1) * size}


def _short_from(part: Problem, left: Room, missing: Series, offer: Offer) -> tuple[str, int] | None:
    """Return the raw material that an offer runs out of, and from which month on; None where of none."""
    for period in _wanted(missing):
        material = left.lacks(offer, period)
        if material is not None:
            return material, period * part.period_months + 1
    return None
