"""Capacity of offers and lines, and supply of raw materials."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from rakiza.engine.allocation.charges import line_use, material_use
from rakiza.engine.allocation.options import own_capacity
from rakiza.engine.allocation.values import ONE, ZERO
from rakiza.engine.allocation.verification.book import Book, Broken, exceeds


def capacities(book: Book) -> Iterator[Broken]:
    """No offer makes more in a period than it can."""
    made: dict[str, dict[int, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for award in book.awards:
        for period, quantity in enumerate(award.made):
            made[award.offer][period] += quantity
    for name, periods in made.items():
        offer = book.offers[name]
        maker = book.makers.get(offer.maker)
        own = own_capacity(offer, ONE if maker is None else maker.reliability)
        if own is not None and any(quantity > own[period] for period, quantity in periods.items()):
            yield "capacity", name


def lines(book: Book) -> Iterator[Broken]:
    """No line makes more in a period than a plan may count on."""
    use = line_use(book.component, book.awards)
    for line in book.component.lines:
        for period, capacity in enumerate(line.available):
            if exceeds(Fraction(use.get((line.id, period), ZERO)), Fraction(capacity)):
                yield "line", line.id


def materials(book: Book) -> Iterator[Broken]:
    """No more raw material is used in a period than can be had."""
    use = material_use(book.component, book.awards)
    for material in book.component.materials:
        for period, supply in enumerate(material.supply or ()):
            if exceeds(Fraction(use.get((material.id, period), ZERO)), Fraction(supply)):
                yield "material", material.id
