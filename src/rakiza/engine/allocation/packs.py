"""Whole conditionings: a handful of pieces is never left to import where it can be helped.

An order is of whole conditionings; what it exceeds the demand by is a surplus, paid, told apart and
less than one conditioning. Where the rule `finish_packs` is on, a lot of which makers could serve
more than they do weighs one conditioning more, the smallest that could serve it, at the price of
what stays open. That is what makes the last conditioning worth ordering whole, wherever the other
rules and the capacity let it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rakiza.engine.allocation.options import Option, whole
from rakiza.engine.allocation.values import Lot


@dataclass(frozen=True, slots=True)
class Finish:
    """What finishing a lot means, in whole units.

    `weight`: the smallest conditioning; `unreachable`: what no offer may serve in any case.
    """

    weight: int
    unreachable: int


def finish_of(lot: Lot, options: Sequence[Option], scale: int) -> Finish | None:
    """Return what finishing a lot means, None where nothing in it is packed or nothing is reachable."""
    packed = [option.multiple for option in options if option.surplus and not option.entire]
    if not packed:
        return None
    demand = [whole(quantity, scale) for quantity in lot.demand]
    reachable = [sum(option.quarters[period] for option in options) for period in range(len(demand))]
    unreachable = sum(max(0, need - most) for need, most in zip(demand, reachable, strict=True))
    return Finish(min(packed), unreachable) if unreachable < sum(demand) else None
