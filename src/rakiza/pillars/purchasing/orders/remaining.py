"""What is left of a buyer's awards: over the year, and for one month.

An order takes of an award from its draft on, so that two drafts can't promise the same quantity;
what was declined or cancelled takes nothing, what is over takes what was accepted. A plan that was
run again gives new awards: what was ordered is counted by lot and offer, which stay the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_DOWN, Decimal

from rakiza.engine.planning.plan import Quarterly
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.purchasing.orders.enums import VOID, OrderState
from rakiza.pillars.purchasing.orders.models import Order, OrderLine
from rakiza.pillars.purchasing.plans.maker_queries import months_of_run
from rakiza.pillars.purchasing.plans.models import Award, AwardShare, Plan
from rakiza.pillars.purchasing.plans.standing_queries import quarters_of

ZERO, ONE = Decimal(0), Decimal(1)
Key = tuple[str, int]  # the lot's code and the offer
Taken = Mapping[Key, Mapping[int, Decimal]]  # quantity by month


@dataclass(frozen=True, slots=True)
class Remaining:
    """One award of a buyer: what it receives in all, what is left, what is due for the month. Base units."""

    award: Award
    whole: Decimal
    left: Decimal
    due: Decimal

    @property
    def suggested(self) -> Decimal:
        """What to order of what is due: as the offer delivers it at a time, never beyond what is left."""
        if self.due <= 0:
            return ZERO
        multiple = self.award.offer.order_multiple
        least = max(self.due, self.award.offer.minimum_order)
        return min((least / multiple).to_integral_value(ROUND_CEILING) * multiple, self.left)


def remaining(
    plan: Plan,
    buyer: Organisation,
    month: int,
    *,
    maker_id: int | None = None,
    aside: Order | None = None,
) -> tuple[Remaining, ...]:
    """Return what is left of each award of a buyer in a plan's current run, in three queries.

    `maker_id` keeps one maker's; `aside` is an order that isn't counted: the draft that is being changed.
    """
    shares = (
        AwardShare.objects.filter(organisation=buyer, award__lot__run_id=plan.current_run_id or 0)
        .select_related("award__lot", "award__offer__device", "award__maker")
        .order_by("award__lot__title", "award_id")
    )
    rows = list(shares.filter(award__maker_id=maker_id) if maker_id is not None else shares)
    taken = _taken(plan, buyer, aside)
    lawful = _lawful(plan, rows)
    found = []
    for share in rows:
        by_month = taken.get((share.award.lot.code, share.award.offer_id), {})
        whole = sum(quarters_of(share), ZERO)
        left = max(whole - sum(by_month.values(), ZERO), ZERO)
        due = _due(quarters_of(share), by_month, lawful.get(share.award.offer_id, ()), month)
        found.append(Remaining(share.award, whole, left, min(due, left)))
    return tuple(found)


def _taken(plan: Plan, buyer: Organisation, aside: Order | None) -> Taken:
    lines = OrderLine.objects.filter(order__plan=plan, order__buyer=buyer).exclude(order__state__in=VOID)
    if aside is not None:
        lines = lines.exclude(order=aside)
    found: dict[Key, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for code, offer, month, state, quantity, accepted in lines.values_list(
        "award__lot__code", "award__offer_id", "order__month", "order__state", "quantity", "accepted"
    ):
        found[code, offer][month] += accepted if state == OrderState.RECEIVED else quantity
    return found


def _lawful(plan: Plan, shares: Sequence[AwardShare]) -> Mapping[int, tuple[int, ...]]:
    """Return the months in which the plan held each offer lawful."""
    run = months_of_run(plan, {share.award.offer_id for share in shares})
    return {offer: tuple(one.month for one in months if one.eligible) for offer, months in run.items()}


def _due(quarters: Quarterly, taken: Mapping[int, Decimal], lawful: Sequence[int], month: int) -> Decimal:
    """Return what is due by the end of `month` of its quarter and not ordered: spread evenly, whole units.

    The quarter's last lawful month takes what the others leave, so that the sum is the award's own.
    """
    quarter = (month - 1) // 3
    own = [one for one in range(quarter * 3 + 1, quarter * 3 + 4) if not lawful or one in lawful]
    so_far = [one for one in own if one <= month]
    if not so_far:
        return ZERO
    whole = quarters[quarter]
    due = whole if len(so_far) == len(own) else (whole * len(so_far) / len(own)).quantize(ONE, ROUND_DOWN)
    ordered = sum((taken.get(one, ZERO) for one in range(quarter * 3 + 1, quarter * 3 + 4)), ZERO)
    return max(due - ordered, ZERO)
