"""One thing of a part changed, all else as it was: a price, a capacity, the month of a title."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from rakiza.engine.allocation import Line, Lot, LotTerms, Offer, Problem, Tier, TierKind
from rakiza.engine.allocation.charges import consumption_of
from rakiza.engine.allocation.options import delivery_cost
from rakiza.engine.allocation.values import CENT

ZERO, ONE = Decimal(0), Decimal(1)
GRAIN = Decimal("0.001")


def listed_price(offer: Offer, lot: Lot) -> Decimal:
    """Return the price that an offer reaches for a whole lot, its delivery included, rebates left out."""
    terms = next((one for one in offer.terms if one.lot == lot.id), None)
    own = None if terms is None else terms.price
    return (_reached(offer, lot.quantity) if own is None else own) + delivery_cost(lot, offer, terms)


def _reached(offer: Offer, quantity: Decimal) -> Decimal:
    """Return the price of so many units: of the step reached, or the average of steps that hold above them."""
    steps = sorted((t for t in offer.tiers if t.from_quantity <= quantity), key=lambda t: t.from_quantity)
    if offer.tier_kind is TierKind.ALL_UNITS or not quantity:
        return steps[-1].price
    ends = [*(step.from_quantity for step in steps[1:]), quantity]
    paid = sum(((end - step.from_quantity) * step.price for step, end in zip(steps, ends, strict=True)), ZERO)
    return (paid / quantity).quantize(CENT, ROUND_HALF_EVEN)


def delivered(offer: Offer, lot: Lot) -> Decimal:
    """Return the part of an offer's price for a lot that no fall of it reaches."""
    return delivery_cost(lot, offer, next((one for one in offer.terms if one.lot == lot.id), None))


def cheaper(part: Problem, offer: Offer, lot: str, fall: Decimal) -> Problem:
    """Return the part where one offer's price for one lot falls, or all the steps of one that has some."""

    def changed(one: Offer) -> Offer:
        if one.id != offer.id:
            return one
        held = next((terms for terms in one.terms if terms.lot == lot), LotTerms(lot))
        others = tuple(terms for terms in one.terms if terms.lot != lot)
        if len(one.tiers) == 1:
            price = held.price if held.price is not None else one.tiers[0].price
            terms = replace(held, price=max(ZERO, price - fall))
            return replace(one, terms=(*others, terms))
        tiers = tuple(Tier(tier.from_quantity, max(ZERO, tier.price - fall)) for tier in one.tiers)
        return replace(one, tiers=tiers)

    return replace(part, offers=tuple(changed(one) for one in part.offers))


def eligible_from(part: Problem, offer: Offer, month: int) -> Problem:
    """Return the part where one offer is lawful from a month on (1: the first), as before until then."""
    size = part.period_months
    shares = offer.eligible or (Fraction(1),) * part.periods
    opened = tuple(
        max(share, Fraction(min(size, max(0, (period + 1) * size - month + 1)), size))
        for period, share in enumerate(shares)
    )
    wider = replace(offer, eligible=opened, capacity=_opened(offer.capacity, shares, opened))
    return replace(part, offers=tuple(wider if one.id == offer.id else one for one in part.offers))


def _opened(
    capacity: tuple[Decimal, ...] | None, shares: tuple[Fraction, ...], opened: tuple[Fraction, ...]
) -> tuple[Decimal, ...] | None:
    """Return the capacity of the months opened: what a lawful month makes, in as many of them."""
    if capacity is None:
        return None
    rates = [Fraction(have) / share for have, share in zip(capacity, shares, strict=True) if share]
    rate = max(rates, default=Fraction(0))
    grown = []
    for have, before, after in zip(capacity, shares, opened, strict=True):
        made = (Fraction(have) / before if before else rate) * after
        grown.append(have if after == before else max(have, _floored(made)))
    return tuple(grown)


