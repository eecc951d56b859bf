"""What the organisation's people said of texts: the list, its export, and forgetting one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import chip, one_page, workbook_response
from rakiza.pillars.purchasing.needs.corrections import forget_correction
from rakiza.pillars.purchasing.needs.knowledge import family_label
from rakiza.pillars.purchasing.needs.queries import corrections_for
from rakiza.pillars.purchasing.needs.tables.memory import correction_rows, correction_sheet
from rakiza.pillars.purchasing.needs.views.common import language, open_to_buyers


@require_GET
@acting
def corrections(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the texts that people said how to read; a buyer sees its own organisation's."""
    open_to_buyers(actor)
    query, family = request.GET.get("q", "").strip()[:200], request.GET.get("famille", "")[:80]
    found = corrections_for(actor, search=query, family=family)
    if request.GET.get("export"):
        sheet = correction_sheet(correction_rows(list(found), actor.organisation, language()))
        return workbook_response([sheet], "lectures-corrigees.xlsx", _("Lectures corrigées"))
    chips = []
    if query:
        chips.append(chip(request, "q", _("Mots"), query))
    if family:
        chips.append(chip(request, "famille", _("Famille"), family_label(family, language())))
    page = one_page(request, found)
    context = {
        "page_title": _("Lectures corrigées"),
        "page": page,
        "rows": correction_rows(list(page.object_list), actor.organisation, language()),
        "chips": chips,
        "query": query,
        "own": not actor.oversees,
        "may_forget": allowed(actor, "needs.upload"),
    }
    return render(request, "needs/memory.html", context)


@require_POST
@acting
def forget(request: HttpRequest, actor: Actor, correction_id: int) -> HttpResponse:
    """Drop one text from the organisation's memory."""
    open_to_buyers(actor)
    correction = corrections_for(actor).filter(pk=correction_id).first()
    if correction is None:
        raise Http404
    forget_correction(actor, correction)
    text = _("« %(text)s » est oublié : le moteur lira ce texte seul dans vos prochains imports.")
    messages.success(request, text % {"text": correction.designation})
    return redirect(reverse("needs:memory"))
