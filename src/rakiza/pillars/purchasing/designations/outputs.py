"""Writing what was read: csv or JSON lines as they come, a workbook in constant memory; whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path

from django.utils.translation import gettext as _

from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.documents.workbook import write_workbook
from rakiza.kernel.system_errors import said_of
from rakiza.pillars.purchasing.designations.formats import Format
from rakiza.pillars.purchasing.designations.rendering import Cell

STANDARD_OUTPUT = Path("-")
SHEET_ROWS = 1_000_000  # a sheet ends at 1,048,576 rows
_WIDTHS = {
    "text": 48,
    "attributes": 40,
    "reasons": 60,
    "family": 26,
    "emdn": 16,
    "emdn_alternatives": 20,
    "why": 60,
}
_KINDS = {
    "confidence": CellKind.SHARE,
    "pack_size": CellKind.COUNT,
    "rank": CellKind.COUNT,
    "score": CellKind.SHARE,
}


class OutputError(ValueError):
    """The output can't be written as asked."""


def format_of(output: Path | None, said: Format | None = None) -> Format:
    """Return the format that the file's name or the option says; csv on standard output."""
    if output is None or output == STANDARD_OUTPUT:
        if said is Format.XLSX:
            raise OutputError(
                _("Un classeur ne peut pas aller à la sortie standard : donnez un fichier avec -o.")
            )
        return said or Format.CSV
    if said is not None:
        return said
    suffix = output.suffix.lower().removeprefix(".")
    try:
        return Format(suffix)
    except ValueError:
        text = _("%(path)s : le nom doit finir par .csv, .jsonl ou .xlsx ; ou dites le format avec --format.")
        raise OutputError(text % {"path": output}) from None


@contextmanager
def _draft(output: Path) -> Iterator[Path]:
    """Give a file beside its place; it takes its place once all is written, else nothing is left."""
    draft = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        yield draft
        draft.replace(output)
    except OSError as problem:
        text = _("%(path)s ne peut pas être écrit : %(why)s")
        raise OutputError(text % {"path": output, "why": said_of(problem)}) from problem
    finally:
        with suppress(OSError):  # its folder may not even be one
            draft.unlink(missing_ok=True)


def write_text(output: Path | None, pieces: Iterable[str]) -> None:
    """Write the pieces one after the other, as UTF-8."""
    if output is None or output == STANDARD_OUTPUT:
        for piece in pieces:
            sys.stdout.buffer.write(piece.encode("utf-8"))
        sys.stdout.buffer.flush()
        return
    with _draft(output) as draft, draft.open("wb") as file:
        for piece in pieces:
            file.write(piece.encode("utf-8"))


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows of safe cells as csv."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def write_rows(
    output: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]], title: str, language: str
) -> None:
    """Write rows of safe cells as a workbook, on as many sheets as they need."""
    with _draft(output) as draft:
        write_workbook(draft, _sheets(header, rows, title), title=title, right_to_left=language == "ar")


def _sheets(header: Sequence[str], rows: Iterable[Sequence[Cell]], title: str) -> Iterator[Sheet]:
    columns = tuple(
        Column(name, width=_WIDTHS.get(name, 16), kind=_KINDS.get(name, CellKind.TEXT)) for name in header
    )
    left = iter(rows)
    number = 1
    first = next(left, ())
    while first or number == 1:
        name = title if number == 1 else f"{title} {number}"
        some = islice(chain((first,) if first else (), left), SHEET_ROWS)
        yield Sheet(name=name, columns=columns, rows=some, limit=SHEET_ROWS)
        first = next(left, ())
        number += 1
