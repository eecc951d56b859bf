"""A plan to begin from: last year's, or another's. What of it still stands is kept, the rest left.

Whatever a start says is only where the search begins: prices are those of the problem, and what is
taken of it is held against every rule like any other plan.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal

import numpy as np

from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.highs import Demand, Stop
from rakiza.engine.allocation.model import Model
from rakiza.engine.allocation.pricing import Order, awards_from
from rakiza.engine.allocation.scale.programme import Floats, Ints, Programme, programme_of
from rakiza.engine.allocation.scale.run import Effort, run
from rakiza.engine.allocation.solution import Award

EXACT = Effort(gap=1e-6, nodes=2_000, minor=True, plain=False)
REPAIR = Effort(gap=1e-3, nodes=2_000, minor=True, plain=False)
Place = tuple[int, int, bool]  # option, period, whether it is surplus


def with_start(parts: Sequence[Component], start: Sequence[Award]) -> tuple[Component, ...]:
    """Give each part what a start awards in it; awards that the problem doesn't know fall out."""
    if not start:
        return tuple(parts)
    part_of = {
        (lot, offer.id): place
        for place, part in enumerate(parts)
        for offer in part.offers
        for lot in offer.lots
    }
    own: dict[int, dict[tuple[str, str], Award]] = defaultdict(dict)
    for award in start:
        place = part_of.get((award.lot, award.offer))
        if place is not None and _is_sound(award, parts[place]):
            own[place].setdefault((award.lot, award.offer), award)
    return tuple(replace(part, start=tuple(own[place].values())) for place, part in enumerate(parts))


def _is_sound(award: Award, part: Component) -> bool:
    """Whether quantities are quantities, a period each; whatever else is wrong is found later."""
    said = (*award.quarters, award.surplus)
    if len(award.quarters) != part.periods or not all(one.is_finite() and one >= 0 for one in said):
        return False
    within = award.surplus_period is None or 0 <= award.surplus_period < part.periods
    return within and award.ordered > 0


def priced_anew(component: Component) -> tuple[Award, ...]:
    """Return the awards of a part's start at the prices that the problem has for them."""
    return awards_from(
        component,
        [Order(one.lot, one.offer, one.quarters, one.surplus, one.surplus_period) for one in component.start],
    )


def unchanged(start: Sequence[Award], awards: Sequence[Award]) -> int:
    """Return how many awards of a start stand among others with the same quantities."""
    found = {(one.lot, one.offer, one.quarters, one.surplus) for one in awards}
    return sum((one.lot, one.offer, one.quarters, one.surplus) in found for one in start)


def columns_of(model: Model, seconds: float, stop: Stop) -> Iterator[tuple[float, ...]]:
    """Yield columns that order what the start of a model's component does, then such that order no more.

    Where quantities are the start's all else follows quickly; rules may refuse that, and the best plan
    within the start's quantities is then looked for.
    """
    asked = _asked(model)
    programme = programme_of(model.rows, Demand(0.0, seconds))
    for effort, exact in ((EXACT, True), (REPAIR, False)):
        held = _held(programme, model, asked, exact=exact)
        found = None if held is None else run(held, replace(effort, seconds=seconds / 2), stop=stop).point
        if found is not None:
            yield tuple(found.tolist())


def _asked(model: Model) -> Mapping[Place, Decimal]:
    """Return whole units by option, period and whether they are surplus, as the start says."""
    component = model.component
    options = {
        (component.lots[option.lot].id, component.offers[option.offer].id): index
        for index, option in enumerate(model.options)
    }
    found: dict[Place, Decimal] = {}
    for award in component.start:
        index = options.get((award.lot, award.offer))
        if index is None:
            continue
        for period, quantity in enumerate(award.quarters):
            found[index, period, False] = _units(quantity, model.scale)
        found[index, model.options[index].last, True] = _units(award.surplus, model.scale)
    return found


def _units(quantity: Decimal, scale: int) -> Decimal:
    return (quantity * scale).to_integral_value(ROUND_FLOOR)


def _held(
    programme: Programme, model: Model, asked: Mapping[Place, Decimal], *, exact: bool
) -> Programme | None:
    """Return the programme with supply held to the start; None where some of it can't be at all."""
    columns: dict[Place, dict[int, float]] = defaultdict(dict)
    for entry in model.entries:
        columns[entry.option, entry.period, entry.surplus][entry.column] = entry.units
    if exact and any(quantity for place, quantity in asked.items() if place not in columns):
        return None
    upper, integer = programme.upper.copy(), programme.integer.copy()
    rows: list[tuple[Ints, Floats]] = []
    limits: list[float] = []
    for place, own in columns.items():
        most = float(asked.get(place, 0))
        named, units = np.array(list(own), dtype=np.int64), np.array(list(own.values()))
        integer[named] = True
        # a lot that goes whole may, however much its demand has changed since
        free = not exact and model.options[place[0]].single and most > 0
        if not free:
            upper[named] = np.minimum(upper[named], np.floor(most / units))
        if most and not free and (exact or len(own) > 1):
            rows.append((named, units))
            limits.append(most)
    high = np.array(limits)
    low = high if exact else np.full(len(high), -np.inf)
    return replace(programme, upper=upper, integer=integer).with_rows(low, high, rows)
