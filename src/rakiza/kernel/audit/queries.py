"""Reads of the trail, and the check that nothing in it was touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from rakiza.kernel.audit.actions import GENESIS, link_hash
from rakiza.kernel.audit.models import AuditEvent, AuditEventQuerySet, AuditHead


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What walking the chain found; `broken_at` is the first event that doesn't hold, or None.

    `head` is the last hash as it was computed.
    """

    events: int
    broken_at: int | None
    head: str = field(default=GENESIS, compare=False)

    @property
    def intact(self) -> bool:
        """Whether every event holds."""
        return self.broken_at is None


def verify_chain(noted: str = "") -> ChainCheck:
    """Walk the whole chain from the first event and recompute each hash.

    A removed last event shows as a head that no event carries; it is reported with number 0. So is a
    chain without the hash `noted` elsewhere when it was its last: whoever could write both the events
    and the head has made it anew.
    """
    seen = noted in {"", GENESIS}
    previous, count = GENESIS, 0
    for event in AuditEvent.objects.order_by("pk").iterator(chunk_size=2000):
        count += 1
        if event.previous_hash != previous or event.hash != link_hash(event):
            return ChainCheck(count, event.pk)
        previous = event.hash
        seen = seen or event.hash == noted
    head = AuditHead.objects.filter(id=1).first()
    expected = head.last_hash if head else GENESIS
    return ChainCheck(count, None if seen and expected == previous else 0, previous)


def history_of(subject: models.Model, *files: models.Model) -> AuditEventQuerySet:
    """Return the events of one object and of its files, oldest first, with who did them."""
    found = AuditEvent.objects.about(subject)
    if files:
        found = found | AuditEvent.objects.about(*files)
    return found.select_related("user", "organisation")


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What one looks for in the trail; empty fields ask nothing. Days are the country's."""

    text: str = ""
    action: str = ""
    organisation: int | None = None
    first: date | None = None
    last: date | None = None


def trail(wanted: TrailFilter) -> models.QuerySet[AuditEvent]:
    """Return the events that answer the filter, newest first."""
    rows = AuditEvent.objects.select_related("user", "organisation").order_by("-pk")
    if wanted.text:
        rows = rows.filter(
            Q(user__name__icontains=wanted.text)
            | Q(user__email__icontains=wanted.text)
            | Q(object_id=wanted.text)
            | Q(hash__startswith=wanted.text)
        )
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    if wanted.organisation is not None:
        rows = rows.filter(organisation_id=wanted.organisation)
    if wanted.first is not None:
        rows = rows.filter(at__gte=_midnight(wanted.first))
    if wanted.last is not None:
        rows = rows.filter(at__lt=midnight_after(wanted.last))
    return rows


@dataclass(frozen=True, slots=True)
class Known:
    """One field of an object as the trail knows it: its value, and the event that last said it."""

    name: str
    value: object
    event: AuditEvent


def sort_of(object_type: str) -> str:
    """Name a sort of object in the reader's words; a sort that the house no longer has keeps its written name."""
    try:
        return str(apps.get_model(object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return object_type


def as_of(object_type: str, object_id: str, day: date) -> tuple[Known, ...]:
    """Return what the trail says of an object at the end of `day`, by name of field.

    Only what actions wrote down is known: the trail holds what they changed, not a copy of each row.
    """
    known: dict[str, Known] = {}
    events = AuditEvent.objects.filter(
        object_type=object_type, object_id=object_id, at__lt=midnight_after(day)
    )
    for event in events.select_related("user").order_by("pk"):
        for name, value in event.after.items():
            known[name] = Known(name, value, event)
    return tuple(known[name] for name in sorted(known))


def midnight_after(day: date) -> datetime:
    """Return the instant at which a day ends in the country."""
    return _midnight(day + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
