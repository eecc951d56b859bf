"""Solve an allocation problem: components, exact models, exact checks, one proven gap."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from rakiza.engine.allocation.best import Part, Sought
from rakiza.engine.allocation.checks import check
from rakiza.engine.allocation.components import Component, components, whole
from rakiza.engine.allocation.costs import share_base
from rakiza.engine.allocation.coupling import is_coupling, joins
from rakiza.engine.allocation.hashing import input_hash
from rakiza.engine.allocation.highs import Stop, never
from rakiza.engine.allocation.passes import Step, go_on, no_progress, solve_parts
from rakiza.engine.allocation.penalty import uncovered_penalty
from rakiza.engine.allocation.rules import Aim, AllocationRules, Goal, goals_of
from rakiza.engine.allocation.scale.allowed import processes_allowed
from rakiza.engine.allocation.solution import Award, GoalResult, Solution, StartUse, Status
from rakiza.engine.allocation.start import with_start
from rakiza.engine.allocation.values import DIGITS, ZERO, Problem
from rakiza.engine.allocation.verification import broken_rules

LOOSE = 0.7  # of the time, for what may do without the rules that join parts


def solve(
    problem: Problem,
    rules: AllocationRules,
    progress: Step = no_progress,
    stop: Stop = never,
    processes: int = 1,
    start: Sequence[Award] = (),
) -> Solution:
    """Return the awards that are best for the rules' goals, with a proven bound.

    Deterministic: the same problem in any order gives the same solution (parts are sorted by
    identifier; of equally cheap offers the first identifier wins). Raises ProblemError for a
    malformed problem. `rules.time_limit_seconds` is shared by size, small components first; what
    one leaves goes to the next, and a component out of time keeps its best plan, with its gap.
    `progress(done, total)` is called for each component. `stop()` is asked all the while: once it
    says yes, the best plan so far is returned with its gap. `processes`: how many may work side by
    side; more than one only from a main module that may be imported again (see `workers`). `start`:
    awards to begin from, such as the last plan's; where they still obey the rules the plan is no
    worse than they are, and what doesn't fit is left out (`Solution.start` says how much).
    """
    began = time.monotonic()
    with localcontext(prec=DIGITS), processes_allowed(processes):
        check(problem, rules)
        return _solve(problem, rules, progress, stop, start, began)


def solve_again(problem: Problem, rules: AllocationRules, stop: Stop = never) -> Solution:
    """Solve what is taken from a problem that was checked: rules may name what isn't in it any more."""
    with localcontext(prec=DIGITS), processes_allowed(1):
        return _solve(problem, rules, no_progress, stop, (), time.monotonic())


def _solve(
    problem: Problem,
    rules: AllocationRules,
    progress: Step,
    stop: Stop,
    start: Sequence[Award],
    began: float,
) -> Solution:
    """Solve within the time that is left since `began`: what is read, checked and hashed counts."""
    asked = input_hash(problem, rules)
    penalty = uncovered_penalty(problem, rules)

    def divided(rules: AllocationRules) -> tuple[Component, ...]:
        return with_start(components(problem, rules), start)

    def left() -> float:
        return max(0.0, rules.time_limit_seconds - (time.monotonic() - began))

    apart = _apart(problem, rules, penalty, divided, left() * LOOSE, (progress, stop))
    apart = _further(problem, rules, apart, left(), stop)
    parts, least = apart.parts, apart.least
    if parts is None:
        parts = solve_parts(divided(rules), Sought(rules, penalty), left(), progress, stop)
    together = _together(parts, rules, least, stopped=stop())
    return replace(
        together,
        input_hash=asked,
        start=StartUse(len(start), sum(part.kept for part in parts)) if start else None,
        seconds=time.monotonic() - began,
    )


@dataclass(frozen=True, slots=True)
class _Apart:
    """Parts solved without the rules that join them, None where these don't hold; `least`: their bound.

    `found`, `sought`: what they answer.
    """

    parts: list[Part] | None = None
    least: Decimal | None = None
    found: tuple[Component, ...] = ()
    sought: Sought | None = None


