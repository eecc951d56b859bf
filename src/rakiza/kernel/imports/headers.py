"""Finding the header of a sheet and proposing which heading is which column.

Every proposal carries its confidence and the alternatives, for the page on which a person
confirms the mapping; `decide` turns a proposal into a mapping or says what must be asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process

from rakiza.kernel.imports.column_map import ColumnMap, SheetColumns
from rakiza.kernel.imports.columns import Form
from rakiza.kernel.imports.text import clean, fold
from rakiza.kernel.imports.workbook import CellValue, Sheet, Workbook, column_index

SURE = 0.86
POSSIBLE = 0.70
_LOOK_AT_ROWS = 60
_NEAR = 0.04
_WEAK = 0.88
_NOTICED = 0.58
_LONGEST_HEADING = 90
_PREVIEW_ROWS = 8
_BRACKETED = re.compile(r"[(\[{]([^)\]}]*)[)\]}]")
_FIGURES = re.compile(r"\d+")
_YEAR = re.compile(r"\b(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading: its 0-based column, its words, what stands in brackets, a year it names."""

    index: int
    text: str
    folded: str
    hint: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class ColumnProposal:
    """Which column a heading seems to be; `key` None where nothing fits well enough.

    `ignored`: a person said not to read it, whatever it looks like.
    """

    heading: Heading
    key: str | None
    confidence: float
    alternatives: tuple[tuple[str, float], ...] = ()
    ignored: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Several headings that may equally be one column."""

    key: str
    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class SheetProposal:
    """What a sheet seems to be. `header_row` is None where no header was found.

    `rows_above` counts filled rows over the header, `preview` the first rows under it.
    """

    sheet: str
    header_row: int | None
    header_height: int
    columns: tuple[ColumnProposal, ...]
    missing: tuple[str, ...]
    ambiguous: tuple[Ambiguity, ...]
    confidence: float
    rows_above: int
    preview: tuple[tuple[CellValue, ...], ...]

    def mapping(self) -> SheetMapping:
        """Return the proposal as a mapping, ready for `apply` or for a person to change."""
        chosen = tuple((column.key, column.heading) for column in self.columns if column.key is not None)
        unread = tuple(column.heading for column in self.columns if column.key is None and not column.ignored)
        last = (self.header_row or 1) + self.header_height - 1
        return SheetMapping(self.sheet, self.header_row or 1, last, chosen, unread)


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """The mapping that holds: heading by column key; rows under `last_header_row` are read."""

    sheet: str
    header_row: int
    last_header_row: int
    columns: tuple[tuple[str, Heading], ...]
    unread: tuple[Heading, ...] = ()


def propose(
    workbook: Workbook, form: Form, *, column_map: ColumnMap | None = None, year: int | None = None
) -> tuple[SheetProposal, ...]:
    """Return one proposal a sheet, in the order of the sheets; empty sheets have none."""
    said = column_map or ColumnMap()
    return tuple(
        propose_sheet(sheet, form, said.for_sheet(sheet.name), year)
        for sheet in workbook.sheets
        if sheet.rows
    )


def propose_sheet(sheet: Sheet, form: Form, said: SheetColumns, year: int | None) -> SheetProposal:
    """Return the best header among the first rows of a sheet, one or two rows high."""
    best: SheetProposal | None = None
    for position, row in enumerate(sheet.rows[:_LOOK_AT_ROWS]):
        if said.header_row is not None and row.number != said.header_row:
            continue
        for height in (1, 2):
            candidate = _candidate(sheet, form, position, height, said, year)
            if candidate is not None and (best is None or _rank(candidate) > _rank(best) + 0.5):
                best = candidate
    return best or SheetProposal(
        sheet.name, None, 1, (), _missing(form, frozenset()), (), 0.0, len(sheet.rows), ()
    )


def _rank(proposal: SheetProposal) -> float:
    recognised = sum(column.confidence for column in proposal.columns if column.key)
    return (
        recognised + sum(len(ambiguity.headings) for ambiguity in proposal.ambiguous) - len(proposal.missing)
    )


def _candidate(
    sheet: Sheet, form: Form, position: int, height: int, said: SheetColumns, year: int | None
) -> SheetProposal | None:
    headings = _headings(sheet, position, height)
    if len(headings) < 2 and not said.columns:
        return None
    columns, ambiguous = _assign(headings, form, said, year)
    found = frozenset(column.key for column in columns if column.key)
    asked = frozenset(ambiguity.key for ambiguity in ambiguous)
    required = {column.key for column in form.columns if column.required} & (found | asked)
    if not required or len(found | asked) < 2:
        return None
    top = sheet.rows[position].number
    last = sheet.rows[position + height - 1].number
    sure = [column.confidence for column in columns if column.key]
    return SheetProposal(
        sheet=sheet.name,
        header_row=top,
        header_height=last - top + 1,
        columns=columns,
        missing=_missing(form, found | asked),
        ambiguous=ambiguous,
        confidence=min(sure, default=0.0),
        rows_above=position,
        preview=tuple(row.cells for row in sheet.rows[position + height : position + height + _PREVIEW_ROWS]),
    )


def _missing(form: Form, found: frozenset[str]) -> tuple[str, ...]:
    required = [column.key for column in form.columns if column.required and column.key not in found]
    groups = [group[0] for group in form.needs_one_of if not found & set(group)]
    return (*required, *groups)


def _headings(sheet: Sheet, position: int, height: int) -> tuple[Heading, ...]:
    if position + height > len(sheet.rows):
        return ()
    if height == 1:
        texts = {
            index: _heading_word(cell)
            for index, cell in enumerate(sheet.rows[position].cells)
            if _is_word(cell)
        }
    else:
        texts = _two_rows(sheet, position)
    return tuple(heading_of(index, text) for index, text in sorted(texts.items()) if fold(text))


def _is_word(cell: CellValue) -> bool:
    if isinstance(cell, date):
        return cell.day == 1  # a month, as spreadsheets store `janv.-27`
    return (isinstance(cell, str) and bool(cell.strip())) or (
        isinstance(cell, float) and cell in range(1, 13)
    )


def _two_rows(sheet: Sheet, position: int) -> dict[int, str]:
    """Join a header of two rows: what is merged above several columns stands before each of them."""
    top, under = sheet.rows[position], sheet.rows[position + 1]
    spread = {index: _heading_word(cell) for index, cell in enumerate(top.cells) if _is_word(cell)}
    wide = [
        merged
        for merged in sheet.merged
        if merged.first_row == top.number and merged.last_column > merged.first_column
    ]
    if under.number != top.number + 1 or not wide:
        return {}
    for merged in wide:
        title = spread.get(merged.first_column, "")
        for column in range(merged.first_column, merged.last_column + 1):
            spread[column] = title
    below = {index: _heading_word(cell) for index, cell in enumerate(under.cells) if _is_word(cell)}
    return {
        index: f"{spread.get(index, '')} {below.get(index, '')}".strip()
        for index in sorted({*spread, *below})
    }


def _heading_word(cell: CellValue) -> str:
    if isinstance(cell, date):
        return f"mois {cell.month} {cell.year}"
    return str(int(cell)) if isinstance(cell, float) else str(cell).strip()


def heading_of(index: int, text: str) -> Heading:
    """Return a heading's words, with what stands in brackets and its year set apart."""
    hints = " ".join(_BRACKETED.findall(text)).strip()
    folded = fold(_BRACKETED.sub(" ", text)) or fold(text)
    years = _YEAR.findall(folded)
    if years:
        folded = " ".join(_YEAR.sub(" ", folded).split()) or folded
    return Heading(index, clean(text), folded, hints, int(years[0]) if years else None)


