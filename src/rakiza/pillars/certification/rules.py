"""Who may issue and change certificates: an officer of the body that issues them."""

from __future__ import annotations

import rules

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import role_is
from rakiza.kernel.organisations.queries import acts_within_group
from rakiza.pillars.certification.models import Certificate, CertificateProposal, CertificationCase


@rules.predicate
def own_body(actor: Actor, certificate: Certificate | CertificateProposal | None) -> bool:
    """The certificate was issued or is proposed by the actor's organisation."""
    return certificate is not None and actor.belongs_to(certificate.body_id)


@rules.predicate
def apart_from_holder(actor: Actor, certificate: Certificate | None) -> bool:
    """The officer has no part in the holder's group."""
    return certificate is not None and not acts_within_group(actor.user, certificate.maker)


@rules.predicate
def another_proposed(actor: Actor, proposal: CertificateProposal | None) -> bool:
    """Somebody else wrote the certificate down, and the officer has no part in the maker's group: four eyes."""
    return (
        proposal is not None
        and proposal.proposed_by_id != actor.user.pk
        and not acts_within_group(actor.user, proposal.maker)
    )


@rules.predicate
def own_case(actor: Actor, case: CertificationCase | None) -> bool:
    """The case is the actor's organisation's."""
    return case is not None and actor.belongs_to(case.maker_id)


@rules.predicate
def handles(actor: Actor, case: CertificationCase | None) -> bool:
    """The case was filed with the actor's organisation, and the officer has no part in the maker's group."""
    return (
        case is not None and actor.belongs_to(case.body_id) and not acts_within_group(actor.user, case.maker)
    )


@rules.predicate
def did_not_audit(actor: Actor, case: CertificationCase | None) -> bool:
    """The decision is another's than the auditor's."""
    return case is not None and not case.audits.filter(auditor=actor.user).exists()


_MAKER = role_is(Role.MAKER)
_OFFICER = role_is(Role.CERTIFICATION_OFFICER)
rules.add_perm("certification.issue", _OFFICER)
rules.add_perm("certification.confirm_certificate", _OFFICER & own_body & another_proposed)
rules.add_perm("certification.drop_certificate", _OFFICER & own_body)
rules.add_perm("certification.change", _OFFICER & own_body & apart_from_holder)
rules.add_perm("certification.apply", _MAKER)
rules.add_perm("certification.prepare", _MAKER & own_case)
rules.add_perm("certification.handle", _OFFICER & handles)
rules.add_perm("certification.decide", _OFFICER & handles & did_not_audit)
rules.add_perm(
    "certification.keep_standards",
    role_is(Role.CERTIFICATION_OFFICER, Role.CLUSTER_STAFF, Role.ADMINISTRATOR),
)
rules.add_perm(
    "certification.see_cases",
    role_is(Role.MAKER, Role.CERTIFICATION_OFFICER, Role.CLUSTER_STAFF, Role.ADMINISTRATOR),
)
