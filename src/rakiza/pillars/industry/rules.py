"""Who may touch a maker's catalogue and plants: the maker itself; their figures are its own and the cluster's."""

from __future__ import annotations

import rules

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import MEMBERS, Role
from rakiza.kernel.organisations.permissions import role_is
from rakiza.kernel.organisations.queries import acts_within_group
from rakiza.pillars.industry.models import (
    BillOfMaterials,
    ContentAudit,
    Contest,
    Device,
    Offer,
    Plant,
    ProductionLine,
)


@rules.predicate
def own_article(actor: Actor, subject: Device | Offer | Plant | ProductionLine | None) -> bool:
    """The article, offer, plant or line is the actor's own organisation's."""
    if subject is None:
        return False
    maker_id = subject.device.maker_id if isinstance(subject, Offer) else subject.maker_id
    return actor.belongs_to(maker_id)


@rules.predicate
def oversees(actor: Actor) -> bool:
    """The role sees every party's figures."""
    return actor.oversees


_MAKER = role_is(Role.MAKER)
rules.add_perm("industry.add_device", _MAKER)
rules.add_perm("industry.add_line", _MAKER)
rules.add_perm("industry.edit", _MAKER & own_article)
rules.add_perm("industry.view", own_article | oversees)
rules.add_perm("industry.see_plants", role_is(Role.MAKER, Role.CLUSTER_STAFF, Role.ADMINISTRATOR))


@rules.predicate
def own_bill(actor: Actor, bill: BillOfMaterials | None) -> bool:
    """The bill is of a device of the actor's organisation."""
    return bill is not None and actor.belongs_to(bill.device.maker_id)


@rules.predicate
def answers_for(actor: Actor, contest: Contest | None) -> bool:
    """The contest is about a device of the actor's organisation."""
    return contest is not None and actor.belongs_to(contest.bill.device.maker_id)


@rules.predicate
def takes_no_part(actor: Actor, contest: Contest | None) -> bool:
    """The actor's organisation neither opened the contest nor makes the device."""
    return contest is not None and not (
        actor.belongs_to(contest.bill.device.maker_id) or actor.belongs_to(contest.opened_by_id)
    )


@rules.predicate
def no_tie(actor: Actor, subject: BillOfMaterials | ContentAudit | None) -> bool:
    """The person has no part in the maker's group."""
    bill = subject.bill if isinstance(subject, ContentAudit) else subject
    return bill is not None and not acts_within_group(actor.user, bill.device.maker)


@rules.predicate
def own_audit(actor: Actor, audit: ContentAudit | None) -> bool:
    """The control is of a device of the actor's organisation."""
    return audit is not None and actor.belongs_to(audit.bill.device.maker_id)


@rules.predicate
def audits_it(actor: Actor, audit: ContentAudit | None) -> bool:
    """The actor opened the control."""
    return audit is not None and audit.auditor_id == actor.user.pk


@rules.predicate
def another_audits(actor: Actor, audit: ContentAudit | None) -> bool:
    """Somebody else controls: four eyes."""
    return audit is not None and audit.auditor_id != actor.user.pk


_STAFF = role_is(Role.CLUSTER_STAFF, Role.ADMINISTRATOR)
rules.add_perm("industry.keep_bill", _MAKER & own_bill)
rules.add_perm("industry.see_bill", own_bill | _STAFF)
rules.add_perm("industry.contest", role_is(*sorted(MEMBERS)) & ~own_bill)
rules.add_perm("industry.answer_contest", _MAKER & answers_for)
rules.add_perm("industry.settle_contest", _STAFF & takes_no_part)
rules.add_perm("industry.draw_audits", _STAFF)
rules.add_perm("industry.audit_content", _STAFF & no_tie)
rules.add_perm("industry.send_findings", _STAFF & no_tie & audits_it)
rules.add_perm("industry.answer_findings", _MAKER & own_audit)
rules.add_perm("industry.decide_audit", _STAFF & no_tie & another_audits)
