"""What the list of certificates shows, on the page and in its export."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.imports.registers import column_label
from rakiza.kernel.presentation.validity import Validity, validity
from rakiza.pillars.certification.enums import CertificateState
from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.certification.register_files.sheet import REGISTER_FORM
from rakiza.reference.families import load


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One certificate in the list."""

    certificate: Certificate
    scope: tuple[str, ...]
    products: tuple[str, ...]
    validity: Validity
    site_closed: date | None


def certificate_row(certificate: Certificate, today: date, language: str) -> CertificateRow:
    """Return one certificate as the list shows it."""
    return CertificateRow(
        certificate,
        scope_names(certificate.scope_families, language),
        tuple(one.name_in(language) for one in certificate.devices.all()),
        validity(
            holds=certificate.state == CertificateState.VALID,
            state=certificate.get_state_display(),
            first=certificate.valid_from,
            last=certificate.valid_to,
            today=today,
        ),
        certificate.site_closed(today),
    )


def scope_names(families: Iterable[str], language: str) -> tuple[str, ...]:
    """Return the names of the families that a certificate covers; one that is no longer authored by its key."""
    authored = load().by_id()
    return tuple(authored[key].labels.in_language(language) if key in authored else key for key in families)


def certificate_sheet(rows: Iterable[CertificateRow], decided: Mapping[int, date], language: str) -> Sheet:
    """Return certificates as a sheet that can be imported as it is: it bears the columns of the register's file.

    `decided`: the day of each one's decision, by number, where it is known.
    """
    columns = (
        *(
            Column(column_label(REGISTER_FORM, key, language), kind, width)
            for key, (kind, width) in _REGISTER.items()
        ),
        Column(_("Organisme"), width=28),
        Column(_("Jours restants"), CellKind.COUNT, 10),
        Column(_("État"), width=14),
        Column(_("Site fermé le"), CellKind.DATE, 12),
    )
    cells = (
        (
            row.certificate.number,
            str(row.certificate.maker),
            str(row.certificate.get_scheme_display()),
            row.certificate.standard,
            row.certificate.site.name if row.certificate.site else "",
            "; ".join(row.scope),
            "; ".join(one.reference for one in row.certificate.devices.all()),
            decided.get(row.certificate.pk),
            row.certificate.valid_from,
            row.certificate.valid_to,
            str(row.certificate.body),
            row.validity.days_left,
            str(row.certificate.get_state_display()),
            row.site_closed,
        )
        for row in rows
    )
    return Sheet(_("Certificats"), columns, cells)


# The columns that a register's file asks for, in the order of the cells.
_REGISTER: Mapping[str, tuple[CellKind, int]] = {
    "number": (CellKind.CODE, 20),
    "maker": (CellKind.TEXT, 32),
    "scheme": (CellKind.TEXT, 22),
    "standard": (CellKind.CODE, 20),
    "site": (CellKind.TEXT, 20),
    "families": (CellKind.LONG_TEXT, 40),
    "devices": (CellKind.LONG_TEXT, 30),
    "decided_on": (CellKind.DATE, 12),
    "valid_from": (CellKind.DATE, 12),
    "valid_to": (CellKind.DATE, 12),
}
