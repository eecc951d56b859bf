"""Rules that leave no plan: a minimal set of them, and the cheapest way for them to give way.

One rule at a time where that is enough; else the fewest rules together, and of these the cheapest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, islice

from rakiza.engine.allocation import (
    AllocationRules,
    Budget,
    Commitment,
    Exclusive,
    GroupShare,
    MakerCount,
    MakerShare,
    Problem,
    Rule,
    Service,
    Sources,
)
from rakiza.engine.allocation.rules import MAXIMUM_SHARE, PREFERENCE_MARGIN, SWITCHES
from rakiza.engine.explanation.conflict import filtered, threshold
from rakiza.engine.explanation.limits import Stopped
from rakiza.engine.explanation.parts import Question, Step, has_plan, silent

ONE = Decimal(1)
ZERO = Decimal(0)
SHARE_STEP = Decimal("0.001")
CENT = Decimal("0.01")
BUDGET_STEPS = 1000
MOST_SETS = 150  # sets of rules that are tried together
TOGETHER = "together"
MORE = 16  # sources, makers or lots above a maximum that are still tried


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One rule of the conflict giving way just enough.

    `bound` names the field, from `stated` to `needed` (None: the rule must be switched off).
    `cost`: of the best plan then, None where another conflict remains.
    """

    rule: str
    bound: str
    stated: Decimal | None
    needed: Decimal | None
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A minimal set of rules that no plan obeys together, and its relaxations, the cheapest first.

    `together`: where no relaxation alone leaves a plan, the fewest that do together, each told with
    what the plan then costs. `not_reached`: the rules of which, when the end came, it wasn't known
    whether the set needs them, or how far they must give way; the set is then a conflict, but maybe
    not a minimal one, and empty where not even that was known. TOGETHER among them: no relaxation
    found is enough alone, and those that are together weren't all tried.
    """

    rules: tuple[str, ...]
    relaxations: tuple[Relaxation, ...]
    together: tuple[Relaxation, ...] = ()
    not_reached: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the set is minimal and every way out of it was looked for."""
        return not self.not_reached


def conflict_of(problem: Problem, question: Question, progress: Step = silent) -> Conflict | None:
    """Return one minimal conflict, None where the rules leave a plan; as far as the question's end allows.

    The preference margin is no rule of a conflict, for without it fewer offers may be awarded; a wider
    one is among the relaxations where it's enough. Nor is a commitment, for without it tools cost more.
    """
    desk = _Desk(problem, question)
    asked = _binding(question.rules)

    def holds(kept: frozenset[str]) -> bool:
        progress(desk.asked, 2 * len(asked) + 2)
        return desk.cost(_only(question.rules, kept)) is not None

    found = filtered(asked, holds)
    if found.untried:
        return Conflict(found.rules, (), not_reached=found.untried)
    return _ways_out(desk, found.rules, asked) if found.rules else None


def _ways_out(desk: _Desk, found: tuple[str, ...], asked: tuple[str, ...]) -> Conflict:
    relaxed: list[Relaxation] = []
    left = [*found, PREFERENCE_MARGIN]
    together: tuple[Relaxation, ...] = ()
    try:
        for rule in found:
            relaxed += tuple(desk.relaxations(rule, frozenset(found)))
            left.remove(rule)
        relaxed += tuple(desk.wider_margin())
        left.remove(PREFERENCE_MARGIN)
        if all(one.cost is None for one in relaxed):
            left.append(TOGETHER)
            together = desk.together(asked)
            left.remove(TOGETHER)
    except Stopped:
        pass  # what is left says so
    return Conflict(found, tuple(sorted(relaxed, key=_cheapest)), together, tuple(left))


def _cheapest(one: Relaxation) -> tuple[bool, Decimal, bool, str]:
    return one.cost is None, one.cost or ZERO, one.needed is None, one.rule


def _only(rules: AllocationRules, kept: frozenset[str]) -> AllocationRules:
    """Return the rules with those that aren't kept switched off, margins, surplus and commitments as they are."""
    for rule in _binding(rules):
        if rule not in kept:
            rules = rules.without(rule)
    return rules


