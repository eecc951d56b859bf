"""Experts of the authority, their slots, and questions in every state, moved by the room's own actions."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils import timezone

from rakiza.demonstration.cluster import Cluster
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.registration.expertise import answering, asking, offering
from rakiza.pillars.registration.expertise.asking import Question
from rakiza.pillars.registration.expertise.enums import ConsultationState, Knowledge
from rakiza.pillars.registration.expertise.models import Consultation, Expert, Slot
from rakiza.pillars.registration.expertise.offering import Hours
from rakiza.pillars.registration.models import Dossier

S = ConsultationState
K = Knowledge
FIELDS = ((K.CLINICAL, K.RISK, K.IVD), (K.STERILITY, K.BIOCOMPATIBILITY, K.LABELLING))
# Answered ones twice, so that the waits have a middle; how many days ago each was asked.
WAYS = (
    (S.ASKED, 1),
    (S.MOVED, 3),
    (S.ACCEPTED, 5),
    (S.ANSWERED, 40),
    (S.ANSWERED, 26),
    (S.DECLINED, 12),
    (S.CANCELLED, 9),
)


def load_expertise(cluster: Cluster) -> int:
    """Declare two experts with free slots and lead a question to each state; return how many questions."""
    experts = [
        offering.declare_expertise(
            actor, fields=fields, introduction="Compte d'expert fictif de démonstration."
        )
        for actor, fields in zip(cluster.experts, FIELDS, strict=True)
    ]
    slots = [_slots(actor, expert) for actor, expert in zip(cluster.experts, experts, strict=True)]
    makers = {actor.organisation.pk: actor for _demo, actor in cluster.makers}
    dossiers = _asked_about(cluster)
    for number, (dossier, (state, ago)) in enumerate(zip(dossiers, WAYS, strict=False)):
        which = number % len(experts)
        maker = makers[dossier.applicant_id]
        text = "Quels éléments suffisent pour ce dispositif ? (démonstration)"
        question = Question(FIELDS[which][number // 2 % 3], text, dossier=dossier)
        made = asking.ask(maker, slots[which].pop(0), question)
        _lead(maker, cluster.experts[which], made, slots[which], state)
        _asked_before(made, ago)
    return Consultation.objects.count()


def _asked_about(cluster: Cluster) -> list[Dossier]:
    """Return a dossier for each way; the first maker, whose account is shown, has one that was answered."""
    every = Dossier.objects.exclude(state="cancelled").select_related("applicant").order_by("pk")
    shown = cluster.makers[0][1].organisation
    others = list(every.exclude(applicant=shown)[: len(WAYS) - 1])
    answered = [state for state, _ago in WAYS].index(S.ANSWERED)
    return [*others[:answered], *every.filter(applicant=shown)[:1], *others[answered:]]


def _slots(actor: Actor, expert: Expert) -> list[Slot]:
    on = timezone.localdate() + timedelta(days=5)
    return offering.open_slots(actor, expert, Hours(on, time(9, 30), 45, count=3, weeks=4))


def _lead(
    maker: Actor, expert: Actor, made: Consultation, free: list[Slot], state: ConsultationState
) -> None:
    if state == S.MOVED:
        answering.move(expert, made, slot=free.pop(0), reason="Mission sur site (démonstration).")
    elif state == S.DECLINED:
        answering.decline(expert, made, reason="Hors de mon domaine (démonstration).")
    elif state == S.CANCELLED:
        asking.cancel(maker, made, reason="La réponse était dans la notice (démonstration).")
    elif state in {S.ACCEPTED, S.ANSWERED}:
        answering.accept(expert, made)
        if state == S.ANSWERED:
            _hold(expert, made)


def _hold(expert: Actor, made: Consultation) -> None:
    """Bring the appointment into the past, then write its record: actions book ahead only."""
    begun = timezone.now() - timedelta(days=20)
    Slot.objects.filter(pk=made.slot_id).update(starts_at=begun, ends_at=begun + timedelta(minutes=45))
    answering.answer(
        expert,
        made,
        text="Une étude comparative et l'analyse des risques suffisent (réponse fictive de démonstration).",
        internal_note="Point à revoir à l'évaluation (démonstration).",
    )


def _asked_before(made: Consultation, days: int) -> None:
    asked = timezone.now() - timedelta(days=days)
    Consultation.objects.filter(pk=made.pk).update(asked_at=asked)
    Consultation.objects.filter(pk=made.pk, responded_at__isnull=False).update(
        responded_at=asked + timedelta(hours=days * 6)
    )
