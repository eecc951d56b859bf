"""A role that decides for others is lent by two people, a maker's by one; nothing that was refused is lent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import an_actor
from tests.factories.loans import a_proposed_loan

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.identity.models import User
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.delegations import (
    approve_delegation,
    borrower_of,
    delegate,
    drop_delegation,
    waiting_loans,
)
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership, Organisation, Proposal
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.kernel.organisations.queries import memberships_of

pytestmark = pytest.mark.django_db
OFFICER = Role.REGISTRATION_OFFICER


def roles(proposal: Proposal) -> set[str]:
    return {one.role for one in memberships_of(User.objects.get(pk=borrower_of(proposal)))}


def a_manager(organisation: Organisation) -> Actor:
    """Return somebody else of the organisation who manages its people."""
    actor = an_actor(Role.PARTNER, organisation)
    Membership.objects.filter(user=actor.user).update(manages=True)
    return Actor.of(Membership.objects.select_related("user", "organisation").get(user=actor.user))


def test_one_person_alone_lends_nothing() -> None:
    officer = an_actor(OFFICER)
    proposal = a_proposed_loan(officer)
    borrower = Actor.of(
        Membership.objects.select_related("user", "organisation").get(user=borrower_of(proposal))
    )
    Membership.objects.filter(user__in=(officer.user, borrower.user)).update(manages=True)
    events = AuditEvent.objects.count()

    for actor in (officer, borrower):
        managing = Membership.objects.select_related("user", "organisation").get(user=actor.user)
        with pytest.raises(NotAllowed):
            approve_delegation(Actor.of(managing), proposal)
    with pytest.raises(NotAllowed):
        approve_delegation(a_manager(an_actor(OFFICER).organisation), proposal)

    assert (roles(proposal), AuditEvent.objects.count()) == ({Role.BUYER}, events)
    assert [loan.until for loan in waiting_loans(officer.organisation)] == [timezone.localdate()]


@pytest.mark.parametrize("house", [True, False])
def test_a_second_person_agrees_and_both_are_told(*, house: bool) -> None:
    officer, staff = an_actor(OFFICER), an_actor(Role.CLUSTER_STAFF)
    proposal = a_proposed_loan(officer)
    assert [row.code for row in awaiting(staff)] == ["organisations.delegation_proposed"]

    approve_delegation(a_manager(officer.organisation) if house else staff, proposal)

    assert roles(proposal) == {Role.BUYER, OFFICER}
    assert list(awaiting(staff)) == []
    borrower = Actor.of(
        Membership.objects.select_related("user", "organisation").get(
            user=borrower_of(proposal), role=Role.BUYER
        )
    )
    assert [str(row) for row in awaiting(borrower)] == [
        f"{officer.user} vous délègue son rôle jusqu'au {_today()}."
    ]
    assert list(awaiting(officer)) == []
    with pytest.raises(Refused, match="déjà été réglée"):
        approve_delegation(staff, proposal)


def _today() -> str:
    from rakiza.kernel.wording.formats import day  # noqa: PLC0415 - needs the active language

    return day(timezone.localdate())


def test_what_is_put_aside_lends_nothing() -> None:
    officer, staff = an_actor(OFFICER), an_actor(Role.CLUSTER_STAFF)
    for who in (staff, officer):
        proposal = a_proposed_loan(officer)
        drop_delegation(who, proposal, reason="Absence courte")
        assert roles(proposal) == {Role.BUYER}
    with pytest.raises(NotAllowed):
        drop_delegation(an_actor(OFFICER, officer.organisation), a_proposed_loan(officer))
    last = AuditEvent.objects.filter(action="organisations.drop_delegation").latest("pk")
    assert (last.user_id, last.after["reason"]) == (officer.user.pk, "Absence courte")


def test_what_changed_while_it_waited_is_checked_again() -> None:
    officer, staff = an_actor(OFFICER), an_actor(Role.CLUSTER_STAFF)
    proposal = a_proposed_loan(officer)
    yesterday = timezone.localdate() - timedelta(days=1)

    Proposal.objects.filter(pk=proposal.pk).update(version=f"{borrower_of(proposal)} {yesterday}")
    with pytest.raises(Refused) as over:
        approve_delegation(staff, Proposal.objects.get())
    Proposal.objects.filter(pk=proposal.pk).update(version=proposal.version)
    User.objects.filter(pk=officer.user.pk).update(is_active=False)
    with pytest.raises(Refused) as gone:
        approve_delegation(staff, proposal)

    assert (over.value.code, gone.value.code) == ("delegation_dates", "access.membership")
    assert roles(proposal) == {Role.BUYER}


def test_a_role_that_decides_for_nobody_else_is_lent_by_one() -> None:
    maker = an_actor(Role.MAKER)
    colleague = an_actor(Role.PARTNER, maker.organisation)
    held = Membership.objects.get(user=maker.user)
    lent = delegate(maker, held, to=colleague.user, until=timezone.localdate())
    assert lent is not None
    # One's own first: who is lent a role goes on in their own until they choose.
    assert [one.role for one in memberships_of(colleague.user)] == [Role.PARTNER, Role.MAKER]
    assert not Proposal.objects.exists()


def test_the_page_shows_what_waits_to_whom_it_concerns() -> None:
    officer, staff = an_actor(OFFICER), an_actor(Role.CLUSTER_STAFF)
    proposal = a_proposed_loan(officer)
    address = reverse("organisations:settle-delegation", args=[proposal.pk, "accepter"])
    page = reverse("organisations:organisation", args=[officer.organisation.pk])
    shown = {}
    for name, who in (("staff", staff), ("lender", officer), ("maker", an_actor(Role.MAKER))):
        browser = Client()
        browser.force_login(who.user)
        text = browser.get(page).content.decode()
        shown[name] = ("Délégations en attente" in text, address in text)
    assert shown == {"staff": (True, True), "lender": (True, False), "maker": (False, False)}

    browser = Client()
    browser.force_login(staff.user)
    assert browser.post(address.replace("accepter", "autre")).status_code == 404
    assert browser.post(address).status_code == 302
    assert roles(proposal) == {Role.BUYER, OFFICER}
