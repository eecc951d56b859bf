"""Worker processes that each hold the programme; without them the same work is done in place.

Tasks of one call are independent, and their results come back in the order asked, so that the number
of processes never changes a plan.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from multiprocessing.synchronize import Event
from types import TracebackType
from typing import Self, TypeVar

from rakiza.engine.allocation.highs import Stop, never
from rakiza.engine.allocation.interrupts import kept_from_workers
from rakiza.engine.allocation.scale import allowed
from rakiza.engine.allocation.scale.blocks import Blocks
from rakiza.engine.allocation.scale.programme import Programme

MOST = 8
POLL_SECONDS = 0.2  # how often a wish to stop is handed on


@dataclass(frozen=True, slots=True)
class Ground:
    """What every task stands on: `programme` proves bounds, `firm` (if it differs) makes plans.

    `stop`: what tells a task to end with what it has.
    """

    programme: Programme
    blocks: Blocks
    firm: Programme | None = None
    stop: Stop = never

    @property
    def sure(self) -> Programme:
        """The programme that plans obey: rows as they are at worst."""
        return self.programme if self.firm is None else self.firm


_T = TypeVar("_T")
_R = TypeVar("_R")
_held: list[Ground] = []


def _hold(ground: Ground, end: Event) -> None:
    _held[:] = [replace(ground, stop=end.is_set)]


def _work(job: tuple[Callable[[Ground, _T], _R], _T]) -> _R:
    task, asked = job
    return task(_held[0], asked)


class Crew:
    """Runs tasks on the ground given; a context manager."""

    def __init__(self, ground: Ground, processes: int | None = None) -> None:
        self.ground = ground
        count = min(MOST, processes or allowed.processes())
        self._pool: ProcessPoolExecutor | None = None
        if count > 1:
            context = multiprocessing.get_context("spawn")
            self._end = context.Event()
            held = (replace(ground, stop=never), self._end)
            self._pool = ProcessPoolExecutor(count, context, initializer=_hold, initargs=held)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def map(self, task: Callable[[Ground, _T], _R], asked: Sequence[_T]) -> Iterator[_R]:
        """Yield the results in order; close the iterator to drop what has not begun."""
        if self._pool is None or len(asked) < 2:
            yield from (task(self.ground, one) for one in asked)
            return
        with kept_from_workers():
            futures = [self._pool.submit(_work, (task, one)) for one in asked]
        try:
            for future in futures:
                yield self._result(future)
        finally:
            for future in futures:
                future.cancel()

    def _result(self, future: Future[_R]) -> _R:
        """Wait for a result, and hand a wish to stop on to the processes meanwhile."""
        while self.ground.stop is not never and not wait([future], POLL_SECONDS).done:
            if self.ground.stop():
                self._end.set()
                break
        return future.result()
