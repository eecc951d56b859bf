"""What a room expects of a sheet: its columns, and every way people head them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from rakiza.engine.families import Labels
from rakiza.kernel.imports.text import fold


class Value(StrEnum):
    """What a column holds; decides the type of the template's cells."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    RATE = "rate"
    DATE = "date"
    CODE = "code"  # an identifier: kept as text, never as a number


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column: its key, its heading in the template, other headings, and a note for the user.

    `fill_merged`: a value merged over several rows counts for each of them. `choices` names the
    list behind the template's drop-down. `weak` headings count where nothing better is there. `in_template` is false for columns that are understood
    but not proposed. `ignored` columns are recognised in order to be left alone.
    """

    key: str
    labels: Labels
    synonyms: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    value: Value = Value.TEXT
    required: bool = False
    fill_merged: bool = False
    in_template: bool = True
    ignored: bool = False
    choices: str = ""
    width: int = 16
    note: Labels = field(default=Labels("", "", ""))

    def headings(self) -> tuple[str, ...]:
        """Return every folded heading by which the column is known."""
        words = (self.labels.fr, self.labels.ar, self.labels.en, *self.synonyms)
        return _folded(words)

    def weak_headings(self) -> tuple[str, ...]:
        """Return the folded headings that count only where nothing better is there."""
        return _folded(self.weak)


def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(folded for folded in map(fold, words) if folded))


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of sheet: its key, the names of its sheet in the templates, its columns.

    `needs_one_of`: beside the required columns, at least one of each group must be there.
    """

    key: str
    sheet_names: Labels
    columns: tuple[ColumnSpec, ...]
    needs_one_of: tuple[tuple[str, ...], ...] = ()

    def column(self, key: str) -> ColumnSpec:
        """Return the column of a key; KeyError where there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def keys(self) -> frozenset[str]:
        """Return the keys of the columns."""
        return frozenset(column.key for column in self.columns)
