"""Pages of a register's file: hand over, review, propose, settle together, rejected rows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.presentation.acting import acting
from rakiza.pillars.certification.register_files.room import ROOM


@require_http_methods(["GET", "POST"])
@acting
def upload(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a file; one that can't be used is refused here and nothing is kept."""
    return ROOM.upload(request, actor)


@require_http_methods(["GET", "POST"])
@acting
def review(request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:
    """Show what the file proposes, and what is wrong row by row; then propose it, all or nothing."""
    return ROOM.review(request, actor, file_id)


@require_GET
@acting
def rejected(request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:  # noqa: ARG001 - a view
    """Hand back the rejected rows with their reasons."""
    return ROOM.rejected(actor, file_id)


@require_POST
@acting
def settle(request: HttpRequest, actor: Actor, file_id: int, step: str) -> HttpResponse:
    """Confirm, or drop, every certificate that waits from a file of the officer's body."""
    return ROOM.settle(request, actor, file_id, step)
