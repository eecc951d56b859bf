"""Lots that two scenarios serve otherwise, as the page and the workbook show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from rakiza.kernel.documents.table import Cell, CellKind, Column, Sheet
from rakiza.kernel.organisations.queries import names_in
from rakiza.kernel.wording import vocabulary
from rakiza.kernel.wording.attributes import say_values
from rakiza.kernel.wording.formats import number
from rakiza.pillars.industry.values import attributes_from
from rakiza.pillars.purchasing.needs.knowledge import family_label
from rakiza.pillars.purchasing.plans.scenarios.models import Scenario
from rakiza.pillars.purchasing.plans.scenarios.queries import LotDifference, LotSide, rows_of
from rakiza.pillars.purchasing.plans.scenarios.tables.figures import FigureRow
from rakiza.pillars.purchasing.plans.tables.rules import RuleRow

NOBODY = "—"


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One lot in words; `lot_id` where the plan's current run has it."""

    title: str
    quantity: Decimal
    base_unit: str
    left: str
    right: str
    cost: Decimal
    lot_id: int | None


def difference_rows(
    found: Sequence[LotDifference], lots: Mapping[str, int], language: str
) -> list[DifferenceRow]:
    """Return the lots in words."""
    sides = [side for one in found for side in (one.left, one.right) if side is not None]
    called = names_in((name for side in sides for name, _quantity in side.makers), language)
    return [
        DifferenceRow(
            lot_title(one.family, one.requirement, language),
            one.quantity,
            one.base_unit,
            _makers(one.left, called),
            _makers(one.right, called),
            one.cost,
            lots.get(one.code),
        )
        for one in found
    ]


def lot_title(family: str, requirement: Sequence[object], language: str) -> str:
    """Return a lot's family and stated values in words."""
    values = say_values(attributes_from(list(requirement)), language=language)
    return f"{family_label(family, language)}{' · ' if values else ''}{values}"


def _makers(side: LotSide | None, called: Mapping[str, str]) -> str:
    if side is None or not side.makers:
        return NOBODY
    return " · ".join(f"{called.get(name, name)} {number(quantity)}" for name, quantity in side.makers)


def comparison_sheets(
    names: Sequence[str],
    figures: Sequence[FigureRow],
    rules: Sequence[RuleRow],
    differences: Sequence[DifferenceRow] | None,
    currency: str,
) -> list[Sheet]:
    """Return the comparison as a workbook: figures, rules that differ, lots that differ."""
    columns = [Column(_("Chiffre"), width=34), *(Column(name, width=26) for name in names)]
    sheets = [
        Sheet(_("Chiffres"), columns, ([row.label, *(cell.value for cell in row.cells)] for row in figures)),
        Sheet(
            _("Règles"), [Column(_("Règle"), width=60), *columns[1:]], ([r.label, *r.values] for r in rules)
        ),
    ]
    if differences is not None:
        sheets.append(_difference_sheet(names, differences, currency))
    return sheets


def _difference_sheet(names: Sequence[str], rows: Sequence[DifferenceRow], currency: str) -> Sheet:
    columns = [
        Column(_("Lot"), width=52),
        Column(_("Quantité"), CellKind.COUNT, 14),
        Column(_("Unité"), width=12),
        *(Column(name, CellKind.LONG_TEXT, 40) for name in names),
        Column(_("Différence de coût (%(unit)s)") % {"unit": currency}, CellKind.MONEY, 20),
    ]
    return Sheet(
        _("Lots"),
        columns,
        ([row.title, row.quantity, row.base_unit, row.left, row.right, row.cost] for row in rows),
    )


def scenario_sheet(scenario: Scenario, language: str, currency: str) -> Sheet:
    """Return every lot of a scenario as a sheet."""
    columns = [
        Column(_("Lot"), width=52),
        Column(_("Unité"), width=12),
        Column(_("Quantité"), CellKind.COUNT, 14),
        Column(_("Couvert ici"), CellKind.COUNT, 14),
        Column(_("Coût rendu (%(unit)s, taxes comprises)") % {"unit": currency}, CellKind.MONEY, 20),
        Column(_("Fabricants retenus"), CellKind.LONG_TEXT, 48),
    ]

    def cells() -> list[list[Cell]]:
        words = vocabulary()
        rows = list(rows_of(scenario))
        called = names_in((name for lot in rows for name, *_rest in lot.awards), language)
        return [
            [
                lot_title(lot.family, lot.requirement, language),
                words.pack_unit(lot.base_unit, language),
                lot.quantity,
                lot.covered_quantity,
                lot.cost,
                " · ".join(
                    f"{called.get(name, name)} {number(Decimal(quantity))}"
                    for name, _offer, quantity, _price in lot.awards
                ),
            ]
            for lot in rows
        ]

    return Sheet(_("Lots"), columns, cells())
