"""What became of each offer for each lot, and why."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rakiza.engine.matching import MatchResult, Verdict
from rakiza.engine.planning import reasons
from rakiza.engine.planning.market import Pairing
from rakiza.engine.planning.outcome import Outcome, ceiling_of
from rakiza.engine.planning.plan import Candidate, CandidateState, PlannedLot
from rakiza.engine.planning.values import Rules
from rakiza.engine.reasons import Reason

ZERO = Decimal(0)
SILENCE = 0.5  # how far an unstated value is taken to stand, between there (0) and another word (1)
KEPT_MISMATCHES = 10
_NEAREST_FIRST = (
    CandidateState.AWARDED,
    CandidateState.OUTBID,
    CandidateState.TOO_DEAR,
    CandidateState.NO_CAPACITY,
    CandidateState.BELOW_MINIMUM,
    CandidateState.NOT_ELIGIBLE,
    CandidateState.NO_MATCH,
)
ORDER = {state: index for index, state in enumerate(_NEAREST_FIRST)}


def candidates_of(
    lot: PlannedLot, pairs: Sequence[Pairing], solved: Outcome, rules: Rules
) -> tuple[Candidate, ...]:
    """Return the candidates of a lot: awarded first, then by state, price and identifier.

    Of the offers whose device doesn't conform, the nearest ten are kept.
    """
    conforming = [pair for pair in pairs if pair.conforms]
    others = sorted((pair for pair in pairs if not pair.conforms), key=_nearness)
    found = [_conforming(lot, pair, solved, rules) for pair in conforming]
    found += [_mismatch(lot, pair) for pair in others[:KEPT_MISMATCHES]]
    return tuple(sorted(found, key=_place))


def percent(dearer: Decimal, reference: Decimal) -> Decimal:
    """Return how much dearer than `reference`, in percent with one decimal."""
    if not reference:
        return ZERO
    return (100 * (dearer - reference) / reference).quantize(Decimal("0.1"))


Nearness = tuple[bool, float, int, int, Decimal, str]


def nearness(match: MatchResult, price: Decimal | None, offer: str) -> Nearness:
    """Sort key of devices that don't conform: the nearest miss first.

    One failing attribute at most first; then the smallest relative gap (their sum, where several
    fail, silence being half way), the fewest fails, the fewest unknowns, the price, the identifier.
    """
    failed = match.of_verdict(Verdict.FAIL)
    unknown = len(match.of_verdict(Verdict.UNKNOWN))
    gap = round(sum(verdict.relative_gap for verdict in failed) + SILENCE * unknown, 9)
    return len(failed) > 1, gap, len(failed), unknown, price or ZERO, offer


def _nearness(pair: Pairing) -> Nearness:
    return nearness(pair.match, _first_price(pair), pair.offer.offer.id)


def _first_price(pair: Pairing) -> Decimal | None:
    return pair.offer.tiers[0].price if pair.offer.tiers else None


def _place(candidate: Candidate) -> tuple[int, bool, float, Nearness]:
    near = nearness(candidate.match, candidate.landed_price, candidate.offer)
    if candidate.state is CandidateState.NO_MATCH:
        return ORDER[candidate.state], False, 0.0, near
    return ORDER[candidate.state], is_set_aside(candidate), -candidate.match.score, near


def is_set_aside(candidate: Candidate) -> bool:
    """Whether the offer conforms, but in another value than the one kept for an open lot."""
    return any(reason.code == reasons.CANDIDATE_OTHER_VALUE for reason in candidate.reasons)


def _mismatch(lot: PlannedLot, pair: Pairing) -> Candidate:
    unknown = pair.match.verdict is Verdict.UNKNOWN
    judged = Verdict.UNKNOWN if unknown else Verdict.FAIL
    code = reasons.CANDIDATE_UNKNOWN if unknown else reasons.CANDIDATE_FAILS
    failed = tuple(verdict.reason for verdict in pair.match.of_verdict(judged))
    said = (Reason.of(code, count=len(failed)), *failed)
    return Candidate(
        lot.id, pair.offer.offer.id, pair.match, CandidateState.NO_MATCH, _first_price(pair), said
    )


def _conforming(lot: PlannedLot, pair: Pairing, solved: Outcome, rules: Rules) -> Candidate:
    offer = pair.offer.offer.id
    award = solved.award(lot.id, offer)
    fits = _fit(pair)
    if award is not None:
        return Candidate(lot.id, offer, pair.match, CandidateState.AWARDED, award.price, fits)
    price = solved.price(pair.offer, lot.quantity)
    state, why = _rejected(lot, pair, price, solved, rules)
    return Candidate(lot.id, offer, pair.match, state, price, (why, *fits))


def _fit(pair: Pairing) -> tuple[Reason, ...]:
    unknown = len(pair.match.of_verdict(Verdict.UNKNOWN))
    if unknown:
        return (Reason.of(reasons.CANDIDATE_UNKNOWN, count=unknown),)
    return (Reason.of(reasons.CANDIDATE_CONFORMS),)


def _rejected(
    lot: PlannedLot, pair: Pairing, price: Decimal | None, solved: Outcome, rules: Rules
) -> tuple[CandidateState, Reason]:
    offer = pair.offer.offer
    months = pair.offer.months
    if pair.set_aside is not None:
        return CandidateState.OUTBID, Reason.of(reasons.CANDIDATE_OTHER_VALUE, attribute=pair.set_aside)
    if not any(months[q] for q in range(4) if lot.quarters[q] > 0):
        return CandidateState.NOT_ELIGIBLE, Reason.of(reasons.CANDIDATE_NOT_ELIGIBLE)
    limit = ceiling_of(lot, rules)
    if price is None or (limit is not None and price > limit):
        why = Reason.of(
            reasons.CANDIDATE_TOO_DEAR,
            price=price,
            ceiling=limit,
            reference=lot.reference_price,
            margin=100 * rules.preference_margin,
        )
        return CandidateState.TOO_DEAR, why
    least = max(offer.minimum_order, offer.order_multiple)
    if least > lot.quantity:
        why = Reason.of(reasons.CANDIDATE_BELOW_MINIMUM, minimum=least, quantity=lot.quantity)
        return CandidateState.BELOW_MINIMUM, why
    if offer.monthly_capacity == 0 or (lot.id in solved.rests and _is_full(lot, offer.id, solved)):
        return CandidateState.NO_CAPACITY, Reason.of(reasons.CANDIDATE_NO_CAPACITY)
    return CandidateState.OUTBID, _outbid(lot, pair, price, solved)


def _is_full(lot: PlannedLot, offer: str, solved: Outcome) -> bool:
    """Whether the offer has no room left in any quarter where the lot is still open."""
    room = solved.room.get(offer)
    if room is None:
        return False
    return all(room[q] < 1 for q in range(4) if solved.rests[lot.id].quarters[q] > 0)


def _outbid(lot: PlannedLot, pair: Pairing, price: Decimal, solved: Outcome) -> Reason:
    offer = pair.offer.offer.id
    best = max((award.price for award in solved.awards.get(lot.id, ())), default=None)
    if best is not None and price < best and pair.doubts:
        return Reason.of(reasons.CANDIDATE_LESS_SURE, price=price, best=best)
    if best is None or price < best:
        rest = solved.rests.get(lot.id)
        minimum_left = sum(rest.quarters, ZERO) if rest is not None else ZERO
        return Reason.of(reasons.CANDIDATE_NOT_NEEDED, offer=offer, price=price, left=minimum_left)
    return Reason.of(reasons.CANDIDATE_DEARER, price=price, best=best, by=percent(price, best))
