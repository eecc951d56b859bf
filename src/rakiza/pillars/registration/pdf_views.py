"""The documents that the room prints: a title, the minutes of a session."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.presentation.acting import acting
from rakiza.pillars.registration.certificate_pdf import write_certificate_pdf
from rakiza.pillars.registration.commission_views import session_or_404
from rakiza.pillars.registration.minutes_pdf import write_minutes_pdf
from rakiza.pillars.registration.queries import kind_or_404, titles_of_kind


@require_GET
@acting
def certificate(request: HttpRequest, actor: Actor, kind: str, title_id: int) -> HttpResponse:  # noqa: ARG001
    """Print a title that the reader may see."""
    title = get_object_or_404(titles_of_kind(actor, kind_or_404(kind)), pk=title_id)
    today = timezone.localdate()
    return _pdf(lambda path: write_certificate_pdf(title, kind, path, today), f"{title.number}.pdf")


@require_GET
@acting
def minutes(request: HttpRequest, actor: Actor, session_id: int) -> HttpResponse:  # noqa: ARG001
    """Print the minutes of a session."""
    shown = session_or_404(actor, session_id)
    language = get_language() or "fr"
    return _pdf(lambda path: write_minutes_pdf(shown, path, language), f"commission-{shown.held_on}.pdf")


def _pdf(write: Callable[[Path], None], name: str) -> HttpResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "printed.pdf"
        write(path)
        content = path.read_bytes()
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})
