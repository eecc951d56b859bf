"""The rules of a plan: changed, looked over before they are kept, and taken back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rakiza.engine.planning.values import Rules
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.pillars.purchasing.plans import actions
from rakiza.pillars.purchasing.plans.inputs import rules_of
from rakiza.pillars.purchasing.plans.models import Plan
from rakiza.pillars.purchasing.plans.queries import RuleChange, last_rule_change
from rakiza.pillars.purchasing.plans.rule_forms.form import RulesForm
from rakiza.pillars.purchasing.plans.rule_forms.names import RuleDirectories, rule_names
from rakiza.pillars.purchasing.plans.tables.rules import RuleRow, rule_differences
from rakiza.pillars.purchasing.plans.views.common import language, plan_or_404, tell_idle

REVIEW = "verifier"


@require_http_methods(["GET", "POST"])
@acting
def edit_rules(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Change the rules; they hold from the next run on. What would change is shown first where asked."""
    plan = _own_plan(actor, plan_id)
    held = rules_of(plan.rules)
    directories = RuleDirectories.of(plan, language())
    form = RulesForm(request.POST or None, rules=held, directories=directories)
    reviewed: tuple[RuleRow, ...] | None = None
    tell_idle(form, plan.current_run_id, held, directories)
    if request.method == "POST" and form.is_valid():
        wanted: Rules = form.cleaned_data["rules"]
        if REVIEW in request.POST:
            reviewed = rule_differences([held, wanted], rule_names(directories, held, wanted))
            tell_idle(form, plan.current_run_id, wanted, directories)
        elif _kept(request, actor, plan, form):
            return redirect("plans:plan", plan.pk)
    change = last_rule_change(actor, plan)
    context = {
        "page_title": _("Règles : %(plan)s") % {"plan": plan.called},
        "plan": plan,
        "form": form,
        "reviewed": reviewed,
        "change": change,
        "changed": _said(change, directories),
    }
    return render(request, "plans/rules.html", context, status=422 if form.errors else 200)


def _own_plan(actor: Actor, plan_id: int) -> Plan:
    plan = plan_or_404(actor, plan_id)
    if not allowed(actor, "plans.run", plan):
        raise PermissionDenied(_("Seul le coordinateur des achats change les règles du plan."))
    return plan


def _kept(request: HttpRequest, actor: Actor, plan: Plan, form: RulesForm) -> bool:
    """Keep the rules, and tell whether that was allowed; why not is said of the form."""
    try:
        actions.set_rules(actor, plan, form.cleaned_data["rules"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Les règles valent dès le prochain calcul."))
    return True


def _said(change: RuleChange | None, directories: RuleDirectories) -> tuple[RuleRow, ...]:
    if change is None:
        return ()
    return rule_differences(
        [change.before, change.after], rule_names(directories, change.before, change.after)
    )


@require_POST
@acting
def undo_rules(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Give the plan back the rules that it had before they were last changed."""
    plan = _own_plan(actor, plan_id)
    try:
        actions.undo_rules(actor, plan)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Les règles d'avant sont rétablies ; elles valent dès le prochain calcul.")
        )
    return redirect("plans:rules", plan.pk)
