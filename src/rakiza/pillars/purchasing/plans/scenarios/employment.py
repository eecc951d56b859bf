"""Jobs that a plan's awards keep busy: what makers declare of their lines, at the part of them that is used.

No coefficient: people employed on a line at full capacity × quantity ordered ÷ what the line makes in a
year. An award whose line declares nobody counts for nothing, and `told` says how much of the money is
behind those that do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rakiza.engine.planning.plan import PlannedAward
from rakiza.pillars.industry.models import Offer

MONTHS = 12
ZERO = Decimal(0)
TENTH = Decimal("0.1")
GRAIN = Decimal("0.0001")
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Employment:
    """`jobs`: full-time equivalents over the year; `told`: the share of awarded money that they stand for."""

    jobs: Decimal
    told: Decimal


def employment_of(awards: Sequence[PlannedAward]) -> Employment | None:
    """Return the jobs behind awards, None where no awarded line declares its people."""
    rates = _rates(sorted({award.offer for award in awards if award.offer.isdecimal()}))
    counted = [award for award in awards if award.offer in rates]
    if not counted:
        return None
    jobs = sum((award.ordered * rates[award.offer] for award in counted), ZERO)
    spent, told = (sum((one.ordered * one.landed_price for one in some), ZERO) for some in (awards, counted))
    return Employment(jobs.quantize(TENTH), (told / spent).quantize(GRAIN) if spent else ZERO)


def _rates(offers: Sequence[str]) -> dict[str, Decimal]:
    """Return what a base unit takes of a year's work, by offer whose line declares its people."""
    found: dict[str, Decimal] = {}
    for start in range(0, len(offers), _CHUNK):
        rows = Offer.objects.filter(pk__in=offers[start : start + _CHUNK], line__people__isnull=False)
        for key, people, capacity in rows.values_list("pk", "line__people", "line__monthly_capacity"):
            found[str(key)] = Decimal(people or 0) / (capacity * MONTHS)
    return found
