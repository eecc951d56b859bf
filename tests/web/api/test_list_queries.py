"""Lists of the API cost as many queries however long they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import DeviceFactory, a_supply, an_actor
from tests.web.api.caller import Caller, said

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.certification.actions import issue_certificate
from rakiza.pillars.certification.models import CertificationCase
from rakiza.pillars.industry.models import ProductionLine
from rakiza.pillars.registration.models import Dossier, RegistrationCertificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.CERTIFICATION_OFFICER)


@pytest.fixture
def maker() -> Actor:
    return an_actor(Role.MAKER)


def _more_certificates(maker: Actor, officer: Actor, number: int) -> None:
    issue_certificate(
        officer,
        maker=maker.organisation,
        standard="ISO 9001",
        number=f"C-{number}",
        valid_from=date(2026, 1, 1),
        valid_to=date(2028, 1, 1),
    )


def _more_cases(maker: Actor, officer: Actor, _number: int) -> None:
    CertificationCase.objects.create(
        maker=maker.organisation,
        body=officer.organisation,
        scheme="system",
        standard="ISO 9001",
        state="filed",
    )


def _more_dossiers(maker: Actor, officer: Actor, _number: int) -> None:
    Dossier.objects.create(
        process="registration",
        request="initial",
        applicant=maker.organisation,
        authority=officer.organisation,
        device=DeviceFactory(maker=maker.organisation),
        risk_class="I",
        state="filed",
        filed_on=date(2026, 1, 5),
    )


def _more_titles(maker: Actor, officer: Actor, number: int) -> None:
    RegistrationCertificate.objects.create(
        authority=officer.organisation,
        device=DeviceFactory(maker=maker.organisation),
        number=f"E-{number}",
        valid_from=date(2026, 1, 1),
        valid_to=date(2030, 12, 31),
    )


def _more_offers(maker: Actor, _officer: Actor, number: int) -> None:
    a_supply(maker.organisation, year=2020 + number)


def _more_lines(maker: Actor, _officer: Actor, number: int) -> None:
    ProductionLine.objects.create(maker=maker.organisation, name=f"Ligne {number}", monthly_capacity=10)


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/certification/certificates", _more_certificates),
        ("/certification/cases", _more_cases),
        ("/registration/dossiers", _more_dossiers),
        ("/registration/titles/registration", _more_titles),
        ("/register/registration", _more_titles),
        ("/offers", _more_offers),
        ("/lines", _more_lines),
    ],
)
def test_a_list_costs_as_many_queries_however_long(
    maker: Actor,
    officer: Actor,
    path: str,
    more: Callable[[Actor, Actor, int], None],
    django_assert_num_queries,
) -> None:
    caller = Caller.of(maker)
    more(maker, officer, 1)
    caller.get(path)
    with CaptureQueriesContext(connection) as few:
        assert said(caller.get(path))["total"] == 1
    for number in range(2, 8):
        more(maker, officer, number)

    with django_assert_num_queries(len(few)):
        assert said(caller.get(path))["total"] == 7
