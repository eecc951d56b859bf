"""What a unit weighs that nothing supplies."""

from __future__ import annotations

from decimal import Decimal

from rakiza.engine.allocation.rules import AllocationRules
from rakiza.engine.allocation.values import Problem


def uncovered_penalty(problem: Problem, rules: AllocationRules) -> Decimal:
    """Return the cost of a unit left open: above any price, so that cover always wins."""
    if rules.uncovered_penalty is not None:
        return rules.uncovered_penalty
    prices = [tier.price for offer in problem.offers for tier in offer.tiers]
    prices += [terms.price for offer in problem.offers for terms in offer.terms if terms.price is not None]
    prices += [lot.fallback for lot in problem.lots if lot.fallback is not None]
    return 10 * max([Decimal(1), *prices])
