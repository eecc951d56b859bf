"""What a unit weighs that nothing supplies."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Context, Decimal

from rakiza.engine.allocation.rules import AllocationRules
from rakiza.engine.allocation.values import ONE, ZERO, Offer, Problem

DEAREST = 10  # times the dearest unit
TOLD = Context(prec=15, rounding=ROUND_CEILING)  # what a solver can tell apart


def uncovered_penalty(problem: Problem, rules: AllocationRules, times: int = DEAREST) -> Decimal:
    """Return the cost of a unit left open: above what any unit and any charge weighs, so that cover wins.

    A unit counts delivered, with its raw material and what doubt adds. Charges count as well: leaving the
    smallest lot must cost more than all that is paid once for makers and lines, or a plan would rather
    leave lots than open a maker. It scales with money: nothing in it is an amount of its own.
    """
    if rules.uncovered_penalty is not None:
        return rules.uncovered_penalty
    materials = {one.id: max(tier.price for tier in one.tiers) for one in problem.materials}
    units = [price for offer in problem.offers for price in _units(offer, materials, rules.doubt_margin)]
    units += [lot.fallback for lot in problem.lots if lot.fallback is not None]
    charges = sum((cost.amount for cost in problem.fixed_costs), ZERO)
    charges += problem.periods * sum((line.setup_cost for line in problem.lines), ZERO)
    least = min((lot.quantity for lot in problem.lots if lot.quantity > 0), default=ONE)
    return times * max(units, default=ZERO) + TOLD.divide(charges, least) or ONE


def _units(offer: Offer, materials: dict[str, Decimal], doubt: Decimal) -> Iterator[Decimal]:
    """Yield what a unit of an offer weighs at its dearest."""
    prices = [tier.price for tier in offer.tiers]
    prices += [terms.price for terms in offer.terms if terms.price is not None]
    delivery = max((part.quantity for part in offer.delivery), default=ZERO)
    delivery += max((terms.delivery for terms in offer.terms), default=ZERO)
    made_of = sum((use.quantity * materials[use.id] for use in offer.materials), ZERO)
    yield (max(prices) + delivery) * (1 + doubt if offer.doubtful else ONE) + made_of
