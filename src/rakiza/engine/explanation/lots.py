"""Why a lot went to whom, and the smallest change that makes each other offer win it.

An offer wins a lot where a best plan awards it some of it. Each threshold is found by solving again,
and both its sides were tried: a plan at it in which the offer wins, and one before it where it doesn't.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from rakiza.engine.allocation import (
    AllocationRules,
    Group,
    GroupShare,
    LotTerms,
    Offer,
    Per,
    Problem,
    Solution,
    Tier,
)
from rakiza.engine.allocation.rules import EVERYWHERE
from rakiza.engine.allocation.values import Measure
from rakiza.engine.explanation.capacity import widened
from rakiza.engine.explanation.conflict import threshold
from rakiza.engine.explanation.limits import Stopped
from rakiza.engine.explanation.parts import Question, Step, doubt, has_plan, silent
from rakiza.engine.explanation.why import why
from rakiza.engine.reasons import Reason

ZERO = Decimal(0)
PRICE_STEP = Decimal("0.0001")
RIVALS = 6
ROUNDS = 40
FORCED = "force"


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
    false where forcing it in costs less than the proofs leave open: it's as good as the winner.
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

    `not_reached`: the offers to be looked at that the end came before; the lot itself where even its
    plan wasn't solved again, and then nothing is said of who won.
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
        key=lambda offer: (listed_price(offer, lot, desk.lot.quantity), offer.id),
    )
    found: list[Rival] = []
    tried = candidates[:rivals]
    try:
        for done, offer in enumerate(tried):
            progress(done, len(tried))
            found.append(desk.rival(offer))
    except Stopped:
        pass  # `not_reached` says so
    return LotExplanation(
        lot=lot,
        winners=winners,
        imported=sum((sum(rest.quarters, ZERO) for rest in desk.base.remainders if rest.lot == lot), ZERO),
        reasons=why(desk.part, desk.base, desk.lot, question.rules),
        rivals=tuple(sorted(found, key=_nearness)),
        others=max(0, len(candidates) - rivals),
        gap=desk.base.gap,
        solves=desk.solves,
        not_reached=tuple(offer.id for offer in tried[len(found) :]),
    )


def _nearness(rival: Rival) -> tuple[bool, bool, Decimal, str]:
    """The runner-up first: the least regret a unit, offers that can't be forced in last."""
    if rival.regret is None or not rival.quantity:
        return True, not rival.is_movable, ZERO, rival.offer
    return False, False, rival.regret / rival.quantity, rival.offer


