"""What one more unit a month of a production line saves, and over which range: solved again each time."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.allocation import Problem, Solution
from rakiza.engine.explanation.changes import lines_of, widened
from rakiza.engine.explanation.limits import Stopped
from rakiza.engine.explanation.parts import Question, Step, doubt, silent, totals
from rakiza.engine.explanation.usage import room

ZERO = Decimal(0)
DOUBLINGS = 12
SAME = Decimal("0.01")  # slopes closer than this share are one


@dataclass(frozen=True, slots=True)
class LineWorth:
    """One line: what `units` more line units a month save in a year, a unit.

    `saving` is money really spent, imports at their true price: negative where the plan then buys here,
    as its rules prefer, what was cheaper to import or wasn't supplied at all. `imports`: money of
    imports less; `open_units`: units more that are supplied of lots without any price. All three hold,
    a unit, up to `holds_to` units a month (tried), and no longer at `changes_at` (tried too; None where
    they never changed). `offers`: whose capacity it is. `significant` is false where money, imports and
    open units change by less than the proofs leave open.
    """

    line: str
    offers: tuple[str, ...]
    units: Decimal
    saving: Decimal
    holds_to: Decimal
    changes_at: Decimal | None
    significant: bool
    imports: Decimal = ZERO
    open_units: Decimal = ZERO


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
    left, periods = room(part, base), range(part.periods)
    found: list[tuple[str, tuple[str, ...]]] = []
    for line in part.lines:
        users = [offer for offer in part.offers if line.id in lines_of(offer)]
        open_in = [period for period in periods if line.available[period] > 0]
        if any(left.is_full_line(offer, line.id, period) for offer in users for period in open_in):
            found.append((line.id, tuple(offer.id for offer in users)))
    for offer in part.offers:
        if offer.line is None and offer.capacity is not None:
            open_in = [period for period in periods if offer.capacity[period] > 0]
            if any(left.is_full(offer, period) for period in open_in):
                found.append((offer.id, (offer.id,)))
    return found


@dataclass(frozen=True, slots=True)
class _Gain:
    """What some more units change: the aim of the plan, money, imports, open units; `doubt` of all."""

    aim: Decimal
    cost: Decimal
    imports: Decimal
    open: Decimal
    doubt: Decimal

    def is_as(self, other: _Gain, times: Decimal) -> bool:
        """Tell whether it is `times` another, as near as slopes are told apart."""
        pairs = ((self.aim, other.aim), (self.cost, other.cost))
        money = all(
            abs(one - times * few) <= max(SAME * abs(times * few), self.doubt, times * other.doubt)
            for one, few in pairs
        )
        return money and abs(self.open - times * other.open) <= SAME * abs(times * other.open)


def _gain(before: Solution, after: Solution) -> _Gain:
    was, then = (totals([one]) for one in (before, after))
    return _Gain(
        before.objective - after.objective,
        was.cost - then.cost,
        was.imports - then.imports,
        was.open - then.open,
        doubt(before, after),
    )


def _worth(
    question: Question, part: Problem, base: Solution, line: str, offers: tuple[str, ...]
) -> LineWorth | None:
    def gain(units: Decimal) -> _Gain:
        return _gain(base, question.answer(widened(part, line, offers, units)))

    units = max(
        (offer.order_multiple * offer.consumption for offer in part.offers if offer.id in offers),
        default=Decimal(1),
    )
    first = gain(units)
    if first.aim <= first.doubt:
        return None
    holds, changes, tried = units, None, units
    for _ in range(DOUBLINGS):
        tried *= 2
        if not gain(tried).is_as(first, tried / units):
            changes = tried
            break
        holds = tried
    while changes is not None and changes - holds > max(units, holds / 8):
        middle = units * ((holds + changes) / units // 2)
        if gain(middle).is_as(first, middle / units):
            holds = middle
        else:
            changes = middle
    return LineWorth(
        line,
        offers,
        units,
        first.cost / units,
        holds,
        changes,
        significant=abs(first.cost) > first.doubt or abs(first.imports) > first.doubt or first.open != 0,
        imports=first.imports / units,
        open_units=first.open / units,
    )
