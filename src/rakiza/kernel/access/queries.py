"""Reads of keys: the one that a program shows, a person's own, those that one may revoke."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.access.models import AccessKey, AccessKeyQuerySet
from rakiza.kernel.access.secrets import fits, prefix_of
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import allowed

_WHOSE = ("membership__user", "membership__organisation", "revoked_by")


@dataclass(frozen=True, slots=True)
class EndedKey:
    """A key that opened something once, and why it opens nothing any more: a code, and the sentence to show."""

    key: AccessKey
    code: str
    sentence: str | Promise


def key_in_force(text: str) -> AccessKey | None:
    """Return the key of this text where it opens something today; None for any other text."""
    prefix = prefix_of(text)
    if prefix is None:
        return None
    found = AccessKey.objects.in_force(timezone.localdate()).select_related(*_WHOSE[:2])
    key = found.filter(prefix=prefix).first()
    return key if key is not None and fits(text, key.secret_hash) else None


def ended_key(text: str) -> EndedKey | None:
    """Return the key of this very text where it opens nothing any more, with the reason; None for any other text.

    Whoever holds the whole text is told: it tells nothing to who guesses at keys.
    """
    prefix = prefix_of(text)
    if prefix is None:
        return None
    key = AccessKey.objects.select_related(*_WHOSE[:2]).filter(prefix=prefix).first()
    if key is None or not fits(text, key.secret_hash) or key_in_force(text) is not None:
        return None
    return EndedKey(key, *_why_ended(key))


def _why_ended(key: AccessKey) -> tuple[str, str | Promise]:
    if not key.membership.user.is_active:
        return "account_closed", _("Ce compte est désactivé. L'administrateur du cluster peut le rouvrir.")
    if key.revoked_at is not None:
        return "key_revoked", _("Cette clé est révoquée : elle n'ouvre plus rien. Faites-en une autre.")
    if key.expires_on < timezone.localdate():
        return "key_expired", _("Cette clé a expiré : elle n'ouvre plus rien. Faites-en une autre.")
    return "membership_ended", _("Le rôle dans lequel cette clé agit n'est plus en vigueur.")


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
