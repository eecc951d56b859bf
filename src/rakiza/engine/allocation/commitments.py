"""Multi-year commitments: whose tooling may be spread, over how many years, at what yearly charge."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from rakiza.engine.allocation.rules import Commitment
from rakiza.engine.allocation.values import CENT, ZERO, FixedCost, FixedCostKind, Lot

if TYPE_CHECKING:
    from rakiza.engine.allocation.components import Component


def open_to(rule: Commitment, cost: FixedCost) -> bool:
    """Whether a commitment may spread the cost over years."""
    named = not rule.makers or cost.maker in rule.makers
    return named and cost.kind is FixedCostKind.TOOLING and cost.years > 1


def spread(cost: FixedCost, rule: Commitment) -> Decimal:
    """Return the yearly charge under a commitment, to six decimals."""
    return (cost.amount / min(cost.years, rule.years)).quantize(CENT, ROUND_HALF_EVEN)


def floor_of(component: Component, cost: FixedCost, rule: Commitment) -> Decimal:
    """Return the base units that a commitment obliges to: a share of what the families need."""
    demand = (lot.quantity for lot in component.lots if concerns(cost, lot))
    return sum(demand, ZERO) * rule.floor


def concerns(cost: FixedCost, lot: Lot) -> bool:
    """Whether a lot is of the families that a cost is paid for."""
    return not cost.families or lot.family in cost.families
