"""Which months an offer misses of those a lot asks for, and why: its title, or the time it takes to make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from rakiza.engine.allocation import Offer
from rakiza.engine.allocation.options import lawful_share
from rakiza.engine.explanation import reasons

Missed = tuple[str, Mapping[str, int]]  # the code, and the months that it names


def missed(offer: Offer, wanted: Sequence[int], periods: int, size: int) -> Missed | None:
    """Return what keeps an offer from the first of the periods `wanted` it misses, None where none does.

    A share of a period is read as its end where the title goes on after it or only begins there, else as
    its beginning: that is all a share tells. `size`: months a period.
    """
    shares = offer.eligible or (Fraction(1),) * periods
    shut = next((period for period in wanted if shares[period] < 1), None)
    if shut is not None:
        return _shut(shares, shut, size)
    late = any(lawful_share(offer, period, size) < 1 for period in wanted)
    return (reasons.CHEAPER_LEAD, {"month": offer.lead_months + 1}) if late else None


def _shut(shares: Sequence[Fraction], shut: int, size: int) -> Missed:
    before, after = shares[:shut], shares[shut + 1 :]
    if not any(shares):
        return reasons.CHEAPER_NEVER, {}
    if not any(after) and (any(before) or shares[shut]):
        month = (shut * size) + int(shares[shut] * size) + 1
        return (
            (reasons.CHEAPER_EXPIRED, {"month": month}) if any(before) or shut == 0 else _opens(shares, size)
        )
    if not any(before):
        return _opens(shares, size)
    again = next(shut + 1 + rank for rank, share in enumerate(after) if share)
    first = shut * size + int(shares[shut] * size) + 1
    last = again * size + size - int(shares[again] * size)
    return reasons.CHEAPER_PAUSED, {"month": first, "last_month": last}


def _opens(shares: Sequence[Fraction], size: int) -> Missed:
    first = next(period for period, share in enumerate(shares) if share)
    return reasons.CHEAPER_LATER, {"month": (first + 1) * size - int(shares[first] * size) + 1}
