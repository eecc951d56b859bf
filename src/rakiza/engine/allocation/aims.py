"""What each aim minimises, as a cost for every column of a model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.costs import import_values, open_price
from rakiza.engine.allocation.groups import value_added_rate
from rakiza.engine.allocation.model import Model
from rakiza.engine.allocation.options import Option, whole
from rakiza.engine.allocation.rules import Aim, AllocationRules
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


def trivial_bound(options: Sequence[Option], scale: int, aim: Aim, cover: Cover) -> Decimal:
    """Return what no plan can be below, before anything is solved."""
    if aim is Aim.COST:
        return cover.money + cover.penalty
    if aim is Aim.IMPORTS:
        return ZERO
    best = ZERO
    for option in options:
        dearest = max(cell.price for cell in option.cells)
        best += dearest * option.ordered / scale
    return -best


def cover_of(
    component: Component, options: Sequence[Option], scale: int, rules: AllocationRules, penalty: Decimal
) -> Cover:
    """Return the cheapest cover of a part; `penalty`: of a unit left open."""
    offered: dict[int, list[tuple[Decimal, int]]] = defaultdict(list)
    for option in options:
        offered[option.lot].append((min(cell.weighed for cell in option.cells), option.most))
    money = left_open = ZERO
    for index, lot in enumerate(component.lots):
        left, open_cost = whole(lot.quantity, scale), open_price(lot, rules, penalty)
        for price, most in sorted(offered[index]):
            if price < open_cost:
                money += price * min(left, most)
                left -= min(left, most)
        if lot.fallback is None:
            left_open += open_cost * left
        else:
            money += open_cost * left
    return Cover(money / scale, left_open / scale)
