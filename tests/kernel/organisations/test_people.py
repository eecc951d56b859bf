"""Ends and loans of roles: by date, with the right, never leaving the house without its administrator."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import UserFactory, an_actor

from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.delegations import LONGEST_DELEGATION, approve_delegation, delegate
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership, Proposal
from rakiza.kernel.organisations.people import end_membership
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.kernel.organisations.queries import actor_for, memberships_of

pytestmark = pytest.mark.django_db


def membership_of(actor: Actor) -> Membership:
    return Membership.objects.select_related("user", "organisation").get(user=actor.user, role=actor.role)


def a_colleague(actor: Actor) -> User:
    """Return somebody who acts for the actor's organisation in another role."""
    user: User = UserFactory()  # type: ignore[assignment,no-untyped-call]
    role = Role.BUYER if actor.role != Role.BUYER else Role.COORDINATOR
    Membership.objects.create(user=user, organisation=actor.organisation, role=role)
    return user


def roles(user: User) -> set[str]:
    return {membership.role for membership in memberships_of(user)}


def lend(officer: Actor, membership: Membership, *, to: User, until: date) -> Membership:
    """Lend a role that decides for others: two people say so."""
    assert delegate(officer, membership, to=to, until=until) is None
    return approve_delegation(an_actor(Role.CLUSTER_STAFF), Proposal.objects.get())


def test_an_ended_membership_no_longer_acts_even_in_an_open_session() -> None:
    buyer = an_actor(Role.BUYER)
    browser = Client()
    browser.force_login(buyer.user)
    before = browser.get("/").status_code

    end_membership(an_actor(Role.CLUSTER_STAFF), membership_of(buyer), reason="Départ")

    assert (before, browser.get("/").status_code) == (200, 403)
    with pytest.raises(Refused, match="déjà pris fin"):
        end_membership(an_actor(Role.CLUSTER_STAFF), membership_of(buyer), reason="Encore")


def test_a_closed_account_no_longer_acts_in_an_open_session() -> None:
    buyer = an_actor(Role.BUYER)
    browser = Client()
    browser.force_login(buyer.user)

    User.objects.filter(pk=buyer.user.pk).update(is_active=False)

    assert browser.get("/").status_code == 403
    assert actor_for(buyer.user) is None


def test_a_closed_organisation_no_longer_acts_and_comes_back() -> None:
    staff, maker = an_actor(Role.CLUSTER_STAFF), an_actor(Role.MAKER)
    browser, office = Client(), Client()
    browser.force_login(maker.user)
    office.force_login(staff.user)

    office.post(reverse("organisations:close", args=[maker.organisation.pk]), {"reason": "Cessation"})
    closed = browser.get("/").status_code
    office.post(reverse("organisations:reopen", args=[maker.organisation.pk]))

    assert (closed, browser.get("/").status_code) == (403, 200)


def test_the_last_administrator_stays() -> None:
    administrator = an_actor(Role.ADMINISTRATOR)

    with pytest.raises(Refused) as refusal:
        end_membership(administrator, membership_of(administrator), reason="Départ")

    assert refusal.value.code == "last_administrator"
    assert roles(administrator.user) == {Role.ADMINISTRATOR}


def test_another_organisation_ends_nothing() -> None:
    buyer, other = an_actor(Role.BUYER), an_actor(Role.BUYER)
    Membership.objects.filter(user=other.user).update(manages=True)

    with pytest.raises(NotAllowed):
        end_membership(Actor.of(membership_of(other)), membership_of(buyer), reason="R")

    assert roles(buyer.user) == {Role.BUYER}


def test_a_role_is_lent_until_its_date() -> None:
    officer = an_actor(Role.CERTIFICATION_OFFICER)
    colleague = a_colleague(officer)
    today = timezone.localdate()

    lent = lend(officer, membership_of(officer), to=colleague, until=today + timedelta(days=7))

    assert roles(colleague) == {Role.BUYER, Role.CERTIFICATION_OFFICER}
    after = memberships_of(colleague, today + timedelta(days=8))
    assert [membership.role for membership in after] == [Role.BUYER]
    assert (lent.manages, lent.delegated_by) == (False, membership_of(officer))


def test_a_loan_ends_with_its_lender() -> None:
    officer = an_actor(Role.CERTIFICATION_OFFICER)
    colleague = a_colleague(officer)
    lend(officer, membership_of(officer), to=colleague, until=timezone.localdate())

    end_membership(an_actor(Role.ADMINISTRATOR), membership_of(officer), reason="Départ")

    assert roles(colleague) == {Role.BUYER}


def test_a_loan_ends_with_its_lenders_account() -> None:
    officer = an_actor(Role.CERTIFICATION_OFFICER)
    colleague = a_colleague(officer)
    lend(officer, membership_of(officer), to=colleague, until=timezone.localdate())

    User.objects.filter(pk=officer.user.pk).update(is_active=False)

    assert roles(colleague) == {Role.BUYER}


def test_the_lender_takes_it_back() -> None:
    officer = an_actor(Role.CERTIFICATION_OFFICER)
    colleague = a_colleague(officer)
    lent = lend(officer, membership_of(officer), to=colleague, until=timezone.localdate())

    end_membership(officer, lent, reason="Retour")

    assert roles(colleague) == {Role.BUYER}


def test_what_was_lent_isnt_lent_on() -> None:
    officer = an_actor(Role.CERTIFICATION_OFFICER)
    colleague, third = a_colleague(officer), UserFactory()
    Membership.objects.create(user=third, organisation=officer.organisation, role=Role.COORDINATOR)
    lent = lend(officer, membership_of(officer), to=colleague, until=timezone.localdate())

    with pytest.raises(NotAllowed):
        delegate(Actor.of(lent), lent, to=third, until=timezone.localdate())

    assert roles(third) == {Role.COORDINATOR}


@pytest.mark.parametrize("days", [-1, LONGEST_DELEGATION.days + 1])
def test_a_loan_has_a_near_end(days: int) -> None:
    officer = an_actor(Role.CERTIFICATION_OFFICER)
    colleague = a_colleague(officer)

    with pytest.raises(Refused) as refusal:
        delegate(
            officer,
            membership_of(officer),
            to=colleague,
            until=timezone.localdate() + timedelta(days=days),
        )

    assert refusal.value.code == "delegation_dates"
    assert roles(colleague) == {Role.BUYER}


def test_a_loan_goes_to_a_colleague_only() -> None:
    officer, stranger = an_actor(Role.CERTIFICATION_OFFICER), an_actor(Role.BUYER)
    day = timezone.localdate()

    with pytest.raises(Refused) as refusal:
        delegate(officer, membership_of(officer), to=stranger.user, until=day)
    with pytest.raises(Refused) as to_oneself:
        delegate(officer, membership_of(officer), to=officer.user, until=day)

    assert (refusal.value.code, to_oneself.value.code) == ("not_a_colleague", "delegation_to_oneself")
    assert roles(stranger.user) == {Role.BUYER}
