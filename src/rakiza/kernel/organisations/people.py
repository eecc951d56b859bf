"""Mutations of who acts for a party: ends of memberships."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.access.actions import revoke_keys_of
from rakiza.kernel.audit.actions import record
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.organisations.permissions import Refused, require


@transaction.atomic
def end_membership(actor: Actor, membership: Membership, *, reason: str) -> None:
    """End a membership as of yesterday; what the person did stays, what they delegated ends with it."""
    kept = Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)
    require(actor, "organisations.end_membership", kept)
    today = timezone.localdate()
    if kept.valid_to is not None and kept.valid_to < today:
        raise Refused("membership_over", _("Ce rattachement a déjà pris fin."))
    if _lends_to(actor, kept):
        raise Refused(
            "own_lender",
            _("Cette personne vous prête son rôle : une autre ou le cluster peut mettre fin au sien."),
        )
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


def _lends_to(actor: Actor, membership: Membership) -> bool:
    """Tell whether what the actor manages people by is only what the membership lends."""
    held = Membership.objects.valid_on(timezone.localdate()).filter(
        user=actor.user, organisation=membership.organisation_id, manages=True
    )
    return not actor.plays(Role.CLUSTER_STAFF, Role.ADMINISTRATOR) and [
        one.delegated_by_id for one in held
    ] == [membership.pk]


def _last_of_the_house(membership: Membership) -> bool:
    if membership.role != Role.ADMINISTRATOR:
        return False
    others = Membership.objects.valid_on(timezone.localdate()).filter(
        role=Role.ADMINISTRATOR, delegated_by__isnull=True
    )
    return not others.exclude(pk=membership.pk).exists()
