"""Endpoints by which a title decided outside the platform is written down, and confirmed by a second officer."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from rakiza.kernel.api.acting import member_of
from rakiza.kernel.api.finding import named, one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import Asked, Nothing, Number, PageOf
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import require
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration import proposals
from rakiza.pillars.registration.enums import Process
from rakiza.pillars.registration.models import TitleProposal
from rakiza.pillars.registration.proposal_schemas import (
    AuthorisationTaken,
    DeclarationTaken,
    RegistrationTaken,
    TitleProposalShown,
)
from rakiza.pillars.registration.proposals import TitleTerms
from rakiza.pillars.registration.queries import titles_of_kind
from rakiza.pillars.registration.schemas import TitleShown

router = Router(tags=["titles"])
NONE = Nothing()


@router.post("/declarations", response={201: TitleProposalShown}, summary="Propose a declaration")
def declare(request: HttpRequest, given: DeclarationTaken) -> TitleProposalShown:
    """Write down that an establishment is declared; it is once another officer has confirmed it."""
    actor = member_of(request)
    terms = TitleTerms(
        Process.DECLARATION,
        given.number,
        given.decided_on,
        given.valid_from,
        given.valid_to,
        maker=named(Organisation.objects.active().suppliers(), given.maker, "#/maker"),
    )
    return TitleProposalShown.of(proposals.propose_title(actor, terms))


@router.post("/registrations", response={201: TitleProposalShown}, summary="Propose a registration")
def register_device(request: HttpRequest, given: RegistrationTaken) -> TitleProposalShown:
    """Write down that a device is registered; it is once another officer has confirmed it."""
    actor = member_of(request)
    terms = TitleTerms(
        Process.REGISTRATION,
        given.number,
        given.decided_on,
        given.valid_from,
        given.valid_to,
        device=_device(given.device),
        risk_class=given.risk_class or "",
    )
    return TitleProposalShown.of(proposals.propose_title(actor, terms))


@router.post("/authorisations", response={201: TitleProposalShown}, summary="Propose an authorisation")
def authorise(request: HttpRequest, given: AuthorisationTaken) -> TitleProposalShown:
    """Write down that a device is authorised; it is once another officer has confirmed it."""
    actor = member_of(request)
    terms = TitleTerms(
        Process.AUTHORISATION,
        given.number,
        given.decided_on,
        given.valid_from,
        given.valid_to,
        device=_device(given.device),
        purpose=given.purpose,
    )
    return TitleProposalShown.of(proposals.propose_title(actor, terms))


@router.get("/proposals", response=PageOf[TitleProposalShown], summary="List titles to confirm")
def waiting(request: HttpRequest, asked: Annotated[Asked, Query()]) -> PageOf[TitleProposalShown]:
    """List what waits with the officer's authority for a second person, oldest first."""
    rows = proposals.proposals_for(_officer(request))
    return page_of(request, rows, asked, lambda found: [TitleProposalShown.of(row) for row in found])


@router.get("/proposals/{int:number}", response=TitleProposalShown, summary="Show a title to confirm")
def proposal(request: HttpRequest, number: Number) -> TitleProposalShown:
    """Return one title that waits for a second person."""
    return TitleProposalShown.of(_proposal(_officer(request), number))


@router.post(
    "/proposals/{int:number}/transitions/confirm", response=TitleShown, summary="Confirm a proposed title"
)
def confirm(request: HttpRequest, number: Number, given: Nothing = NONE) -> TitleShown:  # noqa: ARG001
    """Agree to a title that another officer wrote down."""
    actor = _officer(request)
    kept = _proposal(actor, number)
    made = proposals.confirm_title(actor, kept)
    return TitleShown.of(one_or_404(titles_of_kind(actor, kept.kind), made.pk), kept.kind)


@router.post(
    "/proposals/{int:number}/transitions/drop", response=TitleProposalShown, summary="Drop a proposed title"
)
def drop(request: HttpRequest, number: Number, given: Nothing = NONE) -> TitleProposalShown:  # noqa: ARG001
    """Give up a title that waits for a second person."""
    actor = _officer(request)
    kept = _proposal(actor, number)
    proposals.drop_title(actor, kept)
    return TitleProposalShown.of(kept)


def _officer(request: HttpRequest) -> Actor:
    actor = member_of(request)
    require(actor, "registration.grant")
    return actor


def _proposal(actor: Actor, number: int) -> TitleProposal:
    return one_or_404(proposals.proposals_for(actor), number)


def _device(number: int) -> Device:
    return named(Device.objects.active().select_related("maker"), number, "#/device")
