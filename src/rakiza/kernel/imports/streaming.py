"""Rows of a file one after the other, so that a list of a million lines needs little memory.

Delimited text is never held whole. Workbooks are opened as everywhere (`opening`), under limits
that let a full sheet pass: their format has no end in sight until it is unpacked.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from rakiza.kernel.imports import json_lines
from rakiza.kernel.imports.delimited import DELIMITERS
from rakiza.kernel.imports.limits import MEGABYTE, Limits
from rakiza.kernel.imports.line_texts import lines_of
from rakiza.kernel.imports.opening import read_workbook
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.signature import Container, container_of
from rakiza.kernel.imports.workbook import CellValue, SheetRow
from rakiza.kernel.system_errors import said_of

FULL_SHEET = Limits(
    file_bytes=500 * MEGABYTE, unpacked_bytes=4_000 * MEGABYTE, rows=1_048_576, cells=60_000_000
)
_START = 1 << 16
_FIRST_LINES = 200
_LEAST_SHARE = 0.6  # of lines that a delimiter must split alike, or it is part of the text
_MOST_QUOTED_LINES = 40  # a quote left open swallows no more
_NO_DELIMITER = "\x1f"
_LOOKED_AT = 5_000  # characters of a line, to tell the delimiter
_CONTROLS = 0.02  # of the first characters; more, and what isn't UTF-8 is no text
_CONTROLS_IN_UTF8 = 0.3  # a list of damaged lines is still a list
_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


@dataclass(frozen=True, slots=True)
class StreamedSheet:
    """One sheet: its name, and its filled rows, to be read once."""

    name: str
    rows: Iterator[SheetRow]


# The column of texts that a row's cells head; None where they are no header.
HeadsTexts = Callable[[Sequence[str]], int | None]


def _unknown(cells: Sequence[str]) -> None:  # noqa: ARG001 - a caller who knows no heading
    return None


def stream_sheets(
    path: Path, name: str | None = None, heads_texts: HeadsTexts = _unknown
) -> Iterator[StreamedSheet]:
    """Yield the sheets of a file; FileRefused where it can't be used.

    `name` is what messages call the file. `heads_texts` knows the header of a table of texts: what
    programs that quote nothing write under it (`1,SERINGUE 2,5 ML`) is then put back together.
    """
    called = name or path.name
    start = _start(path, called)
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf\xfe\xff") and path.stat().st_size <= _START:
        raise FileRefused(Refusal.EMPTY, file=called)
    if not _is_text(called, start):
        for sheet in read_workbook(called, path.read_bytes(), FULL_SHEET).sheets:
            yield StreamedSheet(sheet.name, iter(sheet.rows))
        return
    yield StreamedSheet(Path(called).stem, _filled(records(lines_of(path), heads_texts)))


def _start(path: Path, called: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_START)
    except FileNotFoundError:
        raise FileRefused(Refusal.MISSING, file=called) from None
    except OSError as problem:
        raise FileRefused(Refusal.UNREADABLE, file=called, why=said_of(problem)) from None


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
    if container is Container.TEXT and _controls(start) > (
        _CONTROLS_IN_UTF8 if _is_utf8(start) else _CONTROLS
    ):
        raise FileRefused(Refusal.NOT_A_SPREADSHEET, file=called, found="?")
    return container is Container.TEXT


def _looks_whole(start: bytes) -> bool:
    """Tell a whole page or document from a list whose first line holds a tag."""
    head = start[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype", b"<?xml")) or b"<body" in head or b"<head" in head


def _is_utf8(start: bytes) -> bool:
    """Tell bytes that are UTF-8 throughout, the last character perhaps cut."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True


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


def records(lines: Iterator[str], heads_texts: HeadsTexts) -> Iterator[list[str]]:
    """Yield the cells of each record, the delimiter being told from the first lines."""
    first = list(islice(lines, _FIRST_LINES))
    filled = [line for line in first if line.strip()]
    if names := json_lines.names_of(next(iter(filled), "")):
        return json_lines.table(names, chain(first, lines))
    header = _header(next(iter(filled), ""), heads_texts)
    delimiter = _delimiter_under(header, filled)
    rows = _split(first, lines, delimiter)
    if header is None or header.delimiter != delimiter:
        return rows
    return (row if len(row) <= header.width else _put_together(row, header) for row in rows)


@dataclass(frozen=True, slots=True)
class _Header:
    """A first line that heads texts: how it is split, how wide, and the column of the texts."""

    delimiter: str
    width: int
    texts: int


def _header(line: str, heads_texts: HeadsTexts) -> _Header | None:
    """Return what the first line heads under the delimiter that splits it most; None where it heads no texts."""
    found: list[_Header] = []
    for delimiter in (_NO_DELIMITER, *DELIMITERS):
        cells = next(csv.reader([line[:_LOOKED_AT]], delimiter=delimiter), [])
        at = heads_texts(cells) if len(cells) > 1 or delimiter == _NO_DELIMITER else None
        if at is not None:
            found.append(_Header(delimiter, len(cells), at))
    return max(found, key=lambda header: header.width, default=None)


def _delimiter_under(header: _Header | None, filled: list[str]) -> str:
    if header is not None and header.width == 1:
        return _NO_DELIMITER
    told = delimiter_of(filled)
    return header.delimiter if header is not None and told == _NO_DELIMITER else told


def _put_together(row: list[str], header: _Header) -> list[str]:
    """Give back to a text the delimiters that nobody quoted: those that make its row longer than the header."""
    over = len(row) - header.width
    while over > 0 and not row[-1].strip():
        row, over = row[:-1], over - 1
    at = header.texts
    if over <= 0 or not (at == header.width - 1 or _goes_on(row[at], row[at + 1])):
        return row
    return [*row[:at], header.delimiter.join(row[at : at + over + 1]), *row[at + over + 1 :]]


def _goes_on(before: str, after: str) -> bool:
    """Tell a text cut at its comma from its neighbour: `2` and `5 ML`, `PINCE` and ` DROITE`."""
    return after[:1] == " " or (before[-1:].isdigit() and after[:1].isdigit())


def _split(first: list[str], lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
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
