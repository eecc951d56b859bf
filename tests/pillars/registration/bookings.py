"""An expert of the authority, its slots, and questions in every state."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone
from tests.pillars.registration.office import Office, a_draft

from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.registration.expertise import answering, asking, offering
from rakiza.pillars.registration.expertise.asking import Question
from rakiza.pillars.registration.expertise.enums import ConsultationState, Knowledge
from rakiza.pillars.registration.expertise.models import Consultation, Expert, Slot
from rakiza.pillars.registration.expertise.offering import Hours
from rakiza.pillars.registration.models import Dossier

S = ConsultationState
CLINICAL = Knowledge.CLINICAL


def an_expert(actor: Actor) -> Expert:
    return offering.declare_expertise(actor, fields=(CLINICAL, Knowledge.RISK), introduction="Vingt ans.")


def some_slots(actor: Actor, count: int = 1, days: int = 7, at: time = time(10)) -> list[Slot]:
    expert = Expert.objects.get(user=actor.user)
    on = timezone.localdate() + timedelta(days=days)
    return offering.open_slots(actor, expert, Hours(on, at, 30, count))


def a_question(dossier: Dossier, text: str = "Quelle preuve clinique suffit ?") -> Question:
    return Question(CLINICAL, text, dossier=dossier)


def asked_by(office: Office, expert: Actor, dossier: Dossier | None = None, days: int = 7) -> Consultation:
    """Return a question put to an expert, in a slot of its own."""
    (slot,) = some_slots(expert, days=days)
    return asking.ask(office.maker, slot, a_question(dossier or a_draft(office)))


def held(consultation: Consultation, ago: timedelta = timedelta(hours=2)) -> Consultation:
    """Bring the appointment into the past: actions book ahead only."""
    begun = timezone.now() - ago
    Slot.objects.filter(pk=Consultation.objects.get(pk=consultation.pk).slot_id).update(
        starts_at=begun, ends_at=begun + timedelta(minutes=30)
    )
    return Consultation.objects.get(pk=consultation.pk)


def answered(office: Office, expert: Actor, dossier: Dossier | None = None, days: int = 7) -> Consultation:
    consultation = asked_by(office, expert, dossier, days)
    answering.accept(expert, consultation)
    answering.answer(
        expert, held(consultation), text="Une étude comparative suffit.", internal_note="À suivre de près."
    )
    return Consultation.objects.get(pk=consultation.pk)


def at(consultation: Consultation) -> tuple[str, datetime]:
    kept = Consultation.objects.select_related("slot").get(pk=consultation.pk)
    return kept.state, kept.slot.starts_at
