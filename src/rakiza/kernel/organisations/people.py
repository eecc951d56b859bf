"""Mutations of who acts for a party: ends of memberships, delegations, links to sign in again."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.access.actions import revoke_keys_of
from rakiza.kernel.audit.actions import record
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.organisations.permissions import Refused, require

LONGEST_DELEGATION = timedelta(days=92)


@transaction.atomic
def end_membership(actor: Actor, membership: Membership, *, reason: str) -> None:
    """End a membership as of yesterday; what the person did stays, what they delegated ends with it."""
    kept = Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)
    require(actor, "organisations.end_membership", kept)
    today = timezone.localdate()
    if kept.valid_to is not None and kept.valid_to < today:
        raise Refused("membership_over", _("Ce rattachement a déjà pris fin."))
    if _last_of_the_house(kept):
        raise Refused(
            "last_administrator", _("C'est le dernier administrateur : nommez-en un autre d'abord.")
        )
    yesterday = today - timedelta(days=1)
    kept.valid_from = min(kept.valid_from, yesterday) if kept.valid_from else None
    kept.valid_to = yesterday
    kept.save(update_fields=["valid_from", "valid_to", "updated_at"])
    revoke_keys_of(actor, kept)
    record(
        actor,
        "organisations.end_membership",
        kept,
        after={"user": kept.user_id, "role": kept.role, "reason": reason},
    )


@transaction.atomic
def delegate(actor: Actor, membership: Membership, *, to: User, until: date) -> Membership:
    """Let a colleague of the same organisation act in one's role until a date, three months at most."""
    require(actor, "organisations.delegate", membership)
    today = timezone.localdate()
    if to.pk == actor.user.pk:
        raise Refused("delegation_to_oneself", _("Choisissez une autre personne que vous."))
    if not today <= until <= today + LONGEST_DELEGATION:
        raise Refused("delegation_dates", _("Une délégation finit entre aujourd'hui et dans trois mois."))
    in_force = Membership.objects.valid_on(today).filter(organisation=actor.organisation, user=to)
    if not in_force.exists():
        raise Refused("not_a_colleague", _("Cette personne n'agit pas pour votre organisation."))
    if in_force.filter(role=actor.role).exists():
        raise Refused("role_held", _("Cette personne tient déjà ce rôle dans l'organisation."))
    made, _created = Membership.objects.update_or_create(
        user=to,
        organisation=actor.organisation,
        role=actor.role,
        defaults={"valid_from": today, "valid_to": until, "manages": False, "delegated_by": membership},
    )
    record(actor, "organisations.delegate", made, after={"user": to.pk, "role": actor.role, "until": until})
    return made


def _last_of_the_house(membership: Membership) -> bool:
    if membership.role != Role.ADMINISTRATOR:
        return False
    others = Membership.objects.valid_on(timezone.localdate()).filter(
        role=Role.ADMINISTRATOR, delegated_by__isnull=True
    )
    return not others.exclude(pk=membership.pk).exists()
