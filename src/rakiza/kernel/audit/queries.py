"""Reads of the trail, and the check that nothing in it was touched."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from rakiza.kernel.audit.actions import GENESIS, link_hash
from rakiza.kernel.audit.models import AuditEvent, AuditEventQuerySet, AuditHead


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What walking the chain found; `broken_at` is the first event that doesn't hold, or None."""

    events: int
    broken_at: int | None

    @property
    def intact(self) -> bool:
        """Whether every event holds."""
        return self.broken_at is None


def verify_chain() -> ChainCheck:
    """Walk the whole chain from the first event and recompute each hash.

    A removed last event shows as a head that no event carries; it is reported with number 0.
    """
    previous, count = GENESIS, 0
    for event in AuditEvent.objects.order_by("pk").iterator(chunk_size=2000):
        count += 1
        if event.previous_hash != previous or event.hash != link_hash(event):
            return ChainCheck(count, event.pk)
        previous = event.hash
    head = AuditHead.objects.filter(id=1).first()
    expected = head.last_hash if head else GENESIS
    return ChainCheck(count, None if expected == previous else 0)


def history_of(subject: models.Model) -> AuditEventQuerySet:
    """Return the events of one object, oldest first, with who did them."""
    return AuditEvent.objects.about(subject).select_related("user", "organisation")
