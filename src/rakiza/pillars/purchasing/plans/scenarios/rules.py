"""Who works on scenarios: those who run the plan; all who oversee it read them."""

from __future__ import annotations

import rules

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import role_is
from rakiza.pillars.purchasing.plans.models import Plan
from rakiza.pillars.purchasing.plans.rules import own_association, visible


@rules.predicate
def oversees(actor: Actor, plan: Plan | None) -> bool:
    """The actor sees every party's figures of a plan it may see."""
    return plan is not None and actor.oversees


_WORKS = (role_is(Role.COORDINATOR) & own_association) | role_is(Role.CLUSTER_STAFF)
rules.add_perm("scenarios.view", oversees & visible)
rules.add_perm("scenarios.change", _WORKS)
rules.add_perm("scenarios.adopt", _WORKS)
rules.add_perm("scenarios.analyse", _WORKS)