def _binding(rules: AllocationRules) -> tuple[str, ...]:
    """Return the rules that a plan may break: not margins and wishes, nor commitments, which only allow more."""
    allowing = {rule.id for rule in rules.rules if isinstance(rule, Commitment)}
    return tuple(
        rule for rule in rules.ids() if rule == MAXIMUM_SHARE or rule not in SWITCHES.keys() | allowing
    )


class _Desk:
    """What plans cost under other rules, each asked once."""

    def __init__(self, problem: Problem, question: Question) -> None:
        self._problem, self._question = problem, question
        self._known: dict[AllocationRules, Decimal | None] = {}

    @property
    def asked(self) -> int:
        """How many plans were solved."""
        return len(self._known)

    def cost(self, rules: AllocationRules) -> Decimal | None:
        """Return what the best plan costs, None where there is none."""
        if rules not in self._known:
            solution = self._question.answer(self._problem, rules)
            self._known[rules] = solution.cost if has_plan(solution) else None
        return self._known[rules]

    def relaxations(self, rule: str, conflict: frozenset[str]) -> Iterator[Relaxation]:
        """Return how a rule may give way: each of its bounds, or off where none is enough."""
        rules = self._question.rules
        together = rules if self.cost(rules.without(rule)) is not None else _only(rules, conflict)
        enough = False
        for bound, stated, farthest, grain in _bounds(rules, rule):
            loosest, step = self._reach(rule, farthest, grain, stated)
            sign = ONE if loosest > stated else -ONE

            def wide_enough(
                by: Decimal, bound: str = bound, stated: Decimal = stated, sign: Decimal = sign
            ) -> bool:
                return self.cost(_with(together, rule, bound, stated + sign * by)) is not None

            found = threshold(ZERO, abs(loosest - stated), wide_enough, step)
            if found is not None:
                enough = True
                needed = stated + sign * found.holds
                yield Relaxation(rule, bound, stated, needed, self.cost(_with(rules, rule, bound, needed)))
        if not enough:
            yield Relaxation(rule, "", None, None, self.cost(rules.without(rule)))

    def together(self, asked: tuple[str, ...]) -> tuple[Relaxation, ...]:
        """Return the fewest rules that leave a plan by giving way together, each as little as it must.

        Of equally many the set without which a plan is cheapest. A rule gives way by the bound that
        then costs least; it is switched off where no bound is enough.
        """
        sets = (one for size in range(2, len(asked) + 1) for one in combinations(asked, size))
        best: tuple[Decimal, tuple[str, ...]] | None = None
        for chosen in islice(sets, MOST_SETS):
            if best is not None and len(chosen) > len(best[1]):
                break
            cost = self.cost(self._given_way(dict.fromkeys(chosen)))
            if cost is not None and (best is None or (cost, chosen) < best):
                best = cost, chosen
        return () if best is None else self._tightened(best[1])

    def _tightened(self, chosen: tuple[str, ...]) -> tuple[Relaxation, ...]:
        """Bring back rule after rule, as close to what it says as leaves a plan."""
        given: dict[str, Relaxation | None] = dict.fromkeys(chosen)
        for rule in chosen:
            tried = [one for one in self._closest(rule, given) if one.cost is not None]
            given[rule] = min(tried, key=_cheapest, default=None)
        cost = self.cost(self._given_way(given))
        return tuple(
            Relaxation(rule, "", None, None, cost) if one is None else replace(one, cost=cost)
            for rule, one in given.items()
        )

    def _closest(self, rule: str, given: Mapping[str, Relaxation | None]) -> Iterator[Relaxation]:
        for bound, stated, farthest, grain in _bounds(self._question.rules, rule):
            others = self._given_way(given)
            loosest, step = self._span(rule, others, (farthest, grain, stated))
            sign = ONE if loosest > stated else -ONE

            def given_by(
                by: Decimal, bound: str = bound, stated: Decimal = stated, sign: Decimal = sign
            ) -> Decimal | None:
                one = Relaxation(rule, bound, stated, stated + sign * by, None)
                return self.cost(self._given_way({**given, rule: one}))

            def enough(by: Decimal, cost_by: Callable[[Decimal], Decimal | None] = given_by) -> bool:
                return cost_by(by) is not None

            found = threshold(ZERO, abs(loosest - stated), enough, step)
            if found is not None:
                yield Relaxation(rule, bound, stated, stated + sign * found.holds, given_by(found.holds))

    def _given_way(self, given: Mapping[str, Relaxation | None]) -> AllocationRules:
        """Return the rules with some loosened, or switched off where no relaxation is told."""
        rules = self._question.rules
        for rule, one in given.items():
            if one is None or one.needed is None:
                rules = rules.without(rule)
            else:
                rules = _with(rules, rule, one.bound, one.needed)
        return rules

    def _reach(
        self, rule: str, farthest: Decimal, grain: Decimal, stated: Decimal
    ) -> tuple[Decimal, Decimal]:
        """Return how far a bound is tried and in which steps: a budget up to what is spent without it."""
        return self._span(rule, self._question.rules.without(rule), (farthest, grain, stated))

    def _span(
        self, rule: str, without: AllocationRules, bounds: tuple[Decimal, Decimal, Decimal]
    ) -> tuple[Decimal, Decimal]:
        farthest, grain, stated = bounds
        stands = next((one for one in self._question.rules.rules if one.id == rule), None)
        spent = self.cost(without) if isinstance(stands, Budget) else None
        if spent is None or spent <= stated:
            return farthest, grain
        step = max(CENT, ((spent - stated) / BUDGET_STEPS).quantize(CENT))
        return spent + step, step

    def wider_margin(self) -> Iterator[Relaxation]:
        """Return how much wider a preference margin leaves a plan, where one up to the whole price does."""
        rules = self._question.rules
        held = rules.preference_margin

        def wide_enough(by: Decimal) -> bool:
            return self.cost(replace(rules, preference_margin=held + by)) is not None

        found = threshold(ZERO, ONE - held, wide_enough, SHARE_STEP)
        if found is not None:
            needed = held + found.holds
            cost = self.cost(replace(rules, preference_margin=needed))
            yield Relaxation(PREFERENCE_MARGIN, PREFERENCE_MARGIN, held, needed, cost)


