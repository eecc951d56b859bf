"""What every page of needs does first: find the object within what the actor may see."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.purchasing.needs.models import NeedImport, NeedLine
from rakiza.pillars.purchasing.needs.queries import import_for, line_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def language() -> str:
    """Return the language of the page: fr, ar or en."""
    return (get_language() or "fr")[:2]


def open_to_buyers(actor: Actor) -> None:
    """Refuse roles that neither buy nor oversee: members' needs aren't theirs to read."""
    if not (actor.oversees or actor.plays(Role.BUYER)):
        raise PermissionDenied(_("Les besoins se lisent par les acheteurs et par ceux qui tiennent le plan."))


def import_or_404(actor: Actor, import_id: int) -> NeedImport:
    """Return an import the actor may see; another member's is as if it weren't there."""
    open_to_buyers(actor)
    try:
        return import_for(actor, import_id)
    except NeedImport.DoesNotExist as error:
        raise Http404 from error


def line_or_404(actor: Actor, line_id: int) -> NeedLine:
    """Return a line the actor may see; another member's is as if it weren't there."""
    open_to_buyers(actor)
    try:
        return line_for(actor, line_id)
    except NeedLine.DoesNotExist as error:
        raise Http404 from error


def workbook_response(write: Callable[[Path], None], name: str) -> HttpResponse:
    """Return the workbook that `write` makes, as a download called `name`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        write(path)
        content = path.read_bytes()
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
