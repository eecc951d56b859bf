"""From a file to rows under their columns: the mapping is proposed, decided, or asked for."""

from __future__ import annotations

from dataclasses import dataclass

from rakiza.kernel.imports.column_map import ColumnMap
from rakiza.kernel.imports.columns import Form
from rakiza.kernel.imports.headers import SheetMapping, SheetProposal, propose
from rakiza.kernel.imports.problems import RowProblem
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.rows import ParsedRows, apply
from rakiza.kernel.imports.text import fold
from rakiza.kernel.imports.workbook import Sheet, Workbook
from rakiza.pillars.purchasing.spreadsheets.language import language
from rakiza.pillars.purchasing.spreadsheets.problems import (
    COLUMN_MAP_UNUSED,
    COLUMN_UNREAD,
    SHEET_AMBIGUOUS_COLUMN,
    SHEET_MISSING_COLUMN,
    SHEET_WITHOUT_HEADER,
)

FIRST_YEAR, LAST_YEAR = 2000, 2100
_OWN_NOTES = frozenset(
    map(
        fold,
        (
            "Aide",
            "Mode d'emploi",
            "Exemple",
            "Exemples",
            "Help",
            "Example",
            "Examples",
            "Read me",
            "مساعدة",
            "مثال",
            "أمثلة",
            "Listes",
            "Lists",
            "القوائم",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class DecidedRows:
    """The rows of a file and what was found wrong with its sheets; `unread_rows` counts their rows."""

    parsed: ParsedRows
    problems: tuple[RowProblem, ...]
    unread_rows: int


def check_year(year: int) -> None:
    """Refuse a year that no plan can have."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise FileRefused(Refusal.YEAR_OUT_OF_RANGE, year=year, first=FIRST_YEAR, last=LAST_YEAR)


def label_of(form: Form, key: str) -> str:
    """Return a column's heading in the active language."""
    return form.column(key).labels.in_language(language())


def is_own_note(sheet: str) -> bool:
    """True for the help, example and list sheets of the templates."""
    return fold(sheet) in _OWN_NOTES


def relevant(workbook: Workbook, others: tuple[Form, ...]) -> Workbook:
    """Leave out the help and example sheets, and the sheets that belong to other forms."""
    foreign = {
        fold(name)
        for form in others
        for name in (form.sheet_names.fr, form.sheet_names.ar, form.sheet_names.en)
    }
    kept = tuple(
        sheet for sheet in workbook.sheets if not is_own_note(sheet.name) and fold(sheet.name) not in foreign
    )
    return Workbook(workbook.name, workbook.sha256, kept)


def decide(
    workbook: Workbook,
    form: Form,
    *,
    column_map: ColumnMap | None,
    year: int | None,
    mappings: tuple[SheetMapping, ...] | None = None,
) -> DecidedRows:
    """Return the rows under the mapping given, else under the one proposed.

    FileRefused where no sheet can be read: no header, a required column missing or ambiguous.
    """
    if mappings is not None:
        return DecidedRows(apply(workbook, form, mappings), (), 0)
    said = column_map or ColumnMap()
    sheets = {sheet.name: sheet for sheet in workbook.sheets}
    proposals = tuple(
        proposal
        for proposal in propose(workbook, form, column_map=column_map, year=year)
        if not said.for_sheet(proposal.sheet).skip
    )
    good = tuple(proposal for proposal in proposals if _is_readable(proposal))
    if not good:
        raise _refusal(workbook, form, proposals)
    problems = [
        _sheet_problem(workbook.name, sheets[bad.sheet], form, bad)
        for bad in proposals
        if not _is_readable(bad)
    ]
    unread = sum(len(sheets[bad.sheet].rows) for bad in proposals if not _is_readable(bad))
    chosen = tuple(proposal.mapping() for proposal in good)
    parsed = apply(workbook, form, chosen)
    problems.extend(_unread_columns(workbook.name, sheets, chosen))
    problems.extend(_unused_map(workbook.name, said, chosen))
    return DecidedRows(parsed, tuple(problems), unread)


def _is_readable(proposal: SheetProposal) -> bool:
    return proposal.header_row is not None and not proposal.missing and not proposal.ambiguous


def _refusal(workbook: Workbook, form: Form, proposals: tuple[SheetProposal, ...]) -> FileRefused:
    """Say of the sheet that came closest what it lacks."""
    with_header = [proposal for proposal in proposals if proposal.header_row is not None]
    if not workbook.sheets or not proposals:
        return FileRefused(Refusal.NO_ROWS, file=workbook.name)
    if not with_header:
        wanted = ", ".join(label_of(form, key) for key in _wanted(form))
        return FileRefused(Refusal.NO_HEADER, file=workbook.name, columns=wanted)
    closest = max(with_header, key=lambda proposal: (-len(proposal.missing), len(proposal.columns)))
    if closest.ambiguous:
        first = closest.ambiguous[0]
        headers = ", ".join(heading.text for heading in first.headings)
        column = label_of(form, first.key)
        return FileRefused(
            Refusal.AMBIGUOUS_COLUMN, file=workbook.name, sheet=closest.sheet, column=column, headers=headers
        )
    missing = label_of(form, closest.missing[0])
    return FileRefused(
        Refusal.MISSING_COLUMN,
        file=workbook.name,
        sheet=closest.sheet,
        row=closest.header_row,
        column=missing,
    )


def _wanted(form: Form) -> tuple[str, ...]:
    required = tuple(column.key for column in form.columns if column.required)
    return (*required, *(group[0] for group in form.needs_one_of))


def _sheet_problem(file: str, sheet: Sheet, form: Form, proposal: SheetProposal) -> RowProblem:
    count = len(sheet.rows)
    if proposal.header_row is None:
        return RowProblem(
            SHEET_WITHOUT_HEADER, file, sheet.name, sheet.rows[0].number, params=(("count", count),)
        )
    if proposal.ambiguous:
        first = proposal.ambiguous[0]
        headers = ", ".join(heading.text for heading in first.headings)
        params = (("count", count), ("headers", headers), ("wanted", label_of(form, first.key)))
        return RowProblem(SHEET_AMBIGUOUS_COLUMN, file, sheet.name, proposal.header_row, params=params)
    missing = label_of(form, proposal.missing[0])
    lacking = (("count", count), ("missing", missing))
    return RowProblem(SHEET_MISSING_COLUMN, file, sheet.name, proposal.header_row, params=lacking)


def _unread_columns(
    file: str, sheets: dict[str, Sheet], mappings: tuple[SheetMapping, ...]
) -> list[RowProblem]:
    """Warn of headings that no column takes."""
    return [
        RowProblem(COLUMN_UNREAD, file, mapping.sheet, mapping.header_row, column=heading.text)
        for mapping in mappings
        for heading in mapping.unread
        if mapping.sheet in sheets
    ]


def _unused_map(file: str, said: ColumnMap, mappings: tuple[SheetMapping, ...]) -> list[RowProblem]:
    """Warn of entries of the column map whose heading stands in no header."""
    found: list[RowProblem] = []
    for mapping in mappings:
        taken = {key for key, _ in mapping.columns}
        for key, heading in said.for_sheet(mapping.sheet).columns:
            if key not in taken:
                params = (("key", key), ("wanted", heading))
                found.append(
                    RowProblem(COLUMN_MAP_UNUSED, file, mapping.sheet, mapping.header_row, params=params)
                )
    return found
