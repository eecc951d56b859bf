"""Parts of a problem solved side by side, in processes that the caller allows.

Processes are started anew (`spawn`): the solver keeps threads that a fork would lose. A program's main
module is read again in each of them, so more than one process is used only where the caller says that
its main module bears it (`if __name__ == "__main__":`). What a part is given depends on its size alone,
so that the number of processes changes no plan that ends within its time.
"""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from decimal import localcontext
from multiprocessing.synchronize import Event

from rakiza.engine.allocation.best import Part, Sought
from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.highs import Solver, Stop
from rakiza.engine.allocation.interrupts import kept_from_workers
from rakiza.engine.allocation.part import solve_part
from rakiza.engine.allocation.scale.allowed import processes
from rakiza.engine.allocation.values import DIGITS

POLL_SECONDS = 0.2  # how often a caller's wish to stop is handed on
LEAST_SECONDS = 2.0  # for a small part, so that a busy machine never cuts it short
WORTH = 3_000  # pairs of offer and lot from which it pays to start processes, and to share time well
_end: list[Event] = []


def pairs(component: Component) -> int:
    """Return the size of a part: its pairs of offer and lot."""
    return sum(len(offer.lots) for offer in component.offers)


def great_of(components: Sequence[Component]) -> Component | None:
    """Return the part that is the greater half of all, and shares its own work among the processes.

    All others are one process's work each.
    """
    greatest = max(components, key=pairs, default=None)
    if greatest is None or pairs(greatest) <= WORTH:
        return None
    return greatest if 2 * pairs(greatest) > sum(map(pairs, components)) else None


def is_much(several: Sequence[Component]) -> bool:
    """Tell whether these are parts enough for how they share time to matter."""
    return len(several) > 1 and sum(map(pairs, several)) >= WORTH


def pays(small: Sequence[Component]) -> bool:
    """Tell whether these parts are worth starting processes for."""
    return processes() > 1 and is_much(small)


def solve_beside(
    components: Sequence[Component],
    sought: Sought,
    seconds: float,
    stop: Stop,
    told: Callable[[], None],
) -> list[Part]:
    """Return the parts in the order of `components` within the seconds given.

    The largest are begun first, so that no process waits for them at the end; time goes by the square
    of the size, and what one leaves goes to those after it. Once `stop()` says yes every run ends with its
    best plan. `told()` is called for each part done.
    """
    ends = time.monotonic() + seconds
    context = multiprocessing.get_context("spawn")
    end = context.Event()
    found: list[Part | None] = [None] * len(components)
    ahead = sum(map(_weight, components))
    queue = deque(sorted(enumerate(components), key=lambda one: (-pairs(one[1]), one[0])))
    waiting: dict[Future[Part], int] = {}
    with ProcessPoolExecutor(processes(), context, initializer=_begin, initargs=(end,)) as pool:
        while queue or waiting:
            while queue and len(waiting) < processes():
                index, component = queue.popleft()
                kept = LEAST_SECONDS * len(queue) / processes()
                left = max(0.0, ends - time.monotonic() - kept)
                share = left * processes() * _weight(component) / ahead
                ahead -= _weight(component)
                given = min(left, max(share, LEAST_SECONDS))
                with kept_from_workers():
                    waiting[pool.submit(_solve, component, sought, given)] = index
            done, _left = wait(waiting, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
            if stop():
                end.set()
            for future in done:
                found[waiting.pop(future)] = future.result()
                told()
    return [part for part in found if part is not None]


def _weight(component: Component) -> int:
    return max(1, pairs(component)) ** 2


def _begin(end: Event) -> None:
    _end[:] = [end]


def _solve(component: Component, sought: Sought, seconds: float) -> Part:
    stop = _end[0].is_set
    with localcontext(prec=DIGITS):
        return solve_part(component, sought, Solver(stop), 0.0 if stop() else seconds)
