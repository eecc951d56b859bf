"""Exact shares: quantities split in whole units by largest remainder, sums kept."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from rakiza.engine.planning.plan import Contribution, Quarterly

ZERO = Decimal(0)
FINEST = Decimal("0.001")


def grain(quantities: Sequence[Decimal]) -> Decimal:
    """Return the unit that shares are whole multiples of: 1, or 0.001 where any isn't whole."""
    whole = all(quantity == quantity.to_integral_value() for quantity in quantities)
    return Decimal(1) if whole else FINEST


def apportion(total: Decimal, weights: Sequence[Decimal], unit: Decimal) -> tuple[Decimal, ...]:
    """Split `total` in proportion to `weights`, in multiples of `unit`; the first of equals wins.

    No share exceeds its weight where the total doesn't exceed their sum and all are multiples.
    """
    whole = sum(weights, ZERO)
    if not whole:
        return tuple(ZERO for _ in weights)
    exact = [total * weight / whole for weight in weights]
    shares = [(share / unit).to_integral_value(ROUND_FLOOR) * unit for share in exact]
    left = int((total - sum(shares, ZERO)) / unit)
    order = sorted(range(len(weights)), key=lambda index: (shares[index] - exact[index], index))
    for index in order[:left]:
        shares[index] += unit
    return tuple(shares)


def whole_quarters(quarters: Quarterly) -> Quarterly:
    """Make quarters whole where their sum is, else keep three decimals; the sum stays."""
    total = sum(quarters, ZERO).quantize(FINEST)
    unit = grain([total])
    if grain(quarters) == unit == 1:
        return quarters
    first, second, third, fourth = apportion(total, quarters, unit)
    return first, second, third, fourth


def by_member(
    award: Quarterly, contributions: Sequence[Contribution], left: dict[str, list[Decimal]]
) -> tuple[tuple[str, Quarterly], ...]:
    """Split an award among members by what each still needs; `left` is updated in place.

    `left` maps a member to what no earlier award of the lot gave it, by quarter.
    """
    members = sorted({contribution.member for contribution in contributions})
    shares: dict[str, list[Decimal]] = {member: [] for member in members}
    for quarter in range(4):
        weights = [left[member][quarter] for member in members]
        unit = grain([award[quarter], *weights])
        for member, share in zip(members, apportion(award[quarter], weights, unit), strict=True):
            shares[member].append(share)
            left[member][quarter] -= share
    return tuple(
        (member, (parts[0], parts[1], parts[2], parts[3])) for member, parts in shares.items() if any(parts)
    )


def needed_by_member(contributions: Sequence[Contribution]) -> dict[str, list[Decimal]]:
    """Return each member's demand by quarter."""
    needed: dict[str, list[Decimal]] = {}
    for contribution in contributions:
        quarters = needed.setdefault(contribution.member, [ZERO] * 4)
        for quarter in range(4):
            quarters[quarter] += contribution.quarters[quarter]
    return needed
