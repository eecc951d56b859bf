"""A plan of a front taken up as a scenario, which can then be adopted and taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused
from rakiza.kernel.presentation.acting import acting
from rakiza.pillars.purchasing.plans.scenarios import actions
from rakiza.pillars.purchasing.plans.scenarios.models import Analysis
from rakiza.pillars.purchasing.plans.scenarios.views.common import overseen_plan


@require_POST
@acting
def try_point(request: HttpRequest, actor: Actor, plan_id: int, analysis_id: int, rank: int) -> HttpResponse:
    """Open a scenario with the rules of one plan of a front, and compute it."""
    plan = overseen_plan(actor, plan_id)
    analysis = Analysis.objects.select_related("run").filter(pk=analysis_id, run__plan=plan).first()
    if analysis is None:
        raise Http404
    try:
        made = actions.scenario_at(actor, plan, analysis, rank)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("scenarios:list", plan_id)
    messages.info(
        request,
        _("Ce plan de la courbe se calcule comme scénario. Une fois calculé, il peut être adopté."),
    )
    return redirect("scenarios:scenario", plan_id, made.pk)
