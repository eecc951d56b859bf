"""A plan's scenarios, and two to four of them side by side."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import PAGE_SIZE, one_page, whole, workbook_response
from rakiza.pillars.purchasing.plans.enums import PlanState
from rakiza.pillars.purchasing.plans.inputs import rules_of
from rakiza.pillars.purchasing.plans.models import Plan
from rakiza.pillars.purchasing.plans.rule_forms.names import RuleDirectories, rule_names
from rakiza.pillars.purchasing.plans.scenarios.enums import ScenarioState
from rakiza.pillars.purchasing.plans.scenarios.models import Scenario
from rakiza.pillars.purchasing.plans.scenarios.queries import (
    differences,
    lot_codes,
    scenarios_of,
    summary,
)
from rakiza.pillars.purchasing.plans.scenarios.tables.differences import (
    DifferenceRow,
    comparison_sheets,
    difference_rows,
)
from rakiza.pillars.purchasing.plans.scenarios.tables.figures import figure_rows
from rakiza.pillars.purchasing.plans.scenarios.views.common import TONES, overseen_plan
from rakiza.pillars.purchasing.plans.tables.rules import rule_differences
from rakiza.pillars.purchasing.plans.views.common import currency_of, language

_MOST = 4


@require_GET
@acting
def scenarios(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """List a plan's scenarios, newest first."""
    plan = overseen_plan(actor, plan_id)
    archived = request.GET.get("archives") == "1"
    found = scenarios_of(actor, plan)
    page = one_page(request, found if archived else found.current())
    context = {
        "page_title": _("Scénarios"),
        "plan": plan,
        "currency": currency_of(plan),
        "page": page,
        "rows": [(one, TONES[ScenarioState(one.state)], summary(one)) for one in page.object_list],
        "archived": archived,
        "archives": found.filter(archived_at__isnull=False).count(),
        "may_change": allowed(actor, "scenarios.change", plan),
        "published": plan.state == PlanState.PUBLISHED,
    }
    return render(request, "scenarios/list.html", context)


@require_GET
@acting
def compare(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Show scenarios side by side; of two, the lots that they serve otherwise."""
    plan = overseen_plan(actor, plan_id)
    chosen = _chosen(request, actor, plan)
    if len(chosen) < 2:
        context = {"page_title": _("Scénarios comparés"), "plan": plan, "chosen": ()}
        return render(request, "scenarios/compare.html", context)
    figures = figure_rows([summary(one) for one in chosen], currency_of(plan))
    held = [rules_of(one.rules) for one in chosen]
    rules = rule_differences(held, rule_names(RuleDirectories.of(plan, language()), *held))
    rows = _difference_rows(actor, plan, chosen)
    if request.GET.get("export"):
        names = [one.name for one in chosen]
        sheets = comparison_sheets(names, figures, rules, rows, currency_of(plan))
        return workbook_response(sheets, f"scenarios-{plan.year}.xlsx", _("Scénarios comparés"))
    context = {
        "page_title": _("Scénarios comparés"),
        "plan": plan,
        "currency": currency_of(plan),
        "chosen": chosen,
        "figures": [(row, list(zip(chosen, row.cells, strict=True))) for row in figures],
        "rules": [(rule, list(zip(chosen, rule.values, strict=True))) for rule in rules],
        "page": None if rows is None else Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")),
        "same_inputs": len({one.base_run_id for one in chosen}) == 1,
    }
    return render(request, "scenarios/compare.html", context)


def _chosen(request: HttpRequest, actor: Actor, plan: Plan) -> list[Scenario]:
    """Return the computed scenarios that the address names, in its order."""
    wanted = [key for text in request.GET.getlist("s")[:_MOST] if (key := whole(text)) is not None]
    found = scenarios_of(actor, plan).filter(pk__in=wanted, state=ScenarioState.DONE)
    by_key = {one.pk: one for one in found}
    for one in by_key.values():
        one.plan = plan
    return [by_key[key] for key in dict.fromkeys(wanted) if key in by_key]


def _difference_rows(actor: Actor, plan: Plan, chosen: Sequence[Scenario]) -> list[DifferenceRow] | None:
    if len(chosen) != 2:
        return None
    found = differences(actor, chosen[0], chosen[1])
    return difference_rows(found, lot_codes(plan.current_run_id or 0), language())
