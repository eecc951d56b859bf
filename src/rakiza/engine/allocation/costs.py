"""What a set of awards costs, exactly: the objective that was minimised and the money spent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.options import ceiling, options_of, scale_of, source_least, weighed_price
from rakiza.engine.allocation.values import ZERO, AllocationRules, Award, Lot, Quarterly, Remainder


@dataclass(frozen=True, slots=True)
class Costs:
    """`objective` as minimised; `spent` the true money, uncovered units at nothing."""

    objective: Decimal
    spent: Decimal
    missing_sources: tuple[tuple[str, int], ...]


def costs_of(
    component: Component,
    awards: Sequence[Award],
    remainders: Sequence[Remainder],
    rules: AllocationRules,
    penalty: Decimal,
) -> Costs:
    """Return the exact costs of a component's awards and remainders."""
    lots = {lot.id: lot for lot in component.lots}
    offers = {offer.id: offer for offer in component.offers}
    objective, spent = ZERO, ZERO
    for award in awards:
        spent += award.ordered * award.price
        weighed = weighed_price(lots[award.lot], offers[award.offer], award.price, rules)
        objective += award.ordered * weighed
    for rest in remainders:
        quantity = sum(rest.quarters, ZERO)
        objective += quantity * open_price(lots[rest.lot], rules, penalty)
        spent += quantity * (rest.import_price or ZERO)
    missing = tuple(_missing(component, awards, rules))
    for lot_id, count in missing:
        lot = lots[lot_id]
        objective += count * open_price(lot, rules, penalty) * lot.quantity
    return Costs(objective, spent, missing)


def open_price(lot: Lot, rules: AllocationRules, penalty: Decimal) -> Decimal:
    """Return what one unit that no offer supplies weighs in the objective."""
    limit = ceiling(lot, rules)
    return penalty if limit is None else limit


def remainders_of(component: Component, awards: Sequence[Award]) -> tuple[Remainder, ...]:
    """Return what the awards leave of each lot, in the order of lots; nothing where all is met."""
    left = {lot.id: list(lot.demand) for lot in component.lots}
    for award in awards:
        for quarter, quantity in enumerate(award.quarters):
            left[award.lot][quarter] -= quantity
    found = []
    for lot in component.lots:
        rest = left[lot.id]
        if any(rest):
            quarters: Quarterly = (rest[0], rest[1], rest[2], rest[3])
            found.append(Remainder(lot.id, quarters, lot.import_price))
    return tuple(found)


def _missing(component: Component, awards: Sequence[Award], rules: AllocationRules) -> list[tuple[str, int]]:
    """Sources short of the minimum on vital lots that have at least one option."""
    if rules.minimum_sources_vital <= 1:
        return []
    makers = {offer.id: offer.maker for offer in component.offers}
    held: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for award in awards:
        held[award.lot][makers[award.offer]] += award.quantity
    scale = scale_of(component)
    served = {option.lot for option in options_of(component, rules, scale)}
    found = []
    for index, lot in enumerate(component.lots):
        if not lot.vital or index not in served:
            continue
        least = source_least(lot.quantity, rules, scale)
        count = sum(1 for quantity in held[lot.id].values() if quantity * scale >= least)
        if count < rules.minimum_sources_vital:
            found.append((lot.id, rules.minimum_sources_vital - count))
    return found
