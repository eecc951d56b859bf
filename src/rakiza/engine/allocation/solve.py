"""Solve an allocation problem: components, exact models, exact checks, one proven gap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal

from rakiza.engine.allocation.checks import check
from rakiza.engine.allocation.components import Component, components
from rakiza.engine.allocation.costs import Costs, costs_of, remainders_of
from rakiza.engine.allocation.finish import finish
from rakiza.engine.allocation.highs import Answer, Solver
from rakiza.engine.allocation.model import TIE_TOTAL, Model, build
from rakiza.engine.allocation.options import Option, options_of, scale_of, tier_reached
from rakiza.engine.allocation.values import (
    ZERO,
    AllocationRules,
    Award,
    Problem,
    Remainder,
    Solution,
    Status,
)
from rakiza.engine.allocation.verify import broken_rules

Step = Callable[[int, int], None]
WHOLE = 1e-5  # how far from a whole number a solved quantity may stand
EXACT = 1e-9  # relative: two costs are the same
LEAST_SECONDS = 2.0  # for a small component, so that a busy machine never cuts it short
MONEY = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class _Part:
    """The answer of one component."""

    awards: tuple[Award, ...]
    remainders: tuple[Remainder, ...]
    costs: Costs
    bound: Decimal
    proven: bool
    seconds: float


def no_progress(done: int, total: int) -> None:
    """Ignore progress."""


def solve(problem: Problem, rules: AllocationRules, progress: Step = no_progress) -> Solution:
    """Return the cheapest awards that the rules allow, with a proven bound.

    Deterministic: the same problem in any order gives the same solution (parts are sorted by
    identifier; of equally cheap offers the first identifier wins). Raises ProblemError for a
    malformed problem. `rules.time_limit_seconds` is shared by size, small components first; what
    one leaves goes to the next, and a component out of time keeps its best plan, with its gap.
    `progress(done, total)` is called for each component.
    """
    check(problem)
    penalty = uncovered_penalty(problem, rules)
    parts, left = [], rules.time_limit_seconds
    found = sorted(components(problem), key=lambda part: len(part.offers))
    weight = sum(len(part.offers) for part in found)
    solver = Solver()
    for index, component in enumerate(found):
        share = left * len(component.offers) / weight if weight else left
        share = max(share, min(left, LEAST_SECONDS))
        part = _solve_part(component, rules, penalty, solver, share)
        left, weight = left - part.seconds, weight - len(component.offers)
        parts.append(part)
        progress(index + 1, len(found))
    return _together(parts, rules)


def uncovered_penalty(problem: Problem, rules: AllocationRules) -> Decimal:
    """Return the cost of a unit left open: above any price, so that cover always wins."""
    if rules.uncovered_penalty is not None:
        return rules.uncovered_penalty
    prices = [tier.price for offer in problem.offers for tier in offer.tiers]
    prices += [lot.import_price for lot in problem.lots if lot.import_price is not None]
    return 10 * max([Decimal(1), *prices])


def _solve_part(
    component: Component, rules: AllocationRules, penalty: Decimal, solver: Solver, seconds: float
) -> _Part:
    scale = scale_of(component)
    options = options_of(component, rules, scale)
    if not options:
        return _finish(component, (), rules, penalty, None, 0.0)
    model = build(component, options, rules, scale, penalty)
    answer = _whole_answer(model, rules, solver, seconds)
    awards = _awards(component, options, model, answer)
    proven = answer.proven
    if broken_rules(component, awards, rules):
        awards, proven = _kept(component, awards, rules), False
    bound = _money(answer.bound, model)
    return _finish(component, awards, rules, penalty, (bound, proven), answer.seconds)


def _whole_answer(model: Model, rules: AllocationRules, solver: Solver, seconds: float) -> Answer:
    """Solve with quantities free to split; make them whole only where that isn't so already.

    First with every decision kept, which is quick and nearly always within the gap of the first
    bound; else all over again. Every bound found is valid, so the best one is kept.
    """
    first = solver.minimise(model.rows, rules.gap, seconds)
    if first.columns is None or _is_whole(model, first.columns):
        return first
    supply = frozenset(column for _, _, column in model.supply)
    decided = {i: float(round(first.columns[i])) for i, whole in enumerate(model.rows.integer) if whole}
    left = seconds - first.seconds
    kept = solver.minimise(model.rows, rules.gap, left, supply, decided)
    spent = first.seconds + kept.seconds
    if kept.columns is not None and _within(kept.columns, first.bound, model, rules.gap):
        return Answer(kept.columns, first.bound, first.proven, spent)
    again = solver.minimise(model.rows, rules.gap, seconds - spent, supply)
    cheapest = min(kept, again, key=lambda answer: _cost(answer.columns, model))
    bound = max(first.bound, again.bound)
    return Answer(cheapest.columns, bound, again.proven, spent + again.seconds)


def _cost(columns: Sequence[float] | None, model: Model) -> float:
    if columns is None:
        return float("inf")
    return sum(cost * column for cost, column in zip(model.rows.cost, columns, strict=True))


def _within(columns: Sequence[float], bound: float, model: Model, gap: float) -> bool:
    cost = _cost(columns, model)
    return cost - bound <= gap * abs(cost) + EXACT * max(1.0, abs(cost))


def _is_whole(model: Model, columns: Sequence[float]) -> bool:
    return all(abs(columns[c] - round(columns[c])) <= WHOLE for _, _, c in model.supply)


def _awards(
    component: Component, options: tuple[Option, ...], model: Model, answer: Answer
) -> tuple[Award, ...]:
    if answer.columns is None:
        return ()
    supplied: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for index, quarter, column in model.supply:
        supplied[index][quarter] += round(answer.columns[column])
    quantities = {
        (options[index].lot, options[index].offer): tuple(Decimal(q) / model.scale for q in quarters)
        for index, quarters in supplied.items()
        if any(quarters)
    }
    return _priced(component, quantities)


def _priced(
    component: Component, quantities: dict[tuple[int, int], tuple[Decimal, ...]]
) -> tuple[Award, ...]:
    totals: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for (_, offer), quarters in quantities.items():
        totals[offer] += sum(quarters, ZERO)
    awards = []
    for (lot, offer), quarters in sorted(quantities.items()):
        chosen = component.offers[offer]
        price = tier_reached(chosen.tiers, totals[offer]).price
        split = (quarters[0], quarters[1], quarters[2], quarters[3])
        awards.append(Award(component.lots[lot].id, chosen.id, split, price))
    return tuple(awards)


def _kept(component: Component, awards: tuple[Award, ...], rules: AllocationRules) -> tuple[Award, ...]:
    """Numerical trouble: keep, in order of identifiers, the awards that stay lawful together.

    Offers are kept or dropped whole, so that the tier each one reached stays reached.
    """
    kept: tuple[Award, ...] = ()
    for offer in sorted({award.offer for award in awards}):
        tried = (*kept, *(award for award in awards if award.offer == offer))
        if not broken_rules(component, tried, rules):
            kept = tried
    return tuple(sorted(kept, key=lambda award: (award.lot, award.offer)))


def _money(bound: float, model: Model) -> Decimal:
    """The solver's bound in money, less what breaking ties may have added."""
    if bound in (float("inf"), float("-inf")) or bound != bound:  # noqa: PLR0124 - a NaN bound
        return ZERO
    exact = Decimal(bound) / Decimal(model.money) / (1 + Decimal(str(TIE_TOTAL)))
    return max(ZERO, exact).quantize(MONEY, ROUND_FLOOR)


