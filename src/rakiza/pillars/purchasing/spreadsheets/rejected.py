"""The rejected-rows file: the faulty rows under the template's headings, then where and why.

Corrected in place it is imported again as it is: the importers know the report's columns and
leave them alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from django.utils import translation

from rakiza.kernel.imports.columns import ColumnSpec, Form
from rakiza.kernel.imports.problems import RowProblem
from rakiza.kernel.imports.workbook import CellValue
from rakiza.pillars.purchasing.spreadsheets import template_texts as texts
from rakiza.pillars.purchasing.spreadsheets.needs_form import NEEDS_FORM
from rakiza.pillars.purchasing.spreadsheets.offers_form import IMPORTS_FORM, OFFERS_FORM
from rakiza.pillars.purchasing.spreadsheets.originals import OriginalRow
from rakiza.pillars.purchasing.spreadsheets.rejection_columns import REPORT_COLUMNS
from rakiza.pillars.purchasing.spreadsheets.sheet_writer import (
    Book,
    write_choices,
    write_headings,
    write_lists,
    write_rows,
)
from rakiza.pillars.purchasing.spreadsheets.templates import template_columns

_FORMS = (NEEDS_FORM, OFFERS_FORM, IMPORTS_FORM)
_Place = tuple[str, str, int]


class ReadFile(Protocol):
    """What a file that was read says of its faulty rows."""

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        """Every problem, errors and warnings."""
        ...

    @property
    def rejected(self) -> tuple[OriginalRow, ...]:
        """The rows left out, as they were written."""
        ...


def write_rejected(path: Path, files: Iterable[ReadFile], language: str) -> None:
    """Write the rows left out of all files into one workbook, a sheet a form."""
    read = tuple(files)
    rows = [row for file in read for row in file.rejected]
    reasons: dict[_Place, list[RowProblem]] = defaultdict(list)
    for file in read:
        for problem in file.problems:
            if problem.is_error:
                reasons[problem.file, problem.sheet, problem.row].append(problem)
    book = Book.create(str(path), language, texts.REJECTED_TITLE.in_language(language))
    present = [form for form in _FORMS if any(row.form == form.key for row in rows)] or [NEEDS_FORM]
    sheets = [(form, book.sheet(form.sheet_names.in_language(language))) for form in present]
    ranges = write_lists(book, texts.LISTS_SHEET.in_language(language))
    with translation.override(language):
        for form, sheet in sheets:
            own = [row for row in rows if row.form == form.key]
            columns = _columns(form, own)
            write_headings(book, sheet, columns)
            write_choices(sheet, columns, ranges)
            count = write_rows(book, sheet, columns, (_cells(row, reasons) for row in own))
            sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    book.file.close()


def _columns(form: Form, rows: Sequence[OriginalRow]) -> tuple[ColumnSpec, ...]:
    """The template's columns, those that the rows use besides, then the report."""
    used = {key for row in rows for key, _ in row.cells}
    besides = tuple(
        column
        for column in form.columns
        if column.key in used and not column.in_template and not column.ignored
    )
    return (*template_columns(form), *besides, *REPORT_COLUMNS)


def _cells(row: OriginalRow, reasons: dict[_Place, list[RowProblem]]) -> dict[str, CellValue]:
    problems = reasons.get((row.file, row.sheet, row.row), [])
    return {
        **dict(row.cells),
        "rejected_file": row.file,
        "rejected_sheet": row.sheet,
        "rejected_row": float(row.row),
        "rejected_column": " ; ".join(
            dict.fromkeys(problem.column for problem in problems if problem.column)
        ),
        "rejected_value": " ; ".join(dict.fromkeys(problem.value for problem in problems if problem.value)),
        "rejected_reason": " ; ".join(dict.fromkeys(problem.message() for problem in problems)),
    }
