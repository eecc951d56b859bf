"""The chart of a plan by family, its title as an answer, and the table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rakiza.kernel.wording.formats import number, percent
from rakiza.pillars.purchasing.plans.queries import FamilyRow

SHOWN = 12
MOST = Decimal("0.6")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class FamilyBar:
    """One family: what is covered here, and what is left to import at the reference price."""

    row: FamilyRow
    covered: Decimal
    rest: Decimal


@dataclass(frozen=True, slots=True)
class FamilyChart:
    """The chart and its table; `spec` is what the page's script draws."""

    title: str
    bars: tuple[FamilyBar, ...]
    others: int
    spec: dict[str, object]


def family_chart(rows: Sequence[FamilyRow], currency: str) -> FamilyChart | None:
    """Return the families of greatest value; None where no value may be shown."""
    valued = sorted((bar for row in rows if (bar := _bar(row))), key=lambda bar: -(bar.covered + bar.rest))
    if not valued:
        return None
    shown = tuple(valued[:SHOWN])
    title = _answer(valued)
    return FamilyChart(
        title=title,
        bars=shown,
        others=len(rows) - len(shown),
        spec={
            "categories": [bar.row.label for bar in shown],
            "unit": currency,
            "description": title,
            "series": [
                {"name": _("Couvert ici"), "role": "local", "values": [float(bar.covered) for bar in shown]},
                {
                    "name": _("Reste à importer"),
                    "role": "import",
                    "values": [float(bar.rest) for bar in shown],
                },
            ],
        },
    )


def _bar(row: FamilyRow) -> FamilyBar | None:
    if row.value is None or row.value <= 0:
        return None
    covered = row.covered_value or ZERO
    return FamilyBar(row, covered, max(row.value - covered - (row.savings or ZERO), ZERO))


def _answer(bars: Sequence[FamilyBar]) -> str:
    """Say how concentrated the uncovered value is: the fewest families that carry most of it."""
    rests = sorted((bar.rest for bar in bars if bar.rest > 0), reverse=True)
    total = sum(rests, ZERO)
    if not total:
        return _("Tout ce qui a un prix est couvert ici")
    carried, count = ZERO, 0
    for rest in rests:
        carried, count = carried + rest, count + 1
        if carried >= MOST * total:
            break
    return ngettext(
        "%(count)s famille porte %(share)s de la valeur non couverte",
        "%(count)s familles portent %(share)s de la valeur non couverte",
        count,
    ) % {"count": number(count), "share": percent(carried / total, places=0)}
