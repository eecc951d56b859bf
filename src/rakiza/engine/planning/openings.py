"""What an offer could take of a plan's open needs if the titles that it lacks came by a month.

Counted on what the plan left uncovered, so that nobody loses an award: of a quarter's remainder, the part
of the months that the title opens, within the capacity of those months. Deliveries are taken as spread
evenly over a quarter's months. A month that an offer's own dates shut stays shut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.planning.plan import MonthEligibility, Quarterly
from rakiza.engine.planning.standing import CENT, ZERO, Months, need_of
from rakiza.engine.planning.values import TitleKind

MONTHS = range(1, 13)
_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class OpenLot:
    """What a lot leaves uncovered, base units by quarter, and what the offer already serves of it."""

    lot: str
    rest: Quarterly
    served: Quarterly
    landed_price: Decimal


@dataclass(frozen=True, slots=True)
class ShutOffer:
    """A conforming offer with its months, those of the plan and today's, and the lots that it could serve.

    `lots` in the order in which capacity goes to them. `busy`: base units by quarter that its line makes
    for others.
    """

    offer: str
    then: Months
    now: Months
    monthly_capacity: Decimal | None
    busy: Quarterly
    lots: tuple[OpenLot, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What the offer would take of one lot: base units by quarter, and their value, tax included."""

    lot: str
    quarters: Quarterly
    value: Decimal


def missing_titles(offer: ShutOffer) -> tuple[TitleKind, ...]:
    """Return the kinds of titles for want of which months are shut, each once."""
    return tuple(
        sorted({kind for month in _shut(offer) for kind in map(need_of, month.reasons) if kind is not None})
    )


def opened_months(offer: ShutOffer, by: int) -> tuple[int, ...]:
    """Return the months from `by` on that only the missing titles shut, in the plan and today."""
    return tuple(month.month for month in _shut(offer) if month.month >= by)


def taken(offer: ShutOffer, by: int) -> tuple[Taken, ...]:
    """Return what the offer would take of each lot if its titles held from the first day of month `by` on."""
    opened = opened_months(offer, by)
    if not opened:
        return ()
    left = [_capacity(offer, quarter, opened) for quarter in range(4)]
    found = []
    for lot in offer.lots:
        quantities = []
        for quarter in range(4):
            wanted = _wanted(offer, lot, quarter, opened)
            room = left[quarter]
            got = wanted if room is None else min(wanted, room)
            if room is not None:
                left[quarter] = room - got
            quantities.append(got)
        total = sum(quantities, ZERO)
        if total > 0:
            first, second, third, fourth = quantities
            value = (total * lot.landed_price).quantize(CENT)
            found.append(Taken(lot.lot, (first, second, third, fourth), value))
    return tuple(found)


def value_by_month(offer: ShutOffer) -> tuple[Decimal, ...]:
    """Return what the titles would bring if they came by each month, January to December."""
    return tuple(sum((one.value for one in taken(offer, month)), ZERO) for month in MONTHS)


def _shut(offer: ShutOffer) -> Sequence[MonthEligibility]:
    planned = {month.month for month in offer.then if month.eligible}
    return [
        month
        for month in offer.now
        if not month.eligible
        and month.month not in planned
        and all(need_of(reason) is not None for reason in month.reasons)
    ]


def _wanted(offer: ShutOffer, lot: OpenLot, quarter: int, opened: Sequence[int]) -> Decimal:
    """Return the part of a quarter's remainder that falls in the opened months.

    Where the offer already serves its lawful months of the quarter, the remainder is that of the others.
    """
    lawful = sum(1 for month in offer.then if month.eligible and (month.month - 1) // 3 == quarter)
    spread = _A_QUARTER - lawful if lot.served[quarter] > 0 else _A_QUARTER
    now_open = _of(quarter, opened)
    return lot.rest[quarter] * now_open / spread if now_open else ZERO


def _capacity(offer: ShutOffer, quarter: int, opened: Sequence[int]) -> Decimal | None:
    if offer.monthly_capacity is None:
        return None
    free = offer.monthly_capacity - offer.busy[quarter] / _A_QUARTER
    return max(free, ZERO) * _of(quarter, opened)


def _of(quarter: int, months: Sequence[int]) -> int:
    return sum(1 for month in months if (month - 1) // 3 == quarter)
