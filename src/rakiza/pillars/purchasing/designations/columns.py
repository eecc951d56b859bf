"""Which columns of a table hold designations, their numbers, their packaging and their specifications."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rakiza.engine.families import Labels
from rakiza.kernel.imports.columns import ColumnSpec, Form
from rakiza.kernel.imports.headers import SURE, heading_of, scores
from rakiza.kernel.imports.rows import cell_text
from rakiza.kernel.imports.text import fold
from rakiza.kernel.imports.workbook import CellValue, SheetRow, column_index, column_letters
from rakiza.pillars.purchasing.spreadsheets.needs_form import NEEDS_FORM

LINE_ID, TEXT, PACKAGING, SPECIFICATION = "line_id", "text", "packaging", "specification"
LOOKED_AT = 60  # rows among which the header is sought
_LEAST_READ = 0.3  # of the cells, for a column without a heading to hold designations

_PACKS_READ = frozenset({fold("pack_size"), fold("pack_unit")})

Reads = Callable[[str], bool]


def _designation() -> ColumnSpec:
    usual = NEEDS_FORM.column("designation")
    return ColumnSpec(
        key=TEXT,
        labels=usual.labels,
        synonyms=("text", "texte", "نص", *usual.synonyms),
        weak=usual.weak,
        required=True,
    )


def _packaging() -> ColumnSpec:
    usual = NEEDS_FORM.column("pack")
    return ColumnSpec(
        key=PACKAGING, labels=usual.labels, synonyms=("packaging_given", *usual.synonyms), weak=usual.weak
    )


def _specification() -> ColumnSpec:
    """Only headings that say so: a column of descriptions often repeats the designation, or is it."""
    usual = NEEDS_FORM.column("specification")
    return ColumnSpec(key=SPECIFICATION, labels=usual.labels, synonyms=usual.synonyms)


DESIGNATIONS_FORM = Form(
    key="designations",
    sheet_names=Labels("Désignations", "التعيينات", "Designations"),
    columns=(
        ColumnSpec(
            key=LINE_ID,
            labels=Labels("Identifiant de ligne", "معرف السطر", "Line identifier"),
            synonyms=("line_id", "line id", "id ligne", "ligne id", "N° ligne", "numéro de ligne", "id"),
        ),
        _designation(),
        _packaging(),
        _specification(),
    ),
)


@dataclass(frozen=True, slots=True)
class FoundColumns:
    """Where a sheet's columns are (0-based); rows up to `header_row` are above the lines.

    `heading` is the designation's as written, empty without a header; `guessed` says that nobody
    named the column, `doubtful` that it was taken as the only one there is.
    """

    columns: Mapping[str, int]
    header_row: int = 0
    heading: str = ""
    guessed: bool = field(default=True)
    doubtful: bool = field(default=False)

    @property
    def letters(self) -> str:
        """Return the letters of the designation's column."""
        return column_letters(self.columns[TEXT])

    @property
    def specification_letters(self) -> str:
        """Return the letters of the specification's column; empty where there is none."""
        at = self.columns.get(SPECIFICATION)
        return column_letters(at) if at is not None else ""


def find_columns(
    rows: Sequence[SheetRow],
    reads: Reads,
    said: str | None = None,
    specification: str | None = None,
    form: Form = DESIGNATIONS_FORM,
) -> FoundColumns | None:
    """Return the columns among a sheet's first rows; None where no column holds designations.

    `said` names the designation's column, `specification` that of what is specified beside it: its
    heading or its letters (`$C`). None too where the sheet has no column so named. `reads` tells
    whether a text is read as something known, for tables without a header.
    """
    found = (
        _named(rows, said, form) if said is not None else _by_headings(rows, form) or _by_content(rows, reads)
    )
    if found is None or specification is None:
        return found
    index = _index_of(rows, specification, found.header_row)
    if index is None:
        return None
    columns = {key: at for key, at in found.columns.items() if key != SPECIFICATION and at != index}
    return replace(found, columns={**columns, SPECIFICATION: index}) if TEXT in columns else None


def _index_of(rows: Sequence[SheetRow], said: str, header_row: int) -> int | None:
    """Return the column that letters or a heading name; headings stand in the header's row."""
    if _is_letters(said):
        return column_index(said[1:].upper())
    cells = next((row.cells for row in rows if row.number == header_row), ())
    for same in (_same_text, _same_words):
        for index, cell in enumerate(cells):
            if isinstance(cell, str) and same(cell, said.strip()):
                return index
    return None


def _is_letters(said: str) -> bool:
    return said.startswith("$") and said[1:].isascii() and said[1:].isalpha()


def headings_of(rows: Sequence[SheetRow]) -> tuple[str, ...]:
    """Return the texts of the first row that looks most like a header: the one with the most of them."""
    texts = [
        [cell for cell in row.cells if isinstance(cell, str) and cell.strip()] for row in rows[:LOOKED_AT]
    ]
    widest = max(texts, key=len, default=[])
    return tuple(" ".join(text.split()) for text in widest)


