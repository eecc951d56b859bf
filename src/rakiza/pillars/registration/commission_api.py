"""Endpoints of the commission: its sessions, the opinions given on their agenda, the minutes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router
from pydantic import Field

from rakiza.kernel.api.acting import member_of
from rakiza.kernel.api.finding import one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import (
    Asked,
    Day,
    Nothing,
    Number,
    PageOf,
    Party,
    Shown,
    Taken,
    Words,
    language,
)
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import allowed
from rakiza.pillars.registration import commission
from rakiza.pillars.registration.enums import Opinion, Process
from rakiza.pillars.registration.models import AgendaItem, CommissionSession
from rakiza.pillars.registration.moving import subject_in

router = Router(tags=["commission"])
NONE = Nothing()


class SessionTaken(Taken):
    """The day of a session, from today on."""

    held_on: Day


class OpinionTaken(Taken):
    """The commission's opinion on one dossier, and its grounds."""

    opinion: Opinion
    grounds: Words


class Closed(Taken):
    """How many members were present."""

    present: Annotated[int, Field(strict=True, ge=1, le=99)]


class ItemShown(Shown):
    """A dossier on an agenda; without an opinion it waits for the next session."""

    id: int
    dossier: int
    process: Process
    applicant: Party
    subject: str
    opinion: Opinion | None
    grounds: str

    @classmethod
    def of(cls, row: AgendaItem) -> ItemShown:
        """Return an item whose dossier is at hand."""
        return cls(
            id=row.pk,
            dossier=row.dossier_id,
            process=Process(row.dossier.process),
            applicant=Party.of(row.dossier.applicant),
            subject=subject_in(row.dossier, language()),
            opinion=Opinion(row.opinion) if row.opinion else None,
            grounds=row.grounds,
        )


class SessionShown(Shown):
    """A session; its minutes are final once it is closed."""

    id: int
    held_on: date
    closed_at: datetime | None
    present: int | None

    @classmethod
    def of(cls, row: CommissionSession) -> SessionShown:
        """Return a session."""
        return cls(id=row.pk, held_on=row.held_on, closed_at=row.closed_at, present=row.present)


class SessionDetail(SessionShown):
    """A session with its agenda."""

    items: list[ItemShown]


def _holder(request: HttpRequest) -> Actor:
    actor = member_of(request)
    if not allowed(actor, "registration.call_commission"):
        raise PermissionDenied(_("Les séances sont tenues par les chargés d'homologation."))
    return actor


def _session(actor: Actor, number: int) -> CommissionSession:
    return one_or_404(CommissionSession.objects.filter(authority=actor.organisation), number)


def _detail(actor: Actor, number: int) -> SessionDetail:
    row = _session(actor, number)
    items = row.items.select_related("dossier__applicant", "dossier__device", "dossier__site")
    return SessionDetail(**SessionShown.of(row).model_dump(), items=[ItemShown.of(one) for one in items])


@router.get("", response=PageOf[SessionShown], summary="List the sessions of the commission")
def sessions(request: HttpRequest, asked: Annotated[Asked, Query()]) -> PageOf[SessionShown]:
    """List the sessions of the officer's authority, the latest first."""
    rows = CommissionSession.objects.filter(authority=_holder(request).organisation)
    rows = rows.order_by("-held_on", "-pk")
    return page_of(request, rows, asked, lambda found: [SessionShown.of(row) for row in found])


@router.post("", response={201: SessionDetail}, summary="Call a session")
def call_session(request: HttpRequest, given: SessionTaken) -> SessionDetail:
    """Call a session; its agenda starts with every dossier that waits for an opinion and is on no other."""
    actor = _holder(request)
    return _detail(actor, commission.call_session(actor, held_on=given.held_on).pk)


@router.get("/{int:number}", response=SessionDetail, summary="Show a session")
def session(request: HttpRequest, number: Number) -> SessionDetail:
    """Return one session with its agenda and the opinions given."""
    return _detail(_holder(request), number)


@router.post("/items/{int:number}/transitions/opine", response=SessionDetail, summary="Give an opinion")
def opine(request: HttpRequest, number: Number, given: OpinionTaken) -> SessionDetail:
    """Write down the commission's opinion on a dossier of its agenda: the decision may be taken."""
    actor = _holder(request)
    rows = AgendaItem.objects.select_related("session", "dossier__applicant")
    item = one_or_404(rows.filter(session__authority=actor.organisation), number)
    commission.opine(actor, item, opinion=given.opinion, grounds=given.grounds)
    return _detail(actor, item.session_id)


@router.post("/{int:number}/transitions/close", response=SessionDetail, summary="Close a session")
def close(request: HttpRequest, number: Number, given: Closed) -> SessionDetail:
    """Close a session: its minutes are final; what got no opinion waits for the next one."""
    actor = _holder(request)
    commission.close_session(actor, _session(actor, number), present=given.present)
    return _detail(actor, number)


@router.post("/{int:number}/transitions/complete", response=SessionDetail, summary="Complete an agenda")
def complete(request: HttpRequest, number: Number, given: Nothing = NONE) -> SessionDetail:  # noqa: ARG001
    """Add to an open session the dossiers that came to wait since it was called."""
    actor = _holder(request)
    commission.complete_agenda(actor, _session(actor, number))
    return _detail(actor, number)


@router.post("/{int:number}/transitions/move", response=SessionDetail, summary="Move a session")
def move(request: HttpRequest, number: Number, given: SessionTaken) -> SessionDetail:
    """Hold a session on another day, as long as it gave no opinion."""
    actor = _holder(request)
    commission.move_session(actor, _session(actor, number), held_on=given.held_on)
    return _detail(actor, number)
