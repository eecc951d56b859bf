"""One run of `rakiza match`: read the needs and the devices, and rank the devices for each need."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.markup import escape

from rakiza.engine.matching import Verdict
from rakiza.engine.reading import Reader
from rakiza.engine.specification.distinct import DistinctReader
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.wording import say_enum
from rakiza.kernel.wording.formats import number
from rakiza.pillars.purchasing.designations.candidates import NeedMatches, Ranking
from rakiza.pillars.purchasing.designations.candidates_text import MATCH_COLUMNS, json_of, rows_of
from rakiza.pillars.purchasing.designations.catalogue import CatalogueFile, read_catalogue
from rakiza.pillars.purchasing.designations.counting import Counting, counting
from rakiza.pillars.purchasing.designations.formats import Format
from rakiza.pillars.purchasing.designations.lines import (
    Designations,
    input_path,
    is_read,
    open_designations,
    print_columns,
)
from rakiza.pillars.purchasing.designations.official import official_terms
from rakiza.pillars.purchasing.designations.outputs import (
    csv_text,
    format_of,
    write_rows,
    write_text,
)
from rakiza.pillars.purchasing.designations.refusal import DONE, REFUSALS, refuse
from rakiza.pillars.purchasing.designations.rendering import Cell
from rakiza.pillars.purchasing.needs.knowledge import knowledge
from rakiza.pillars.purchasing.spreadsheets.families import FamilyNames

NO_CANDIDATE = "none"
_SHOWN_UNREAD = 5
_BLOCK = 10_000  # needs matched at a time: many at once cost less, and all must be held


@dataclass(frozen=True, slots=True)
class MatchRequest:
    """What the command was asked for; `most` candidates are given for each need."""

    needs: Path
    catalogue: Path
    output: Path | None
    column: str | None
    specification: str | None
    most: int
    format: Format | None
    nomenclature: Path | None
    language: str


def run_match(request: MatchRequest, errors: Console) -> int:
    """Rank the devices of a catalogue for each need of a list; return the exit code."""
    started = time.monotonic()
    try:
        counts = _match(request, errors)
    except REFUSALS as refusal:
        return refuse(errors, refusal)
    _print_summary(errors, counts, time.monotonic() - started)
    return DONE


def _match(request: MatchRequest, errors: Console) -> Counter[str]:
    chosen = format_of(request.output, request.format)
    reader = Reader(knowledge(), official_terms(request.nomenclature))
    catalogue = read_catalogue(request.catalogue, reader, FamilyNames.of(knowledge()))
    _print_catalogue(errors, catalogue)
    ranking = Ranking(catalogue.devices, knowledge(), request.most)
    with input_path(request.needs) as (path, called):
        found = open_designations(
            path,
            called,
            lambda text: is_read(reader.read(text)),
            request.column,
            request.specification,
        )
        print_columns(errors, found)
        with counting(errors) as progress:
            blocks = _blocks(found, DistinctReader(reader, knowledge()), ranking, progress)
            first = next(blocks, None)
            if first is None:
                raise FileRefused(Refusal.NO_ROWS, file=called)
            _write(request, chosen, chain((first,), blocks), ranking, numbered=found.has_identifiers)
    return progress.counts


def _blocks(
    found: Designations, reader: DistinctReader, ranking: Ranking, progress: Counting
) -> Iterator[list[NeedMatches]]:
    """Yield the needs with their candidates, some at a time, counted by their best verdict."""
    lines = found.lines()
    while some := list(islice(lines, _BLOCK)):
        readings = reader.read(line[1:] for line in some)
        needs = [(line[0], readings[line[1:]]) for line in some]
        block = ranking.match(needs)
        progress.add(Counter(each.best.value if each.best else NO_CANDIDATE for each in block), len(block))
        yield block


def _write(
    request: MatchRequest,
    chosen: Format,
    blocks: Iterable[list[NeedMatches]],
    ranking: Ranking,
    *,
    numbered: bool,
) -> None:
    if chosen is Format.JSONL:
        write_text(
            request.output, (_json_lines(block, ranking, request.language, numbered) for block in blocks)
        )
        return
    header = MATCH_COLUMNS if numbered else MATCH_COLUMNS[1:]
    rows = (_rows(block, ranking, request.language, numbered) for block in blocks)
    if chosen is Format.XLSX and request.output is not None:
        write_rows(request.output, header, chain.from_iterable(rows), _("Candidats"), request.language)
    else:
        write_text(request.output, chain((csv_text([header]),), map(csv_text, rows)))


def _json_lines(block: Iterable[NeedMatches], ranking: Ranking, language: str, numbered: bool) -> str:  # noqa: FBT001
    return "".join(f"{json_of(each, ranking.devices, language, numbered=numbered)}\n" for each in block)


def _rows(
    block: Iterable[NeedMatches],
    ranking: Ranking,
    language: str,
    numbered: bool,  # noqa: FBT001
) -> list[tuple[Cell, ...]]:
    rows = chain.from_iterable(rows_of(each, ranking.devices, language) for each in block)
    return list(rows) if numbered else [row[1:] for row in rows]


def _print_catalogue(errors: Console, catalogue: CatalogueFile) -> None:
    """Say how many devices there are, and which rows name none that is known."""
    count = len(catalogue.devices)
    said = ngettext("Catalogue : %(count)s dispositif.", "Catalogue : %(count)s dispositifs.", count)
    errors.print(said % {"count": number(count)})
    if not catalogue.unread:
        return
    shown = " ; ".join(f"{name} ({row})" for row, name in catalogue.unread[:_SHOWN_UNREAD])
    missing = ngettext(
        "%(count)s dispositif de famille inconnue, que seuls ses mots font trouver : %(shown)s",
        "%(count)s dispositifs de famille inconnue, que seuls leurs mots font trouver : %(shown)s",
        len(catalogue.unread),
    )
    errors.print(escape(missing % {"count": number(len(catalogue.unread)), "shown": shown}), soft_wrap=True)


def _print_summary(errors: Console, counts: Counter[str], seconds: float) -> None:
    total = counts.total()
    said = ngettext(
        "%(count)s besoin rapproché en %(seconds)s s", "%(count)s besoins rapprochés en %(seconds)s s", total
    )
    parts = [
        f"{say_enum(verdict)} : {number(counts[verdict.value])}"
        for verdict in Verdict
        if counts[verdict.value]
    ]
    if counts[NO_CANDIDATE]:
        parts.append(_("sans candidat : %(count)s") % {"count": number(counts[NO_CANDIDATE])})
    head = said % {"count": number(total), "seconds": number(round(seconds, 1))}
    errors.print(escape(f"{head} ({', '.join(parts)})."), soft_wrap=True)
