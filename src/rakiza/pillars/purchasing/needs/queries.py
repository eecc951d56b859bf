"""Reads of imports and lines, each within what the actor may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.db.models import Count, Q, Sum
from django.utils.translation import get_language

from rakiza.engine.planning.values import Need
from rakiza.engine.reading import fold
from rakiza.kernel.codec import load
from rakiza.kernel.files.actions import path_of
from rakiza.kernel.imports import cells
from rakiza.kernel.imports.column_map import ColumnMap
from rakiza.kernel.imports.headers import SheetProposal, propose
from rakiza.kernel.imports.opening import read_workbook
from rakiza.kernel.imports.problems import ProblemKind
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.naming import parties_called
from rakiza.kernel.organisations.permissions import require
from rakiza.pillars.purchasing.needs.enums import ImportState
from rakiza.pillars.purchasing.needs.models import (
    ImportProblem,
    NeedImport,
    NeedImportQuerySet,
    NeedLine,
    NeedLineQuerySet,
    ReadingCorrection,
    ReadingCorrectionQuerySet,
)
from rakiza.pillars.purchasing.needs.values import need_value
from rakiza.pillars.purchasing.spreadsheets import problems as row_problems
from rakiza.pillars.purchasing.spreadsheets.needs_form import NEEDS_FORM
from rakiza.pillars.purchasing.spreadsheets.offers_form import IMPORTS_FORM, OFFERS_FORM
from rakiza.pillars.purchasing.spreadsheets.sheets import relevant


def imports_for(actor: Actor, year: int | None = None) -> NeedImportQuerySet:
    """Return the imports the actor may see, newest first: a buyer its own, overseers all, others none."""
    imports = NeedImport.objects.select_related(
        "file", "organisation", "uploaded_by", "confirmed_by"
    ).order_by("-pk")
    if year is not None:
        imports = imports.filter(year=year)
    if actor.oversees:
        return imports
    return imports.of_organisation(actor.organisation.pk) if actor.plays(Role.BUYER) else imports.none()


def import_for(actor: Actor, import_id: int) -> NeedImport:
    """Return one import; `NeedImport.DoesNotExist` where there is none that the actor may see."""
    return imports_for(actor).get(pk=import_id)


def lines_for(
    actor: Actor,
    *,
    year: int | None = None,
    search: str = "",
    family: str = "",
    to_confirm: bool | None = None,
) -> NeedLineQuerySet:
    """Return the lines the actor may see, filtered; `search` is held against the folded designation."""
    lines = NeedLine.objects.select_related("need_import", "need_import__file", "organisation").order_by("pk")
    if not actor.oversees:
        own = actor.plays(Role.BUYER)
        lines = lines.of_organisation(actor.organisation.pk) if own else lines.none()
    if year is not None:
        lines = lines.filter(year=year)
    if search:
        lines = lines.filter(folded__contains=fold(search))
    if family:
        lines = lines.filter(family=family)
    return lines if to_confirm is None else lines.filter(to_confirm=to_confirm)


def corrections_for(actor: Actor, *, search: str = "", family: str = "") -> ReadingCorrectionQuerySet:
    """Return the remembered corrections the actor may see, the latest first: a buyer its own, overseers all."""
    found = ReadingCorrection.objects.select_related("organisation", "corrected_by").order_by(
        "-updated_at", "-pk"
    )
    if not actor.oversees:
        own = actor.plays(Role.BUYER)
        found = found.of_organisation(actor.organisation.pk) if own else found.none()
    if search:
        found = found.filter(folded__contains=fold(search))
    return found.filter(family=family) if family else found


def line_for(actor: Actor, line_id: int) -> NeedLine:
    """Return one line; `NeedLine.DoesNotExist` where there is none that the actor may see."""
    return lines_for(actor).get(pk=line_id)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file seems to be, before it is read: proposals a sheet, or why it can't be used."""

    proposals: tuple[SheetProposal, ...]
    refusal: FileRefused | None
    columns: tuple[str, ...]


