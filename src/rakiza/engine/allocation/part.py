"""Solve one part of a problem: goal after goal, in whole units, checked exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_FLOOR, Context, Decimal

from rakiza.engine.allocation.aims import cost_vector
from rakiza.engine.allocation.best import EXACT, Best, Part, Plan, Sought
from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.cuts.minimise import minimise
from rakiza.engine.allocation.highs import Answer, Demand, Solver, never
from rakiza.engine.allocation.model import INFINITY, TIE_TOTAL, Model, OutOfTimeError, compile_component
from rakiza.engine.allocation.reading import awards_of
from rakiza.engine.allocation.rules import Aim, Goal
from rakiza.engine.allocation.scale.choose import LARGE
from rakiza.engine.allocation.start import columns_of
from rakiza.engine.allocation.values import ZERO

WHOLE = 1e-5  # how far from a whole number a solved quantity may stand
HELD = 1e-7  # relative: how closely an earlier goal is held
BEGINNING = 0.2  # of the time, at most, to find where a plan to begin from stands in the model
FINEST = 1e-9  # relative: no gap smaller than this is asked of a solver
FEW = 300  # options of which a model is written in no time
MODEL = 4.0  # times what finding the options took, to write a model of them and to load it
SIGNIFICANT = Context(prec=15, rounding=ROUND_FLOOR)  # what a bound in floating point can say


def solve_part(component: Component, sought: Sought, solver: Solver, seconds: float) -> Part:
    """Return the best plan of one component within the seconds given.

    Where they are too short for a model, one is made at once.
    """
    best = Best(component, sought, seconds, solver.stopped)
    hurried = len(best.choices.options) > FEW and best.left <= MODEL * best.spent
    best.begin()
    if not best.choices.options and best.plan is not None:
        best.prove_nothing()
    elif hurried or not _is_searched(best, solver):
        best.leave()
    if best.is_poor():
        best.take_greedy()
    return best.told()


def _is_searched(best: Best, solver: Solver) -> bool:
    """Search with a model; False where there was no time to write it."""
    late = best.late if len(best.choices.options) > FEW else never
    try:
        model = compile_component(best.component, best.rules, best.sought.penalty, best.choices, late)
    except OutOfTimeError:
        return False
    _Search(best, model, solver).run()
    return True


class _Search:
    """One component on its way to a plan, goal after goal."""

    def __init__(self, best: Best, model: Model, solver: Solver) -> None:
        self._best, self._model, self._solver = best, model, solver
        gap, near = best.rules.gap, best.sought.near
        share = best.cover.money_share if best.aim is Aim.COST else 1.0
        self._gap = max(gap * share, min(gap, FINEST))
        self._nearer = None if near is None else max(near * share, min(near, FINEST))
        self._goals = best.goals
        self._supply = model.quantities

    def run(self) -> None:
        """Pursue each goal in turn."""
        if self._best.component.start:
            self._begin()
        self._pursue_all()

    def _begin(self) -> None:
        """Look for columns that say what the start does, for the search to begin from."""
        best = self._best
        seconds = best.left * BEGINNING
        if seconds > 0.0:
            for columns in columns_of(self._model, seconds, self._solver.stopped):
                awards = awards_of(self._model, columns)
                if best.is_lawful(awards):
                    best.take_start(Plan(awards, columns))
                    break
        if best.begun is None:
            best.salvage_start()

    def _pursue_all(self) -> None:
        for index, goal in enumerate(self._goals):
            answer = self._pursue(index, goal)
            if index == 0 and answer.proven and self._narrowed():
                answer = self._pursue(index, goal)
            self._best.proven = self._best.proven and answer.proven
            if answer.infeasible and index == 0 and self._best.begun is None:
                self._best.infeasible = True
                return
            if self._best.plan is None or self._best.plan.columns is None:
                return
            if index + 1 < len(self._goals):
                self._hold(index, goal)

    def _narrowed(self) -> bool:
        """Ask for a smaller gap where more of the plan is penalty than any one lot made expect.

        What capacity that lots share leaves open is only known from a plan.
        """
        aim = self._goals[0].aim
        if self._best.plan is None or self._best.left <= 0.0 or not self._gap:
            return False
        costs = self._best.costs(self._best.plan.awards)
        if self._best.is_near(self._best.bounds[0], costs):
            return False
        narrower = max(self._best.rules.gap * float(costs.decided(aim) / abs(costs.of(aim))), FINEST)
        if narrower >= self._gap:
            return False
        self._nearer = None if self._nearer is None else self._nearer * narrower / self._gap
        self._gap = narrower
        return True

    def _pursue(self, index: int, goal: Goal) -> Answer:
        model = self._model
        cost = None if goal.aim is Aim.COST else cost_vector(model, goal.aim)
        start = None if self._best.plan is None else self._best.plan.columns
        first = self._run(Demand(self._gap, self._best.left, cost=cost, start=start, near=self._nearer))
        bound = _money(first.bound, model, goal.aim)
        if bound is not None:
            self._best.bounds[index] = max(self._best.bounds[index], bound)
        if first.columns is None:
            return first
        if self._is_whole(first.columns):
            return first if self._accept(first, goal.aim) else self._in_whole_units(first, goal, index, cost)
        if self._near(first, goal, index):
            return first
        return self._in_whole_units(first, goal, index, cost)

    def _near(self, first: Answer, goal: Goal, index: int) -> bool:
        """Round what was split down, and keep it; good enough where that stays within the gap."""
        if first.columns is None or goal.aim is not Aim.COST or index > 0:
            return False
        columns = tuple(
            float(int(value + WHOLE)) if column in self._supply else value
            for column, value in enumerate(first.columns)
        )
        awards = awards_of(self._model, columns)
        if not self._best.is_lawful(awards):
            if self._best.late():
                self._best.salvage(awards, goal.aim)
            return False
        value = self._best.costs(awards).of(goal.aim)
        if self._best.plan is not None and self._best.costs(self._best.plan.awards).of(goal.aim) < value:
            return False
        self._best.plan = Plan(awards, first.columns)
        return float(value - self._best.bounds[index]) <= self._gap * float(abs(value))

    def _in_whole_units(self, first: Answer, goal: Goal, index: int, cost: Sequence[float] | None) -> Answer:
        """Solve in whole units, first with every decision kept, which is quick and nearly always enough.

        Every bound found is valid, so the best one is kept.
        """
        assert first.columns is not None  # noqa: S101 - the caller saw to it
        rows, gap = self._model.rows, self._gap
        fresh = self._best.plan is not None and self._best.plan is not self._best.begun
        if (
            len(rows.cost) > LARGE
            and fresh
            and self._best.plan is not None
            and self._best.plan.columns is not None
        ):
            return replace(first, proven=False)  # too large for one run in whole units to gain anything
        decided = {i: float(round(first.columns[i])) for i, marked in enumerate(rows.integer) if marked}
        kept = self._run(Demand(gap, self._best.left, self._supply, decided, cost))
        better = kept.columns is not None and self._accept(kept, goal.aim)
        if better and self._within(kept, first.bound, cost):
            return Answer(kept.columns, first.bound, first.proven, kept.seconds)
        if better and self._best.left <= 0.0:  # a run without time would still load and relax the model
            return Answer(kept.columns, first.bound, proven=False, seconds=kept.seconds)
        again = self._run(Demand(gap, self._best.left, self._supply, cost=cost, start=kept.columns))
        bound = _money(again.bound, self._model, goal.aim)
        if bound is not None:
            self._best.bounds[index] = max(self._best.bounds[index], bound)
        if again.columns is not None and (not better or self._value(again, cost) <= self._value(kept, cost)):
            accepted = self._accept(again, goal.aim)
            return Answer(again.columns, again.bound, again.proven and accepted, again.seconds)
        return Answer(kept.columns, again.bound, again.proven and better, again.seconds, again.infeasible)

    def _run(self, demand: Demand) -> Answer:
        if demand.seconds <= 0.0 and self._best.plan is not None:
            return Answer(None, float("-inf"), proven=False, seconds=0.0)
        return minimise(self._model, demand, self._solver)

    def _accept(self, answer: Answer, aim: Aim) -> bool:
        """Take an answer as the plan once it is found to obey every rule exactly."""
        assert answer.columns is not None  # noqa: S101 - the caller saw to it
        awards = awards_of(self._model, answer.columns)
        if self._best.is_lawful(awards):
            rounded = self._best.plan
            if rounded is None or self._best.costs(awards).of(aim) <= self._best.costs(rounded.awards).of(
                aim
            ):
                self._best.plan = Plan(awards, answer.columns)
            return True
        self._best.proven = False
        self._best.salvage(awards, aim)
        return False

    def _hold(self, index: int, goal: Goal) -> None:
        """Hold what was reached of a goal while later ones are pursued."""
        assert self._best.plan is not None  # noqa: S101 - the caller saw to it
        assert self._best.plan.columns is not None  # noqa: S101
        model = self._model
        cost = model.rows.cost if goal.aim is Aim.COST else cost_vector(model, goal.aim)
        reached = sum(c * v for c, v in zip(cost, self._best.plan.columns, strict=True))
        most = reached + abs(reached) * (float(goal.tolerance) + HELD)
        terms = [(column, value) for column, value in enumerate(cost) if value]
        model.rows.scaled_row(-INFINITY, most, terms, f"goal {index}")

    def _is_whole(self, columns: Sequence[float]) -> bool:
        return all(abs(columns[c] - round(columns[c])) <= WHOLE for c in self._supply)

    def _value(self, answer: Answer, cost: Sequence[float] | None) -> float:
        if answer.columns is None:
            return float("inf")
        vector = self._model.rows.cost if cost is None else cost
        return sum(c * v for c, v in zip(vector, answer.columns, strict=True))

    def _within(self, answer: Answer, bound: float, cost: Sequence[float] | None) -> bool:
        value = self._value(answer, cost)
        return value - bound <= self._gap * abs(value) + EXACT * max(1.0, abs(value))


def _money(bound: float, model: Model, aim: Aim) -> Decimal | None:
    """Return the solver's bound in money, less what breaking ties may have added."""
    if bound in (float("inf"), float("-inf")) or bound != bound:  # noqa: PLR0124 - a NaN bound
        return None
    exact = Decimal(bound) / Decimal(model.money)
    if aim is Aim.COST and exact > ZERO:
        exact /= 1 + Decimal(str(TIE_TOTAL))
    return SIGNIFICANT.plus(exact)
