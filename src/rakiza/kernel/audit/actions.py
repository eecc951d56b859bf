"""Add one event to the trail."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from rakiza.kernel.audit.followers import schedule
from rakiza.kernel.audit.models import AuditEvent, AuditHead
from rakiza.kernel.audit.origin import current_origin

if TYPE_CHECKING:
    from rakiza.kernel.identity.models import User
    from rakiza.kernel.organisations.actor import Actor
    from rakiza.kernel.organisations.models import Organisation

GENESIS = "0" * 64


def plain(values: Mapping[str, object] | None) -> dict[str, Any]:
    """Return `values` as JSON knows them: dates, decimals and enums become text."""
    result: dict[str, Any] = json.loads(json.dumps(dict(values or {}), cls=DjangoJSONEncoder))
    return result


def link_hash(event: AuditEvent) -> str:
    """Return the hash of an event: SHA-256 of its content and of the link before it."""
    content = [
        event.previous_hash,
        event.at.isoformat(),
        event.user_id,
        event.organisation_id,
        event.role,
        event.action,
        event.object_type,
        event.object_id,
        event.before,
        event.after,
    ]
    if event.origin:  # events of before origins were kept hash as they did
        content.append(event.origin)
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def record(
    actor: Actor | None,
    action: str,
    subject: models.Model,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    user: User | None = None,
    of: Organisation | None = None,
) -> AuditEvent:
    """Add an event inside the caller's transaction; `actor` None means the system itself.

    `user`: a person who acts at their own account, for no organisation; `of`: the organisation that a
    system's event concerns. The head row is locked until that transaction ends, so two writers never
    share a link.
    """
    event = _event(actor, Deed(action, subject, before, after), user or (actor.user if actor else None), of)
    _append([event])
    return event


@dataclass(frozen=True, slots=True)
class Deed:
    """One of several acts done at once: what `record` takes of each."""

    action: str
    subject: models.Model
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None


@transaction.atomic
def record_all(actor: Actor, acts: Iterable[Deed]) -> None:
    """Add an event an act, in their order, as `record` does; the head of the chain is read and moved on once."""
    _append([_event(actor, act, actor.user, None) for act in acts])


def _event(actor: Actor | None, act: Deed, user: User | None, of: Organisation | None) -> AuditEvent:
    return AuditEvent(
        user=user,
        organisation=actor.organisation if actor else of,
        role=actor.role if actor else "",
        action=act.action,
        object_type=act.subject._meta.label_lower,
        object_id=str(act.subject.pk),
        before=plain(act.before),
        after=plain(act.after),
        origin=current_origin(),
    )


def _append(events: Sequence[AuditEvent]) -> None:
    """Chain events to the last link, each to the one before; the head stays locked until the transaction ends."""
    if not events:
        return
    head, _created = AuditHead.objects.select_for_update().get_or_create(
        id=1, defaults={"last_hash": GENESIS}
    )
    for event in events:
        event.at, event.previous_hash = timezone.now(), head.last_hash
        event.hash = head.last_hash = link_hash(event)
        event.save()
    head.save(update_fields=["last_hash"])
    for action in dict.fromkeys(event.action for event in events):
        schedule(action)
