"""Money beside the awards, exactly: fixed costs, set-ups of lines, raw materials bought jointly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from rakiza.engine.allocation.commitments import floor_of, open_to, spread
from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.ladders import ladder_cost
from rakiza.engine.allocation.rules import AllocationRules, Commitment
from rakiza.engine.allocation.solution import Award, Charge
from rakiza.engine.allocation.values import ZERO, FixedCost, Offer

LineUse = dict[tuple[str, int], Decimal]


def charges_of(component: Component, awards: Sequence[Award], rules: AllocationRules) -> tuple[Charge, ...]:
    """Return what the awards make due, commitments taken wherever their floor is met and they pay."""
    return (
        *_fixed(component, awards, rules),
        *_setups(component, awards),
        *_materials(component, awards),
    )


def line_use(component: Component, awards: Sequence[Award]) -> LineUse:
    """Return the line units that the awards take, by line and period."""
    offers = {offer.id: offer for offer in component.offers}
    use: LineUse = defaultdict(lambda: ZERO)
    for award in awards:
        offer = offers[award.offer]
        for period, quantity in enumerate(award.made):
            if offer.line is not None:
                use[offer.line, period] += quantity * consumption_of(offer, award.lot)
            for stage in offer.stages:
                use[stage.id, period] += quantity * stage.quantity
    return use


def consumption_of(offer: Offer, lot: str) -> Decimal:
    """Return the line units that one base unit for a lot takes."""
    own = next((one.consumption for one in offer.terms if one.lot == lot), None)
    return offer.consumption if own is None else own


def material_use(component: Component, awards: Sequence[Award]) -> dict[tuple[str, int], Decimal]:
    """Return the raw material that the awards take, by material and period."""
    offers = {offer.id: offer for offer in component.offers}
    use: dict[tuple[str, int], Decimal] = defaultdict(lambda: ZERO)
    for award in awards:
        for one in offers[award.offer].materials:
            for period, quantity in enumerate(award.made):
                use[one.id, period] += quantity * one.quantity
    return use


def _fixed(component: Component, awards: Sequence[Award], rules: AllocationRules) -> Iterator[Charge]:
    makers = {offer.id: offer.maker for offer in component.offers}
    family = {lot.id: lot.family for lot in component.lots}
    supplied: dict[str, dict[str | None, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for award in awards:
        supplied[makers[award.offer]][family[award.lot]] += award.quantity
    for cost in component.fixed_costs:
        concerned = [
            quantity
            for name, quantity in supplied[cost.maker].items()
            if not cost.families or name in cost.families
        ]
        if concerned:
            yield _paid(component, cost, sum(concerned, ZERO), rules)


def _paid(component: Component, cost: FixedCost, supplied: Decimal, rules: AllocationRules) -> Charge:
    """Return the charge of the year: the least that a commitment allows, of base units `supplied`."""
    best = Charge("fixed", cost.id, cost.amount)
    for rule in rules.rules:
        if (
            isinstance(rule, Commitment)
            and open_to(rule, cost)
            and supplied >= floor_of(component, cost, rule)
        ):
            yearly = spread(cost, rule)
            if yearly < best.amount:
                best = Charge("fixed", cost.id, yearly, commitment=rule.id)
    return best


def _setups(component: Component, awards: Sequence[Award]) -> Iterator[Charge]:
    costs = {line.id: line.setup_cost for line in component.lines if line.setup_cost}
    if not costs:
        return
    for (line, period), quantity in sorted(line_use(component, awards).items()):
        if quantity and line in costs:
            yield Charge("setup", line, costs[line], period=period)


def _materials(component: Component, awards: Sequence[Award]) -> Iterator[Charge]:
    if not component.materials:
        return
    bought: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for (material, _), quantity in material_use(component, awards).items():
        bought[material] += quantity
    for one in component.materials:
        quantity = bought[one.id]
        if quantity:
            amount = ladder_cost(one.tiers, one.kind, quantity)
            yield Charge("material", one.id, amount, quantity)