def _apart(
    problem: Problem,
    rules: AllocationRules,
    penalty: Decimal,
    divided: Callable[[AllocationRules], tuple[Component, ...]],
    seconds: float,
    told: tuple[Step, Stop],
) -> _Apart:
    """Solve without the rules that join parts; where these hold all the same, nothing is lost.

    What the parts cost at least holds with more rules too, whether the plan does or not.
    """
    loose = _without_joining(problem, rules)
    if len(loose.rules) == len(rules.rules):
        return _Apart()
    found, sought = divided(loose), Sought(loose, penalty)
    parts = solve_parts(found, sought, seconds, *told)
    if any(part.status in {Status.INFEASIBLE, Status.UNKNOWN} for part in parts):
        return _Apart()
    held = not broken_rules(whole(problem), _awards(parts), rules)
    return _Apart(parts if held else None, _least(parts), found, sought)


def _further(problem: Problem, rules: AllocationRules, apart: _Apart, seconds: float, stop: Stop) -> _Apart:
    """Spend the time that was kept for the rules that join parts, where these hold, on what the gap still lacks."""
    if apart.parts is None or apart.sought is None or len(goals_of(rules)) > 1:
        return apart
    parts = go_on(apart.found, apart.sought, apart.parts, seconds, stop)
    held = not broken_rules(whole(problem), _awards(parts), rules)
    return replace(apart, parts=parts if held else apart.parts, least=_least(parts))


def _least(parts: Sequence[Part]) -> Decimal:
    return sum((part.bounds[0] for part in parts), ZERO)


def _without_joining(problem: Problem, rules: AllocationRules) -> AllocationRules:
    """Leave out the rules that look at several parts together: parts as they are without any such rule."""
    if not rules.rules:
        return rules
    apart = replace(rules, rules=tuple(rule for rule in rules.rules if not is_coupling(rule)))
    found = components(problem, apart)
    part_of = {lot.id: place for place, part in enumerate(found) for lot in part.lots}
    lots = problem.lots
    return replace(rules, rules=tuple(rule for rule in rules.rules if not joins(lots, rule, part_of)))


def _awards(parts: Sequence[Part]) -> tuple[Award, ...]:
    awards = (award for part in parts for award in part.awards)
    return tuple(sorted(awards, key=lambda award: (award.lot, award.offer)))


def _together(
    parts: Sequence[Part], rules: AllocationRules, least: Decimal | None, *, stopped: bool
) -> Solution:
    known = (least, *(None for _ in goals_of(rules)[1:]))
    goals = tuple(
        _goal(parts, index, goal, least)
        for index, (goal, least) in enumerate(zip(goals_of(rules), known, strict=True))
    )
    first = goals[0]
    rests = (rest for part in parts for rest in part.remainders)
    missing = (item for part in parts for item in part.costs.missing_sources)
    charges = (charge for part in parts for charge in part.costs.charges)
    return Solution(
        awards=_awards(parts),
        remainders=tuple(sorted(rests, key=lambda rest: rest.lot)),
        objective=first.value,
        bound=first.bound,
        gap=first.gap,
        status=_status(parts, first.gap, rules, stopped=stopped),
        components=len(parts),
        cost=sum((part.costs.spent for part in parts), ZERO),
        penalties=sum((part.costs.penalties for part in parts), ZERO),
        missing_sources=tuple(sorted(missing)),
        charges=tuple(sorted(charges, key=lambda charge: (charge.kind, charge.id, charge.period or 0))),
        goals=goals,
        value_added=sum((part.costs.value_added for part in parts), ZERO),
        import_value=sum((part.costs.imports for part in parts), ZERO),
    )


def _goal(parts: Sequence[Part], index: int, goal: Goal, least: Decimal | None) -> GoalResult:
    """Add up a goal; `least` is a bound known for all parts together."""
    value = sum((part.costs.of(goal.aim) for part in parts), ZERO)
    bound = sum((part.bounds[index] for part in parts), ZERO)
    bound = min(value, bound if least is None else max(bound, least))
    penalties = sum((part.costs.penalties for part in parts), ZERO) if goal.aim is Aim.COST else ZERO
    of = share_base(value, penalties)
    return GoalResult(goal.aim, value, bound, float((value - bound) / of) if of else float(value - bound))


def _status(parts: Sequence[Part], gap: float, rules: AllocationRules, *, stopped: bool) -> Status:
    statuses = {part.status for part in parts}
    for worst in (Status.INFEASIBLE, Status.UNKNOWN):
        if worst in statuses:
            return worst
    if statuses <= {Status.OPTIMAL} or (gap <= rules.gap and len(goals_of(rules)) == 1):
        return Status.OPTIMAL
    return Status.INTERRUPTED if stopped else Status.TIME_LIMIT
