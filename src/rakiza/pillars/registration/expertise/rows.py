"""What lists, exports and calendars show of consultations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rakiza.kernel.documents.calendar import Appointment
from rakiza.kernel.documents.table import CellKind, Column, Sheet
from rakiza.kernel.presentation.tones import Tone
from rakiza.pillars.registration.expertise.enums import RUNNING, ConsultationState
from rakiza.pillars.registration.expertise.models import Consultation
from rakiza.pillars.registration.expertise.telling import about

S = ConsultationState
TONES: Mapping[str, Tone] = {
    S.ASKED: Tone.CONFIRM,
    S.MOVED: Tone.CONFIRM,
    S.ACCEPTED: Tone.INFO,
    S.ANSWERED: Tone.GOOD,
    S.DECLINED: Tone.ATTENTION,
    S.CANCELLED: Tone.NEUTRAL,
}


@dataclass(frozen=True, slots=True)
class ConsultationRow:
    """One consultation in a list."""

    consultation: Consultation
    about: str
    tone: Tone
    overdue: bool


def consultation_row(consultation: Consultation, now: datetime) -> ConsultationRow:
    """Return one consultation as lists show it; overdue where its time is over and it has no end."""
    overdue = consultation.state in RUNNING and consultation.slot.ends_at < now
    return ConsultationRow(consultation, str(about(consultation)), TONES[consultation.state], overdue)


def consultation_sheet(rows: Iterable[ConsultationRow]) -> Sheet:
    """Return consultations as a sheet."""
    columns = (
        Column(_("Date"), CellKind.DATE, 12),
        Column(_("Heure"), CellKind.CODE, 8),
        Column(_("Expert"), width=28),
        Column(_("Fabricant"), width=32),
        Column(_("Objet"), width=40),
        Column(_("Domaine"), width=28),
        Column(_("Question"), CellKind.LONG_TEXT, 50),
        Column(_("État"), width=20),
        Column(_("Motif"), CellKind.LONG_TEXT, 40),
        Column(_("Réponse"), CellKind.LONG_TEXT, 60),
    )
    cells: Iterator[tuple[date | str, ...]] = ((*_when(row.consultation), *_what(row)) for row in rows)
    return Sheet(_("Expertise"), columns, cells)


def _when(one: Consultation) -> tuple[date, str]:
    begins = timezone.localtime(one.slot.starts_at)
    return begins.date(), begins.strftime("%H:%M")


def _what(row: ConsultationRow) -> tuple[str, ...]:
    one = row.consultation
    return (
        str(one.slot.expert),
        str(one.maker),
        row.about,
        str(one.get_field_display()),
        one.question,
        str(one.get_state_display()),
        one.reason,
        one.answer,
    )


def appointment(request: HttpRequest, one: Consultation) -> Appointment:
    """Return a consultation for a calendar: its question stays here."""
    address = request.build_absolute_uri(reverse("registration:consultation", args=[one.pk]))
    return Appointment(
        key=f"consultation-{one.pk}@{request.get_host()}",
        starts_at=one.slot.starts_at,
        ends_at=one.slot.ends_at,
        title=_("Expertise : %(subject)s") % {"subject": about(one)},
        address=address,
        sure=one.state in {S.ACCEPTED, S.ANSWERED},
        called_off=one.state in {S.DECLINED, S.CANCELLED},
    )
