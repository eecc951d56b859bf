"""Endpoints by which a second officer confirms a certificate decided outside a case, as it was written down."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from rakiza.kernel.api.acting import member_of
from rakiza.kernel.api.finding import one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import Asked, Nothing, Number, PageOf
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import require
from rakiza.pillars.certification import proposals
from rakiza.pillars.certification.models import CertificateProposal
from rakiza.pillars.certification.proposal_schemas import CertificateProposalShown
from rakiza.pillars.certification.queries import certificates_for
from rakiza.pillars.certification.schemas import CertificateShown

router = Router(tags=["certification"])
NONE = Nothing()


@router.get("/proposals", response=PageOf[CertificateProposalShown], summary="List certificates to confirm")
def waiting(request: HttpRequest, asked: Annotated[Asked, Query()]) -> PageOf[CertificateProposalShown]:
    """List what waits with the officer's body for a second person, oldest first."""
    rows = proposals.proposals_for(_officer(request))
    return page_of(request, rows, asked, lambda found: [CertificateProposalShown.of(row) for row in found])


@router.get(
    "/proposals/{int:number}", response=CertificateProposalShown, summary="Show a certificate to confirm"
)
def proposal(request: HttpRequest, number: Number) -> CertificateProposalShown:
    """Return one certificate that waits for a second person."""
    return CertificateProposalShown.of(_proposal(_officer(request), number))


@router.post(
    "/proposals/{int:number}/transitions/confirm",
    response=CertificateShown,
    summary="Confirm a proposed certificate",
)
def confirm(request: HttpRequest, number: Number, given: Nothing = NONE) -> CertificateShown:  # noqa: ARG001
    """Agree to a certificate that another officer wrote down."""
    actor = _officer(request)
    made = proposals.confirm_certificate(actor, _proposal(actor, number))
    return CertificateShown.of(one_or_404(certificates_for(actor), made.pk))


@router.post(
    "/proposals/{int:number}/transitions/drop",
    response=CertificateProposalShown,
    summary="Drop a proposed certificate",
)
def drop(request: HttpRequest, number: Number, given: Nothing = NONE) -> CertificateProposalShown:  # noqa: ARG001
    """Give up a certificate that waits for a second person."""
    actor = _officer(request)
    kept = _proposal(actor, number)
    proposals.drop_certificate(actor, kept)
    return CertificateProposalShown.of(kept)


def _officer(request: HttpRequest) -> Actor:
    actor = member_of(request)
    require(actor, "certification.issue")
    return actor


def _proposal(actor: Actor, number: int) -> CertificateProposal:
    return one_or_404(proposals.proposals_for(actor), number)
