"""A title decided outside the platform: one officer writes it down, a second confirms exactly that."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.factories import DeviceFactory, OrganisationFactory, UserFactory, an_actor

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Membership, Organisation
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.registration.actions import maker_of, register_device
from rakiza.pillars.registration.enums import Process
from rakiza.pillars.registration.models import RegistrationCertificate, TitleProposal
from rakiza.pillars.registration.proposals import (
    TitleTerms,
    confirm_title,
    drop_title,
    proposals_for,
    propose_title,
)

pytestmark = pytest.mark.django_db
DECIDED, START, END = date(2024, 12, 20), date(2025, 1, 1), date(2029, 12, 31)


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.REGISTRATION_OFFICER)


def colleague(officer: Actor) -> Actor:
    return an_actor(Role.REGISTRATION_OFFICER, officer.organisation)


def terms(number: str = "E-1", **more: object) -> TitleTerms:
    given = {"decided_on": DECIDED, "valid_from": START, "valid_to": END, **more}
    return TitleTerms(Process.REGISTRATION, number, device=DeviceFactory(), **given)  # type: ignore[arg-type]


def test_a_title_holds_once_another_officer_has_confirmed_it(officer: Actor) -> None:
    proposal = propose_title(officer, terms(risk_class="IIa"))
    second = colleague(officer)

    assert not RegistrationCertificate.objects.exists()
    assert ["E-1" in str(message) for message in awaiting(second)] == [True]
    with pytest.raises(Refused) as refusal:
        confirm_title(officer, proposal)
    assert refusal.value.code == "second_person"
    assert not RegistrationCertificate.objects.exists()

    title = confirm_title(second, proposal)

    (told,) = Notification.objects.filter(code="registration.entered")
    assert (told.organisation, told.link) == (
        maker_of(title),
        f"registration.registrationcertificate:{title.pk}",
    )
    assert (title.number, title.valid_from, title.valid_to) == ("E-1", START, END)
    assert RegistrationCertificate.objects.get().risk_class == "IIa"
    assert (TitleProposal.objects.count(), list(awaiting(second))) == (0, [])
    proposed, given, confirmed = AuditEvent.objects.filter(action__startswith="registration.").order_by("pk")
    assert (proposed.action, proposed.user) == ("registration.propose_title", officer.user)
    assert (given.action, given.user) == ("registration.register", second.user)
    assert (confirmed.action, confirmed.after["proposed_by"]) == (
        "registration.confirm_title",
        officer.user.pk,
    )
    assert confirmed.after["decided_on"] == "2024-12-20"


def test_of_two_who_settle_it_the_second_is_told(officer: Actor) -> None:
    proposal = propose_title(officer, terms())
    confirm_title(colleague(officer), TitleProposal.objects.get())
    for act in (confirm_title, drop_title):
        with pytest.raises(Refused) as refusal:
            act(colleague(officer), proposal)
        assert refusal.value.code == "proposal_settled"
    assert RegistrationCertificate.objects.count() == 1


def test_who_proposed_it_may_drop_it(officer: Actor) -> None:
    proposal = propose_title(officer, terms())
    drop_title(officer, proposal)
    assert (TitleProposal.objects.count(), RegistrationCertificate.objects.count()) == (0, 0)
    assert propose_title(officer, terms()).number == "E-1"  # the number is free again


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("registration.future_decision", {"decided_on": timezone.localdate() + timedelta(days=1)}),
        ("registration.before_decision", {"valid_from": DECIDED - timedelta(days=1)}),
        ("registration.dates", {"valid_to": START - timedelta(days=1)}),
        ("dossier.too_late", {"valid_from": date(2101, 1, 1), "valid_to": date(2102, 1, 1)}),
    ],
)
def test_dates_that_make_no_title_are_refused(officer: Actor, code: str, changed: dict[str, date]) -> None:
    with pytest.raises(Refused) as refusal:
        propose_title(officer, terms(**changed))
    assert (refusal.value.code, TitleProposal.objects.count()) == (code, 0)


def test_a_number_waits_once_and_is_given_once(officer: Actor) -> None:
    proposal = propose_title(officer, terms("E-1"))
    with pytest.raises(Refused) as refusal:
        propose_title(colleague(officer), terms("E-1"))
    assert refusal.value.code == "registration.already_proposed"
    register_device(officer, device=DeviceFactory(), number="E-1", valid_from=START, valid_to=END)
    with pytest.raises(Refused) as refusal:
        confirm_title(colleague(officer), proposal)
    assert refusal.value.code == "registration.number_taken"
    assert (TitleProposal.objects.count(), RegistrationCertificate.objects.count()) == (1, 1)


def test_an_officer_of_the_holders_group_neither_proposes_nor_confirms(officer: Actor) -> None:
    group = OrganisationFactory(kind=OrganisationKind.HEALTH_GROUP)
    asked, tied = terms(), colleague(officer)
    proposal = propose_title(officer, asked)
    Organisation.objects.filter(pk=asked.holder.pk).update(parent=group)
    Membership.objects.create(user=tied.user, organisation=group, role=Role.BUYER, valid_from=START)
    proposal = TitleProposal.objects.select_related("maker").get(pk=proposal.pk)
    with pytest.raises(NotAllowed):
        confirm_title(tied, proposal)
    assert not RegistrationCertificate.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REGISTRATION_OFFICER])
def test_nobody_else_proposes_or_sees_what_waits(officer: Actor, role: Role) -> None:
    propose_title(officer, terms())
    stranger = an_actor(role)
    with pytest.raises(NotAllowed):
        propose_title(stranger, terms("E-2"))
    assert list(proposals_for(stranger)) == []
    assert TitleProposal.objects.count() == 1


def test_another_authority_neither_sees_nor_settles_it(officer: Actor) -> None:
    proposal, foreign = propose_title(officer, terms()), an_actor(Role.REGISTRATION_OFFICER)
    assert list(proposals_for(foreign)) == []
    for act in (confirm_title, drop_title):
        with pytest.raises(NotAllowed):
            act(foreign, proposal)
    assert TitleProposal.objects.count() == 1


def test_a_person_who_left_no_longer_stands_in_the_way(officer: Actor) -> None:
    proposal = propose_title(officer, terms())
    TitleProposal.objects.update(proposed_by=UserFactory(is_active=False))
    proposal.refresh_from_db()
    assert confirm_title(colleague(officer), proposal).number == "E-1"
