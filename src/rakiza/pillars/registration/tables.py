"""What the lists of titles show, on the page and in their export."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.presentation.validity import Validity, validity
from rakiza.pillars.registration.actions import AnyTitle, maker_of
from rakiza.pillars.registration.enums import Activity, TitleState
from rakiza.pillars.registration.models import EstablishmentDeclaration


@dataclass(frozen=True, slots=True)
class TitleRow:
    """One title in the list: its holder, the device it concerns where it does, how long it holds."""

    title: AnyTitle
    maker: str
    device: str
    device_id: int | None
    reference: str
    validity: Validity
    reason: str
    activities: tuple[str, ...] = ()


def title_row(title: AnyTitle, today: date, language: str) -> TitleRow:
    """Return one title as the list shows it."""
    device = None if isinstance(title, EstablishmentDeclaration) else title.device
    return TitleRow(
        title,
        maker_of(title).name_in(language),
        device.name_in(language) if device else "",
        device.pk if device else None,
        device.reference if device else "",
        validity(
            holds=title.state == TitleState.VALID,
            state=title.get_state_display(),
            first=title.valid_from,
            last=title.valid_to,
            today=today,
        ),
        title.why(language),
        tuple(str(Activity(one).label) for one in title.activities)
        if isinstance(title, EstablishmentDeclaration)
        else (),
    )


def title_sheet(rows: Iterable[TitleRow], name: str) -> Sheet:
    """Return titles as a sheet."""
    columns = (
        Column(_("Fabricant"), width=32),
        Column(_("Dispositif"), width=44),
        Column(_("Référence"), CellKind.CODE, 16),
        Column(_("Numéro"), CellKind.CODE, 20),
        Column(_("Autorité"), width=28),
        Column(_("Valable du"), CellKind.DATE, 12),
        Column(_("Valable au"), CellKind.DATE, 12),
        Column(_("Jours restants"), CellKind.COUNT, 10),
        Column(_("État"), width=14),
        Column(_("Motif"), CellKind.LONG_TEXT, 40),
    )
    cells = (
        (
            row.maker,
            row.device,
            row.reference,
            row.title.number,
            str(row.title.authority),
            row.title.valid_from,
            row.title.valid_to,
            row.validity.days_left,
            str(row.title.get_state_display()),
            row.reason,
        )
        for row in rows
    )
    return Sheet(name, columns, cells)
