"""What one more unit a month of a production line saves, and over which range: solved again each time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from rakiza.engine.allocation import Problem, Solution
from rakiza.engine.explanation.limits import Stopped
from rakiza.engine.explanation.parts import Question, Step, doubt, silent

ZERO = Decimal(0)
DOUBLINGS = 12
SAME = Decimal("0.01")  # slopes closer than this share are one


@dataclass(frozen=True, slots=True)
class LineWorth:
    """One line: what `units` more line units a month save in a year, a unit.

    The saving a unit holds up to `holds_to` units a month (tried), and no longer at `changes_at`
    (tried too; None where it never changed). `offers`: whose capacity it is.
    """

    line: str
    offers: tuple[str, ...]
    units: Decimal
    saving: Decimal
    holds_to: Decimal
    changes_at: Decimal | None
    significant: bool


@dataclass(frozen=True, slots=True)
class LineWorths:
    """The lines that more capacity would save money on, the most valuable unit first.

    `not_reached`: those that the end came before, be they full or not.
    """

    lines: tuple[LineWorth, ...]
    not_reached: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every line was looked at."""
        return not self.not_reached


def line_worths(question: Question, progress: Step = silent) -> LineWorths:
    """Return what more capacity on each full line saves, as far as the question's end allows."""
    parts = [part for part in question.parts() if part.lines or any(o.capacity for o in part.offers)]
    left = [line for part in parts for line in _limited(part)]
    found: list[LineWorth] = []
    try:
        for done, part in enumerate(parts):
            progress(done, len(parts))
            base = question.answer(part)
            full = _full(part, base)
            for line in _limited(part):
                tried = [_worth(question, part, base, line, users) for name, users in full if name == line]
                left.remove(line)
                found += [worth for worth in tried if worth is not None]
        progress(len(parts), len(parts))
    except Stopped:
        pass  # what is left says so
    return LineWorths(tuple(sorted(found, key=lambda one: (-one.saving, one.line))), tuple(left))


def _limited(part: Problem) -> list[str]:
    """Return the lines of a part, then its offers with a capacity of their own."""
    own = (one.id for one in part.offers if one.line is None and one.capacity is not None)
    return list(dict.fromkeys((*(line.id for line in part.lines), *own)))


def _full(part: Problem, base: Solution) -> list[tuple[str, tuple[str, ...]]]:
    """Return the lines, and the offers with a capacity of their own, that are full in some period."""
    used_lines: dict[str, list[Decimal]] = {line.id: [ZERO] * part.periods for line in part.lines}
    used_offers: dict[str, list[Decimal]] = {offer.id: [ZERO] * part.periods for offer in part.offers}
    offers = {offer.id: offer for offer in part.offers}
    for award in base.awards:
        offer = offers[award.offer]
        taken = {terms.lot: terms.consumption for terms in offer.terms}.get(award.lot) or offer.consumption
        for period, quantity in enumerate(award.made):
            used_offers[offer.id][period] += quantity
            if offer.line is not None:
                used_lines[offer.line][period] += quantity * taken
            for stage in offer.stages:
                used_lines[stage.id][period] += quantity * stage.quantity
    found: list[tuple[str, tuple[str, ...]]] = []
    for line in part.lines:
        users = [o for o in part.offers if o.line == line.id or any(s.id == line.id for s in o.stages)]
        most = max((o.consumption * max(o.order_multiple, Decimal(1)) for o in users), default=Decimal(1))
        if any(0 < have < use + most for have, use in zip(line.available, used_lines[line.id], strict=True)):
            found.append((line.id, tuple(offer.id for offer in users)))
    for offer in part.offers:
        if offer.line is None and offer.capacity is not None:
            room = max(offer.order_multiple, Decimal(1))
            used = used_offers[offer.id]
            if any(0 < have < use + room for have, use in zip(offer.capacity, used, strict=True)):
                found.append((offer.id, (offer.id,)))
    return found


def _worth(
    question: Question, part: Problem, base: Solution, line: str, offers: tuple[str, ...]
) -> LineWorth | None:
    def saving(units: Decimal) -> tuple[Decimal, Decimal]:
        more = question.answer(widened(part, line, offers, units))
        return base.objective - more.objective, doubt(base, more)

    units = max(
        (offer.order_multiple * offer.consumption for offer in part.offers if offer.id in offers),
        default=Decimal(1),
    )
    first, unsure = saving(units)
    if first <= unsure:
        return None
    slope = first / units
    holds, changes, tried = units, None, units
    for _ in range(DOUBLINGS):
        tried *= 2
        more, unsure = saving(tried)
        if abs(more - slope * tried) > max(SAME * slope * tried, unsure):
            changes = tried
            break
        holds = tried
    return LineWorth(line, offers, units, slope, holds, changes, significant=first > unsure)


def widened(part: Problem, line: str, offers: tuple[str, ...], units: Decimal) -> Problem:
    """Return the part with `units` more a month on a line, and in the own capacities of its offers."""
    more = units * part.period_months
    lines = tuple(
        replace(one, capacity=tuple(have + more for have in one.capacity)) if one.id == line else one
        for one in part.lines
    )
    wider = tuple(
        replace(one, capacity=tuple(have + more for have in one.capacity))
        if one.id in offers and one.capacity is not None
        else one
        for one in part.offers
    )
    return replace(part, lines=lines, offers=wider)
