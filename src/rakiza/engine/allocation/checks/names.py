"""Everything that a problem names, to hold references against."""

from __future__ import annotations

from dataclasses import dataclass

from rakiza.engine.allocation.checks.numbers import unique
from rakiza.engine.allocation.values import Problem


@dataclass(frozen=True, slots=True)
class Names:
    """Identifiers by kind; a maker is known from its entry or from an offer."""

    lots: frozenset[str]
    offers: frozenset[str]
    lines: frozenset[str]
    makers: frozenset[str]
    materials: frozenset[str]
    families: frozenset[str]
    members: frozenset[str]
    regions: frozenset[str]


def names_of(problem: Problem) -> Names:
    """Return the names; ProblemError for the first identifier that comes twice."""
    makers = unique("makers", (maker.id for maker in problem.makers))
    unique("fixed_costs", (cost.id for cost in problem.fixed_costs))
    unique("discounts", (discount.id for discount in problem.discounts))
    return Names(
        lots=unique("lots", (lot.id for lot in problem.lots)),
        offers=unique("offers", (offer.id for offer in problem.offers)),
        lines=unique("lines", (line.id for line in problem.lines)),
        makers=makers | {offer.maker for offer in problem.offers},
        materials=unique("materials", (material.id for material in problem.materials)),
        families=frozenset(lot.family for lot in problem.lots),
        members=frozenset(part.id for lot in problem.lots for part in lot.members),
        regions=frozenset(part.id for lot in problem.lots for part in lot.regions),
    )
