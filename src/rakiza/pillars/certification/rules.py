"""Who may issue and change certificates: an officer of the body that issues them."""

from __future__ import annotations

import rules

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import role_is
from rakiza.pillars.certification.models import Certificate


@rules.predicate
def own_body(actor: Actor, certificate: Certificate | None) -> bool:
    """The certificate was issued by the actor's organisation."""
    return certificate is not None and actor.belongs_to(certificate.body_id)


_OFFICER = role_is(Role.CERTIFICATION_OFFICER)
rules.add_perm("certification.issue", _OFFICER)
rules.add_perm("certification.change", _OFFICER & own_body)
