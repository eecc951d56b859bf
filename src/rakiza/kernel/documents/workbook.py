"""Workbooks in one restrained style: a frozen, filtered header row, typed cells, no merged cell.

Every text is written as a string, so that no designation becomes a formula. The bytes depend on the
sheets and on `created` only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from rakiza.kernel.documents.table import Cell, CellKind, Column, Scalar, Sheet, Styled

ACCENT = "#0F5C55"
INK = "#1F2A28"
RULE = "#D9E0DE"
LONGEST_TEXT = 32_767  # characters a cell may hold (Excel specifications and limits)
LONGEST_NAME = 31
LINE_HEIGHT = 15  # points, of the default font
MOST_LINES = 8
FORBIDDEN_IN_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
# A workbook must carry some creation date; without one given, it is the epoch of ZIP archives.
NO_DATE = date(1980, 1, 1)

_NUMBER_FORMATS = {
    CellKind.COUNT: "#,##0.##",
    CellKind.MONEY: "#,##0.00",
    CellKind.PRICE: "#,##0.00##",
    CellKind.SHARE: "0.0%",
    CellKind.DATE: "yyyy-mm-dd",
}
_WHOLE = "#,##0"


def write_workbook(
    path: Path,
    sheets: Iterable[Sheet],
    *,
    title: str,
    author: str = "Rakiza",
    created: date | None = None,
    right_to_left: bool = False,
) -> None:
    """Write the sheets to `path`, row by row in constant memory."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    moment = datetime.combine(created or NO_DATE, datetime.min.time(), tzinfo=UTC).replace(tzinfo=None)
    book.set_properties({"title": title, "author": author, "created": moment})
    styles = _Styles(book, right_to_left=right_to_left)
    for sheet in sheets:
        _SheetWriter(book, sheet, styles, right_to_left=right_to_left).write()
    book.close()


class _Styles:
    """The few cell formats of the house, made once a workbook."""

    def __init__(self, book: xlsxwriter.Workbook, *, right_to_left: bool) -> None:
        self._book = book
        self._start = "right" if right_to_left else "left"
        self._direction = 2 if right_to_left else 1
        self._made: dict[tuple[CellKind, bool, bool], Format] = {}
        self.header = book.add_format(
            {
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": ACCENT,
                "text_wrap": True,
                "valign": "vcenter",
                "align": self._start,
                "indent": 1,
                "reading_order": self._direction,
                "bottom": 1,
                "bottom_color": INK,
            }
        )

    def cell(self, kind: CellKind, *, strong: bool = False, whole: bool = False) -> Format:
        """Return the format of a cell; `whole` numbers show no decimal mark."""
        key = (kind, strong, whole)
        if key not in self._made:
            self._made[key] = self._book.add_format(self._properties(kind, strong=strong, whole=whole))
        return self._made[key]

    def _properties(self, kind: CellKind, *, strong: bool, whole: bool) -> dict[str, Any]:
        properties: dict[str, Any] = {
            "font_color": INK,
            "valign": "top",
            "bottom": 4,
            "bottom_color": RULE,
            "bold": strong,
        }
        if kind in _NUMBER_FORMATS:
            properties["num_format"] = _WHOLE if whole else _NUMBER_FORMATS[kind]
            return properties
        properties["align"] = {CellKind.MARK: "center", CellKind.CODE: "left"}.get(kind, self._start)
        properties["reading_order"] = 1 if kind is CellKind.CODE else self._direction
        properties["text_wrap"] = kind is CellKind.LONG_TEXT
        properties["indent"] = 0 if kind is CellKind.MARK else 1
        return properties


class _SheetWriter:
    """Writes one sheet; kept apart so that the row loop stays short and fast."""

    def __init__(
        self, book: xlsxwriter.Workbook, sheet: Sheet, styles: _Styles, *, right_to_left: bool
    ) -> None:
        self._sheet = sheet
        self._styles = styles
        self._page = book.add_worksheet(sheet.name.translate(FORBIDDEN_IN_NAME)[:LONGEST_NAME])
        self._wrapping = [
            (position, max(column.width - 3, 1))
            for position, column in enumerate(sheet.columns)
            if column.kind is CellKind.LONG_TEXT
        ]
        if right_to_left:
            self._page.right_to_left()

    def write(self) -> None:
        """Write header, rows, filter and print set-up."""
        page, columns = self._page, self._sheet.columns
        for position, column in enumerate(columns):
            page.set_column(position, position, column.width)
        page.set_row(0, LINE_HEIGHT * _header_lines(columns) + 6)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.hide_gridlines(2)
        page.freeze_panes(1, self._sheet.frozen_columns)
        for position, column in enumerate(columns):
            page.write_string(0, position, column.title, self._styles.header)
        last = self._write_rows()
        page.autofilter(0, 0, max(last, 1), len(columns) - 1)

    def _write_rows(self) -> int:
        kinds = [column.kind for column in self._sheet.columns]
        row = 0
        for row, cells in enumerate(self._sheet.rows, start=1):
            if row > self._sheet.limit:
                self._put(row, 0, self._sheet.limit_note, CellKind.TEXT)
                return row - 1
            lines = self._lines(cells)
            if lines > 1:
                self._page.set_row(row, LINE_HEIGHT * lines)
            for position, cell in enumerate(cells):
                self._put(row, position, cell, kinds[position])
        return row

    def _lines(self, cells: Sequence[Cell]) -> int:
        """Estimate the lines of the row's tallest text: not every program fits rows by itself."""
        longest = 1
        for position, room in self._wrapping:
            cell = cells[position]
            if isinstance(cell, str) and len(cell) > room:
                longest = max(longest, -(-len(cell) // room))
        return min(longest, MOST_LINES)

    def _put(self, row: int, position: int, cell: Cell, kind: CellKind) -> None:
        if isinstance(cell, Styled):
            self._put_value(row, position, cell.value, cell.kind, strong=cell.strong)
        else:
            self._put_value(row, position, cell, kind, strong=False)

    def _put_value(self, row: int, position: int, cell: Scalar, kind: CellKind, *, strong: bool) -> None:
        if cell is None or cell == "":
            self._page.write_blank(row, position, None, self._styles.cell(kind, strong=strong))
        elif isinstance(cell, str):
            text = cell if len(cell) <= LONGEST_TEXT else f"{cell[: LONGEST_TEXT - 1]}…"
            self._page.write_string(row, position, text, self._styles.cell(_text_kind(kind), strong=strong))
        elif isinstance(cell, date):
            style = self._styles.cell(CellKind.DATE, strong=strong)
            self._page.write_datetime(row, position, datetime.combine(cell, datetime.min.time()), style)
        else:
            self._put_number(row, position, cell, kind, strong=strong)

    def _put_number(
        self, row: int, position: int, value: float | Decimal, kind: CellKind, *, strong: bool
    ) -> None:
        whole = kind is CellKind.COUNT and value == int(value)
        self._page.write_number(row, position, value, self._styles.cell(kind, strong=strong, whole=whole))


def _text_kind(kind: CellKind) -> CellKind:
    """A text in a column of numbers (`—`) is written as text."""
    return CellKind.TEXT if kind in _NUMBER_FORMATS else kind


def _header_lines(columns: Sequence[Column]) -> int:
    """Estimate how many lines the tallest header wraps to, four at most; bold letters are wider."""
    return min(4, max(-(-len(column.title) // max(column.width - 4, 1)) for column in columns))
