"""The allocation problem behind a plan already made, to be asked about.

Built from what the plan says of itself, so that it's that plan's problem whatever families or
titles have become. Offers that conform but are lawful in no month are in it, shut in every period:
they change no plan, and can be asked from which month they would.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from rakiza.engine import allocation
from rakiza.engine.families import Family
from rakiza.engine.planning import reasons
from rakiza.engine.planning.candidates import is_set_aside
from rakiza.engine.planning.market import (
    MarketOffer,
    Pairing,
    background_of,
    doubts_of,
    market_offer,
    problem_of,
)
from rakiza.engine.planning.plan import Candidate, CandidateState, MonthEligibility, Plan

_MONTHS = range(1, 13)


def problem_again(plan: Plan, families: Mapping[str, Family]) -> allocation.Problem:
    """Return the problem that a plan solved; `families` say which attributes are decisive."""
    offers = {offer.offer.id: offer for offer in _offers(plan)}
    paired: dict[str, list[Pairing]] = defaultdict(list)
    for candidate in plan.candidates:
        paired[candidate.lot].append(_pairing(candidate, offers, families))
    shut = [offer for offer in offers.values() if not any(offer.months)]
    opened = [_open(offer) if offer in shut else offer for offer in offers.values()]
    by_id = {offer.offer.id: offer for offer in opened}
    pairs = {
        lot.id: tuple(replace(pair, offer=by_id[pair.offer.offer.id]) for pair in paired[lot.id])
        for lot in plan.lots
    }
    problem = problem_of(plan.lots, pairs, opened, background_of(plan.inputs))
    closed = frozenset(offer.offer.id for offer in shut)
    never = (Fraction(0),) * problem.periods
    return replace(
        problem,
        offers=tuple(
            replace(offer, eligible=never) if offer.id in closed else offer for offer in problem.offers
        ),
    )


def _offers(plan: Plan) -> list[MarketOffer]:
    devices = {device.id: device for device in plan.inputs.devices}
    makers = {maker.id: maker for maker in plan.inputs.makers}
    lawful = {one.offer: one for one in plan.eligibility}
    return [
        market_offer(offer, devices[offer.device], makers[devices[offer.device].maker], lawful[offer.id])
        for offer in plan.inputs.offers
    ]


def _open(offer: MarketOffer) -> MarketOffer:
    """The offer as if it were lawful all year, so that its capacity shows."""
    months = tuple(MonthEligibility(month, eligible=True, reasons=()) for month in _MONTHS)
    return replace(offer, eligibility=replace(offer.eligibility, months=months))


def _pairing(
    candidate: Candidate, offers: Mapping[str, MarketOffer], families: Mapping[str, Family]
) -> Pairing:
    offer = offers[candidate.offer]
    family = families.get(offer.device.family)
    decisive = frozenset(spec.name for spec in family.attributes if spec.decisive) if family else frozenset()
    return Pairing(
        offer,
        candidate.match,
        conforms=candidate.state is not CandidateState.NO_MATCH,
        doubts=doubts_of(candidate.match, decisive),
        set_aside=_set_aside(candidate),
    )


def _set_aside(candidate: Candidate) -> str | None:
    if not is_set_aside(candidate):
        return None
    stated = next(one for one in candidate.reasons if one.code == reasons.CANDIDATE_OTHER_VALUE)
    return str(stated.as_mapping()["attribute"])
