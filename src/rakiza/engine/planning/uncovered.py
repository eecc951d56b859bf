"""Why part of a lot has no local award, and the nearest that there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.matching import AttributeVerdict, Verdict
from rakiza.engine.planning import reasons
from rakiza.engine.planning.candidates import is_set_aside
from rakiza.engine.planning.market import MarketOffer
from rakiza.engine.planning.outcome import Outcome, ceiling_of, year_of
from rakiza.engine.planning.plan import Candidate, CandidateState, PlannedLot, Uncovered, UncoveredKind
from rakiza.engine.planning.values import Rules
from rakiza.engine.reasons import Reason

ZERO = Decimal(0)
Verdictum = tuple[UncoveredKind, tuple[Reason, ...]]


@dataclass(frozen=True, slots=True)
class Scene:
    """One lot with all that surrounds it."""

    lot: PlannedLot
    candidates: Sequence[Candidate]
    offers: Mapping[str, MarketOffer]
    solved: Outcome
    rules: Rules


def uncovered_of(scene: Scene) -> Uncovered | None:
    """Return the remainder of a lot with its cause, None where the lot is covered."""
    rest = scene.solved.rests.get(scene.lot.id)
    if rest is None:
        return None
    kind, why = _cause(scene)
    nearest = _nearest(scene)
    return Uncovered(scene.lot.id, year_of(rest.quarters), kind, why, nearest, rest.import_price)


def _nearest(scene: Scene) -> Candidate | None:
    """The offer to speak to: one that conforms, else what serves the lot, else the nearest miss."""
    fitting = _fitting(scene)
    waiting = [c for c in fitting if c.state is not CandidateState.AWARDED]
    return next(iter((*waiting, *fitting, *scene.candidates)), None)


def _fitting(scene: Scene) -> list[Candidate]:
    """The conforming offers of the description kept for the lot, in the order of candidates."""
    return [c for c in scene.candidates if c.state is not CandidateState.NO_MATCH and not is_set_aside(c)]


def _cause(scene: Scene) -> Verdictum:
    if not scene.candidates:
        return UncoveredKind.NO_DEVICE, (Reason.of(reasons.UNCOVERED_NO_DEVICE, family=scene.lot.family),)
    fitting = _fitting(scene)
    if not fitting:
        return _no_match(scene.candidates[0])
    for found in (_not_eligible, _price, _minimum, _share, _months):
        cause = found(scene, fitting)
        if cause is not None:
            return cause
    return UncoveredKind.CAPACITY, (Reason.of(reasons.UNCOVERED_CAPACITY),)


def _no_match(best: Candidate) -> Verdictum:
    failed = [verdict for verdict in best.match.attributes if verdict.verdict is Verdict.FAIL]
    if best.match.near_miss:
        verdict = failed[0]
        return UncoveredKind.NEAR_MISS, (_near_miss(verdict, best.offer),)
    if not failed:
        silent = best.match.of_verdict(Verdict.UNKNOWN)[0].name
        why = Reason.of(reasons.UNCOVERED_UNKNOWN, attribute=silent, offer=best.offer)
        return UncoveredKind.NO_DEVICE, (why,)
    return UncoveredKind.NO_DEVICE, (Reason.of(reasons.UNCOVERED_NO_MATCH, count=len(failed)),)


def _near_miss(verdict: AttributeVerdict, offer: str) -> Reason:
    """The one attribute that fails: with its gap where it is a measure."""
    required = verdict.reason.as_mapping().get("required")
    if verdict.gap is None:
        return Reason.of(
            reasons.UNCOVERED_DIFFERS,
            attribute=verdict.name,
            required=required,
            offered=verdict.offered,
            offer=offer,
        )
    return Reason.of(
        reasons.UNCOVERED_NEAR_MISS,
        attribute=verdict.name,
        required=required,
        offered=verdict.offered,
        unit=verdict.unit,
        gap=abs(verdict.gap),
        offer=offer,
    )


def _not_eligible(scene: Scene, fitting: Sequence[Candidate]) -> Verdictum | None:
    if any(c.state is not CandidateState.NOT_ELIGIBLE for c in fitting):
        return None
    return UncoveredKind.NOT_ELIGIBLE, _titles(scene, fitting)


def _titles(scene: Scene, fitting: Sequence[Candidate]) -> tuple[Reason, ...]:
    """The distinct reasons of the first fitting offer that isn't lawful, after the general one."""
    rest = scene.solved.rests[scene.lot.id].quarters
    for candidate in fitting:
        lawful = scene.offers[candidate.offer].eligibility
        said = [r for m in lawful.months if rest[(m.month - 1) // 3] > 0 for r in m.reasons]
        if said:
            general = Reason.of(reasons.UNCOVERED_NOT_ELIGIBLE, offer=candidate.offer)
            return (general, *dict.fromkeys(said))
    return (Reason.of(reasons.UNCOVERED_NOT_ELIGIBLE, offer=fitting[0].offer),)


def _price(scene: Scene, fitting: Sequence[Candidate]) -> Verdictum | None:
    lawful = [c for c in fitting if c.state is not CandidateState.NOT_ELIGIBLE]
    if not lawful or any(c.state is not CandidateState.TOO_DEAR for c in lawful):
        return None
    price = min((c.landed_price for c in lawful if c.landed_price is not None), default=None)
    limit = ceiling_of(scene.lot, scene.rules)
    return UncoveredKind.PRICE, (Reason.of(reasons.UNCOVERED_PRICE, price=price, ceiling=limit),)


def _minimum(scene: Scene, fitting: Sequence[Candidate]) -> Verdictum | None:
    """Every offer that could still serve the rest asks for more than is left."""
    rest = sum(scene.solved.rests[scene.lot.id].quarters, ZERO)
    usable = [c for c in fitting if c.state not in {CandidateState.NOT_ELIGIBLE, CandidateState.TOO_DEAR}]
    blocked = [_least(scene, c) for c in usable if _is_blocked(scene, c, rest)]
    if not blocked or len(blocked) < len(usable):
        return None
    why = Reason.of(reasons.UNCOVERED_MINIMUM_ORDER, minimum=min(blocked), quantity=rest)
    return UncoveredKind.MINIMUM_ORDER, (why,)


def _is_blocked(scene: Scene, candidate: Candidate, rest: Decimal) -> bool:
    offer = scene.offers[candidate.offer].offer
    if candidate.state is CandidateState.AWARDED:
        return offer.order_multiple > rest
    return max(offer.minimum_order, offer.order_multiple) > rest


def _least(scene: Scene, candidate: Candidate) -> Decimal:
    offer = scene.offers[candidate.offer].offer
    if candidate.state is CandidateState.AWARDED:
        return offer.order_multiple
    return max(offer.minimum_order, offer.order_multiple)


def _share(scene: Scene, fitting: Sequence[Candidate]) -> Verdictum | None:
    """A maker at its maximum share, with room to make more."""
    rules, lot = scene.rules, scene.lot
    if rules.maximum_share >= 1:
        return None
    held: dict[str, Decimal] = {}
    for award in scene.solved.awards.get(lot.id, ()):
        maker = scene.offers[award.offer].maker.id
        held[maker] = held.get(maker, ZERO) + award.quantity
    full = {maker for maker, quantity in held.items() if quantity + 1 > lot.quantity * rules.maximum_share}
    makers = {scene.offers[c.offer].maker.id for c in fitting}
    if not full or full != makers:
        return None
    why = Reason.of(reasons.UNCOVERED_SHARE, share=100 * rules.maximum_share)
    return UncoveredKind.SHARE, (why,)


def _months(scene: Scene, fitting: Sequence[Candidate]) -> Verdictum | None:
    """The rest stands only in quarters where no fitting offer is lawful all along."""
    rest = scene.solved.rests[scene.lot.id].quarters
    open_quarters = [q for q in range(4) if rest[q] > 0]
    months = [scene.offers[c.offer].months for c in fitting]
    if all(m[q] == 3 for m in months for q in open_quarters):
        return None
    if any(m[q] == 3 for m in months for q in open_quarters):
        return None
    return UncoveredKind.NOT_ELIGIBLE, _titles(scene, fitting)
