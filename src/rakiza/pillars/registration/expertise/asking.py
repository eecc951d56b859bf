"""What a maker does: ask a question in a free slot, agree to another one, call off; what both may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.dossier_models import Dossier
from rakiza.pillars.registration.enums import DossierState
from rakiza.pillars.registration.expertise.conflicts import conflict
from rakiza.pillars.registration.expertise.enums import RUNNING, ConsultationState, Knowledge
from rakiza.pillars.registration.expertise.models import Consultation, Slot
from rakiza.pillars.registration.expertise.queries import NOTICE
from rakiza.pillars.registration.expertise.telling import settle_asked, tell_expert, tell_maker

S = ConsultationState
# The house's own rule: so that slots aren't kept by one maker.
MOST_RUNNING = 3


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, on one's own dossier or, before there is one, on one's own device."""

    field: Knowledge
    text: str
    dossier: Dossier | None = None
    device: Device | None = None


@transaction.atomic
def ask(actor: Actor, slot: Slot, question: Question) -> Consultation:
    """Book a free slot for a question; of two at once, one gets it."""
    require(actor, "registration.ask_expert")
    _check_subject(actor, slot, question)
    Organisation.objects.select_for_update().get(pk=actor.organisation.pk)  # its questions are counted below
    if Consultation.objects.running().filter(maker=actor.organisation).count() >= MOST_RUNNING:
        raise Refused(
            "expert.too_many",
            _("Vous avez déjà %(most)s questions en cours : attendez une réponse ou annulez-en une."),
            most=MOST_RUNNING,
        )
    kept = bookable(slot.pk, timezone.now())
    if question.field not in kept.expert.fields:
        raise Refused("expert.field", _("Cet expert ne répond pas dans ce domaine."))
    tied = conflict(kept.expert.user, actor.organisation, question.dossier, question.device)
    if tied is not None:
        raise Refused("expert.conflict", tied)
    try:
        with transaction.atomic():
            made = Consultation.objects.create(
                slot=kept,
                maker=actor.organisation,
                dossier=question.dossier,
                device=question.device,
                field=question.field,
                question=question.text.strip(),
                asked_by=actor.user,
                asked_at=timezone.now(),
            )
    except IntegrityError as clash:
        raise _taken() from clash
    after = {
        "expert": kept.expert_id,
        "at": kept.starts_at,
        "field": question.field,
        "question": made.question,
    }
    record(actor, "registration.ask_expert", made, after=after)
    if question.dossier is not None:
        record(actor, "registration.dossier_question", question.dossier, after={"consultation": made.pk})
    tell_expert(made, "registration.expert_asked")
    return made


@transaction.atomic
def agree(actor: Actor, consultation: Consultation) -> None:
    """Agree to the slot that the expert proposed instead."""
    require(actor, "registration.own_question", consultation)
    kept = locked(consultation, (S.MOVED,))
    if kept.slot.past(timezone.now()):
        raise Refused("slot.past", _("Ce créneau est passé : annulez et posez la question de nouveau."))
    kept.state = S.ACCEPTED
    kept.save()
    settle_asked(kept)
    record(actor, "registration.expert_agree", kept, after={"at": kept.slot.starts_at})
    tell_expert(kept, "registration.expert_agreed")


@transaction.atomic
def cancel(actor: Actor, consultation: Consultation, *, reason: str) -> None:
    """Call off, either side, a day ahead at the latest once the appointment is made; the other is told."""
    require(actor, "registration.cancel_question", consultation)
    kept = locked(consultation, RUNNING)
    if kept.state == S.ACCEPTED and kept.slot.starts_at < timezone.now() + NOTICE:
        raise Refused(
            "expert.notice",
            _("Un rendez-vous s'annule au moins 24 heures à l'avance ; l'expert peut encore le déplacer."),
        )
    kept.state, kept.reason, kept.cancelled_by = S.CANCELLED, typed(reason), actor.organisation
    kept.save()
    settle_asked(kept)
    record(actor, "registration.expert_cancel", kept, after={"reason": kept.reason})
    tell = tell_expert if actor.belongs_to(kept.maker_id) else tell_maker
    tell(kept, "registration.expert_cancelled", organisation=actor.organisation, reason=kept.reason)


def bookable(slot_id: int, now: datetime, *, notice: bool = True) -> Slot:
    """Return a slot, locked, that is free and still ahead; refuse otherwise."""
    kept = (
        Slot.objects.select_for_update(of=("self",))
        .select_related("expert__user", "expert__authority")
        .get(pk=slot_id)
    )
    if not Slot.objects.free().of_standing_experts().filter(pk=kept.pk).exists():
        raise _taken()
    if kept.starts_at < now + (NOTICE if notice else NOTICE * 0):
        raise Refused("slot.late", _("Un créneau se réserve au moins 24 heures à l'avance."))
    return kept


def locked(consultation: Consultation, origins: tuple[ConsultationState, ...]) -> Consultation:
    """Return the consultation as it stands, locked; refuse where it isn't in one of `origins`."""
    kept = (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("slot__expert__user", "slot__expert__authority", "maker", "dossier", "device")
        .get(pk=consultation.pk)
    )
    if kept.state not in origins:
        raise Refused("expert.state", _("La question a changé entre-temps : rechargez la page."))
    return kept


def typed(text: str) -> str:
    """Return a reason without the blanks around it; refuse one of blanks only."""
    stripped = text.strip()
    if not stripped:
        raise Refused("expert.reason", _("Indiquez le motif."))
    return stripped


def _taken() -> Refused:
    return Refused("slot.taken", _("Ce créneau vient d'être pris : choisissez-en un autre."))


def _check_subject(actor: Actor, slot: Slot, question: Question) -> None:
    """Refuse a question on nothing, on another's, or on a dossier that the expert's authority doesn't have."""
    dossier, device = question.dossier, question.device
    if (dossier is None) == (device is None):
        raise Refused("expert.subject", _("Choisissez un dossier, ou un dispositif qui n'en a pas encore."))
    if dossier is not None:
        if not actor.belongs_to(dossier.applicant_id):
            raise Refused("expert.foreign", _("Ce dossier est celui d'une autre entreprise."))
        if dossier.authority_id != slot.expert.authority_id:
            raise Refused("expert.authority", _("Cet expert est d'une autre autorité que ce dossier."))
        if dossier.state == DossierState.CANCELLED:
            raise Refused("expert.dossier", _("Ce dossier est abandonné."))
    if device is not None and not actor.belongs_to(device.maker_id):
        raise Refused("expert.foreign", _("Ce dispositif est celui d'une autre entreprise."))
    if not question.text.strip():
        raise Refused("expert.question", _("Écrivez votre question."))
