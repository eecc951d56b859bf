"""What an officer does before the decision: assign, send back, admit, review documents, evaluate."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.identity.models import User
from rakiza.kernel.notifications.actions import settle
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.kernel.organisations.queries import acts_within_group
from rakiza.pillars.registration.contents import latest
from rakiza.pillars.registration.enums import (
    DocumentStatus,
    DossierState,
    Opinion,
    Process,
    SendBackReason,
)
from rakiza.pillars.registration.expertise.conflicts import advised
from rakiza.pillars.registration.models import Dossier, DossierDocument, Pause
from rakiza.pillars.registration.moving import (
    OF_AUTHORITY,
    SENT_BACK,
    locked,
    move,
    tell_applicant,
    tell_authority,
)
from rakiza.pillars.registration.process import ORIGINS, Step, after_admission, after_evaluation


@transaction.atomic
def assign(actor: Actor, dossier: Dossier, *, officer: User) -> None:
    """Give a dossier to an officer of the authority who has no part in the applicant's group."""
    require(actor, "registration.handle", dossier)
    kept = locked(dossier, Step.ASSIGN)
    officers = Membership.objects.valid_on(timezone.localdate()).filter(
        user=officer, organisation=kept.authority, role=Role.REGISTRATION_OFFICER
    )
    if not officers.exists():
        raise Refused("dossier.officer", _("Choisissez un chargé d'homologation de l'autorité."))
    if acts_within_group(officer, kept.applicant):
        raise Refused("dossier.officer_tied", _("Cette personne agit aussi pour le demandeur ou son groupe."))
    _check_apart(officer, kept)
    before, kept.assigned_to = kept.assigned_to_id, officer
    kept.save()
    record(
        actor,
        "registration.dossier_assign",
        kept,
        before={"officer": before},
        after={"officer": officer.pk},
    )
    settle(kept, kept.authority, OF_AUTHORITY)
    if officer.pk != actor.user.pk:
        tell_authority(kept, "registration.dossier_assigned", kept.due_on)


@transaction.atomic
def send_back(actor: Actor, dossier: Dossier, *, reason: SendBackReason, remark: str) -> None:
    """Send a dossier back for a coded reason and in words; the clock stands until it is filed again."""
    require(actor, "registration.handle", dossier)
    kept = locked(dossier, Step.SEND_BACK)
    Pause.objects.create(dossier=kept, starts_on=timezone.localdate(), reason=reason, remark=remark)
    kept.sent_back_for, kept.remark, kept.due_on = reason, remark, None
    move(actor, kept, DossierState.SENT_BACK, Step.SEND_BACK, {"for": reason, "remark": remark})
    tell_applicant(kept, SENT_BACK, reason=remark)


@transaction.atomic
def admit(actor: Actor, dossier: Dossier) -> None:
    """Find a dossier admissible; of a declaration that is the whole examination."""
    require(actor, "registration.handle", dossier)
    kept = locked(dossier, Step.ADMIT)
    _check_apart(actor.user, kept)
    kept.admitted_on = timezone.localdate()
    kept.assigned_to = kept.assigned_to or actor.user
    if kept.process == Process.DECLARATION:
        kept.evaluated_on, kept.evaluated_by = kept.admitted_on, actor.user
    move(actor, kept, after_admission(kept.process), Step.ADMIT)
    tell_applicant(kept, "registration.dossier_admitted")


@transaction.atomic
def review_document(
    actor: Actor,
    document: DossierDocument,
    *,
    status: DocumentStatus,
    remark: str = "",
    internal_note: str = "",
) -> None:
    """Say of the last version of a document whether it holds; the applicant reads the remark only."""
    require(actor, "registration.handle", document.dossier)
    kept = locked(document.dossier, Step.SEND_BACK)
    _check_apart(actor.user, kept)
    if status == DocumentStatus.TO_CORRECT and not remark.strip():
        raise Refused("document.remark", _("Dites au demandeur ce qu'il faut corriger."))
    standing = latest(kept.documents.all())
    last = standing.get((document.section, document.language))
    if last is None:
        raise Refused("document.set_aside", _("Cette pièce est mise de côté : elle ne s'examine pas."))
    if last.version != document.version:
        raise Refused("document.replaced", _("Une version plus récente a remplacé cette pièce."))
    held = kept.documents.get(pk=document.pk)
    about = {"section": document.section, "language": document.language, "version": document.version}
    before = {"status": held.status, "remark": held.remark, "internal_note": held.internal_note}
    after = {"status": status, "remark": remark, "internal_note": internal_note}
    DossierDocument.objects.filter(pk=document.pk).update(**after, reviewed_by=actor.user)
    record(
        actor,
        "registration.review_document",
        kept,
        before={**about, **before},
        after={**about, **after},
    )


@transaction.atomic
def conclude(actor: Actor, dossier: Dossier, *, opinion: Opinion, internal_note: str) -> None:
    """Conclude the evaluation: only the officer to whom the dossier was given."""
    require(actor, "registration.handle", dossier)
    kept = locked(dossier, Step.CONCLUDE)
    if kept.assigned_to_id != actor.user.pk:
        raise Refused("dossier.not_assigned", _("Seule la personne à qui le dossier est confié conclut."))
    if opinion == Opinion.FAVOURABLE and _corrections(kept):
        raise Refused(
            "dossier.corrections", _("Des pièces restent à corriger : renvoyez le dossier au demandeur.")
        )
    kept.opinion, kept.internal_note = opinion, internal_note
    kept.evaluated_on, kept.evaluated_by = timezone.localdate(), actor.user
    said = {"opinion": opinion, "internal_note": internal_note}
    move(actor, kept, after_evaluation(kept.process), Step.CONCLUDE, said)


def may_be_reviewed(dossier: Dossier) -> bool:
    """Tell whether the documents of a dossier are under review now."""
    return dossier.state in ORIGINS[Step.SEND_BACK]


def _check_apart(person: User, kept: Dossier) -> None:
    """Who advised the maker on a dossier examines none of it."""
    if advised(person, kept):
        raise Refused(
            "dossier.advised", _("Cette personne conseille le demandeur sur ce dossier, comme expert.")
        )


def _corrections(kept: Dossier) -> bool:
    return any(piece.status == DocumentStatus.TO_CORRECT for piece in latest(kept.documents.all()).values())
