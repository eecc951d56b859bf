"""The best packings of a store: not one but many, best first, by a table of what items after each may add.

An item after the other is taken or left. What the rest may add at most is known from a table for every
room left, so that each unfinished packing stands for one that is as good as it says: keeping the `most` best
of the unfinished keeps the `most` best packings of all.
"""

from __future__ import annotations

import numpy as np

from rakiza.engine.allocation.cuts.knapsack import table
from rakiza.engine.allocation.scale.programme import Bools, Floats, Ints

LARGEST = 4_000  # capacity of the table; above it, what the rest may add is only a bound
NEAR = 1e-9


def best_packings(values: Floats, weights: Ints, capacity: int, least: float, most: int) -> Bools:
    """Return up to `most` packings (rows; columns are items) worth at least `least`, the best ones.

    Every packing fits exactly. Items may be worth less than nothing. Of equals the first found stay.
    """
    count = len(values)
    unit = max(1, -(-capacity // LARGEST))
    order = np.argsort(-values / np.maximum(weights, 1), kind="stable")
    rest = table(values[order[::-1]], weights[order[::-1]] // unit, capacity // unit)
    gained, room = np.zeros(1), np.array([capacity], dtype=np.int64)
    taken = np.zeros((1, count), dtype=np.bool_)
    for place, item in enumerate(order.tolist()):
        value, weight, after = float(values[item]), int(weights[item]), rest[count - place - 1]
        fits = np.flatnonzero(room >= weight)
        with_it = taken[fits]
        with_it[:, item] = True
        gained = np.concatenate([gained, gained[fits] + value])
        room = np.concatenate([room, room[fits] - weight])
        taken = np.concatenate([taken, with_it])
        hope = gained + after[room // unit]
        kept = np.flatnonzero(hope >= least - NEAR * max(1.0, abs(least)))
        if len(kept) > most:
            kept = np.sort(kept[np.argsort(-hope[kept], kind="stable")[:most]])
        gained, room, taken = gained[kept], room[kept], taken[kept]
    return taken
