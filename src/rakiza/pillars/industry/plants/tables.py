"""Plants and their lines as a sheet: for their maker and the cluster only."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.presentation.templatetags.rakiza import material_label, process_label
from rakiza.pillars.industry.models import Plant, ProductionLine
from rakiza.pillars.industry.tables import language


def plant_sheet(plants: Iterable[Plant]) -> Sheet:
    """Return plants as a sheet, one row a plant."""
    columns = (
        Column(_("Usine"), width=36),
        Column(_("Fabricant"), width=32),
        Column(_("Industrie"), width=20),
        Column(_("Savoir-faire"), CellKind.LONG_TEXT, 40),
        Column(_("Matériaux"), CellKind.LONG_TEXT, 40),
        Column(pgettext("production", "Lignes"), CellKind.COUNT, 10),
        Column(_("Machines"), CellKind.COUNT, 10),
        Column(_("Fermée le"), CellKind.DATE, 12),
    )
    cells = (
        (
            str(plant),
            plant.maker.name_in(language()),
            str(plant.get_sector_display()),
            ", ".join(process_label(token) for token in plant.processes),
            ", ".join(material_label(token) for token in plant.materials),
            plant.running,  # type: ignore[attr-defined]  # counted by `plants_for`
            plant.machines or 0,  # type: ignore[attr-defined]
            plant.closed_on,
        )
        for plant in plants
    )
    return Sheet(_("Usines"), columns, cells)


def line_sheet(lines: Iterable[ProductionLine]) -> Sheet:
    """Return lines as a sheet."""
    columns = (
        Column(pgettext("production", "Ligne"), width=32),
        Column(_("Fabricant"), width=32),
        Column(_("Usine"), width=32),
        Column(_("Procédé"), width=30),
        Column(_("Machines"), CellKind.COUNT, 10),
        Column(_("Capacité par mois"), CellKind.COUNT, 16),
        Column(_("Équipes par jour"), CellKind.COUNT, 10),
        Column(_("Personnes"), CellKind.COUNT, 10),
        Column(_("Salle propre (ISO 14644-1)"), CellKind.CODE, 14),
        Column(_("Fermée le"), CellKind.DATE, 12),
    )
    cells = (
        (
            line.name,
            line.maker.name_in(language()),
            str(line.plant or ""),
            process_label(line.process) if line.process else "",
            line.machines,
            line.monthly_capacity,
            line.shifts,
            line.people,
            line.get_clean_room_display() or "",
            line.closed_on,
        )
        for line in lines
    )
    return Sheet(pgettext("production", "Lignes"), columns, cells)
