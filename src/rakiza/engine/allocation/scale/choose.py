"""Which way a model is solved: as it stands, great decisions first, or block by block."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from rakiza.engine.allocation.highs import Answer, Demand, Solver, Stop, later
from rakiza.engine.allocation.model import Model
from rakiza.engine.allocation.scale.blocks import blocks_of, labels_of
from rakiza.engine.allocation.scale.first import first_plan
from rakiza.engine.allocation.scale.large import Asked, Found, solve_large
from rakiza.engine.allocation.scale.merge import merged, twins_of
from rakiza.engine.allocation.scale.neighbourhood import kept, roomy
from rakiza.engine.allocation.scale.programme import Floats, Ints, Programme, programme_of, start_of
from rakiza.engine.allocation.scale.run import Effort, Outcome, run
from rakiza.engine.allocation.scale.settle import settled
from rakiza.engine.allocation.scale.tighten import strong_rows, tightened

SMALL = 400  # columns that are quickly solved as they stand
MIDDLE = 2_500  # columns up to which one run finds better plans than many small ones
FEW = 8  # blocks that are solved in one run
EASY = 3  # blocks that need none of the solver's own heuristics
BLOCK = 40  # columns below which a block is no family but a lot or two
NODES = 2_000_000
PATIENCE = 0.8  # of the time, after which the model as it stands is tried
STARTING = 0.5  # of that, for a first plan
SPARE = 0.85  # of the gap, for the run with minor decisions free
ENOUGH = 0.97  # of the gap, for what prices alone have closed: settling costs less than the rest
EXACT = 1e-9
NOTHING = Answer(None, float("-inf"), proven=False, seconds=0.0)
GRACE = 2.0  # seconds, to make minor decisions whole once the end was told
LITTLE = 0.2  # of the time: too short to load the model as it stands and gain anything
LARGE = 30_000  # columns beyond which the model as it stands would gain nothing


def minimise(model: Model, demand: Demand, solver: Solver) -> Answer:
    """Minimise the rows of a model in the way that suits its size."""
    if len(model.rows.cost) <= SMALL or demand.integer or demand.fixed:
        return solver.minimise(model.rows, demand)
    began = time.monotonic()

    def late() -> bool:
        return columns > MIDDLE and (solver.stopped() or time.monotonic() - began >= demand.seconds)

    columns = len(model.rows.cost)
    programme = programme_of(model.rows, demand)
    if late():
        return NOTHING
    smaller = merged(tightened(programme), labels_of(model), twins_of(model))
    if late():
        return NOTHING
    if smaller is None:
        found = _found(programme, labels_of(model), demand, solver.stopped, start=start_of(demand))
    else:
        demand = replace(demand, seconds=max(0.0, demand.seconds - (time.monotonic() - began)))
        start = start_of(demand)
        begun = None if start is None else smaller.forth(start)
        found = _found(smaller.programme, smaller.labels, demand, solver.stopped, smaller.firm, begun)
        if found.point is not None:
            found = replace(found, point=smaller.back(found.point))
    return _completed(model, programme, demand, solver, found)


def _found(
    programme: Programme,
    labels: Ints,
    demand: Demand,
    stop: Stop,
    firm: Floats | None = None,
    start: Floats | None = None,
) -> Found:
    blocks = blocks_of(programme, labels)
    sizes = [len(columns) for columns in blocks.columns[:-1] if len(columns)]
    families = bool(sizes) and float(np.median(sizes)) >= BLOCK
    plain = families and len(sizes) <= EASY
    joined = labels if families and len(sizes) > 1 else None
    if families and programme.columns > MIDDLE and blocks.count > FEW + 1:
        return solve_large(programme, labels, Asked(demand.gap, demand.seconds, stop, start=start), firm)
    if firm is not None and (firm != programme.values).any():
        stricter = replace(programme, values=firm)
        return great_first(stricter, demand, stop, joined, plain=plain, bounding=programme, start=start)
    return great_first(programme, demand, stop, joined, plain=plain, start=start)


def great_first(
    programme: Programme,
    demand: Demand,
    stop: Stop,
    labels: Ints | None = None,
    *,
    plain: bool = True,
    bounding: Programme | None = None,
    start: Floats | None = None,
) -> Found:
    """Solve with minor decisions free, then settle these with the great ones held.

    `labels`: the families of columns, where a first plan is made family after family. `plain`: without
    the solver's own heuristics, which a few families don't need. `bounding`: the programme that proves
    the bound, where plans must obey a stricter one. `start`: great decisions to begin from.
    """
    began = time.monotonic()
    strong = strong_rows(tightened(programme))
    most, spare = demand.seconds * PATIENCE, demand.gap * SPARE
    near = spare if demand.near is None else min(demand.near * SPARE, spare)
    begun = Found(start, float("-inf"), 0.0)
    if labels is not None and most > 0:
        begun = first_plan(strong, labels, Asked(near, most * STARTING, stop, start=start))
    left = max(0.0, most - (time.monotonic() - began))
    effort = Effort(spare, NODES, left, plain=plain or begun.point is not None, steady=True)
    first = _closed(strong, begun, effort, demand.gap * ENOUGH, stop)
    bound = first.bound
    if bounding is not None:
        seconds = max(1.0, demand.seconds - (time.monotonic() - began))
        lower = strong_rows(tightened(bounding))
        bound = run(lower, replace(effort, seconds=seconds), first.point, stop).bound
    elif first.infeasible:
        return Found(None, bound, time.monotonic() - began, infeasible=True)
    if first.point is None:
        return Found(None, bound, time.monotonic() - began)
    great = strong.integer & ~strong.minor
    left = max(1.0, demand.seconds - (time.monotonic() - began))
    effort, near = Effort(1e-6, NODES, left, minor=True), bound + demand.gap * abs(bound)
    ending = later(stop, GRACE)
    point = settled(strong, first.point, effort, near, ending)
    if point is None:
        held = kept(strong, first.point, great)
        point = run(roomy(held), effort, stop=ending).point
        if point is None and not ending():
            point = run(held, effort, stop=ending).point
    return Found(point, bound, time.monotonic() - began)


def _closed(programme: Programme, begun: Found, effort: Effort, enough: float, stop: Stop) -> Outcome:
    """Go on from what was begun where that isn't near enough yet (`enough`: a relative gap).

    Only what a cheaper plan may look like is searched: the plan begun is the best of all others.
    """
    if begun.point is None:
        return run(programme, effort, stop=stop)
    value = programme.value(begun.point)
    if value - begun.bound <= enough * abs(value):
        return Outcome(begun.point, begun.bound, value)
    if begun.cheaper is not None:
        lower, upper = begun.cheaper
        programme = replace(programme, lower=lower, upper=upper)
    target = begun.bound + enough * abs(begun.bound) if np.isfinite(begun.bound) else None
    outcome = run(programme, replace(effort, target=target), begun.point, stop)
    bound = max(min(outcome.bound, value), begun.bound)
    if outcome.point is None or outcome.value > value:
        return Outcome(begun.point, bound, value)
    return replace(outcome, bound=bound)


def _completed(model: Model, programme: Programme, demand: Demand, solver: Solver, found: Found) -> Answer:
    """Take what was found where it's near enough; else go on from it with the model as it stands."""
    if found.infeasible:
        return Answer(None, found.bound, proven=True, seconds=found.seconds, infeasible=True)
    point = found.point
    if point is not None and not programme.feasible(point, 1e-5):
        point = None
    start = start_of(demand)
    if start is not None and (point is None or programme.value(start) < programme.value(point)):
        point = start if programme.feasible(start, 1e-5) else point
    left = demand.seconds - found.seconds
    if point is not None:
        value = programme.value(point)
        within = value - found.bound <= demand.gap * abs(value) + EXACT * max(1.0, abs(value))
        answer = Answer(tuple(point.tolist()), found.bound, within, found.seconds)
        if within or left <= LITTLE * demand.seconds or programme.columns > LARGE:
            return answer
    elif left <= 0 and programme.columns > LARGE:
        return Answer(
            None, found.bound, proven=False, seconds=found.seconds
        )  # loading it alone takes seconds
    begun = None if point is None else point.tolist()
    more = solver.minimise(model.rows, replace(demand, seconds=max(0.0, left), start=begun))
    bound, seconds = max(found.bound, more.bound), found.seconds + more.seconds
    if more.columns is None and point is not None:
        return replace(answer, bound=bound, seconds=seconds)
    value = programme.value(np.array(more.columns)) if more.columns is not None else float("inf")
    proven = more.proven or (more.columns is not None and value - bound <= demand.gap * abs(value))
    return Answer(more.columns, bound, proven, seconds, more.infeasible)
