"""A scenario opened or changed: its form, and a look over what it tries before it's computed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rakiza.engine.planning.values import Rules
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import whole
from rakiza.pillars.purchasing.plans.inputs import rules_of
from rakiza.pillars.purchasing.plans.models import Plan
from rakiza.pillars.purchasing.plans.rule_forms.names import RuleDirectories, rule_names
from rakiza.pillars.purchasing.plans.scenarios import actions
from rakiza.pillars.purchasing.plans.scenarios.enums import RUNNABLE
from rakiza.pillars.purchasing.plans.scenarios.forms import NameForm, ScenarioForm
from rakiza.pillars.purchasing.plans.scenarios.queries import scenario_of
from rakiza.pillars.purchasing.plans.scenarios.views.common import overseen_plan, scenario_or_404
from rakiza.pillars.purchasing.plans.tables.rules import RuleRow, rule_differences
from rakiza.pillars.purchasing.plans.views.common import language, tell_idle
from rakiza.pillars.purchasing.plans.views.rules import REVIEW


@require_http_methods(["GET", "POST"])
@acting
def create(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Open a scenario; its rules start from the plan's, or from those of another scenario."""
    plan = overseen_plan(actor, plan_id)
    _may_change(actor, plan)
    source = scenario_of(actor, plan, whole(request.GET.get("de", "")) or 0)
    held = rules_of(source.rules if source else plan.rules)
    initial = {"name": _("%(name)s (copie)") % {"name": source.name} if source else ""}
    directories = RuleDirectories.of(plan, language())
    form = ScenarioForm(request.POST or None, rules=held, directories=directories, initial=initial)
    tell_idle(form, plan.current_run_id, held, directories)
    reviewed: tuple[RuleRow, ...] | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if REVIEW in request.POST:
            reviewed = _reviewed(form, plan, plan.current_run_id, directories)
        else:
            try:
                with transaction.atomic():  # one press: a scenario that can't be run isn't left behind either
                    made = actions.create_scenario(actor, plan, name=given["name"], rules=given["rules"])
                    actions.run_scenario(actor, made)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.info(request, _("Le scénario se calcule. Vous pouvez quitter cette page."))
                return redirect("scenarios:scenario", plan_id, made.pk)
    context = {"page_title": _("Nouveau scénario"), "plan": plan, "form": form, "reviewed": reviewed}
    return render(request, "scenarios/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@acting
def edit(request: HttpRequest, actor: Actor, plan_id: int, scenario_id: int) -> HttpResponse:
    """Rename a scenario, and change its rules while it hasn't been computed."""
    plan = overseen_plan(actor, plan_id)
    _may_change(actor, plan)
    shown = scenario_or_404(actor, plan, scenario_id)
    initial = {"name": shown.name}
    form: ScenarioForm | NameForm = NameForm(request.POST or None, initial=initial)
    directories = RuleDirectories.of(plan, language())
    if shown.state in RUNNABLE:
        held = rules_of(shown.rules)
        form = ScenarioForm(request.POST or None, rules=held, directories=directories, initial=initial)
        tell_idle(form, shown.base_run_id, held, directories)
    reviewed: tuple[RuleRow, ...] | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if REVIEW in request.POST and isinstance(form, ScenarioForm):
            reviewed = _reviewed(form, plan, shown.base_run_id, directories)
        else:
            try:
                actions.change_scenario(actor, shown, name=given["name"], rules=given.get("rules"))
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Le scénario est enregistré."))
                return redirect("scenarios:scenario", plan_id, scenario_id)
    context = {
        "page_title": _("Changer « %(name)s »") % {"name": shown.name},
        "plan": plan,
        "scenario": shown,
        "form": form,
        "reviewed": reviewed,
    }
    return render(request, "scenarios/edit.html", context, status=422 if form.errors else 200)


def _reviewed(
    form: ScenarioForm, plan: Plan, run_id: int | None, directories: RuleDirectories
) -> tuple[RuleRow, ...]:
    """Return what a scenario asks otherwise than the plan, in words; the form says which rules bind nothing."""
    wanted: Rules = form.cleaned_data["rules"]
    ours = rules_of(plan.rules)
    tell_idle(form, run_id, wanted, directories)
    return rule_differences([ours, wanted], rule_names(directories, ours, wanted))


def _may_change(actor: Actor, plan: Plan) -> None:
    if not allowed(actor, "scenarios.change", plan):
        raise PermissionDenied(_("Seul le coordinateur des achats travaille aux scénarios."))
