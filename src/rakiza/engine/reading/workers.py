"""Sharing work between processes, for lists so long that one core would take many seconds.

The other processes are forked: they find the built indexes in memory and nothing is sent to them.
Each takes the next portion when it is done with one, this process too, and what the others find comes
back through files without names. Where forking isn't safe (other threads run, or the system can't), or
where a process dies, this process does the work itself; what comes out is the same.
"""

from __future__ import annotations

import heapq
import marshal
import multiprocessing
import os
import pickle
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from operator import itemgetter
from typing import IO, TYPE_CHECKING, Generic, TypeVar

from rakiza.engine.garbage import uncollected

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

T = TypeVar("T")
R = TypeVar("R")
_PORTION = 2_000
_SMALLER = 4  # so many small portions make one
_PLAINLY = 2  # every text written out: looking for equal ones costs more than they take


def usable(processes: int | None) -> int:
    """Return how many processes may work: as asked (None: as many as there are cores), or this one only."""
    wanted = (
        len(os.sched_getaffinity(0)) if processes is None and hasattr(os, "sched_getaffinity") else processes
    )
    alone = "fork" not in multiprocessing.get_all_start_methods() or threading.active_count() > 1
    return 1 if alone or multiprocessing.current_process().daemon else max(1, wanted or 1)


def alike_together(texts: Sequence[str]) -> list[int]:
    """Return the places of texts in an order in which those that begin alike, in any case, follow each other.

    Read in it, what is kept of one text is at hand for the next. Equal texts stay in their order.
    """
    lowered = [text.lower() for text in texts]
    return sorted(range(len(texts)), key=lowered.__getitem__)


def portions(
    items: Sequence[T], work: Callable[[Sequence[T]], R], processes: int, size: int | None = None
) -> Iterator[R]:
    """Yield `work` of each portion of the items, in order; `work` must depend on its portion only.

    A portion has `size` items (None: as many as texts are read together), the last ones fewer.
    """
    size = _PORTION if size is None else size
    starts = range(0, len(items), size)
    if processes == 1 or len(starts) < 2 * processes:
        yield from (work(items[start : start + size]) for start in starts)
        return
    yield from _Shared(items, work, _cut(len(items), size, processes)).results(processes - 1)


def _cut(count: int, size: int, processes: int) -> list[int]:
    """Return where portions start, and where the last ends: small ones last, so that nobody waits long for another."""
    small = max(1, size // _SMALLER)
    last = max(0, count - 2 * processes * size) // size * size
    return [*range(0, last, size), *range(last, count, small), count]


class _Shared(Generic[T, R]):
    """One piece of work that several processes take portions of."""

    def __init__(self, items: Sequence[T], work: Callable[[Sequence[T]], R], cut: Sequence[int]) -> None:
        self._items = items
        self._work = work
        self._cut = cut
        self._count = len(cut) - 1
        self._context = multiprocessing.get_context("fork")
        self._next = self._context.Value("l", 0)

    def results(self, helpers: int) -> Iterator[R]:
        """Yield the results in order, found by this process and so many others."""
        with ExitStack() as stack:
            files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(helpers + 1)]
            started = [self._started(file) for file in files[1:]]
            self._take_portions(files[0])
            for process in started:
                process.join()
            found: Iterator[tuple[int, R]] = heapq.merge(*map(_kept, files), key=itemgetter(0))
            number = 0
            for place, result in found:
                yield from map(self._portion, range(number, place))  # whoever took them died
                yield result
                number = place + 1
            yield from map(self._portion, range(number, self._count))

    def _started(self, file: IO[bytes]) -> ForkProcess:
        process = self._context.Process(target=self._take_portions, args=(file,), daemon=True)
        with warnings.catch_warnings():
            # Later Pythons warn of the frame library's threads; the other process calls nothing of theirs.
            warnings.simplefilter("ignore", DeprecationWarning)
            process.start()
        return process

    def _take_portions(self, file: IO[bytes]) -> None:
        """Work until no portion is left; results are written with their number."""
        with uncollected():
            while True:
                with self._next.get_lock():
                    number = self._next.value
                    self._next.value += 1
                if number >= self._count:
                    break
                marshal.dump((number, *_packed(self._portion(number))), file, _PLAINLY)
        file.flush()

    def _portion(self, number: int) -> R:
        return self._work(self._items[self._cut[number] : self._cut[number + 1]])


def _kept(file: IO[bytes]) -> Iterator[tuple[int, R]]:
    """Yield what one process wrote, as far as it came."""
    file.seek(0)
    while True:
        try:
            number, is_plain, packed = marshal.load(file)  # noqa: S302 - of a file without a name, our own
        except (EOFError, ValueError, TypeError):
            return
        yield number, (marshal.loads if is_plain else pickle.loads)(packed)


def _packed(result: object) -> tuple[bool, bytes]:
    """Return a result as bytes, plain texts, numbers, lists and tuples the quick way (True)."""
    try:
        return True, marshal.dumps(result, _PLAINLY)  # type: ignore[arg-type]
    except ValueError:
        return False, pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
