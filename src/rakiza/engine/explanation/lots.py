"""Why a lot went to whom, and the smallest change that makes each other offer win it.

An offer wins a lot where a best plan awards it some of it. Each threshold is found by solving again,
and both its sides were tried: a plan at it in which the offer wins, and one before it where it doesn't.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from rakiza.engine.allocation import (
    AllocationRules,
    Group,
    GroupShare,
    Offer,
    Per,
    Problem,
    Solution,
)
from rakiza.engine.allocation.rules import EVERYWHERE
from rakiza.engine.allocation.values import Measure
from rakiza.engine.explanation.causes import Causes
from rakiza.engine.explanation.changes import (
    cheaper,
    delivered,
    eligible_from,
    first_open_month,
    lines_of,
    listed_price,
    taken,
    whole_of,
    widened_for,
)
from rakiza.engine.explanation.edges import least_enough, winning_price
from rakiza.engine.explanation.limits import Stopped
from rakiza.engine.explanation.parts import Question, Step, doubt, has_plan, silent
from rakiza.engine.explanation.why import why
from rakiza.engine.reasons import Reason

ZERO, ONE = Decimal(0), Decimal(1)
RIVALS = 6
FORCED = "force"
TENTH = Decimal("0.1")
GRAIN = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Winner:
    """What one offer supplies to the lot."""

    offer: str
    maker: str
    quantity: Decimal
    price: Decimal


@dataclass(frozen=True, slots=True)
class Rival:
    """An offer that isn't awarded the lot, and each single change that would make it win.

    `regret`: what the plan costs more when it's forced in, for `quantity` (None: it can't be).
    `price`: the landed price at which it wins on this lot, from `listed`, None where none does.
    `capacity`: units a month more. `month`: eligible from then on (1 to 12). `significant` is
    false where forcing it in, even for all of the lot, costs less than the proofs leave open: it's as
    good as the winner.
    """

    offer: str
    maker: str
    listed: Decimal
    regret: Decimal | None
    quantity: Decimal | None
    price: Decimal | None
    capacity: Decimal | None
    month: int | None
    significant: bool

    @property
    def is_movable(self) -> bool:
        """Whether any single change makes it win."""
        return not self.significant or any(one is not None for one in (self.price, self.capacity, self.month))


@dataclass(frozen=True, slots=True)
class LotExplanation:
    """One lot: who won and why, who came next. `rivals`: the nearest first; `others`: not looked at.

    `not_reached`: the offers to be looked at that the end came before, those whose cause wasn't tried
    among them; the lot itself where even its plan wasn't solved again, and then nothing is said of who won.
    """

    lot: str
    winners: tuple[Winner, ...]
    imported: Decimal
    reasons: tuple[Reason, ...]
    rivals: tuple[Rival, ...]
    others: int
    gap: float
    solves: int
    not_reached: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every offer to be looked at was."""
        return not self.not_reached


def explain_lot(
    question: Question, lot: str, *, rivals: int = RIVALS, progress: Step = silent
) -> LotExplanation:
    """Explain one lot; KeyError where the problem has none of that name."""
    try:
        desk = _Desk(question, lot)
    except Stopped:
        return LotExplanation(lot, (), ZERO, (), (), 0, 0.0, 0, (lot,))
    winners = tuple(
        Winner(award.offer, desk.offers[award.offer].maker, award.quantity, award.price)
        for award in sorted(desk.base.awards, key=lambda one: (-one.quantity, one.offer))
        if award.lot == lot
    )
    holding = {one.offer for one in winners}
    candidates = sorted(
        (offer for offer in desk.part.offers if lot in offer.lots and offer.id not in holding),
        key=lambda offer: (listed_price(offer, desk.lot), offer.id),
    )
    found: list[Rival] = []
    tried = candidates[:rivals]
    try:
        for done, offer in enumerate(tried):
            progress(done, len(tried))
            found.append(desk.rival(offer))
    except Stopped:
        pass  # `not_reached` says so
    reasons, untried = desk.causes(found)
    return LotExplanation(
        lot=lot,
        winners=winners,
        imported=sum((sum(rest.quarters, ZERO) for rest in desk.base.remainders if rest.lot == lot), ZERO),
        reasons=reasons,
        rivals=tuple(sorted(found, key=_nearness)),
        others=max(0, len(candidates) - rivals),
        gap=desk.base.gap,
        solves=desk.solves,
        not_reached=tuple(dict.fromkeys((*(offer.id for offer in tried[len(found) :]), *untried))),
    )


