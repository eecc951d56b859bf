"""Who is told of a question, of what was made of it, and until when something is awaited."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.notifications.names import Named
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.registration.expertise.enums import ConsultationState
from rakiza.pillars.registration.expertise.models import Consultation
from rakiza.pillars.registration.moving import subject


def about(consultation: Consultation) -> Named | None:
    """Return what a question is about."""
    return subject(consultation.dossier) if consultation.dossier else consultation.device


def tell_expert(consultation: Consultation, code: str, **params: object) -> None:
    """Leave a message for the expert, or for the authority's officers once the expert is none any more."""
    notify(
        code,
        organisation=consultation.slot.expert.authority,
        role=Role.REGISTRATION_OFFICER,
        person=consultation.slot.expert.user,
        params={**_said(consultation), **params},
        about=consultation,
        deadline=_deadline(consultation),
    )


def tell_maker(consultation: Consultation, code: str, **params: object) -> None:
    """Leave a message for the maker."""
    notify(
        code,
        organisation=consultation.maker,
        params={**_said(consultation), **params},
        about=consultation,
        deadline=_deadline(consultation),
    )


def settle_asked(consultation: Consultation) -> None:
    """Put away what awaited either side: something was made of the question."""
    asked = {"registration.expert_asked", "registration.expert_agreed"}
    settle(consultation, consultation.slot.expert.authority, asked)
    offered = {"registration.expert_moved", "registration.expert_accepted"}
    settle(consultation, consultation.maker, offered)


def _said(consultation: Consultation) -> dict[str, object]:
    begins = timezone.localtime(consultation.slot.starts_at)
    return {
        "maker": consultation.maker,
        "expert": str(consultation.slot.expert),
        "subject": about(consultation),
        "date": begins.date().isoformat(),
        "time": begins.strftime("%H:%M"),
    }


def _deadline(consultation: Consultation) -> date | None:
    """Return the day until which an answer to the message makes sense; none where nothing is awaited."""
    if consultation.state in {ConsultationState.ASKED, ConsultationState.MOVED, ConsultationState.ACCEPTED}:
        return timezone.localdate(consultation.slot.starts_at)
    return None
