"""Keeping or relaxing what a line asks for, and taking that back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import NotAllowed, Refused, require
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import whole
from rakiza.pillars.purchasing.needs.enums import Choice
from rakiza.pillars.purchasing.needs.models import NeedLine
from rakiza.pillars.purchasing.needs.requirements import decide, decisions_on, withdraw_decision
from rakiza.pillars.purchasing.needs.views.common import line_or_404


@require_POST
@acting
def settle(request: HttpRequest, actor: Actor, line_id: int) -> HttpResponse:
    """Take a decision on one finding, or take one back."""
    line = line_or_404(actor, line_id)
    require(actor, "needs.change", line)
    try:
        if "withdraw" in request.POST:
            _withdraw(request, actor, line)
        else:
            _decide(request, actor, line)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('needs:line', args=[line_id])}#exigences")


def _decide(request: HttpRequest, actor: Actor, line: NeedLine) -> None:
    choice = request.POST.get("choice", "")
    if choice not in Choice.values:
        raise Refused("needs.no_choice", _("Dites si cette exigence est gardée ou assouplie."))
    decision = decide(
        actor,
        line,
        code=request.POST.get("code", ""),
        subject=request.POST.get("about", ""),
        choice=Choice(choice),
        justification=request.POST.get("justification", ""),
    )
    kept = decision.choice == Choice.KEEP
    messages.success(
        request,
        _("Exigence gardée ; votre justification est au dossier.")
        if kept
        else _("Exigence assouplie ; elle ne comptera plus au prochain calcul du plan."),
    )


def _withdraw(request: HttpRequest, actor: Actor, line: NeedLine) -> None:
    wanted = whole(request.POST["withdraw"])
    decision = next((one for one in decisions_on(line) if one.pk == wanted), None)
    if decision is None:
        raise Http404
    withdraw_decision(actor, line, decision)
    messages.success(request, _("Décision reprise ; l'exigence est de nouveau telle qu'écrite."))