def _nearness(rival: Rival) -> tuple[bool, bool, Decimal, str]:
    """The runner-up first: the least regret a unit, offers that can't be forced in last."""
    if rival.regret is None or not rival.quantity:
        return True, not rival.is_movable, ZERO, rival.offer
    return False, False, rival.regret / rival.quantity, rival.offer


class _Desk:
    """One lot's part of the problem, its best plan, and the questions put to it."""

    def __init__(self, question: Question, lot: str) -> None:
        self._question = question
        self.part = question.around(lot)
        self.solves = 0
        self.base = self._solve(self.part)
        self.lot = next(one for one in self.part.lots if one.id == lot)
        self.offers = {offer.id: offer for offer in self.part.offers}

    def rival(self, offer: Offer) -> Rival:
        """Return what would make an offer win."""
        forced = self._forced(offer, self._least_share(offer))
        if forced is None and offer.order_multiple > 1:  # an order that a surplus finishes serves less
            forced = self._forced(offer, self._share_of(ONE))
        significant = forced is None or self._costs_more(forced)
        if forced is not None and not significant:
            forced, significant = self._with_more(offer, forced)
        regret, quantity = None, None
        if forced is not None:
            quantity = self._held(forced, offer)
            regret = max(ZERO, forced.objective - self.base.objective)
        listed = listed_price(offer, self.lot)
        return Rival(
            offer=offer.id,
            maker=offer.maker,
            listed=listed,
            regret=regret,
            quantity=quantity,
            price=self._price(offer, listed) if significant else None,
            capacity=self._capacity(offer) if significant else None,
            month=self._month(offer) if significant else None,
            significant=significant,
        )

    def causes(self, rivals: Sequence[Rival]) -> tuple[tuple[Reason, ...], tuple[str, ...]]:
        """Return why the lot went as it did, each cause tried; and the offers whose cause wasn't."""
        forced = {one.offer: (one.regret is not None, one.significant) for one in rivals}
        tried = Causes(self.part, self.lot.id, self._question.rules, self._serves_more, forced)
        told: list[Reason] = []
        shown = why(self.part, self.base, self.lot, self._question.rules)
        for place, one in enumerate(shown):
            try:
                told += tried.told(one)
            except Stopped:
                left = (str(offer) for one in shown[place:] if (offer := one.as_mapping().get("offer")))
                return tuple(told), tuple(left)
        return tuple(told), ()

    def _serves_more(self, part: Problem, rules: AllocationRules | None, offer: Offer) -> bool:
        """Tell whether a best plan of a changed part, or of other rules, awards the offer more of the lot."""
        return self._held(self._solve(part, rules), offer) > self._held(self.base, offer)

    def _costs_more(self, forced: Solution) -> bool:
        return forced.objective - self.base.objective > doubt(self.base, forced)

    def _with_more(self, offer: Offer, forced: Solution) -> tuple[Solution, bool]:
        """Force in all of the lot, or a tenth, where the least costs less than the proofs leave open.

        A unit of a large plan always does; what the whole lot costs more tells an offer as good as the
        winner from one that is dearer.
        """
        for share in (ONE, TENTH):
            more = self._forced(offer, share)
            if more is not None:
                significant = self._costs_more(more)
                return (
                    more if significant and forced.objective > self.base.objective else forced
                ), significant
        return forced, False

    def _solve(self, part: Problem, rules: AllocationRules | None = None) -> Solution:
        self.solves += 1
        return self._question.answer(part, rules)

    def _held(self, solution: Solution, offer: Offer) -> Decimal:
        held = (a.quantity for a in solution.awards if (a.lot, a.offer) == (self.lot.id, offer.id))
        return sum(held, ZERO)

    def _wins(self, part: Problem, offer: Offer) -> bool:
        """Tell whether a best plan awards the offer some of the lot; on a tie it may."""
        return self._held(self._solve(part), offer) > 0

    def _least_share(self, offer: Offer) -> Decimal | None:
        """Return the share of the lot that is the least that an offer may be awarded, None above all of it."""
        return self._share_of(max(offer.minimum_order, offer.order_multiple))

    def _share_of(self, units: Decimal) -> Decimal | None:
        """Return which share of the lot so many units are, None above all of it."""
        if not 0 < units <= self.lot.quantity:
            return None
        share = Fraction(units) / Fraction(self.lot.quantity)
        wanted = (Decimal(share.numerator) / Decimal(share.denominator)).quantize(GRAIN, ROUND_FLOOR)
        return max(wanted, GRAIN)

    def _forced(self, offer: Offer, share: Decimal | None) -> Solution | None:
        """Return the best plan in which the offer holds a share of the lot, if any."""
        if share is None:
            return None
        rules = self._question.rules
        rule = GroupShare(
            FORCED,
            Group.NAMED,
            minimum=share,
            per=Per.LOT,
            measure=Measure.QUANTITY,
            scope=replace(EVERYWHERE, lots=(self.lot.id,)),
            makers=(offer.maker,),
        )
        solution = self._solve(
            self._only_offer_of_its_maker(offer), replace(rules, rules=(*rules.rules, rule))
        )
        return solution if has_plan(solution) and self._held(solution, offer) > 0 else None

    def _only_offer_of_its_maker(self, offer: Offer) -> Problem:
        """Return the part where the maker has no other offer for the lot."""

        def kept(one: Offer) -> Offer:
            if one.maker != offer.maker or one.id == offer.id or self.lot.id not in one.lots:
                return one
            return replace(
                one,
                lots=tuple(lot for lot in one.lots if lot != self.lot.id),
                doubtful=tuple(lot for lot in one.doubtful if lot != self.lot.id),
                terms=tuple(terms for terms in one.terms if terms.lot != self.lot.id),
            )

        return replace(self.part, offers=tuple(kept(one) for one in self.part.offers))

    def _price(self, offer: Offer, listed: Decimal) -> Decimal | None:
        """Return the highest landed price, in ten-thousandths, at which the offer wins the lot.

        The price of this lot falls alone; an offer with several price steps has one price for all
        its lots, and all its steps fall. What delivery costs doesn't fall.
        """

        def tried(price: Decimal) -> Decimal | None:
            solution = self._solve(cheaper(self.part, offer, self.lot.id, listed - price))
            if not self._held(solution, offer):
                return None
            paid = (
                award.ordered
                for award in solution.awards
                if award.offer == offer.id and (award.lot == self.lot.id or len(offer.tiers) > 1)
            )
            return price + (self.base.objective - solution.objective) / sum(paid, ZERO)

        return winning_price(listed, min(listed, delivered(offer, self.lot)), tried)

    def _capacity(self, offer: Offer) -> Decimal | None:
        """Return how many units of it a month more make the offer win, in whole orders."""
        lines, step = lines_of(offer), offer.order_multiple
        if offer.capacity is None and not lines:
            return None
        most = max(
            whole_of(self.part, line) / (step * _exact(taken(offer, line, self.lot.id)))
            for line in lines or (offer.id,)
        )

        def enough(steps: int) -> bool:
            return self._wins(widened_for(self.part, offer, steps * step, self.lot.id), offer)

        found = least_enough(int(most.to_integral_value(ROUND_CEILING)) + 1, enough)
        return None if found is None else found * step

    def _month(self, offer: Offer) -> int | None:
        """Return the latest month from which eligibility makes the offer win, None where none does."""
        first_open = first_open_month(offer, self.part)

        def enough(steps: int) -> bool:
            return self._wins(eligible_from(self.part, offer, first_open - steps), offer)

        found = least_enough(first_open - 1, enough)
        return None if found is None else first_open - found


def _exact(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
