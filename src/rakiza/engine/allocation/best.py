"""The best plan of one part so far, with what is proven of it: all that takes no model and no search."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.allocation.aims import cover_of, trivial_bound
from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.costs import Costs, costs_of, remainders_of
from rakiza.engine.allocation.greedy import plans
from rakiza.engine.allocation.highs import Stop
from rakiza.engine.allocation.model import choices_of
from rakiza.engine.allocation.rules import Aim, AllocationRules, goals_of
from rakiza.engine.allocation.solution import Award, Remainder, Status
from rakiza.engine.allocation.start import priced_anew, unchanged
from rakiza.engine.allocation.verification import broken_rules

EXACT = 1e-9  # relative: two costs are the same
TIED = 1e-6  # relative: what breaking ties may leave between a plan and its bound
POOR = 0.03  # relative: a gap at which a plan made at once may be better
PATIENCE = 5.0  # seconds, to find what may be kept of a plan that breaks a rule when time is over
MONEY = Decimal("0.000001")
REMEMBERED = 3  # plans of which the costs are kept: the same ones are asked again


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
class Plan:
    """Awards that obey every rule, and the columns they were read from."""

    awards: tuple[Award, ...]
    columns: tuple[float, ...] | None


class Best:
    """The best plan of one part so far. Every plan is held against every rule before it is kept."""

    def __init__(self, component: Component, sought: Sought, seconds: float, stop: Stop) -> None:
        self.component, self.sought, self.rules = component, sought, sought.rules
        self.stop, self._began, self._seconds = stop, time.monotonic(), seconds
        self.goals = goals_of(sought.rules)
        self.choices = choices_of(component, sought.rules)
        options, scale = self.choices.options, self.choices.scale
        self.cover = cover_of(component, options, scale, sought.rules, sought.penalty)
        self.bounds = [trivial_bound(options, scale, goal.aim, self.cover) for goal in self.goals]
        self.plan: Plan | None = None
        self.begun: Plan | None = None
        self.kept = 0
        self.proven, self.infeasible = True, False
        self._priced: list[tuple[tuple[Award, ...], Costs]] = []

    @property
    def aim(self) -> Aim:
        """The first aim."""
        return self.goals[0].aim

    @property
    def spent(self) -> float:
        """Seconds since this part was begun: writing the model and checking plans count too."""
        return time.monotonic() - self._began

    @property
    def left(self) -> float:
        """Seconds left."""
        return max(0.0, self._seconds - self.spent)

    def late(self) -> bool:
        """Whether time is over."""
        return self.left <= 0.0 or self.stop()

    def is_lawful(self, awards: Sequence[Award]) -> bool:
        """Whether awards obey every rule exactly."""
        return not broken_rules(self.component, awards, self.rules)

    def costs(self, awards: tuple[Award, ...]) -> Costs:
        """Return what awards cost exactly."""
        for known, costs in self._priced:
            if known is awards:
                return costs
        options, scale = self.choices.options, self.choices.scale
        costs = costs_of(self.component, options, awards, self.rules, self.sought.penalty, scale)
        self._priced = [*self._priced[1 - REMEMBERED :], (awards, costs)]
        return costs

    def begin(self) -> None:
        """Take what may always be told: nothing awarded where that is lawful, and the start as it stands.

        That takes no solver, so that even no time at all keeps a start.
        """
        if self.is_lawful(()):
            self.plan = Plan((), None)
        if not self.component.start:
            return
        for awards in (self.component.start, priced_anew(self.component)):
            if self.is_lawful(awards):
                self.take_start(Plan(tuple(awards), None))
                break

    def take_start(self, plan: Plan) -> None:
        """Keep what came of the start where it is no worse than the plan before it."""
        aim = self.aim
        if self.plan is None or self.costs(plan.awards).of(aim) <= self.costs(self.plan.awards).of(aim):
            self.plan = self.begun = plan
            self.kept = unchanged(self.component.start, plan.awards)

    def salvage_start(self) -> None:
        """Keep what may be kept of a start that doesn't stand as it is."""
        self.salvage(priced_anew(self.component))
        self.kept = 0 if self.plan is None else unchanged(self.component.start, self.plan.awards)

    def leave(self) -> None:
        """Go without a search: nothing is proven then, and of a start what may be is kept."""
        self.proven = False
        if self.component.start and self.begun is None:
            self.salvage_start()

    def prove_nothing(self) -> None:
        """Where nothing is offered, nothing awarded is the best plan."""
        self.bounds = [self.costs(()).of(goal.aim) for goal in self.goals]

    def is_poor(self) -> bool:
        """Whether time was far too short: no plan, or one that stands far from what is proven."""
        if self.infeasible or not self.choices.options or self.begun is not None:
            return False
        if self.plan is None:
            return True
        costs = self.costs(self.plan.awards)
        far = costs.of(self.aim) - self.bounds[0] > costs.decided(self.aim) * Decimal(str(POOR))
        return not self.proven and far

    def take_greedy(self) -> None:
        """Take the better of the plans that are made without a search, or what of it is lawful.

        A second one is made where there is time for it.
        """
        options, scale = self.choices.options, self.choices.scale
        made = []
        for awards in plans(self.component, options, self.rules, scale, self.sought.penalty):
            made.append((self.costs(awards).of(self.aim), awards))
            if self.late():
                break
        value, awards = min(made, key=lambda one: one[0])
        if self.plan is not None and value >= self.costs(self.plan.awards).of(self.aim):
            return
        if self.is_lawful(awards):
            self.plan = Plan(awards, None)
        else:
            self.salvage(awards)
        self.kept = 0 if self.plan is None else unchanged(self.component.start, self.plan.awards)

    def salvage(self, awards: tuple[Award, ...], aim: Aim | None = None) -> None:
        """Keep, in order of identifiers, the awards that stay lawful together (`aim`: what is pursued).

        Offers are kept or dropped whole, so that the price each one reached stays reached; those that
        break something are found by halves.
        """
        aim = self.aim if aim is None else aim
        kept: tuple[Award, ...] = ()
        offers = sorted({award.offer for award in awards})
        waiting, ends = [offers], time.monotonic() + self.left + PATIENCE
        while waiting and time.monotonic() < ends:
            chunk = waiting.pop()
            chosen = frozenset(chunk)
            tried = (*kept, *(award for award in awards if award.offer in chosen))
            if self.is_lawful(tried):
                kept = tried
            elif len(chunk) > 1:
                half = len(chunk) // 2
                waiting += [chunk[half:], chunk[:half]]
        kept = tuple(sorted(kept, key=lambda award: (award.lot, award.offer)))
        if not self.is_lawful(kept):
            return
        if self.plan is None or self.costs(kept).of(aim) < self.costs(self.plan.awards).of(aim):
            self.plan = Plan(kept, None)

    def told(self) -> Part:
        """Return the part as it stands."""
        awards = () if self.plan is None else self.plan.awards
        costs = self.costs(awards)
        bounds = tuple(
            min(bound, costs.of(goal.aim)) for bound, goal in zip(self.bounds, self.goals, strict=True)
        )
        return Part(
            awards,
            remainders_of(self.component, awards),
            costs,
            bounds,
            self._status(bounds, costs),
            self.spent,
            self.kept,
        )

    def _status(self, bounds: Sequence[Decimal], costs: Costs) -> Status:
        if self.infeasible:
            return Status.INFEASIBLE
        if self.plan is None:
            return Status.UNKNOWN
        return Status.OPTIMAL if self.proven and self.is_near(bounds[0], costs) else Status.TIME_LIMIT

    def is_near(self, bound: Decimal, costs: Costs) -> bool:
        """Whether the first goal stands within the gap of its bound, as told; ties cost next to nothing.

        What later goals may give up of it is theirs.
        """
        value = costs.of(self.aim)
        if len(self.goals) > 1:
            bound += abs(bound) * self.goals[0].tolerance
        allowed = max(self.rules.gap, TIED) * float(costs.decided(self.aim)) + float(MONEY)
        return float(value - bound) <= allowed + EXACT * float(abs(value))
