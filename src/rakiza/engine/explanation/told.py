"""The single changes that make an offer win, as reasons to be said in words."""

from __future__ import annotations

from decimal import Decimal

from rakiza.engine.explanation import reasons
from rakiza.engine.explanation.lots import Rival
from rakiza.engine.reasons import Reason

HUNDRED = Decimal(100)


def changes_of(rival: Rival) -> tuple[Reason, ...]:
    """Return each single change that makes an offer win: of price, of capacity, of the month of a title.

    One reason that says so where it needs none, being as good as the winner, or where none does alone.
    """
    if not rival.significant:
        return (Reason.of(reasons.NOT_SIGNIFICANT),)
    found = []
    if rival.price is not None:
        by = HUNDRED * (rival.listed - rival.price) / rival.listed if rival.listed else Decimal(0)
        share = by.quantize(Decimal("0.1"))
        found.append(Reason.of(reasons.CHANGE_PRICE, price=rival.price, reference=rival.listed, by=share))
    if rival.capacity is not None:
        found.append(Reason.of(reasons.CHANGE_CAPACITY, units=rival.capacity))
    if rival.month is not None:
        found.append(Reason.of(reasons.CHANGE_MONTH, month=rival.month))
    return tuple(found) or (Reason.of(reasons.CHANGE_NONE),)
