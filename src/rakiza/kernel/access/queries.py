"""Reads of keys: the one that a program shows, a person's own, those that one may revoke."""

from __future__ import annotations

from django.utils import timezone

from rakiza.kernel.access.models import AccessKey, AccessKeyQuerySet
from rakiza.kernel.access.secrets import fits, prefix_of
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import allowed

_WHOSE = ("membership__user", "membership__organisation", "revoked_by")


def key_in_force(text: str) -> AccessKey | None:
    """Return the key of this text where it opens something today; None for any other text."""
    prefix = prefix_of(text)
    if prefix is None:
        return None
    found = AccessKey.objects.in_force(timezone.localdate()).select_related(*_WHOSE[:2])
    key = found.filter(prefix=prefix).first()
    return key if key is not None and fits(text, key.secret_hash) else None


def keys_of(user: User) -> AccessKeyQuerySet:
    """Return a person's own keys, the newest first; those revoked after the others."""
    keys = AccessKey.objects.select_related(*_WHOSE).filter(membership__user=user)
    return keys.order_by("revoked_at", "-pk")


def keys_overseen(actor: Actor) -> AccessKeyQuerySet:
    """Return the standing keys that the actor may revoke of others: all for the cluster, else the house's."""
    keys = (
        AccessKey.objects.standing().select_related(*_WHOSE).order_by("membership__organisation__name", "pk")
    )
    if not allowed(actor, "access.oversee"):
        return keys.none()
    if allowed(actor, "organisations.manage"):
        return keys
    return keys.filter(membership__organisation=actor.organisation)
