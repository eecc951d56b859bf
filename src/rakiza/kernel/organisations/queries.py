"""Reads of organisations and memberships."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Membership


def memberships_of(user: User, day: date | None = None) -> list[Membership]:
    """Return the person's memberships in force on `day` (default today), by organisation then role."""
    day = day or timezone.localdate()
    return list(
        Membership.objects.valid_on(day)
        .filter(user=user)
        .select_related("organisation", "user")
        .order_by("organisation__name", "role")
    )


def actor_for(user: User, membership_id: int | None = None, day: date | None = None) -> Actor | None:
    """Return whom the person acts as: the chosen membership where it is in force, else the first.

    None where the person has no membership in force.
    """
    memberships = memberships_of(user, day)
    chosen = next((m for m in memberships if m.pk == membership_id), None)
    if chosen is None and memberships:
        chosen = memberships[0]
    return Actor.of(chosen) if chosen else None
