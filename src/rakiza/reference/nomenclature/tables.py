"""Reading a nomenclature table as published: csv or xlsx, header anywhere in the first rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook


class Scheme(StrEnum):
    """Which nomenclature."""

    EMDN = "emdn"
    HS = "hs"


class NomenclatureFileError(ValueError):
    """The file isn't the table that was announced: what was found, and what to do."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one scheme's table is recognised."""

    code: re.Pattern[str]
    code_headers: tuple[str, ...]
    term_headers: tuple[str, ...]
    least: int
    title: str


LAYOUTS: dict[Scheme, Layout] = {
    Scheme.EMDN: Layout(
        re.compile(r"[A-Z](?:\d{2}){0,6}"),
        ("code", "emdn code", "emdn_code", "cnd code"),
        ("term", "emdn term", "emdn_term", "category description", "description"),
        1000,
        "the EMDN table published by the European Commission (columns CODE and TERM)",
    ),
    Scheme.HS: Layout(
        re.compile(r"\d{2}(?:\d{2}){0,2}"),
        ("hscode", "hs code", "hs_code", "hs6", "code", "cmdcode", "product_id"),
        ("description", "term", "text", "label", "product_name"),
        1000,
        "a Harmonized System table at six digits (columns hscode and description)",
    ),
}
_HEADER_ROWS = 20
_LARGEST = 50_000_000


def read_table(path: Path, scheme: Scheme) -> dict[str, str]:
    """Return term by code; NomenclatureFileError says what is wrong with the file."""
    rows = _rows(path)
    layout = LAYOUTS[scheme]
    start, code_column, term_column = _header(path, rows, layout)
    terms: dict[str, str] = {}
    refused = 0
    for row in rows[start:]:
        code = _cell(row, code_column).replace(".", "").replace(" ", "")
        if layout.code.fullmatch(code):
            terms[code] = _cell(row, term_column)
        elif code:
            refused += 1
    if len(terms) < layout.least or refused > len(terms) // 20 + 5:
        raise NomenclatureFileError(
            f"{path.name}: {len(terms)} codes recognised, {refused} not. Expected {layout.title}."
        )
    return terms


def _rows(path: Path) -> list[list[str]]:
    if not path.is_file():
        raise NomenclatureFileError(f"{path}: no such file.")
    if path.stat().st_size > _LARGEST:
        raise NomenclatureFileError(f"{path.name}: larger than 50 MB, which no nomenclature is.")
    if path.suffix.lower() in {".xlsx", ".xls", ".ods", ".xlsb"}:
        return _sheet_rows(path)
    return _csv_rows(path)


def _sheet_rows(path: Path) -> list[list[str]]:
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        sheets = [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise NomenclatureFileError(f"{path.name}: not a readable workbook ({error}).") from error
    largest: Sequence[Sequence[object]] = max(sheets, key=len, default=[])
    return [[_text(cell) for cell in row] for row in largest]


def _csv_rows(path: Path) -> list[list[str]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(text.splitlines(), delimiter=delimiter))
    except csv.Error as error:
        raise NomenclatureFileError(f"{path.name}: not a readable csv file ({error}).") from error


def _header(path: Path, rows: Sequence[Sequence[str]], layout: Layout) -> tuple[int, int, int]:
    for number, row in enumerate(rows[:_HEADER_ROWS]):
        names = [" ".join(cell.lower().split()) for cell in row]
        code = next((names.index(name) for name in layout.code_headers if name in names), None)
        term = next((names.index(name) for name in layout.term_headers if name in names), None)
        if code is not None and term is not None:
            return number + 1, code, term
    raise NomenclatureFileError(
        f"{path.name}: no header with a code and a term in the first {_HEADER_ROWS} rows. Expected {layout.title}."
    )


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
