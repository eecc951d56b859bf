"""What buyers decided of the requirements that went into a lot: kept with a reason, or relaxed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.purchasing.needs.models import RequirementDecision
from rakiza.pillars.purchasing.plans.models import LotContribution, Plan


def decisions_on_lot(actor: Actor, plan: Plan, lot_id: int) -> Sequence[RequirementDecision]:
    """Return the decisions that held when the plan was computed, in two queries.

    Who oversees sees every member's, a buyer its own, the others none: a justification may tell who
    wrote it. What was decided or taken back since doesn't show: the plan was made from what held then.
    """
    computed_at = _computed_at(plan)
    if computed_at is None or not (actor.oversees or actor.plays(Role.BUYER)):
        return ()
    contributions = LotContribution.objects.filter(lot_id=lot_id)
    if not actor.oversees:
        contributions = contributions.filter(organisation=actor.organisation)
    texts = set(contributions.values_list("organisation_id", "need_line__year", "need_line__folded"))
    if not texts:
        return ()
    found = (
        RequirementDecision.objects.holding_at(computed_at)
        .filter(
            organisation_id__in={organisation for organisation, _year, _text in texts},
            folded__in={text for _organisation, _year, text in texts},
            year=plan.year,
        )
        .select_related("organisation", "decided_by")
        .order_by("organisation__name", "decided_at", "pk")
    )
    return [one for one in found if (one.organisation_id, one.year, one.folded) in texts]


def _computed_at(plan: Plan) -> datetime | None:
    run = plan.current_run
    return (run.started_at or run.created_at) if run is not None else None
