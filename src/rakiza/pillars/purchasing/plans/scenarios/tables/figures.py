"""Scenarios side by side: one column each, one row a figure, and the rules in which they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from rakiza.kernel.wording.formats import money, number, percent
from rakiza.kernel.wording.language import isolate
from rakiza.pillars.purchasing.documents.sheets.parameters import small_share
from rakiza.pillars.purchasing.plans.scenarios.summary import Summary

NOTHING = "—"
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Figure:
    """One scenario's value of a figure, and how it differs from the first one's ('' where it doesn't).

    `bare` and `unit`: the same in two parts, where the number is shown large.
    """

    value: str
    change: str = ""
    bare: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure over the scenarios; `note` says what it counts."""

    label: str
    note: str
    cells: tuple[Figure, ...]


def figure_rows(summaries: Sequence[Summary | None], currency: str) -> tuple[FigureRow, ...]:
    """Return the key figures side by side; differences are from the first one that has figures."""
    base = next((one for one in summaries if one is not None), None)

    def amounts(name: str) -> tuple[Figure, ...]:
        return tuple(_amount(one, base, name, currency) for one in summaries)

    def counts(name: str) -> tuple[Figure, ...]:
        return tuple(_count(one, base, name) for one in summaries)

    return (
        FigureRow(_("Coût rendu"), _("attributions et imports, taxes comprises"), amounts("cost")),
        FigureRow(_("Part locale"), _("de la valeur estimée"), tuple(_share(one, base) for one in summaries)),
        FigureRow(_("Couvert ici"), _("à son prix rendu"), amounts("covered_value")),
        FigureRow(_("À importer"), _("au prix de référence"), amounts("open_value")),
        *_tooling_row(summaries, amounts("tooling")),
        FigureRow(_("Lots non couverts"), _("en tout ou en partie"), counts("open_lots")),
        FigureRow(_("Lots à risque"), _("titre qui expire, source unique"), counts("lots_at_risk")),
        FigureRow(_("Fabricants retenus"), _("au moins une attribution"), counts("makers")),
        FigureRow(
            _("Emplois"), _("équivalents temps plein déclarés"), tuple(_jobs(one, base) for one in summaries)
        ),
        FigureRow(
            _("Écart prouvé"),
            _("à l'optimum, en part de l'objectif sans pénalités"),
            tuple(Figure(small_share(one.gap) if one else NOTHING) for one in summaries),
        ),
    )


def figures_beside(plan: Summary, scenario: Summary, currency: str) -> tuple[FigureRow, ...]:
    """Return a scenario's key figures, each with how it differs from the plan's."""
    rows = figure_rows([plan, scenario], currency)
    return tuple(FigureRow(row.label, row.note, row.cells[1:]) for row in rows)


def _tooling_row(summaries: Sequence[Summary | None], cells: tuple[Figure, ...]) -> tuple[FigureRow, ...]:
    """Return what makers' tools take of the year, where any scenario pays for some."""
    if not any(one is not None and one.tooling for one in summaries):
        return ()
    return (FigureRow(_("Outillage"), _("payé dans l'année"), cells),)


def _amount(one: Summary | None, base: Summary | None, name: str, currency: str) -> Figure:
    if one is None or base is None:
        return Figure(NOTHING)
    value, change = getattr(one, name), getattr(one, name) - getattr(base, name)
    return Figure(
        money(value, currency, places=0),
        isolate(signed(change, money(abs(change), currency, places=0))),
        bare=number(value, places=0),
        unit=currency,
    )


def _count(one: Summary | None, base: Summary | None, name: str) -> Figure:
    if one is None or base is None:
        return Figure(NOTHING)
    change = Decimal(getattr(one, name) - getattr(base, name))
    return Figure(number(getattr(one, name)), isolate(signed(change, number(abs(change)))))


def _jobs(one: Summary | None, base: Summary | None) -> Figure:
    """Write the jobs, with how much of the awarded money they stand for where that isn't all of it."""
    if one is None or one.jobs is None:
        return Figure(NOTHING)
    bare, shown, part = number(one.jobs, places=1), number(one.jobs, places=1), ""
    if one.jobs_told < 1:
        part = _("pour %(share)s de la valeur attribuée") % {"share": percent(one.jobs_told)}
        shown = _("%(jobs)s, %(part)s") % {"jobs": bare, "part": part}
    change = ZERO if base is None or base.jobs is None else one.jobs - base.jobs
    return Figure(shown, isolate(signed(change, number(abs(change), places=1))), bare=bare, unit=part)


def _share(one: Summary | None, base: Summary | None) -> Figure:
    if one is None or base is None or one.local_share is None:
        return Figure(NOTHING)
    change = one.local_share - (base.local_share or Decimal(0))
    points = _("%(points)s points") % {"points": number(abs(change) * 100, places=1)}
    return Figure(
        percent(one.local_share), signed(change, points) if abs(change) >= Decimal("0.0005") else ""
    )


def signed(change: Decimal, shown: str) -> str:
    """Write a difference with its sign in words' order; '' for none."""
    if not change:
        return ""
    return f"+\u00a0{shown}" if change > 0 else f"\u2212\u00a0{shown}"
