"""Taking a file from a page: within the hour's pace, and with a reason where it is refused."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.imports.refusals import FileRefused
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused
from rakiza.kernel.presentation.pace import within_pace
from rakiza.kernel.wording.formats import number

Take = Callable[[UploadedFile[bytes]], StoredFile]


def too_many_files(actor: Actor) -> str:
    """Count one more file of the person in this hour; return why it isn't taken, or nothing."""
    most = settings.RAKIZA_UPLOADS_PER_HOUR
    if within_pace(actor, "upload", most):
        return ""
    text = _("Vous avez déposé %(most)s fichiers en une heure : attendez avant d'en déposer d'autres.")
    return text % {"most": number(most)}


def handed_over(request: HttpRequest, actor: Actor, take: Take) -> tuple[StoredFile | None, str, int]:
    """Take the file of a form; return it, or None with the reason and the status of the page that says it."""
    if refused := too_many_files(actor):
        return None, refused, 429
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return None, _("Choisissez un fichier."), 422
    try:
        return take(file), "", 302
    except FileRefused as refusal:
        return None, refusal.message(), 422
    except Refused as refusal:
        return None, str(refusal), 422
