"""What a unit of each option is expected to weigh: its cheapest price at first, then what earlier orders reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.options import NO_STEP, Option, tier_reached
from rakiza.engine.allocation.pricing import PriceBook
from rakiza.engine.allocation.solution import Award
from rakiza.engine.allocation.values import ZERO, Offer, TierScope


def at_best(component: Component, options: Sequence[Option]) -> list[Decimal | None]:
    """Return the cheapest price of each option, its raw materials at their cheapest."""
    materials = _materials(component)
    return [
        min(cell.weighed for cell in option.cells) + _material_cost(component.offers[option.offer], materials)
        for option in options
    ]


def after(
    component: Component, options: Sequence[Option], awards: Sequence[Award], scale: int
) -> list[Decimal | None]:
    """Return the price that each option has at the totals of some awards, fixed costs spread over them.

    None where the price that is reached stands above what may be paid.
    """
    ordered = {(award.lot, award.offer): award.ordered for award in awards}
    book = PriceBook(component, ordered)
    materials = _materials(component)
    spread = _spread(component, awards)
    found: list[Decimal | None] = []
    for option in options:
        lot, offer = component.lots[option.lot], component.offers[option.offer]
        price = _reached(option, (lot.id, offer.id), offer, book, scale)
        if price is not None:
            price *= 1 + spread[offer.maker, lot.family]
            price += _material_cost(offer, materials)
        found.append(price)
    return found


def _reached(
    option: Option, place: tuple[str, str], offer: Offer, book: PriceBook, scale: int
) -> Decimal | None:
    if option.averaged:
        return min(cell.weighed for cell in option.cells)
    if offer.tier_scope is TierScope.OFFER:
        total = book.by_offer.get(offer.id, ZERO)
    else:
        total = book.ordered.get(place, Decimal(option.ordered) / scale)
    tier = offer.tiers.index(tier_reached(offer.tiers, total))
    discount = book.discounts.get(place)
    step = NO_STEP
    if discount is not None:
        rate = book.rate(discount)
        step = next(index for index, one in enumerate(discount.steps) if one.rate == rate)
    cells = {(cell.tier, cell.step): cell.weighed for cell in option.cells}
    return cells.get((tier, step))


def _spread(component: Component, awards: Sequence[Award]) -> Mapping[tuple[str, str], Decimal]:
    """Return by maker and family which part of their orders' money fixed costs are."""
    makers = {offer.id: offer.maker for offer in component.offers}
    family = {lot.id: lot.family for lot in component.lots}
    spent: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for award in awards:
        spent[makers[award.offer], family[award.lot]] += award.spent
    families: dict[str, list[str]] = defaultdict(list)
    for maker, name in spent:
        families[maker].append(name)
    parts: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    for cost in component.fixed_costs:
        served = [name for name in families[cost.maker] if not cost.families or name in cost.families]
        total = sum((spent[cost.maker, name] for name in served), ZERO)
        for name in served if total else ():
            parts[cost.maker, name] += cost.amount / total
    return parts


def _materials(component: Component) -> Mapping[str, Decimal]:
    return {one.id: min(tier.price for tier in one.tiers) for one in component.materials}


def _material_cost(offer: Offer, materials: Mapping[str, Decimal]) -> Decimal:
    return sum((use.quantity * materials[use.id] for use in offer.materials), ZERO)
