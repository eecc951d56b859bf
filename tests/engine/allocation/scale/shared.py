"""Programmes of families whose makers share lines."""

from __future__ import annotations

import random

import numpy as np

from rakiza.engine.allocation.scale.programme import Ints, Programme

INFINITY = float("inf")


def shared_lines(seed: int, families: int = 4, lots: int = 3, makers: int = 3) -> tuple[Programme, Ints]:
    """Families whose makers share lines and pay a fixed cost; columns x (share of a lot), y, import."""
    dice = random.Random(seed)
    cost: list[float] = []
    upper: list[float] = []
    integer: list[bool] = []
    labels: list[int] = []
    rows: list[tuple[float, float, list[tuple[int, float]]]] = []
    lines: list[list[tuple[int, float]]] = [[] for _ in range(makers)]

    def column(price: float, most: float, family: int, *, whole: bool = False) -> int:
        cost.append(price)
        upper.append(most)
        integer.append(whole)
        labels.append(-1 if whole else family)
        return len(cost) - 1

    for family in range(families):
        opened = [column(dice.uniform(5, 20), 1.0, family, whole=True) for _ in range(makers)]
        served: list[list[tuple[int, float]]] = [[] for _ in range(makers)]
        for _ in range(lots):
            shares = [column(dice.uniform(10, 30), 1.0, family) for _ in range(makers)]
            left = column(40.0, 1.0, family)
            rows.append((1.0, 1.0, [*((c, 1.0) for c in shares), (left, 1.0)]))
            for maker, share in enumerate(shares):
                served[maker].append((share, 1.0))
                lines[maker].append((share, dice.uniform(0.5, 1.5)))
        rows += [(-INFINITY, 0.0, [*served[maker], (opened[maker], -float(lots))]) for maker in range(makers)]
    rows += [(-INFINITY, 0.4 * families * lots / makers * 1.5, terms) for terms in lines]
    starts = np.cumsum([0, *(len(terms) for _, _, terms in rows)])
    entries = [term for _, _, terms in rows for term in terms]
    programme = Programme(
        np.array(cost),
        np.zeros(len(cost)),
        np.array(upper),
        np.array(integer),
        np.zeros(len(cost), dtype=np.bool_),
        np.array([low for low, _, _ in rows]),
        np.array([high for _, high, _ in rows]),
        starts.astype(np.int64),
        np.array([c for c, _ in entries], dtype=np.int64),
        np.array([v for _, v in entries]),
    )
    return programme, np.array(labels, dtype=np.int64)
