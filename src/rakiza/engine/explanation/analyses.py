"""Every analysis of a problem in one call under one end, and the document that says what was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import Any

from rakiza.engine.allocation import AllocationRules, Lot, Problem
from rakiza.engine.allocation.format.writer import document_of
from rakiza.engine.allocation.hashing import input_hash
from rakiza.engine.allocation.highs import Stop, never
from rakiza.engine.explanation.capacity import LineWorths, line_worths
from rakiza.engine.explanation.conflicts import Conflict, conflict_of
from rakiza.engine.explanation.every_lot import LotExplanations, explain_lots
from rakiza.engine.explanation.fronts import Front, pareto_front
from rakiza.engine.explanation.lots import LotExplanation
from rakiza.engine.explanation.parts import Question, Step
from rakiza.engine.explanation.pooling import GRAIN, Demands, Pooling, Quarters, pool
from rakiza.engine.explanation.rule_prices import RulePrices, rule_prices
from rakiza.engine.explanation.told import changes_of
from rakiza.engine.reasons import Reason

FORMAT = "rakiza-plan-analyses/1"
WORDS = "words"
FRONT_GAP = 1e-4  # the whole plan at each point: a part's tightness would take too long
ZERO = Decimal(0)


class Kind(StrEnum):
    """What may be asked about a problem."""

    RULES = "rules"
    LINES = "lines"
    POOLING = "pooling"
    FRONT = "front"
    LOTS = "lots"
    CONFLICT = "conflict"


OF_A_PLAN = (Kind.RULES, Kind.LINES, Kind.POOLING, Kind.FRONT)
BY_NAME = (Kind.LOTS,)  # of a plan too, but only where asked for: tens of problems a lot
OF_NO_PLAN = (Kind.CONFLICT,)
Result = RulePrices | LineWorths | Pooling | Front | LotExplanations | Conflict
Say = Callable[[Reason], str]
Told = Callable[[Kind, int, int], None]


def untold(kind: Kind, done: int, total: int) -> None:
    """Ignore progress."""


def analyse(
    problem: Problem,
    rules: AllocationRules,
    kinds: Sequence[Kind],
    *,
    lots: Sequence[str] = (),
    stop: Stop = never,
    seconds: float | None = None,
    progress: Told = untold,
) -> dict[Kind, Result | None]:
    """Return the answers in the order asked; once the end comes, what was found, the rest not reached.

    `seconds` is shared: what one analysis leaves goes to the next. `lots`: those to be explained, every
    one where none is named; KeyError for one that the problem hasn't. A conflict is None where the rules
    leave a plan.
    """
    question = Question.of(problem, rules).until(stop, seconds)
    loose = Question.of(problem, rules, gap=FRONT_GAP).until(question.stop)

    def told(kind: Kind) -> Step:
        return lambda done, total: progress(kind, done, total)

    asked: Mapping[Kind, Callable[[Step], Result | None]] = {
        Kind.RULES: lambda step: rule_prices(question, step),
        Kind.LINES: lambda step: line_worths(question, step),
        Kind.POOLING: lambda step: pool(question, demands_of(problem), progress=step),
        Kind.FRONT: lambda step: pareto_front(problem, loose, progress=step),
        Kind.LOTS: lambda step: explain_lots(question, lots, step),
        Kind.CONFLICT: lambda step: conflict_of(problem, question, step),
    }
    return {kind: asked[kind](told(kind)) for kind in kinds}


def demands_of(problem: Problem) -> Demands:
    """Return what each member asks of each lot: the lot's demand in proportion, in thousandths."""
    return {lot.id: _split(lot) for lot in problem.lots}


def _split(lot: Lot) -> dict[str, Quarters]:
    """Split a demand among members; the last one bears what rounding leaves."""
    whole = sum((one.quantity for one in lot.members), ZERO)
    members = [one for one in lot.members if one.quantity]
    found: dict[str, Quarters] = {}
    left = list(lot.demand)
    for one in members:
        mine = [(have * one.quantity / whole).quantize(GRAIN, ROUND_DOWN) for have in lot.demand]
        found[one.id] = tuple(mine if one is not members[-1] else left)
        left = [have - taken for have, taken in zip(left, mine, strict=True)]
    return found


def analyses_document(
    problem: Problem, rules: AllocationRules, found: Mapping[Kind, Result | None], say: Say | None = None
) -> dict[str, Any]:
    """Return answers as an object of JSON; `complete` says of each, and of all, whether it is whole.

    `say` turns a reason into words: each lot, and each offer that didn't win it, has them beside its
    figures, or none where there is no `say`.
    """
    told = {kind.value: _told(one, say) for kind, one in found.items()}
    return {
        "format": FORMAT,
        "input_hash": input_hash(problem, rules),
        "complete": all(one["complete"] for one in told.values()),
        "analyses": told,
    }


def _told(one: Result | None, say: Say | None) -> dict[str, Any]:
    """Write an answer whole; where the rules leave a plan, as a conflict of none of them."""
    if isinstance(one, LotExplanations):
        lots = [_lot_told(lot, say) for lot in one.lots]
        return {"complete": one.complete, "lots": lots, "not_reached": list(one.not_reached)}
    one = one or Conflict((), ())
    return {"complete": one.complete, **document_of(one, whole=True)}


def _lot_told(one: LotExplanation, say: Say | None) -> dict[str, Any]:
    said = document_of(one, whole=True)
    rivals = [
        {**rival, WORDS: _words(changes_of(held), say)}
        for rival, held in zip(said["rivals"], one.rivals, strict=True)
    ]
    return {**said, "rivals": rivals, WORDS: _words(one.reasons, say)}


def _words(reasons: Sequence[Reason], say: Say | None) -> list[str]:
    return [] if say is None else [say(one) for one in reasons]
