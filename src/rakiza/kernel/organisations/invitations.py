"""People join by invitation: asked for, agreed to by a second person where the role decides for others, accepted."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.identity.actions import open_account
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import FOUR_EYES_ROLES, ROLES_OF_KIND, InvitationState, Role
from rakiza.kernel.organisations.mail import mail_invitation
from rakiza.kernel.organisations.models import Invitation, Membership, Organisation
from rakiza.kernel.organisations.permissions import Refused, require

LIFE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Sent:
    """An invitation and, once only, the secret of its link (empty while it waits for a second person)."""

    invitation: Invitation
    secret: str = ""


@transaction.atomic
def invite(
    actor: Actor,
    organisation: Organisation,
    *,
    email: str,
    name: str,
    role: Role,
    manages: bool = False,
    language: str = "fr",
) -> Sent:
    """Offer a role to an address.

    A role that decides for others, and the right to manage people, wait for a second person's agreement.
    """
    sent = _ask(actor, organisation, email=email, name=name, role=role, manages=manages, language=language)
    return sent if manages or role in FOUR_EYES_ROLES else _open(sent.invitation)


@transaction.atomic
def invite_applicant(
    actor: Actor, organisation: Organisation, *, email: str, name: str, role: Role, language: str
) -> Sent:
    """Invite the contact of an accepted request as the first who manages people there.

    Nobody's rights precede theirs and the request was theirs: the decision on it stands for the second pair of eyes.
    """
    if role in FOUR_EYES_ROLES or Membership.objects.filter(organisation=organisation).exists():
        raise Refused("role_unfit", _("Ce rôle n'existe pas dans une organisation de cette nature."))
    sent = _ask(actor, organisation, email=email, name=name, role=role, manages=True, language=language)
    return _open(sent.invitation)


def _ask(
    actor: Actor,
    organisation: Organisation,
    *,
    email: str,
    name: str,
    role: Role,
    manages: bool,
    language: str,
) -> Sent:
    """Write an invitation that nobody has agreed to yet."""
    require(actor, "organisations.invite", organisation)
    _check_offer(organisation, email, role)
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                organisation=organisation,
                email=email.strip().lower(),
                name=name,
                role=role,
                manages=manages,
                language=language,
                state=InvitationState.ASKED,
                asked_by=actor.user,
            )
    except IntegrityError:
        raise Refused(
            "invitation_waits", _("Une invitation à ce rôle attend déjà à cette adresse.")
        ) from None
    record(actor, "organisations.invite", invitation, after=_shown(invitation))
    return Sent(invitation)


@transaction.atomic
def approve_invitation(actor: Actor, invitation: Invitation) -> Sent:
    """Agree, as a second person, to an invitation that another asked for."""
    require(actor, "organisations.approve_invitation", invitation)
    kept = _locked(invitation, InvitationState.ASKED)
    kept.approved_by = actor.user
    record(actor, "organisations.approve_invitation", kept, after=_shown(kept))
    return _open(kept)


@transaction.atomic
def refuse_invitation(actor: Actor, invitation: Invitation, *, reason: str) -> None:
    """Decline, as a second person, an invitation that another asked for."""
    require(actor, "organisations.approve_invitation", invitation)
    kept = _locked(invitation, InvitationState.ASKED)
    _settle(kept, InvitationState.REFUSED)
    record(actor, "organisations.refuse_invitation", kept, after={"reason": reason})


@transaction.atomic
def revoke_invitation(actor: Actor, invitation: Invitation) -> None:
    """Take back an invitation that nobody accepted yet; its link no longer opens anything."""
    require(actor, "organisations.invite", invitation)
    kept = _locked(invitation, InvitationState.ASKED, InvitationState.OPEN)
    _settle(kept, InvitationState.REVOKED)
    record(actor, "organisations.revoke_invitation", kept, after={"email": kept.email})


@transaction.atomic
def resend_invitation(actor: Actor, invitation: Invitation) -> Sent:
    """Give an invitation a new link; the one before no longer opens anything."""
    require(actor, "organisations.invite", invitation)
    kept = _locked(invitation, InvitationState.OPEN)
    record(actor, "organisations.resend_invitation", kept, after={"email": kept.email})
    return _open(kept)


@transaction.atomic
def accept_as_new(secret: str, *, name: str, password: str) -> User:
    """Open the invited person's account and let them act; raises Refused where the link doesn't hold."""
    kept = _by_secret(secret)
    if User.objects.filter(email=kept.email).exists():
        raise Refused("account_exists", _("Un compte existe à cette adresse : connectez-vous pour accepter."))
    user = open_account(kept.email, name=name, password=password, language=kept.language, proven=kept.mailed)
    _accept(kept, user)
    return user


@transaction.atomic
def accept_as_known(secret: str, user: User) -> Membership:
    """Let a person who has an account act in the role offered to their address."""
    kept = _by_secret(secret)
    if user.email.lower() != kept.email:
        raise Refused("another_address", _("Cette invitation est adressée à une autre personne."))
    return _accept(kept, user)


def invitation_of(secret: str) -> Invitation | None:
    """Return the open invitation of a link; None where it doesn't hold."""
    found = (
        Invitation.objects.filter(secret_hash=_hash(secret), state=InvitationState.OPEN)
        .select_related("organisation")
        .first()
    )
    return found if found is not None and _holds(found) else None


