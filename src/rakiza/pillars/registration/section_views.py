"""Pages of one section of a dossier: its versions side by side, a new version, the officer's review."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rakiza.kernel.audit.actions import record
from rakiza.kernel.files.comparing import MOST_SHOWN, Compared, compare_files
from rakiza.kernel.files.handing import hand_over
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.files.pieces import keep_piece
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import Refused, allowed, require
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import whole
from rakiza.pillars.registration import dossier_actions, review_actions
from rakiza.pillars.registration.contents import Section, latest, section_elsewhere, sections
from rakiza.pillars.registration.dossier_forms import DocumentForm, ReviewForm
from rakiza.pillars.registration.dossier_views import dossier_or_404
from rakiza.pillars.registration.enums import DocumentStatus
from rakiza.pillars.registration.models import Dossier, DossierDocument
from rakiza.pillars.registration.process import ORIGINS, Step


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a document; what differs is read where it is asked for."""

    before: DossierDocument
    after: DossierDocument
    same: bool
    found: Compared | None


def _section_or_404(shown: Dossier, code: str) -> Section:
    listed = sections(shown.process, shown.risk_class)
    found = next((one for one in listed if one.code == code), None)
    if found is None and shown.documents.filter(section=code, status=DocumentStatus.SET_ASIDE).exists():
        found = section_elsewhere(shown.process, code)
    if found is None:
        raise Http404
    return found


@require_GET
@acting
def section(request: HttpRequest, actor: Actor, dossier_id: int, section: str) -> HttpResponse:
    """Show the versions of a section."""
    shown = dossier_or_404(actor, dossier_id)
    return _page(request, actor, shown, _section_or_404(shown, section))


@require_POST
@acting
def add_document(request: HttpRequest, actor: Actor, dossier_id: int, section: str) -> HttpResponse:
    """Add a version of a section."""
    shown = dossier_or_404(actor, dossier_id)
    require(actor, "registration.prepare", shown)
    about = _section_or_404(shown, section)
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            with transaction.atomic():  # a piece that is refused isn't kept either
                kept = keep_piece(actor, form.cleaned_data["file"])
                dossier_actions.add_document(
                    actor, shown, section=section, language=form.cleaned_data["language"], file=kept
                )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("La pièce est jointe."))
            return redirect("registration:dossier", dossier_id)
    return _page(request, actor, shown, about, form)


@require_POST
@acting
def review_document(request: HttpRequest, actor: Actor, dossier_id: int, document_id: int) -> HttpResponse:
    """Say of a document whether it holds."""
    shown = dossier_or_404(actor, dossier_id)
    require(actor, "registration.handle", shown)
    document = get_object_or_404(DossierDocument.objects.filter(dossier=shown), pk=document_id)
    form = ReviewForm(request.POST, prefix=f"d{document.pk}")
    if form.is_valid():
        try:
            review_actions.review_document(actor, document, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("La pièce est examinée."))
            return redirect("registration:dossier", dossier_id)
    return _page(request, actor, shown, _section_or_404(shown, document.section), form, document.pk)


@require_GET
@acting
def dossier_file(request: HttpRequest, actor: Actor, dossier_id: int, file_id: int) -> HttpResponseBase:  # noqa: ARG001
    """Hand over a document of a dossier that the reader may see; who opened it is written down."""
    shown = dossier_or_404(actor, dossier_id)
    admit_to_files(actor, shown)
    if not DossierDocument.objects.filter(dossier=shown, file_id=file_id).exists():
        raise Http404
    return hand_over(actor, get_object_or_404(StoredFile, pk=file_id))


def admit_to_files(actor: Actor, shown: Dossier) -> None:
    """Refuse an officer of the applicant's group what the documents of its dossier say."""
    if actor.plays(Role.REGISTRATION_OFFICER) and not allowed(actor, "registration.handle", shown):
        raise PermissionDenied(_("Vous agissez aussi pour le demandeur ou son groupe."))


def _compared(
    actor: Actor, shown: Dossier, versions: list[DossierDocument], asked: int | None
) -> list[Comparison]:
    """Return each version beside the one before it in the same language, the latest first.

    What differs from the one before is read for the version that is asked for; who read them is written down.
    """
    found = []
    for after in versions:
        before = next(
            (one for one in versions if one.language == after.language and one.version == after.version - 1),
            None,
        )
        if before is not None:
            same = before.file.sha256 == after.file.sha256
            wanted = after.pk == asked and not same
            found.append(
                Comparison(before, after, same, _read(actor, shown, before, after) if wanted else None)
            )
    return found


def _read(actor: Actor, shown: Dossier, before: DossierDocument, after: DossierDocument) -> Compared:
    admit_to_files(actor, shown)
    for one in (before, after):
        record(actor, "files.open", one.file, after={"dossier": shown.pk, "compared": after.version})
    return compare_files(before.file, after.file)


def _page(
    request: HttpRequest,
    actor: Actor,
    shown: Dossier,
    about: Section,
    failed: forms.Form | None = None,
    reviewed: int | None = None,
) -> HttpResponse:
    versions = list(
        shown.documents.filter(section=about.code)
        .select_related("file", "reviewed_by")
        .order_by("-version", "language")
    )
    standing = set(latest(versions).values())
    reviews = allowed(actor, "registration.handle", shown) and shown.state in ORIGINS[Step.SEND_BACK]
    writes = (
        allowed(actor, "registration.prepare", shown)
        and shown.state in ORIGINS[Step.FILE]
        and about in sections(shown.process, shown.risk_class)
    )
    rows = []
    for one in versions:
        form = None
        if reviews and one in standing:
            form = failed if reviewed == one.pk else ReviewForm(prefix=f"d{one.pk}")
        rows.append((one, form))
    context = {
        "page_title": f"{about.code} · {about.label}",
        "dossier": shown,
        "section": about,
        "versions": rows,
        "compared": _compared(actor, shown, versions, whole(request.GET.get("comparer", ""))),
        "most_shown": MOST_SHOWN,
        "handles": allowed(actor, "registration.handle", shown),
        "form": (failed if reviewed is None and failed else DocumentForm()) if writes else None,
        "failed": failed,
    }
    return render(request, "registration/section.html", context, status=422 if failed else 200)
