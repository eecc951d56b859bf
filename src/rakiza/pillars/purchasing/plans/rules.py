"""Who runs and publishes plans: the association's coordinator and the cluster's staff."""

from __future__ import annotations

import rules

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import role_is
from rakiza.pillars.purchasing.plans.enums import PlanState
from rakiza.pillars.purchasing.plans.models import Plan

_SEEN_BY_BUYERS = frozenset({PlanState.ALLOCATED, PlanState.PUBLISHED})


@rules.predicate
def own_association(actor: Actor, plan: Plan | None) -> bool:
    """The plan is that of the actor's association."""
    return plan is not None and actor.belongs_to(plan.association_id)


@rules.predicate
def visible(actor: Actor, plan: Plan | None) -> bool:
    """Overseers see every plan, buyers those allocated, partners none, the others those published."""
    if plan is None:
        return False
    if actor.oversees:
        return True
    if actor.plays(Role.BUYER):
        return plan.state in _SEEN_BY_BUYERS
    return plan.state == PlanState.PUBLISHED and not actor.plays(Role.PARTNER)


@rules.predicate
def own_upgrades(actor: Actor, maker_id: int | None) -> bool:
    """The list is the actor's own organisation's."""
    return actor.belongs_to(maker_id)


@rules.predicate
def oversees(actor: Actor) -> bool:
    """The role sees every party's figures."""
    return actor.oversees


_COORDINATOR = role_is(Role.COORDINATOR)
_STAFF = role_is(Role.CLUSTER_STAFF)
rules.add_perm("plans.create", _COORDINATOR)
rules.add_perm("plans.run", (_COORDINATOR & own_association) | _STAFF)
rules.add_perm("plans.publish", _COORDINATOR & own_association)
rules.add_perm("plans.view", visible)
rules.add_perm("plans.download", role_is(Role.COORDINATOR, Role.CLUSTER_STAFF, Role.ADMINISTRATOR) & visible)
rules.add_perm("plans.set_import_prices", role_is(Role.COORDINATOR, Role.CLUSTER_STAFF))
rules.add_perm("plans.view_upgrades", (role_is(Role.MAKER) & own_upgrades) | oversees)
