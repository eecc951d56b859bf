"""From the columns of a solved model to awards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from rakiza.engine.allocation.model import Model
from rakiza.engine.allocation.pricing import Order, awards_from
from rakiza.engine.allocation.solution import Award
from rakiza.engine.allocation.values import ZERO


def awards_of(model: Model, columns: Sequence[float]) -> tuple[Award, ...]:
    """Return the awards that the columns say, in whole units, at the prices that their totals reach."""
    served: dict[int, list[int]] = defaultdict(lambda: [0] * model.component.periods)
    surplus: dict[int, int] = defaultdict(int)
    cells: dict[int, dict[tuple[int, int], Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for entry in model.entries:
        units = round(columns[entry.column] * entry.units)
        if not units:
            continue
        option = model.options[entry.option]
        cell = option.cells[entry.cell]
        cells[entry.option][cell.tier, cell.step] += Decimal(units) / model.scale
        if entry.surplus:
            surplus[entry.option] += units
        else:
            served[entry.option][entry.period] += units
    orders = [
        Order(
            model.draft.lot(index).id,
            model.draft.offer(index).id,
            tuple(Decimal(units) / model.scale for units in served[index]),
            Decimal(surplus[index]) / model.scale,
            model.options[index].last,
            cells[index],
        )
        for index in sorted({*served, *surplus})
    ]
    return awards_from(model.component, orders)
