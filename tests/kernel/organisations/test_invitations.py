"""People join by invitation; roles that decide for others need two people of the cluster."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from tests.factories import OrganisationFactory, an_actor

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import InvitationState, OrganisationKind, Role
from rakiza.kernel.organisations.invitations import (
    LIFE,
    Sent,
    accept_as_known,
    accept_as_new,
    approve_invitation,
    invitation_of,
    invite,
    refuse_invitation,
    resend_invitation,
    revoke_invitation,
)
from rakiza.kernel.organisations.models import Invitation, Membership, Organisation
from rakiza.kernel.organisations.people import end_membership
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.kernel.wording import formats

PHRASE = "une-phrase-longue"
pytestmark = pytest.mark.django_db


def staff() -> Actor:
    return an_actor(Role.CLUSTER_STAFF)


def a_maker() -> Organisation:
    return OrganisationFactory(kind=OrganisationKind.MAKER)  # type: ignore[no-untyped-call,no-any-return]


def invited(actor: Actor, organisation: Organisation, email: str = "a@example.org", **more: object) -> Sent:
    role = more.pop("role", Role.MAKER)
    return invite(actor, organisation, email=email, name="A", role=role, **more)  # type: ignore[arg-type]


def test_an_invited_person_opens_an_account_and_acts() -> None:
    maker = a_maker()
    asked = invited(staff(), maker, "Nom@Example.org", manages=True, language="ar")
    sent = approve_invitation(staff(), asked.invitation)
    browser = Client()

    page = browser.get(reverse("organisations:accept", args=[sent.secret]))
    done = browser.post(
        reverse("organisations:accept", args=[sent.secret]),
        {"name": "Nom", "password": PHRASE, "again": PHRASE},
    )

    membership = Membership.objects.get(organisation=maker)
    assert (page.status_code, done.status_code) == (200, 302)
    assert (membership.user.email, membership.role, membership.manages) == ("nom@example.org", "maker", True)
    assert membership.user.language == "ar"
    assert browser.get("/").status_code == 200
    assert sent.secret not in Invitation.objects.get().secret_hash
    events = list(AuditEvent.objects.order_by("pk").values_list("action", "user__email"))
    assert events[2:] == [
        ("identity.open_account", "nom@example.org"),
        ("organisations.join", "nom@example.org"),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "N", "password": "court", "again": "court"},
        {"name": "N", "password": PHRASE, "again": "autre"},
        {"name": "", "password": PHRASE, "again": PHRASE},
        {},
    ],
)
def test_a_poor_password_opens_nothing(fields: dict[str, str]) -> None:
    sent = invited(staff(), a_maker())
    people = User.objects.count()

    answer = Client().post(reverse("organisations:accept", args=[sent.secret]), fields)

    assert (answer.status_code, User.objects.count()) == (422, people)
    assert Invitation.objects.get().state == InvitationState.OPEN


def test_a_link_serves_once() -> None:
    sent = invited(staff(), a_maker())
    accept_as_new(sent.secret, name="A", password=PHRASE)

    with pytest.raises(Refused) as refusal:
        accept_as_new(sent.secret, name="B", password=PHRASE)

    assert refusal.value.code == "invitation_void"
    assert User.objects.filter(email="a@example.org").count() == 1
    assert Client().get(reverse("organisations:accept", args=[sent.secret])).status_code == 404


def test_a_link_dies_with_its_date() -> None:
    sent = invited(staff(), a_maker())
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    with pytest.raises(Refused, match="expiré"):
        accept_as_new(sent.secret, name="A", password=PHRASE)

    assert timedelta(days=14) == LIFE
    assert invitation_of(sent.secret) is None
    assert not Membership.objects.filter(role=Role.MAKER).exists()


def test_a_link_dies_with_its_organisation() -> None:
    maker = a_maker()
    sent = invited(staff(), maker)
    Organisation.objects.filter(pk=maker.pk).update(active=False)

    with pytest.raises(Refused):
        accept_as_new(sent.secret, name="A", password=PHRASE)

    assert not User.objects.filter(email="a@example.org").exists()


def test_a_renewed_link_replaces_the_one_before() -> None:
    actor, maker = staff(), a_maker()
    first = invited(actor, maker)
    second = resend_invitation(actor, first.invitation)

    assert invitation_of(first.secret) is None
    assert invitation_of(second.secret) == first.invitation


def test_a_link_taken_back_opens_nothing() -> None:
    actor = staff()
    sent = invited(actor, a_maker())
    revoke_invitation(actor, sent.invitation)

    assert invitation_of(sent.secret) is None
    with pytest.raises(Refused, match="réglée"):
        revoke_invitation(actor, sent.invitation)


def test_somebody_who_has_an_account_accepts_with_it() -> None:
    known, other = an_actor(Role.BUYER), an_actor(Role.BUYER)
    maker = a_maker()
    sent = invited(staff(), maker, known.user.email)

    with pytest.raises(Refused, match="autre personne"):
        accept_as_known(sent.secret, other.user)
    with pytest.raises(Refused, match="connectez-vous"):
        accept_as_new(sent.secret, name="X", password=PHRASE)
    membership = accept_as_known(sent.secret, known.user)

    assert (membership.user, membership.organisation) == (known.user, maker)
    assert Membership.objects.filter(user=other.user).count() == 1


def test_a_role_that_decides_for_others_needs_two_people() -> None:
    first, second = staff(), staff()
    sent = invited(first, first.organisation, role=Role.CLUSTER_STAFF)

    assert (sent.secret, sent.invitation.state) == ("", InvitationState.ASKED)
    with pytest.raises(NotAllowed):
        approve_invitation(first, sent.invitation)
    approved = approve_invitation(second, sent.invitation)

    assert approved.invitation.approved_by == second.user
    assert invitation_of(approved.secret) == sent.invitation
    with pytest.raises(Refused, match="quelqu'un d'autre"):
        approve_invitation(staff(), sent.invitation)


def test_nobody_approves_their_own_rise() -> None:
    risen = staff()
    sent = invited(staff(), risen.organisation, risen.user.email, role=Role.ADMINISTRATOR)

    with pytest.raises(NotAllowed):
        approve_invitation(risen, sent.invitation)

    assert Invitation.objects.get().state == InvitationState.ASKED


def test_a_refused_invitation_opens_nothing() -> None:
    sent = invited(staff(), staff().organisation, role=Role.CLUSTER_STAFF)

    refuse_invitation(staff(), sent.invitation, reason="Inconnu")

    kept = Invitation.objects.get()
    assert (kept.state, kept.secret_hash) == (InvitationState.REFUSED, "")


@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (OrganisationKind.MAKER, Role.BUYER),
        (OrganisationKind.MAKER, Role.ADMINISTRATOR),
        (OrganisationKind.HEALTH_GROUP, Role.REGISTRATION_OFFICER),
        (OrganisationKind.INVESTOR, Role.MAKER),
    ],
)
def test_a_role_fits_its_organisation(kind: OrganisationKind, role: Role) -> None:
    party = OrganisationFactory(kind=kind)

    with pytest.raises(Refused) as refusal:
        invited(staff(), party, role=role)

    assert refusal.value.code == "role_unfit"
    assert not Invitation.objects.exists()


def test_one_invitation_waits_at_a_time() -> None:
    actor, maker = staff(), a_maker()
    invited(actor, maker)

    with pytest.raises(Refused, match="attend déjà"):
        invited(actor, maker, "A@example.org")

    assert Invitation.objects.count() == 1


def test_who_manages_people_invites_to_their_own_organisation_only() -> None:
    maker = an_actor(Role.MAKER)
    Membership.objects.filter(user=maker.user).update(manages=True)
    manager = Actor.of(Membership.objects.select_related("user", "organisation").get(user=maker.user))

    assert invited(manager, maker.organisation).secret
    with pytest.raises(NotAllowed):
        invited(manager, a_maker())
    with pytest.raises(NotAllowed):
        invited(maker, maker.organisation)  # without the right
    assert Invitation.objects.count() == 1


def test_a_person_who_left_may_come_back() -> None:
    actor, maker = staff(), an_actor(Role.MAKER)
    membership = Membership.objects.get(user=maker.user)
    end_membership(actor, membership, reason="Départ")
    sent = invited(actor, maker.organisation, maker.user.email)

    again = accept_as_known(sent.secret, maker.user)

    assert (again.pk, again.valid_to) == (membership.pk, None)


def test_where_mail_goes_out_the_link_is_mailed_and_not_shown(
    mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: type
) -> None:
    actor, maker = staff(), a_maker()
    browser = Client()
    browser.force_login(actor.user)
    fields = {"name": "N", "email": "n@example.org", "role": "maker", "language": "ar"}

    with override_settings(RAKIZA_MAILS=True), django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("organisations:invite", args=[maker.pk]), fields)
        page = browser.get(reverse("organisations:organisation", args=[maker.pk])).content.decode()

    assert [mail.to for mail in mailoutbox] == [["n@example.org"]]
    assert "/invitation/" in str(mailoutbox[0].body)
    until = Invitation.objects.get(email="n@example.org").expires_at
    assert until is not None
    assert formats.day(timezone.localdate(until), "ar") in str(mailoutbox[0].body)
    assert "/invitation/" not in page


def test_where_nothing_is_mailed_the_link_shows_once() -> None:
    actor, maker = staff(), a_maker()
    browser = Client()
    browser.force_login(actor.user)
    fields = {"name": "N", "email": "n@example.org", "role": "maker", "language": "fr"}

    browser.post(reverse("organisations:invite", args=[maker.pk]), fields)
    address = reverse("organisations:organisation", args=[maker.pk])

    assert "/invitation/" in browser.get(address).content.decode()
    assert "/invitation/" not in browser.get(address).content.decode()


@pytest.mark.parametrize("asker", [Role.CLUSTER_STAFF, Role.MAKER])
def test_the_right_to_manage_people_needs_two_people(asker: Role) -> None:
    maker = a_maker()
    first = an_actor(asker, maker if asker is Role.MAKER else None)
    Membership.objects.filter(user=first.user).update(manages=True)
    first = Actor.of(Membership.objects.get(user=first.user))

    sent = invited(first, maker, manages=True)

    assert (sent.secret, sent.invitation.state) == ("", InvitationState.ASKED)
    with pytest.raises(NotAllowed):
        approve_invitation(first, sent.invitation)
    with pytest.raises(Refused):
        resend_invitation(first, sent.invitation)
    assert not Membership.objects.filter(organisation=maker).exclude(user=first.user).exists()
    assert not AuditEvent.objects.filter(action="organisations.approve_invitation").exists()

    agreed = approve_invitation(staff(), sent.invitation)
    accept_as_new(agreed.secret, name="A", password=PHRASE)

    assert Membership.objects.get(user__email="a@example.org").manages


def test_whoever_is_invited_does_not_agree_to_their_own_right_to_manage() -> None:
    maker, self_served = a_maker(), staff()
    sent = invited(staff(), maker, self_served.user.email, manages=True)

    with pytest.raises(NotAllowed):
        approve_invitation(self_served, sent.invitation)

    assert Invitation.objects.get().state == InvitationState.ASKED
