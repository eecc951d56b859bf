"""What the list of certification cases shows, on the page and in its export."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.pillars.certification.enums import CaseState, FindingState
from rakiza.pillars.certification.models import CaseQuerySet, CertificationCase
from rakiza.pillars.certification.surveillance import watched


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in the list: what is due next in it, and on which day."""

    case: CertificationCase
    due_on: date | None
    late: bool


def with_dates(rows: CaseQuerySet) -> CaseQuerySet:
    """Bring along what the next date is found in; four queries more, however long the list."""
    return rows.prefetch_related("audits__findings", "contracts", "type_tests")


def case_row(case: CertificationCase, today: date) -> CaseRow:
    """Return one case as the list shows it."""
    due = next_date(case)
    return CaseRow(case, due, due is not None and due < today)


def next_date(case: CertificationCase) -> date | None:
    """Return the day of the next audit, answer or surveillance of a case; None where none is known."""
    if case.state == CaseState.OFFERED:
        return next((one.answer_by for one in case.contracts.all()), None)  # the latest comes first
    if case.state == CaseState.TESTS:
        return min((one.due_on for one in case.type_tests.all() if not one.result), default=None)
    audits = list(case.audits.all())
    planned = [audit.planned_on for audit in audits if not audit.outcome]
    if planned:
        return min(planned)
    if case.state == CaseState.FINDINGS:
        open_now = (one for audit in audits for one in audit.findings.all() if one.state == FindingState.OPEN)
        return min((one.due_on for one in open_now), default=None)
    if case.state == CaseState.CERTIFIED:
        return next(
            (one.due.last for one in watched(case, audits) if one.audit is None or not one.audit.outcome),
            None,
        )
    return None


def case_sheet(rows: Iterable[CaseRow]) -> Sheet:
    """Return cases as a sheet."""
    columns = (
        Column(_("Norme"), CellKind.CODE, 20),
        Column(_("Objet"), width=22),
        Column(_("Produits"), CellKind.LONG_TEXT, 30),
        Column(_("Fabricant"), width=32),
        Column(_("Organisme"), width=32),
        Column(_("Site"), width=24),
        Column(_("État"), width=24),
        Column(_("Renvoyé pour"), width=24),
        Column(_("Déposé le"), CellKind.DATE, 12),
        Column(_("Échéance"), CellKind.DATE, 12),
        Column(_("Décidé le"), CellKind.DATE, 12),
        Column(_("Certificat"), CellKind.CODE, 18),
    )
    cells = (
        (
            row.case.standard,
            row.case.get_scheme_display(),
            "; ".join(one.reference for one in row.case.devices.all()),
            str(row.case.maker),
            str(row.case.body),
            str(row.case.site or ""),
            row.case.get_state_display(),
            row.case.get_sent_back_for_display(),
            row.case.filed_on,
            row.due_on,
            row.case.decided_on,
            row.case.certificate.number if row.case.certificate else "",
        )
        for row in rows
    )
    return Sheet(_("Dossiers de certification"), columns, cells)
