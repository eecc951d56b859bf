"""Reads for a maker, and the months in which offers may lawfully be delivered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.matching.values import MatchResult, Verdict
from rakiza.engine.planning.eligibility import eligibility
from rakiza.engine.planning.plan import MonthEligibility
from rakiza.engine.planning.values import Title
from rakiza.engine.reasons import Reason
from rakiza.kernel.codec import load
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import require
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.certification import queries as certification
from rakiza.pillars.industry.models import Offer
from rakiza.pillars.industry.queries import open_plants
from rakiza.pillars.industry.values import device_value, maker_value, offer_value
from rakiza.pillars.purchasing.plans.inputs import rules_of
from rakiza.pillars.purchasing.plans.lot_queries import title_in
from rakiza.pillars.purchasing.plans.models import Award, Candidate, Lot, Plan, RunEligibility
from rakiza.pillars.purchasing.plans.queries import family_labels
from rakiza.pillars.registration import queries as registration

_MOST = 200


@dataclass(frozen=True, slots=True)
class OwnAward:
    """What the plan gives a maker on one lot."""

    lot_id: int
    title: str
    device: str
    base_unit: str
    quantity: Decimal
    quarters: tuple[Decimal, Decimal, Decimal, Decimal]
    unit_price: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class MissedLot:
    """A lot that one of the maker's devices misses by a single characteristic."""

    lot_id: int
    title: str
    device: str
    missing: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class MakerStanding:
    """What a plan holds for one maker. `value` is excluding tax."""

    awards: tuple[OwnAward, ...]
    missed: tuple[MissedLot, ...]
    value: Decimal


def maker_standing(actor: Actor, plan: Plan, *, language: str) -> MakerStanding | None:
    """Return the maker's own awards and near misses; None for every other role."""
    require(actor, "plans.view", plan)
    if not actor.plays(Role.MAKER):
        return None
    run, own = plan.current_run_id or 0, actor.organisation.pk
    labels = family_labels(run, language)

    def titled(lot: Lot) -> str:
        return title_in(lot, labels.get(lot.family, lot.family), language)

    awards = Award.objects.filter(lot__run_id=run, maker_id=own).select_related("lot", "offer__device")
    missed = Candidate.objects.filter(lot__run_id=run, maker_id=own, near_miss=True)
    rows = tuple(
        OwnAward(
            award.lot_id,
            titled(award.lot),
            award.offer.device.name_in(language),
            award.lot.base_unit,
            award.quantity,
            (award.q1, award.q2, award.q3, award.q4),
            award.unit_price,
            award.quantity * award.unit_price,
        )
        for award in awards.order_by("pk")
    )
    rows = tuple(sorted(rows, key=lambda row: name_key(row.title)))
    return MakerStanding(
        rows,
        tuple(
            MissedLot(one.lot_id, titled(one.lot), one.offer.device.name_in(language), _missing(one))
            for one in missed.select_related("lot", "offer__device").order_by("lot__title", "pk")[:_MOST]
        ),
        sum((row.value for row in rows), Decimal(0)),
    )


def _missing(candidate: Candidate) -> tuple[Reason, ...]:
    match = load(MatchResult, candidate.match)
    return tuple(verdict.reason for verdict in match.attributes if verdict.verdict is Verdict.FAIL)


Months = Mapping[int, tuple[MonthEligibility, ...]]


def months_of_run(plan: Plan, offers: Iterable[int]) -> Months:
    """Return the twelve months of each offer that the plan was computed with."""
    found = RunEligibility.objects.filter(run_id=plan.current_run_id or 0, offer_id__in=list(offers))
    return {one.offer_id: load(tuple[MonthEligibility, ...], one.months) for one in found}


def months_today(plan: Plan, offers: Iterable[int]) -> Months:
    """Return the twelve months of each offer under the titles known today and the run's rules."""
    found = list(
        Offer.objects.filter(pk__in=list(offers))
        .select_related("device__maker", "line__plant__site")
        .prefetch_related("tiers")
    )
    makers = {offer.device.maker_id for offer in found}
    titles: dict[str, list[Title]] = defaultdict(list)
    for title in (
        *certification.titles_for(plan.year, makers),
        *registration.titles_for(plan.year, makers),
    ):
        titles[title.maker].append(title)
    plants = open_plants(makers)
    rules = rules_of(plan.current_run.rules if plan.current_run else plan.rules)
    return {
        offer.pk: eligibility(
            offer_value(offer, {offer.line.pk: offer.line.monthly_capacity} if offer.line else {}, plants),
            device_value(offer.device),
            maker_value(offer.device.maker),
            titles[str(offer.device.maker_id)],
            plan.year,
            rules,
        ).months
        for offer in found
    }