def listed_price(offer: Offer, lot: str, quantity: Decimal) -> Decimal:
    """Return the price that an offer reaches for a whole lot, its delivery included."""
    terms = next((one for one in offer.terms if one.lot == lot), None)
    reached = max((t for t in offer.tiers if t.from_quantity <= quantity), key=lambda t: t.from_quantity)
    if terms is None:
        return reached.price
    return (terms.price if terms.price is not None else reached.price) + terms.delivery


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
        forced = self._forced(offer)
        regret, quantity = None, None
        if forced is not None:
            quantity = self._held(forced, offer)
            regret = max(ZERO, forced.objective - self.base.objective)
        significant = regret is None or forced is None or regret > doubt(self.base, forced)
        return Rival(
            offer=offer.id,
            maker=offer.maker,
            listed=listed_price(offer, self.lot.id, self.lot.quantity),
            regret=regret,
            quantity=quantity,
            price=self._price(offer) if significant else None,
            capacity=self._capacity(offer) if significant else None,
            month=self._month(offer) if significant else None,
            significant=significant,
        )

    def _solve(self, part: Problem, rules: AllocationRules | None = None) -> Solution:
        self.solves += 1
        return self._question.answer(part, rules)

    def _held(self, solution: Solution, offer: Offer) -> Decimal:
        held = (a.quantity for a in solution.awards if (a.lot, a.offer) == (self.lot.id, offer.id))
        return sum(held, ZERO)

    def _wins(self, part: Problem, offer: Offer) -> bool:
        """Tell whether a best plan awards the offer some of the lot; on a tie it may."""
        return self._held(self._solve(part), offer) > 0

    def _forced(self, offer: Offer) -> Solution | None:
        """Return the best plan in which the offer holds the least that it may be awarded, if any."""
        rules = self._question.rules
        least = max(offer.minimum_order, offer.order_multiple)
        if least > self.lot.quantity or not self.lot.quantity:
            return None
        share = Fraction(least) / Fraction(self.lot.quantity)
        wanted = (Decimal(share.numerator) / Decimal(share.denominator)).quantize(
            Decimal("0.000001"), ROUND_FLOOR
        )
        rule = GroupShare(
            FORCED,
            Group.NAMED,
            minimum=max(wanted, Decimal("0.000001")),
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

    def _price(self, offer: Offer) -> Decimal | None:
        """Return the highest price, in ten-thousandths, at which the offer wins the lot.

        The price of this lot falls alone; an offer with several price steps has one price for all
        its lots, and all its steps fall. The exact threshold of a lone price is found by
        Dinkelbach's method: each plan won gives the fall that would make it cost no less than the
        present one, until no plan costs less any more; then the steps below it are tried.
        """
        listed = listed_price(offer, self.lot.id, self.lot.quantity)
        if len(offer.tiers) > 1:
            return self._price_of_steps(offer, listed)
        fall = listed
        for _ in range(ROUNDS):
            solution = self._solve(cheaper(self.part, offer, self.lot.id, fall))
            quantity = self._held(solution, offer)
            if not quantity:
                break
            needed = (solution.objective + fall * quantity - self.base.objective) / quantity
            if needed >= fall - PRICE_STEP / 2:
                break
            fall = max(needed, ZERO)
        else:
            return None
        return self._tried_price(offer, listed, fall)

    def _price_of_steps(self, offer: Offer, listed: Decimal) -> Decimal | None:
        def enough(fall: Decimal) -> bool:
            return self._wins(cheaper(self.part, offer, self.lot.id, fall), offer)

        found = threshold(ZERO, listed, enough, PRICE_STEP)
        return listed - found.holds if found else None

    def _tried_price(self, offer: Offer, listed: Decimal, fall: Decimal) -> Decimal | None:
        """Return the price in whole steps at which the offer was seen to win, near an exact threshold."""
        price = ((listed - fall) / PRICE_STEP).to_integral_value(ROUND_FLOOR) * PRICE_STEP
        for down in (0, 1, 2, 8, 64, 512):
            tried = price - down * PRICE_STEP
            if tried < 0:
                return None
            if self._wins(cheaper(self.part, offer, self.lot.id, listed - tried), offer):
                return tried
        return None

    def _capacity(self, offer: Offer) -> Decimal | None:
        """Return how many units a month more make the offer win, in whole orders."""
        if offer.capacity is None and offer.line is None:
            return None
        step = offer.order_multiple
        most = self.lot.quantity / Decimal(self.part.period_months)
        most = (most / step).to_integral_value(ROUND_FLOOR) * step + step

        def enough(units: Decimal) -> bool:
            return self._wins(widened(self.part, offer.line or offer.id, (offer.id,), units), offer)

        found = threshold(ZERO, most, enough, step)
        return found.holds if found else None

    def _month(self, offer: Offer) -> int | None:
        """Return the latest month from which eligibility makes the offer win, None where none does."""
        months = self.part.periods * self.part.period_months
        first_open = _first_open_month(offer, self.part)
        if first_open <= 1:
            return None

        def enough(steps: Decimal) -> bool:
            return self._wins(eligible_from(self.part, offer, first_open - int(steps)), offer)

        found = threshold(ZERO, Decimal(min(first_open - 1, months)), enough, Decimal(1))
        return first_open - int(found.holds) if found else None


def cheaper(part: Problem, offer: Offer, lot: str, fall: Decimal) -> Problem:
    """Return the part where one offer's price for one lot falls, or all the steps of one that has some."""

    def changed(one: Offer) -> Offer:
        if one.id != offer.id:
            return one
        held = next((terms for terms in one.terms if terms.lot == lot), LotTerms(lot))
        others = tuple(terms for terms in one.terms if terms.lot != lot)
        if len(one.tiers) == 1:
            price = held.price if held.price is not None else one.tiers[0].price
            terms = replace(held, price=max(ZERO, price - fall))
            return replace(one, terms=(*others, terms))
        tiers = tuple(Tier(tier.from_quantity, max(ZERO, tier.price - fall)) for tier in one.tiers)
        return replace(one, tiers=tiers)

    return replace(part, offers=tuple(changed(one) for one in part.offers))


def eligible_from(part: Problem, offer: Offer, month: int) -> Problem:
    """Return the part where one offer is lawful from a month on (1: the first), as before until then."""
    size = part.period_months
    shares = offer.eligible or (Fraction(1),) * part.periods
    opened = tuple(
        max(share, Fraction(min(size, max(0, (period + 1) * size - month + 1)), size))
        for period, share in enumerate(shares)
    )
    wider = replace(offer, eligible=opened, capacity=_opened(offer.capacity, shares, opened))
    return replace(part, offers=tuple(wider if one.id == offer.id else one for one in part.offers))


def _opened(
    capacity: tuple[Decimal, ...] | None, shares: tuple[Fraction, ...], opened: tuple[Fraction, ...]
) -> tuple[Decimal, ...] | None:
    """Return the capacity of the months opened: what a lawful month makes, in as many of them."""
    if capacity is None:
        return None
    rates = [Fraction(have) / share for have, share in zip(capacity, shares, strict=True) if share]
    rate = max(rates, default=Fraction(0))
    grown = []
    for have, before, after in zip(capacity, shares, opened, strict=True):
        made = (Fraction(have) / before if before else rate) * after
        grown.append(have if after == before else max(have, _thousandths(made)))
    return tuple(grown)


def _thousandths(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.001"), ROUND_FLOOR)


def _first_open_month(offer: Offer, part: Problem) -> int:
    """The first month from which the offer is lawful to the end; one past the last where never."""
    size = part.period_months
    shares = offer.eligible or (Fraction(1),) * part.periods
    month = part.periods * size + 1
    for share in reversed(shares):
        if share < 1:
            return month - int(share * size)
        month -= size
    return 1
