"""Labelled lines as files hold them: what each line is, checked cell by cell.

Columns: `text`, `kind`, `emdn`, `attributes` (JSON list of name, op, value, unit), `pack_size`,
`pack_unit`; where there are some `line_id`, `packaging_given` and `emdn_alternatives` (codes joined by
`|`). Others are left alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rakiza.engine.attributes import AttributeScalar, AttributeValue, Op
from rakiza.engine.families import Kind
from rakiza.engine.reading.evaluate import Label
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.rows import cell_text
from rakiza.kernel.imports.streaming import stream_sheets
from rakiza.kernel.imports.workbook import SheetRow

REQUIRED = ("text", "kind", "emdn", "attributes", "pack_size", "pack_unit")
SHOWN = 10
_CODE = re.compile(r"[A-Z](?:\d{2}){0,6}")


@dataclass(frozen=True, slots=True)
class GoldLine:
    """One labelled line, and the packaging that its list states beside the text."""

    line_id: str
    text: str
    packaging: str | None
    label: Label


class GoldError(Exception):
    """The file isn't in the labelled format; the message names the first faulty cells."""


def read_gold(path: Path) -> tuple[GoldLine, ...]:
    """Return the labelled lines of a csv or workbook (first sheet); GoldError or FileRefused otherwise."""
    sheet = next(stream_sheets(path, path.name))
    header = next(sheet.rows, None)
    columns = {
        cell_text(cell).strip().lower(): index for index, cell in enumerate(header.cells if header else ())
    }
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        text = _(
            "%(file)s n'est pas un fichier étiqueté : il lui manque %(missing)s. Ses colonnes : %(seen)s."
        )
        seen = ", ".join(name for name in columns if name)
        raise GoldError(text % {"file": path.name, "missing": ", ".join(missing), "seen": seen or "—"})
    problems: list[str] = []
    lines = tuple(_lines(sheet.rows, columns, problems))
    if problems:
        raise GoldError(_told(path.name, problems))
    if not lines:
        raise FileRefused(Refusal.NO_ROWS, file=path.name)
    return lines


def _told(file: str, problems: list[str]) -> str:
    head = ngettext(
        "%(file)s : %(count)s cellule mal étiquetée.",
        "%(file)s : %(count)s cellules mal étiquetées.",
        len(problems),
    )
    return "\n".join((head % {"file": file, "count": len(problems)}, *problems[:SHOWN]))


def _lines(rows: Iterator[SheetRow], columns: Mapping[str, int], problems: list[str]) -> Iterator[GoldLine]:
    for row in rows:
        cells = {
            name: cell_text(row.cells[index]) for name, index in columns.items() if index < len(row.cells)
        }
        raw = row.cells[columns["text"]] if columns["text"] < len(row.cells) else None
        text = raw if isinstance(raw, str) else cell_text(raw)
        found: list[tuple[str, str]] = []
        label = _label(cells, found)
        for column, why in found:
            said = _("ligne %(row)s, %(column)s : %(why)s") % {
                "row": row.number,
                "column": column,
                "why": why,
            }
            problems.append(said)
        if label is not None:
            yield GoldLine(cells.get("line_id", ""), text, cells.get("packaging_given") or None, label)


def _label(cells: Mapping[str, str], problems: list[tuple[str, str]]) -> Label | None:
    """Return what the cells say; None where some can't be understood, which is told."""
    kind = _kind(cells.get("kind", ""), problems)
    codes = (cells.get("emdn", ""), *filter(None, re.split(r"[|,;\s]+", cells.get("emdn_alternatives", ""))))
    wrong = [code[:40] for code in codes if code and not _CODE.fullmatch(code)]
    problems.extend(("emdn", _("« %(code)s » n'est pas un code EMDN") % {"code": code}) for code in wrong)
    attributes = _attributes(cells.get("attributes", ""), problems)
    size = cells.get("pack_size", "")
    if size and not size.removesuffix(".0").isdecimal():
        problems.append(("pack_size", _("« %(size)s » n'est pas un nombre entier") % {"size": size[:40]}))
    if problems or kind is None:
        return None
    count = int(size.removesuffix(".0")) if size else None
    return Label(kind, codes[0], codes[1:], attributes, count, cells.get("pack_unit") or None)


def _kind(said: str, problems: list[tuple[str, str]]) -> Kind | None:
    try:
        return Kind(said)
    except ValueError:
        known = ", ".join(kind.value for kind in Kind)
        why = _("« %(kind)s » n'est pas une nature (%(known)s)") % {"kind": said[:40], "known": known}
        problems.append(("kind", why))
        return None


def _attributes(said: str, problems: list[tuple[str, str]]) -> tuple[AttributeValue, ...]:
    try:
        listed = json.loads(said or "[]")
        return tuple(attribute_of(entry) for entry in listed)
    except (KeyError, TypeError, ValueError, AttributeError):
        why = _("une liste JSON de {name, op, value, unit} est attendue, pas « %(said)s »")
        problems.append(("attributes", why % {"said": said[:60]}))
        return ()


def attribute_of(entry: Mapping[str, AttributeScalar | None]) -> AttributeValue:
    """Return an attribute from its JSON; KeyError, TypeError or ValueError where it isn't one."""
    value, unit = entry["value"], entry.get("unit")
    if not isinstance(value, str | int | float) or not isinstance(unit, str | None):
        raise TypeError
    scalar = float(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return AttributeValue(str(entry["name"]), Op(str(entry.get("op", "="))), scalar, unit or None)
