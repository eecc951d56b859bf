"""What a quantity costs on a ladder of price steps, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rakiza.engine.allocation.values import ZERO, Tier, TierKind


def ladder_cost(tiers: Sequence[Tier], kind: TierKind, quantity: Decimal) -> Decimal:
    """Return the money for a quantity: at the step it reaches, or step by step."""
    if kind is TierKind.ALL_UNITS:
        reached = max((t for t in tiers if t.from_quantity <= quantity), key=lambda t: t.from_quantity)
        return reached.price * quantity
    starts = [tier.from_quantity for tier in tiers]
    return sum((tiers[i].price * held for i, held in enumerate(segments(starts, quantity))), ZERO)


def segments(starts: Sequence[Decimal], total: Decimal) -> tuple[Decimal, ...]:
    """Return how much of a total stands on each step."""
    held = []
    for index, start in enumerate(starts):
        end = min(total, starts[index + 1]) if index + 1 < len(starts) else total
        held.append(max(ZERO, end - start))
    return tuple(held)
