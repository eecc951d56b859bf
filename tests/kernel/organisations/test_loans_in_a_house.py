"""A maker's administrator lends the right to manage its people, a group's buyer lends to an establishment; both end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import OrganisationFactory, an_actor
from tests.factories.keys import membership_of
from typer.testing import CliRunner

from rakiza.cli import app
from rakiza.kernel.access.actions import make_key
from rakiza.kernel.access.enums import Reach
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.delegations import approve_delegation, delegate
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Invitation, Membership, Proposal, Site
from rakiza.kernel.organisations.people import end_membership
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.kernel.organisations.queries import memberships_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
SITE = {"kind": "warehouse", "name": "Dépôt sud", "city": "Agadir", "region": "MA-09"}


@pytest.fixture
def manager() -> Actor:
    """Return somebody of a maker who manages its people."""
    maker = an_actor(Role.MAKER)
    Membership.objects.filter(user=maker.user).update(manages=True)
    return Actor.of(membership_of(maker))


@pytest.fixture
def colleague(manager: Actor) -> Actor:
    return an_actor(Role.MAKER, manager.organisation)


@pytest.fixture
def lent(manager: Actor, colleague: Actor) -> Membership:
    """Return the manager's role with its people, lent for a week with a second person's agreement."""
    week = TODAY() + timedelta(days=7)
    assert delegate(manager, membership_of(manager), to=colleague.user, until=week, manages=True) is None
    return approve_delegation(an_actor(Role.CLUSTER_STAFF), Proposal.objects.get())


def browser(lent: Membership) -> Client:
    """Return the borrower's browser, where the loan was chosen at the switch of organisations."""
    client = Client()
    client.force_login(lent.user)
    client.post(reverse("switch-organisation"), {"membership": lent.pk})
    return client


def tried(client: Client, key: str, lent: Membership, name: str) -> tuple[int, int, int]:
    """Return what page, API and command answer to who adds a site to the house."""
    house = lent.organisation_id
    page = client.post(reverse("organisations:add-site", args=[house]), {**SITE, "name": f"{name} page"})
    called = Client().post(
        f"/api/v1/organisations/{house}/sites",
        {**SITE, "name": f"{name} api"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )
    site = {**SITE, "name": f"{name} commande"}
    words = [word for field, text in site.items() for word in ("-f", f"{field}={text}")]
    who = ("--as", lent.user.email, "--lent")
    done = CliRunner().invoke(app, ["step", f"organisations/{house}", "sites", *who, *words])
    return page.status_code, called.status_code, done.exit_code


def test_who_was_lent_the_people_manages_them_until_the_date_and_no_longer(lent: Membership) -> None:
    client = browser(lent)
    key = make_key(Actor.of(lent), lent, name="ERP", reach=Reach.WRITE, expires_on=lent.valid_to).text  # type: ignore[arg-type]
    offered = {"email": "n@example.org", "name": "N", "role": "maker", "language": "fr"}
    invite = reverse("organisations:invite", args=[lent.organisation_id])
    switch = client.get("/").content.decode()

    assert tried(client, key, lent, "pendant") == (302, 201, 0)
    assert client.post(invite, offered).status_code == 302
    assert f"délégué par {lent.delegated_by.user} · gère les personnes" in switch  # type: ignore[union-attr]

    yesterday = TODAY() - timedelta(days=1)
    Membership.objects.filter(pk=lent.pk).update(valid_from=yesterday, valid_to=yesterday)
    events, sites = AuditEvent.objects.count(), Site.objects.count()

    assert tried(client, key, lent, "après") == (403, 401, 1)
    assert client.post(invite, {**offered, "email": "autre@example.org"}).status_code == 403
    assert (AuditEvent.objects.count(), Site.objects.count(), Invitation.objects.count()) == (
        events,
        sites,
        1,
    )
    assert [(one.role, one.manages) for one in memberships_of(lent.user)] == [("maker", False)]
    assert client.get("/").status_code == 200


def test_a_loan_is_neither_lent_on_nor_turned_against_its_lender(lent: Membership, manager: Actor) -> None:
    borrower = Actor.of(lent)
    third = an_actor(Role.MAKER, lent.organisation)

    with pytest.raises(NotAllowed):
        delegate(borrower, lent, to=third.user, until=TODAY(), manages=True)
    with pytest.raises(Refused) as refusal:
        end_membership(borrower, membership_of(manager), reason="Départ")
    end_membership(borrower, membership_of(third), reason="Départ")

    assert refusal.value.code == "own_lender"
    assert [len(memberships_of(who.user)) for who in (manager, third)] == [1, 0]


def test_what_one_does_not_hold_or_the_other_does_is_not_lent(manager: Actor, colleague: Actor) -> None:
    codes = []
    for who, to, manages in ((colleague, manager, True), (manager, colleague, False)):
        with pytest.raises(Refused) as refusal:
            delegate(who, membership_of(who), to=to.user, until=TODAY(), manages=manages)
        codes.append(refusal.value.code)

    assert codes == ["manages_nobody", "role_held"]
    assert not Proposal.objects.exists()


def test_a_groups_role_is_lent_to_a_person_of_its_establishments_only() -> None:
    buyer = an_actor(Role.BUYER)
    part = OrganisationFactory(kind=OrganisationKind.ESTABLISHMENT, parent=buyer.organisation)
    inside, outside = an_actor(Role.BUYER, part), an_actor(Role.BUYER)
    client = Client()
    client.force_login(buyer.user)
    form = {"until": TODAY().isoformat()}

    refused = client.post(reverse("organisations:delegate"), {**form, "to": outside.user.pk})
    done = client.post(reverse("organisations:delegate"), {**form, "to": inside.user.pk})

    assert (refused.status_code, done.status_code) == (422, 302)
    held = {one.organisation_id for one in memberships_of(inside.user)}
    assert held == {part.pk, buyer.organisation.pk}
    assert [one.organisation_id for one in memberships_of(inside.user, TODAY() + timedelta(days=1))] == [
        part.pk
    ]
    assert len(memberships_of(outside.user)) == 1


def test_who_has_nobody_to_lend_to_is_told_so() -> None:
    client = Client()
    client.force_login(an_actor(Role.MAKER).user)

    assert "ou vous êtes seul" in client.get(reverse("organisations:delegate")).content.decode()
