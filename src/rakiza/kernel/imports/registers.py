"""Rows of a register kept elsewhere: read one by one, each kept or left out with its reasons, handed back corrected.

What a row means is its room's: a reader of the room says which values make one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from rakiza.engine.families import Labels
from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.imports.columns import ColumnSpec, Form
from rakiza.kernel.imports.dates import parse_date
from rakiza.kernel.imports.headers import propose
from rakiza.kernel.imports.problems import ProblemKind, RowProblem, Severity
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.rows import ParsedSheet, RawRow, apply, cell_text
from rakiza.kernel.imports.text import fold
from rakiza.kernel.imports.workbook import Workbook
from rakiza.kernel.organisations.permissions import Refused
from rakiza.kernel.wording.language import base_language

MOST_ROWS = 500  # in one transaction: a larger register is handed over in parts
WHY = _("Pourquoi la ligne est rejetée")
Row = TypeVar("Row")


def spec(key: str, fr: str, ar: str, en: str, *synonyms: str, required: bool = False) -> ColumnSpec:
    """Return a column of a register."""
    return ColumnSpec(key=key, labels=Labels(fr, ar, en), required=required, synonyms=synonyms)


def problem(code: str, sentence: object) -> ProblemKind:
    """Return a kind of problem that leaves a row out."""
    return ProblemKind(f"register.{code}", Severity.ERROR, sentence)  # type: ignore[arg-type]


MISSING = problem("missing", _("« %(column)s » est vide : cette ligne n'est pas reprise."))
MAKER = problem("maker", _("« %(value)s » n'est pas un fabricant du cluster : son nom exact ou son ICE."))
DATE = problem("date", _("« %(value)s » n'est pas une date."))
CHOICE = problem("choice", _("« %(value)s » n'est pas une valeur connue de cette colonne."))
LONG = problem("long", _("Texte trop long : %(most)s caractères au plus."))
TWICE = problem("twice", _("Le numéro « %(value)s » est déjà plus haut dans le fichier."))
TAKEN = problem("taken", _("Le numéro « %(value)s » est déjà attribué, ou attend sa confirmation."))
TIED = problem("tied", _("Vous agissez aussi pour le fabricant ou son groupe."))
WRONG = problem("wrong", "%(why)s")


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row left out, as written, with the reasons."""

    cells: Mapping[str, str]
    reasons: tuple[str, ...]


@dataclass(slots=True)
class RegisterFile(Generic[Row]):
    """What a file holds: the rows that could be read, every problem, the rows left out."""

    name: str
    rows: list[Row] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)


class RegisterReader(Generic[Row]):
    """Reads one row after the other; a row's problems leave it out."""

    def __init__(self, form: Form, name: str) -> None:
        self.form, self.found = form, RegisterFile[Row](name)

    def read(self) -> Row | None:
        """Return what the row says; None, with what was reported, where it says nothing that can be kept."""
        raise NotImplementedError

    def settle(self, row: Row) -> None:
        """Hold the row to what stands, and to the rows above; report what speaks against it."""
        raise NotImplementedError

    def take(self, raw: RawRow, sheet: ParsedSheet) -> None:
        """Read a row, and keep what it says or its problems."""
        self._raw, self._problems = raw, list[RowProblem]()
        self._headings = {key: heading.text for key, heading in sheet.mapping.columns}
        self._cells = {key: cell_text(value).strip() for key, value in raw.cells.items()}
        row = self.read()
        if row is not None and not self._problems:
            self.settle(row)
        if row is not None and not self._problems:
            self.found.rows.append(row)
        elif self._problems:
            self.found.problems.extend(self._problems)
            reasons = tuple(one.message() for one in self._problems)
            self.found.rejected.append(RejectedRow(self._cells, reasons))

    @property
    def faulty(self) -> bool:
        """Whether something of this row was reported already."""
        return bool(self._problems)

    def text(self, key: str) -> str:
        """Return a cell's text: '' where it is empty or its column isn't there."""
        return self._cells.get(key, "")

    def need(self, *keys: str) -> None:
        """Report each of these cells that is empty."""
        for key in keys:
            if not self.text(key):
                self.report(MISSING, key)

    def within(self, key: str, most: int) -> None:
        """Report a text of more than `most` characters."""
        if len(self.text(key)) > most:
            self.report(LONG, key, most=most)

    def choice(self, key: str, words: Mapping[str, str], kind: ProblemKind = CHOICE) -> str:
        """Return the value that a cell names: '' where it is empty, or reported."""
        text = self.text(key)
        value = words.get(fold(text), "")
        if text and not value:
            self.report(kind, key)
        return value

    def day(self, key: str) -> date | None:
        """Return the day of a cell: None where it is empty, or reported."""
        value = self._raw.cells.get(key)
        found = parse_date(value) if value is not None else None
        if self.text(key) and found is None:
            self.report(DATE, key)
        return found

    def refuse(self, refusal: Refused, at: Mapping[str, str], key: str) -> None:
        """Report a refusal of the whole row at the column that `at` gives its code, or at `key`."""
        self.report(WRONG, at.get(refusal.code, key), why=str(refusal))

    def report(self, kind: ProblemKind, key: str, **params: str | int) -> None:
        """Write down what is wrong with a cell: the row is left out."""
        heading = self._headings.get(key) or column_label(self.form, key, base_language(None))
        raw, said = self._raw, tuple(sorted(params.items()))
        self._problems.append(
            RowProblem(kind, self.found.name, raw.sheet, raw.row, heading, self.text(key), said)
        )


