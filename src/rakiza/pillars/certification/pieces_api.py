"""Endpoints of the files of a certification case: its pieces, the evidence of an answer."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from ninja import Form, Router

from rakiza.kernel.api.acting import WITH_FILE, member_of
from rakiza.kernel.api.finding import one_or_404
from rakiza.kernel.api.schemas import Number
from rakiza.kernel.api.uploads import Joined, joining
from rakiza.kernel.files.handing import hand_over
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.files.pieces import keep_piece
from rakiza.kernel.organisations.permissions import require
from rakiza.pillars.certification import case_actions
from rakiza.pillars.certification.api import case_or_404, detail, finding_or_404, reader
from rakiza.pillars.certification.queries import files_of
from rakiza.pillars.certification.schemas import AnsweredWithEvidence, CaseDetail, DocumentTaken

router = Router(tags=["certification"])


@router.post(
    "/cases/{int:number}/documents",
    response={201: CaseDetail},
    summary="Join a piece to a case",
    auth=WITH_FILE,
)
def add_document(
    request: HttpRequest, number: Number, given: Annotated[DocumentTaken, Form()], file: Joined
) -> CaseDetail:
    """Join a version of a piece while the case is the maker's to prepare."""
    actor = member_of(request)
    shown = case_or_404(actor, number)
    require(actor, "certification.prepare", shown)
    with joining():
        case_actions.add_document(actor, shown, kind=given.kind, file=keep_piece(actor, file))
    return detail(actor, number)


@router.get("/cases/{int:number}/files/{int:file}", summary="Open a file of a case")
def case_file(request: HttpRequest, number: Number, file: Number) -> HttpResponseBase:
    """Hand over a piece or an evidence; who opened it is written down."""
    actor = reader(request)
    if file not in files_of(case_or_404(actor, number)):
        raise Http404
    return hand_over(actor, one_or_404(StoredFile.objects.all(), file))


@router.post(
    "/findings/{int:number}/transitions/answer-with-evidence",
    response=CaseDetail,
    summary="Answer a non-conformity with its evidence",
    auth=WITH_FILE,
)
def answer_with_evidence(
    request: HttpRequest, number: Number, given: Annotated[AnsweredWithEvidence, Form()], file: Joined
) -> CaseDetail:
    """Answer a non-conformity: its cause, what is done about it, and the file that shows it."""
    actor = member_of(request)
    finding = finding_or_404(actor, number)
    require(actor, "certification.prepare", finding.audit.case)
    with joining():
        evidence = keep_piece(actor, file)
        case_actions.answer_finding(actor, finding, cause=given.cause, plan=given.plan, evidence=evidence)
    return detail(actor, finding.audit.case_id)
