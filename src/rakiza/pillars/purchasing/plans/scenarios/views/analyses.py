"""Analyses as parts of other pages: asked for, followed, read by those whose figures they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rakiza.engine.explanation.capacity import LineWorths
from rakiza.engine.explanation.fronts import Front
from rakiza.engine.explanation.lots import LotExplanation
from rakiza.engine.explanation.pooling import Pooling
from rakiza.engine.explanation.rule_prices import RulePrices
from rakiza.kernel.codec import load
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.acting import acting
from rakiza.kernel.presentation.listing import whole
from rakiza.pillars.purchasing.plans.inputs import rules_of
from rakiza.pillars.purchasing.plans.lot_queries import visible_lots
from rakiza.pillars.purchasing.plans.models import Candidate, Lot, Plan
from rakiza.pillars.purchasing.plans.queries import plans_for
from rakiza.pillars.purchasing.plans.rule_forms.names import RuleDirectories, rule_names
from rakiza.pillars.purchasing.plans.scenarios import actions
from rakiza.pillars.purchasing.plans.scenarios.enums import AnalysisKind
from rakiza.pillars.purchasing.plans.scenarios.models import Analysis
from rakiza.pillars.purchasing.plans.scenarios.queries import analysis_of
from rakiza.pillars.purchasing.plans.scenarios.supply_names import supply_names
from rakiza.pillars.purchasing.plans.scenarios.tables.analyses import (
    lot_view,
    pooling_view,
    rule_labels,
    rule_price_rows,
)
from rakiza.pillars.purchasing.plans.scenarios.tables.charts import front_chart, front_rows
from rakiza.pillars.purchasing.plans.scenarios.views.common import stage_words
from rakiza.pillars.purchasing.plans.views.common import currency_of, language, plan_or_404
from rakiza.pillars.purchasing.plans.visibility import Sight

_FRONTS = (AnalysisKind.FRONT_IMPORTS, AnalysisKind.FRONT_VALUE_ADDED)
_NAMED = 12  # things not reached that are named one by one
_OF_PLAN = tuple(kind for kind in AnalysisKind if kind != AnalysisKind.LOT)


@dataclass(frozen=True, slots=True)
class _Panel:
    """What a panel is about: its kind and, for a lot, the lot."""

    plan: Plan
    kind: AnalysisKind
    lot: Lot | None = None

    @property
    def subject(self) -> str:
        return self.lot.code if self.lot is not None else ""


@require_GET
@acting
def panel(request: HttpRequest, actor: Actor, plan_id: int, kind: str) -> HttpResponse:
    """Return one analysis of a plan's current run: its result, its progress, or how to ask for it."""
    plan = plan_or_404(actor, plan_id)
    if kind not in _OF_PLAN:
        raise Http404
    if not _may_read(actor, AnalysisKind(kind)):
        raise PermissionDenied(_("Cette analyse porte les chiffres d'autres parties."))
    return _answer(request, actor, _Panel(plan, AnalysisKind(kind)))


def _may_read(actor: Actor, kind: AnalysisKind) -> bool:
    """Pooling is read by buyers too, each its own share."""
    return actor.oversees or (kind == AnalysisKind.POOLING and actor.plays(Role.BUYER))


@require_GET
@acting
def lot_panel(request: HttpRequest, actor: Actor, lot_id: int) -> HttpResponse:
    """Return the explanation of one lot that the actor may see."""
    plan = plans_for(actor).filter(current_run__lots__in=Lot.objects.filter(pk=lot_id)).first()
    lot = visible_lots(actor, plan).filter(pk=lot_id).first() if plan is not None else None
    if plan is None or lot is None:
        raise Http404
    return _answer(request, actor, _Panel(plan, AnalysisKind.LOT, lot))


def _answer(request: HttpRequest, actor: Actor, shown: _Panel) -> HttpResponse:
    analysis = analysis_of(shown.plan.current_run, shown.kind, shown.subject)
    context: dict[str, object] = {
        "plan": shown.plan,
        "kind": shown.kind.value,
        "lot": shown.lot,
        "analysis": analysis,
        "stage": stage_words(analysis.job) if analysis is not None and analysis.is_under_way else "",
        "may_analyse": allowed(actor, "scenarios.analyse", shown.plan),
        "currency": currency_of(shown.plan),
        "body": f"scenarios/_{'front' if shown.kind in _FRONTS else shown.kind.value}.html",
    }
    if analysis is not None and analysis.has_result:
        context |= _result(actor, shown, analysis)
    if analysis is not None and analysis.is_partial:
        context |= _missing(actor, shown, analysis)
    return render(request, "scenarios/_panel.html", context)


