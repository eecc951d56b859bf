"""Solve one part of a problem: goal after goal, in whole units, checked exactly."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Context, Decimal

from rakiza.engine.allocation.aims import cost_vector, cover_of, trivial_bound
from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.costs import Costs, costs_of, remainders_of
from rakiza.engine.allocation.cuts.minimise import minimise
from rakiza.engine.allocation.greedy import plans
from rakiza.engine.allocation.highs import Answer, Demand, Solver
from rakiza.engine.allocation.model import INFINITY, TIE_TOTAL, Model, compile_component
from rakiza.engine.allocation.reading import awards_of
from rakiza.engine.allocation.rules import Aim, AllocationRules, Goal, goals_of
from rakiza.engine.allocation.scale.choose import LARGE
from rakiza.engine.allocation.solution import Award, Remainder, Status
from rakiza.engine.allocation.start import columns_of, priced_anew, unchanged
from rakiza.engine.allocation.values import ZERO
from rakiza.engine.allocation.verification import broken_rules

WHOLE = 1e-5  # how far from a whole number a solved quantity may stand
EXACT = 1e-9  # relative: two costs are the same
TIED = 1e-6  # relative: what breaking ties may leave between a plan and its bound
HELD = 1e-7  # relative: how closely an earlier goal is held
BEGINNING = 0.2  # of the time, at most, to find where a plan to begin from stands in the model
POOR = 0.03  # relative: a gap at which a plan made at once may be better
PATIENCE = 5.0  # seconds, to find what may be kept of a plan that breaks a rule when time is over
FINEST = 1e-9  # relative: no gap smaller than this is asked of a solver
MONEY = Decimal("0.000001")
SIGNIFICANT = Context(prec=15, rounding=ROUND_FLOOR)  # what a bound in floating point can say


@dataclass(frozen=True, slots=True)
class Sought:
    """What every part is asked for: rules, and the penalty of an uncovered unit.

    `near`: a smaller gap than the rules' that is gone on to as long as that is soon closed.
    """

    rules: AllocationRules
    penalty: Decimal
    near: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The answer of one component; `bounds` by goal."""

    awards: tuple[Award, ...]
    remainders: tuple[Remainder, ...]
    costs: Costs
    bounds: tuple[Decimal, ...]
    status: Status
    seconds: float
    kept: int = 0  # awards of the start that the search began from


@dataclass(frozen=True, slots=True)
class _Plan:
    """Awards that obey every rule, and the columns they were read from."""

    awards: tuple[Award, ...]
    columns: tuple[float, ...] | None


def solve_part(component: Component, sought: Sought, solver: Solver, seconds: float) -> Part:
    """Return the best plan of one component within the seconds given."""
    return _Solve(component, sought, solver, seconds).part()


