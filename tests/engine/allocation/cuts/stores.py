"""Lots and stores written out by hand."""

from __future__ import annotations

import numpy as np

from rakiza.engine.allocation.cuts.assignment import NONE, Assignment
from rakiza.engine.allocation.cuts.local import Placing


def assignment(costs: list[list[float]], weights: list[list[int]], capacity: list[int]) -> Assignment:
    """Return lots × stores, every store open; a lot may be left for 1000."""
    lots, stores = len(costs), len(capacity)
    lot, store = np.divmod(np.arange(lots * stores), stores)
    return Assignment(
        lot=lot,
        store=store,
        column=np.arange(lots * stores),
        cost=np.array(costs, dtype=np.float64).ravel(),
        weight=np.array(weights, dtype=np.int64).ravel(),
        capacity=np.array(capacity, dtype=np.int64),
        opening=np.full(stores, NONE, dtype=np.int64),
        opening_cost=np.zeros(stores),
        leaving=np.full(lots, 1000.0),
        left=tuple(((lots * stores + place, 1.0),) for place in range(lots)),
        constant=0.0,
    )


def placed(one: Assignment, where: list[int]) -> Placing:
    placing = Placing(one)
    point = np.zeros(len(one.lot))
    for lot, store in enumerate(where):
        if store != NONE:
            point[lot * one.stores + store] = 1.0
    placing.read(point)
    return placing
