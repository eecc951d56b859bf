"""When an analysis ends before it has asked everything: a caller's stop, or a limit of seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import isnan

from rakiza.engine.allocation.highs import Stop

Clock = Callable[[], float]
monotonic: Clock = time.monotonic


class Stopped(Exception):  # noqa: N818 - no error: the analysis that is asked catches it
    """The end came before the answer."""


def stop_after(stop: Stop, seconds: float | None, clock: Clock = monotonic) -> Stop:
    """Return what says yes once `stop` does, or `seconds` from now; at once where they aren't positive."""
    if seconds is None:
        return stop
    if isnan(seconds):
        raise ValueError("a time limit is a number of seconds")
    end = clock() + seconds
    return lambda: clock() >= end or stop()
