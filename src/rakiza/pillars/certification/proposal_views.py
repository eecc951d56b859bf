"""Pages of the certificates that one officer wrote down and another has yet to confirm."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rakiza.kernel.files.waiting import files_waiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.another_officer import confirmable
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import one_page
from rakiza.pillars.certification.forms import CertificateForm
from rakiza.pillars.certification.models import CertificateProposal, StandardEdition
from rakiza.pillars.certification.proposals import (
    CertificateTerms,
    confirm_certificate,
    drop_certificate,
    proposals_for,
    propose_certificate,
)
from rakiza.pillars.certification.tables import scope_names


def _admit(actor: Actor) -> None:
    if not allowed(actor, "certification.issue"):
        raise PermissionDenied(_("Seul un chargé de certification propose un certificat."))


def _language() -> str:
    return (get_language() or "fr")[:2]


@require_http_methods(["GET", "POST"])
@acting
def propose(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Write down a certificate in the body's name, for another officer to confirm."""
    _admit(actor)
    form = CertificateForm(request.POST or None, language=_language())
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data, scope_families=tuple(form.cleaned_data["scope_families"]))
        try:
            made = propose_certificate(actor, CertificateTerms(**given))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            done = _(
                "Le certificat %(number)s est proposé : il vaudra quand une autre personne l'aura confirmé."
            )
            messages.success(request, done % {"number": made.number})
            return redirect("certification:proposals")
    context = {
        "page_title": _("Proposer un certificat"),
        "form": form,
        "editions": StandardEdition.objects.order_by("standard", "-edition"),
    }
    return render(request, "certification/issue.html", context, status=422 if form.errors else 200)


@require_GET
@acting
def proposals(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what waits with the officer's body; who didn't write it down may confirm it."""
    _admit(actor)
    waiting = proposals_for(actor)
    page = one_page(request, waiting)
    may_confirm = confirmable(actor, page)
    context = {
        "page_title": _("Certificats à confirmer"),
        "page": page,
        "rows": [
            (
                row,
                scope_names(row.scope_families, _language()),
                row.pk in may_confirm,
            )
            for row in page
        ],
        "files": files_waiting(waiting),
        "person": actor.user,
    }
    return render(request, "certification/proposals.html", context)


@require_POST
@acting
def settle(request: HttpRequest, actor: Actor, proposal_id: int, step: str) -> HttpResponse:
    """Confirm a certificate that another officer wrote down, or drop it."""
    _admit(actor)
    if step not in _STEPS:
        raise Http404
    proposal: CertificateProposal = get_object_or_404(proposals_for(actor), pk=proposal_id)
    try:
        return _STEPS[step](request, actor, proposal)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("certification:proposals")


def _confirm(request: HttpRequest, actor: Actor, proposal: CertificateProposal) -> HttpResponse:
    made = confirm_certificate(actor, proposal)
    messages.success(request, _("Le certificat %(number)s est délivré.") % {"number": made.number})
    return redirect("certification:certificate", made.pk)


def _drop(request: HttpRequest, actor: Actor, proposal: CertificateProposal) -> HttpResponse:
    drop_certificate(actor, proposal)
    said = _("Le certificat proposé %(number)s est abandonné.") % {"number": proposal.number}
    messages.success(request, said)
    return redirect("certification:proposals")


_STEPS = {"confirmer": _confirm, "abandonner": _drop}
