"""A party's history tells of its people, invitations and loans; who acted on a day is read from the trail."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import UserFactory, an_actor
from tests.factories.keys import membership_of

from rakiza.kernel.organisations.accounts import close_account
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.delegations import approve_delegation, delegate
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.invitations import accept_as_known, invite
from rakiza.kernel.organisations.models import Membership, Organisation, Proposal
from rakiza.kernel.organisations.past import history_of_party, standing_on
from rakiza.kernel.organisations.people import end_membership

pytestmark = pytest.mark.django_db


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


@pytest.fixture
def manager() -> Actor:
    """Return who has managed a maker's people for long."""
    actor = an_actor(Role.MAKER)
    Membership.objects.update(manages=True, valid_from=ago(400))
    return Actor.of(membership_of(actor))


def told(organisation: Organisation, day: date) -> tuple[list[str], list[str], list[str]]:
    """Return who acted (a star: by a loan), whose invitation and to whom a loan waited."""
    stood = standing_on(organisation, day)
    return (
        [f"{one.person}{'*' if one.lender else ''}" for one in stood.acted],
        [f"{one.invitation.name} {one.state}" for one in stood.waited],
        [str(one.to) for one in stood.asked],
    )


def test_each_day_has_its_people(manager: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    house, staff = manager.organisation, an_actor(Role.CLUSTER_STAFF)

    def on(days: int) -> None:
        noon = timezone.make_aware(datetime.combine(ago(days), datetime.min.time())) + timedelta(hours=12)
        monkeypatch.setattr("rakiza.kernel.audit.actions.timezone", SimpleNamespace(now=lambda: noon))

    new = UserFactory(name="Nadia", email="nadia@example.org")  # type: ignore[no-untyped-call]
    on(5)
    sent = invite(manager, house, email=new.email, name="Nadia", role=Role.MAKER)
    on(4)
    accept_as_known(sent.secret, new)
    on(3)
    delegate(manager, membership_of(manager), to=new, until=ago(-9), manages=True)
    on(2)
    lent = approve_delegation(staff, Proposal.objects.get())
    on(1)
    end_membership(manager, lent, reason="Retour")
    on(0)
    close_account(an_actor(Role.ADMINISTRATOR), new, reason="Départ")

    own = str(manager.user)
    people = sorted([own, "Nadia"])
    assert told(house, ago(6)) == ([own], [], [])
    assert told(house, ago(5)) == ([own], ["Nadia open"], [])
    assert told(house, ago(4)) == (people, [], [])
    assert told(house, ago(3)) == (people, [], ["Nadia"])
    assert told(house, ago(2)) == (sorted([*people, "Nadia*"]), [], [])
    assert told(house, ago(1)) == (people, [], [])
    assert told(house, ago(0)) == ([own], [], [])
    history = [
        (line.event.action.removeprefix("organisations."), line.about) for line in history_of_party(house)
    ]
    assert history == [
        ("invite", "Nadia · fabricant"),
        ("join", "Nadia · fabricant"),
        ("propose_delegation", f"{own} · fabricant"),
        ("delegate", "Nadia · fabricant"),
        ("end_membership", "Nadia · fabricant"),
        ("close_account", "Nadia"),
    ]


def test_the_page_shows_a_day_to_the_house_and_to_nobody_else(manager: Actor) -> None:
    page = reverse("organisations:organisation", args=[manager.organisation.pk])
    shown = {}
    for name, who in (("own", manager), ("other", an_actor(Role.MAKER))):
        client = Client()
        client.force_login(who.user)
        answer = client.get(page, {"au": ago(3).isoformat()})
        shown[name] = "Qui agissait le" in answer.content.decode()
        assert client.get(page, {"au": "2026-13-45"}).status_code == 200

    assert shown == {"own": True, "other": False}
