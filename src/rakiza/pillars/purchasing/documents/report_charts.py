"""The charts of plan.pdf: what is covered and what is imported, by family and by quarter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from rakiza.kernel.wording.formats import money, percent, quarter
from rakiza.kernel.wording.language import translate as _
from rakiza.pillars.purchasing.documents.plan_view import PlanView
from rakiza.pillars.purchasing.documents.report import Bar, Chart

FAMILIES_SHOWN = 12
ZERO = Decimal(0)
EVEN = Decimal("0.02")  # quarters this close, in shares of the year, are called equal


@dataclass(slots=True)
class Split:
    """Values, tax included: covered by local awards, left to import at a known price; lots without price."""

    covered: Decimal = ZERO
    imported: Decimal = ZERO
    unpriced: int = 0

    @property
    def total(self) -> Decimal:
        """What the chart's bar measures."""
        return self.covered + self.imported


def charts(view: PlanView) -> tuple[Chart, ...]:
    """Return the charts that have something to show."""
    return tuple(chart for chart in (by_family(view), by_quarter(view)) if chart.bars)


def by_family(view: PlanView) -> Chart:
    """Return the families with the greatest value, split into covered and imported."""
    splits = family_splits(view)
    ordered = sorted(splits.items(), key=lambda item: (-item[1].total, item[0]))[:FAMILIES_SHOWN]
    named = [(view.family(family), split) for family, split in ordered]
    return Chart(_family_title(splits, view), _bars(named, view))


def _family_title(splits: Mapping[str, Split], view: PlanView) -> str:
    imported = sorted((split.imported for split in splits.values()), reverse=True)
    whole = sum(imported, ZERO)
    if not whole:
        return _("Toute la valeur connue est couverte localement")
    top = [value for value in imported[:3] if value]
    share = {"share": percent(sum(top, ZERO) / whole, view.language, places=0)}
    if len(top) == 1:
        return _("Une famille porte %(share)s du reste à l'import") % share
    if len(top) == 2:
        return _("Deux familles portent %(share)s du reste à l'import") % share
    return _("Trois familles portent %(share)s du reste à l'import") % share


def family_splits(view: PlanView) -> dict[str, Split]:
    """Return the split of each family's value."""
    splits: dict[str, Split] = {}
    for award in view.plan.awards:
        split = splits.setdefault(view.lots[award.lot].family, Split())
        split.covered += award.quantity * award.landed_price
    for rest in view.plan.uncovered:
        split = splits.setdefault(view.lots[rest.lot].family, Split())
        if rest.import_price is None:
            split.unpriced += 1
        else:
            split.imported += sum(rest.quarters, ZERO) * rest.import_price
    return splits


def by_quarter(view: PlanView) -> Chart:
    """Return the four quarters, split into covered and imported."""
    splits = [Split() for _quarter in range(4)]
    for award in view.plan.awards:
        for split, volume in zip(splits, award.quarters, strict=True):
            split.covered += volume * award.landed_price
    for rest in view.plan.uncovered:
        for split, volume in zip(splits, rest.quarters, strict=True):
            split.imported += volume * (rest.import_price or ZERO)
    named = [(quarter(q, view.year, view.language), split) for q, split in enumerate(splits, start=1)]
    return Chart(_quarter_title(named, view), _bars(named, view))


def _quarter_title(named: list[tuple[str, Split]], view: PlanView) -> str:
    whole = sum((split.total for _name, split in named), ZERO)
    totals = sorted(split.total for _name, split in named)
    if totals[-1] - totals[0] <= EVEN * whole:
        return _("La valeur se répartit également entre les quatre trimestres")
    name, busiest = max(named, key=lambda item: item[1].total)
    share = busiest.total / whole if whole else ZERO
    return _("%(quarter)s est le trimestre le plus chargé\u202f: %(share)s de la valeur de l'année") % {
        "quarter": name,
        "share": percent(share, view.language, places=0),
    }


def _bars(named: list[tuple[str, Split]], view: PlanView) -> tuple[Bar, ...]:
    longest = max((split.total for _name, split in named), default=ZERO)
    if not longest:
        return ()
    return tuple(
        Bar(
            label,
            float(split.covered / longest),
            float(split.imported / longest),
            money(split.total, view.currency, view.language, places=0),
            _("%(count)s sans prix connu") % {"count": split.unpriced} if split.unpriced else "",
        )
        for label, split in named
    )
