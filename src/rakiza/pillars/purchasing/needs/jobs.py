"""The reading job: from the stored file to lines, readings and problems, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rakiza.engine.planning.values import Need
from rakiza.engine.reading import Reading
from rakiza.engine.specification.texts import joined
from rakiza.kernel.audit.actions import plain
from rakiza.kernel.codec import load
from rakiza.kernel.files.actions import path_of
from rakiza.kernel.imports.column_map import ColumnMap
from rakiza.kernel.imports.opening import read_workbook
from rakiza.kernel.imports.problems import RowProblem
from rakiza.kernel.imports.refusals import FileRefused
from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.jobs.progress import JobProgress
from rakiza.kernel.jobs.registry import register
from rakiza.kernel.notifications.actions import notify
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.purchasing.needs.actions import REVIEW_JOB
from rakiza.pillars.purchasing.needs.enums import ImportState
from rakiza.pillars.purchasing.needs.failing import TO_REVIEW, put_away, tell_interrupted, tell_refused
from rakiza.pillars.purchasing.needs.knowledge import linter, reader, specified
from rakiza.pillars.purchasing.needs.memory import CorrectionMemory, Remembered, read_line
from rakiza.pillars.purchasing.needs.models import (
    QUANTITY_PLACES,
    ImportProblem,
    NeedImport,
    NeedLine,
)
from rakiza.pillars.purchasing.needs.relaxations import Relaxations
from rakiza.pillars.purchasing.needs.remarks import Market, Remark, remarks_on
from rakiza.pillars.purchasing.needs.unit_aliases import packs_said
from rakiza.pillars.purchasing.needs.values import text_key
from rakiza.pillars.purchasing.spreadsheets.needs import NeedsFile, needs_of

_BATCH = 1000
_EVERY = 200


def review(job: Job, progress: JobProgress) -> Mapping[str, object]:
    """Read the file, read every designation, and keep the lines; a refused file is kept as such."""
    need_import = NeedImport.objects.select_related("file", "organisation").get(pk=job.object_id)
    if need_import.state != ImportState.MAPPED:
        return {"lines": need_import.lines_count}
    progress("opening", 0, 1)
    try:
        content = parse(need_import)
    except FileRefused as refusal:
        _refuse(need_import, refusal)
        raise Refused(refusal.code.value, refusal.message()) from refusal
    lines = _lines(need_import, content.needs, progress)
    progress("saving", 0, len(lines))
    _save(need_import, content, lines, progress)
    return {"lines": len(lines), "rejected": len(content.rejected)}


def parse(need_import: NeedImport) -> NeedsFile:
    """Return what the stored file holds under the import's column map; FileRefused where unusable."""
    column_map = load(ColumnMap, need_import.mapping) if need_import.mapping else None
    workbook = read_workbook(need_import.file.original_name, path_of(need_import.file).read_bytes())
    return needs_of(
        workbook,
        member=need_import.organisation.name,
        year=need_import.year,
        column_map=column_map,
        read=reader().read,
        units=packs_said(need_import),
    )


def _lines(need_import: NeedImport, needs: Sequence[Need], progress: JobProgress) -> list[NeedLine]:
    """Return unsaved lines with their readings; texts that people corrected are read their way."""
    memory = CorrectionMemory.of(need_import.organisation)
    known: dict[tuple[str, str], Remembered | Reading] = {}
    lines = []
    for number, need in enumerate(needs):
        if number % _EVERY == 0:
            progress("reading", number, len(needs))
        key = (need.designation, need.specification)
        if key not in known:
            read = specified().read(need.designation, None, need.specification)
            known[key] = memory.recall(joined(*key), read) or read
        lines.append(_line(need_import, need, known[key]))
    _remark(need_import, lines, known, progress)
    return lines


def _remark(
    need_import: NeedImport,
    lines: Sequence[NeedLine],
    known: Mapping[tuple[str, str], Remembered | Reading],
    progress: JobProgress,
) -> None:
    """Take out what the member relaxed, and count what shuts makers out that are on sale today."""
    market = Market.of({line.family for line in lines if line.family}, linter())
    relaxations = Relaxations.of(need_import.organisation_id, need_import.year)
    remarks: dict[tuple[str, str], frozenset[Remark]] = {}
    for number, line in enumerate(lines):
        if number % _EVERY == 0:
            progress("comparing", number, len(lines))
        key = (line.designation, line.specification)
        if key not in remarks:
            found = known[key]
            reading = found.reading if isinstance(found, Remembered) else found
            asked = relaxations.asked(line.folded, reading)
            remarks[key] = remarks_on(linter(), line.text, asked, market)
        relaxations.apply(line, remarks[key])


