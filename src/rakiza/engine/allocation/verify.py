"""The rules held against a solution in exact decimals: nothing leaves the solver unchecked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.options import ceiling, eligible_bound, scale_of, tier_reached
from rakiza.engine.allocation.values import ZERO, AllocationRules, Award, Lot, Offer

SLACK = Decimal("1e-9")  # on line capacity only, where consumption isn't whole


def broken_rules(
    component: Component, awards: Sequence[Award], rules: AllocationRules
) -> tuple[tuple[str, str], ...]:
    """Return every rule that the awards break, as (rule, identifier); empty where all hold."""
    lots = {lot.id: lot for lot in component.lots}
    offers = {offer.id: offer for offer in component.offers}
    return (
        *_lot_rules(lots, awards),
        *_award_rules(lots, offers, awards, rules, scale_of(component)),
        *_offer_rules(offers, awards),
        *_line_rules(component, offers, awards),
        *_share_rules(lots, offers, awards, rules),
    )


def _lot_rules(lots: dict[str, Lot], awards: Sequence[Award]) -> Iterator[tuple[str, str]]:
    supplied: dict[tuple[str, int], Decimal] = defaultdict(lambda: ZERO)
    for award in awards:
        for quarter, quantity in enumerate(award.quarters):
            supplied[award.lot, quarter] += quantity
    for (lot, quarter), quantity in supplied.items():
        if quantity > lots[lot].demand[quarter]:
            yield "demand", lot


def _award_rules(
    lots: dict[str, Lot],
    offers: dict[str, Offer],
    awards: Sequence[Award],
    rules: AllocationRules,
    scale: int,
) -> Iterator[tuple[str, str]]:
    for award in awards:
        offer, lot = offers[award.offer], lots[award.lot]
        limit = ceiling(lot, rules)
        if limit is not None and award.price > limit:
            yield "ceiling", award.offer
        if award.ordered < offer.minimum_order:
            yield "minimum_order", award.offer
        if offer.order_multiple != 1 and award.ordered % offer.order_multiple:
            yield "order_multiple", award.offer
        if award.surplus and not _is_small(award, offer, lot, rules):
            yield "surplus", award.offer
        for quarter, quantity in enumerate(award.quarters):
            bound = eligible_bound(lot.demand[quarter], offer.eligible_months[quarter], scale)
            if quantity < 0 or quantity * scale > bound:
                yield "eligibility", award.offer


def _is_small(award: Award, offer: Offer, lot: Lot, rules: AllocationRules) -> bool:
    """A surplus only finishes one conditioning, and stays within its share of the lot."""
    within = award.surplus <= lot.quantity * rules.maximum_surplus
    return 0 < award.surplus < offer.order_multiple and within


def _offer_rules(offers: dict[str, Offer], awards: Sequence[Award]) -> Iterator[tuple[str, str]]:
    totals: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO] * 4)
    for award in awards:
        for quarter, quantity in enumerate(award.made):
            totals[award.offer][quarter] += quantity
    for offer_id, quarters in totals.items():
        capacity = offers[offer_id].capacity
        if capacity is not None and any(q > c for q, c in zip(quarters, capacity, strict=True)):
            yield "capacity", offer_id
        reached = tier_reached(offers[offer_id].tiers, sum(quarters, ZERO))
        if any(award.price != reached.price for award in awards if award.offer == offer_id):
            yield "tier", offer_id


def _line_rules(
    component: Component, offers: dict[str, Offer], awards: Sequence[Award]
) -> Iterator[tuple[str, str]]:
    used: dict[tuple[str, int], Decimal] = defaultdict(lambda: ZERO)
    for award in awards:
        offer = offers[award.offer]
        if offer.line is not None:
            for quarter, quantity in enumerate(award.made):
                used[offer.line, quarter] += quantity * offer.consumption
    for line in component.lines:
        for quarter in range(4):
            capacity = line.capacity[quarter]
            if used[line.id, quarter] > capacity + SLACK * max(Decimal(1), capacity):
                yield "line", line.id


def _share_rules(
    lots: dict[str, Lot], offers: dict[str, Offer], awards: Sequence[Award], rules: AllocationRules
) -> Iterator[tuple[str, str]]:
    held: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for award in awards:
        held[award.lot, offers[award.offer].maker] += award.quantity
    for (lot, _), quantity in held.items():
        if quantity > lots[lot].quantity * rules.maximum_share:
            yield "share", lot
