"""A workbook as values, whatever the file format it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class CellError:
    """A formula that failed (`#REF!`, `#DIV/0!`) or was never computed (`#FORMULA!`)."""

    token: str


CellValue = str | float | bool | date | datetime | time | timedelta | CellError | None


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Merged cells, both ends included; rows 1-based as the spreadsheet shows, columns 0-based."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One filled row: `number` is 1-based, as the spreadsheet shows it."""

    number: int
    cells: tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The filled rows of one sheet, in order, and its merged ranges."""

    name: str
    rows: tuple[SheetRow, ...]
    merged: tuple[MergedRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file's sheets; `sha256` identifies its bytes."""

    name: str
    sha256: str
    sheets: tuple[Sheet, ...]


def column_letters(index: int) -> str:
    """Return the spreadsheet's name of a 0-based column: 0 → A, 27 → AB."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the 0-based index of a column's letters: A → 0, AB → 27."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
