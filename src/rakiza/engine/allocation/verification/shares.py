"""Shares, budgets and service levels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from rakiza.engine.allocation.charges import charges_of
from rakiza.engine.allocation.coupling import groups
from rakiza.engine.allocation.groups import belongs, value_added_rate
from rakiza.engine.allocation.rules import (
    MAXIMUM_SHARE,
    Budget,
    GroupShare,
    MakerShare,
    Served,
    Service,
)
from rakiza.engine.allocation.solution import Award
from rakiza.engine.allocation.values import Lot, Measure
from rakiza.engine.allocation.verification.book import Book, Broken, exceeds, served, shares_of, spent


def maximum_share(book: Book) -> Iterator[Broken]:
    """No maker holds more of a lot than its largest share."""
    most = book.rules.maximum_share
    for lot, awards in book.by_lot.items():
        for own in book.by_maker(awards).values():
            if served(own) > Fraction(book.lots[lot].quantity * most):
                yield MAXIMUM_SHARE, lot


def maker_share(book: Book, rule: MakerShare) -> Iterator[Broken]:
    """Bounds of any one maker's share."""
    for lots in groups(book.component.lots, rule.scope, rule.per).values():
        for maker, own in book.by_maker(book.of(lots)).items():
            if rule.makers and maker not in rule.makers:
                continue
            part, total = _measured(book, rule.measure, lots, own)
            if exceeds(part, Fraction(rule.maximum) * total) or exceeds(Fraction(rule.minimum) * total, part):
                yield rule.id, maker


def group_share(book: Book, rule: GroupShare) -> Iterator[Broken]:
    """Bounds of a group's share together."""
    for name, lots in groups(book.component.lots, rule.scope, rule.per).items():
        own = [
            award
            for award in book.of(lots)
            if belongs(rule, book.makers.get(book.maker(award)), book.offer(award), book.lots[award.lot])
        ]
        part, total = _measured(book, rule.measure, lots, own)
        if exceeds(part, Fraction(rule.maximum) * total) or exceeds(Fraction(rule.minimum) * total, part):
            yield rule.id, name


def _measured(
    book: Book, measure: Measure, lots: Sequence[Lot], own: Sequence[Award]
) -> tuple[Fraction, Fraction]:
    """Return the part that some awards have, and the whole it is a part of."""
    if measure is Measure.QUANTITY:
        return served(own), Fraction(sum(lot.quantity for lot in lots))
    total = spent(book.of(lots)) + book.imported(lots)
    if measure is Measure.VALUE:
        return spent(own), total
    added = (Fraction(award.spent) * value_added_rate(book.offer(award)) for award in own)
    return sum(added, Fraction(0)), total


def budget(book: Book, rule: Budget) -> Iterator[Broken]:
    """What a member, or the plan, spends."""
    total = Fraction(0)
    for lot in book.component.lots:
        share = Fraction(1) if rule.member is None else book.share_of(lot, rule.member)
        if share:
            total += share * book.money(lot)
    if rule.member is None:
        charges = charges_of(book.component, book.awards, book.rules)
        total += sum((Fraction(charge.amount) for charge in charges), Fraction(0))
    if exceeds(total, Fraction(rule.maximum)):
        yield rule.id, rule.member or ""


def service(book: Book, rule: Service) -> Iterator[Broken]:
    """The share of each region's demand that is served."""
    needed: dict[str, Fraction] = defaultdict(Fraction)
    given: dict[str, Fraction] = defaultdict(Fraction)
    for lot in book.component.lots:
        quantity = Fraction(lot.quantity)
        counted = served(book.by_lot.get(lot.id, ()))
        if rule.served is Served.COVERED and lot.fallback is not None:
            counted = quantity
        for name, share in shares_of(lot.regions).items():
            if not rule.regions or name in rule.regions:
                needed[name] += quantity * share
                given[name] += counted * share
    level = {name: given[name] / total for name, total in sorted(needed.items()) if total}
    for name, reached in level.items():
        if exceeds(Fraction(rule.minimum), reached):
            yield rule.id, name
    if rule.spread is not None and level:
        highest = max(level.values())
        for name, reached in level.items():
            if exceeds(highest - reached, Fraction(rule.spread)):
                yield rule.id, name
