"""Awards with their split among members and the reasons that won."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from rakiza.engine import allocation
from rakiza.engine.planning import reasons
from rakiza.engine.planning.candidates import is_set_aside, percent
from rakiza.engine.planning.market import MarketOffer
from rakiza.engine.planning.outcome import Outcome, year_of
from rakiza.engine.planning.plan import Candidate, CandidateState, PlannedAward, PlannedLot
from rakiza.engine.planning.split import by_member, needed_by_member
from rakiza.engine.planning.values import Rules
from rakiza.engine.reasons import Reason

ZERO = Decimal(0)
RIVALS = {CandidateState.AWARDED, CandidateState.OUTBID, CandidateState.NO_CAPACITY, CandidateState.TOO_DEAR}


def awards_of(
    lot: PlannedLot,
    candidates: Sequence[Candidate],
    offers: Mapping[str, MarketOffer],
    solved: Outcome,
    rules: Rules,
    referenced: frozenset[str] = frozenset(),
) -> tuple[PlannedAward, ...]:
    """Return the awards of a lot, cheapest first; `referenced`: families with an import reference."""
    found = sorted(solved.awards.get(lot.id, ()), key=lambda award: (award.price, award.offer))
    left = needed_by_member(lot.contributions)
    planned = []
    for award in found:
        market = offers[award.offer]
        planned.append(
            PlannedAward(
                lot=lot.id,
                offer=award.offer,
                quarters=year_of(award.quarters),
                unit_price=_untaxed(market, solved.supplied[award.offer]),
                landed_price=award.price,
                by_member=by_member(year_of(award.quarters), lot.contributions, left),
                reasons=tuple(_why(lot, award, candidates, market, solved, rules, referenced)),
                surplus=award.surplus,
            )
        )
    return tuple(planned)


def _untaxed(market: MarketOffer, total: Decimal) -> Decimal:
    """The price excluding tax of the tier that the annual quantity reached."""
    reached = tier_start(market, total)
    tiers = sorted(market.offer.tiers, key=lambda tier: tier.from_quantity)
    start = max(
        (t.from_quantity for t in tiers if t.from_quantity <= reached), default=tiers[0].from_quantity
    )
    return min(tier.unit_price for tier in tiers if tier.from_quantity == start)


def tier_start(market: MarketOffer, total: Decimal) -> Decimal:
    """Return the annual quantity from which the reached tier holds."""
    return max(tier.from_quantity for tier in market.tiers if tier.from_quantity <= total)


def _why(
    lot: PlannedLot,
    award: allocation.Award,
    candidates: Sequence[Candidate],
    market: MarketOffer,
    solved: Outcome,
    rules: Rules,
    referenced: frozenset[str],
) -> Iterable[Reason]:
    yield _position(award, candidates)
    if lot.reference_price:
        yield _against_import(award.price, lot.reference_price, rules)
    elif lot.family in referenced:
        yield Reason.of(reasons.AWARD_NO_REFERENCE)
    if award.surplus:
        multiple = market.offer.order_multiple
        yield Reason.of(reasons.AWARD_SURPLUS, quantity=award.surplus, multiple=multiple)
    start = tier_start(market, solved.supplied[award.offer])
    if start > 0:
        yield Reason.of(reasons.AWARD_TIER, from_quantity=start)
    months = sum(market.months)
    if months < 12:
        yield Reason.of(reasons.AWARD_MONTHS, months=months)


def _position(award: allocation.Award, candidates: Sequence[Candidate]) -> Reason:
    rivals = [c for c in candidates if c.offer != award.offer and c.state in RIVALS and not is_set_aside(c)]
    prices = sorted((c.landed_price, c.offer) for c in rivals if c.landed_price is not None)
    if not prices:
        return Reason.of(reasons.AWARD_ONLY_SOURCE)
    cheaper = [(price, offer) for price, offer in prices if price < award.price]
    less_sure = {c.offer for c in rivals if any(r.code == reasons.CANDIDATE_LESS_SURE for r in c.reasons)}
    if cheaper and all(offer in less_sure for _, offer in cheaper):
        return Reason.of(reasons.AWARD_SURER, best=cheaper[0][0], price=award.price)
    if cheaper:
        best, offer = next(entry for entry in cheaper if entry[1] not in less_sure)
        return Reason.of(reasons.AWARD_COMPLETES, cheaper=offer, best=best, price=award.price)
    following, offer = prices[0]
    if following == award.price:
        return Reason.of(reasons.AWARD_TIE, other=offer, price=award.price)
    by = percent(following, award.price)
    return Reason.of(reasons.AWARD_CHEAPEST, price=award.price, next=following, by=by)


def _against_import(price: Decimal, reference: Decimal, rules: Rules) -> Reason:
    by = percent(price, reference)
    if not by:
        return Reason.of(reasons.AWARD_AT_IMPORT, reference=reference)
    if price > reference:
        return Reason.of(reasons.AWARD_PREFERENCE, by=by, margin=100 * rules.preference_margin)
    return Reason.of(reasons.AWARD_BELOW_IMPORT, by=-by, reference=reference)
