"""What a set of awards costs, exactly: the objective that was minimised and the money spent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rakiza.engine.allocation.charges import charges_of
from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.groups import value_added_rate
from rakiza.engine.allocation.options import Option, ceiling, source_least, weighed_price
from rakiza.engine.allocation.packs import finish_of
from rakiza.engine.allocation.rules import Aim, AllocationRules
from rakiza.engine.allocation.solution import Award, Charge, Remainder
from rakiza.engine.allocation.values import CENT, ZERO, Lot


@dataclass(frozen=True, slots=True)
class Costs:
    """`objective` as minimised; `spent` the true money, uncovered units at nothing.

    `penalties`: the part of the objective that is no money: units left open without an import price,
    missing sources, conditionings not finished.
    """

    objective: Decimal
    spent: Decimal
    missing_sources: tuple[tuple[str, int], ...]
    charges: tuple[Charge, ...]
    value_added: Decimal
    imports: Decimal
    penalties: Decimal = ZERO

    def of(self, aim: Aim) -> Decimal:
        """Return what is minimised for an aim."""
        if aim is Aim.COST:
            return self.objective
        return self.imports if aim is Aim.IMPORTS else -self.value_added

    def decided(self, aim: Aim) -> Decimal:
        """Return what a gap is a share of: the objective without penalties, whole where nothing else is."""
        return share_base(self.of(aim), self.penalties if aim is Aim.COST else ZERO)


def share_base(value: Decimal, penalties: Decimal) -> Decimal:
    """Return the money in a value of which a part is penalties; the value itself where it is all penalty."""
    return abs(value - penalties) or abs(value)


def costs_of(
    component: Component,
    options: Sequence[Option],
    awards: Sequence[Award],
    rules: AllocationRules,
    penalty: Decimal,
    scale: int,
) -> Costs:
    """Return the exact costs of a component's awards; `options` as the rules leave them."""
    lots = {lot.id: lot for lot in component.lots}
    offers = {offer.id: offer for offer in component.offers}
    charges = charges_of(component, awards, rules)
    spent = sum((charge.amount for charge in charges), ZERO)
    objective, added, imports, penalties = spent, Fraction(0), ZERO, ZERO
    for award in awards:
        offer, lot = offers[award.offer], lots[award.lot]
        spent += award.spent
        objective += weighed_amount(lot, award, offer.doubtful, rules)
        added += Fraction(award.spent) * value_added_rate(offer)
    known = import_values(component, options)
    rests = remainders_of(component, awards)
    for rest in rests:
        quantity = sum(rest.quarters, ZERO)
        weighed = quantity * open_price(lots[rest.lot], rules, penalty)
        if rest.import_price is None:
            penalties += weighed
        else:
            objective += weighed
        spent += quantity * (rest.import_price or ZERO)
        imports += quantity * known[rest.lot]
    missing = tuple(_missing(component, options, awards, rules, scale))
    for lot_id, count in missing:
        lot = lots[lot_id]
        penalties += count * open_price(lot, rules, penalty) * lot.quantity
    for lot_id, least in _unfinished(component, options, rests, rules, scale):
        penalties += least * open_price(lots[lot_id], rules, penalty)
    exact = Decimal(added.numerator) / Decimal(added.denominator)
    added_here = exact.quantize(CENT)
    return Costs(objective + penalties, spent, missing, charges, added_here, imports, penalties)


def weighed_amount(lot: Lot, award: Award, doubtful: tuple[str, ...], rules: AllocationRules) -> Decimal:
    """Return what an award weighs in the choice; where its units differ in price, doubt doesn't weigh."""
    if award.amount is not None:
        return award.amount
    return award.ordered * weighed_price(lot, doubtful, award.price, rules)


def open_price(lot: Lot, rules: AllocationRules, penalty: Decimal) -> Decimal:
    """Return what one unit that no offer supplies weighs in the objective."""
    limit = ceiling(lot, rules)
    return penalty if limit is None else limit


def import_values(component: Component, options: Sequence[Option]) -> Mapping[str, Decimal]:
    """Return what a unit left of each lot counts as import: its price, else its cheapest offer's."""
    cheapest: dict[int, Decimal] = {}
    for option in options:
        price = min(cell.price for cell in option.cells)
        cheapest[option.lot] = min(price, cheapest.get(option.lot, price))
    return {
        lot.id: cheapest.get(index, ZERO) if lot.fallback is None else lot.fallback
        for index, lot in enumerate(component.lots)
    }


def remainders_of(component: Component, awards: Sequence[Award]) -> tuple[Remainder, ...]:
    """Return what the awards leave of each lot, in the order of lots; nothing where all is met."""
    left = {lot.id: list(lot.demand) for lot in component.lots}
    for award in awards:
        for quarter, quantity in enumerate(award.quarters):
            left[award.lot][quarter] -= quantity
    return tuple(
        Remainder(lot.id, tuple(left[lot.id]), lot.fallback) for lot in component.lots if any(left[lot.id])
    )


def _missing(
    component: Component,
    options: Sequence[Option],
    awards: Sequence[Award],
    rules: AllocationRules,
    scale: int,
) -> list[tuple[str, int]]:
    """Sources short of the minimum on vital lots that have at least one option."""
    if rules.minimum_sources_vital <= 1:
        return []
    makers = {offer.id: offer.maker for offer in component.offers}
    held: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for award in awards:
        held[award.lot][makers[award.offer]] += award.quantity
    served = {option.lot for option in options}
    found = []
    for index, lot in enumerate(component.lots):
        if not lot.vital or index not in served:
            continue
        least = source_least(lot.quantity, rules.source_share, scale)
        count = sum(1 for quantity in held[lot.id].values() if quantity * scale >= least)
        if count < rules.minimum_sources_vital:
            found.append((lot.id, rules.minimum_sources_vital - count))
    return found


def _unfinished(
    component: Component,
    options: Sequence[Option],
    rests: Sequence[Remainder],
    rules: AllocationRules,
    scale: int,
) -> list[tuple[str, Decimal]]:
    """Lots of which makers could serve more than they do, with the conditioning that each weighs."""
    if not rules.finish_packs:
        return []
    by_lot: dict[int, list[Option]] = defaultdict(list)
    for option in options:
        by_lot[option.lot].append(option)
    left = {rest.lot: sum(rest.quarters, ZERO) * scale for rest in rests}
    found = []
    for index, own in sorted(by_lot.items()):
        lot = component.lots[index]
        finish = finish_of(lot, own, scale)
        if finish is not None and left.get(lot.id, ZERO) > finish.unreachable:
            found.append((lot.id, Decimal(finish.weight) / scale))
    return found
