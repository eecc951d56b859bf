"""Pages of offers by spreadsheet: hand over, review, confirm; template, export, rejected rows."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.imports.refusals import FileRefused
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.handover import too_many_files
from rakiza.kernel.wording.formats import number
from rakiza.kernel.wording.language import LANGUAGES
from rakiza.pillars.industry.enums import OfferState
from rakiza.pillars.industry.offer_actions import import_offers
from rakiza.pillars.industry.offer_queries import mark_of
from rakiza.pillars.industry.queries import offers_for
from rakiza.pillars.purchasing.needs.forms import next_year
from rakiza.pillars.purchasing.needs.views.common import language, workbook_response
from rakiza.pillars.purchasing.offers.actions import upload_offers
from rakiza.pillars.purchasing.offers.export import write_offers
from rakiza.pillars.purchasing.offers.forms import OffersForm
from rakiza.pillars.purchasing.offers.reading import Review, review
from rakiza.pillars.purchasing.offers.tables import changes_of, counts_of, problems_of
from rakiza.pillars.purchasing.spreadsheets import write_offers_template, write_rejected

_TEMPLATE_NAMES = {"fr": "modele-offres", "en": "offers-template", "ar": "namudhaj-urud"}


def _open_to_makers(actor: Actor) -> None:
    if not allowed(actor, "industry.add_device"):
        raise PermissionDenied(_("Seul un fabricant dépose ses offres."))


@require_http_methods(["GET", "POST"])
@acting
def upload(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a file and a year; a file that can't be used is refused here and nothing is kept."""
    _open_to_makers(actor)
    form = OffersForm(request.POST or None, request.FILES or None, initial={"year": next_year()})
    status = 200
    if request.method == "POST" and (refused := too_many_files(actor)):
        form.add_error("file", refused)
        status = 429
    elif request.method == "POST":
        taken = _taken(actor, form) if form.is_valid() else None
        if taken is not None:
            return redirect("offers:review", taken.pk, form.cleaned_data["year"])
        status = 422
    context = {
        "form": form,
        "languages": [("fr", "Français"), ("ar", "العربية"), ("en", "English")],
        "page_title": _("Déposer des offres"),
    }
    return render(request, "offers/upload.html", context, status=status)


def _taken(actor: Actor, form: OffersForm) -> StoredFile | None:
    """Return the stored file, or None with the reason at the field; then nothing is kept."""
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    try:
        return upload_offers(actor, file.chunks(), name=file.name or "offres", year=form.cleaned_data["year"])
    except FileRefused as refusal:
        form.add_error("file", refusal.message())
    except Refused as refusal:
        form.add_error("file", str(refusal))
    return None


def _review_or_404(actor: Actor, file_id: int, year: int) -> tuple[StoredFile, Review]:
    """Read the actor's own file again; another maker's is as if it weren't there."""
    _open_to_makers(actor)
    stored = get_object_or_404(StoredFile, pk=file_id, organisation=actor.organisation)
    try:
        return stored, review(actor, stored, year)
    except FileRefused as refusal:
        raise Http404(refusal.message()) from refusal


@require_http_methods(["GET", "POST"])
@acting
def review_file(request: HttpRequest, actor: Actor, file_id: int, year: int) -> HttpResponse:
    """Show what confirming would create and change; then do it, all or nothing."""
    stored, found = _review_or_404(actor, file_id, year)
    if request.method == "POST":
        source = f"{stored.original_name} {stored.sha256}"
        try:
            done = import_offers(actor, found.rows, reviewed=request.POST.get("reviewed", ""), source=source)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("offers:review", file_id, year)
        messages.success(
            request,
            _("Offres de %(year)s : %(created)s créées, %(changed)s changées, %(unchanged)s inchangées.")
            % {
                "year": year,
                "created": number(done.created),
                "changed": number(done.changed),
                "unchanged": number(done.unchanged),
            },
        )
        return redirect("industry:offers")
    context = {
        "page_title": _("Offres de %(year)s à confirmer") % {"year": year},
        "stored": stored,
        "year": year,
        "found": found.file,
        "changes": changes_of(found.changes, language()),
        "counts": counts_of(found.changes),
        "problems": problems_of(found.file),
        "rejected": len(found.file.rejected),
        "mark": mark_of(found.changes),
    }
    return render(request, "offers/review.html", context)


@require_GET
@acting
def rejected(request: HttpRequest, actor: Actor, file_id: int, year: int) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand back the rejected rows with their reasons: corrected, the file can be imported as it is."""
    _stored, found = _review_or_404(actor, file_id, year)
    if not found.file.rejected:
        raise Http404
    return workbook_response(
        lambda path: write_rejected(path, (found.file,), language()), f"offres-rejetees-{year}.xlsx"
    )


@require_GET
@acting
def template(request: HttpRequest, actor: Actor, language: str) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand over the empty workbook in the language asked for."""
    _open_to_makers(actor)
    if language not in LANGUAGES:
        raise Http404
    return workbook_response(
        partial(write_offers_template, language=language), f"{_TEMPLATE_NAMES[language]}.xlsx"
    )


@require_GET
@acting
def export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Hand over the maker's standing offers in the columns of the template."""
    _open_to_makers(actor)
    stated = request.GET.get("annee", "")
    year = int(stated) if stated.isdecimal() and len(stated) == 4 else next_year()
    offers = offers_for(actor, year).filter(state=OfferState.SUBMITTED)
    return workbook_response(partial(write_offers, offers=offers, language=language()), f"offres-{year}.xlsx")
