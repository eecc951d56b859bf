from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.factories import OrganisationFactory, an_actor

from rakiza.engine.planning.values import TitleKind
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.certification.actions import (
    issue_certificate,
    reinstate_certificate,
    suspend_certificate,
    withdraw_certificate,
)
from rakiza.pillars.certification.enums import CertificateState
from rakiza.pillars.certification.models import Certificate, Suspension
from rakiza.pillars.certification.queries import certificates_for, titles_for

pytestmark = pytest.mark.django_db
START, END = date(2026, 1, 1), date(2028, 12, 31)


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.CERTIFICATION_OFFICER)


@pytest.fixture
def certificate(officer: Actor) -> Certificate:
    return issue(officer)


def issue(officer: Actor, number: str = "C-1", **fields: object) -> Certificate:
    maker = OrganisationFactory(kind=OrganisationKind.MAKER)
    given = {"maker": maker, "standard": "ISO 13485", "number": number, "valid_from": START, "valid_to": END}
    return issue_certificate(officer, **{**given, **fields})  # type: ignore[arg-type]


def test_a_certificate_is_a_title_of_the_years_it_touches(certificate: Certificate) -> None:
    (title,) = titles_for(2027)
    assert (title.kind, title.maker, title.number, title.valid_from, title.valid_to) == (
        TitleKind.CERTIFICATE, str(certificate.maker_id), "C-1", START, END,
    )  # fmt: skip
    assert (title.device, title.families, title.suspended) == (None, (), ())
    assert (len(titles_for(2026)), len(titles_for(2028)), titles_for(2025), titles_for(2029)) == (
        1,
        1,
        (),
        (),
    )


@pytest.mark.parametrize(
    ("standard", "counts"),
    [
        ("ISO 13485:2016", True),
        ("NM ISO 13485", True),
        ("NF EN ISO13485:2016+A11", True),
        ("ISO 9001:2015", False),
        ("NM 134850", False),
    ],
)
def test_only_a_quality_system_of_devices_opens_a_plan(officer: Actor, standard: str, counts: bool) -> None:
    issue(officer, standard=standard)
    assert bool(titles_for(2027)) is counts


def test_a_scope_limits_the_families(officer: Actor) -> None:
    issue(officer, scope_families=("b", "a"))
    assert titles_for(2027)[0].families == ("a", "b")


def test_a_suspension_holds_from_its_day_to_the_day_before_the_return(
    officer: Actor, certificate: Certificate
) -> None:
    suspend_certificate(officer, certificate, on=date(2027, 2, 1), reason="Audit en retard")
    assert titles_for(2027)[0].suspended == ((date(2027, 2, 1), None),)
    assert Notification.objects.get().organisation == certificate.maker

    reinstate_certificate(officer, certificate, on=date(2027, 3, 1))
    assert titles_for(2027)[0].suspended == ((date(2027, 2, 1), date(2027, 2, 28)),)
    assert certificate.state == CertificateState.VALID


def test_a_return_on_the_same_day_leaves_no_suspension(officer: Actor, certificate: Certificate) -> None:
    suspend_certificate(officer, certificate, on=date(2027, 2, 1), reason="Erreur")
    with pytest.raises(Refused, match="précède"):
        reinstate_certificate(officer, certificate, on=date(2027, 1, 31))
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.SUSPENDED
    reinstate_certificate(officer, certificate, on=date(2027, 2, 1))
    assert Suspension.objects.count() == 0


def test_a_withdrawal_ends_the_title_the_day_before(officer: Actor, certificate: Certificate) -> None:
    withdraw_certificate(officer, certificate, on=date(2027, 5, 1), reason="Fraude")
    assert titles_for(2027)[0].valid_to == date(2027, 4, 30)
    for attempt in (
        lambda: withdraw_certificate(officer, certificate, on=date(2027, 6, 1), reason="Encore"),
        lambda: suspend_certificate(officer, certificate, on=date(2027, 6, 1), reason="Encore"),
        lambda: reinstate_certificate(officer, certificate, on=date(2027, 6, 1)),
    ):
        with pytest.raises(Refused) as refusal:
            attempt()
        assert refusal.value.code == "certification.state"


def test_a_reason_must_be_typed(officer: Actor, certificate: Certificate) -> None:
    for action in (suspend_certificate, withdraw_certificate):
        with pytest.raises(Refused, match="motif"):
            action(officer, certificate, on=START, reason=" ")
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.VALID


def test_bad_dates_and_taken_numbers_are_refused(officer: Actor, certificate: Certificate) -> None:
    with pytest.raises(Refused, match="précède"):
        issue(officer, "C-2", valid_to=date(2025, 12, 31))
    with pytest.raises(Refused, match="C-1"):
        issue(officer, "C-1")
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CERTIFICATION_OFFICER])
def test_only_officers_issue(role: Role) -> None:
    with pytest.raises(NotAllowed):
        issue(an_actor(role))
    assert Certificate.objects.count() == 0


def test_only_the_body_that_issued_changes_a_certificate(certificate: Certificate) -> None:
    attempts: tuple[Callable[..., object], ...] = (suspend_certificate, withdraw_certificate)
    for stranger in (an_actor(Role.CERTIFICATION_OFFICER), an_actor(Role.ADMINISTRATOR)):
        for action in attempts:
            with pytest.raises(NotAllowed):
                action(stranger, certificate, on=START, reason="x")
    certificate.refresh_from_db()
    assert (certificate.state, Notification.objects.count()) == (CertificateState.VALID, 0)


def test_who_sees_which(officer: Actor, certificate: Certificate) -> None:
    issue(an_actor(Role.CERTIFICATION_OFFICER))
    assert list(certificates_for(officer)) == [certificate]
    assert list(certificates_for(an_actor(Role.MAKER, certificate.maker))) == [certificate]
    assert certificates_for(an_actor(Role.MAKER)).count() == 0
    assert certificates_for(an_actor(Role.COORDINATOR)).count() == 2
    assert Certificate.objects.expiring_before(date(2029, 1, 1)).first() == certificate
