"""One run of `rakiza read`: find the designations, read them, write what they mean."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.markup import escape

from rakiza.engine.families import Kind
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.wording import say_enum
from rakiza.kernel.wording.formats import number
from rakiza.pillars.purchasing.designations.counting import Counting, counting
from rakiza.pillars.purchasing.designations.formats import Format
from rakiza.pillars.purchasing.designations.lines import (
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
from rakiza.pillars.purchasing.designations.pipeline import (
    TO_CONFIRM,
    Job,
    ReadChunk,
    header,
    read_lines,
    usual_processes,
)
from rakiza.pillars.purchasing.designations.refusal import DONE, REFUSALS, refuse
from rakiza.pillars.purchasing.needs.knowledge import reader


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What the command was asked for; `processes` None means as many as the file is worth."""

    file: Path
    output: Path | None
    column: str | None
    specification: str | None
    format: Format | None
    nomenclature: Path | None
    processes: int | None
    language: str


def run_read(request: ReadRequest, errors: Console) -> int:
    """Read a file's designations into another file; return the exit code. Everything said goes to `errors`."""
    started = time.monotonic()
    try:
        counts = _read(request, errors)
    except REFUSALS as refusal:
        return refuse(errors, refusal)
    _print_summary(errors, counts, time.monotonic() - started)
    return DONE


def _read(request: ReadRequest, errors: Console) -> Counter[str]:
    chosen = format_of(request.output, request.format)
    terms = official_terms(request.nomenclature)
    with input_path(request.file) as (path, called):
        found = open_designations(
            path,
            called,
            lambda text: is_read(reader().read(text)),
            request.column,
            request.specification,
        )
        print_columns(errors, found)
        job = Job(chosen, request.language, found.has_identifiers, terms)
        processes = request.processes or usual_processes(path.stat().st_size)
        with counting(errors) as progress:
            chunks = _counted(read_lines(found.lines(), job, processes), progress)
            first = next(chunks, None)
            if first is None:
                raise FileRefused(Refusal.NO_ROWS, file=called)
            _write(request, job, chain((first,), chunks))
    return progress.counts


def _counted(chunks: Iterable[ReadChunk], progress: Counting) -> Iterator[ReadChunk]:
    for chunk in chunks:
        progress.add(chunk.counts, sum(chunk.counts[kind.value] for kind in Kind))
        yield chunk


def _write(request: ReadRequest, job: Job, chunks: Iterable[ReadChunk]) -> None:
    if job.format is Format.XLSX and request.output is not None:
        rows = chain.from_iterable(chunk.rows for chunk in chunks)
        write_rows(request.output, header(job), rows, _("Lectures"), request.language)
        return
    head = (csv_text([header(job)]),) if job.format is Format.CSV else ()
    write_text(request.output, chain(head, (chunk.text for chunk in chunks)))


def _print_summary(errors: Console, counts: Counter[str], seconds: float) -> None:
    total = sum(counts[kind.value] for kind in Kind)
    said = ngettext("%(count)s ligne lue en %(seconds)s s", "%(count)s lignes lues en %(seconds)s s", total)
    kinds = [f"{say_enum(kind)} : {number(counts[kind.value])}" for kind in Kind if counts[kind.value]]
    if counts[TO_CONFIRM]:
        kinds.append(_("à vérifier : %(count)s") % {"count": number(counts[TO_CONFIRM])})
    head = said % {"count": number(total), "seconds": number(round(seconds, 1))}
    errors.print(escape(f"{head} ({', '.join(kinds)})."), soft_wrap=True)
