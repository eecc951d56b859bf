"""Handing over a list of needs, and the template to fill in."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.handover import too_many_files
from rakiza.kernel.wording.language import LANGUAGES
from rakiza.pillars.purchasing.needs.actions import upload_needs
from rakiza.pillars.purchasing.needs.forms import UploadForm, next_year
from rakiza.pillars.purchasing.needs.models import NeedImport
from rakiza.pillars.purchasing.needs.queries import preview
from rakiza.pillars.purchasing.needs.views.common import language, open_to_buyers, workbook_response
from rakiza.pillars.purchasing.spreadsheets import write_needs_template
from rakiza.pillars.purchasing.spreadsheets.needs_form import NEEDS_FORM

_TEMPLATE_NAMES = {"fr": "modele-besoins", "en": "needs-template", "ar": "namudhaj-hajiyat"}


@require_http_methods(["GET", "POST"])
@acting
def upload(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a file and a year; a file that can't be used is refused here and nothing is kept."""
    if not allowed(actor, "needs.upload"):
        raise PermissionDenied(_("Seuls les acheteurs d'un groupe déposent ses besoins."))
    form = UploadForm(request.POST or None, request.FILES or None, initial={"year": next_year()})
    refused = too_many_files(actor) if request.method == "POST" else ""
    if refused:
        form.add_error("file", refused)
    elif request.method == "POST" and form.is_valid():
        need_import = _taken(actor, form)
        if need_import is not None:
            messages.success(
                request, _("Fichier reçu. Vérifiez ce que dit chaque colonne, puis lancez la lecture.")
            )
            return redirect("needs:import", need_import.pk)
    context = {"form": form, "languages": _template_languages(), "page_title": _("Déposer des besoins")}
    return render(request, "needs/upload.html", context, status=_status(form, paced=not refused))


def _status(form: UploadForm, *, paced: bool) -> int:
    if not paced:
        return 429
    return 422 if form.errors else 200


def _taken(actor: Actor, form: UploadForm) -> NeedImport | None:
    """Return the import, or None with the reason at the field; then nothing is kept."""
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    try:
        with transaction.atomic():
            taken = upload_needs(
                actor, file.chunks(), name=file.name or "besoins", year=form.cleaned_data["year"]
            )
            _check_usable(actor, taken.need_import)
    except FileRefused as refusal:
        form.add_error("file", refusal.message())
        return None
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return None
    return taken.need_import


def _check_usable(actor: Actor, need_import: NeedImport) -> None:
    """Raise `FileRefused` where no person could map the file's columns."""
    seen = preview(actor, need_import)
    if seen.refusal is not None:
        raise seen.refusal
    name = need_import.file.original_name
    if not seen.proposals:
        raise FileRefused(Refusal.NO_ROWS, file=name)
    if all(proposal.header_row is None for proposal in seen.proposals):
        wanted = [
            NEEDS_FORM.column(key).labels.in_language(language()) for key in ("designation", "quantity")
        ]
        raise FileRefused(Refusal.NO_HEADER, file=name, columns=", ".join(wanted))


def _template_languages() -> list[tuple[str, str]]:
    names = {"fr": "Français", "ar": "العربية", "en": "English"}
    return [(code, names[code]) for code in LANGUAGES]


@require_GET
@acting
def template(request: HttpRequest, actor: Actor, language: str) -> HttpResponse:  # noqa: ARG001 - any buyer's
    """Hand over the empty workbook in the language asked for."""
    open_to_buyers(actor)
    if language not in LANGUAGES:
        raise Http404
    write = partial(write_needs_template, language=language)
    return workbook_response(write, f"{_TEMPLATE_NAMES[language]}.xlsx")