def _line(need_import: NeedImport, need: Need, found: Remembered | Reading) -> NeedLine:
    quarters = _rounded(need)
    line = NeedLine(
        need_import=need_import,
        organisation_id=need_import.organisation_id,
        year=need_import.year,
        sheet=need.source.sheet,
        row=need.source.row,
        designation=need.designation,
        specification=need.specification,
        folded=text_key(joined(need.designation, need.specification)),
        quantity=sum(quarters, Decimal(0)),
        unit=need.unit or "",
        pack_size=need.pack_size,
        q1=quarters[0],
        q2=quarters[1],
        q3=quarters[2],
        q4=quarters[3],
        reference_price=need.reference_price,
        region=need.region or "",
        note=need.note,
    )
    read_line(line, found)
    return line


def _rounded(need: Need) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Return the quarters to the database's places; the last takes what rounding left."""
    first, second, third, _fourth = (quarter.quantize(QUANTITY_PLACES) for quarter in need.quarters)
    return first, second, third, need.quantity.quantize(QUANTITY_PLACES) - first - second - third


def _problem(need_import: NeedImport, problem: RowProblem) -> ImportProblem:
    return ImportProblem(
        need_import=need_import,
        severity=problem.severity.value,
        code=problem.code,
        sheet=problem.sheet,
        row=problem.row,
        column=problem.column[:250],
        value=problem.value,
        params=plain(dict(problem.params)),
        message=problem.message(),
    )


def _save(need_import: NeedImport, content: NeedsFile, lines: list[NeedLine], progress: JobProgress) -> None:
    """Replace the import's lines in one transaction: a power cut leaves the import as it was."""
    problems = [_problem(need_import, problem) for problem in content.problems]
    with transaction.atomic():
        progress.check()
        _keep_accepted(need_import, lines)
        waiting = sum(line.to_confirm for line in lines)
        need_import.lines.all().delete()
        need_import.problems.all().delete()
        for batch in _batches(lines):
            NeedLine.objects.bulk_create(batch)
        ImportProblem.objects.bulk_create(problems, batch_size=_BATCH)
        moved = NeedImport.objects.filter(pk=need_import.pk, state=ImportState.MAPPED).update(
            state=ImportState.REVIEWED,
            lines_count=len(lines),
            rejected_count=len(content.rejected),
            warnings_count=sum(not problem.is_error for problem in content.problems),
            to_confirm_count=waiting,
        )
        if not moved:
            raise Refused("needs.changed_meanwhile", _("L'import a changé pendant la lecture ; recommencez."))
        put_away(need_import)
        notify(
            TO_REVIEW,
            organisation=need_import.organisation,
            role=Role.BUYER,
            params={"file": need_import.file.original_name, "problems": len(problems), "to_confirm": waiting},
            about=need_import,
        )


def _keep_accepted(need_import: NeedImport, lines: list[NeedLine]) -> None:
    """Carry over that a person accepted a text's reading, where the text still reads the same."""
    accepted = {
        line.folded: line for line in need_import.lines.filter(confirmed_by__isnull=False).order_by("pk")
    }
    for line in lines:
        before = accepted.get(line.folded)
        if before is not None and before.reading == line.reading:
            line.to_confirm = False
            line.confirmed_by_id, line.confirmed_at = before.confirmed_by_id, before.confirmed_at


def _batches(lines: list[NeedLine]) -> Iterator[list[NeedLine]]:
    for start in range(0, len(lines), _BATCH):
        yield lines[start : start + _BATCH]


@transaction.atomic
def _refuse(need_import: NeedImport, refusal: FileRefused) -> None:
    """Keep why the file can't be used, and tell; its earlier lines, if any, are gone with the earlier mapping."""
    need_import.lines.all().delete()
    need_import.problems.all().delete()
    moved = NeedImport.objects.filter(pk=need_import.pk, state=ImportState.MAPPED).update(
        state=ImportState.REFUSED,
        refusal_code=refusal.code.value,
        refusal=plain(refusal.params),
        lines_count=0,
        rejected_count=0,
        warnings_count=0,
        to_confirm_count=0,
    )
    if moved:
        tell_refused(need_import, refusal)


def back_to_uploaded(job: Job) -> None:
    """After a job that ended without success the list waits for its mapping again; who stopped it knows."""
    moved = (
        NeedImport.objects.filter(pk=job.object_id, state=ImportState.MAPPED)
        .exclude(pk__in=_with_other_job(job))
        .update(state=ImportState.UPLOADED)
    )
    if moved and job.state == JobState.FAILED:
        tell_interrupted(NeedImport.objects.select_related("file", "organisation").get(pk=job.object_id))


def _with_other_job(job: Job) -> list[int]:
    others = Job.objects.filter(object_type=job.object_type, object_id=job.object_id).unfinished()
    return [int(other.object_id) for other in others.exclude(pk=job.pk)]


register(REVIEW_JOB, review, restartable=True, on_failure=back_to_uploaded)
