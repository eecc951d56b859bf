"""Who may hand over, confirm and correct a member's needs: its buyers."""

from __future__ import annotations

import rules

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import role_is
from rakiza.pillars.purchasing.needs.models import NeedImport, NeedLine, ReadingCorrection


@rules.predicate
def own_needs(actor: Actor, subject: NeedImport | NeedLine | ReadingCorrection | None) -> bool:
    """The list, line or correction is the actor's own organisation's."""
    return subject is not None and actor.belongs_to(subject.organisation_id)


@rules.predicate
def oversees(actor: Actor) -> bool:
    """The role sees every party's figures."""
    return actor.oversees


_BUYER = role_is(Role.BUYER)
rules.add_perm("needs.upload", _BUYER)
rules.add_perm("needs.change", _BUYER & own_needs)
rules.add_perm("needs.view", (_BUYER & own_needs) | oversees)
rules.add_perm("needs.forget", _BUYER & own_needs)
