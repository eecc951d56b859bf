"""Branch and cut over a small programme with a tight relaxation: deep first, cuts at every node.

Stores are decided before choices, the fullest decision first. Whatever would lift a node's bound over
the target by its reduced cost is settled there. Nodes are counted, so that the way is always the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rakiza.engine.allocation.cuts.assignment import Assignment
from rakiza.engine.allocation.cuts.rounds import Relaxation
from rakiza.engine.allocation.highs import Stop
from rakiza.engine.allocation.scale.programme import Floats

WHOLE = 1e-6
ROOT, NODE = 6, 1  # rounds without gain before a node is left as it is
AIR = 1e-9


@dataclass(slots=True)
class Node:
    """What is decided so far, and the bound of what it came from."""

    lower: Floats
    upper: Floats
    bound: float


@dataclass(frozen=True, slots=True)
class Branched:
    """The bound below every plan within the target, and whether the search came to its end."""

    bound: float
    ended: bool


def branch(
    relaxation: Relaxation,
    one: Assignment,
    root: Node,
    better: Callable[[Floats], float],
    limits: tuple[int, float, Stop],
) -> Branched:
    """Search below a node. `better(point)` is told each whole point; it returns what to stay below.

    `limits`: nodes, the moment to end, and what is asked whether to stop.
    """
    nodes, ends, stop = limits
    whole = relaxation.programme.integer
    openings = np.zeros(len(whole), dtype=np.bool_)
    openings[one.opening[one.opening >= 0]] = True
    target = better(np.zeros(0))
    open_ = [root]
    for _ in range(nodes):
        if not open_:
            return Branched(target, ended=True)
        if stop() or time.monotonic() > ends:
            break
        node = open_.pop()
        if node.bound > target:
            continue
        bound = relaxation.solve(node.lower, node.upper, NODE, target)
        if bound == -np.inf:
            open_.append(node)
            break
        bound = max(bound, node.bound)
        if bound > target or bound == np.inf:
            continue
        point = relaxation.point
        fractional = np.where(whole, np.abs(point - np.round(point)), 0.0)
        if fractional.max() <= WHOLE:
            target = better(point)
            continue
        lower, upper = _settled(node, relaxation, target)
        score = np.where(fractional > WHOLE, point + np.where(openings, 10.0, 0.0), -1.0)
        column = int(np.argmax(score))
        without, with_it = Node(lower, upper.copy(), bound), Node(lower.copy(), upper, bound)
        without.upper[column] = 0.0
        with_it.lower[column] = 1.0
        open_ += [without, with_it]
    least = min((node.bound for node in open_), default=target)
    return Branched(min(target, least), ended=not open_)


def _settled(node: Node, relaxation: Relaxation, target: float) -> tuple[Floats, Floats]:
    """Close what can't rise from 0, and hold what can't fall from 1, within the target."""
    whole, point, reduced = relaxation.programme.integer, relaxation.point, relaxation.reduced
    over = relaxation.value + np.abs(reduced) > target * (1 + AIR)
    lower, upper = node.lower.copy(), node.upper.copy()
    upper[whole & over & (reduced > 0) & (point <= WHOLE)] = 0.0
    lower[whole & over & (reduced < 0) & (point >= 1 - WHOLE)] = 1.0
    return lower, np.maximum(lower, upper)
