"""Demand, minimum orders, whole conditionings, lawful periods, and the prices that totals reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from rakiza.engine.allocation.options import ceiling, eligible_bound, lawful_share
from rakiza.engine.allocation.pricing import PriceBook
from rakiza.engine.allocation.solution import Award
from rakiza.engine.allocation.values import Lot, Offer
from rakiza.engine.allocation.verification.book import Book, Broken, exceeds, spent

CEILING = "ceiling"


def demand(book: Book) -> Iterator[Broken]:
    """No period of a lot is supplied beyond its demand."""
    for lot, rest in book.rests.items():
        if any(quantity < 0 for quantity in rest.quarters):
            yield "demand", lot


def orders(book: Book) -> Iterator[Broken]:
    """Each award against the terms of its offer."""
    for award in book.awards:
        offer, lot = book.offer(award), book.lots[award.lot]
        if lot.id not in offer.lots:
            yield "offer", award.offer
        if award.ordered < offer.minimum_order:
            yield "minimum_order", award.offer
        if offer.order_multiple != 1 and award.ordered % offer.order_multiple:
            yield "order_multiple", award.offer
        if award.surplus and not _is_small(award, offer, lot, book):
            yield "surplus", award.offer
        if not _is_lawful(award, offer, lot, book):
            yield "eligibility", award.offer


def _is_small(award: Award, offer: Offer, lot: Lot, book: Book) -> bool:
    """A surplus only finishes one conditioning, and stays within its share of the lot."""
    within = award.surplus <= lot.quantity * book.rules.maximum_surplus
    return 0 < award.surplus < offer.order_multiple and within


def _is_lawful(award: Award, offer: Offer, lot: Lot, book: Book) -> bool:
    for period, quantity in enumerate(award.quarters):
        share = lawful_share(offer, period, book.component.period_months)
        if not 0 <= quantity * book.scale <= eligible_bound(lot.demand[period], share, book.scale):
            return False
    if not award.surplus or award.surplus_period is None:
        return True
    return lawful_share(offer, award.surplus_period, book.component.period_months) > 0


def prices(book: Book) -> Iterator[Broken]:
    """Each award is paid at what its totals reach, and never above what the preference allows."""
    ordered = {(award.lot, award.offer): award.ordered for award in book.awards}
    priced = PriceBook(book.component, ordered)
    shared: dict[tuple[str, str], list[Award]] = defaultdict(list)
    for award in book.awards:
        place = (award.lot, award.offer)
        if priced.averaged(place):
            shared[priced.scope(place)].append(award)
        elif award.price != priced.price(place) or award.amount is not None:
            yield "tier", award.offer
        limit = ceiling(book.lots[award.lot], book.rules)
        if limit is not None and exceeds(Fraction(award.spent), Fraction(limit * award.ordered)):
            yield CEILING, award.offer
    for scope, awards in shared.items():
        total = Fraction(priced.total_of(scope, [(award.lot, award.offer) for award in awards]))
        if exceeds(spent(awards), total) or exceeds(total, spent(awards)):
            yield "tier", scope[1]
