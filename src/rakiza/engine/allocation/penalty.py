"""What a unit weighs that nothing supplies."""

from __future__ import annotations

from decimal import Decimal

from rakiza.engine.allocation.rules import AllocationRules
from rakiza.engine.allocation.values import ZERO, Problem

DEAREST = 10  # times the dearest price


def uncovered_penalty(problem: Problem, rules: AllocationRules, times: int = DEAREST) -> Decimal:
    """Return the cost of a unit left open: above any price and charge, so that cover always wins.

    Charges count as well: leaving the smallest lot must cost more than all that is paid once for makers and
    lines, or a plan would rather leave lots than open a maker.
    """
    if rules.uncovered_penalty is not None:
        return rules.uncovered_penalty
    prices = [tier.price for offer in problem.offers for tier in offer.tiers]
    prices += [terms.price for offer in problem.offers for terms in offer.terms if terms.price is not None]
    prices += [lot.fallback for lot in problem.lots if lot.fallback is not None]
    charges = sum((cost.amount for cost in problem.fixed_costs), ZERO)
    charges += problem.periods * sum((line.setup_cost for line in problem.lines), ZERO)
    least = min((lot.quantity for lot in problem.lots if lot.quantity > 0), default=Decimal(1))
    return times * max([Decimal(1), *prices]) + (charges / max(Decimal(1), least)).to_integral_value()
