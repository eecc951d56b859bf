"""What an expert does with a question: accept, decline, move, answer with a record."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.registration.expertise.asking import bookable, locked, typed
from rakiza.pillars.registration.expertise.conflicts import conflict
from rakiza.pillars.registration.expertise.enums import RUNNING, ConsultationState
from rakiza.pillars.registration.expertise.models import Consultation, Slot
from rakiza.pillars.registration.expertise.telling import settle_asked, tell_maker

S = ConsultationState


@transaction.atomic
def accept(actor: Actor, consultation: Consultation) -> None:
    """Accept a question for the slot in which it was asked."""
    kept = _mine(actor, consultation, (S.ASKED,))
    _check_ties(kept)
    if kept.slot.past(timezone.now()):
        raise Refused("slot.past", _("Ce créneau est passé : proposez-en un autre, ou déclinez."))
    _respond(kept, S.ACCEPTED)
    record(actor, "registration.expert_accept", kept, after={"at": kept.slot.starts_at})
    tell_maker(kept, "registration.expert_accepted")


@transaction.atomic
def decline(actor: Actor, consultation: Consultation, *, reason: str) -> None:
    """Decline a question for a reason that the maker reads; its slot is free again."""
    kept = _mine(actor, consultation, (S.ASKED, S.MOVED))
    kept.reason = typed(reason)
    _respond(kept, S.DECLINED)
    record(actor, "registration.expert_decline", kept, after={"reason": kept.reason})
    tell_maker(kept, "registration.expert_declined", reason=kept.reason)


@transaction.atomic
def move(actor: Actor, consultation: Consultation, *, slot: Slot, reason: str) -> None:
    """Propose another free slot of one's own; the maker agrees to it or calls off."""
    kept = _mine(actor, consultation, RUNNING)
    _check_ties(kept)
    if slot.expert_id != kept.slot.expert_id:
        raise Refused("slot.foreign", _("Choisissez un de vos créneaux."))
    before, kept.slot = kept.slot.starts_at, bookable(slot.pk, timezone.now(), notice=False)
    kept.reason = typed(reason)
    try:
        with transaction.atomic():
            _respond(kept, S.MOVED)
    except IntegrityError as clash:
        raise Refused("slot.taken", _("Ce créneau vient d'être pris : choisissez-en un autre.")) from clash
    after = {"at": kept.slot.starts_at, "reason": kept.reason}
    record(actor, "registration.expert_move", kept, before={"at": before}, after=after)
    tell_maker(kept, "registration.expert_moved", reason=kept.reason)


@transaction.atomic
def answer(actor: Actor, consultation: Consultation, *, text: str, internal_note: str = "") -> None:
    """Write the record of an appointment that was held: the maker and the authority read it, it stays.

    `internal_note` is the authority's own.
    """
    kept = _mine(actor, consultation, (S.ACCEPTED,))
    _check_ties(kept)
    if not kept.slot.past(timezone.now()):
        raise Refused("expert.early", _("Le rendez-vous n'a pas encore eu lieu."))
    if not text.strip():
        raise Refused("expert.answer", _("Écrivez la réponse."))
    kept.answer, kept.internal_note = text.strip(), internal_note.strip()
    kept.answered_at = timezone.now()
    kept.state = S.ANSWERED
    kept.save()
    settle_asked(kept)
    said = {"at": kept.slot.starts_at, "answer": kept.answer, "internal_note": kept.internal_note}
    record(actor, "registration.expert_answer", kept, after=said)
    if kept.dossier is not None:
        record(actor, "registration.dossier_advice", kept.dossier, after={"consultation": kept.pk})
    tell_maker(kept, "registration.expert_answered")


def _mine(actor: Actor, consultation: Consultation, origins: tuple[ConsultationState, ...]) -> Consultation:
    require(actor, "registration.answer_question", consultation)
    return locked(consultation, origins)


def _check_ties(kept: Consultation) -> None:
    """A dossier may have been given to the expert since it was asked."""
    tied = conflict(kept.slot.expert.user, kept.maker, kept.dossier, kept.device)
    if tied is not None:
        raise Refused("expert.conflict", tied)


def _respond(kept: Consultation, state: ConsultationState) -> None:
    kept.state, kept.responded_at = state, kept.responded_at or timezone.now()
    kept.save()
    settle_asked(kept)