def _result(actor: Actor, shown: _Panel, analysis: Analysis) -> Mapping[str, object]:
    sight = Sight.of(actor)
    if shown.lot is not None:
        explained = load(LotExplanation, analysis.result)
        makers = _makers(shown.lot)
        pooled = sight.pools(shown.lot.buyers_count)
        return {
            "found": lot_view(explained, sight, makers, pooled=pooled, rules=_labels(shown.plan, analysis)),
            "is_maker": sight.maker is not None,
        }
    if shown.kind == AnalysisKind.POOLING:
        pooled_by = load(Pooling, analysis.result)
        names = _members(pooled_by)
        return {"found": pooling_view(pooled_by, sight, actor.organisation.name, names)}
    if shown.kind == AnalysisKind.RULES:
        rules = rules_of(analysis.run.rules)
        called = rule_names(RuleDirectories.of(shown.plan, language()), rules)
        return {"found": rule_price_rows(load(RulePrices, analysis.result).rules, rules, called)}
    if shown.kind == AnalysisKind.LINES:
        worths = load(LineWorths, analysis.result).lines
        named = supply_names((one.line for one in worths), language())
        return {"found": [(named.get(one.line, one.line), one) for one in worths]}
    front = load(Front, analysis.result)
    currency = currency_of(shown.plan)
    kept = bool(front.points) and all(point.margin is not None for point in front.points)
    return {
        "found": front_rows(front.points, currency),
        "chart": front_chart(front.points, currency),
        "may_try": kept and allowed(actor, "scenarios.change", shown.plan),
    }


def _labels(plan: Plan, analysis: Analysis) -> Mapping[str, str]:
    """Return what the rules of an analysis' run are called, by identifier."""
    rules = rules_of(analysis.run.rules)
    return rule_labels(rules, rule_names(RuleDirectories.of(plan, language()), rules))


def _missing(actor: Actor, shown: _Panel, analysis: Analysis) -> Mapping[str, object]:
    """Return how much wasn't reached, and its names where these say something: rules, lines, lots.

    For overseers: how many offers stand behind a lot isn't told to others.
    """
    if not actor.oversees:
        return {"missing": 0}
    left = tuple((analysis.result or {}).get("not_reached", ()))
    named: tuple[str, ...] = ()
    if shown.kind == AnalysisKind.RULES:
        labels = _labels(shown.plan, analysis)
        named = tuple(labels.get(one, one) for one in left)
    elif shown.kind in {AnalysisKind.LINES, AnalysisKind.POOLING}:
        first = left[:_NAMED]
        found = (
            supply_names(first, language())
            if shown.kind == AnalysisKind.LINES
            else RuleDirectories.of(shown.plan, language()).lots.named(first)
        )
        named = tuple(found.get(one, one) for one in first)
        return {"missing": len(left), "missing_names": named, "unnamed": max(0, len(left) - _NAMED)}
    return {"missing": len(left), "missing_names": named[:_NAMED], "unnamed": max(0, len(named) - _NAMED)}


def _members(found: Pooling) -> dict[str, str]:
    """Return the members' names in the reader's language, by the name that the plan calls them."""
    wanted = Organisation.objects.filter(name__in=[one.member for one in found.members])
    return {one.name: one.name_in(language()) for one in wanted}


def _makers(lot: Lot) -> dict[str, tuple[int, str]]:
    spoken = language()
    return {
        str(one.offer_id): (one.maker_id, f"{one.maker.name_in(spoken)} · {one.offer.device.name_in(spoken)}")
        for one in Candidate.objects.filter(lot=lot).select_related("maker", "offer__device")
    }


@require_POST
@acting
def analyse(request: HttpRequest, actor: Actor, plan_id: int) -> HttpResponse:
    """Ask for an analysis of the plan's current run."""
    plan = plan_or_404(actor, plan_id)
    stated = request.POST.get("nature", "")
    lot = (
        Lot.objects.of_run(plan.current_run_id or 0)
        .filter(pk=whole(request.POST.get("lot", "")) or 0)
        .first()
    )
    if not allowed(actor, "scenarios.analyse", plan):
        raise PermissionDenied(_("Seul le coordinateur des achats demande des analyses."))
    kind = AnalysisKind(stated) if stated in AnalysisKind.values else AnalysisKind.RULES
    try:
        actions.request_analysis(actor, plan, kind, lot.code if lot and kind == AnalysisKind.LOT else "")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _back(plan, kind, lot)


@require_POST
@acting
def stop(request: HttpRequest, actor: Actor, plan_id: int, analysis_id: int) -> HttpResponse:
    """Stop an analysis."""
    plan = plan_or_404(actor, plan_id)
    if not allowed(actor, "scenarios.analyse", plan):
        raise PermissionDenied(_("Seul le coordinateur des achats demande des analyses."))
    found = Analysis.objects.select_related("job").filter(pk=analysis_id, run__plan=plan).first()
    if found is None:
        raise Http404
    try:
        actions.cancel_analysis(actor, plan, found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    lot = Lot.objects.of_run(found.run_id).filter(code=found.subject).first()
    return _back(plan, AnalysisKind(found.kind), lot)


def _back(plan: Plan, kind: AnalysisKind, lot: Lot | None) -> HttpResponse:
    """Return to the page that shows the analysis."""
    if kind == AnalysisKind.LOT and lot is not None:
        return redirect("plans:lot", lot.pk)
    if kind in _FRONTS:
        return redirect("scenarios:list", plan.pk)
    return redirect("plans:plan", plan.pk)
