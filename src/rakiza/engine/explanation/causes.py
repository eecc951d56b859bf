"""What keeps an offer from a lot, tried: a cause is told where, once it is removed, the offer serves more of it.

Where the cause that the plan shows isn't enough, the rule without which the offer serves more is told
instead; where no rule alone does it either, that several things keep it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from rakiza.engine.allocation import Commitment, Offer, Problem
from rakiza.engine.allocation.rules import PREFERENCE_MARGIN, AllocationRules
from rakiza.engine.explanation import reasons
from rakiza.engine.explanation.changes import eligible_from, roomier
from rakiza.engine.explanation.rule_prices import looks_at
from rakiza.engine.reasons import Reason

MOST_RULES = 24  # of those that look at a lot, how many are tried one by one
TOLD_AS_IS = frozenset({reasons.CHEAPER_MINIMUM})  # a fact that no plan can change

ServesMore = Callable[[Problem, AllocationRules | None, Offer], bool]


def _supplied(part: Problem, offer: Offer) -> Problem:
    used = {use.id for use in offer.materials}
    free = (replace(one, supply=None) if one.id in used else one for one in part.materials)
    return replace(part, materials=tuple(free))


def _at_once(part: Problem, offer: Offer) -> Problem:
    sooner = replace(offer, lead_months=0)
    return replace(part, offers=tuple(sooner if one.id == offer.id else one for one in part.offers))


def _lawful(part: Problem, offer: Offer) -> Problem:
    return eligible_from(part, offer, 1)


# How each cause is removed from a part, for one offer
REMOVED: Mapping[str, Callable[[Problem, Offer], Problem]] = {
    reasons.CHEAPER_FULL: roomier,
    reasons.CHEAPER_FULL_FOR: roomier,
    reasons.REST_FULL: roomier,
    reasons.CHEAPER_SHORT: _supplied,
    reasons.REST_SHORT: _supplied,
    reasons.CHEAPER_LATER: _lawful,
    reasons.CHEAPER_EXPIRED: _lawful,
    reasons.CHEAPER_PAUSED: _lawful,
    reasons.CHEAPER_NEVER: _lawful,
    reasons.REST_SHUT: _lawful,
    reasons.CHEAPER_LEAD: _at_once,
    reasons.REST_LEAD: _at_once,
}


class Causes:
    """The causes that a plan shows for one lot, tried one after another.

    `serves_more(part, rules, offer)` tells whether a best plan of a changed part, or of other rules,
    awards the offer more of the lot than now. `forced`: the offers that hold none of it now, each with
    whether a plan with it was found and whether it costs more than the proofs leave open.
    """

    def __init__(
        self,
        part: Problem,
        lot: str,
        rules: AllocationRules,
        serves_more: ServesMore,
        forced: Mapping[str, tuple[bool, bool]],
    ) -> None:
        self._part, self._rules, self._serves_more, self._forced = part, rules, serves_more, forced
        self._offers = {offer.id: offer for offer in part.offers}
        index = next(place for place, one in enumerate(part.lots) if one.id == lot)
        self._asked = tuple(_looking_at(rules, part, index))

    def told(self, shown: Reason) -> Iterator[Reason]:
        """Yield what is to be told instead of a cause that the plan shows."""
        stated = shown.as_mapping()
        offer = self._offers.get(str(stated.get("offer")))
        if offer is None or shown.code in TOLD_AS_IS:
            yield shown
            return
        removed = REMOVED.get(shown.code)
        if removed is not None and self._serves_more(removed(self._part, offer), None, offer):
            yield shown
            return
        rest = shown.code in _OF_THE_REST
        rule = next((one for one in self._asked if self._is_kept_by(one, offer)), None)
        if rule is None:
            yield from _unruled(shown, offer.id, self._forced.get(offer.id))
        elif rest:
            yield Reason.of(reasons.REST_RULE, offer=offer.id, rule=rule)
        else:
            yield Reason.of(reasons.CHEAPER_RULE, offer=offer.id, price=stated["price"], rule=rule)

    def _is_kept_by(self, rule: str, offer: Offer) -> bool:
        return self._serves_more(self._part, self._rules.without(rule), offer)


_OF_THE_REST = frozenset(
    {reasons.REST_FULL, reasons.REST_SHORT, reasons.REST_SHUT, reasons.REST_LEAD, reasons.REST_RULE}
)


def _looking_at(rules: AllocationRules, part: Problem, index: int) -> Iterator[str]:
    """Yield the rules that may keep an offer from a lot: those that look at it and don't only allow more."""
    allowing = {rule.id for rule in rules.rules if isinstance(rule, Commitment)}
    stated = {rule.id: rule for rule in rules.rules}
    asked = 0
    for rule in rules.ids():
        if rule == PREFERENCE_MARGIN or rule in allowing or asked == MOST_RULES:
            continue
        if rule not in stated or looks_at(stated[rule], part, index):
            asked += 1
            yield rule


def _unruled(shown: Reason, offer: str, forced: tuple[bool, bool] | None) -> Iterator[Reason]:
    """Yield what is told where neither the cause shown nor a rule alone keeps the offer."""
    if shown.code == reasons.REST_RULE:
        return
    if forced is not None and forced[0] and not forced[1]:
        yield replace(shown, code=reasons.CHEAPER_EVEN)
    elif shown.code != reasons.CHEAPER_WHOLE:
        yield shown
        yield Reason.of(reasons.ALSO_KEPT, offer=offer)
    elif forced is None or forced[0]:
        yield shown
    else:
        yield replace(shown, code=reasons.CHEAPER_SEVERAL)
