"""Who may make keys and revoke them: their own person; to revoke, who manages people as well."""

from __future__ import annotations

import rules

from rakiza.kernel.access.models import AccessKey
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.organisations.rules import STAFF


@rules.predicate
def of_oneself(actor: Actor, subject: Membership | AccessKey | None) -> bool:
    """The membership, or that of the key, is the actor's own person's."""
    membership = subject.membership if isinstance(subject, AccessKey) else subject
    return membership is not None and membership.user_id == actor.user.pk


@rules.predicate
def manages_its_people(actor: Actor, key: AccessKey | None) -> bool:
    """The actor manages the people of the organisation that the key acts for."""
    return actor.manages and key is not None and actor.belongs_to(key.membership.organisation_id)


@rules.predicate
def manages_people(actor: Actor) -> bool:
    """The actor manages the people of their own organisation."""
    return actor.manages


rules.add_perm("access.make", of_oneself)
rules.add_perm("access.revoke", of_oneself | STAFF | manages_its_people)
rules.add_perm("access.oversee", STAFF | manages_people)
