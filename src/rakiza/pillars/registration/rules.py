"""Who may grant and end the authority's titles: its registration officers."""

from __future__ import annotations

import rules

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import role_is
from rakiza.pillars.registration.models import AuthorityTitle


@rules.predicate
def own_authority(actor: Actor, title: AuthorityTitle | None) -> bool:
    """The title was given by the actor's organisation."""
    return title is not None and actor.belongs_to(title.authority_id)


_OFFICER = role_is(Role.REGISTRATION_OFFICER)
rules.add_perm("registration.grant", _OFFICER)
rules.add_perm("registration.change", _OFFICER & own_authority)
