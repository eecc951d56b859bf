"""Pages of the titles that one officer wrote down and another has yet to confirm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rakiza.kernel.files.waiting import files_waiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.another_officer import confirmable
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import one_page
from rakiza.pillars.registration.models import TitleProposal
from rakiza.pillars.registration.proposals import confirm_title, drop_title, proposals_for


def _admit(actor: Actor) -> None:
    if not allowed(actor, "registration.grant"):
        raise PermissionDenied(_("Seul un chargé d'homologation propose un titre."))


@require_GET
@acting
def proposals(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what waits with the officer's authority; who didn't write it down may confirm it."""
    _admit(actor)
    waiting = proposals_for(actor)
    page = one_page(request, waiting)
    may_confirm = confirmable(actor, page)
    context = {
        "page_title": _("Titres à confirmer"),
        "page": page,
        "rows": [(row, row.pk in may_confirm) for row in page],
        "files": files_waiting(waiting),
        "person": actor.user,
    }
    return render(request, "registration/proposals.html", context)


@require_POST
@acting
def settle(request: HttpRequest, actor: Actor, proposal_id: int, step: str) -> HttpResponse:
    """Confirm a title that another officer wrote down, or drop it."""
    _admit(actor)
    if step not in _STEPS:
        raise Http404
    proposal = get_object_or_404(proposals_for(actor), pk=proposal_id)
    try:
        return _STEPS[step](request, actor, proposal)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("registration:proposals")


def _confirm(request: HttpRequest, actor: Actor, proposal: TitleProposal) -> HttpResponse:
    made = confirm_title(actor, proposal)
    messages.success(request, _("Le titre %(number)s est accordé.") % {"number": made.number})
    return redirect("registration:title", proposal.kind, made.pk)


def _drop(request: HttpRequest, actor: Actor, proposal: TitleProposal) -> HttpResponse:
    drop_title(actor, proposal)
    messages.success(request, _("Le titre proposé %(number)s est abandonné.") % {"number": proposal.number})
    return redirect("registration:proposals")


_STEPS: Final[Mapping[str, Callable[[HttpRequest, Actor, TitleProposal], HttpResponse]]] = {
    "confirmer": _confirm,
    "abandonner": _drop,
}
