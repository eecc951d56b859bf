"""The documents of a plan: downloads, and asking for them in another language."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rakiza.kernel.files.handing import hand_over
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.wording.language import LANGUAGES
from rakiza.pillars.purchasing.plans import actions
from rakiza.pillars.purchasing.plans.queries import plan_files
from rakiza.pillars.purchasing.plans.views.common import plan_or_404


@require_GET
@acting
def download(request: HttpRequest, actor: Actor, plan_id: int, file_id: int) -> HttpResponseBase:  # noqa: ARG001
    """Hand one document over."""
    plan = plan_or_404(actor, plan_id)
    kept = next((one for one in plan_files(actor, plan) if one.pk == file_id), None)
    if kept is None:
        raise Http404
    require(actor, "files.open", kept.file)
    return hand_over(actor, kept.file)


@require_POST
@acting
def ask(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Have the documents written in another language."""
    plan = plan_or_404(actor, plan_id)
    wanted = request.POST.get("language", "")
    try:
        if wanted not in LANGUAGES:
            raise Refused("plans.language", _("Les documents existent en français, en arabe et en anglais."))
        actions.request_documents(actor, plan, wanted)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, _("Les documents s'écrivent ; ils paraîtront dans la liste."))
    return redirect("plans:plan", plan_id)
