"""Two stored files held against each other, by what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from rakiza.kernel.files.actions import path_of
from rakiza.kernel.files.differences import (
    Difference,
    Unreadable,
    Why,
    cell_differences,
    line_differences,
    page_differences,
)
from rakiza.kernel.files.media import ODS, PDF, XLS, XLSX
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.files.pdf_texts import pdf_texts
from rakiza.kernel.files.workbooks import open_stored
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.workbook import CellError, CellValue, column_letters

MOST_BYTES = 20_000_000
TEXT_BYTES = 500_000
MOST_SHOWN = 1_000
_WORKBOOKS = frozenset({XLSX, XLS, ODS})
_WHY = {Refusal.PROTECTED: Why.PROTECTED, Refusal.TOO_LARGE: Why.LARGE, Refusal.UNPACKS_TOO_LARGE: Why.LARGE}


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs, at most `MOST_SHOWN` of it (`cut` where there is more); or why it can't be told."""

    differences: tuple[Difference, ...] = ()
    cut: bool = False
    why: Why | None = None


def compare_files(before: StoredFile, after: StoredFile) -> Compared:
    """Return what differs between two files of a kind, by their content."""
    try:
        found = list(islice(_differences(before, after), MOST_SHOWN + 1))
    except Unreadable as refusal:
        return Compared(why=refusal.why)
    return Compared(tuple(found[:MOST_SHOWN]), len(found) > MOST_SHOWN)


def _differences(before: StoredFile, after: StoredFile) -> Iterable[Difference]:
    both = (before, after)
    kinds = {one.media_type for one in both}
    text = all(one.media_type.startswith("text/") for one in both)
    if any(one.size > (TEXT_BYTES if text else MOST_BYTES) for one in both):
        raise Unreadable(Why.LARGE)
    if text:
        old, new = (path_of(one).read_text("utf-8", errors="replace") for one in both)
        return line_differences(old, new)
    if kinds == {PDF}:
        return page_differences(*(pdf_texts(path_of(one)) for one in both))
    if kinds <= _WORKBOOKS:
        return cell_differences(*(_cells(one) for one in both))
    raise Unreadable(Why.KIND)


def _cells(file: StoredFile) -> dict[str, str]:
    """Return what the cells of a workbook say, by sheet and address."""
    try:
        workbook = open_stored(file)
    except FileRefused as refused:
        raise Unreadable(_WHY.get(refused.code, Why.DAMAGED)) from None
    return {
        f"{sheet.name}!{column_letters(column)}{row.number}": _said(value)
        for sheet in workbook.sheets
        for row in sheet.rows
        for column, value in enumerate(row.cells)
        if value not in (None, "")
    }


def _said(value: CellValue) -> str:
    if isinstance(value, CellError):
        return value.token
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)
