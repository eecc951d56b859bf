"""What a ranking is worth where it can't tell devices apart.

One rule for every method, ours and peers': devices of equal score stand in random order, and a figure is
its expectation over that order. A method gains nothing by the order in which it happens to hold devices.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from itertools import groupby

Scored = Sequence[tuple[str, Hashable]]  # identifiers with their scores, best first
Ask = Callable[[Sequence[str], int], list[Scored]]  # texts and how many are wanted of each
PLACES = 10
_DEEPER = 20


def expected_right(found: Scored, right: Collection[str], places: int) -> float:
    """Return how many of the first `places` are right, on average over the order of equals."""
    left, total = places, 0.0
    for _, group in groupby(found, key=lambda one: one[1]):
        own = [device for device, _ in group]
        taken = min(left, len(own))
        total += taken * sum(device in right for device in own) / len(own)
        left -= taken
        if left == 0:
            break
    return total


def with_ties(ask: Ask, texts: Sequence[str], shown: Sequence[Scored], devices: int) -> list[Scored]:
    """Return the rankings with all that stand equal to the last device shown, asking deeper where they may be."""
    found = list(shown)
    depth = PLACES
    waiting = [at for at, own in enumerate(found) if len(own) >= PLACES]
    while waiting and depth < devices:
        depth = min(depth * _DEEPER, devices)
        for at, own in zip(waiting, ask([texts[at] for at in waiting], depth), strict=True):
            found[at] = own
        waiting = [
            at for at in waiting if len(found[at]) >= depth and found[at][-1][1] == found[at][PLACES - 1][1]
        ]
    return found
