"""The endpoint that says whom a key acts as."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from ninja import Router

from rakiza.kernel.access.enums import Reach
from rakiza.kernel.api.acting import actor_of, caller_of
from rakiza.kernel.api.schemas import Named, Party, Shown
from rakiza.kernel.organisations.enums import Role

router = Router(tags=["me"])


class KeyShown(Shown):
    """The key of the request."""

    name: str
    reach: Reach
    expires_on: date


class Me(Shown):
    """Whom the key acts as."""

    person: Named
    organisation: Party
    role: Role
    manages: bool
    key: KeyShown | None


@router.get("", response=Me, summary="Whom the key acts as", operation_id="me")
def me(request: HttpRequest) -> Me:
    """Return the person, the organisation and the role that the key acts for, and the key's own limits; a command has none."""
    actor, key = actor_of(request), caller_of(request).key
    return Me(
        person=Named(id=actor.user.pk, name=actor.user.name),
        organisation=Party.of(actor.organisation),
        role=actor.role,
        manages=actor.manages,
        key=KeyShown(name=key.name, reach=Reach(key.reach), expires_on=key.expires_on) if key else None,
    )
