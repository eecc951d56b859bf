"""A model that is an assignment is solved as one; any other goes its usual way."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from decimal import Decimal

from rakiza.engine.allocation.cuts.assignment import Assignment, assignment_of
from rakiza.engine.allocation.cuts.search import Proven, Search, Wanted
from rakiza.engine.allocation.highs import Answer, Demand, Solver
from rakiza.engine.allocation.model import TIE_TOTAL, Model
from rakiza.engine.allocation.scale import choose
from rakiza.engine.allocation.scale.programme import Programme, programme_of, start_of

LEAST = 400  # columns below which the solver alone is quick
MOSTLY = 0.8  # of its columns, for a model to be an assignment
MOST_LOTS = 2_000  # beyond which prices of lots take longer than blocks
PLACES = 6  # decimals of money that costs are counted in
COUNTED = {"supply", "left", "fixed", "setup"}  # columns that may cost something


def minimise(model: Model, demand: Demand, solver: Solver) -> Answer:
    """Minimise the rows of a model, as an assignment where it is one."""
    if len(model.rows.cost) <= LEAST or demand.integer or demand.fixed or demand.cost is not None:
        return choose.minimise(model, demand, solver)
    began = time.monotonic()
    programme = programme_of(model.rows, demand)
    one = assignment_of(programme, MOSTLY)
    if one is None or one.lots > MOST_LOTS or not _is_firm(programme, one):
        return choose.minimise(model, demand, solver)
    wanted = Wanted(demand.gap, demand.seconds, solver.stopped, grain_of(model), TIE_TOTAL, start_of(demand))
    found = Search(programme, one, wanted).run()
    spent = time.monotonic() - began
    if found.point is None:
        rest = choose.minimise(model, replace(demand, seconds=max(0.0, demand.seconds - spent)), solver)
        proven = found.bound if math.isfinite(found.bound) else rest.bound
        return replace(rest, bound=max(rest.bound, proven), seconds=rest.seconds + spent)
    return _answer(found, demand, spent)


def _answer(found: Proven, demand: Demand, seconds: float) -> Answer:
    assert found.point is not None  # noqa: S101 - the caller saw to it
    proven = found.value - found.bound <= (demand.gap + TIE_TOTAL) * abs(found.value)
    return Answer(tuple(found.point.tolist()), found.bound, proven, seconds)


def _is_firm(programme: Programme, one: Assignment) -> bool:
    """Whether stores hold lots together at all: else there is nothing to cut."""
    return programme.rows > one.lots and bool((one.weight > 0).any())


def grain_of(model: Model) -> float:
    """Return what every plan's cost is a multiple of, in the objective's unit; 0 where it is next to nothing."""
    rows = model.rows
    for kind, cost, integer in zip(rows.kind, rows.cost, rows.integer, strict=True):
        if cost and (kind not in COUNTED or not (integer or kind == "left")):
            return 0.0
    grain = math.gcd(*(_counted(amount) for amount in _amounts(model)))
    return float(grain) / 10.0**PLACES * model.money


def _amounts(model: Model) -> list[Decimal]:
    """Everything that a plan of whole lots may cost."""
    component = model.component
    amounts = [cost.amount for cost in component.fixed_costs]
    amounts += [line.setup_cost for line in component.lines]
    amounts += [model.draft.open_cost[index] * lot.quantity for index, lot in enumerate(component.lots)]
    for option in model.options:
        ordered = Decimal(option.ordered) / model.scale
        amounts += [cell.weighed * ordered for cell in option.cells]
    return amounts


def _counted(amount: Decimal) -> int:
    """Return money in millionths; 1 where that isn't exact."""
    counted = amount * 10**PLACES
    return int(counted) if counted == counted.to_integral_value() else 1
