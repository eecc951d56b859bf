"""Access keys."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from rakiza.kernel.access.actions import Made, make_key
from rakiza.kernel.access.enums import Reach
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Membership


def membership_of(actor: Actor) -> Membership:
    """Return the membership that the actor acts by."""
    return Membership.objects.select_related("user", "organisation").get(
        user=actor.user, organisation=actor.organisation, role=actor.role
    )


def a_key(actor: Actor, *, name: str = "Export ERP", reach: Reach = Reach.WRITE, days: int = 30) -> Made:
    """Return a new key of the actor's own membership."""
    until = timezone.localdate() + timedelta(days=days)
    return make_key(actor, membership_of(actor), name=name, reach=reach, expires_on=until)
