"""Reading a stream of designations on every core, in order, holding a few thousand lines at a time."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from django.utils import translation

from rakiza.engine.garbage import uncollected
from rakiza.engine.reading import Reader
from rakiza.engine.reading.cells import COLUMNS
from rakiza.engine.reading.doubt import Judged
from rakiza.engine.specification import SpecificationReader
from rakiza.engine.specification.distinct import DistinctReader, in_order
from rakiza.kernel.documents.safe_cells import safe_cell
from rakiza.pillars.purchasing.designations.formats import Format
from rakiza.pillars.purchasing.designations.lines import Line
from rakiza.pillars.purchasing.designations.outputs import csv_text
from rakiza.pillars.purchasing.designations.rendering import Cell, cells_of, cells_of_line, json_line
from rakiza.pillars.purchasing.needs.knowledge import knowledge, reader
from rakiza.pillars.purchasing.needs.values import needs_a_look

CHUNK = 10_000
_KEPT = 150_000  # distinct lines whose cells are kept, a process: some 80 MB as text
_IN_FLIGHT = 2  # chunks a process: enough that none waits, few enough to hold
TO_CONFIRM = "to_confirm"


Given = tuple[str, str | None, str]  # text, packaging and specification beside it
Written = str | tuple[Cell, ...]  # a line of csv, or the cells of a workbook's row


@dataclass(frozen=True, slots=True)
class Job:
    """What every process must know: format, language, whether lines are numbered, official terms."""

    format: Format
    language: str
    numbered: bool
    official: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ReadChunk:
    """Some lines read: their text in the file's format or, for a workbook, their rows; and counts."""

    text: str
    rows: tuple[tuple[Cell, ...], ...]
    counts: Counter[str]


def header(job: Job) -> tuple[str, ...]:
    """Return the columns of the output."""
    return (*(("line_id",) if job.numbered else ()), "text", *COLUMNS)


class LineReader:
    """Reads chunks of lines for one job; equal lines are read and written once."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._plain = Reader(knowledge(), job.official) if job.official else reader()
        self._reader = SpecificationReader(self._plain, knowledge())
        self._distinct = DistinctReader(self._plain, knowledge())
        self._cells: dict[Given, tuple[Written, tuple[str, ...]]] = {}
        translation.activate(job.language)

    def read(self, lines: Iterable[Line]) -> ReadChunk:
        """Return the lines read, in order."""
        if self._job.format is Format.JSONL:
            return self._json_lines(lines)
        some = list(lines)
        self._read_ahead(some)
        counts: Counter[str] = Counter()
        rows: list[tuple[Cell, ...]] = []
        texts: list[str] = []
        for line_id, text, packaging, specification in some:
            kept, standing = self._cells[text, packaging, specification]
            counts.update(standing)
            if isinstance(kept, str):
                texts.append(f"{_field(line_id)},{kept}" if self._job.numbered else kept)
            else:
                rows.append((safe_cell(line_id), *kept) if self._job.numbered else kept)
        return ReadChunk("".join(texts), tuple(rows), counts)

    def _read_ahead(self, lines: list[Line]) -> None:
        """Read the distinct lines in alphabetical order: what is kept of one is at hand for the next."""
        if len(self._cells) >= (_KEPT if self._job.format is Format.CSV else _KEPT // 3):
            self._cells.clear()
        fresh = in_order({line[1:] for line in lines} - self._cells.keys())
        plain = [given for given in fresh if not given[2].strip()]
        language = self._job.language
        with uncollected():
            settled = self._plain.settle([(text, packaging) for text, packaging, _ in plain])
            for given, line in zip(plain, settled, strict=True):
                self._keep(given, cells_of_line(line, language), line.settled)
            for given in fresh:
                if given not in self._cells:
                    reading = self._reader.read(*given)
                    self._keep(given, cells_of(reading, language), reading)

    def _keep(self, given: Given, cells: tuple[Cell, ...], judged: Judged) -> None:
        whole = (safe_cell(given[0]), *cells)
        written = csv_text([whole]) if self._job.format is Format.CSV else whole
        self._cells[given] = written, standing(judged)

    def _json_lines(self, lines: Iterable[Line]) -> ReadChunk:
        counts: Counter[str] = Counter()
        written = []
        some = list(lines)
        readings = self._distinct.read(line[1:] for line in some)
        for line in some:
            reading = readings[line[1:]]
            counts.update(standing(reading))
            written.append(json_line(line[0] if self._job.numbered else None, reading, self._job.language))
        return ReadChunk("".join(f"{line}\n" for line in written), (), counts)


def _field(text: str) -> str:
    """Return an identifier as the first field of a line of csv."""
    return text if text.isalnum() else csv_text([(safe_cell(text),)])[:-1]


def standing(reading: Judged) -> tuple[str, ...]:
    """Return what a line counts as: its kind, and whether a person should confirm it."""
    return (reading.kind.value, *((TO_CONFIRM,) if needs_a_look(reading) else ()))


def read_lines(lines: Iterator[Line], job: Job, processes: int) -> Iterator[ReadChunk]:
    """Yield the lines read, in order and in chunks, by as many processes."""
    chunks = iter(lambda: tuple(islice(lines, CHUNK)), ())
    if processes < 2:
        yield from map(LineReader(job).read, chunks)
        return
    with _pool(job, processes) as submit:
        waiting: deque[Future[ReadChunk]] = deque()
        for chunk in chunks:
            waiting.append(submit(chunk))
            if len(waiting) >= processes * _IN_FLIGHT:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def usual_processes(size: int) -> int:
    """Return how many processes a file of so many bytes is worth: starting one costs a second."""
    return min(8, os.cpu_count() or 1) if size > 4_000_000 else 1


_READERS: list[LineReader] = []  # of a process that reads: one


def _start(job: Job) -> None:
    _READERS[:] = [LineReader(job)]


def _read(lines: tuple[Line, ...]) -> ReadChunk:
    return _READERS[0].read(lines)


@contextmanager
def _pool(job: Job, processes: int) -> Iterator[Callable[[tuple[Line, ...]], Future[ReadChunk]]]:
    """Give a function that has lines read elsewhere; what waits is dropped where the caller stops."""
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    if method == "fork":
        reader()  # built once, shared by all
    context = multiprocessing.get_context(method)
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_start, initargs=(job,))
    try:
        yield lambda lines: pool.submit(_read, lines)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
