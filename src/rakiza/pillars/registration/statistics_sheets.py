"""The pace of an authority as sheets: median days by class and step, and why dossiers were sent back."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.pillars.registration.enums import Process, RiskClass, SendBackReason
from rakiza.pillars.registration.statistics import Pace, SentBack


def pace_sheet(rows: Iterable[Pace]) -> Sheet:
    """Return the median days of each process and class, step by step; a step that none took is empty."""
    steps = (_("Recevabilité"), _("Évaluation"), _("Commission"), _("Décision"))
    columns = (
        Column(_("Procédure"), width=28),
        Column(_("Classe"), width=22),
        Column(_("Dossiers"), CellKind.COUNT, 12),
        *(Column(_("%(step)s (jours médians)") % {"step": step}, CellKind.COUNT, 18) for step in steps),
        Column(_("En tout, suspensions déduites (jours médians)"), CellKind.COUNT, 22),
    )
    cells = (
        (
            str(Process(one.process).label),
            str(RiskClass(one.risk_class).label) if one.risk_class else "",
            one.count,
            one.admission,
            one.evaluation,
            one.commission,
            one.decision,
            one.whole,
        )
        for one in rows
    )
    return Sheet(_("Délais"), columns, cells)


def sent_back_sheet(rows: Iterable[SentBack]) -> Sheet:
    """Return how often dossiers were sent back for each reason, and how long they stayed with the applicant."""
    columns = (
        Column(_("Motif"), width=40),
        Column(_("Renvois"), CellKind.COUNT, 12),
        Column(_("Jours médians chez le demandeur"), CellKind.COUNT, 18),
    )
    cells = ((str(SendBackReason(one.reason).label), one.count, one.away) for one in rows)
    return Sheet(_("Renvois au demandeur"), columns, cells)
