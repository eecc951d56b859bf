"""The plan page."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.jobs.models import Job
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import whole, workbook_response
from rakiza.kernel.wording.language import LANGUAGES
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.purchasing.documents.sheets.parameters import (
    bound_share,
    cost_words,
    landed_cost,
    objective_words,
    rule_rows,
    small_share,
)
from rakiza.pillars.purchasing.eligibility.queries import on_plan
from rakiza.pillars.purchasing.plans.actions import DOCUMENTS_JOB
from rakiza.pillars.purchasing.plans.enums import PlanState
from rakiza.pillars.purchasing.plans.idle_queries import idle_of
from rakiza.pillars.purchasing.plans.lot_queries import LotPage, lot_rows, lots_page
from rakiza.pillars.purchasing.plans.maker_queries import maker_standing
from rakiza.pillars.purchasing.plans.models import Plan, PlanFile
from rakiza.pillars.purchasing.plans.queries import (
    Overview,
    family_rows,
    latest_run,
    overview,
    plan_files,
    proposed_publication,
    proposed_withdrawal,
)
from rakiza.pillars.purchasing.plans.rule_forms.names import RuleDirectories, rule_names
from rakiza.pillars.purchasing.plans.tables.families import family_chart
from rakiza.pillars.purchasing.plans.tables.figures import key_figures, maker_figures
from rakiza.pillars.purchasing.plans.tables.lots import (
    STATE_TONES,
    chips_of,
    choices_for,
    filters_of,
    lot_sheet,
    totals_of,
)
from rakiza.pillars.purchasing.plans.tables.progress import life_of, progress_of, under_way
from rakiza.pillars.purchasing.plans.tables.rules import RuleLine, rule_lines
from rakiza.pillars.purchasing.plans.views.common import currency_of, language, plan_or_404

_HISTORY = 12


@require_GET
@acting
def plan(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Show where the plan stands, its figures, its families and its lots."""
    shown = plan_or_404(actor, plan_id)
    if request.GET.get("export"):
        rows = lot_rows(actor, shown, filters_of(request), language=language())
        sheet = lot_sheet(rows, shown, language(), currency_of(shown))
        return workbook_response([sheet], f"lots-{shown.year}.xlsx", shown.name)
    seen = overview(actor, shown)
    context = {
        "page_title": shown.called,
        "plan": shown,
        "seen": seen,
        "currency": currency_of(shown),
        "life": life_of(shown),
        "may_order": actor.plays(Role.BUYER) and shown.state == PlanState.PUBLISHED,
        "at_stake": on_plan(actor, shown) if shown.state == PlanState.PUBLISHED else None,
        **_run_context(actor, shown),
        **_figures_context(actor, shown, seen),
        **_lots_context(request, actor, shown),
        **_aside_context(actor, shown, seen),
    }
    return render(request, "plans/plan.html", context)


def _run_context(actor: Actor, shown: Plan) -> dict[str, object]:
    run = latest_run(actor, shown)
    may_run = allowed(actor, "plans.run", shown)
    return {
        "progress": progress_of(run) if run and under_way(run) else None,
        "ended_badly": run if run and run.state in ("failed", "cancelled") else None,
        "may_run": may_run and shown.state != PlanState.PUBLISHED,
        "may_publish": allowed(actor, "plans.publish", shown) and shown.state == PlanState.ALLOCATED,
        "proposal": proposed_publication(shown)
        if actor.belongs_to(shown.association_id) and shown.association.two_to_publish
        else None,
        "withdrawal": proposed_withdrawal(shown)
        if shown.state == PlanState.PUBLISHED
        and actor.belongs_to(shown.association_id)
        and shown.association.two_to_publish
        else None,
        "may_unpublish": allowed(actor, "plans.publish", shown) and shown.state == PlanState.PUBLISHED,
    }


def _figures_context(actor: Actor, shown: Plan, seen: Overview) -> dict[str, object]:
    standing = maker_standing(actor, shown, language=language())
    if standing is not None:
        return {"standing": standing, "figures": maker_figures(standing, currency_of(shown)), "chart": None}
    rows = family_rows(actor, shown, language())
    return {
        "standing": None,
        "figures": key_figures(seen, currency_of(shown)),
        "chart": family_chart(rows, currency_of(shown)),
        "family_names": [(row.family, row.label) for row in rows],
    }


def _lots_context(request: HttpRequest, actor: Actor, shown: Plan) -> dict[str, object]:
    if shown.current_run_id is None:
        return {"lots": None}
    filters = filters_of(request)
    stated = request.GET.get("page", "")
    page: LotPage = lots_page(actor, shown, filters, language=language(), page=whole(stated) or 1)
    names = sorted(
        ((row.label, row.family) for row in family_rows(actor, shown, language())),
        key=lambda pair: name_key(pair[0]),
    )
    families = [(family, label) for label, family in names]
    choices = choices_for(actor, shown, families, sees_makers=not actor.plays(Role.MAKER))
    levels = dict(choices.criticalities)
    return {
        "lots": page,
        "rows": [
            (row, STATE_TONES[row.state], levels.get(row.criticality, row.criticality)) for row in page.rows
        ],
        "filters": filters,
        "choices": choices,
        "chips": chips_of(request, filters, choices),
        "totals": totals_of(actor, shown, filters),
        "own_column": actor.plays(Role.BUYER),
        "money_columns": not actor.plays(Role.MAKER),
        "default_sort": "-value" if actor.oversees else "title",
        "previous_page": page.number - 1 if page.number > 1 else None,
        "next_page": page.number + 1 if page.number < page.pages else None,
    }


def _by_language(files: Iterable[PlanFile]) -> list[tuple[str, list[PlanFile]]]:
    """Return the documents by language, the reader's own first."""
    groups: dict[str, list[PlanFile]] = {}
    for item in files:
        groups.setdefault(item.language, []).append(item)
    return sorted(groups.items(), key=lambda group: (group[0] != language(), LANGUAGES.index(group[0])))


def _aside_context(actor: Actor, shown: Plan, seen: Overview) -> dict[str, object]:
    rules: tuple[RuleLine, ...] = ()
    if seen.rules is not None:
        names = rule_names(RuleDirectories.of(shown, language()), seen.rules)
        idle = idle_of(shown.current_run_id, seen.rules, names) if actor.oversees else None
        rules = rule_lines(rule_rows(seen.rules, names), idle)
    documents_job = None
    if shown.current_run is not None and actor.oversees:
        documents_job = Job.objects.about(shown.current_run).filter(kind=DOCUMENTS_JOB).first()
    files = plan_files(actor, shown) if allowed(actor, "plans.download", shown) else None
    return {
        "files": files,
        "file_groups": _by_language(files or ()),
        "documents_job": documents_job,
        "rules": rules,
        "gap": small_share(seen.solve.gap) if seen.solve else "",
        "history": history_of(shown).order_by("-pk")[:_HISTORY] if actor.oversees else (),
        "bound": small_share(bound_share(seen.solve)) if seen.solve else "",
        "cost": landed_cost(seen.figures) if seen.figures else None,
        "proof_words": (
            cost_words(),
            objective_words(),
            _("Aucun plan qui respecte ces règles n'est sous la borne : l'écart est prouvé, non estimé."),
        ),
    }
