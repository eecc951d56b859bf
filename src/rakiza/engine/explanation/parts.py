"""The part of a problem that a question touches, solved again tightly enough to compare."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal

from rakiza.engine.allocation import NO_PLAN, AllocationRules, Problem, Solution, Status
from rakiza.engine.allocation.checks import check
from rakiza.engine.allocation.components import Component, components
from rakiza.engine.allocation.highs import Stop, never
from rakiza.engine.allocation.penalty import uncovered_penalty
from rakiza.engine.allocation.solve import solve_again
from rakiza.engine.explanation.limits import Clock, Stopped, monotonic, stop_after

TIGHT = 1e-6  # relative gap of a part whose costs are compared
LESS = 2  # times the dearest price: cover still wins, and the proof is told five times finer
ZERO = Decimal(0)
CONCLUSIVE = frozenset({Status.OPTIMAL, Status.INFEASIBLE})  # what a stop can't have spoilt
Solve = Callable[..., Solution]  # the problem, its rules, and `stop`
Step = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """Ignore progress."""


@dataclass(frozen=True, slots=True)
class Question:
    """A problem and its rules, to be asked about; `gap` is that of every solve.

    The penalty of what stays open is fixed once for each part, whatever is changed in it, so that its
    plans compare; no larger than the part needs, for the gap is relative.
    """

    problem: Problem
    rules: AllocationRules
    solve: Solve = field(default=solve_again)
    stop: Stop = field(default=never, repr=False, compare=False)
    _penalties: dict[str, Decimal] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, problem: Problem, rules: AllocationRules, gap: float = TIGHT) -> Question:
        """Return the question with its rules tightened; ProblemError for a malformed problem."""
        check(problem, rules)
        question = cls(problem, replace(rules, gap=min(gap, rules.gap)))
        for part in question.parts():
            penalty = uncovered_penalty(part, rules, LESS)
            question._penalties.update((lot.id, penalty) for lot in part.lots)
        return question

    def until(self, stop: Stop = never, seconds: float | None = None, clock: Clock = monotonic) -> Question:
        """Return the question with an end: once `stop()` says yes, or after so many seconds from now.

        An analysis of it then returns what it found by then, and names what it didn't reach. ValueError
        where `seconds` isn't a number.
        """
        return replace(self, stop=stop_after(stop, seconds, clock))

    def parts(self) -> tuple[Problem, ...]:
        """Return the parts that share nothing under the rules."""
        return tuple(problem_of(part) for part in components(self.problem, self.rules))

    def around(self, lot: str) -> Problem:
        """Return the part that holds a lot; KeyError where there is none."""
        for part in self.parts():
            if any(one.id == lot for one in part.lots):
                return part
        raise KeyError(lot)

    def answer(self, part: Problem, rules: AllocationRules | None = None) -> Solution:
        """Solve a part, or several together, changed or not; Stopped where the end came first.

        A plan that a stop cut short isn't compared with others: it is no answer.
        """
        if self.stop():
            raise Stopped
        penalty = max((self._penalties[lot.id] for lot in part.lots), default=Decimal(1))
        asked = replace(rules or self.rules, uncovered_penalty=penalty)
        solution = self.solve(part, asked, stop=self.stop)
        if solution.status not in CONCLUSIVE and self.stop():
            raise Stopped
        return solution


def problem_of(part: Component) -> Problem:
    """Return a component as a problem of its own."""
    return Problem(**{one.name: getattr(part, one.name) for one in fields(Problem)})


def has_plan(solution: Solution) -> bool:
    """Tell whether a plan that obeys the rules was found."""
    return solution.status not in NO_PLAN


def doubt(*solutions: Solution) -> Decimal:
    """Return what the proofs leave open together: a smaller difference isn't significant."""
    return sum((abs(one.objective - one.bound) for one in solutions), ZERO)


@dataclass(frozen=True, slots=True)
class Totals:
    """What plans of several parts come to. `imports`: at their true price; `open`: units without any."""

    cost: Decimal = ZERO
    imports: Decimal = ZERO
    open: Decimal = ZERO
    value_added: Decimal = ZERO
    doubt: Decimal = ZERO


def totals(solutions: Iterable[Solution]) -> Totals:
    """Add up what solutions come to."""
    cost, imports, left, added, unsure = ZERO, ZERO, ZERO, ZERO, ZERO
    for one in solutions:
        cost += one.cost
        added += one.value_added
        unsure += doubt(one)
        for rest in one.remainders:
            quantity = sum(rest.quarters, ZERO)
            if rest.import_price is None:
                left += quantity
            else:
                imports += quantity * rest.import_price
    return Totals(cost, imports, left, added, unsure)
