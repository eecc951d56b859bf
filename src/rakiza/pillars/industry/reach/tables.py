"""Families within reach as a sheet: exactly what the page keeps, every missing word spelled out."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.presentation.templatetags.rakiza import material_label, process_label, unit_label
from rakiza.pillars.industry.reach.queries import Within


def reach_sheet(rows: Iterable[Within], language: str) -> Sheet:
    """Return the families as a sheet; a hidden volume is written as reserved, never as nought."""
    columns = (
        Column(_("Famille"), width=40),
        Column(_("Part maîtrisée"), CellKind.SHARE, 10),
        Column(_("Procédés maîtrisés"), CellKind.LONG_TEXT, 40),
        Column(_("Procédés à acquérir"), CellKind.LONG_TEXT, 40),
        Column(_("Matériaux maîtrisés"), CellKind.LONG_TEXT, 30),
        Column(_("Matériaux à acquérir"), CellKind.LONG_TEXT, 30),
        Column(_("Normes à satisfaire"), CellKind.LONG_TEXT, 30),
        Column(_("Essais à passer"), CellKind.LONG_TEXT, 30),
        Column(_("Classe"), CellKind.CODE, 8),
        Column(_("Volume non couvert par an"), CellKind.COUNT, 16),
        Column(_("Unité"), width=12),
        Column(_("Lots non couverts"), CellKind.COUNT, 10),
        Column(_("Dont lots réservés"), CellKind.COUNT, 10),
    )
    cells = (
        (
            row.family.labels.in_language(language),
            float(row.reach.share),
            ", ".join(process_label(token) for token in row.reach.processes_held),
            ", ".join(process_label(token) for token in row.reach.processes_missing),
            ", ".join(material_label(token) for token in row.reach.materials_held),
            ", ".join(material_label(token) for token in row.reach.materials_missing),
            ", ".join(row.reach.standards_missing),
            ", ".join(row.reach.tests_missing),
            row.family.risk_class,
            (row.unmet.quantity if row.unmet.quantity is not None else _("réservé")) if row.unmet else 0,
            unit_label(row.unmet.base_unit) if row.unmet else "",
            row.unmet.lots if row.unmet else 0,
            row.unmet.hidden if row.unmet else 0,
        )
        for row in rows
    )
    return Sheet(_("Familles à portée"), columns, cells)
