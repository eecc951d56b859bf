"""The templates that members and makers fill in, in the language they choose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rakiza.engine.families import Labels
from rakiza.kernel.imports.columns import ColumnSpec, Form
from rakiza.kernel.imports.workbook import CellValue
from rakiza.pillars.purchasing.spreadsheets import template_texts as texts
from rakiza.pillars.purchasing.spreadsheets.needs_form import NEEDS_FORM
from rakiza.pillars.purchasing.spreadsheets.offers_form import IMPORTS_FORM, OFFERS_FORM
from rakiza.pillars.purchasing.spreadsheets.sheet_writer import (
    Book,
    Worksheet,
    write_choices,
    write_headings,
    write_lists,
    write_rows,
)

Examples = Sequence[dict[str, CellValue]]


def write_needs_template(path: Path, language: str) -> None:
    """Write the empty needs workbook: help, entry sheet, example, in fr, ar or en."""
    _write(path, language, texts.NEEDS_TITLE, texts.NEEDS_STEPS, (NEEDS_FORM,), texts.NEEDS_EXAMPLES)


def write_offers_template(path: Path, language: str) -> None:
    """Write the empty offers workbook: help, offers, import references, example, in fr, ar or en."""
    _write(
        path,
        language,
        texts.OFFERS_TITLE,
        texts.OFFERS_STEPS,
        (OFFERS_FORM, IMPORTS_FORM),
        texts.OFFERS_EXAMPLES,
    )


def template_columns(form: Form) -> tuple[ColumnSpec, ...]:
    """Return the columns that a form's template shows."""
    return tuple(column for column in form.columns if column.in_template)


def _write(
    path: Path,
    language: str,
    title: Labels,
    steps: Sequence[Labels],
    forms: Sequence[Form],
    examples: Examples,
) -> None:
    book = Book.create(str(path), language, title.in_language(language))
    _write_help(book, book.sheet(texts.HELP_SHEET.in_language(language)), title, steps, forms)
    entries = [(form, book.sheet(form.sheet_names.in_language(language))) for form in forms]
    _write_example(book, forms[0], examples)
    ranges = write_lists(book, texts.LISTS_SHEET.in_language(language))
    for form, sheet in entries:
        columns = template_columns(form)
        write_headings(book, sheet, columns)
        sheet.autofilter(0, 0, 0, len(columns) - 1)
        write_choices(sheet, columns, ranges)
    entries[0][1].activate()
    book.file.close()


def _write_help(
    book: Book, sheet: Worksheet, title: Labels, steps: Sequence[Labels], forms: Sequence[Form]
) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, title.in_language(book.language), book.formats["title"])
    row = 2
    for step in steps:
        sheet.merge_range(row, 0, row, 1, step.in_language(book.language), book.formats["wrapped"])
        sheet.set_row(row, 32)
        row += 1
    for form in forms:
        row += 1
        sheet.write_string(row, 0, form.sheet_names.in_language(book.language), book.formats["title"])
        sheet.write_string(row + 1, 0, texts.COLUMN.in_language(book.language), book.formats["bold"])
        sheet.write_string(row + 1, 1, texts.MEANING.in_language(book.language), book.formats["bold"])
        row += 2
        for column in template_columns(form):
            label = column.labels.in_language(book.language)
            shown = f"{label} ({texts.REQUIRED.in_language(book.language)})" if column.required else label
            sheet.write_string(row, 0, shown, book.formats["wrapped"])
            sheet.write_string(row, 1, column.note.in_language(book.language), book.formats["wrapped"])
            row += 1


def _write_example(book: Book, form: Form, examples: Examples) -> None:
    sheet = book.sheet(texts.EXAMPLE_SHEET.in_language(book.language))
    columns = template_columns(form)
    write_headings(book, sheet, columns)
    count = write_rows(book, sheet, columns, examples)
    sheet.write_string(count + 2, 0, texts.FICTIONAL.in_language(book.language), book.formats["bold"])
