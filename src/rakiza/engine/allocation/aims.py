"""What each aim minimises, as a cost for every column of a model."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from rakiza.engine.allocation.costs import import_values
from rakiza.engine.allocation.groups import value_added_rate
from rakiza.engine.allocation.model import Model
from rakiza.engine.allocation.options import whole
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
    if aim is Aim.COST:
        return _cheapest_cover(model)
    if aim is Aim.IMPORTS:
        return ZERO
    best = ZERO
    for option in model.options:
        dearest = max(cell.price for cell in option.cells)
        best += dearest * option.ordered / model.scale
    return -best


def _cheapest_cover(model: Model) -> Decimal:
    """Return what each lot costs by itself: from its cheapest options, as if no other lot were there."""
    offered: dict[int, list[tuple[Decimal, int]]] = defaultdict(list)
    for option in model.options:
        offered[option.lot].append((min(cell.weighed for cell in option.cells), option.most))
    total = ZERO
    for index, lot in enumerate(model.component.lots):
        left = whole(lot.quantity, model.scale)
        for price, most in sorted(offered[index]):
            if price < model.draft.open_cost[index]:
                total += price * min(left, most)
                left -= min(left, most)
        total += model.draft.open_cost[index] * left
    return total / model.scale
