"""The front of cost and dependence, or of cost and local value added, of a whole problem."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

from rakiza.engine.allocation import Aim, Goal, Group, GroupShare, Per, Problem, Solution
from rakiza.engine.allocation.values import Measure
from rakiza.engine.explanation.front import Point, spread, undominated
from rakiza.engine.explanation.limits import Stopped
from rakiza.engine.explanation.parts import Question, Step, has_plan, silent

ONE = Decimal(1)
SHARE = Decimal("0.000001")
FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Front:
    """Undominated plans, cheapest first.

    `other` of a point is a share of what is spent: imported value, or value that isn't added here,
    as `measure` says. `not_reached`: what the end came before: `margin N` of the smaller preference
    margins, `least` for the end of least dependence, `point N` of those spread up to it (0: the
    cheapest). No plan of them was solved, so a point that is here may yet be dominated by one.
    """

    measure: Measure
    points: tuple[Point, ...]
    not_reached: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every plan was solved."""
        return not self.not_reached


def pareto_front(
    problem: Problem,
    question: Question,
    *,
    points: int = 9,
    measure: Measure = Measure.VALUE,
    progress: Step = silent,
) -> Front:
    """Return the front in one call: at most `points` plans, the one of least dependence among them.

    The preference margin makes the plan dearer than the cheapest that it allows: margins from none to
    the whole one are tried first, then floors of local supply above what the whole one gives. As far as
    the question's end allows.
    """
    rules = question.rules
    margins = (
        [rules.preference_margin * rank / (points // 3) for rank in range(points // 3)]
        if rules.preference_margin
        else []
    )
    count = max(1, points - len(margins))
    left = [f"margin {rank}" for rank in range(len(margins))]
    left += ["least", *(f"point {rank}" for rank in range(max(2, count)))]
    total = len(left)
    found: list[Point] = []

    def step() -> None:
        progress(total - len(left), total)

    def solved(ceiling: Decimal | None) -> Point | None:
        step()
        bound = rules
        if ceiling is not None:
            kept = GroupShare(FLOOR, Group.ALL, minimum=floor_of(ceiling), per=Per.PLAN, measure=measure)
            bound = replace(rules, rules=(*rules.rules, kept), goals=(Goal(),))
        solution = question.answer(problem, replace(bound, goals=(Goal(),)))
        del left[:1]
        return point(solution, measure, rules.preference_margin, ceiling) if has_plan(solution) else None

    try:
        for margin in margins:
            step()
            found += _preferred(problem, question, margin, measure)
            del left[:1]
        step()
        best = question.answer(problem, replace(rules, goals=(Goal(_AIMS[measure]), Goal())))
        del left[:1]
    except Stopped:
        return Front(measure, undominated(found), tuple(left))
    least = dependence(best, measure) if has_plan(best) else ONE
    reached = spread(solved, least, count)
    missing = tuple(f"point {rank}" for rank in reached.not_reached)
    if not missing:
        progress(total, total)
    return Front(measure, undominated([*found, *reached.points]), missing)


def _preferred(problem: Problem, question: Question, margin: Decimal, measure: Measure) -> list[Point]:
    """Return the plan under a smaller preference margin: one that the whole margin allows as well."""
    rules = replace(question.rules, preference_margin=margin, goals=(Goal(),))
    solution = question.answer(problem, rules)
    return [point(solution, measure, margin)] if has_plan(solution) else []


_AIMS = {Measure.VALUE: Aim.IMPORTS, Measure.VALUE_ADDED: Aim.VALUE_ADDED}


def point(solution: Solution, measure: Measure, margin: Decimal, ceiling: Decimal | None = None) -> Point:
    """Return what a plan is on the front."""
    return Point(solution.cost, dependence(solution, measure), solution.gap, ceiling, margin)


def floor_of(ceiling: Decimal) -> Decimal:
    """Return the share kept here that holds the rest under a ceiling."""
    return min(ONE, (ONE - ceiling).quantize(SHARE, ROUND_CEILING))


def dependence(solution: Solution, measure: Measure) -> Decimal:
    """Return the share of the money that is imported, or that isn't value added here."""
    if not solution.cost:
        return Decimal(0)
    if measure is Measure.VALUE_ADDED:
        return (ONE - solution.value_added / solution.cost).quantize(SHARE, ROUND_CEILING)
    return (solution.import_value / solution.cost).quantize(SHARE, ROUND_CEILING)
