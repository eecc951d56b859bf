"""Rows of cells by column, under a mapping: merged values filled, totals and repeats left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rakiza.kernel.imports.columns import Form
from rakiza.kernel.imports.headers import SheetMapping
from rakiza.kernel.imports.text import clean, fold
from rakiza.kernel.imports.workbook import CellValue, Sheet, SheetRow, Workbook

_TOTAL = re.compile(
    r"(s |sous |grand )?(total|totaux|المجموع|مجموع|الاجمالي|اجمالي)"
    r"( (general|generale|ht|ttc|hors taxe|hors taxes|tva|annuel|annuelle|dh|mad|en dh|en mad|lot|du lot|lot \w+|"
    r"du lot \w+|page|de la page|a reporter|العام|\d+))*"
)


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row to be read: cells by column key."""

    sheet: str
    row: int
    cells: Mapping[str, CellValue]


@dataclass(frozen=True, slots=True)
class ParsedSheet:
    """The rows of one sheet, the mapping they were read under, and what was left out, counted."""

    mapping: SheetMapping
    rows: tuple[RawRow, ...]
    rows_above: int = 0
    totals: int = 0
    repeated_headers: int = 0
    section_titles: int = 0
    other: int = 0

    @property
    def ignored(self) -> int:
        """How many filled rows carried no line."""
        return self.rows_above + self.totals + self.repeated_headers + self.section_titles + self.other


@dataclass(frozen=True, slots=True)
class ParsedRows:
    """The rows of a file, sheet by sheet; `skipped` are sheets without lines, by name, and why."""

    file: str
    sha256: str
    sheets: tuple[ParsedSheet, ...]
    skipped: tuple[tuple[str, str], ...] = field(default=())


def apply(workbook: Workbook, form: Form, mappings: tuple[SheetMapping, ...]) -> ParsedRows:
    """Return the rows of the mapped sheets; sheets without a mapping are listed as skipped."""
    by_name = {mapping.sheet: mapping for mapping in mappings}
    parsed = tuple(
        _parse(sheet, form, by_name[sheet.name]) for sheet in workbook.sheets if sheet.name in by_name
    )
    skipped = tuple(
        (sheet.name, "unmapped") for sheet in workbook.sheets if sheet.name not in by_name and sheet.rows
    )
    return ParsedRows(workbook.name, workbook.sha256, parsed, skipped)


def _parse(sheet: Sheet, form: Form, mapping: SheetMapping) -> ParsedSheet:
    merged = _merged_values(sheet, form, mapping)
    titles = {merged.first_row for merged in sheet.merged if merged.last_column > merged.first_column}
    headings = {heading.index: fold(heading.text) for _, heading in mapping.columns}
    rows: list[RawRow] = []
    counts = {"totals": 0, "repeated_headers": 0, "section_titles": 0, "other": 0, "rows_above": 0}
    for row in sheet.rows:
        if row.number <= mapping.last_header_row:
            counts["rows_above"] += row.number < mapping.header_row
            continue
        why = _not_a_line(row, mapping, headings, titles)
        if why:
            counts[why] += 1
            continue
        cells = {
            key: merged.get((row.number, heading.index), _cell(row, heading.index))
            for key, heading in mapping.columns
        }
        rows.append(RawRow(sheet.name, row.number, cells))
    return ParsedSheet(mapping, tuple(rows), **counts)


def _cell(row: SheetRow, index: int) -> CellValue:
    return row.cells[index] if index < len(row.cells) else None


def _merged_values(sheet: Sheet, form: Form, mapping: SheetMapping) -> dict[tuple[int, int], CellValue]:
    """Return the values that vertical merges give to the rows under their first one."""
    filled = {heading.index for key, heading in mapping.columns if form.column(key).fill_merged}
    tall = [
        merged
        for merged in sheet.merged
        if merged.last_row > merged.first_row and merged.first_column in filled
    ]
    first_rows = {merged.first_row for merged in tall}
    starts = {row.number: row for row in sheet.rows if row.number in first_rows}
    values: dict[tuple[int, int], CellValue] = {}
    for merged in tall:
        start = starts.get(merged.first_row)
        if start is None or merged.last_row - merged.first_row > 10_000:
            continue
        for number in range(merged.first_row + 1, merged.last_row + 1):
            values[number, merged.first_column] = _cell(start, merged.first_column)
    return values


def _not_a_line(row: SheetRow, mapping: SheetMapping, headings: Mapping[int, str], titles: set[int]) -> str:
    """Return why a filled row carries no line ('' where it may): a total, a title, a header again."""
    filled = {index: cell for index, cell in enumerate(row.cells) if cell is not None and cell != ""}
    texts = [fold(cell) for cell in filled.values() if isinstance(cell, str) and fold(cell)]
    if texts and _TOTAL.fullmatch(texts[0]):
        return "totals"
    repeated = sum(
        1 for index, cell in filled.items() if isinstance(cell, str) and fold(cell) == headings.get(index)
    )
    if repeated >= 2 and repeated >= 0.6 * len(filled):
        return "repeated_headers"
    if len(filled) == 1 and row.number in titles:
        return "section_titles"
    columns = {heading.index for _, heading in mapping.columns}
    return "" if columns & filled.keys() else "other"


def cell_text(value: CellValue) -> str:
    """Return a cell as a person would retype it: whole numbers without `.0`, dates as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, str):
        return clean(value)
    if hasattr(value, "token"):
        return str(value.token)
    shown = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return shown.removesuffix("T00:00:00")
