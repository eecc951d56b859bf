"""Solve the parts of a problem within a time they share: the gap asked is the whole plan's, not each part's.

In a large plan nearly every part ends closer than asked, for its last step closed more than was needed. A few hard
ones need most of the time for the last hundredth of a percent. So every part is solved to a wider gap first, and goes
on to the gap asked only as long as prices close it quickly; only where the plan as a whole isn't near enough yet, parts
go on from what they have, the smaller ones first.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from rakiza.engine.allocation.best import Part, Sought
from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.highs import Solver, Stop
from rakiza.engine.allocation.part import solve_part
from rakiza.engine.allocation.rules import AllocationRules, goals_of
from rakiza.engine.allocation.solution import Status
from rakiza.engine.allocation.values import ZERO
from rakiza.engine.allocation.workers import LEAST_SECONDS, great_of, is_much, pairs, pays, solve_beside

WHOLE = 1_500  # offers of a part searched in one run: broken off, it took its time for next to nothing
SHARES = 4  # of the time left, that such a part may take
WIDER = 2.0  # times the gap asked, for each part of a large plan at first
Step = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Ignore progress."""


def solve_parts(
    found: Sequence[Component],
    sought: Sought,
    seconds: float,
    progress: Step,
    stop: Stop,
) -> list[Part]:
    """Return the answers of all parts, smaller ones first; together they are within the gap if time allows.

    `seconds`: for all parts.
    """
    rules = sought.rules
    ends = time.monotonic() + seconds
    ordered = sorted(found, key=lambda part: len(part.offers))
    if not _may_be_wider(ordered, rules):
        return _pass(ordered, sought, seconds, progress, stop)
    wider = replace(sought, rules=replace(rules, gap=rules.gap * WIDER), near=rules.gap)
    parts = _pass(ordered, wider, seconds, progress, stop)
    return go_on(found, sought, parts, ends - time.monotonic(), stop)


def go_on(
    found: Sequence[Component], sought: Sought, parts: Sequence[Part], seconds: float, stop: Stop
) -> list[Part]:
    """Return the answers of all parts once those that keep the whole from its gap went on from their own.

    `parts`: as `solve_parts` returns them. Without time for it, they're told to have had too little.
    """
    ordered = sorted(found, key=lambda part: len(part.offers))
    again = _to_go_on(parts, sought.rules)
    if not again:
        return list(parts)
    if seconds <= 0 or stop():
        return [
            replace(part, status=Status.TIME_LIMIT) if place in again else part
            for place, part in enumerate(parts)
        ]
    begun = [replace(ordered[place], start=parts[place].awards) for place in again]
    further = dict(zip(again, _pass(begun, sought, seconds, no_progress, stop), strict=True))
    return [
        _continued(part, further[place]) if place in further else part for place, part in enumerate(parts)
    ]


def _may_be_wider(ordered: Sequence[Component], rules: AllocationRules) -> bool:
    """Whether parts may stand at different gaps: many of them, none the greater half, and one goal."""
    return is_much(ordered) and great_of(ordered) is None and rules.gap > 0 and len(goals_of(rules)) == 1


def _to_go_on(parts: Sequence[Part], rules: AllocationRules) -> list[int]:
    """Return the places of the first parts that bring all within the gap once they are within it themselves.

    Smaller parts come first: what a hard one lacks is often found in easy ones for a tenth of the time.
    """
    if any(part.status in {Status.INFEASIBLE, Status.UNKNOWN} for part in parts):
        return []
    aim, gap = goals_of(rules)[0].aim, Decimal(str(rules.gap))
    beyond = [part.costs.of(aim) - part.bounds[0] - gap * part.costs.decided(aim) for part in parts]
    excess, again = sum(beyond, ZERO), []
    for place, own in enumerate(beyond):
        if excess > 0 and own > 0:
            again.append(place)
            excess -= own
    return again


def _continued(before: Part, after: Part) -> Part:
    """Return a part that went on from its own awards: what was proven before still holds."""
    least = zip(before.bounds, after.bounds, strict=True)
    bounds = tuple(max(bound, other) for bound, other in least)
    return replace(after, bounds=bounds, seconds=before.seconds + after.seconds, kept=before.kept)


def _pass(
    ordered: Sequence[Component],
    sought: Sought,
    seconds: float,
    progress: Step,
    stop: Stop,
) -> list[Part]:
    """Solve parts once and return them in the order given."""
    great = great_of(ordered)
    beside = [part for part in ordered if part is not great]
    if not pays(beside):
        return _one_by_one(ordered, sought, seconds, progress, stop)
    parts = _side_by_side(beside, great, sought, seconds, progress, stop)
    if great is not None:
        parts.insert(ordered.index(great), parts.pop())
    return parts


def _side_by_side(
    beside: Sequence[Component],
    great: Component | None,
    sought: Sought,
    seconds: float,
    progress: Step,
    stop: Stop,
) -> list[Part]:
    """Solve parts in processes, then the greatest one, which shares its own among them; it is returned last."""
    began = time.monotonic()
    last = [] if great is None else [great]
    count = len(beside) + len(last)
    done = itertools.count(1)
    given = seconds * sum(map(pairs, beside)) / sum(map(pairs, (*beside, *last)))
    parts = solve_beside(beside, sought, given, stop, lambda: progress(next(done), count))
    left = max(0.0, seconds - (time.monotonic() - began))

    def tell(over: int, _total: int) -> None:
        progress(len(beside) + over, count)

    return parts + _one_by_one(last, sought, left, tell, stop)


def _one_by_one(
    ordered: Sequence[Component],
    sought: Sought,
    seconds: float,
    progress: Step,
    stop: Stop,
) -> list[Part]:
    left = seconds
    weight = sum(len(part.offers) for part in ordered)
    solver = Solver(stop)
    parts = []
    for index, component in enumerate(ordered):
        shares = SHARES if len(component.offers) <= WHOLE else 1
        share = left * min(1.0, shares * len(component.offers) / weight) if weight else left
        share = max(share, min(left, LEAST_SECONDS))
        part = solve_part(component, sought, solver, 0.0 if stop() else share)
        left, weight = left - part.seconds, weight - len(component.offers)
        parts.append(part)
        progress(index + 1, len(ordered))
    return parts
