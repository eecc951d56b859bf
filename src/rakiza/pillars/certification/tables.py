"""What the list of certificates shows, on the page and in its export."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.presentation.validity import Validity, validity
from rakiza.pillars.certification.enums import CertificateState
from rakiza.pillars.certification.models import Certificate
from rakiza.reference.families import load


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One certificate in the list."""

    certificate: Certificate
    scope: tuple[str, ...]
    validity: Validity


def certificate_row(certificate: Certificate, today: date, language: str) -> CertificateRow:
    """Return one certificate as the list shows it."""
    return CertificateRow(
        certificate,
        scope_names(certificate.scope_families, language),
        validity(
            holds=certificate.state == CertificateState.VALID,
            state=certificate.get_state_display(),
            first=certificate.valid_from,
            last=certificate.valid_to,
            today=today,
        ),
    )


def scope_names(families: Iterable[str], language: str) -> tuple[str, ...]:
    """Return the names of the families that a certificate covers; one that is no longer authored by its key."""
    authored = load().by_id()
    return tuple(authored[key].labels.in_language(language) if key in authored else key for key in families)


def certificate_sheet(rows: Iterable[CertificateRow]) -> Sheet:
    """Return certificates as a sheet."""
    columns = (
        Column(_("Fabricant"), width=32),
        Column(_("Norme"), CellKind.CODE, 20),
        Column(_("Numéro"), CellKind.CODE, 20),
        Column(_("Organisme"), width=28),
        Column(_("Familles couvertes"), CellKind.LONG_TEXT, 40),
        Column(_("Valable du"), CellKind.DATE, 12),
        Column(_("Valable au"), CellKind.DATE, 12),
        Column(_("Jours restants"), CellKind.COUNT, 10),
        Column(_("État"), width=14),
    )
    cells = (
        (
            str(row.certificate.maker),
            row.certificate.standard,
            row.certificate.number,
            str(row.certificate.body),
            ", ".join(row.scope),
            row.certificate.valid_from,
            row.certificate.valid_to,
            row.validity.days_left,
            str(row.certificate.get_state_display()),
        )
        for row in rows
    )
    return Sheet(_("Certificats"), columns, cells)
