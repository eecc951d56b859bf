"""The directory of parties as a sheet."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.organisations.models import Organisation


def organisation_sheet(rows: Iterable[Organisation]) -> Sheet:
    """Return parties as a sheet."""
    columns = (
        Column(_("Organisation"), width=40),
        Column(_("Nom en arabe"), width=40),
        Column(_("Nature"), width=24),
        Column(_("Région"), width=28),
        Column(_("ICE"), CellKind.CODE, 18),
        Column(_("Groupe"), width=32),
    )
    cells = (
        (
            row.name,
            row.name_ar,
            str(row.get_kind_display()),
            str(row.get_region_display()),
            row.ice,
            str(row.parent or ""),
        )
        for row in rows
    )
    return Sheet(_("Organisations"), columns, cells)
