"""A file that says which heading is which column, for what can't be guessed.

header_row = 4                     # optional, for every sheet
ignored = ["Stock", "$H"]          # optional: headings to leave alone
[columns]
designation = "Libellé article"    # a heading, or a column's letters: "$C"
[sheets."Bloc opératoire".columns]
designation = "Article"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.text import fold


@dataclass(frozen=True, slots=True)
class SheetColumns:
    """What is said of one sheet: headings by column key, the row they stand in, headings not to read."""

    columns: tuple[tuple[str, str], ...] = ()
    header_row: int | None = None
    skip: bool = False
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What is said of every sheet, and of some sheets by name."""

    everywhere: SheetColumns = SheetColumns()
    by_sheet: tuple[tuple[str, SheetColumns], ...] = ()

    def for_sheet(self, name: str) -> SheetColumns:
        """Return what holds for a sheet: its own entries before the common ones."""
        own = next((value for sheet, value in self.by_sheet if fold(sheet) == fold(name)), None)
        if own is None:
            return self.everywhere
        return SheetColumns(
            columns=tuple({**dict(self.everywhere.columns), **dict(own.columns)}.items()),
            header_row=own.header_row or self.everywhere.header_row,
            skip=own.skip,
            ignored=tuple(dict.fromkeys((*self.everywhere.ignored, *own.ignored))),
        )


def read_column_map(path: Path, known_keys: frozenset[str] = frozenset()) -> ColumnMap:
    """Return the column map of a TOML file; FileRefused where an entry isn't understood.

    Keys are held against `known_keys` where they are given.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise FileRefused(Refusal.MISSING, file=path.name) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise FileRefused(Refusal.BAD_COLUMN_MAP, file=path.name, why=str(problem)) from None
    sheets = content.get("sheets", {})
    if not isinstance(sheets, dict):
        raise _bad(path, _("« sheets » doit être une table"))
    return ColumnMap(
        everywhere=_sheet_columns(path, content, known_keys),
        by_sheet=tuple((name, _sheet_columns(path, table, known_keys)) for name, table in sheets.items()),
    )


def _sheet_columns(path: Path, table: Mapping[str, Any], known_keys: frozenset[str]) -> SheetColumns:
    columns = table.get("columns", {}) if isinstance(table, dict) else None
    if not isinstance(columns, dict):
        raise _bad(path, _("« columns » doit être une table « colonne = en-tête »"))
    for key, heading in columns.items():
        if known_keys and key not in known_keys:
            known = ", ".join(sorted(known_keys))
            raise _bad(
                path, _("colonne inconnue « %(key)s » (connues : %(known)s)") % {"key": key, "known": known}
            )
        if not isinstance(heading, str) or not heading.strip():
            raise _bad(path, _("« %(key)s » doit donner un en-tête entre guillemets") % {"key": key})
    header_row = table.get("header_row")
    if header_row is not None and (not isinstance(header_row, int) or header_row < 1):
        raise _bad(path, _("« header_row » doit être un numéro de ligne"))
    ignored = table.get("ignored", [])
    if not isinstance(ignored, list) or not all(isinstance(text, str) and text.strip() for text in ignored):
        raise _bad(path, _("« ignored » doit être une liste d'en-têtes entre guillemets"))
    return SheetColumns(tuple(columns.items()), header_row, bool(table.get("skip", False)), tuple(ignored))


def _bad(path: Path, why: str) -> FileRefused:
    return FileRefused(Refusal.BAD_COLUMN_MAP, file=path.name, why=why)
