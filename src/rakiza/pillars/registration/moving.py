"""What every step of a dossier shares: the lock, the move with its audit row, who is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.enums import DocumentStatus, DossierState, Process
from rakiza.pillars.registration.models import Dossier
from rakiza.pillars.registration.process import ORIGINS, Clock, Span, Step, clock, decision_days

# What asks the authority for an act until the dossier leaves its hands, and the applicant until it files again.
OF_AUTHORITY = ("registration.dossier_filed", "registration.dossier_assigned", "registration.decision_due")
SENT_BACK = "registration.dossier_sent_back"
IN_HAND = frozenset(
    {DossierState.FILED, DossierState.EVALUATION, DossierState.COMMISSION, DossierState.DECISION}
)


def locked(dossier: Dossier, step: Step) -> Dossier:
    """Return the dossier as it stands, locked; refuse where the step doesn't start from its state."""
    kept = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related(
            "applicant", "authority", "device", "registration__device", "declaration", "assigned_to"
        )
        .get(pk=dossier.pk)
    )
    if kept.state not in ORIGINS[step]:
        raise Refused("dossier.state", _("Le dossier a changé entre-temps : rechargez la page."))
    return kept


def move(
    actor: Actor, kept: Dossier, target: DossierState, step: Step, said: Mapping[str, object] | None = None
) -> None:
    """Write the new state and its row in the trail."""
    before = kept.state
    kept.state = target
    kept.save()
    if target not in IN_HAND:
        settle(kept, kept.authority, OF_AUTHORITY)
    if target != DossierState.SENT_BACK:
        settle(kept, kept.applicant, {SENT_BACK})
    record(
        actor,
        f"registration.dossier_{step.name.lower()}",
        kept,
        before={"state": before},
        after={"state": target, **(said or {})},
    )


def settle_documents(kept: Dossier, status: DocumentStatus) -> int:
    """Leave no document of a dossier that ends to be examined; return how many were."""
    return kept.documents.filter(status=DocumentStatus.TO_REVIEW).update(status=status)


def tell_authority(dossier: Dossier, code: str, deadline: date | None = None) -> None:
    """Leave a message for the officer who has the dossier, or for the authority's officers where none has."""
    notify(
        code,
        organisation=dossier.authority,
        role=Role.REGISTRATION_OFFICER,
        person=dossier.assigned_to,
        params={"applicant": dossier.applicant, "subject": subject(dossier)},
        about=dossier,
        deadline=deadline,
    )


def tell_applicant(dossier: Dossier, code: str, **params: object) -> None:
    """Leave a message for the applicant."""
    said = {"authority": dossier.authority, "subject": subject(dossier), **params}
    notify(code, organisation=dossier.applicant, params=said, about=dossier)


def subject(dossier: Dossier) -> Device | Site | Organisation:
    """Return what a dossier is about: its device, its site, or its applicant."""
    return dossier.device or dossier.site or dossier.applicant


def subject_in(dossier: Dossier, language: str) -> str:
    """Return the words for what a dossier is about, in a reader's language."""
    return subject(dossier).name_in(language)


def clock_of(dossier: Dossier, today: date | None = None) -> Clock | None:
    """Return the clock of a registration dossier that was filed; the other processes have no known delay."""
    if dossier.process != Process.REGISTRATION or dossier.filed_on is None:
        return None
    until = dossier.decided_on or today or timezone.localdate()
    spans = (Span(pause.starts_on, pause.ends_on) for pause in dossier.pauses.all())
    return clock(dossier.filed_on, spans, until, int(decision_days(dossier.filed_on).number))
