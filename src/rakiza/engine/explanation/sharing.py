"""Shares of a common cost that everyone accepts: nobody bears more than its cost alone.

A share rule may break that (a game may have no other fault): the nearest shares that keep it are then
taken, the projection on the imputation set.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

CENT = Decimal("0.01")


def is_rational(shares: Mapping[str, Fraction], alone: Mapping[str, Fraction]) -> bool:
    """Tell whether nobody bears more than alone."""
    return all(shares[player] <= alone[player] for player in shares)


def proportional(total: Fraction, alone: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Share a cost in proportion to the costs alone; equally where none costs anything."""
    whole = sum(alone.values(), Fraction(0))
    if not whole:
        return {player: total / len(alone) for player in alone}
    return {player: total * cost / whole for player, cost in alone.items()}


def nearest_rational(
    shares: Mapping[str, Fraction], alone: Mapping[str, Fraction]
) -> dict[str, Fraction] | None:
    """Return the shares of the same sum, none above its cost alone, nearest in sum of squares.

    Shares above are cut to the cost alone and what they leave is borne equally by the others, again
    and again until none is above: the exact projection. None where the costs alone don't reach the sum.
    """
    total = sum(shares.values(), Fraction(0))
    if sum(alone.values(), Fraction(0)) < total:
        return None
    capped: dict[str, Fraction] = {}
    free = dict(shares)
    while free:
        left = total - sum(capped.values(), Fraction(0)) - sum(free.values(), Fraction(0))
        more = left / len(free)
        over = {player for player, share in free.items() if share + more > alone[player]}
        if not over:
            return {**capped, **{player: share + more for player, share in free.items()}}
        for player in over:
            capped[player] = alone[player]
            del free[player]
    return capped


def in_cents(shares: Mapping[str, Fraction]) -> dict[str, Decimal]:
    """Round shares to cents, their sum kept: the largest remainders are rounded up, ties by name."""
    total = _decimal(sum(shares.values(), Fraction(0))).quantize(CENT)
    rounded = {player: _decimal(share).quantize(CENT, ROUND_FLOOR) for player, share in shares.items()}
    missing = int((total - sum(rounded.values(), Decimal(0))) / CENT)
    order = sorted(shares, key=lambda player: (Fraction(rounded[player]) - shares[player], player))
    for player in order[: max(0, missing)]:
        rounded[player] += CENT
    return rounded


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