def heads_texts(cells: Sequence[str]) -> int | None:
    """Return the column of designations that a row's cells head as they stand; None where they head none."""
    column = DESIGNATIONS_FORM.column(TEXT)
    folded = [fold(cell) for cell in cells]
    for known in (column.headings(), column.weak_headings()):
        at = next((index for index, cell in enumerate(folded) if cell in known), None)
        if at is not None:
            return at
    return None


def _named(rows: Sequence[SheetRow], said: str, form: Form) -> FoundColumns | None:
    if _is_letters(said):
        index = column_index(said[1:].upper())
        header = _by_headings(rows, form)
        columns = {**(header.columns if header else {}), TEXT: index}
        return FoundColumns(_distinct(columns), header.header_row if header else 0, said, guessed=False)
    wanted = said.strip()
    for same in (_same_text, _same_words):
        for row in rows[:LOOKED_AT]:
            for index, cell in enumerate(row.cells):
                if isinstance(cell, str) and same(cell, wanted):
                    columns = {**_fitting(row, form), TEXT: index}
                    return FoundColumns(_distinct(columns), row.number, cell.strip(), guessed=False)
    return None


def _same_text(cell: str, wanted: str) -> bool:
    return cell.strip() == wanted


def _same_words(cell: str, wanted: str) -> bool:
    return bool(fold(wanted)) and fold(cell) == fold(wanted)


def _distinct(columns: Mapping[str, int]) -> dict[str, int]:
    """Leave out what a name forced onto the designation's own column."""
    return {key: index for key, index in columns.items() if key == TEXT or index != columns[TEXT]}


def _by_headings(rows: Sequence[SheetRow], form: Form) -> FoundColumns | None:
    best: tuple[float, int, dict[str, int]] | None = None
    for position, row in enumerate(rows[:LOOKED_AT]):
        fitting = _fitting(row, form)
        if TEXT in fitting and (best is None or len(fitting) > best[0]):
            best = len(fitting), position, fitting
    if best is None:
        return None
    _, position, columns = best
    row = rows[position]
    if _heads_better(rows[position : position + 2], columns[TEXT], form):
        under = _fitting(rows[position + 1], form)
        row, columns = rows[position + 1], {**columns, **under}
    return FoundColumns(_distinct(columns), row.number, cell_text(row.cells[columns[TEXT]]))


def _heads_better(rows: Sequence[SheetRow], texts: int, form: Form) -> bool:
    """Tell whether the row under a header is its second one: `Article` above `Code` and `Désignation`."""
    if len(rows) < 2 or rows[1].number != rows[0].number + 1:
        return False
    under = max((score for score, _, key in _fits(rows[1], form) if key == TEXT), default=0.0)
    return under > max(score for score, index, key in _fits(rows[0], form) if (index, key) == (texts, TEXT))


def _fits(row: SheetRow, form: Form) -> list[tuple[float, int, str]]:
    """Return how surely each cell of a row heads each column, with its place."""
    return [
        (score, index, key)
        for index, cell in enumerate(row.cells)
        if isinstance(cell, str) and len(cell) <= 90 and fold(cell)
        for key, score in scores(heading_of(index, cell), form).items()
        if score >= SURE
    ]


def _fitting(row: SheetRow, form: Form) -> dict[str, int]:
    """Return the columns that the cells of a row head, the best fit first."""
    pairs = sorted((-score, index, key) for score, index, key in _fits(row, form))
    own = _readings_of_packs(row)
    found: dict[str, int] = {}
    for _, index, key in pairs:
        if key not in found and index not in found.values() and index not in own:
            found[key] = index
    return found


def _readings_of_packs(row: SheetRow) -> frozenset[int]:
    """Return the columns that `rakiza read` wrote of packs: what was read is no packaging stated beside the text."""
    at = {fold(cell): index for index, cell in enumerate(row.cells) if isinstance(cell, str)}
    return frozenset(at[name] for name in _PACKS_READ) if at.keys() >= _PACKS_READ else frozenset()


def _by_content(rows: Sequence[SheetRow], reads: Reads) -> FoundColumns | None:
    """Return the column whose cells are best read; its first cell is a heading where it alone isn't."""
    width = max((len(row.cells) for row in rows[:LOOKED_AT]), default=0)
    shares = [
        (_share_read([_cell(row, index) for row in rows[:LOOKED_AT]], reads), -index)
        for index in range(width)
    ]
    share, column = max(shares, default=(0.0, 0))
    if share < _LEAST_READ and width != 1:
        return None
    first = _cell(rows[0], -column)
    headed = len(rows) > 1 and share >= _LEAST_READ and not (isinstance(first, str) and reads(first))
    return FoundColumns(
        {TEXT: -column},
        rows[0].number if headed else 0,
        cell_text(first) if headed else "",
        doubtful=share < _LEAST_READ,
    )


def _cell(row: SheetRow, index: int) -> CellValue:
    return row.cells[index] if index < len(row.cells) else None


def _share_read(cells: Sequence[CellValue], reads: Reads) -> float:
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    if not texts:
        return 0.0
    return sum(1 for text in texts if reads(text)) / len(cells)