def preview(actor: Actor, need_import: NeedImport, column_map: ColumnMap | None = None) -> Preview:
    """Return the proposed columns of each sheet with its first rows; never raises on a bad file."""
    require(actor, "needs.view", need_import)
    said = column_map or (load(ColumnMap, need_import.mapping) if need_import.mapping else None)
    keys = tuple(sorted(NEEDS_FORM.keys()))
    file = need_import.file
    try:
        proposals = _proposals(path_of(file), file.original_name, need_import.year, said, get_language())
    except FileRefused as refusal:
        return Preview((), refusal, keys)
    return Preview(proposals, None, keys)


@lru_cache(maxsize=64)
def _proposals(
    path: Path, name: str, year: int, said: ColumnMap | None, _language: str | None
) -> tuple[SheetProposal, ...]:
    """Return what a kept file seems to be, decoded once a process: people come back to its columns.

    The path is the content's own address, so the answer never changes.
    """
    own = relevant(read_workbook(name, path.read_bytes()), (OFFERS_FORM, IMPORTS_FORM))
    return propose(own, NEEDS_FORM, column_map=said, year=year)


def refusal_of(need_import: NeedImport) -> str:
    """Return why a file was refused, in the active language; empty where it wasn't."""
    if not need_import.refusal_code:
        return ""
    return FileRefused(Refusal(need_import.refusal_code), **need_import.refusal).message()


@lru_cache(maxsize=1)
def _problem_kinds() -> Mapping[str, ProblemKind]:
    kinds = (*vars(cells).values(), *vars(row_problems).values())
    return {kind.code: kind for kind in kinds if isinstance(kind, ProblemKind)}


def sentence_of(problem: ImportProblem) -> str:
    """Return a problem's sentence in the active language (as first written where its code is gone)."""
    kind = _problem_kinds().get(problem.code)
    if kind is None:
        return problem.message
    return str(kind.sentence) % {"value": problem.value, "column": problem.column, **problem.params}


@dataclass(frozen=True, slots=True)
class MemberNeeds:
    """How far one member is for a year."""

    organisation_id: int
    organisation: str
    imports: int
    confirmed_lines: int
    to_confirm: int


def members_for_year(actor: Actor, year: int) -> tuple[MemberNeeds, ...]:
    """Return each visible member's progress, by name."""
    rows = (
        imports_for(actor, year)
        .exclude(state=ImportState.UNDONE)
        .order_by("organisation__name")
        .values("organisation_id")
        .annotate(
            imports=Count("pk"),
            confirmed_lines=Sum("lines_count", filter=Q(state=ImportState.CONFIRMED), default=0),
            waiting=Sum("to_confirm_count", default=0),
        )
    )
    called = dict(parties_called([row["organisation_id"] for row in rows]))
    return tuple(
        MemberNeeds(
            row["organisation_id"],
            called[row["organisation_id"]],
            row["imports"],
            row["confirmed_lines"],
            row["waiting"],
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class YearNeeds:
    """The confirmed needs of a year, and the files that they were written in."""

    needs: tuple[Need, ...]
    files: tuple[tuple[str, str], ...]


def confirmed_needs(year: int) -> YearNeeds:
    """Return what a plan of `year` takes; `Need.member` is the organisation's name."""
    lines = NeedLine.objects.confirmed_for(year).order_by("pk")
    imports = NeedImport.objects.filter(year=year, state=ImportState.CONFIRMED).select_related(
        "file", "organisation"
    )
    by_id = {need_import.pk: need_import for need_import in imports}
    needs = tuple(
        need_value(
            line,
            by_id[line.need_import_id].organisation.name,
            by_id[line.need_import_id].file.original_name,
        )
        for line in lines.iterator(chunk_size=2000)
    )
    files = sorted({(found.file.original_name, found.file.sha256) for found in by_id.values()})
    return YearNeeds(needs, tuple(files))
