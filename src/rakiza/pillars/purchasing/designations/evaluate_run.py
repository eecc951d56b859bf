"""One run of `rakiza evaluate`: read labelled lines, score the readings, print, list what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from rich.console import Console

from rakiza.engine.reading import Reader, Reading
from rakiza.engine.reading.evaluate import faults, score
from rakiza.kernel.documents.safe_cells import safe_cell
from rakiza.pillars.purchasing.designations.formats import Format
from rakiza.pillars.purchasing.designations.gold import GoldError, GoldLine, read_gold
from rakiza.pillars.purchasing.designations.official import official_terms
from rakiza.pillars.purchasing.designations.outputs import (
    csv_text,
    format_of,
    write_rows,
    write_text,
)
from rakiza.pillars.purchasing.designations.refusal import DONE, REFUSALS, refuse
from rakiza.pillars.purchasing.designations.rendering import Cell, cells_of, encodable
from rakiza.pillars.purchasing.designations.score_print import print_score, score_json
from rakiza.pillars.purchasing.needs.knowledge import knowledge

ERROR_COLUMNS = ("line_id", "text", "part", "expected", "read", "family", "confidence", "why")


@dataclass(frozen=True, slots=True)
class EvaluateRequest:
    """What the command was asked for; `threshold` is the confidence that needs no person."""

    gold: Path
    as_json: bool
    errors: Path | None
    nomenclature: Path | None
    threshold: float
    language: str


def run_evaluate(request: EvaluateRequest, console: Console, errors: Console) -> int:
    """Score the readings of a labelled file; return the exit code."""
    try:
        chosen = format_of(request.errors) if request.errors else Format.CSV
        lines = read_gold(request.gold)
        reader = Reader(knowledge(), official_terms(request.nomenclature))
        readings = [reader.read(line.text, line.packaging) for line in lines]
        if request.errors is not None:
            _write_errors(request.errors, chosen, lines, readings, request.language)
    except (GoldError, *REFUSALS) as refusal:
        return refuse(errors, refusal)
    labels = [line.label for line in lines]
    found = score(zip(labels, readings, strict=True), request.threshold)
    if request.as_json:
        console.out(json.dumps(score_json(found), ensure_ascii=False, indent=2), highlight=False)
    else:
        print_score(console, found)
    return DONE


def _write_errors(
    output: Path, chosen: Format, lines: Sequence[GoldLine], readings: Sequence[Reading], language: str
) -> None:
    """Write one row for each thing read wrong, the text and why it was read so beside it."""
    rows = list(_errors(lines, readings, language))
    if chosen is Format.JSONL:
        texts = (
            encodable(json.dumps(dict(zip(ERROR_COLUMNS, row, strict=True)), ensure_ascii=False))
            for row in rows
        )
        write_text(output, (f"{text}\n" for text in texts))
        return
    safe = [tuple(safe_cell(cell) if isinstance(cell, str) else cell for cell in row) for row in rows]
    if chosen is Format.XLSX:
        write_rows(output, ERROR_COLUMNS, safe, _("Écarts"), language)
    else:
        write_text(output, (csv_text([ERROR_COLUMNS, *safe]),))


def _errors(
    lines: Sequence[GoldLine], readings: Sequence[Reading], language: str
) -> Iterator[tuple[Cell, ...]]:
    for line, reading in zip(lines, readings, strict=True):
        for fault in faults(line.label, reading):
            why = cells_of(reading, language)[-1]
            yield (
                line.line_id, line.text, fault.part, fault.expected, fault.read,
                reading.family, reading.confidence, why,
            )  # fmt: skip