class _Solve:
    """One component on its way to a plan."""

    def __init__(self, component: Component, sought: Sought, solver: Solver, seconds: float) -> None:
        self._component, self._rules, self._penalty = component, sought.rules, sought.penalty
        self._solver, self._began, self._seconds = solver, time.monotonic(), seconds
        self._model = compile_component(component, sought.rules, sought.penalty)
        self._goals = goals_of(sought.rules)
        cover = cover_of(self._model)
        share = cover.money_share if self._goals[0].aim is Aim.COST else 1.0
        self._gap = max(sought.rules.gap * share, min(sought.rules.gap, FINEST))
        self._nearer = None if sought.near is None else max(sought.near * share, min(sought.near, FINEST))
        self._bounds = [trivial_bound(self._model, goal.aim, cover) for goal in self._goals]
        self._supply = self._model.quantities
        self._plan: _Plan | None = None
        self._proven, self._infeasible = True, False
        self._begun: _Plan | None = None
        self._kept = 0

    def part(self) -> Part:
        """Pursue each goal in turn and tell the result."""
        if not self._is_lawful(()):
            self._begin()
            self._pursue_all()
        elif self._model.options:
            self._plan = _Plan((), None)
            self._begin()
            self._pursue_all()
        else:
            self._plan = _Plan((), None)
            self._bounds = [self._costs(()).of(goal.aim) for goal in self._goals]
        if self._is_poor():
            self._take_greedy()
        return self._told()

    def _begin(self) -> None:
        """Take the plan that the part begins with, or what of it still obeys the rules.

        As it stands that takes no solver, so that even no time at all keeps it; columns are then looked
        for, for the search to begin from.
        """
        start = self._component.start
        if not start:
            return
        anew = priced_anew(self._component)
        for awards in (start, anew):
            if self._is_lawful(awards):
                self._take_start(_Plan(tuple(awards), None))
                break
        seconds = self._left * BEGINNING
        if seconds > 0.0:
            for columns in columns_of(self._model, seconds, self._solver.stopped):
                awards = awards_of(self._model, columns)
                if self._is_lawful(awards):
                    self._take_start(_Plan(awards, columns))
                    break
        if self._begun is None:
            self._salvage(anew, self._goals[0].aim)
            self._kept = 0 if self._plan is None else unchanged(start, self._plan.awards)

    def _take_start(self, plan: _Plan) -> None:
        """Keep what came of the start where it is no worse than the plan before it."""
        aim = self._goals[0].aim
        if self._plan is None or self._costs(plan.awards).of(aim) <= self._costs(self._plan.awards).of(aim):
            self._plan = self._begun = plan
            self._kept = unchanged(self._component.start, plan.awards)

    def _pursue_all(self) -> None:
        for index, goal in enumerate(self._goals):
            answer = self._pursue(index, goal)
            if index == 0 and answer.proven and self._narrowed():
                answer = self._pursue(index, goal)
            self._proven = self._proven and answer.proven
            if answer.infeasible and index == 0 and self._begun is None:
                self._infeasible = True
                return
            if self._plan is None or self._plan.columns is None:
                return
            if index + 1 < len(self._goals):
                self._hold(index, goal)

    def _narrowed(self) -> bool:
        """Ask for a smaller gap where more of the plan is penalty than any one lot made expect.

        What capacity that lots share leaves open is only known from a plan.
        """
        aim = self._goals[0].aim
        if self._plan is None or self._left <= 0.0 or not self._gap:
            return False
        costs = self._costs(self._plan.awards)
        if self._is_near(self._bounds[0], costs):
            return False
        narrower = max(self._rules.gap * float(costs.decided(aim) / abs(costs.of(aim))), FINEST)
        if narrower >= self._gap:
            return False
        self._nearer = None if self._nearer is None else self._nearer * narrower / self._gap
        self._gap = narrower
        return True

    def _is_poor(self) -> bool:
        """Whether time was far too short: no plan, or one that stands far from what is proven."""
        if self._infeasible or not self._model.options or self._begun is not None:
            return False
        if self._plan is None:
            return True
        aim = self._goals[0].aim
        costs = self._costs(self._plan.awards)
        return not self._proven and costs.of(aim) - self._bounds[0] > costs.decided(aim) * Decimal(str(POOR))

    def _take_greedy(self) -> None:
        """Take the better of the plans that are made without a search, or what of it is lawful."""
        model, aim = self._model, self._goals[0].aim
        made = plans(self._component, model.options, self._rules, model.scale, self._penalty)
        awards = min(made, key=lambda awards: self._costs(awards).of(aim))
        if self._plan is not None and self._costs(awards).of(aim) >= self._costs(self._plan.awards).of(aim):
            return
        if self._is_lawful(awards):
            self._plan = _Plan(awards, None)
        else:
            self._salvage(awards, aim)
        self._kept = 0 if self._plan is None else unchanged(self._component.start, self._plan.awards)

    def _pursue(self, index: int, goal: Goal) -> Answer:
        model = self._model
        cost = None if goal.aim is Aim.COST else cost_vector(model, goal.aim)
        start = None if self._plan is None else self._plan.columns
        first = self._run(Demand(self._gap, self._left, cost=cost, start=start, near=self._nearer))
        bound = _money(first.bound, model, goal.aim)
        if bound is not None:
            self._bounds[index] = max(self._bounds[index], bound)
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
        if not self._is_lawful(awards):
            if self._left <= 0.0:
                self._salvage(awards, goal.aim)
            return False
        value = self._costs(awards).of(goal.aim)
        if self._plan is not None and self._costs(self._plan.awards).of(goal.aim) < value:
            return False
        self._plan = _Plan(awards, first.columns)
        return float(value - self._bounds[index]) <= self._gap * float(abs(value))

    def _in_whole_units(self, first: Answer, goal: Goal, index: int, cost: Sequence[float] | None) -> Answer:
        """Solve in whole units, first with every decision kept, which is quick and nearly always enough.

        Every bound found is valid, so the best one is kept.
        """
        assert first.columns is not None  # noqa: S101 - the caller saw to it
        rows, gap = self._model.rows, self._gap
        fresh = self._plan is not None and self._plan is not self._begun
        if len(rows.cost) > LARGE and fresh and self._plan is not None and self._plan.columns is not None:
            return replace(first, proven=False)  # too large for one run in whole units to gain anything
        decided = {i: float(round(first.columns[i])) for i, marked in enumerate(rows.integer) if marked}
        kept = self._run(Demand(gap, self._left, self._supply, decided, cost))
        better = kept.columns is not None and self._accept(kept, goal.aim)
        if better and self._within(kept, first.bound, cost):
            return Answer(kept.columns, first.bound, first.proven, kept.seconds)
        if better and self._left <= 0.0:  # a run without time would still load and relax the model
            return Answer(kept.columns, first.bound, proven=False, seconds=kept.seconds)
        again = self._run(Demand(gap, self._left, self._supply, cost=cost, start=kept.columns))
        bound = _money(again.bound, self._model, goal.aim)
        if bound is not None:
            self._bounds[index] = max(self._bounds[index], bound)
        if again.columns is not None and (not better or self._value(again, cost) <= self._value(kept, cost)):
            accepted = self._accept(again, goal.aim)
            return Answer(again.columns, again.bound, again.proven and accepted, again.seconds)
        return Answer(kept.columns, again.bound, again.proven and better, again.seconds, again.infeasible)

    @property
    def _spent(self) -> float:
        """Seconds since this part was begun: writing the model and checking plans count too."""
        return time.monotonic() - self._began

    @property
    def _left(self) -> float:
        return max(0.0, self._seconds - self._spent)

    def _run(self, demand: Demand) -> Answer:
        if demand.seconds <= 0.0 and self._plan is not None:
            return Answer(None, float("-inf"), proven=False, seconds=0.0)
        return minimise(self._model, demand, self._solver)

    def _accept(self, answer: Answer, aim: Aim) -> bool:
        """Take an answer as the plan once it is found to obey every rule exactly."""
        assert answer.columns is not None  # noqa: S101 - the caller saw to it
        awards = awards_of(self._model, answer.columns)
        if self._is_lawful(awards):
            rounded = self._plan
            if rounded is None or self._costs(awards).of(aim) <= self._costs(rounded.awards).of(aim):
                self._plan = _Plan(awards, answer.columns)
            return True
        self._proven = False
        self._salvage(awards, aim)
        return False

    def _salvage(self, awards: tuple[Award, ...], aim: Aim) -> None:
        """Numerical trouble: keep, in order of identifiers, the awards that stay lawful together.

        Offers are kept or dropped whole, so that the price each one reached stays reached; those that
        break something are found by halves.
        """
        kept: tuple[Award, ...] = ()
        offers = sorted({award.offer for award in awards})
        waiting, ends = [offers], time.monotonic() + self._left + PATIENCE
        while waiting and time.monotonic() < ends:
            chunk = waiting.pop()
            chosen = frozenset(chunk)
            tried = (*kept, *(award for award in awards if award.offer in chosen))
            if self._is_lawful(tried):
                kept = tried
            elif len(chunk) > 1:
                half = len(chunk) // 2
                waiting += [chunk[half:], chunk[:half]]
        kept = tuple(sorted(kept, key=lambda award: (award.lot, award.offer)))
        if not self._is_lawful(kept):
            return
        if self._plan is None or self._costs(kept).of(aim) < self._costs(self._plan.awards).of(aim):
            self._plan = _Plan(kept, None)

    def _hold(self, index: int, goal: Goal) -> None:
        """Hold what was reached of a goal while later ones are pursued."""
        assert self._plan is not None  # noqa: S101 - the caller saw to it
        assert self._plan.columns is not None  # noqa: S101
        model = self._model
        cost = model.rows.cost if goal.aim is Aim.COST else cost_vector(model, goal.aim)
        reached = sum(c * v for c, v in zip(cost, self._plan.columns, strict=True))
        most = reached + abs(reached) * (float(goal.tolerance) + HELD)
        terms = [(column, value) for column, value in enumerate(cost) if value]
        model.rows.scaled_row(-INFINITY, most, terms, f"goal {index}")

    def _is_lawful(self, awards: Sequence[Award]) -> bool:
        return not broken_rules(self._component, awards, self._rules)

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

    def _costs(self, awards: tuple[Award, ...]) -> Costs:
        model = self._model
        return costs_of(self._component, model.options, awards, self._rules, self._penalty, model.scale)

    def _told(self) -> Part:
        awards = () if self._plan is None else self._plan.awards
        costs = self._costs(awards)
        bounds = tuple(
            min(bound, costs.of(goal.aim)) for bound, goal in zip(self._bounds, self._goals, strict=True)
        )
        return Part(
            awards,
            remainders_of(self._component, awards),
            costs,
            bounds,
            self._status(bounds, costs),
            self._spent,
            self._kept,
        )

    def _status(self, bounds: Sequence[Decimal], costs: Costs) -> Status:
        if self._infeasible:
            return Status.INFEASIBLE
        if self._plan is None:
            return Status.UNKNOWN
        return Status.OPTIMAL if self._proven and self._is_near(bounds[0], costs) else Status.TIME_LIMIT

    def _is_near(self, bound: Decimal, costs: Costs) -> bool:
        """Whether the first goal stands within the gap of its bound, as told; ties cost next to nothing.

        What later goals may give up of it is theirs.
        """
        aim, value = self._goals[0].aim, costs.of(self._goals[0].aim)
        if len(self._goals) > 1:
            bound += abs(bound) * self._goals[0].tolerance
        allowed = max(self._rules.gap, TIED) * float(costs.decided(aim)) + float(MONEY)
        return float(value - bound) <= allowed + EXACT * float(abs(value))


def _money(bound: float, model: Model, aim: Aim) -> Decimal | None:
    """Return the solver's bound in money, less what breaking ties may have added."""
    if bound in (float("inf"), float("-inf")) or bound != bound:  # noqa: PLR0124 - a NaN bound
        return None
    exact = Decimal(bound) / Decimal(model.money)
    if aim is Aim.COST and exact > ZERO:
        exact /= 1 + Decimal(str(TIE_TOTAL))
    return SIGNIFICANT.plus(exact)
