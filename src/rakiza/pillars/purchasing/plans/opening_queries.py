"""What the eligibility room reads of offers that titles shut out of a plan, as the engine takes it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.planning import reasons
from rakiza.engine.planning.openings import OpenLot, ShutOffer
from rakiza.engine.planning.plan import Quarterly
from rakiza.pillars.industry.models import Offer
from rakiza.pillars.purchasing.plans.enums import CandidateState
from rakiza.pillars.purchasing.plans.inputs import rules_of
from rakiza.pillars.purchasing.plans.maker_queries import months_of_run, months_today
from rakiza.pillars.purchasing.plans.models import Award, Candidate, Lot, Plan, UncoveredNeed
from rakiza.pillars.purchasing.plans.standing_queries import quarters_of

ZERO = Decimal(0)
NOTHING: Quarterly = (ZERO, ZERO, ZERO, ZERO)
# Titles are all that keeps these away: their device conforms, their price was not held against them.
_SHUT = (
    CandidateState.NOT_ELIGIBLE,
    CandidateState.AWARDED,
    CandidateState.OUTBID,
    CandidateState.NO_CAPACITY,
)


@dataclass(frozen=True, slots=True)
class ShutOut:
    """One offer of a plan that titles shut out of months, and the lots behind it by identifier."""

    plan: Plan
    offer: Offer
    shut: ShutOffer
    lots: Mapping[str, Lot]


def shut_out(
    plan: Plan, maker: int | None, first: Callable[[Lot], bool] = lambda _lot: True
) -> tuple[ShutOut, ...]:
    """Return the offers of a plan, of one maker or of all, that lack a title for what stays uncovered.

    Capacity goes to the lots that `first` holds for, the dearest of them first, then to the others.
    """
    candidates = _candidates(plan, maker)
    offers = {one.offer_id: one.offer for one in candidates}
    then, now = months_of_run(plan, offers), months_today(plan, offers)
    rests, awards = _rests(candidates), _awards(plan, offers.values())
    found = []
    for key in sorted(offers):
        own = sorted(
            (one for one in candidates if one.offer_id == key),
            key=lambda one: (not first(one.lot), -(one.landed_price or ZERO), one.lot_id),
        )
        offer = offers[key]
        shut = ShutOffer(
            offer=str(key),
            then=then.get(key, ()),
            now=now.get(key, ()),
            monthly_capacity=_capacity(offer),
            busy=_busy(offer, awards),
            lots=tuple(_open_lot(one, rests, awards) for one in own),
        )
        found.append(ShutOut(plan, offer, shut, {str(one.lot_id): one.lot for one in own}))
    return tuple(found)


def _candidates(plan: Plan, maker: int | None) -> list[Candidate]:
    run = plan.current_run
    if run is None:
        return []
    rows = Candidate.objects.filter(lot__run=run, state__in=_SHUT, lot__uncovered_quantity__gt=0)
    if maker is not None:
        rows = rows.filter(maker_id=maker)
    margin = rules_of(run.rules).preference_margin
    related = ("lot", "offer__device__maker", "offer__line")
    return [one for one in rows.select_related(*related).order_by("pk") if _could(one, margin)]


def _could(candidate: Candidate, margin: Decimal) -> bool:
    """Tell whether nothing but titles keeps the offer away: neither price, nor minimum, nor another value."""
    lot, offer, price = candidate.lot, candidate.offer, candidate.landed_price
    if price is None or max(offer.minimum_order, offer.order_multiple) > lot.quantity:
        return False
    if lot.reference_price is not None and price > lot.reference_price * (1 + margin):
        return False
    return all(reason.get("code") != reasons.CANDIDATE_OTHER_VALUE for reason in candidate.reasons)


def _rests(candidates: Iterable[Candidate]) -> Mapping[int, Quarterly]:
    found: dict[int, Quarterly] = defaultdict(lambda: NOTHING)
    for one in UncoveredNeed.objects.filter(lot__in={candidate.lot_id for candidate in candidates}):
        found[one.lot_id] = _plus(found[one.lot_id], (one.q1, one.q2, one.q3, one.q4))
    return found


def _awards(plan: Plan, offers: Iterable[Offer]) -> Sequence[Award]:
    makers = {offer.device.maker_id for offer in offers}
    awards = Award.objects.filter(lot__run_id=plan.current_run_id or 0, maker_id__in=makers)
    return list(awards.select_related("offer").order_by("pk"))


def _open_lot(candidate: Candidate, rests: Mapping[int, Quarterly], awards: Iterable[Award]) -> OpenLot:
    served = NOTHING
    for award in awards:
        if award.lot_id == candidate.lot_id and award.offer_id == candidate.offer_id:
            served = _plus(served, quarters_of(award))
    return OpenLot(str(candidate.lot_id), rests[candidate.lot_id], served, candidate.landed_price or ZERO)


def _capacity(offer: Offer) -> Decimal | None:
    """Return the base units a month that the offer, or else its line, can make; None where nothing bounds it."""
    if offer.monthly_capacity is not None:
        return offer.monthly_capacity
    return offer.line.monthly_capacity if offer.line is not None else None


def _busy(offer: Offer, awards: Iterable[Award]) -> Quarterly:
    """Return what the line of an offer makes for others; nothing where it has a line of its own."""
    found = NOTHING
    for award in awards:
        if offer.line_id is not None and award.offer.line_id == offer.line_id and award.offer_id != offer.pk:
            found = _plus(found, quarters_of(award))
    return found


def _plus(one: Quarterly, other: Quarterly) -> Quarterly:
    first, second, third, fourth = (a + b for a, b in zip(one, other, strict=True))
    return first, second, third, fourth