def first_open_month(offer: Offer, part: Problem) -> int:
    """The first month from which the offer is lawful to the end; one past the last where never."""
    size = part.period_months
    shares = offer.eligible or (Fraction(1),) * part.periods
    month = part.periods * size + 1
    for share in reversed(shares):
        if share < 1:
            return month - int(share * size)
        month -= size
    return 1


def widened(
    part: Problem, line: str, offers: tuple[str, ...], units: Decimal, lot: str | None = None
) -> Problem:
    """Return the part with `units` more a month on a line, and what they make in its offers' own capacity.

    `line` may be an offer with a capacity of its own, which counts in its own units. A month in which
    an offer isn't lawful gives it nothing more. `lot`: what the units are to make, where offers take more
    or less of the line for it.
    """
    more = units * part.period_months
    lines = tuple(
        replace(one, capacity=tuple(have + more for have in one.capacity)) if one.id == line else one
        for one in part.lines
    )
    wider = tuple(_wider(one, line, more, lot) if one.id in offers else one for one in part.offers)
    return replace(part, lines=lines, offers=wider)


def widened_for(part: Problem, offer: Offer, units: Decimal, lot: str) -> Problem:
    """Return the part where an offer can make `units` more of a lot a month, on every line that it passes through."""
    for line in lines_of(offer):
        part = widened(part, line, (), units * _exact(taken(offer, line, lot)))
    wider = _wider(offer, offer.id, units * part.period_months, None)
    return replace(part, offers=tuple(wider if one.id == offer.id else one for one in part.offers))


def roomier(part: Problem, offer: Offer) -> Problem:
    """Return the part where neither an offer's capacity nor any of its lines is ever full."""
    for line in lines_of(offer):
        part = widened(part, line, (), whole_of(part, line) + ONE)
    wider = _wider(offer, offer.id, (whole_of(part, offer.id) + ONE) * part.period_months, None)
    return replace(part, offers=tuple(wider if one.id == offer.id else one for one in part.offers))


def whole_of(part: Problem, line: str) -> Decimal:
    """Return the units a month that hold everything that a line, or an offer alone, could be asked."""
    users = [offer for offer in part.offers if offer.id == line or line in lines_of(offer)]
    most = max((_exact(taken(offer, line)) for offer in users), default=ONE)
    reached = {lot for offer in users for lot in offer.lots}
    asked = sum((lot.quantity for lot in part.lots if lot.id in reached), ZERO) * most
    counted = [share for one in part.lines if one.id == line for share in _counted(one) if share]
    counted += [one.reliability for one in part.makers if one.reliability]
    return asked / min(counted, default=ONE) / part.period_months


def _counted(line: Line) -> tuple[Decimal, ...]:
    """Return the share of a line's capacity that a plan may count on, by period."""
    return tuple(line.reliability * share for share in line.ramp or (ONE,))


def lines_of(offer: Offer) -> tuple[str, ...]:
    """Return the lines that a unit of an offer passes through."""
    own = () if offer.line is None else (offer.line,)
    return tuple(dict.fromkeys((*own, *(stage.id for stage in offer.stages))))


def _wider(offer: Offer, line: str, more: Decimal, lot: str | None) -> Offer:
    """Return an offer whose own capacity grows with its line's."""
    if offer.capacity is None:
        return offer
    shares = offer.eligible or (Fraction(1),) * len(offer.capacity)
    made = Fraction(more) / taken(offer, line, lot)
    grown = (have + _floored(made * share) for have, share in zip(offer.capacity, shares, strict=True))
    return replace(offer, capacity=tuple(grown))


def taken(offer: Offer, line: str, lot: str | None = None) -> Fraction:
    """Return what one base unit takes of a line, for a lot if one is named; one unit where it has no line."""
    own = offer.consumption if lot is None else consumption_of(offer, lot)
    through = [Fraction(stage.quantity) for stage in offer.stages if stage.id == line]
    through += [Fraction(own)] if offer.line == line else []
    return sum(through, Fraction(0)) or Fraction(1)


def _floored(value: Fraction) -> Decimal:
    return _exact(value).quantize(GRAIN, ROUND_FLOOR)


def _exact(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
