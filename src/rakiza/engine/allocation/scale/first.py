"""A first plan of a few families for the solver to begin from: priced, family after family, then by pairs.

The solver's own heuristics look for one from nothing and took two thirds of a part's time; with a plan
within a thousandth of the best, reduced costs settle most decisions at the root and none is needed.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from rakiza.engine.allocation.highs import Stop, never
from rakiza.engine.allocation.scale.blocks import batches, blocks_of, clusters
from rakiza.engine.allocation.scale.crew import Crew, Ground
from rakiza.engine.allocation.scale.plan import Plan, polished
from rakiza.engine.allocation.scale.programme import Floats, Ints, Programme
from rakiza.engine.allocation.scale.relaxation import prices_of
from rakiza.engine.allocation.scale.run import Effort

ALONE = Effort(gap=1e-3, nodes=50)
PAIRED = Effort(gap=2e-4, nodes=60)
PAIR = 2


def first_plan(programme: Programme, labels: Ints, seconds: float, stop: Stop = never) -> Floats | None:
    """Return a point that obeys every row, minor decisions left free; None where none was found.

    `labels` as told by `blocks.labels_of`. Work is counted in nodes: time only ends it.
    """
    if stop():
        return None
    ends = time.monotonic() + seconds
    ground = Ground(programme, blocks_of(programme, labels))
    with Crew(ground, 1) as crew:
        _, prices = prices_of(crew, seconds)
        plan = Plan(ground)
        plan.start(crew, prices, _until(ALONE, ends))
        _polish(plan, programme, ends)
        weights = np.abs(prices) * plan.made()
        for batch in batches(ground.blocks, clusters(ground.blocks, weights, PAIR, 0)):
            if stop() or time.monotonic() > ends:
                break
            plan.improve(crew, batch, _until(PAIRED, ends))
        _polish(plan, programme, ends)
    return plan.point if plan.complete else None


def _polish(plan: Plan, programme: Programme, ends: float) -> None:
    if plan.solved.all() and time.monotonic() < ends:
        point = polished(programme, plan.point, _until(Effort(), ends))
        if point is not None:
            plan.point[:] = point


def _until(effort: Effort, ends: float) -> Effort:
    return replace(effort, seconds=max(0.1, ends - time.monotonic()))
