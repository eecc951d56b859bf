"""A plan of a front as rules: what a coordinator adopts when choosing a point of the curve."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from rakiza.engine.allocation import Measure, Per
from rakiza.engine.explanation.front import Point
from rakiza.engine.explanation.fronts import floor_of
from rakiza.engine.planning.added import AddedRule, Kind
from rakiza.engine.planning.values import Rules


def rules_at(rules: Rules, point: Point, measure: Measure) -> Rules | None:
    """Return the rules under which a point was the cheapest plan; None where its margin wasn't kept.

    `rules` are those of the run that the front is about. Its floor is a usual rule where it's of value,
    an added one where it's of value added.
    """
    if point.margin is None:
        return None
    held = replace(rules, preference_margin=point.margin, goals=())
    if point.ceiling is None:
        return held
    floor = floor_of(point.ceiling)
    if measure is Measure.VALUE:
        return replace(held, local_share_floor=max(held.local_share_floor, floor))
    added = AddedRule(_free(rules), Kind.LOCAL_SHARE, minimum=floor, per=Per.PLAN, measure=measure)
    return replace(held, added=(*held.added, added) if floor > Decimal(0) else held.added)


def _free(rules: Rules) -> str:
    used = {rule.id for rule in rules.added}
    return next(name for rank in range(1, len(used) + 2) if (name := f"r{rank}") not in used)