@lru_cache(maxsize=32)
def _known_headings(form: Form) -> dict[str, tuple[str, ...]]:
    """Return the columns known by each folded heading."""
    known: dict[str, list[str]] = {}
    for column in form.columns:
        for heading in column.headings():
            known.setdefault(heading, []).append(column.key)
    return {heading: tuple(keys) for heading, keys in known.items()}


@lru_cache(maxsize=32)
def _weak_headings(form: Form) -> dict[str, tuple[str, ...]]:
    known: dict[str, list[str]] = {}
    for column in form.columns:
        for heading in column.weak_headings():
            known.setdefault(heading, []).append(column.key)
    return {heading: tuple(keys) for heading, keys in known.items()}


def scores(heading: Heading, form: Form) -> dict[str, float]:
    """Return how well a heading fits each column, in [0, 1]; exact wording is 1."""
    return dict(_scores(heading.folded, fold(heading.text), form))


@lru_cache(maxsize=4_000)
def _scores(folded: str, whole: str, form: Form) -> tuple[tuple[str, float], ...]:
    known = _known_headings(form)
    found: dict[str, float] = {}
    for text, weight in ((whole, 1.0), (folded, 0.99)):
        for key in known.get(text, ()):
            found[key] = max(found.get(key, 0.0), weight)
    for key in _weak_headings(form).get(folded, ()):
        found.setdefault(key, _WEAK)
    if not found and 3 <= len(folded) <= _LONGEST_HEADING:
        for phrase, _, _ in process.extract(
            folded, known.keys(), scorer=fuzz.WRatio, limit=15, score_cutoff=60
        ):
            score = round(0.97 * _likeness(folded, phrase) / 100, 4)
            if score >= _NOTICED:
                for key in known[phrase]:
                    found[key] = max(found.get(key, 0.0), score)
    return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _likeness(heading: str, phrase: str) -> float:
    """Compare whole wordings; a known phrase inside a longer heading counts, a short one less."""
    if _FIGURES.findall(heading) != _FIGURES.findall(phrase):
        return 0.0  # the second quarter is never the first
    direct = float(fuzz.ratio(heading, phrase))
    ordered = float(fuzz.token_sort_ratio(heading, phrase))
    inside = 0.0
    if len(phrase) >= 4 and f" {phrase} " in f" {heading} ":
        inside = (
            84 + 12 * len(phrase) / len(heading)
            if heading.startswith(phrase)
            else 78 + 12 * len(phrase) / len(heading)
        )
    if min(len(heading), len(phrase)) < 4:
        return inside
    return max(direct, ordered, inside)


