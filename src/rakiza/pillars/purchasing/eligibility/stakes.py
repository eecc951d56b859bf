"""What alerts put at stake for one reader: a buyer in what it receives, a maker in its awards, all for overseers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.planning.plan import Quarterly
from rakiza.pillars.purchasing.eligibility.models import AlertedAward
from rakiza.pillars.purchasing.plans.standing_queries import quarters_of
from rakiza.pillars.purchasing.plans.visibility import Sight

ZERO, CENT = Decimal(0), Decimal("0.01")
Parts = tuple[Decimal, Decimal, Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class StakeLine:
    """One award at stake, as its reader may see it. `quantity` in base units, `value` to the cent."""

    row: AlertedAward
    months: tuple[int, ...]
    quantity: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Total:
    """What several lines come to: lots, money; `pooled` is everybody's money, None where it is hidden."""

    lots: int
    value: Decimal
    pooled: Decimal | None


def lines_for(sight: Sight, rows: Iterable[AlertedAward]) -> tuple[StakeLine, ...]:
    """Return the awards in which the reader has something at stake, each once, with its lost months together.

    `rows` with their award, its lot and its shares. A month in which two titles fail counts once.
    """
    by_award: dict[int, list[AlertedAward]] = defaultdict(list)
    for row in rows:
        by_award[row.award_id].append(row)
    lines = []
    for kept in by_award.values():
        months, parts = together(kept)
        quantity, value = _of_reader(sight, kept[0], parts)
        if quantity > 0:
            lines.append(StakeLine(kept[0], months, quantity, value))
    return tuple(lines)


def total_for(sight: Sight, rows: Sequence[AlertedAward]) -> Total:
    """Return the reader's total, and everybody's where each touched lot pools enough buyers."""
    lines = lines_for(sight, rows)
    return Total(
        len({line.row.award.lot_id for line in lines}),
        sum((line.value for line in lines), ZERO),
        _pooled(sight, rows) if lines else None,
    )


def _pooled(sight: Sight, rows: Sequence[AlertedAward]) -> Decimal | None:
    if sight.maker is not None or not all(sight.pools(row.award.lot.buyers_count) for row in rows):
        return None
    everything = Sight(everything=True, buyer=None, maker=None)
    return sum((line.value for line in lines_for(everything, rows)), ZERO)


def together(rows: Sequence[AlertedAward]) -> tuple[tuple[int, ...], Parts]:
    """Return the lost months of alerts on one award, and the part of each quarter that they are."""
    months = tuple(sorted({month for row in rows for month in row.months}))
    first, second, third, fourth = (_part(quarter, rows, months) for quarter in range(4))
    return months, (first, second, third, fourth)


def _part(quarter: int, rows: Sequence[AlertedAward], months: Sequence[int]) -> Decimal:
    lost = sum(1 for month in months if (month - 1) // 3 == quarter)
    for row in rows:
        own = sum(1 for month in row.months if (month - 1) // 3 == quarter)
        if own:
            return Decimal(row.parts[quarter]) if own == lost else Decimal(row.parts[quarter]) * lost / own
    return ZERO


def _of_reader(sight: Sight, row: AlertedAward, parts: Parts) -> tuple[Decimal, Decimal]:
    award = row.award
    if sight.everything:
        return _worth(quarters_of(award), parts, award.landed_price)
    if sight.maker is not None:
        own = award.maker_id == sight.maker
        return _worth(quarters_of(award), parts, award.unit_price) if own else (ZERO, ZERO)
    for share in award.shares.all():
        if share.organisation_id == sight.buyer:
            return _worth(quarters_of(share), parts, award.landed_price)
    return ZERO, ZERO


def _worth(quarters: Quarterly, parts: Parts, price: Decimal) -> tuple[Decimal, Decimal]:
    quantity = sum((q * part for q, part in zip(quarters, parts, strict=True)), ZERO)
    return quantity, (quantity * price).quantize(CENT)
