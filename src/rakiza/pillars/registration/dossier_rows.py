"""What the pages and the export show of dossiers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.presentation.tones import Tone
from rakiza.kernel.wording.formats import number
from rakiza.pillars.registration.contents import (
    Section,
    latest,
    missing,
    needed,
    outline,
    section_elsewhere,
    sections,
)
from rakiza.pillars.registration.enums import ENDED, DocumentStatus, DossierState, Lack
from rakiza.pillars.registration.models import Dossier, DossierDocument
from rakiza.pillars.registration.moving import clock_of, subject_in
from rakiza.pillars.registration.process import Clock
from rakiza.reference.law import Confidence

SOON_DAYS = 30
CONFIDENCES = {
    Confidence.HIGH: gettext_lazy("lu dans le texte"),
    Confidence.MEDIUM: gettext_lazy("source secondaire"),
    Confidence.LOW: gettext_lazy("une seule source"),
    Confidence.GENERAL: gettext_lazy("à confirmer"),
}


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One dossier in the queue: its age, and what is left of the authority's delay."""

    dossier: Dossier
    subject: str
    age: int | None
    clock: Clock | None
    tone: Tone
    words: str


def dossier_row(dossier: Dossier, today: date) -> DossierRow:
    """Return one dossier as the queue shows it."""
    clock = clock_of(dossier, today)
    age = (today - dossier.filed_on).days if dossier.filed_on else None
    tone, words = _left(dossier, clock)
    return DossierRow(dossier, subject_in(dossier, (get_language() or "fr")[:2]), age, clock, tone, words)


def _left(dossier: Dossier, clock: Clock | None) -> tuple[Tone, str]:
    if dossier.state in ENDED or clock is None:
        return Tone.NEUTRAL, ""
    left = number(abs(clock.remaining))
    away = dossier.state == DossierState.SENT_BACK
    if away and clock.remaining >= 0:
        words = ngettext(
            "délai suspendu, %(days)s jour restant",
            "délai suspendu, %(days)s jours restants",
            clock.remaining,
        )
        return Tone.CONFIRM, words % {"days": left}
    if away:
        words = ngettext(
            "délai suspendu, %(days)s jour de retard",
            "délai suspendu, %(days)s jours de retard",
            -clock.remaining,
        )
        return Tone.ATTENTION, words % {"days": left}
    if clock.remaining < 0:
        words = ngettext("%(days)s jour de retard", "%(days)s jours de retard", -clock.remaining)
        return Tone.ATTENTION, words % {"days": left}
    words = ngettext("%(days)s jour restant", "%(days)s jours restants", clock.remaining)
    return Tone.CONFIRM if clock.remaining <= SOON_DAYS else Tone.GOOD, words % {"days": left}


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section of a dossier: its standing documents, and what is wrong with it."""

    section: Section
    needed: bool
    documents: tuple[DossierDocument, ...]
    lack: Lack | None


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """A chapter and its sections."""

    label: str
    sections: tuple[SectionRow, ...]

    @property
    def asked(self) -> tuple[SectionRow, ...]:
        """The sections that hold something, or lack it."""
        return tuple(row for row in self.sections if row.documents or row.lack)


def chapters_of(dossier: Dossier) -> list[ChapterRow]:
    """Return the outline of a dossier with what stands in it."""
    pieces = list(dossier.documents.select_related("file"))
    wanted = needed(dossier.process, dossier.request, risk_class=dossier.risk_class, purpose=dossier.purpose)
    listed = sections(dossier.process, dossier.risk_class)
    lacks = {one.section.code: one.lack for one in missing(listed, wanted, pieces)}
    standing = latest(pieces)
    return [
        ChapterRow(
            str(chapter.label),
            tuple(
                SectionRow(
                    section,
                    section.code in wanted,
                    tuple(one for one in pieces if standing.get((section.code, one.language)) is one),
                    lacks.get(section.code),
                )
                for section in chapter.sections
            ),
        )
        for chapter in outline(dossier.process, dossier.risk_class)
    ]


@dataclass(frozen=True, slots=True)
class AsideRow:
    """A document that is set aside, and the section that it was joined to."""

    section: Section
    document: DossierDocument


def set_aside_of(dossier: Dossier) -> list[AsideRow]:
    """Return the documents of a dossier that are set aside."""
    rows = []
    for document in dossier.documents.filter(status=DocumentStatus.SET_ASIDE).select_related("file"):
        section = section_elsewhere(dossier.process, document.section)
        if section is not None:
            rows.append(AsideRow(section, document))
    return rows


def dossier_sheet(rows: Iterable[DossierRow]) -> Sheet:
    """Return dossiers as a sheet."""
    columns = (
        Column(_("Procédure"), width=28),
        Column(_("Demande"), width=20),
        Column(_("Demandeur"), width=32),
        Column(_("Dispositif ou site"), width=40),
        Column(_("Classe"), width=20),
        Column(_("État"), width=28),
        Column(_("Déposé le"), CellKind.DATE, 12),
        Column(_("Âge (jours)"), CellKind.COUNT, 10),
        Column(_("Jours restants"), CellKind.COUNT, 10),
        Column(_("À décider avant le"), CellKind.DATE, 12),
        Column(_("Confié à"), width=24),
    )
    cells = (
        (
            row.dossier.get_process_display(),
            row.dossier.get_request_display(),
            str(row.dossier.applicant),
            row.subject,
            row.dossier.get_risk_class_display(),
            row.dossier.get_state_display(),
            row.dossier.filed_on,
            row.age,
            row.clock.remaining if row.clock else None,
            row.dossier.due_on,
            str(row.dossier.assigned_to or ""),
        )
        for row in rows
    )
    return Sheet(_("Dossiers d'homologation"), columns, cells)
