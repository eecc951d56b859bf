"""Acts that an organisation may want two people for: one proposes, another agrees to exactly that."""

from __future__ import annotations

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation, Proposal
from rakiza.kernel.organisations.permissions import Refused, require

ONE_TO_PUBLISH = "organisations.one_to_publish"


@transaction.atomic
def require_two_to_publish(actor: Actor, organisation: Organisation, *, wanted: bool) -> bool:
    """Say whether what the organisation publishes needs a second person; tell whether it now is as wanted.

    One person asks for the rule; two lift it (the first proposes: False), and not while a proposal waits.
    """
    require(actor, "organisations.describe", organisation)
    kept = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if kept.two_to_publish == wanted:
        if wanted and _about(ONE_TO_PUBLISH, kept).delete()[0]:
            record(actor, "organisations.keep_two_to_publish", kept)
        return True
    if not wanted:
        if Proposal.objects.filter(organisation=kept).exclude(action__startswith="organisations.").exists():
            raise Refused(
                "proposal_waits", _("Une proposition attend encore un second accord : réglez-la d'abord.")
            )
        if agree_or_propose(actor, ONE_TO_PUBLISH, kept, organisation=kept, version="1") is None:
            record(actor, "organisations.propose_one_to_publish", kept)
            return False
    kept.two_to_publish = wanted
    kept.save()
    record(
        actor,
        "organisations.require_two_to_publish",
        kept,
        before={"two_to_publish": not wanted},
        after={"two_to_publish": wanted},
    )
    return True


def waiting_proposal(action: str, subject: models.Model) -> Proposal | None:
    """Return the proposal that waits about the subject, whatever its version."""
    return _about(action, subject).select_related("asked_by").first()


def proposal_of(action: str, subject: models.Model, version: str) -> Proposal | None:
    """Return the proposal that waits for this very version of the subject."""
    return _about(action, subject).filter(version=version).select_related("asked_by").first()


@transaction.atomic
def agree_or_propose(
    actor: Actor,
    action: str,
    subject: models.Model,
    *,
    organisation: Organisation,
    version: str,
    reason: str = "",
) -> Proposal | None:
    """Return the proposal of another that the actor agrees to; None where the actor's now waits.

    A proposal for another `version` of the subject has lapsed: agreeing to it is proposing anew.
    """
    kept = _about(action, subject).select_for_update().first()
    if kept is None or kept.version != version:
        Proposal.objects.update_or_create(
            action=action,
            object_type=subject._meta.label_lower,
            object_id=subject.pk,
            defaults={
                "organisation": organisation,
                "version": version,
                "reason": reason,
                "asked_by": actor.user,
                "asked_at": timezone.now(),
            },
        )
        return None
    if kept.asked_by_id == actor.user.pk:
        raise Refused("second_person", _("Vous l'avez proposé : une autre personne doit donner son accord."))
    _about(action, subject).delete()
    return kept


@transaction.atomic
def drop_proposal(action: str, subject: models.Model) -> None:
    """Take a waiting proposal off; the caller has checked who asks, and records it."""
    if not _about(action, subject).delete()[0]:
        raise Refused("proposal_settled", _("Cette proposition a déjà été réglée par quelqu'un d'autre."))


def _about(action: str, subject: models.Model) -> models.QuerySet[Proposal]:
    return Proposal.objects.filter(action=action, object_type=subject._meta.label_lower, object_id=subject.pk)
