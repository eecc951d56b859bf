"""Endpoints of a case's contract: the body proposes terms, the maker accepts or declines them."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Form, Router

from rakiza.kernel.api.acting import WITH_FILE, member_of
from rakiza.kernel.api.schemas import Number
from rakiza.kernel.api.uploads import Joined, joining
from rakiza.kernel.files.pieces import keep_piece
from rakiza.kernel.organisations.permissions import require
from rakiza.pillars.certification import contracts
from rakiza.pillars.certification.api import case_or_404, detail
from rakiza.pillars.certification.contract_schemas import Agreed, Declined, Offered, OfferedWithDocument
from rakiza.pillars.certification.contracts import ContractTerms
from rakiza.pillars.certification.schemas import CaseDetail

router = Router(tags=["certification"])


@router.post("/cases/{int:number}/transitions/offer", response=CaseDetail, summary="Propose the contract")
def offer(request: HttpRequest, number: Number, given: Offered) -> CaseDetail:
    """Propose the terms of an accepted application; terms that still await an answer are replaced."""
    actor = member_of(request)
    contracts.offer_contract(actor, case_or_404(actor, number), _terms(given))
    return detail(actor, number)


@router.post(
    "/cases/{int:number}/transitions/offer-with-document",
    response=CaseDetail,
    summary="Propose the contract with its document",
    auth=WITH_FILE,
)
def offer_with_document(
    request: HttpRequest, number: Number, given: Annotated[OfferedWithDocument, Form()], file: Joined
) -> CaseDetail:
    """Propose the terms of an accepted application, with the document to sign."""
    actor = member_of(request)
    shown = case_or_404(actor, number)
    require(actor, "certification.handle", shown)
    with joining():
        contracts.offer_contract(actor, shown, _terms(given), keep_piece(actor, file))
    return detail(actor, number)


@router.post("/cases/{int:number}/transitions/agree", response=CaseDetail, summary="Accept the contract")
def agree(request: HttpRequest, number: Number, given: Agreed) -> CaseDetail:
    """Accept the terms that one has read: stage 1 may be planned, or a mark's type tests ordered."""
    actor = member_of(request)
    contracts.agree_contract(actor, case_or_404(actor, number), contract=given.contract)
    return detail(actor, number)


@router.post("/cases/{int:number}/transitions/decline", response=CaseDetail, summary="Decline the contract")
def decline(request: HttpRequest, number: Number, given: Declined) -> CaseDetail:
    """Decline the terms for a reason: the body proposes others, or the case is closed."""
    actor = member_of(request)
    contracts.decline_contract(
        actor,
        case_or_404(actor, number),
        contract=given.contract,
        choice=given.choice,
        reason=given.reason,
    )
    return detail(actor, number)


def _terms(given: Offered | OfferedWithDocument) -> ContractTerms:
    return ContractTerms(**given.model_dump())
