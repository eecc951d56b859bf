"""Endpoints of the documents of a dossier: joining one, opening it, the officer's review."""

from __future__ import annotations

from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Form, Router

from rakiza.kernel.api.acting import WITH_FILE
from rakiza.kernel.api.finding import one_or_404
from rakiza.kernel.api.schemas import Number
from rakiza.kernel.api.uploads import Joined, joining
from rakiza.kernel.files.handing import hand_over
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.files.pieces import keep_piece
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import allowed, require
from rakiza.pillars.registration import dossier_actions, review_actions
from rakiza.pillars.registration.dossier_api import detail, dossier_or_404, reader
from rakiza.pillars.registration.enums import DocumentStatus
from rakiza.pillars.registration.models import DossierDocument
from rakiza.pillars.registration.schemas import DossierDetail, Reviewed, SectionTaken

router = Router(tags=["dossiers"])


@router.post(
    "/{int:number}/documents",
    response={201: DossierDetail},
    summary="Join a document to a dossier",
    auth=WITH_FILE,
)
def add_document(
    request: HttpRequest, number: Number, given: Annotated[SectionTaken, Form()], file: Joined
) -> DossierDetail:
    """Join a version of a section while the dossier is the applicant's to prepare."""
    actor = reader(request)
    shown = dossier_or_404(actor, number)
    require(actor, "registration.prepare", shown)
    with joining():
        kept = keep_piece(actor, file)
        dossier_actions.add_document(actor, shown, section=given.section, language=given.language, file=kept)
    return detail(actor, number)


@router.get("/{int:number}/files/{int:file}", summary="Open a document of a dossier")
def dossier_file(request: HttpRequest, number: Number, file: Number) -> HttpResponseBase:
    """Hand over a document; who opened it is written down."""
    actor = reader(request)
    shown = dossier_or_404(actor, number)
    if actor.plays(Role.REGISTRATION_OFFICER) and not allowed(actor, "registration.handle", shown):
        raise PermissionDenied(_("Vous agissez aussi pour le demandeur ou son groupe."))
    kept = StoredFile.objects.filter(pk__in=shown.documents.values("file"))
    return hand_over(actor, one_or_404(kept, file))


@router.post(
    "/{int:number}/documents/{int:document}/transitions/review",
    response=DossierDetail,
    summary="Review a document of a dossier",
)
def review_document(request: HttpRequest, number: Number, document: Number, given: Reviewed) -> DossierDetail:
    """Say of the last version of a document whether it holds; what is to be corrected needs a remark."""
    actor = reader(request)
    shown = dossier_or_404(actor, number)
    require(actor, "registration.handle", shown)
    chosen = one_or_404(DossierDocument.objects.filter(dossier=shown), document)
    review_actions.review_document(
        actor,
        chosen,
        status=DocumentStatus(given.status),
        remark=given.remark,
        internal_note=given.internal_note,
    )
    return detail(actor, number)
