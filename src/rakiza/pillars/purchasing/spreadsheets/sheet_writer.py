"""Writing a form as a sheet: headings, typed columns, drop-downs, notes, rows that never become formulas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import xlsxwriter

from rakiza.kernel.imports.columns import ColumnSpec, Value
from rakiza.kernel.imports.workbook import CellError, CellValue
from rakiza.pillars.purchasing.spreadsheets.units import unit_names
from rakiza.reference.geography import region_names

# XlsxWriter has no types.
Worksheet = Any
XlsxObject = Any

CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 — a fixed mark, so that equal contents give equal bytes
LAST_ENTRY_ROW = 5_000
_NUMBER_FORMATS = {
    Value.NUMBER: "General",
    Value.MONEY: "#,##0.00##",
    Value.RATE: "0.##%",
    Value.DATE: "dd/mm/yyyy",
    Value.CODE: "@",
    Value.TEXT: "General",
}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(slots=True)
class Book:
    """A workbook being written, its language, and the formats of its cells."""

    file: XlsxObject
    language: str
    formats: dict[str, XlsxObject]

    @classmethod
    def create(cls, path: str, language: str, title: str) -> Book:
        """Start a workbook whose bytes depend on its contents only."""
        file = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
        file.set_properties({"title": title, "created": CREATED})
        formats = {
            value.value: file.add_format({"num_format": code, "valign": "top"})
            for value, code in _NUMBER_FORMATS.items()
        }
        formats["heading"] = _heading(file, "#0F5C63")
        formats["required"] = _heading(file, "#0A3F44")
        formats["report"] = _heading(file, "#8A3B12")
        formats["literal"] = file.add_format({"quote_prefix": True, "valign": "top"})
        formats["title"] = file.add_format({"bold": True, "font_size": 16})
        formats["wrapped"] = file.add_format({"text_wrap": True, "valign": "top"})
        formats["bold"] = file.add_format({"bold": True, "valign": "top", "text_wrap": True})
        return cls(file, language, formats)

    def sheet(self, name: str) -> XlsxObject:
        """Add a sheet, right to left in Arabic."""
        sheet = self.file.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        if self.language == "ar":
            sheet.right_to_left()
        return sheet


def _heading(file: XlsxObject, colour: str) -> XlsxObject:
    look = {
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": colour,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
    }
    return file.add_format(look)


def write_headings(book: Book, sheet: Worksheet, columns: Sequence[ColumnSpec]) -> None:
    """Write the heading row: frozen, filtered, each with its note and its column's type."""
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width, book.formats[column.value.value])
        look = (
            "required" if column.required else "report" if column.key.startswith("rejected_") else "heading"
        )
        sheet.write_string(0, index, column.labels.in_language(book.language), book.formats[look])
        note = column.note.in_language(book.language)
        if note:
            sheet.write_comment(0, index, note, {"x_scale": 2, "author": "Rakiza"})
    sheet.set_row(0, 34)
    sheet.freeze_panes(1, 0)


def write_choices(sheet: Worksheet, columns: Sequence[ColumnSpec], ranges: Mapping[str, str]) -> None:
    """Give each column of a closed list its drop-down; other words stay possible, with a warning."""
    for index, column in enumerate(columns):
        if column.choices in ranges:
            rule = {"validate": "list", "source": ranges[column.choices], "error_type": "warning"}
            sheet.data_validation(1, index, LAST_ENTRY_ROW, index, rule)


def write_lists(book: Book, name: str) -> dict[str, str]:
    """Write the sheet behind the drop-downs; return the range of each list."""
    sheet = book.sheet(name)
    lists: dict[str, Sequence[str | float]] = {
        "units": unit_names(book.language),
        "regions": region_names(book.language),
        "vat": (0.0, 0.07, 0.10, 0.14, 0.20),
    }
    ranges = {}
    for index, (key, values) in enumerate(lists.items()):
        letter = "ABC"[index]
        for row, value in enumerate(values):
            write_cell(book, sheet, row, index, value, Value.RATE if key == "vat" else Value.TEXT)
        sheet.set_column(index, index, 28)
        ranges[key] = f"='{name}'!${letter}$1:${letter}${len(values)}"
    sheet.hide()
    return ranges


def write_rows(
    book: Book,
    sheet: Worksheet,
    columns: Sequence[ColumnSpec],
    rows: Iterable[Mapping[str, CellValue]],
) -> int:
    """Write rows of cells by column key under the headings; return how many."""
    count = 0
    for count, cells in enumerate(rows, start=1):
        for index, column in enumerate(columns):
            write_cell(book, sheet, count, index, cells.get(column.key), column.value)
    return count


def write_cell(book: Book, sheet: Worksheet, row: int, index: int, value: CellValue, kind: Value) -> None:
    """Write one cell by its type; text is always text, also where it begins like a formula."""
    look = book.formats[kind.value]
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, index, value)
    elif isinstance(value, (datetime, date)):
        sheet.write_datetime(row, index, value, book.formats[Value.DATE.value])
    elif isinstance(value, (int, float)):
        sheet.write_number(row, index, value, look)
    else:
        text = _text(value)
        sheet.write_string(
            row, index, text, book.formats["literal"] if text.startswith(_FORMULA_STARTS) else look
        )


def _text(value: str | time | timedelta | CellError) -> str:
    return value.token if isinstance(value, CellError) else str(value)[:32_000]
