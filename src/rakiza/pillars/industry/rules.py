"""Who may touch a maker's catalogue and plants: the maker itself; their figures are its own and the cluster's."""

from __future__ import annotations

import rules

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import role_is
from rakiza.pillars.industry.models import Device, Offer, Plant, ProductionLine


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