def _finish(
    component: Component,
    awards: tuple[Award, ...],
    rules: AllocationRules,
    penalty: Decimal,
    proof: tuple[Decimal, bool] | None,
    seconds: float,
) -> _Part:
    """Price the answer exactly; without options the answer is its own proof.

    The proof is of the solver's awards; those handed on have their last conditionings finished.
    """
    costs = costs_of(component, awards, remainders_of(component, awards), rules, penalty)
    bound, proven = proof if proof is not None else (costs.objective, True)
    bound = min(bound, costs.objective)
    finished = finish(component, awards, rules)
    if finished == awards or broken_rules(component, finished, rules):
        finished = awards
    rests = remainders_of(component, finished)
    told = replace(costs_of(component, finished, rests, rules, penalty), objective=costs.objective)
    return _Part(finished, rests, told, bound, proven, seconds)


def _together(parts: Sequence[_Part], rules: AllocationRules) -> Solution:
    objective = sum((part.costs.objective for part in parts), ZERO)
    bound = sum((part.bound for part in parts), ZERO)
    gap = float((objective - bound) / objective) if objective else 0.0
    awards = (award for part in parts for award in part.awards)
    rests = (rest for part in parts for rest in part.remainders)
    missing = (item for part in parts for item in part.costs.missing_sources)
    proven = all(part.proven for part in parts) or gap <= rules.gap
    return Solution(
        awards=tuple(sorted(awards, key=lambda award: (award.lot, award.offer))),
        remainders=tuple(sorted(rests, key=lambda rest: rest.lot)),
        objective=objective,
        bound=bound,
        gap=gap,
        status=Status.OPTIMAL if proven else Status.TIME_LIMIT,
        components=len(parts),
        cost=sum((part.costs.spent for part in parts), ZERO),
        missing_sources=tuple(sorted(missing)),
    )
