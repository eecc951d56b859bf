"""Starting, following and stopping the run of a plan."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed, require
from rakiza.kernel.presentation.acting import acting
from rakiza.pillars.purchasing.plans import actions
from rakiza.pillars.purchasing.plans.queries import latest_run
from rakiza.pillars.purchasing.plans.tables.progress import progress_of, under_way
from rakiza.pillars.purchasing.plans.views.common import plan_or_404


@require_POST
@acting
def start(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Consolidate and allocate in the background."""
    plan = plan_or_404(actor, plan_id)
    try:
        actions.run_plan(actor, plan)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(
            request, _("Le calcul est lancé. Vous pouvez quitter cette page : vous serez averti à la fin.")
        )
    return redirect("plans:plan", plan_id)


@require_POST
@acting
def cancel(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Stop the run; the last finished one stays."""
    plan = plan_or_404(actor, plan_id)
    require(actor, "plans.run", plan)
    run = latest_run(actor, plan)
    try:
        if run is None:
            raise Refused("plans.not_running", _("Aucun calcul n'est en cours."))
        actions.cancel_run(actor, run)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, _("L'arrêt est demandé. Le dernier calcul terminé reste en place."))
    return redirect("plans:plan", plan_id)


@require_GET
@acting
def progress(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Return the progress alone; once the run has ended, ask the browser for the whole page again."""
    plan = plan_or_404(actor, plan_id)
    if not actor.oversees:
        raise PermissionDenied
    run = latest_run(actor, plan)
    if run is None or not under_way(run):
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"plan": plan, "progress": progress_of(run), "may_run": allowed(actor, "plans.run", plan)}
    return render(request, "plans/progress.html", context)