def _check_offer(organisation: Organisation, email: str, role: Role) -> None:
    if not organisation.active:
        raise Refused("organisation_closed", _("Cette organisation ne participe plus."))
    if role not in ROLES_OF_KIND.get(organisation.kind, ()):
        raise Refused("role_unfit", _("Ce rôle n'existe pas dans une organisation de cette nature."))
    held = Membership.objects.valid_on(timezone.localdate()).filter(
        organisation=organisation, role=role, user__email=email.strip().lower(), delegated_by__isnull=True
    )
    if held.exists():
        raise Refused("role_held", _("Cette personne tient déjà ce rôle dans l'organisation."))


def _open(invitation: Invitation) -> Sent:
    secret = secrets.token_urlsafe(32)
    invitation.secret_hash = _hash(secret)
    invitation.state = InvitationState.OPEN
    invitation.mailed = settings.RAKIZA_MAILS
    invitation.expires_at = timezone.now() + LIFE
    invitation.save()
    if invitation.mailed:
        transaction.on_commit(lambda: mail_invitation(invitation, secret))
    return Sent(invitation, secret)


def _accept(kept: Invitation, user: User) -> Membership:
    kept.accepted_by = user
    _settle(kept, InvitationState.ACCEPTED)
    membership, _created = Membership.objects.update_or_create(
        user=user,
        organisation=kept.organisation,
        role=kept.role,
        delegated_by=None,
        defaults={"valid_from": timezone.localdate(), "valid_to": None, "manages": kept.manages},
    )
    after = {**_shown(kept), "invitation": kept.pk}
    record(Actor.of(membership), "organisations.join", membership, after=after)
    return membership


def _by_secret(secret: str) -> Invitation:
    kept = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(secret_hash=_hash(secret), state=InvitationState.OPEN)
        .first()
    )
    if kept is None or not _holds(kept):
        raise Refused("invitation_void", _("Ce lien d'invitation a expiré, a été retiré ou a déjà servi."))
    return kept


def _holds(invitation: Invitation) -> bool:
    return (
        invitation.organisation.active
        and invitation.expires_at is not None
        and invitation.expires_at > timezone.now()
    )


def _locked(invitation: Invitation, *states: InvitationState) -> Invitation:
    kept = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=invitation.pk)
    )
    if kept.state not in states:
        raise Refused("invitation_settled", _("Cette invitation a déjà été réglée par quelqu'un d'autre."))
    return kept


def _settle(kept: Invitation, state: InvitationState) -> None:
    kept.state, kept.secret_hash = state, ""
    kept.save()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _shown(invitation: Invitation) -> dict[str, object]:
    return {
        "organisation": invitation.organisation_id,
        "email": invitation.email,
        "role": invitation.role,
        "manages": invitation.manages,
    }
