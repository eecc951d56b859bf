"""Rows of a file one after the other, so that a list of a million lines needs little memory.

Delimited text is never held whole. Workbooks are opened as everywhere (`opening`), under limits
that let a full sheet pass: their format has no end in sight until it is unpacked.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from rakiza.kernel.imports.delimited import DELIMITERS
from rakiza.kernel.imports.limits import MEGABYTE, Limits
from rakiza.kernel.imports.line_texts import lines_of
from rakiza.kernel.imports.opening import read_workbook
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.signature import Container, container_of
from rakiza.kernel.imports.workbook import CellValue, SheetRow

FULL_SHEET = Limits(
    file_bytes=500 * MEGABYTE, unpacked_bytes=4_000 * MEGABYTE, rows=1_048_576, cells=60_000_000
)
_START = 1 << 16
_FIRST_LINES = 200
_LEAST_SHARE = 0.6  # of lines that a delimiter must split alike, or it is part of the text
_MOST_QUOTED_LINES = 40  # a quote left open swallows no more
_NO_DELIMITER = "\x1f"
_LOOKED_AT = 5_000  # characters of a line, to tell the delimiter
_CONTROLS = 0.02  # of the first characters; more, and the file is no text
_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


@dataclass(frozen=True, slots=True)
class StreamedSheet:
    """One sheet: its name, and its filled rows, to be read once."""

    name: str
    rows: Iterator[SheetRow]


def _never(line: str) -> bool:  # noqa: ARG001 - the usual table has several columns
    return False


def stream_sheets(
    path: Path, name: str | None = None, stands_alone: Callable[[str], bool] = _never
) -> Iterator[StreamedSheet]:
    """Yield the sheets of a file; FileRefused where it can't be used.

    `name` is what messages call the file. `stands_alone` tells whether the first line of a text is
    the heading of its only column: commas are then part of the texts under it.
    """
    called = name or path.name
    start = _start(path, called)
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff") and path.stat().st_size <= _START:
        raise FileRefused(Refusal.EMPTY, file=called)
    if not _is_text(called, start):
        for sheet in read_workbook(called, path.read_bytes(), FULL_SHEET).sheets:
            yield StreamedSheet(sheet.name, iter(sheet.rows))
        return
    yield StreamedSheet(Path(called).stem, _filled(records(lines_of(path), stands_alone)))


def _start(path: Path, called: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_START)
    except FileNotFoundError:
        raise FileRefused(Refusal.MISSING, file=called) from None
    except OSError as problem:
        raise FileRefused(Refusal.UNREADABLE, file=called, why=problem.strerror or "?") from None


def _is_text(called: str, start: bytes) -> bool:
    """Tell text, stray markup included, from a workbook; FileRefused for anything else."""
    if start.startswith(_WORKBOOKS):
        return False
    if start.startswith(b"PK"):
        return True
    try:
        container = container_of(called, start)
    except FileRefused as refusal:
        if refusal.params.get("found") not in {"HTML", "XML"} or _looks_whole(start):
            raise
        return True  # a line of markup among others is text like any other
    if container is Container.TEXT and _controls(start) > _CONTROLS:
        raise FileRefused(Refusal.NOT_A_SPREADSHEET, file=called, found="?")
    return container is Container.TEXT


def _looks_whole(start: bytes) -> bool:
    """Tell a whole page or document from a list whose first line holds a tag."""
    head = start[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype", b"<?xml")) or b"<body" in head or b"<head" in head


def _controls(start: bytes) -> float:
    """Return the share of control characters; UTF-16's zero bytes are none."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or start[1::2].count(0) > 0.7 * len(start) / 2:
        return 0.0
    if start[0::2].count(0) > 0.7 * len(start) / 2:
        return 0.0
    controls = sum(start.count(byte) for byte in range(32) if byte not in b"\t\r\n\f")
    return controls / len(start)


class _Lines:
    """Lines to be taken one by one, of which some can be put back."""

    def __init__(self, first: list[str], rest: Iterator[str]) -> None:
        self._waiting = deque(first)
        self._rest = rest

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return self._waiting.popleft() if self._waiting else next(self._rest)

    def put_back(self, lines: list[str]) -> None:
        self._waiting.extendleft(reversed(lines))


def records(lines: Iterator[str], stands_alone: Callable[[str], bool]) -> Iterator[list[str]]:
    """Yield the cells of each record, the delimiter being told from the first lines."""
    first = list(islice(lines, _FIRST_LINES))
    filled = [line for line in first if line.strip()]
    delimiter = _NO_DELIMITER if stands_alone(next(iter(filled), "")) else delimiter_of(filled)
    all_lines = _Lines(first, lines)
    if first and re.fullmatch(r"sep=.?", first[0].strip()):
        next(all_lines)
        yield []
    for line in all_lines:
        if '"' not in line:
            yield line.rstrip("\r\n").split(delimiter)
        else:
            yield _quoted(line, all_lines, delimiter)


def _quoted(line: str, following: _Lines, delimiter: str) -> list[str]:
    """Read a record with quotes, over several lines if need be; an open quote is taken as a letter."""
    block = [line]
    while (cells := _whole(block, delimiter)) is None and len(block) < _MOST_QUOTED_LINES:
        further = next(following, None)
        if further is None:
            break
        block.append(further)
    if cells is not None:
        return cells
    following.put_back(block[1:])
    return line.rstrip("\r\n").split(delimiter)


def _whole(block: list[str], delimiter: str) -> list[str] | None:
    """Return the cells of one record, None where its last quote is still open."""
    try:
        return next(csv.reader(block, delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        if "unexpected end" in str(error):
            return None
    try:
        return next(csv.reader(block, delimiter=delimiter), [])
    except csv.Error:  # a cell beyond any limit
        return "".join(block).rstrip("\r\n").split(delimiter)


def delimiter_of(lines: list[str]) -> str:
    """Return the delimiter that splits the filled lines alike; one that no line holds for plain texts."""
    said = re.fullmatch(r"sep=(.)", lines[0].strip()) if lines else None
    if said:
        return said.group(1)
    best, best_score = _NO_DELIMITER, (0.0, 0)
    for delimiter in DELIMITERS:
        score = _score(
            [len(next(csv.reader([line[:_LOOKED_AT]], delimiter=delimiter), [])) for line in lines]
        )
        if score[0] >= _LEAST_SHARE and score > best_score:
            best, best_score = delimiter, score
    return best


def _score(counts: list[int]) -> tuple[float, int]:
    """Return the share of lines split into the usual number of cells, and that number."""
    wide = Counter(count for count in counts if count > 1)
    usual, lines = max(wide.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
    return round(lines / max(1, len(counts)), 2), usual


def _filled(rows: Iterator[list[str]]) -> Iterator[SheetRow]:
    for number, cells in enumerate(rows, start=1):
        if any(cell and not cell.isspace() for cell in cells):
            values: tuple[CellValue, ...] = tuple([cell or None for cell in cells])
            yield SheetRow(number, values)
