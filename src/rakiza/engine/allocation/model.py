"""The mixed-integer model of one component, written straight into arrays.

Columns: x[option, tier, quarter] supplied units; r[lot, quarter] the remainder (imported or left
open); z[option] whether a minimum order is placed; k[option] how many order multiples;
y[offer, tier] which all-units tier is reached; v[lot, maker] and s[lot] for minimum sources.
Tier quantities are disaggregated (one x per tier), which gives a tighter relaxation than one
quantity with big-M prices; every big-M is cut to what the option can really reach.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal

from rakiza.engine.allocation.components import Component
from rakiza.engine.allocation.options import Option, ceiling, source_least, weighed_price, whole
from rakiza.engine.allocation.values import AllocationRules

TIE = 1e-7  # relative: enough to order equal prices, too little to change a decision
TIE_TOTAL = 2e-7
INFINITY = float("inf")


@dataclass(slots=True)
class Rows:
    """Columns and rows in the making."""

    cost: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    integer: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    indices: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)

    def column(self, cost: float, upper: float, *, integer: bool = False) -> int:
        """Add a column with lower bound 0; return its index."""
        self.cost.append(cost)
        self.upper.append(upper)
        self.integer.append(integer)
        return len(self.cost) - 1

    def row(self, lower: float, upper: float, terms: Iterable[tuple[int, float]]) -> None:
        """Add a row: lower ≤ Σ value × column ≤ upper."""
        self.starts.append(len(self.indices))
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        for index, value in terms:
            self.indices.append(index)
            self.values.append(value)


@dataclass(frozen=True, slots=True)
class Model:
    """A finished model: arrays, and where the supplied quantities stand."""

    rows: Rows
    supply: tuple[tuple[int, int, int], ...]  # (option, quarter, column)
    scale: int
    money: float  # one unit of money in the objective


@dataclass(frozen=True, slots=True)
class _Parts:
    component: Component
    options: tuple[Option, ...]
    rules: AllocationRules
    scale: int
    money: float
    open_cost: tuple[Decimal, ...]


def build(
    component: Component,
    options: tuple[Option, ...],
    rules: AllocationRules,
    scale: int,
    penalty: Decimal,
) -> Model:
    """Write the model of one component; `penalty` is the cost of a unit left open."""
    costs = tuple(_open_cost(component, rules, penalty))
    money = _money_scale([*costs, *(offer.tiers[0].price for offer in component.offers)])
    parts = _Parts(component, options, rules, scale, money, costs)
    rows = Rows()
    columns = _supply_columns(rows, parts)
    _demand_rows(rows, parts, columns)
    _line_rows(rows, parts, columns)
    _offer_rows(rows, parts, columns)
    _order_rows(rows, parts, columns)
    _share_rows(rows, parts, columns)
    _source_rows(rows, parts, columns)
    supply = tuple((option, quarter, column) for option, _, quarter, column in columns)
    return Model(rows, supply, scale, money)


_Column = tuple[int, int, int, int]  # option, tier, quarter, column


def _open_cost(component: Component, rules: AllocationRules, penalty: Decimal) -> Iterable[Decimal]:
    for lot in component.lots:
        limit = ceiling(lot, rules)
        yield penalty if limit is None else limit


def _money_scale(prices: Sequence[Decimal]) -> float:
    """A power of two that brings the dearest price near 2^16: solver tolerances are absolute."""
    dearest = max((float(price) for price in prices), default=0.0)
    scale = 1.0
    while dearest > 0 and dearest * scale < 2.0**15:
        scale *= 2.0
    while dearest * scale > 2.0**16:
        scale /= 2.0
    return scale


def _supply_columns(rows: Rows, parts: _Parts) -> list[_Column]:
    columns = []
    ties = max(1, len(parts.component.offers))
    for index, option in enumerate(parts.options):
        offer, lot = parts.component.offers[option.offer], parts.component.lots[option.lot]
        for tier in option.tiers:
            weighed = weighed_price(lot, offer, offer.tiers[tier].price, parts.rules)
            price = float(weighed) / parts.scale * parts.money
            price *= 1.0 + TIE * option.offer / ties
            for quarter in range(4):
                if option.quarters[quarter] > 0:
                    column = rows.column(price, float(option.quarters[quarter]))
                    columns.append((index, tier, quarter, column))
    return columns


def _demand_rows(rows: Rows, parts: _Parts, columns: list[_Column]) -> None:
    by_demand = _grouped((parts.options[o].lot, q, c) for o, _, q, c in columns)
    for index, lot in enumerate(parts.component.lots):
        cost = float(parts.open_cost[index]) / parts.scale * parts.money * (1.0 + TIE_TOTAL)
        for quarter in range(4):
            demand = whole(lot.demand[quarter], parts.scale)
            if demand == 0:
                continue
            remainder = rows.column(cost, float(demand))
            terms = [(column, 1.0) for column in by_demand.get((index, quarter), [])]
            rows.row(demand, demand, [*terms, (remainder, 1.0)])


def _line_rows(rows: Rows, parts: _Parts, columns: list[_Column]) -> None:
    use: dict[tuple[str, int], list[tuple[int, float]]] = defaultdict(list)
    for option, _, quarter, column in columns:
        offer = parts.component.offers[parts.options[option].offer]
        if offer.line is not None:
            use[offer.line, quarter].append((column, float(offer.consumption)))
    for line in parts.component.lines:
        for quarter in range(4):
            terms = use.get((line.id, quarter))
            if terms:
                capacity = line.capacity[quarter] * parts.scale
                if all(value == 1.0 for _, value in terms):
                    capacity = Decimal(whole(line.capacity[quarter], parts.scale))
                rows.row(-INFINITY, float(capacity), terms)


def _offer_rows(rows: Rows, parts: _Parts, columns: list[_Column]) -> None:
    """Capacity of an offer over its lots, and its all-units tiers."""
    by_offer = _grouped((parts.options[o].offer, q, c) for o, _, q, c in columns)
    by_tier = _grouped((parts.options[o].offer, t, c) for o, t, _, c in columns)
    reach = _reach(parts)
    for index, offer in enumerate(parts.component.offers):
        if offer.capacity is not None:
            for quarter in range(4):
                terms = by_offer.get((index, quarter), [])
                capacity = whole(offer.capacity[quarter], parts.scale)
                if terms:
                    rows.row(-INFINITY, float(capacity), [(column, 1.0) for column in terms])
        _tier_rows(rows, parts, index, by_tier, reach[index])


def _reach(parts: _Parts) -> dict[int, int]:
    """Most that each offer can supply in the year: its lots', its own and its line's limits."""
    lines = {line.id: line for line in parts.component.lines}
    reach: dict[int, int] = defaultdict(int)
    bounds: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for option in parts.options:
        reach[option.offer] += option.most
        for quarter in range(4):
            bounds[option.offer][quarter] += option.quarters[quarter]
    for index, quarters in bounds.items():
        offer = parts.component.offers[index]
        for quarter in range(4):
            if offer.capacity is not None:
                quarters[quarter] = min(quarters[quarter], whole(offer.capacity[quarter], parts.scale))
            if offer.line is not None:
                free = lines[offer.line].capacity[quarter] / offer.consumption
                quarters[quarter] = min(quarters[quarter], whole(free, parts.scale))
        reach[index] = min(reach[index], sum(quarters))
    return reach


def _tier_rows(
    rows: Rows, parts: _Parts, index: int, by_tier: dict[tuple[int, int], list[int]], reach: int
) -> None:
    offer = parts.component.offers[index]
    used = [tier for tier in range(len(offer.tiers)) if (index, tier) in by_tier]
    if used in ([], [0]):
        return
    starts = [
        int((tier.from_quantity * parts.scale).to_integral_value(ROUND_CEILING)) for tier in offer.tiers
    ]
    chosen = []
    for tier in used:
        start = starts[tier]
        columns = [(column, 1.0) for column in by_tier[index, tier]]
        reached = rows.column(0.0, 1.0 if start <= reach else 0.0, integer=True)
        chosen.append((reached, 1.0))
        # from the next start on, the next tier is at least as cheap
        most = min(reach, starts[tier + 1]) if tier + 1 < len(starts) else reach
        rows.row(-INFINITY, 0.0, [*columns, (reached, -float(most))])
        if start > 0:
            rows.row(0.0, INFINITY, [*columns, (reached, -float(start))])
    rows.row(-INFINITY, 1.0, chosen)


def _order_rows(rows: Rows, parts: _Parts, columns: list[_Column]) -> None:
    """Minimum orders, order multiples, and the annual bound of each option."""
    by_option = _grouped((o, 0, c) for o, _, _, c in columns)
    for index, option in enumerate(parts.options):
        terms = [(column, 1.0) for column in by_option.get((index, 0), [])]
        if option.multiple > 1:
            times = rows.column(0.0, float(option.most // option.multiple), integer=True)
            rows.row(0.0, 0.0, [*terms, (times, -float(option.multiple))])
        elif option.most < sum(option.quarters):
            rows.row(-INFINITY, float(option.most), terms)
        if option.least > option.multiple:
            placed = rows.column(0.0, 1.0, integer=True)
            rows.row(0.0, INFINITY, [*terms, (placed, -float(option.least))])
            rows.row(-INFINITY, 0.0, [*terms, (placed, -float(option.most))])


def _share_rows(rows: Rows, parts: _Parts, columns: list[_Column]) -> None:
    if parts.rules.maximum_share >= 1:
        return
    for (lot, _), terms in _by_maker(parts, columns).items():
        most = whole(parts.component.lots[lot].quantity * parts.rules.maximum_share, parts.scale)
        rows.row(-INFINITY, float(most), [(column, 1.0) for column in terms])


def _source_rows(rows: Rows, parts: _Parts, columns: list[_Column]) -> None:
    """As many makers as wanted on vital lots: each missing one costs the lot's whole value."""
    wanted = parts.rules.minimum_sources_vital
    if wanted <= 1:
        return
    makers: dict[int, list[list[int]]] = defaultdict(list)
    for (lot, _), terms in _by_maker(parts, columns).items():
        makers[lot].append(terms)
    for lot, sources in makers.items():
        if not parts.component.lots[lot].vital:
            continue
        least = source_least(parts.component.lots[lot].quantity, parts.rules, parts.scale)
        cost = float(parts.open_cost[lot] * parts.component.lots[lot].quantity) * parts.money
        missing = rows.column(cost, float(wanted), integer=True)
        counted = [(missing, 1.0)]
        for terms in sources:
            counts = rows.column(0.0, 1.0, integer=True)
            rows.row(0.0, INFINITY, [*((column, 1.0) for column in terms), (counts, -float(least))])
            counted.append((counts, 1.0))
        rows.row(float(wanted), INFINITY, counted)


def _by_maker(parts: _Parts, columns: list[_Column]) -> dict[tuple[int, str], list[int]]:
    grouped: dict[tuple[int, str], list[int]] = defaultdict(list)
    for index, _, _, column in columns:
        option = parts.options[index]
        grouped[option.lot, parts.component.offers[option.offer].maker].append(column)
    return dict(sorted(grouped.items()))


def _grouped(keys: Iterable[tuple[int, int, int]]) -> dict[tuple[int, int], list[int]]:
    grouped: dict[tuple[int, int], list[int]] = defaultdict(list)
    for first, second, column in keys:
        grouped[first, second].append(column)
    return grouped
