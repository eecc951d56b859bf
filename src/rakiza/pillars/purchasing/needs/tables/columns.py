"""The columns found in a file, as a person sees and changes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from rakiza.kernel.imports.column_map import ColumnMap, SheetColumns
from rakiza.kernel.imports.columns import ColumnSpec
from rakiza.kernel.imports.headers import SURE, ColumnProposal, SheetProposal
from rakiza.kernel.imports.workbook import CellError, CellValue, column_letters
from rakiza.kernel.wording.formats import number
from rakiza.pillars.purchasing.spreadsheets.needs_form import NEEDS_FORM

PREVIEW_ROWS = 5
IGNORED = tuple(column.key for column in NEEDS_FORM.columns if column.ignored)
_LIKELY = 0.95
_LONGEST_SHEET_NAME = 120


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """One heading: its letters, what it is taken for, how surely, its first cells."""

    field: str
    letters: str
    heading: str
    key: str
    guess: str
    confidence: float
    ambiguous: bool
    cells: tuple[str, ...]

    @property
    def tone(self) -> str:
        """How much the guess wants a look."""
        if self.ambiguous:
            return "attention"
        if not self.key:
            return "neutral"
        return "good" if self.confidence >= _LIKELY else "confirm"


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """One sheet: its header row, its columns, what it lacks."""

    prefix: str
    name: str
    header_row: int | None
    skipped: bool
    columns: tuple[ShownColumn, ...]
    missing: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def readable(self) -> bool:
        """Whether the sheet can be read as it stands."""
        return self.header_row is not None and not self.missing


@dataclass(frozen=True, slots=True)
class Choice:
    """One meaning that a column can have."""

    key: str
    label: str
    required: bool


def choices(language: str) -> tuple[Choice, ...]:
    """Return the meanings that a column can have, in the order of the template."""
    return tuple(
        Choice(column.key, _label(column, language), column.required)
        for column in NEEDS_FORM.columns
        if not column.ignored
    )


def shown_sheets(
    proposals: tuple[SheetProposal, ...], said: ColumnMap | None, language: str
) -> tuple[ShownSheet, ...]:
    """Return the sheets as the page shows them; `said` tells which sheets are left out."""
    return tuple(
        _sheet(f"s{position}", proposal, said or ColumnMap(), language)
        for position, proposal in enumerate(proposals)
    )


def _sheet(prefix: str, proposal: SheetProposal, said: ColumnMap, language: str) -> ShownSheet:
    doubtful = {heading.index for ambiguity in proposal.ambiguous for heading in ambiguity.headings}
    preview = proposal.preview[:PREVIEW_ROWS]
    columns = tuple(
        _column(prefix, column, preview, ambiguous=column.heading.index in doubtful)
        for column in proposal.columns
    )
    return ShownSheet(
        prefix=prefix,
        name=proposal.sheet,
        header_row=proposal.header_row,
        skipped=said.for_sheet(proposal.sheet).skip,
        columns=columns,
        missing=tuple(_label(NEEDS_FORM.column(key), language) for key in proposal.missing),
        rows=tuple(tuple(_cell(row, column.heading.index) for column in proposal.columns) for row in preview),
    )


def _column(
    prefix: str, proposal: ColumnProposal, preview: tuple[tuple[CellValue, ...], ...], *, ambiguous: bool
) -> ShownColumn:
    index = proposal.heading.index
    key = proposal.key or ""
    return ShownColumn(
        field=f"{prefix}-{column_letters(index)}",
        letters=column_letters(index),
        heading=proposal.heading.text,
        key="" if key in IGNORED else key,
        guess=_guess(proposal),
        confidence=proposal.confidence if key else 0.0,
        ambiguous=ambiguous,
        cells=tuple(_cell(row, index) for row in preview),
    )


def _guess(proposal: ColumnProposal) -> str:
    """Return what the heading is taken for where nobody says otherwise, empty where for nothing."""
    if proposal.ignored:
        return proposal.alternatives[0][0] if proposal.alternatives else ""
    return proposal.key or "" if proposal.confidence >= SURE else ""


def _label(column: ColumnSpec, language: str) -> str:
    return column.labels.in_language(language)


def _cell(row: tuple[CellValue, ...], index: int) -> str:
    value = row[index] if index < len(row) else None
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("oui") if value else _("non"))
    if isinstance(value, float):
        return number(value)
    if isinstance(value, CellError):
        return value.token
    if isinstance(value, (date, datetime)):
        return value.isoformat()[:10]
    return str(value)[:80]


def said_columns(posted: Mapping[str, str]) -> ColumnMap:
    """Return the column map that the form of the columns says.

    A heading set to "not read" that would be recognised by itself is said to be ignored; one that
    nothing recognises stays so, and the reading says that it left it.
    """
    sheets: list[tuple[str, SheetColumns]] = []
    for position in range(200):
        prefix = f"s{position}"
        name = posted.get(f"{prefix}-sheet", "")[:_LONGEST_SHEET_NAME]
        if not name:
            break
        sheets.append((name, _said_sheet(prefix, posted)))
    return ColumnMap(by_sheet=tuple(sheets))


def _said_sheet(prefix: str, posted: Mapping[str, str]) -> SheetColumns:
    known = NEEDS_FORM.keys()
    columns: list[tuple[str, str]] = []
    ignored: list[str] = []
    for field, chosen in posted.items():
        mark, _dash, letters = field.partition("-")
        if mark != prefix or not (letters.isascii() and letters.isalpha() and letters.isupper()):
            continue
        if chosen in known:
            columns.append((chosen, f"${letters}"))
        elif posted.get(f"{prefix}-{letters}-guess", "") in known:
            ignored.append(f"${letters}")
    row = posted.get(f"{prefix}-header", "")
    header_row = int(row) if row.isdecimal() and len(row) < 10 and 0 < int(row) < 10_000_000 else None
    return SheetColumns(tuple(columns), header_row, f"{prefix}-skip" in posted, tuple(ignored))


def doubled(said: ColumnMap, language: str) -> tuple[tuple[str, str], ...]:
    """Return the columns that a sheet gives twice, as (sheet, column); only one heading can be each."""
    found = []
    for name, sheet in said.by_sheet:
        keys = [key for key, _wording in sheet.columns]
        found += [
            (name, _label(NEEDS_FORM.column(key), language))
            for key in dict.fromkeys(keys)
            if keys.count(key) > 1
        ]
    return tuple(found)
