"""Which lot of a plan each line went into, in the plans that the actor may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from django.db.models import F
from django.urls import NoReverseMatch, reverse

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import allowed
from rakiza.pillars.purchasing.needs.tables.shown import PlannedLot, ShownLine
from rakiza.pillars.purchasing.plans.enums import LotState, PlanState
from rakiza.pillars.purchasing.plans.models import Award, AwardShare, Lot, LotContribution

_TONES = {LotState.COVERED: "good", LotState.PARTLY: "confirm", LotState.UNCOVERED: "attention"}


def with_lots(actor: Actor, lines: Sequence[ShownLine]) -> list[ShownLine]:
    """Return the lines with their lots, in one query."""
    lots = lots_of(actor, [shown.line.pk for shown in lines])
    return [replace(shown, lot=_planned(lots[shown.line.pk])) if shown.line.pk in lots else shown for shown in lines]


def lots_of(actor: Actor, line_ids: Collection[int]) -> dict[int, Lot]:
    """Return the lot of each line: of the published plan where there is one, else of the newest visible."""
    contributions = (
        LotContribution.objects.filter(need_line_id__in=line_ids, lot__run__plan__current_run=F("lot__run"))
        .select_related("lot__run__plan")
        .order_by("lot__run__plan_id", "pk")
    )
    seen = [found for found in contributions if allowed(actor, "plans.view", found.lot.run.plan)]
    seen.sort(key=lambda found: found.lot.run.plan.state == PlanState.PUBLISHED)
    return {found.need_line_id: found.lot for found in seen}


def awards_to(lot: Lot, organisation_id: int) -> list[tuple[Award, AwardShare | None]]:
    """Return the awards of a lot, each with what the member receives of it."""
    shares = {
        share.award_id: share
        for share in AwardShare.objects.filter(award__lot=lot, organisation_id=organisation_id)
    }
    awards = Award.objects.filter(lot=lot).select_related("maker", "offer__device").order_by("-quantity", "pk")
    return [(award, shares.get(award.pk)) for award in awards]


def _planned(lot: Lot) -> PlannedLot:
    state = LotState(lot.state)
    return PlannedLot(lot.pk, lot.title, str(lot.run.plan), _address(lot.pk), _TONES[state], state.label)


def _address(lot_id: int) -> str:
    try:
        return reverse("plans:lot", args=[lot_id])
    except NoReverseMatch:
        return ""
