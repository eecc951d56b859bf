"""Who acts: a person, for an organisation, in a role. Actions take it instead of a request."""

from __future__ import annotations

from dataclasses import dataclass

from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.enums import OVERSEERS, Role
from rakiza.kernel.organisations.models import Membership, Organisation


@dataclass(frozen=True, slots=True)
class Actor:
    """The same value for a page, a command, a job and a test."""

    user: User
    organisation: Organisation
    role: Role
    manages: bool = False

    @classmethod
    def of(cls, membership: Membership) -> Actor:
        """Return the actor of a membership; the caller has checked that it is in force."""
        return cls(membership.user, membership.organisation, Role(membership.role), membership.manages)

    def plays(self, *roles: Role) -> bool:
        """Tell whether the actor's role is one of `roles`."""
        return self.role in roles

    @property
    def oversees(self) -> bool:
        """Whether the role sees every party's figures."""
        return self.role in OVERSEERS

    def belongs_to(self, organisation_id: int | None) -> bool:
        """Tell whether the actor acts for that organisation."""
        return organisation_id is not None and self.organisation.pk == organisation_id
