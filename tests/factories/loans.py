"""A role that decides for others, which waits for a second person before it is lent."""

from __future__ import annotations

from django.utils import timezone
from tests.factories import UserFactory

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.delegations import DELEGATE, delegate
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership, Proposal


def a_proposed_loan(lender: Actor) -> Proposal:
    """Return a loan, until today, to a colleague who acts in another role."""
    role = Role.BUYER if lender.role != Role.BUYER else Role.PARTNER
    to = UserFactory()  # type: ignore[no-untyped-call]
    Membership.objects.create(user=to, organisation=lender.organisation, role=role)
    held = Membership.objects.get(user=lender.user, organisation=lender.organisation, role=lender.role)
    assert delegate(lender, held, to=to, until=timezone.localdate()) is None
    return Proposal.objects.get(action=DELEGATE, asked_by=lender.user)
