"""Who may manage organisations, the people in them and the requests to join."""

from __future__ import annotations

import rules
from rules import add_perm

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.delegations import borrower_of
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Invitation, Membership, Organisation, Proposal
from rakiza.kernel.organisations.permissions import role_is


def _organisation_of(subject: object) -> int | None:
    if isinstance(subject, Organisation):
        return subject.pk
    return subject.organisation_id if isinstance(subject, Membership | Invitation | Proposal) else None


@rules.predicate
def manages_people(actor: Actor, subject: object) -> bool:
    """The actor manages the people of the subject's organisation, which is their own."""
    return actor.manages and actor.belongs_to(_organisation_of(subject))


@rules.predicate
def another_asked(actor: Actor, invitation: Invitation | None) -> bool:
    """Somebody else asked for it, for somebody else: four eyes."""
    return (
        invitation is not None
        and invitation.asked_by_id != actor.user.pk
        and invitation.email.lower() != actor.user.email.lower()
    )


@rules.predicate
def own_membership(actor: Actor, membership: Membership | None) -> bool:
    """The membership is the one the actor acts by, and not itself a delegation."""
    return (
        membership is not None
        and membership.user_id == actor.user.pk
        and actor.belongs_to(membership.organisation_id)
        and membership.role == actor.role
        and membership.delegated_by_id is None
    )


@rules.predicate
def another_lends(actor: Actor, proposal: Proposal | None) -> bool:
    """Somebody else would lend, to somebody else: four eyes."""
    return (
        proposal is not None
        and proposal.asked_by_id != actor.user.pk
        and borrower_of(proposal) != actor.user.pk
    )


@rules.predicate
def own_proposal(actor: Actor, proposal: Proposal | None) -> bool:
    """The actor proposed it, for the organisation that they act for."""
    return (
        proposal is not None
        and proposal.asked_by_id == actor.user.pk
        and actor.belongs_to(proposal.organisation_id)
    )


@rules.predicate
def own_delegation(actor: Actor, membership: Membership | None) -> bool:
    """The membership was delegated by the actor."""
    return (
        membership is not None
        and membership.delegated_by is not None
        and membership.delegated_by.user_id == actor.user.pk
    )


@rules.predicate
def own_organisation(actor: Actor, organisation: Organisation | None) -> bool:
    """The organisation is the actor's."""
    return organisation is not None and actor.belongs_to(organisation.pk)


STAFF = role_is(Role.CLUSTER_STAFF, Role.ADMINISTRATOR)
add_perm("organisations.manage", STAFF)
add_perm("organisations.grant_membership", role_is(Role.ADMINISTRATOR))
add_perm("organisations.see_people", STAFF | own_organisation)
add_perm("organisations.describe", STAFF | manages_people)
add_perm("organisations.invite", STAFF | manages_people)
add_perm("organisations.approve_invitation", STAFF & another_asked)
add_perm("organisations.end_membership", STAFF | manages_people | own_delegation)
add_perm("organisations.delegate", own_membership)
add_perm("organisations.approve_delegation", (STAFF | manages_people) & another_lends)
add_perm("organisations.drop_delegation", (STAFF | manages_people) & another_lends | own_proposal)
add_perm("organisations.decide_join_request", STAFF)
add_perm("organisations.close_account", role_is(Role.ADMINISTRATOR))
