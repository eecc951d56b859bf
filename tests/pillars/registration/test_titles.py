from __future__ import annotations

from datetime import date

import pytest
from tests.factories import DeviceFactory, an_actor

from rakiza.engine.planning.eligibility import valid_spans
from rakiza.engine.planning.values import TitleKind
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Site
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.registration.actions import (
    authorise_device,
    declare_establishment,
    register_device,
    reinstate_title,
    suspend_title,
    withdraw_title,
)
from rakiza.pillars.registration.enums import AuthorisationPurpose, TitleState
from rakiza.pillars.registration.models import RegistrationCertificate
from rakiza.pillars.registration.queries import titles_for, titles_visible_to

pytestmark = pytest.mark.django_db
START, END = date(2026, 1, 1), date(2028, 12, 31)


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.REGISTRATION_OFFICER)


@pytest.fixture
def registration(officer: Actor) -> RegistrationCertificate:
    return register_device(officer, device=DeviceFactory(), number="E-1", valid_from=START, valid_to=END)


def test_the_three_titles_reach_the_engine(officer: Actor) -> None:
    device = DeviceFactory()
    declare_establishment(officer, maker=device.maker, number="D-1", valid_from=START)
    register_device(officer, device=device, number="E-1", valid_from=START, valid_to=END)
    authorise_device(
        officer,
        device=device,
        number="A-1",
        valid_from=START,
        valid_to=END,
        purpose=AuthorisationPurpose.CUSTOM_MADE,
    )

    found = [(t.kind, t.maker, t.device, t.number, t.valid_to) for t in titles_for(2027)]

    maker, article = str(device.maker_id), str(device.pk)
    assert found == [
        (TitleKind.DECLARATION, maker, None, "D-1", None),
        (TitleKind.REGISTRATION, maker, article, "E-1", END),
        (TitleKind.AUTHORISATION, maker, article, "A-1", END),
    ]
    assert [t.kind for t in titles_for(2029)] == [TitleKind.DECLARATION]
    assert titles_for(2025) == ()


@pytest.mark.parametrize("purpose", sorted(set(AuthorisationPurpose) - {AuthorisationPurpose.CUSTOM_MADE}))
def test_an_authorisation_for_anything_but_supply_makes_none_lawful(
    officer: Actor, purpose: AuthorisationPurpose
) -> None:
    authorise_device(
        officer, device=DeviceFactory(), number="A-1", valid_from=START, valid_to=END, purpose=purpose
    )

    found = [(one.number, one.unfit, valid_spans(one)) for one in titles_for(2027)]
    assert found == ([] if purpose == AuthorisationPurpose.NAMED_PATIENT else [("A-1", purpose.value, ())])


@pytest.mark.parametrize(
    ("activities", "counts"),
    [
        ([], True),
        (["manufacture"], True),
        (["distribution", "import"], True),
        (["distribution", "maintenance"], False),
        (["export"], False),
    ],
)
def test_only_who_declared_to_make_or_import_supplies(
    officer: Actor, activities: list[str], counts: bool
) -> None:
    declaration = declare_establishment(officer, maker=DeviceFactory().maker, number="D-1", valid_from=START)
    declaration.activities = activities
    declaration.save()

    (title,) = titles_for(2027)
    assert bool(valid_spans(title)) is counts
    assert title.unfit == ("" if counts else ",".join(activities))


def test_a_declaration_says_of_which_site_it_is(officer: Actor) -> None:
    maker = DeviceFactory().maker
    site = Site.objects.create(organisation=maker, kind="plant", name="Usine", city="Fès", region="MA-03")
    declaration = declare_establishment(officer, maker=maker, number="D-1", valid_from=START)
    declaration.site = site
    declaration.save()

    assert [(t.site.id, t.site.name) for t in titles_for(2027) if t.site] == [(str(site.pk), str(site))]


def test_the_risk_class_is_the_devices_unless_given(registration: RegistrationCertificate) -> None:
    assert registration.risk_class == "I"


@pytest.mark.parametrize("action", [suspend_title, withdraw_title])
def test_a_title_ended_holds_to_the_day_before(
    officer: Actor, registration: RegistrationCertificate, action: object
) -> None:
    action(officer, registration, on=date(2027, 4, 1), reason="Essais manquants")  # type: ignore[operator]
    assert valid_spans(titles_for(2027)[0]) == ((registration.valid_from, date(2027, 3, 31)),)
    message = Notification.objects.get()
    assert (message.organisation, "E-1" in str(message)) == (registration.device.maker, True)


def test_a_suspension_is_lifted_a_withdrawal_is_not(
    officer: Actor, registration: RegistrationCertificate
) -> None:
    suspend_title(officer, registration, on=date(2027, 4, 1), reason="x")
    reinstate_title(officer, registration)
    assert (registration.state, titles_for(2027)[0].valid_to) == (TitleState.VALID, END)
    withdraw_title(officer, registration, on=date(2027, 4, 1), reason="x")
    with pytest.raises(Refused) as refusal:
        reinstate_title(officer, registration)
    assert refusal.value.code == "registration.state"


def test_bad_dates_taken_numbers_and_missing_reasons_are_refused(
    officer: Actor, registration: RegistrationCertificate
) -> None:
    device = registration.device
    with pytest.raises(Refused, match="précède"):
        register_device(officer, device=device, number="E-2", valid_from=END, valid_to=START)
    with pytest.raises(Refused, match="E-1"):
        register_device(officer, device=device, number="E-1", valid_from=START, valid_to=END)
    with pytest.raises(Refused, match="motif"):
        withdraw_title(officer, registration, on=START, reason="")
    assert RegistrationCertificate.objects.get().state == TitleState.VALID


@pytest.mark.parametrize("role", [role for role in Role if role != Role.REGISTRATION_OFFICER])
def test_only_officers_grant(role: Role) -> None:
    with pytest.raises(NotAllowed):
        register_device(an_actor(role), device=DeviceFactory(), number="E", valid_from=START, valid_to=END)
    assert RegistrationCertificate.objects.count() == 0


def test_only_its_authority_ends_a_title(registration: RegistrationCertificate) -> None:
    for stranger in (an_actor(Role.REGISTRATION_OFFICER), an_actor(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            withdraw_title(stranger, registration, on=START, reason="x")
    registration.refresh_from_db()
    assert (registration.state, Notification.objects.count()) == (TitleState.VALID, 0)


def test_who_sees_which(officer: Actor, registration: RegistrationCertificate) -> None:
    foreign = an_actor(Role.REGISTRATION_OFFICER)
    register_device(foreign, device=DeviceFactory(), number="E-1", valid_from=START, valid_to=END)
    own = (registration,)
    assert titles_visible_to(officer).registrations == own
    assert titles_visible_to(an_actor(Role.MAKER, registration.device.maker)).registrations == own
    assert titles_visible_to(an_actor(Role.MAKER)).registrations == ()
    assert len(titles_visible_to(an_actor(Role.COORDINATOR)).registrations) == 2
