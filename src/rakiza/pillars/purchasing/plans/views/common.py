"""What every plan view starts with: the plan that the actor may see, the reader's language."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import get_language

from rakiza.engine.planning.values import Rules
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.purchasing.plans.idle_queries import idle_of
from rakiza.pillars.purchasing.plans.models import Plan
from rakiza.pillars.purchasing.plans.queries import plans_for
from rakiza.pillars.purchasing.plans.rule_forms.form import RulesForm
from rakiza.pillars.purchasing.plans.rule_forms.names import RuleDirectories, rule_names
from rakiza.pillars.purchasing.plans.tables.rules import rule_labels


def language() -> str:
    """Return the base code of the reader's language."""
    return (get_language() or "fr")[:2]


def plan_or_404(actor: Actor, plan_id: int) -> Plan:
    """Return one plan that the actor may see; any other doesn't exist for them."""
    found = plans_for(actor).filter(pk=plan_id).first()
    if found is None:
        raise Http404
    return found


def currency_of(plan: Plan) -> str:
    """Return the currency of a plan's rules."""
    held = plan.current_run.rules if plan.current_run else plan.rules
    return str(held.get("currency", "MAD"))


def tell_idle(form: RulesForm, run_id: int | None, rules: Rules, directories: RuleDirectories) -> None:
    """Have a form say which of its rules bind nothing over a run, and why."""
    names = rule_names(directories, rules)
    form.tell_idle(idle_of(run_id, rules, names), rule_labels(rules, names))
