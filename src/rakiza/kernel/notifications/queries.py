"""Reads of the inbox."""

from __future__ import annotations

from django.db.models import F

from rakiza.kernel.notifications.models import Notification, NotificationQuerySet
from rakiza.kernel.organisations.actor import Actor


def awaiting(actor: Actor) -> NotificationQuerySet:
    """Return what awaits the actor: nearest deadline first, then newest."""
    return (
        Notification.objects.for_actor(actor)
        .unread()
        .order_by(F("deadline").asc(nulls_last=True), "-created_at", "-pk")
    )


def already_read(actor: Actor) -> NotificationQuerySet:
    """Return what the actor, or a colleague, has put away: the latest first."""
    return Notification.objects.for_actor(actor).filter(read_at__isnull=False).order_by("-read_at", "-pk")
