"""What the lists of titles show, on the page and in their export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.imports.registers import column_label
from rakiza.kernel.presentation.validity import Validity, validity
from rakiza.pillars.registration.actions import maker_of
from rakiza.pillars.registration.enums import Activity, Process, RiskClass, TitleState
from rakiza.pillars.registration.models import (
    AnyTitle,
    EstablishmentDeclaration,
    RegistrationCertificate,
    SpecificAuthorisation,
)
from rakiza.pillars.registration.register_files.sheet import REGISTER_FORM


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
    to_amend: bool = False
    site_closed: date | None = None


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
        isinstance(title, RegistrationCertificate) and title.to_amend(today),
        title.site_closed(today),
    )


def title_sheet(
    rows: Iterable[TitleRow], kind: Process, decided: Mapping[int, date], name: str, language: str
) -> Sheet:
    """Return titles of one kind as a sheet that can be imported as it is: it bears the columns of the register's file.

    `decided`: the day of each one's decision, by number, where it is known.
    """
    columns = (
        *(
            Column(column_label(REGISTER_FORM, key, language), cell, width)
            for key, (cell, width) in _REGISTER.items()
        ),
        Column(_("Dispositif"), width=44),
        Column(_("Autorité"), width=28),
        Column(_("Jours restants"), CellKind.COUNT, 10),
        Column(_("État"), width=14),
        Column(_("Site fermé le"), CellKind.DATE, 12),
        Column(_("Motif"), CellKind.LONG_TEXT, 40),
    )
    cells = (
        (
            str(kind.label),
            row.title.number,
            row.maker,
            row.reference,
            decided.get(row.title.pk),
            row.title.valid_from,
            row.title.valid_to,
            _risk_class(row.title),
            str(row.title.get_purpose_display()) if isinstance(row.title, SpecificAuthorisation) else "",
            row.device,
            str(row.title.authority),
            row.validity.days_left,
            str(row.title.get_state_display()),
            row.site_closed,
            row.reason,
        )
        for row in rows
    )
    return Sheet(name, columns, cells)


def _risk_class(title: AnyTitle) -> str:
    value = title.risk_class if isinstance(title, RegistrationCertificate) else ""
    return str(RiskClass(value).label) if value in RiskClass.values else value


# The columns that a register's file asks for, in the order of the cells.
_REGISTER: Mapping[str, tuple[CellKind, int]] = {
    "kind": (CellKind.TEXT, 26),
    "number": (CellKind.CODE, 20),
    "maker": (CellKind.TEXT, 32),
    "device": (CellKind.CODE, 16),
    "decided_on": (CellKind.DATE, 12),
    "valid_from": (CellKind.DATE, 12),
    "valid_to": (CellKind.DATE, 12),
    "risk_class": (CellKind.TEXT, 12),
    "purpose": (CellKind.TEXT, 24),
}
