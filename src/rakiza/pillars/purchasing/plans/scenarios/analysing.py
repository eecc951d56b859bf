"""Analyses of a run: what is asked of the engine, and what is kept of its answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from rakiza.engine.allocation.highs import Stop, never
from rakiza.engine.allocation.values import Measure
from rakiza.engine.explanation.analyses import FRONT_GAP
from rakiza.engine.explanation.capacity import LineWorths, line_worths
from rakiza.engine.explanation.conflicts import Conflict, conflict_of
from rakiza.engine.explanation.fronts import Front, pareto_front
from rakiza.engine.explanation.lots import LotExplanation, explain_lot
from rakiza.engine.explanation.parts import Question
from rakiza.engine.explanation.pooling import Demands, Pooling, pool
from rakiza.engine.explanation.rule_prices import RulePrices, rule_prices
from rakiza.engine.planning.again import problem_again
from rakiza.engine.planning.plan import Plan as EnginePlan
from rakiza.engine.planning.rules import allocation_rules, named_in
from rakiza.pillars.purchasing.needs.knowledge import families
from rakiza.pillars.purchasing.plans.scenarios.enums import AnalysisKind

Step = Callable[[int, int], None]
FRONT_POINTS = 9
ZERO = Decimal(0)


Result = RulePrices | LineWorths | Pooling | Front | LotExplanation
KINDS: dict[str, type[Result]] = {
    AnalysisKind.RULES: RulePrices,
    AnalysisKind.LINES: LineWorths,
    AnalysisKind.POOLING: Pooling,
    AnalysisKind.FRONT_IMPORTS: Front,
    AnalysisKind.FRONT_VALUE_ADDED: Front,
    AnalysisKind.LOT: LotExplanation,
}


def analyse(
    plan: EnginePlan,
    kind: AnalysisKind,
    subject: str,
    progress: Step,
    stop: Stop = never,
    seconds: float | None = None,
) -> Result:
    """Return one analysis of a plan, partial where the end came first; KeyError: no lot of that code."""
    problem = problem_again(plan, families())
    rules = allocation_rules(plan.inputs.rules, named_in(problem))
    if kind in {AnalysisKind.FRONT_IMPORTS, AnalysisKind.FRONT_VALUE_ADDED}:
        measure = Measure.VALUE if kind == AnalysisKind.FRONT_IMPORTS else Measure.VALUE_ADDED
        loose = Question.of(problem, rules, gap=FRONT_GAP).until(stop, seconds)
        return pareto_front(problem, loose, points=FRONT_POINTS, measure=measure, progress=progress)
    question = Question.of(problem, rules).until(stop, seconds)
    asked: dict[str, Callable[[], Result]] = {
        AnalysisKind.RULES: lambda: rule_prices(question, progress),
        AnalysisKind.LINES: lambda: line_worths(question, progress),
        AnalysisKind.POOLING: partial(pool, question, demands_of(plan), progress=progress),
        AnalysisKind.LOT: partial(explain_lot, question, subject, progress=progress),
    }
    return asked[kind]()


def demands_of(plan: EnginePlan) -> Demands:
    """Return what each member asks of each lot, by quarter."""
    demands: dict[str, dict[str, tuple[Decimal, ...]]] = defaultdict(dict)
    for lot in plan.lots:
        for part in lot.contributions:
            held = demands[lot.id].get(part.member, (ZERO,) * len(part.quarters))
            demands[lot.id][part.member] = tuple(
                one + more for one, more in zip(held, part.quarters, strict=True)
            )
    return demands


def conflict_in(
    plan: EnginePlan, progress: Step, stop: Stop = never, seconds: float | None = None
) -> Conflict | None:
    """Return the rules that left no plan, None where they did; partial where the end came first."""
    problem = problem_again(plan, families())
    question = Question.of(problem, allocation_rules(plan.inputs.rules, named_in(problem))).until(
        stop, seconds
    )
    return conflict_of(problem, question, progress)
