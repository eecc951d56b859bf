"""What each rule costs: the plan solved again without it, in the parts that it touches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.allocation import AllocationRules, Problem, Rule, Solution
from rakiza.engine.allocation.coupling import in_scope, member_share_known
from rakiza.engine.allocation.rules import SWITCHES, Budget, Exclusive, Service, Tied
from rakiza.engine.explanation.limits import Stopped
from rakiza.engine.explanation.parts import Question, Step, Totals, has_plan, silent, totals

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class RulePrice:
    """One rule: money and imports with it less those without it (positive: the rule costs them).

    `open_units`: units left without any supply, likewise. `significant` is false where the cost
    differs by less than the proofs leave open. `parts`: how many were solved again. `removable` is
    false where without it no plan obeys the other rules: it then has no price, and every figure is 0.
    """

    rule: str
    cost: Decimal
    imports: Decimal
    open_units: Decimal
    doubt: Decimal
    significant: bool
    parts: int
    removable: bool = True


@dataclass(frozen=True, slots=True)
class RulePrices:
    """The price of each rule that is on, in their order; `not_reached`: those that the end came before."""

    rules: tuple[RulePrice, ...]
    not_reached: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every rule has its price."""
        return not self.not_reached


def rule_prices(question: Question, progress: Step = silent) -> RulePrices:
    """Return the price of every rule that is on, in their order, as far as the question's end allows."""
    parts = question.parts()
    asked = question.rules.ids()
    held: dict[int, Solution] = {}
    found: list[RulePrice] = []
    for done, rule in enumerate(asked):
        progress(done, len(asked))
        try:
            found.append(_priced(question, parts, rule, held))
        except Stopped:
            return RulePrices(tuple(found), asked[done:])
    progress(len(asked), len(asked))
    return RulePrices(tuple(found))


def _priced(question: Question, parts: Sequence[Problem], rule: str, held: dict[int, Solution]) -> RulePrice:
    """Solve the parts that a rule touches without it; `held` keeps them as they are for the next rule."""
    if question.stop():
        raise Stopped
    rules = question.rules
    touched = [index for index, part in enumerate(parts) if touches(rules, rule, part)]
    for index in touched:
        if index not in held:
            held[index] = question.answer(parts[index])
    without = rules.without(rule)
    then = [question.answer(parts[index], without) for index in touched]
    if not all(has_plan(one) for one in then):
        return RulePrice(rule, ZERO, ZERO, ZERO, ZERO, significant=False, parts=len(touched), removable=False)
    return _price(rule, totals(held[index] for index in touched), totals(then), len(touched))


def _price(rule: str, before: Totals, after: Totals, parts: int) -> RulePrice:
    cost, unsure = before.cost - after.cost, before.doubt + after.doubt
    return RulePrice(
        rule,
        cost,
        before.imports - after.imports,
        before.open - after.open,
        unsure,
        abs(cost) > unsure,
        parts,
    )


def touches(rules: AllocationRules, rule: str, part: Problem) -> bool:
    """Tell whether a rule looks at any lot of a part that some offer could serve."""
    if not part.offers:
        return False
    if rule in SWITCHES:
        return True
    stated = next(one for one in rules.rules if one.id == rule)
    return any(looks_at(stated, part, index) for index in range(len(part.lots)))


def looks_at(rule: Rule, part: Problem, index: int) -> bool:
    """Tell whether a rule looks at one lot of a part."""
    lot = part.lots[index]
    if isinstance(rule, Exclusive | Tied):
        return lot.id in rule.lots
    if isinstance(rule, Budget):
        return rule.member is None or member_share_known(lot, rule.member)
    if isinstance(rule, Service):
        return any(not rule.regions or region.id in rule.regions for region in lot.regions)
    scope = getattr(rule, "scope", None)
    return scope is None or in_scope(lot, scope)
