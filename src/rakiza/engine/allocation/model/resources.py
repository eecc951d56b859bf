"""What making takes: capacity of offers and lines, set-ups, and raw materials bought jointly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from rakiza.engine.allocation.model.draft import Draft
from rakiza.engine.allocation.model.rows import INFINITY, Term
from rakiza.engine.allocation.options import own_capacity, whole
from rakiza.engine.allocation.values import ONE, Line, Material, TierKind


def capacity_rows(draft: Draft) -> None:
    """Capacity of an offer over its lots, period by period."""
    reliable = {maker.id: maker.reliability for maker in draft.component.makers}
    for index, offer in enumerate(draft.component.offers):
        own = own_capacity(offer, reliable.get(offer.maker, ONE))
        if own is None:
            continue
        made: dict[int, list[Term]] = defaultdict(list)
        for option in draft.by_offer.get(index, []):
            for entry in draft.by_option[option]:
                made[entry.period].append((entry.column, entry.units))
        for period, terms in sorted(made.items()):
            draft.rows.row(-INFINITY, float(whole(own[period], draft.scale)), terms)


def line_rows(draft: Draft, opened: dict[str, int]) -> None:
    """Capacity of lines; `opened`: the decision that all use of a line waits for, by line."""
    use = _line_use(draft)
    for line in draft.component.lines:
        for period in range(draft.periods):
            terms = use.get((line.id, period))
            if terms:
                _line_row(draft, line, period, terms, opened.get(line.id))


def _line_use(draft: Draft) -> dict[tuple[str, int], list[Term]]:
    use: dict[tuple[str, int], list[Term]] = defaultdict(list)
    for index, option in enumerate(draft.options):
        offer = draft.offer(index)
        rates = [] if offer.line is None else [(offer.line, float(option.consumption))]
        rates += [(stage.id, float(stage.quantity)) for stage in offer.stages]
        for entry in draft.by_option[index] if rates else ():
            for line, rate in rates:
                use[line, entry.period].append((entry.column, rate * entry.units))
    return use


def _line_row(draft: Draft, line: Line, period: int, terms: Sequence[Term], opened: int | None) -> None:
    capacity = line.available[period] * draft.scale
    if all(value == 1.0 for _, value in terms):
        capacity = Decimal(whole(line.available[period], draft.scale))
    if line.setup_cost:
        setup = draft.rows.binary(draft.price(line.setup_cost), "setup")
        draft.setups[line.id, period] = setup
        opened = setup
    if opened is None:
        draft.rows.row(-INFINITY, float(capacity), terms)
    else:
        draft.rows.row(-INFINITY, 0.0, [*terms, (opened, -float(capacity))])


def material_rows(draft: Draft) -> None:
    """Raw material bought: its price steps look at the year's total, its supply at each period."""
    for material in draft.component.materials:
        use: dict[int, list[Term]] = defaultdict(list)
        for index in range(len(draft.options)):
            rate = sum(
                (one.quantity for one in draft.offer(index).materials if one.id == material.id), Decimal(0)
            )
            for entry in draft.by_option[index] if rate else ():
                use[entry.period].append((entry.column, float(rate) / draft.scale * entry.units))
        if use:
            _material(draft, material, use)


def _material(draft: Draft, material: Material, use: dict[int, list[Term]]) -> None:
    if material.supply is not None:
        for period, terms in sorted(use.items()):
            draft.rows.scaled_row(-INFINITY, float(material.supply[period]), terms)
    total = [term for terms in use.values() for term in terms]
    reach = sum(draft.rows.upper[column] * value for column, value in total)
    if material.supply is not None:
        reach = min(reach, float(sum(material.supply[period] for period in use)))
    bought = []
    opened: int | None = None
    chosen: list[Term] = []
    for index, tier in enumerate(material.tiers):
        start = float(tier.from_quantity)
        last = index + 1 == len(material.tiers)
        end = reach if last else min(reach, float(material.tiers[index + 1].from_quantity))
        column = draft.rows.column(draft.price(tier.price), max(0.0, end), kind="material")
        draft.materials[material.id].append(column)
        bought.append((column, -1.0))
        if material.kind is TierKind.ALL_UNITS:
            _held(draft, column, start, end, reach, chosen)
        else:
            opened = _filled(draft, column, (start, end, reach), opened, last=last)
    if chosen:
        draft.rows.row(-INFINITY, 1.0, chosen)
    draft.rows.row(0.0, 0.0, [*total, *bought])


def _held(draft: Draft, column: int, start: float, end: float, reach: float, chosen: list[Term]) -> None:
    held = draft.rows.column(0.0, 1.0 if start <= reach else 0.0, kind="tier", integer=True)
    chosen.append((held, 1.0))
    draft.rows.row(-INFINITY, 0.0, [(column, 1.0), (held, -max(0.0, end))])
    if start > 0:
        draft.rows.row(0.0, INFINITY, [(column, 1.0), (held, -start)])


def _filled(
    draft: Draft, column: int, bounds: tuple[float, float, float], opened: int | None, *, last: bool
) -> int | None:
    start, end, reach = bounds
    width = max(0.0, end - start)
    draft.rows.upper[column] = width
    if opened is not None:
        draft.rows.row(-INFINITY, 0.0, [(column, 1.0), (opened, -width)])
    if last:
        return None
    following = draft.rows.column(0.0, 1.0 if end < reach else 0.0, kind="segment", integer=True)
    draft.rows.row(0.0, INFINITY, [(column, 1.0), (following, -width)])
    return following
