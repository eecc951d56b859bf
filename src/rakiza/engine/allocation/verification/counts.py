"""How many makers serve what; lots that go whole, exclude or tie each other."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rakiza.engine.allocation.coupling import groups, in_scope
from rakiza.engine.allocation.options import source_least
from rakiza.engine.allocation.rules import Exclusive, MakerCount, SingleSource, Sources, Tied
from rakiza.engine.allocation.verification.book import Book, Broken, served


def sources(book: Book, rule: Sources) -> Iterator[Broken]:
    """Bounds of the number of makers of each lot that is supplied locally."""
    for lot in book.component.lots:
        awards = book.by_lot.get(lot.id)
        if not awards or not in_scope(lot, rule.scope):
            continue
        makers = book.by_maker(awards)
        least = source_least(lot.quantity, rule.least_share, book.scale)
        counted = sum(1 for own in makers.values() if served(own) * book.scale >= least)
        if counted < rule.minimum or (rule.maximum is not None and len(makers) > rule.maximum):
            yield rule.id, lot.id


def single_source(book: Book, rule: SingleSource) -> Iterator[Broken]:
    """A lot goes whole to one offer, or isn't supplied locally."""
    for lot in book.component.lots:
        awards = book.by_lot.get(lot.id)
        if awards and in_scope(lot, rule.scope):
            whole = len(awards) == 1 and served(awards) == Fraction(lot.quantity)
            if not whole:
                yield rule.id, lot.id


def maker_count(book: Book, rule: MakerCount) -> Iterator[Broken]:
    """At most so many makers serve a member, a family or the plan."""
    for name, lots in groups(book.component.lots, rule.scope, rule.per).items():
        if len(book.by_maker(book.of(lots))) > rule.maximum:
            yield rule.id, name


def exclusive(book: Book, rule: Exclusive) -> Iterator[Broken]:
    """No maker holds more than so many of the lots."""
    for maker, held in _held(book, rule.lots).items():
        if len(held) > rule.maximum:
            yield rule.id, maker


def tied(book: Book, rule: Tied) -> Iterator[Broken]:
    """A maker that serves one of the lots serves them all."""
    wanted = {lot for lot in rule.lots if lot in book.lots and book.lots[lot].quantity}
    for maker, held in _held(book, rule.lots).items():
        if held != wanted:
            yield rule.id, maker


def _held(book: Book, lots: tuple[str, ...]) -> dict[str, set[str]]:
    held: dict[str, set[str]] = {}
    for lot in lots:
        for award in book.by_lot.get(lot, ()):
            held.setdefault(book.maker(award), set()).add(lot)
    return dict(sorted(held.items()))
