"""Plans of many lots bettered by hand: many shifts and swaps in one look, each store touched once.

One shift or swap a look, as where lots are few, took a minute at 1,600 lots in 80 stores; this comes to rest
in half a second. Of a look's swaps those that save most are made first.
"""

from __future__ import annotations

import numpy as np

from rakiza.engine.allocation.cuts.assignment import NONE
from rakiza.engine.allocation.cuts.local import GAIN, Placing
from rakiza.engine.allocation.scale.programme import Floats, Ints

LOOKS = 200
BLOCK = 256  # lots that are held against all others at once


def settle(placing: Placing) -> None:
    """Shift and swap until nothing pays; what opening a store costs isn't looked at: no store opens or shuts."""
    for _ in range(LOOKS):
        if not _shifted(placing) and not _swapped(placing):
            return


def _shifted(placing: Placing) -> int:
    """Move lots into stores that have room, one a store; return how many."""
    lots = np.flatnonzero(placing.where != NONE)
    where = placing.where[lots]
    after = np.where(placing.weight[lots] <= placing.room, placing.cost[lots], np.inf)
    after[:, placing.count == 0] = np.inf
    after[placing.count[where] == 1] = np.inf
    if not after.size:
        return 0
    to = np.argmin(after, axis=1)
    gain = placing.cost[lots, where] - after[np.arange(len(lots)), to]
    touched: set[int] = set()
    for one in _paying(gain, placing.cost[lots, where]).tolist():
        stores = {int(where[one]), int(to[one])}
        if touched.isdisjoint(stores):
            touched |= stores
            placing.move(int(lots[one]), int(to[one]))
    return len(touched)


def _swapped(placing: Placing) -> int:
    """Let lots of different stores change places, one a store; return how many stores changed."""
    lots = np.flatnonzero(placing.where != NONE)
    where = placing.where[lots]
    cost, weight = placing.cost[lots], placing.weight[lots]
    rows = np.arange(len(lots))
    own_cost, own_weight = cost[rows, where], weight[rows, where]
    more = cost - own_cost[:, None]  # by store: what a lot would cost more there
    spare = placing.room[where] + own_weight  # what its place holds once it is gone
    first = np.flatnonzero((more < 0).any(axis=1))  # a swap that pays is better for one of the two at least
    partner, gain = np.zeros(len(first), dtype=np.int64), np.full(len(first), -np.inf)
    for begin in range(0, len(first), BLOCK):
        own = first[begin : begin + BLOCK]
        saved = -(more[own][:, where] + more[:, where[own]].T)
        fits = (weight[own][:, where] <= spare) & (spare[own][:, None] >= weight[:, where[own]].T)
        saved[~fits | (where[own][:, None] == where)] = -np.inf
        best = np.argmax(saved, axis=1)
        partner[begin : begin + BLOCK] = best
        gain[begin : begin + BLOCK] = saved[np.arange(len(own)), best]
    touched: set[int] = set()
    for place in _paying(gain, own_cost[first]).tolist():
        one, other = int(first[place]), int(partner[place])
        stores = {int(where[one]), int(where[other])}
        if touched.isdisjoint(stores):
            touched |= stores
            placing.swap(int(lots[one]), int(lots[other]))
    return len(touched)


def _paying(gain: Floats, cost: Floats) -> Ints:
    """Return the places of what saves anything, the most first, of equals the first."""
    order = np.argsort(-gain, kind="stable")
    return order[gain[order] > GAIN * np.maximum(1.0, np.abs(cost[order]))]
