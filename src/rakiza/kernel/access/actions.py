"""Making a key, revoking it, noting its use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.access.enums import Reach
from rakiza.kernel.access.models import AccessKey
from rakiza.kernel.access.secrets import Secret, hash_of
from rakiza.kernel.audit.actions import record
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Membership, Organisation
from rakiza.kernel.organisations.permissions import Refused, require

LONGEST = timedelta(days=365)
MOST_KEYS = 20
NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Made:
    """A new key, and its text: handed over now, known to nobody afterwards."""

    key: AccessKey
    text: str


@transaction.atomic
def make_key(actor: Actor, membership: Membership, *, name: str, reach: Reach, expires_on: date) -> Made:
    """Make a key for one of the person's own memberships, for a year at most."""
    require(actor, "access.make", membership)
    today = timezone.localdate()
    if not Membership.objects.valid_on(today).select_for_update(of=("self",)).filter(pk=membership.pk):
        raise Refused("access.membership", _("Ce rattachement n'est plus en vigueur."))
    if not today <= expires_on <= today + LONGEST:
        raise Refused("access.dates", _("Une clé finit entre aujourd'hui et dans un an."))
    standing = AccessKey.objects.standing().filter(membership__user=actor.user)
    if standing.filter(membership=membership, name=name).exists():
        raise Refused("access.name_taken", _("Une de vos clés porte déjà ce nom : révoquez-la d'abord."))
    if standing.count() >= MOST_KEYS:
        raise Refused(
            "access.too_many", _("Vous avez déjà %(most)s clés : révoquez-en une d'abord."), most=MOST_KEYS
        )
    secret = Secret.new()
    key = AccessKey.objects.create(
        membership=membership,
        name=name,
        reach=reach,
        prefix=secret.prefix,
        secret_hash=hash_of(secret.text),
        expires_on=expires_on,
    )
    record(
        actor,
        "access.make_key",
        key,
        after={
            "name": name,
            "reach": reach,
            "expires_on": expires_on,
            "organisation": membership.organisation_id,
        },
    )
    return Made(key, secret.text)


@transaction.atomic
def revoke_key(actor: Actor, key: AccessKey) -> None:
    """Revoke a key for good."""
    require(actor, "access.revoke", key)
    if not _revoked(actor, key):
        raise Refused("access.revoked", _("Cette clé est déjà révoquée."))


@transaction.atomic
def revoke_keys_of(actor: Actor, membership: Membership) -> None:
    """Revoke the keys of a membership that ends, and of what was delegated by it.

    The caller has checked who asks. A membership given anew later doesn't bring its keys back.
    """
    _revoke_all(actor, Q(membership=membership) | Q(membership__delegated_by=membership))


@transaction.atomic
def revoke_keys_of_person(actor: Actor, user: User) -> None:
    """Revoke the keys of an account that closes, and of what its person delegated; for good, as above."""
    _revoke_all(actor, Q(membership__user=user) | Q(membership__delegated_by__user=user))


@transaction.atomic
def revoke_keys_of_organisation(actor: Actor, organisation: Organisation) -> None:
    """Revoke the keys of whoever acts for a party that takes part no more; for good, as above."""
    _revoke_all(actor, Q(membership__organisation=organisation))


def _revoke_all(actor: Actor, concerned: Q) -> None:
    for key in AccessKey.objects.standing().filter(concerned).select_related("membership").order_by("pk"):
        _revoked(actor, key)


def _revoked(actor: Actor, key: AccessKey) -> bool:
    changed = (
        AccessKey.objects.standing()
        .filter(pk=key.pk)
        .update(revoked_at=timezone.now(), revoked_by=actor.user)
    )
    if changed:
        record(actor, "access.revoke_key", key, after={"name": key.name, "of": key.membership.user_id})
    return bool(changed)


def note_use(key: AccessKey, address: str) -> None:
    """Note when and from where a key was used, once a minute: reading by a key isn't a write each time."""
    now = timezone.now()
    if key.last_used_at is not None and now - key.last_used_at < NOTED_EVERY:
        return
    AccessKey.objects.filter(pk=key.pk).update(last_used_at=now, last_address=address[:45])
