"""Endpoints by which a room takes a register in as a file: hand over, review, propose, confirm or drop together."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Router, UploadedFile
from pydantic import StringConstraints

from rakiza.kernel.api.acting import WITH_FILE, member_of
from rakiza.kernel.api.finding import one_or_404
from rakiza.kernel.api.problems import At, Problem
from rakiza.kernel.api.schemas import Nothing, Number, Shown, Taken
from rakiza.kernel.api.uploads import FILE, Joined, check_fields, joining
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.files.workbooks import open_stored
from rakiza.kernel.imports.problems import RowProblem
from rakiza.kernel.imports.refusals import FileRefused
from rakiza.kernel.imports.registers import RegisterFile, Row
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import require
from rakiza.kernel.presentation.handover import too_many_files
from rakiza.kernel.presentation.register_pages import RegisterRoom

NONE = Nothing()


class Reviewed(Taken):
    """The mark of what was reviewed, as the file's own address says it."""

    reviewed: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class WrongCell(Shown):
    """Why a row is left out: where it stands, its cell, and the reason to show."""

    code: str
    sheet: str
    row: int
    column: str
    value: str
    reason: str

    @classmethod
    def of(cls, one: RowProblem) -> WrongCell:
        """Return a problem of a row."""
        return cls(
            code=one.code,
            sheet=one.sheet,
            row=one.row,
            column=one.column,
            value=one.value,
            reason=one.message(),
        )


class RegisterShown(Shown):
    """What a file gives: how many rows can be proposed, those left out, and the mark to propose them by."""

    id: int
    name: str
    sha256: str
    rows: int
    left_out: int
    problems: list[WrongCell]
    reviewed: str


class Settled(Shown):
    """How many rows were proposed, confirmed or dropped together."""

    file: int
    rows: int


def register_router(room: RegisterRoom[Any], tag: str) -> Router:
    """Return the endpoints of a room's register."""
    router = Router(tags=[tag])

    @router.post(
        "/files", response={201: RegisterShown}, summary="Hand a register over as a file", auth=WITH_FILE
    )
    def hand_over_file(request: HttpRequest, file: Joined) -> RegisterShown:
        """Keep a file and say what it gives; nothing is proposed yet. One that is no register isn't kept."""
        actor = _officer(request, room)
        check_fields(request, frozenset(), frozenset({FILE}))
        if refused := too_many_files(actor):
            raise Problem(429, "too_many_files", refused)
        return _shown(room, actor, _taken(room, actor, file))

    @router.get("/files/{int:number}", response=RegisterShown, summary="Review a register's file")
    def register_file(request: HttpRequest, number: Number) -> RegisterShown:
        """Say what a file gives today, row by row where it is wrong."""
        actor = _officer(request, room)
        return _shown(room, actor, _own(actor, number))

    @router.post(
        "/files/{int:number}/transitions/propose",
        response=Settled,
        summary="Propose what a register's file gives",
    )
    def propose_file(request: HttpRequest, number: Number, given: Reviewed) -> Settled:
        """Propose every row that was reviewed; each holds once another officer has confirmed it."""
        actor = _officer(request, room)
        stored = _own(actor, number)
        rows = _found(room, actor, stored).rows
        return Settled(file=number, rows=room.propose(actor, rows, stored, reviewed=given.reviewed))

    @router.post(
        "/files/{int:number}/transitions/confirm", response=Settled, summary="Confirm what a file proposed"
    )
    def confirm_file(request: HttpRequest, number: Number, given: Nothing = NONE) -> Settled:  # noqa: ARG001
        """Agree to all that waits from a file that another officer proposed: all of it or nothing."""
        actor = _officer(request, room)
        return Settled(file=number, rows=room.confirm(actor, _own(actor, number)))

    @router.post(
        "/files/{int:number}/transitions/drop", response=Settled, summary="Drop what a file proposed"
    )
    def drop_file(request: HttpRequest, number: Number, given: Nothing = NONE) -> Settled:  # noqa: ARG001
        """Give up all that waits from a file."""
        actor = _officer(request, room)
        return Settled(file=number, rows=room.drop(actor, _own(actor, number)))

    return router


def _officer(request: HttpRequest, room: RegisterRoom[Any]) -> Actor:
    actor = member_of(request)
    require(actor, room.permission)
    return actor


def _own(actor: Actor, number: int) -> StoredFile:
    return one_or_404(StoredFile.objects.filter(organisation=actor.organisation), number)


def _taken(room: RegisterRoom[Any], actor: Actor, file: UploadedFile) -> StoredFile:
    try:
        with joining():
            return room.take(actor, file)
    except FileRefused as refusal:
        error = At(str(refusal.code), refusal.message(), pointer=f"#/{FILE}")
        raise Problem(422, str(refusal.code), refusal.message(), errors=[error]) from refusal


def _found(room: RegisterRoom[Row], actor: Actor, stored: StoredFile) -> RegisterFile[Row]:
    try:
        return room.read(open_stored(stored), actor)
    except FileRefused as refusal:
        raise Http404 from refusal


def _shown(room: RegisterRoom[Any], actor: Actor, stored: StoredFile) -> RegisterShown:
    found = _found(room, actor, stored)
    return RegisterShown(
        id=stored.pk,
        name=stored.original_name,
        sha256=stored.sha256,
        rows=len(found.rows),
        left_out=len(found.rejected),
        problems=[WrongCell.of(one) for one in found.problems],
        reviewed=room.mark(found.rows),
    )