def _bounds(rules: AllocationRules, rule: str) -> Iterator[tuple[str, Decimal, Decimal, Decimal]]:
    """Return the bounds of a rule that bind: field, value, loosest value, step."""
    if rule == MAXIMUM_SHARE:
        yield rule, rules.maximum_share, ONE, SHARE_STEP
    if rule in SWITCHES:
        return
    stated = next(one for one in rules.rules if one.id == rule)
    yield from _bounds_of(stated)


def _bounds_of(rule: Rule) -> Iterator[tuple[str, Decimal, Decimal, Decimal]]:
    if isinstance(rule, MakerShare | GroupShare | Service) and rule.minimum > 0:
        yield "minimum", rule.minimum, ZERO, SHARE_STEP
    if isinstance(rule, MakerShare | GroupShare) and rule.maximum < 1:
        yield "maximum", rule.maximum, ONE, SHARE_STEP
    if isinstance(rule, Service) and rule.spread is not None and rule.spread < 1:
        yield "spread", rule.spread, ONE, SHARE_STEP
    if isinstance(rule, Budget):
        yield "maximum", rule.maximum, 2 * rule.maximum, max(CENT, rule.maximum / BUDGET_STEPS)
    yield from _counts_of(rule)


def _counts_of(rule: Rule) -> Iterator[tuple[str, Decimal, Decimal, Decimal]]:
    if isinstance(rule, Sources) and rule.minimum > 0:
        yield "minimum", Decimal(rule.minimum), ZERO, ONE
    if isinstance(rule, Sources | MakerCount | Exclusive) and rule.maximum is not None:
        yield "maximum", Decimal(rule.maximum), Decimal(rule.maximum + MORE), ONE


def _with(rules: AllocationRules, rule: str, bound: str, value: Decimal) -> AllocationRules:
    """Return the rules with one bound of one of them changed."""
    if rule in SWITCHES:
        return replace(rules, **{rule: value})  # type: ignore[arg-type]

    def changed(one: Rule) -> Rule:
        if one.id != rule:
            return one
        whole = isinstance(one, Sources | MakerCount | Exclusive)
        return replace(one, **{bound: int(value) if whole else value})  # type: ignore[arg-type]

    return replace(rules, rules=tuple(changed(one) for one in rules.rules))
