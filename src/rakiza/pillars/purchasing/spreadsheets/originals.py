"""Rows left out, as they were written, ready for the rejected-rows file.

What the sheet's header or habits said of a cell (its unit, its decimal mark, its currency) is
written into the row, since the row leaves that sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rakiza.kernel.imports.cells import RowReader
from rakiza.kernel.imports.columns import Value
from rakiza.kernel.imports.numbers import Habit, parse_number
from rakiza.kernel.imports.workbook import CellValue
from rakiza.pillars.purchasing.spreadsheets.shared import foreign_currency
from rakiza.pillars.purchasing.spreadsheets.units import find_unit

_PRICES = ("price_ttc", "price_ht", "price")


@dataclass(frozen=True, slots=True)
class OriginalRow:
    """One row as written: which form it belongs to, where it stood, its cells by column key."""

    form: str
    file: str
    sheet: str
    row: int
    cells: tuple[tuple[str, CellValue], ...]


def original_row(row: RowReader, *, default: Mapping[str, str] | None = None) -> OriginalRow:
    """Keep a row's cells; `default` fills columns that the row leaves blank (the file's member)."""
    form = row.sheet.form
    cells = {
        key: _settled(row, key, value)
        for key, value in row.raw.cells.items()
        if value is not None and not form.column(key).ignored
    }
    for key, value in {**(default or {}), **_said_by_header(row)}.items():
        cells.setdefault(key, value)
    return OriginalRow(form.key, row.sheet.file, row.raw.sheet, row.raw.row, tuple(cells.items()))


def _settled(row: RowReader, key: str, value: CellValue) -> CellValue:
    """Turn a number in text into a number where the column's habit settles it."""
    kind = row.sheet.form.column(key).value
    if not isinstance(value, str) or kind not in {Value.NUMBER, Value.MONEY}:
        return value
    habit = row.sheet.habits.get(key, Habit.UNKNOWN)
    number = parse_number(value, habit, lone_group_is_thousands=kind is Value.NUMBER)
    if number is None or number.before or number.after or number.product or number.percent:
        return value
    return float(number.value)


def _said_by_header(row: RowReader) -> dict[str, str]:
    said: dict[str, str] = {}
    quantity = row.raw.cells.get("quantity")
    unit = find_unit(row.sheet.hints.get("quantity", ""))
    if unit is not None and not isinstance(_settled(row, "quantity", quantity), str):
        said["unit"] = unit
    for key in _PRICES:
        currency = foreign_currency(row.sheet.hints.get(key, ""))
        if currency:
            said["currency"] = currency
    return said