def _assign(
    headings: Sequence[Heading], form: Form, said: SheetColumns, year: int | None
) -> tuple[tuple[ColumnProposal, ...], tuple[Ambiguity, ...]]:
    forced = _forced(headings, said)
    ignored_headings = _left_alone(headings, said) - forced.keys()
    fitted = {
        heading: scores(heading, form) if heading not in ignored_headings else {} for heading in headings
    }
    chosen: dict[Heading, tuple[str, float]] = {heading: (key, 1.0) for heading, key in forced.items()}
    taken = set(forced.values())
    ambiguous: list[Ambiguity] = []
    ignored = {column.key for column in form.columns if column.ignored}
    pairs = sorted(
        (
            (score, -heading.index, heading, key)
            for heading, fits in fitted.items()
            for key, score in fits.items()
        ),
        key=lambda pair: (-pair[0], -pair[1], pair[3]),
    )
    for score, _, heading, key in pairs:
        if score < SURE or heading in chosen or (key in taken and key not in ignored):
            continue
        rivals = _rivals(heading, key, score, fitted, chosen)
        winner = _preferred((heading, *rivals), year) if rivals and key not in ignored else heading
        taken.add(key)
        if winner is None:
            ambiguous.append(Ambiguity(key, (heading, *rivals)))
        else:
            chosen[winner] = (key, fitted[winner].get(key, score))
    settled = {heading for ambiguity in ambiguous for heading in ambiguity.headings}
    columns = tuple(
        replace(_proposal(heading, scores(heading, form), None), ignored=True)
        if heading in ignored_headings
        else _proposal(heading, fitted[heading], None if heading in settled else chosen.get(heading))
        for heading in headings
    )
    return columns, tuple(ambiguous)


def _proposal(heading: Heading, fits: dict[str, float], chosen: tuple[str, float] | None) -> ColumnProposal:
    key, confidence = chosen if chosen else (None, max(fits.values(), default=0.0))
    others = tuple((other, score) for other, score in fits.items() if other != key and score >= POSSIBLE)
    return ColumnProposal(heading, key, confidence, others[:4])


def _rivals(
    heading: Heading,
    key: str,
    score: float,
    fitted: dict[Heading, dict[str, float]],
    chosen: dict[Heading, tuple[str, float]],
) -> tuple[Heading, ...]:
    """Return the other headings that fit the column as well and fit nothing better."""
    return tuple(
        other
        for other, fits in fitted.items()
        if other is not heading
        and other not in chosen
        and fits.get(key, 0.0) >= max(SURE, score - _NEAR)
        and all(fit < fits[key] for rival, fit in fits.items() if rival != key)
    )


def _preferred(headings: Sequence[Heading], year: int | None) -> Heading | None:
    """Choose by the plan's year, else the only heading without a year; None where nothing decides."""
    of_year = [heading for heading in headings if year is not None and heading.year == year]
    if len(of_year) == 1:
        return of_year[0]
    undated = [heading for heading in headings if heading.year is None]
    if len(undated) == 1 and not of_year:
        return undated[0]
    return None


def _forced(headings: Sequence[Heading], said: SheetColumns) -> dict[Heading, str]:
    forced: dict[Heading, str] = {}
    for key, wording in said.columns:
        for heading in headings:
            if _is_worded(heading, wording) and heading not in forced:
                forced[heading] = key
                break
    return forced


def _left_alone(headings: Sequence[Heading], said: SheetColumns) -> frozenset[Heading]:
    return frozenset(
        heading for heading in headings if any(_is_worded(heading, wording) for wording in said.ignored)
    )


def _is_worded(heading: Heading, wording: str) -> bool:
    """Tell whether `wording` means the heading: its words, or its column's letters (`$C`)."""
    letters = wording.removeprefix("$")
    if wording.startswith("$") and letters.isascii() and letters.isalpha():
        return heading.index == column_index(letters.upper())
    return fold(heading.text) == fold(wording)
