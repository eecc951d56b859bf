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


def money_share(model: Model) -> float:
    """Return which part of the cheapest cover is money: the rest is the penalty of what nobody can supply.

    A gap that is asked is meant of what can be decided, not of a penalty that no plan avoids.
    """
    covered, left = _cover(model)
    return float(covered / (covered + left)) if left else 1.0


def _cheapest_cover(model: Model) -> Decimal:
    """Return what each lot costs by itself: from its cheapest options, as if no other lot were there."""
    return sum(_cover(model), ZERO)


def _cover(model: Model) -> tuple[Decimal, Decimal]:
    """Return the money of the cheapest cover, imports with it, and the penalty of what stays open in it."""
    offered: dict[int, list[tuple[Decimal, int]]] = defaultdict(list)
    for option in model.options:
        offered[option.lot].append((min(cell.weighed for cell in option.cells), option.most))
    covered = penalty = ZERO
    for index, lot in enumerate(model.component.lots):
        left, open_cost = whole(lot.quantity, model.scale), model.draft.open_cost[index]
        for price, most in sorted(offered[index]):
            if price < open_cost:
                covered += price * min(left, most)
                left -= min(left, most)
        if lot.fallback is None:
            penalty += open_cost * left
        else:
            covered += open_cost * left
    return covered / model.scale, penalty / model.scale
