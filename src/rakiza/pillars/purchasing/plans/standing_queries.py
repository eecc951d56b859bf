"""What the eligibility room reads of published plans: their awards and months, as the engine takes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rakiza.engine.planning.plan import Quarterly
from rakiza.engine.planning.standing import StandingAward
from rakiza.pillars.purchasing.plans.models import Award, AwardShare, Plan


def published_plans(on: date) -> tuple[Plan, ...]:
    """Return the published plans whose year hasn't ended on `on`, in their order."""
    plans = Plan.objects.published().filter(year__gte=on.year, current_run__isnull=False)
    return tuple(plans.order_by("year", "pk"))


def locked_plan(plan_id: int) -> Plan:
    """Return a plan, held until the caller's transaction ends: it is published or taken back by one at a time."""
    Plan.objects.select_for_update().get(pk=plan_id)
    return Plan.objects.select_related("association", "current_run").get(pk=plan_id)


def standing_awards(plan: Plan) -> tuple[StandingAward, ...]:
    """Return the awards of a plan's current run with what each member receives, in two queries."""
    awards = Award.objects.filter(lot__run_id=plan.current_run_id or 0).order_by("pk")
    return tuple(
        StandingAward(
            id=str(award.pk),
            lot=str(award.lot_id),
            offer=str(award.offer_id),
            maker=str(award.maker_id),
            quarters=quarters_of(award),
            landed_price=award.landed_price,
            unit_price=award.unit_price,
            shares=tuple(_shares(award.shares.all())),
        )
        for award in awards.prefetch_related("shares")
    )


def quarters_of(row: Award | AwardShare) -> Quarterly:
    """Return the four quarters of an award, or of a member's share of it."""
    return row.q1, row.q2, row.q3, row.q4


def _shares(shares: Iterable[AwardShare]) -> Iterable[tuple[str, Quarterly]]:
    for share in shares:
        yield str(share.organisation_id), quarters_of(share)
