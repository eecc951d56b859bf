"""What looks for better plans near a plan, one way after the other: halves that meet, packings, branching."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rakiza.engine.allocation.cuts.assignment import Assignment
from rakiza.engine.allocation.cuts.exchange import Exchange
from rakiza.engine.allocation.cuts.groups import Groups
from rakiza.engine.allocation.cuts.multipliers import Packed
from rakiza.engine.allocation.cuts.regroup import Regroup
from rakiza.engine.allocation.highs import Stop
from rakiza.engine.allocation.scale.programme import Floats, Programme

CHOICES = 8  # a lot among which groups look


class Nearby:
    """Ways to better plans of an assignment; `bounds`: of the plans in which each choice is made.

    Where opening stores costs too, only groups placed by branching gain.
    """

    def __init__(
        self, programme: Programme, one: Assignment, packed: Packed | None, bounds: Floats, grain: float
    ) -> None:
        loss = bounds - float(bounds.min())
        self._most = float(np.sort(loss)[min(CHOICES * one.lots, len(loss) - 1)])
        self._groups = Groups(programme, one, loss)
        self._regroup: Regroup | None = None
        self._exchange: Exchange | None = None
        if packed is not None and (one.opening < 0).all():
            self._regroup = Regroup(one, packed, grain)
            self._exchange = Exchange(one, packed, loss, grain)

    def better(self, point: Floats, stop: Stop) -> Iterator[Floats]:
        """Yield ever better points; asked again, each way goes further."""
        for way in (self._regroup, self._exchange, self._regroup):
            if way is not None:
                for found in way.better(point, stop):
                    point = found
                    yield point
        yield from self._groups.better(point, self._most, stop)
