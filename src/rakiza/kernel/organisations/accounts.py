"""Mutations of accounts: closing one, opening it again. What its person did stays theirs."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.access.actions import revoke_keys_of_person
from rakiza.kernel.audit.actions import record
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.organisations.permissions import Refused, require


@transaction.atomic
def close_account(actor: Actor, user: User, *, reason: str) -> None:
    """Close an account: its person no longer signs in nor acts anywhere, and its keys are revoked for good."""
    require(actor, "organisations.close_account")
    kept = _locked(user)
    if kept.pk == actor.user.pk:
        raise Refused("own_account", _("Vous ne pouvez pas fermer votre propre compte."))
    if not kept.is_active:
        raise Refused("account_closed", _("Ce compte est déjà fermé."))
    if not reason.strip():
        raise Refused("reason_missing", _("Indiquez le motif."))
    if _last_administrator(kept):
        raise Refused(
            "last_administrator", _("C'est le dernier administrateur : nommez-en un autre d'abord.")
        )
    kept.is_active = False
    kept.save(update_fields=["is_active"])
    revoke_keys_of_person(actor, kept)
    record(actor, "organisations.close_account", kept, after={"reason": reason.strip()})


@transaction.atomic
def reopen_account(actor: Actor, user: User) -> None:
    """Open a closed account again: its memberships in force hold, no key of before opens anything."""
    require(actor, "organisations.close_account")
    kept = _locked(user)
    if kept.is_active:
        raise Refused("account_open", _("Ce compte est ouvert."))
    kept.is_active = True
    kept.save(update_fields=["is_active"])
    revoke_keys_of_person(actor, kept)  # where it was closed by other means than this
    record(actor, "organisations.reopen_account", kept)


def _locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)


def _last_administrator(user: User) -> bool:
    standing = Membership.objects.valid_on(timezone.localdate()).filter(
        role=Role.ADMINISTRATOR, delegated_by__isnull=True
    )
    return standing.filter(user=user).exists() and not standing.exclude(user=user).exists()
