"""Whole-number knapsacks: a table of the best value for every capacity at once."""

from __future__ import annotations

import numpy as np

from rakiza.engine.allocation.scale.programme import Bools, Floats, Ints

LARGEST = 60_000  # capacity that a table may have


def coarse(weights: Ints, capacity: int) -> tuple[Ints, int]:
    """Count weights and capacity coarser where a table would be too large: every packing still fits."""
    unit = max(1, -(-capacity // LARGEST))
    return weights // unit, capacity // unit


def table(values: Floats, weights: Ints, capacity: int) -> Floats:
    """Return best[k, c]: most value of the first k items within capacity c (items of positive value)."""
    best = np.zeros((len(values) + 1, capacity + 1))
    for item, (value, weight) in enumerate(zip(values.tolist(), weights.tolist(), strict=True)):
        before, after = best[item], best[item + 1]
        if weight > capacity:
            after[:] = before
            continue
        after[:weight] = before[:weight]
        np.add(before[: capacity + 1 - weight], value, out=after[weight:])
        np.maximum(after[weight:], before[weight:], out=after[weight:])
    return best


def taken(best: Floats, weights: Ints) -> Bools:
    """Return which items a best packing of a table takes."""
    chosen = np.zeros(len(weights), dtype=np.bool_)
    left = best.shape[1] - 1
    for item in range(len(weights) - 1, -1, -1):
        if best[item + 1, left] > best[item, left]:
            chosen[item] = True
            left -= int(weights[item])
    return chosen


def add_item(best: Floats, value: float, weight: int) -> None:
    """Let one more item into a row of a table, in place."""
    capacity = len(best) - 1
    if weight <= capacity and value > 0:
        np.maximum(best[weight:], best[: capacity + 1 - weight] + value, out=best[weight:])