def read_register(workbook: Workbook, reader: Callable[[], RegisterReader[Row]]) -> RegisterFile[Row]:
    """Read the rows of a workbook; FileRefused where no sheet has the columns, or one has too many rows.

    `reader` is asked for once the file is known to be a register: what it looks up is read then.
    """
    made = reader()
    form = made.form
    good = [one for one in propose(workbook, form) if one.header_row is not None and not one.missing]
    if not good:
        language = base_language(None)
        wanted = ", ".join(one.labels.in_language(language) for one in form.columns if one.required)
        raise FileRefused(Refusal.NO_HEADER, file=workbook.name, columns=wanted)
    parsed = apply(workbook, form, tuple(one.mapping() for one in good))
    for sheet in parsed.sheets:
        if len(sheet.rows) > MOST_ROWS:
            raise FileRefused(
                Refusal.TOO_MANY_ROWS, file=workbook.name, sheet=sheet.mapping.sheet, limit=MOST_ROWS
            )
    for sheet in parsed.sheets:
        for row in sheet.rows:
            made.take(row, sheet)
    if not made.found.rows and not made.found.problems:
        raise FileRefused(Refusal.NO_ROWS, file=workbook.name)
    return made.found


def words_of(*choices: type[models.TextChoices]) -> Mapping[str, str]:
    """Return the value of each choice by its value, and by its label in each language."""
    ones = [one for each in choices for one in each]
    found = {fold(str(one.value)): str(one.value) for one in ones}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {fold(str(one.label)): str(one.value) for one in ones}
    return found


def column_label(form: Form, key: str, language: str) -> str:
    """Return a column's heading."""
    return form.column(key).labels.in_language(language)


def mark_of(rows: Iterable[Sequence[object]]) -> str:
    """Return a mark of what was shown, row by row: another where the rows read differently since."""
    return hashlib.sha256(repr([tuple(map(str, row)) for row in rows]).encode()).hexdigest()


def rejected_sheet(form: Form, rows: Sequence[RejectedRow], language: str) -> Sheet:
    """Return the rows left out as written, with the reasons: corrected, the sheet goes in as it is.

    Without rows it is the template.
    """
    columns = [Column(one.labels.in_language(language), CellKind.CODE, 18) for one in form.columns]
    cells = [[row.cells.get(one.key, "") for one in form.columns] for row in rows]
    if rows:
        columns.append(Column(str(WHY), CellKind.LONG_TEXT, 60))
        cells = [[*one, " ".join(row.reasons)] for one, row in zip(cells, rows, strict=True)]
    return Sheet(form.sheet_names.in_language(language), tuple(columns), map(tuple, cells))
