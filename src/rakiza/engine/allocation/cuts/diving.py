"""A plan from a tight relaxation: what it is sure of is decided, the rest solved again, to the end.

Stores are opened first, the fullest ones; then lots are placed, a fifth of the rest at a time at most.
The last lots are placed together by branching. Cuts hold for every plan, and here they only guide:
a plan found is held against the programme by who asks.
"""

from __future__ import annotations

import math
import time
from dataclasses import replace

import numpy as np

from rakiza.engine.allocation.cuts.assignment import Assignment
from rakiza.engine.allocation.cuts.rounds import Relaxation
from rakiza.engine.allocation.highs import Stop
from rakiza.engine.allocation.scale.programme import Floats, Ints
from rakiza.engine.allocation.scale.run import Effort, run

SURE = 0.9
WHOLE = 1e-6
LAST = 30  # lots that are placed together at the end
STEPS = 2_000
FINISH = Effort(gap=1e-6, nodes=500, seconds=10.0, minor=True, plain=False)


def dive(
    relaxation: Relaxation, one: Assignment, most: float, stop: Stop, cutting: float = math.inf
) -> Floats | None:
    """Return a plan of the programme that the relaxation stands for, None where the way ended.

    The relaxation is one that was solved; a way whose bound passes `most` is left.
    From the moment `cutting` on no more cuts are looked for: at 1,600 lots in 80 stores they took 35 s.
    """
    programme = relaxation.programme
    lower, upper = relaxation.lower.copy(), relaxation.upper.copy()
    for _ in range(STEPS):
        if stop():
            return None
        further = _decided(relaxation, one, lower, upper)
        if further is None:
            break
        bound = relaxation.solve(*further, 1 if time.monotonic() < cutting else 0, most)
        if bound > most or not np.isfinite(bound):  # too dear, none, or out of time
            break
        lower, upper = further
    last = replace(programme, lower=lower, upper=upper)
    return run(last, FINISH, None, stop).point


def _decided(
    relaxation: Relaxation, one: Assignment, lower: Floats, upper: Floats
) -> tuple[Floats, Floats] | None:
    """Return bounds that decide more of the point, None where few enough lots are left."""
    point = relaxation.point
    opening = np.unique(one.opening[one.opening >= 0])
    unsure = opening[(point[opening] > WHOLE) & (point[opening] < 1 - WHOLE)]
    lower, upper = lower.copy(), upper.copy()
    if len(unsure):
        lower[opening[point[opening] >= 1 - WHOLE]] = 1.0
        fullest = unsure[np.argsort(-point[unsure], kind="stable")]
        lower[fullest[: max(1, len(unsure) // 4)]] = 1.0
        return lower, np.maximum(lower, upper)
    placed = lower[one.column] > 0.5
    rest = one.lots - int(placed.sum())
    if rest <= LAST:
        return None
    share = np.where(placed, 0.0, point[one.column])
    order = np.argsort(-share, kind="stable")
    sure = order[share[order] >= SURE][: max(1, rest // 5)]
    chosen = sure if len(sure) else order[:1]
    if share[chosen[0]] <= WHOLE:
        return None
    _place(one, chosen, lower, upper)
    return lower, np.maximum(lower, upper)


def _place(one: Assignment, chosen: Ints, lower: Floats, upper: Floats) -> None:
    """Place choices while their stores hold them; close one that no longer fits."""
    placed = lower[one.column] > 0.5
    held = np.bincount(one.store[placed], one.weight[placed], one.stores)
    for choice in chosen.tolist():
        store, column = int(one.store[choice]), int(one.column[choice])
        if held[store] + one.weight[choice] <= one.capacity[store]:
            held[store] += one.weight[choice]
            lower[column] = 1.0
        else:
            upper[column] = 0.0
