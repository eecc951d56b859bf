"""Publishing a plan after its answers were checked, and taking a publication back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.pillars.purchasing.plans import actions
from rakiza.pillars.purchasing.plans.forms import PublishForm, UnpublishForm
from rakiza.pillars.purchasing.plans.models import Plan
from rakiza.pillars.purchasing.plans.queries import overview, proposed_publication, proposed_withdrawal
from rakiza.pillars.purchasing.plans.tables.figures import key_figures
from rakiza.pillars.purchasing.plans.views.common import currency_of, plan_or_404


def _publishable(actor: Actor, plan_id: int) -> Plan:
    plan = plan_or_404(actor, plan_id)
    if not allowed(actor, "plans.publish", plan):
        raise PermissionDenied(_("Seul le coordinateur de l'association publie son plan."))
    return plan


@require_http_methods(["GET", "POST"])
@acting
def publish(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Show what will be published, and publish once the plan's name is typed."""
    plan = _publishable(actor, plan_id)
    form = PublishForm(request.POST or None, expected=plan.called)
    if request.method == "POST" and form.is_valid():
        try:
            published = actions.publish_plan(actor, plan)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = (
                _("Le plan est publié. Membres et fabricants en sont avertis.")
                if published
                else _("La publication est proposée : une autre personne de l'association l'approuvera.")
            )
            messages.success(request, said)
            return redirect("plans:plan", plan.pk)
    context = {
        "page_title": _("Publier : %(plan)s") % {"plan": plan.called},
        "plan": plan,
        "figures": key_figures(overview(actor, plan), currency_of(plan)),
        "form": form,
        "proposal": proposed_publication(plan),
        "two": plan.association.two_to_publish,
    }
    return render(request, "plans/publish.html", context, status=422 if form.errors else 200)


@require_POST
@acting
def drop(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Take off what is proposed: a publication, or its withdrawal."""
    plan = _publishable(actor, plan_id)
    try:
        actions.drop_publication(actor, plan)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("La proposition est retirée."))
    return redirect("plans:plan", plan.pk)


@require_http_methods(["GET", "POST"])
@acting
def unpublish(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Take a publication back for a typed reason."""
    plan = _publishable(actor, plan_id)
    proposal = proposed_withdrawal(plan) if plan.association.two_to_publish else None
    form = UnpublishForm(request.POST or None, initial={"reason": proposal.reason if proposal else ""})
    if request.method == "POST" and form.is_valid():
        try:
            withdrawn = actions.unpublish_plan(actor, plan, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = (
                _("La publication est retirée. Le plan peut être recalculé.")
                if withdrawn
                else _("Le retrait est proposé : une autre personne de l'association l'approuvera.")
            )
            messages.success(request, said)
            return redirect("plans:plan", plan.pk)
    context = {
        "page_title": _("Retirer la publication : %(plan)s") % {"plan": plan.called},
        "plan": plan,
        "form": form,
        "proposal": proposal,
        "two": plan.association.two_to_publish,
    }
    return render(request, "plans/unpublish.html", context, status=422 if form.errors else 200)
