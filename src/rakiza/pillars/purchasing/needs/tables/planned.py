"""Which lot of a plan each line went into, in the plans that the actor may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from django.urls import NoReverseMatch, reverse

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.wording.language import base_language
from rakiza.pillars.purchasing.needs.tables.shown import PlannedLot, ShownLine
from rakiza.pillars.purchasing.plans.enums import LotState, PlanState
from rakiza.pillars.purchasing.plans.lineage_queries import LineInPlan
from rakiza.pillars.purchasing.plans.lot_queries import titles_in
from rakiza.pillars.purchasing.plans.models import LotContribution, Plan
from rakiza.pillars.purchasing.plans.queries import plans_for

_TONES = {LotState.COVERED: "good", LotState.PARTLY: "confirm", LotState.UNCOVERED: "attention"}


def with_lots(actor: Actor, lines: Sequence[ShownLine]) -> list[ShownLine]:
    """Return the lines with their lots, in two queries; a third one names families where pages aren't French."""
    lots = lots_of(actor, [shown.line.pk for shown in lines])
    return [replace(shown, lot=lots.get(shown.line.pk)) for shown in lines]


def lots_of(actor: Actor, line_ids: Collection[int]) -> dict[int, PlannedLot]:
    """Return the lot of each line: in the published plan where there is one, else in the newest visible."""
    if not line_ids:
        return {}
    plans = list(plans_for(actor).filter(current_run__isnull=False).order_by("pk"))
    plans.sort(key=lambda plan: plan.state == PlanState.PUBLISHED)
    rank = {plan.current_run_id: place for place, plan in enumerate(plans)}
    if not rank:
        return {}
    contributions = LotContribution.objects.filter(need_line_id__in=line_ids, lot__run_id__in=rank)
    found = sorted(contributions.select_related("lot"), key=lambda one: (rank[one.lot.run_id], one.pk))
    titles = titles_in((one.lot for one in found), base_language(None))
    return {
        one.need_line_id: _planned(plans[rank[one.lot.run_id]], one.lot_id, titles[one.lot_id], one.lot.state)
        for one in found
    }


def planned_lot(found: LineInPlan) -> PlannedLot:
    """Return where a line went in one plan, for a page."""
    return _planned(found.plan, found.lot_id, found.lot_title, found.lot_state)


def _planned(plan: Plan, lot_id: int, title: str, lot_state: str) -> PlannedLot:
    state = LotState(lot_state)
    return PlannedLot(lot_id, title, plan.called, _address(lot_id), _TONES[state], state.label)


def _address(lot_id: int) -> str:
    try:
        return reverse("plans:lot", args=[lot_id])
    except NoReverseMatch:
        return ""
