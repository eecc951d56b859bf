"""The list of plans, and a new one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import one_page
from rakiza.kernel.presentation.tones import Tone
from rakiza.pillars.purchasing.plans import actions
from rakiza.pillars.purchasing.plans.enums import PlanState
from rakiza.pillars.purchasing.plans.forms import PlanForm, RenameForm
from rakiza.pillars.purchasing.plans.queries import overview, plans_for
from rakiza.pillars.purchasing.plans.rule_forms.names import RuleDirectories
from rakiza.pillars.purchasing.plans.views.common import currency_of, language, plan_or_404

TONES = {
    PlanState.DRAFT: Tone.NEUTRAL,
    PlanState.CONSOLIDATED: Tone.INFO,
    PlanState.ALLOCATED: Tone.CONFIRM,
    PlanState.PUBLISHED: Tone.GOOD,
}


@require_GET
@acting
def plans(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the plans that the actor may see, newest first."""
    page = one_page(request, plans_for(actor).order_by("-year", "-pk"))
    context = {
        "page_title": _("Plans annuels des achats locaux"),
        "page": page,
        "rows": [
            (plan, TONES[PlanState(plan.state)], overview(actor, plan), currency_of(plan))
            for plan in page.object_list
        ],
        "may_create": allowed(actor, "plans.create"),
    }
    return render(request, "plans/list.html", context)


@require_http_methods(["GET", "POST"])
@acting
def create(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open the plan of a year."""
    if not allowed(actor, "plans.create"):
        raise PermissionDenied(_("Seul le coordinateur des achats ouvre un plan."))
    year = timezone.localdate().year + 1
    initial = {"year": year, "name": _("Plan %(year)s") % {"year": year}}
    directories = RuleDirectories(year, None, language())
    form = PlanForm(request.POST or None, directories=directories, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            plan = actions.create_plan(
                actor,
                year=given["year"],
                name=given["name"],
                rules=given["rules"],
                names=(given["name_ar"], given["name_en"]),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Le plan est ouvert. Lancez le calcul quand les membres ont confirmé leurs listes."),
            )
            return redirect("plans:plan", plan.pk)
    context = {"page_title": _("Ouvrir un plan"), "form": form}
    return render(request, "plans/create.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@acting
def rename(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Change the names of a plan that isn't published."""
    plan = plan_or_404(actor, plan_id)
    if not allowed(actor, "plans.run", plan):
        raise PermissionDenied(_("Seul le coordinateur des achats renomme un plan."))
    initial = {"name": plan.name, "name_ar": plan.name_ar, "name_en": plan.name_en}
    form = RenameForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.rename_plan(actor, plan, name=given["name"], names=(given["name_ar"], given["name_en"]))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Le plan porte son nouveau nom."))
            return redirect("plans:plan", plan.pk)
    context = {
        "page_title": _("Renommer : %(plan)s") % {"plan": plan.called},
        "plan": plan,
        "form": form,
        "published": plan.state == PlanState.PUBLISHED,
    }
    return render(request, "plans/rename.html", context, status=422 if form.errors else 200)
