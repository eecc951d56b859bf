"""The decoder of binary workbooks behind one face: here, or in a process of its own."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import python_calamine
from python_calamine import CalamineSheet, PasswordError

from rakiza.kernel.imports.workbook import CellValue, MergedRange

_SCRIPT = Path(__file__).with_name("decode_apart.py")
_PROTECTED = 3
_SECONDS = 120


class DecoderFailed(Exception):  # noqa: N818 — said of the decoder, shown as a damaged file
    """The decoder gave up on the file."""


@dataclass(frozen=True, slots=True)
class DecodedSheet:
    """One sheet as decoded: every row from the first one, every cell from column A."""

    name: str
    rows: Iterable[Sequence[CellValue]]
    merged: tuple[MergedRange, ...]


def decode_here(content: bytes) -> Iterator[DecodedSheet]:
    """Decode in this process, sheet by sheet; DecoderFailed where the decoder panics."""
    try:
        with python_calamine.load_workbook(io.BytesIO(content)) as workbook:
            for metadata in workbook.sheets_metadata:
                if metadata.typ is python_calamine.SheetTypeEnum.WorkSheet:
                    sheet = workbook.get_sheet_by_name(metadata.name)
                    merged = _ranges(sheet.merged_cell_ranges or [])
                    yield DecodedSheet(metadata.name, _rows(sheet), merged)
    except BaseException as problem:
        if type(problem).__name__ == "PanicException":  # the decoder's own, not an Exception
            raise DecoderFailed from None
        raise


def _rows(sheet: CalamineSheet) -> Iterator[Sequence[CellValue]]:
    if sheet.start is not None:
        yield from _with_margin(sheet.start[1], sheet.iter_rows())


def _with_margin(columns: int, rows: Iterable[Sequence[CellValue]]) -> Iterator[Sequence[CellValue]]:
    """Put back the empty columns before the first filled one, which the decoder leaves out."""
    margin: list[CellValue] = [None] * columns
    for row in rows:
        yield [*margin, *row]


def decode_apart(content: bytes) -> Iterator[DecodedSheet]:
    """Decode in a process of its own, whose memory and time are bounded."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_SCRIPT)],
            input=content,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise DecoderFailed from None
    if done.returncode == _PROTECTED:
        raise PasswordError
    if done.returncode != 0:
        raise DecoderFailed
    for name, columns, rows, merged in pickle.loads(done.stdout):  # noqa: S301 — written by our own script
        yield DecodedSheet(name, _with_margin(columns, rows), _ranges(merged))


def _ranges(ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> tuple[MergedRange, ...]:
    return tuple(
        MergedRange(first[0] + 1, last[0] + 1, first[1], last[1]) for first, last in ranges if first != last
    )
