"""What each aim minimises, as a cost for every column of a model."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Cover:
    """What each lot costs by itself from its cheapest options, as if no other lot were there.

    `money`: imports with it; `penalty`: of what stays open in it.
    """

    money: Decimal
    penalty: Decimal

    @property
    def money_share(self) -> float:
        """Which part of it is money: a gap is meant of what can be decided on, not of a penalty."""
        return float(self.money / (self.money + self.penalty)) if self.penalty else 1.0


def trivial_bound(model: Model, aim: Aim, cover: Cover) -> Decimal:
    """Return what no plan can be below, before anything is solved."""
    if aim is Aim.COST:
        return cover.money + cover.penalty
    if aim is Aim.IMPORTS:
        return ZERO
    best = ZERO
    for option in model.options:
        dearest = max(cell.price for cell in option.cells)
        best += dearest * option.ordered / model.scale
    return -best


def cover_of(model: Model) -> Cover:
    """Return the cheapest cover of a part."""
    offered: dict[int, list[tuple[Decimal, int]]] = defaultdict(list)
    for option in model.options:
        offered[option.lot].append((min(cell.weighed for cell in option.cells), option.most))
    money = penalty = ZERO
    for index, lot in enumerate(model.component.lots):
        left, open_cost = whole(lot.quantity, model.scale), model.draft.open_cost[index]
        for price, most in sorted(offered[index]):
            if price < open_cost:
                money += price * min(left, most)
                left -= min(left, most)
        if lot.fallback is None:
            penalty += open_cost * left
        else:
            money += open_cost * left
    return Cover(money / model.scale, penalty / model.scale)
