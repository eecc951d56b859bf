"""A reminder of a certificate's end is put away once another covers what it covers, and comes back no more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.factories import OrganisationFactory, an_actor

from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.pillars.certification.actions import issue_certificate, withdraw_certificate
from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.certification.reminders import remind

pytestmark = pytest.mark.django_db
START, END = date(2027, 1, 1), date(2029, 12, 31)
LATER = END + timedelta(days=1_096)
SYRINGES, BOTH = ("syringe_hypodermic",), ("glove_examination", "syringe_hypodermic")


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Hear of progress."""


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.CERTIFICATION_OFFICER)


@pytest.fixture
def maker() -> Organisation:
    return OrganisationFactory(kind="maker")


def told(certificate: Certificate) -> list[Notification]:
    """Return what awaits the holder of a certificate about its end."""
    codes = ("certification.expires", "certification.uncovered")
    about = Notification.objects.filter(code__in=codes, link=f"certification.certificate:{certificate.pk}")
    return list(about.unread().order_by("pk"))


def awaits(certificate: Certificate) -> int:
    assert {one.code for one in told(certificate)} <= {"certification.expires"}
    return len(told(certificate))


def a_certificate(
    officer: Actor, maker: Organisation, number: str, standard: str = "ISO 13485:2016", **said: object
) -> Certificate:
    dates = {"valid_from": START, "valid_to": END} | said
    return issue_certificate(officer, maker=maker, standard=standard, number=number, **dates)  # type: ignore[arg-type]


def told_of_its_end(officer: Actor, maker: Organisation, **said: object) -> Certificate:
    kept = a_certificate(officer, maker, "C-1", **said)
    remind(END - timedelta(days=90), quiet)
    assert awaits(kept) == 1
    return kept


@pytest.mark.parametrize("standard", ["ISO 13485:2016", "ISO 13485:2028"])
def test_one_that_covers_as_much_for_longer_puts_it_away(
    officer: Actor, maker: Organisation, standard: str
) -> None:
    kept = told_of_its_end(officer, maker, scope_families=SYRINGES)
    a_certificate(officer, maker, "C-2", standard, valid_to=LATER, scope_families=BOTH)
    assert awaits(kept) == 0
    remind(END - timedelta(days=30), quiet)
    assert awaits(kept) == 0


def test_one_that_covers_less_leaves_it(officer: Actor, maker: Organisation) -> None:
    site = Site.objects.create(organisation=maker, name="Usine", region="MA-06")
    kept = told_of_its_end(officer, maker, scope_families=BOTH)
    others = an_actor(Role.MAKER).organisation
    a_certificate(officer, maker, "C-2", valid_to=LATER, scope_families=SYRINGES)
    a_certificate(officer, maker, "C-3", valid_to=LATER, scope_families=BOTH, site=site)
    a_certificate(officer, maker, "C-4", "ISO 9001:2015", valid_to=LATER)
    a_certificate(officer, others, "C-5", valid_to=LATER)
    a_certificate(officer, maker, "C-6", valid_to=END - timedelta(days=1))
    assert awaits(kept) == 1
    remind(END - timedelta(days=30), quiet)
    assert awaits(kept) == 2


def test_one_that_is_withdrawn_covers_nothing(officer: Actor, maker: Organisation) -> None:
    later = a_certificate(officer, maker, "C-2", valid_to=LATER)
    withdraw_certificate(officer, later, on=START + timedelta(days=9), reason="Fin d'activité")
    told_of_its_end(officer, maker)


def test_a_withdrawal_puts_it_away(officer: Actor, maker: Organisation) -> None:
    kept = told_of_its_end(officer, maker)
    withdraw_certificate(officer, kept, on=START + timedelta(days=9), reason="Fin d'activité")
    assert awaits(kept) == 0


def test_one_that_begins_the_day_after_leaves_no_day_uncovered(officer: Actor, maker: Organisation) -> None:
    kept = told_of_its_end(officer, maker)
    a_certificate(officer, maker, "C-2", valid_from=END + timedelta(days=1), valid_to=LATER)
    assert told(kept) == []
    remind(END - timedelta(days=30), quiet)
    assert told(kept) == []


def test_one_that_begins_two_days_after_leaves_the_reminder_narrowed_to_the_day_between(
    officer: Actor, maker: Organisation
) -> None:
    kept = told_of_its_end(officer, maker)
    a_certificate(officer, maker, "C-2", valid_from=END + timedelta(days=2), valid_to=LATER)
    assert awaits(kept) == 1

    for _again in range(2):
        remind(END - timedelta(days=89), quiet)

    (said,) = told(kept)
    assert (said.code, said.deadline, said.organisation) == ("certification.uncovered", END, maker)
    assert str(said) == (
        "Le certificat C-1 (ISO 13485:2016) prend fin le 31 décembre 2029 et le suivant commence plus tard : "
        "rien ne couvre du 1er janvier 2030 au 1er janvier 2030."
    )
    a_certificate(officer, maker, "C-3", valid_from=END, valid_to=LATER)
    assert told(kept) == []


def test_a_withdrawal_puts_away_the_days_uncovered_too(officer: Actor, maker: Organisation) -> None:
    kept = told_of_its_end(officer, maker)
    later = a_certificate(officer, maker, "C-2", valid_from=END + timedelta(days=31), valid_to=LATER)
    remind(END - timedelta(days=30), quiet)
    assert [one.params["last_day"] for one in told(kept)] == ["2030-01-30"]

    withdraw_certificate(officer, later, on=later.valid_from, reason="Fin d'activité")
    remind(END - timedelta(days=29), quiet)
    assert awaits(kept) == 1

    a_certificate(officer, maker, "C-4", valid_from=END + timedelta(days=31), valid_to=LATER)
    remind(END - timedelta(days=7), quiet)
    withdraw_certificate(officer, kept, on=START + timedelta(days=9), reason="Fin d'activité")
    assert told(kept) == []
