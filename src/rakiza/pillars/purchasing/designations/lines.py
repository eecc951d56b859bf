"""The designations of a file, one after the other, whatever the file."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from django.utils.translation import gettext as _
from rich.console import Console
from rich.markup import escape

from rakiza.engine.families import Kind
from rakiza.engine.reading import Reading
from rakiza.kernel.imports.rows import cell_text
from rakiza.kernel.imports.streaming import StreamedSheet, stream_sheets
from rakiza.kernel.imports.workbook import CellValue, SheetRow
from rakiza.pillars.purchasing.designations.columns import (
    LINE_ID,
    LOOKED_AT,
    PACKAGING,
    SPECIFICATION,
    TEXT,
    FoundColumns,
    Reads,
    find_columns,
    headings_of,
    heads_texts,
)
from rakiza.pillars.purchasing.spreadsheets.sheets import is_own_note

STANDARD_INPUT = Path("-")

# identifier, text, packaging stated beside it, specification beside it
Line = tuple[str, str, str | None, str]


class NoDesignationsError(Exception):
    """No column of the file holds designations, or none bears the name given."""


@dataclass(frozen=True, slots=True)
class DesignationSheet:
    """One sheet's lines, to be read once; `found` says which columns they come from."""

    name: str
    found: FoundColumns
    lines: Iterator[Line]


@dataclass(frozen=True, slots=True)
class Designations:
    """A file's sheets with designations; `left_out` are the other sheets, by name."""

    file: str
    sheets: tuple[DesignationSheet, ...]
    left_out: tuple[str, ...] = ()

    @property
    def has_identifiers(self) -> bool:
        """Tell whether some sheet numbers its lines."""
        return any(LINE_ID in sheet.found.columns for sheet in self.sheets)

    def lines(self) -> Iterator[Line]:
        """Return every line, sheet by sheet."""
        return chain.from_iterable(sheet.lines for sheet in self.sheets)


@contextmanager
def input_path(path: Path) -> Iterator[tuple[Path, str]]:
    """Give a file to read, and what to call it; standard input (`-`) is put aside in a file first."""
    if path != STANDARD_INPUT:
        yield path, path.name or str(path)
        return
    with tempfile.TemporaryDirectory(prefix="rakiza-") as folder:
        spool = Path(folder) / "input"
        with spool.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield spool, _("entrée standard")


def open_designations(
    path: Path, called: str, reads: Reads, column: str | None = None, specification: str | None = None
) -> Designations:
    """Return the designations of a file; FileRefused or NoDesignationsError where it has none.

    `column` and `specification` name their columns; else they are sought.
    """
    sheets: list[DesignationSheet] = []
    others: list[tuple[str, tuple[str, ...]]] = []
    for sheet in stream_sheets(path, called, heads_texts):
        first = list(islice(sheet.rows, LOOKED_AT))
        if is_own_note(sheet.name):
            continue
        found = find_columns(first, reads, column, specification) if first else None
        if found is None:
            others.append((sheet.name, headings_of(first)))
        else:
            sheets.append(DesignationSheet(sheet.name, found, _lines(first, sheet, found)))
    if not sheets:
        raise NoDesignationsError(_nothing_found(called, column, specification, others))
    left_out = [name for name, headings in others if headings]
    if any(not sheet.found.doubtful for sheet in sheets):  # a page of explanations beside the list
        left_out.extend(sheet.name for sheet in sheets if sheet.found.doubtful)
        sheets = [sheet for sheet in sheets if not sheet.found.doubtful]
    return Designations(called, tuple(sheets), tuple(left_out))


def _nothing_found(
    called: str,
    column: str | None,
    specification: str | None,
    sheets: Sequence[tuple[str, tuple[str, ...]]],
) -> str:
    headings = list(dict.fromkeys(heading for _name, own in sheets for heading in own[:40]))
    seen = ", ".join(headings)
    said = [name for name in (column, specification) if name is not None]
    if said:
        missing = next((name for name in said if name.strip() not in headings), said[0])
        text = _("%(file)s n'a pas de colonne « %(column)s ». Ses colonnes : %(seen)s.")
        return text % {"file": called, "column": missing, "seen": seen or "—"}
    text = _(
        "%(file)s : aucune colonne de désignations reconnue. Dites laquelle avec --column ; ses colonnes : %(seen)s."
    )
    return text % {"file": called, "seen": seen or "—"}


def _lines(first: list[SheetRow], sheet: StreamedSheet, found: FoundColumns) -> Iterator[Line]:
    """Yield the lines under the header: every filled row, an empty designation included."""
    text, number, pack, specification = (
        found.columns.get(key, -1) for key in (TEXT, LINE_ID, PACKAGING, SPECIFICATION)
    )
    for row in chain(first, sheet.rows):
        if row.number > found.header_row:
            cells = row.cells
            yield (
                _said(cells, number),
                _said(cells, text),
                _said(cells, pack) or None,
                _said(cells, specification),
            )


def _said(cells: tuple[CellValue, ...], index: int) -> str:
    if not 0 <= index < len(cells):
        return ""
    cell = cells[index]
    return cell if isinstance(cell, str) else cell_text(cell)


def is_read(reading: Reading) -> bool:
    """Tell whether a text was read as something known."""
    return reading.family is not None or (
        reading.kind in {Kind.MEDICINE, Kind.OTHER} and reading.confidence > 0.0
    )


def print_columns(errors: Console, found: Designations) -> None:
    """Say which column was taken where nobody named it."""
    for sheet in found.sheets:
        if sheet.found.specification_letters:
            said = _(
                "%(sheet)s : spécifications lues dans la colonne %(letters)s. Une autre : --specification."
            )
            params = {"sheet": sheet.name, "letters": sheet.found.specification_letters}
            errors.print(escape(said % params), soft_wrap=True)
        if not sheet.found.guessed:
            continue
        if not sheet.found.heading:
            text = _("%(sheet)s : pas d'en-tête ; désignations lues dans la colonne %(letters)s.")
        else:
            text = _(
                "%(sheet)s : désignations lues dans la colonne %(letters)s, « %(heading)s ». Une autre : --column."
            )
        params = {"sheet": sheet.name, "letters": sheet.found.letters, "heading": sheet.found.heading}
        errors.print(escape(text % params), soft_wrap=True)
    if found.left_out:
        names = ", ".join(found.left_out)
        errors.print(escape(_("Feuilles sans désignations : %(names)s.") % {"names": names}), soft_wrap=True)
