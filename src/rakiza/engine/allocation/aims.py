"""What each aim minimises, as a cost for every column of a model."""

from __future__ import annotations

from decimal import Decimal

from rakiza.engine.allocation.costs import import_values
from rakiza.engine.allocation.groups import value_added_rate
from rakiza.engine.allocation.model import Model
from rakiza.engine.allocation.rules import Aim
from rakiza.engine.allocation.values import ZERO


def cost_vector(model: Model, aim: Aim) -> list[float]:
    """Return the cost of each column, in the unit of the model's own objective."""
    if aim is Aim.COST:
        return model.rows.cost
    cost = [0.0] * len(model.rows.cost)
    if aim is Aim.VALUE_ADDED:
        for entry in model.entries:
            rate = float(value_added_rate(model.draft.offer(entry.option)))
            cost[entry.column] -= model.draft.unit_price(entry) * rate * model.money
        return cost
    known = import_values(model.component, model.options)
    for (lot, _), column in model.remainders.items():
        cost[column] = float(known[model.component.lots[lot].id]) / model.scale * model.money
    return cost


def trivial_bound(model: Model, aim: Aim) -> Decimal:
    """Return what no plan can be below, before anything is solved."""
    if aim is not Aim.VALUE_ADDED:
        return ZERO
    best = ZERO
    for option in model.options:
        dearest = max(cell.price for cell in option.cells)
        best += dearest * option.ordered / model.scale
    return -best
