"""A reminder of a title's end is put away once the title is renewed, withdrawn or handed over, and comes back no more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.factories import DeviceFactory, an_actor
from tests.pillars.registration.office import Office, a_device, an_office, to_decide

from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Site
from rakiza.kernel.wording.formats import day
from rakiza.pillars.registration import decisions
from rakiza.pillars.registration.actions import declare_establishment, register_device, withdraw_title
from rakiza.pillars.registration.dossier_actions import offer_transfer
from rakiza.pillars.registration.enums import Process, Request
from rakiza.pillars.registration.models import EstablishmentDeclaration, RegistrationCertificate
from rakiza.pillars.registration.reminders import remind as remind_registration

pytestmark = pytest.mark.django_db
END = timezone.localdate() + timedelta(days=400)
START = date(2020, 1, 1)


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Hear of progress."""


def told_of_its_end(office: Office) -> RegistrationCertificate:
    """Return a registration that ends in a month, of which its holder was reminded."""
    kept = register_device(
        office.evaluator, device=a_device(office), number="E-9", valid_from=START, valid_to=END
    )
    remind_registration(END - timedelta(days=90), quiet)
    assert awaits(kept) == 1
    return kept


def told(title: RegistrationCertificate) -> list[Notification]:
    """Return what awaits the holder of a title about its end."""
    link = f"registration.registrationcertificate:{title.pk}"
    codes = ("registration.expires", "registration.uncovered")
    return list(Notification.objects.unread().filter(code__in=codes, link=link).order_by("pk"))


def awaits(title: RegistrationCertificate) -> int:
    assert {one.code for one in told(title)} <= {"registration.expires"}
    return len(told(title))


def a_next(
    office: Office, kept: RegistrationCertificate, days: int, number: str = "E-10", lasts: int = 400
) -> RegistrationCertificate:
    """Return another registration of the same device, which begins so many days after the end of the first."""
    begins = END + timedelta(days=days)
    return register_device(
        office.evaluator,
        device=kept.device,
        number=number,
        valid_from=begins,
        valid_to=begins + timedelta(days=lasts),
    )


def test_a_renewed_title_reminds_of_its_end_no_more() -> None:
    office = an_office()
    kept = told_of_its_end(office)
    other = register_device(
        office.evaluator, device=a_device(office), number="E-10", valid_from=START, valid_to=END
    )
    remind_registration(END - timedelta(days=30), quiet)
    dossier = to_decide(office, request=Request.RENEWAL, device=kept.device, registration=kept)

    decisions.grant(office.decider, dossier, valid_from=END + timedelta(days=1))
    remind_registration(END, quiet)

    assert (awaits(kept), awaits(other)) == (0, 1)


def test_a_title_that_follows_but_was_withdrawn_leaves_the_reminder() -> None:
    office = an_office()
    kept = told_of_its_end(office)
    following = register_device(
        office.evaluator,
        device=kept.device,
        number="E-10",
        valid_from=END + timedelta(days=1),
        valid_to=END + timedelta(days=400),
    )
    assert awaits(kept) == 0
    withdraw_title(office.evaluator, following, on=following.valid_from, reason="Contrôle")

    remind_registration(END - timedelta(days=5), quiet)

    assert awaits(kept) == 1


def test_a_withdrawn_title_and_one_handed_over_remind_of_their_end_no_more() -> None:
    office, taker = an_office(), an_actor(Role.MAKER)
    kept = told_of_its_end(office)
    withdraw_title(office.evaluator, kept, on=timezone.localdate(), reason="Contrôle")
    assert awaits(kept) == 0
    remind_registration(END - timedelta(days=5), quiet)
    assert awaits(kept) == 0

    given = register_device(
        office.evaluator, device=a_device(office), number="E-11", valid_from=START, valid_to=END
    )
    remind_registration(END - timedelta(days=5), quiet)
    assert awaits(given) == 1
    declare_establishment(office.evaluator, maker=taker.organisation, number="D-77", valid_from=START)
    offer_transfer(office.maker, given, to=taker.organisation)
    given.refresh_from_db()
    taking = Office(taker, office.evaluator, office.decider)
    dossier = to_decide(
        taking,
        request=Request.TRANSFER,
        device=DeviceFactory(maker=taker.organisation, family=given.device.family, risk_class="IIa"),
        registration=given,
    )
    decisions.grant(office.decider, dossier, valid_from=timezone.localdate())
    assert awaits(given) == 0


def test_one_that_begins_the_day_after_leaves_no_day_uncovered() -> None:
    office = an_office()
    kept = told_of_its_end(office)
    a_next(office, kept, 1)
    assert told(kept) == []
    remind_registration(END - timedelta(days=30), quiet)
    assert told(kept) == []


def test_one_that_begins_two_days_after_leaves_the_reminder_narrowed_to_the_day_between() -> None:
    office = an_office()
    kept = told_of_its_end(office)
    a_next(office, kept, 2)
    assert awaits(kept) == 1

    for _again in range(2):
        remind_registration(END - timedelta(days=89), quiet)

    (said,) = told(kept)
    assert (said.code, said.deadline, said.organisation) == (
        "registration.uncovered",
        END,
        office.maker.organisation,
    )
    between = day(END + timedelta(days=1), "fr")
    assert str(said) == (
        f"Le titre E-9 prend fin le {day(END, 'fr')} et le suivant commence plus tard : rien ne couvre du {between} au {between}."
    )


def test_days_uncovered_are_those_before_the_first_to_begin_until_nothing_is_left_of_them() -> None:
    office = an_office()
    kept = told_of_its_end(office)
    last = a_next(office, kept, 31)
    remind_registration(END - timedelta(days=30), quiet)
    assert [one.params["last_day"] for one in told(kept)] == [str(END + timedelta(days=30))]

    withdraw_title(office.evaluator, last, on=last.valid_from, reason="Contrôle")
    remind_registration(END - timedelta(days=29), quiet)
    assert awaits(kept) == 1  # nothing follows any more

    a_next(office, kept, 11, "E-11", lasts=5)
    remind_registration(END - timedelta(days=28), quiet)
    assert [one.params["last_day"] for one in told(kept)] == [str(END + timedelta(days=10))]

    a_next(office, kept, 1, "E-12", lasts=5)
    assert told(kept) == []


def test_a_declaration_of_one_site_leaves_the_reminder_of_another() -> None:
    office = an_office(declared=False)
    own = office.maker.organisation
    first, second = (
        Site.objects.create(organisation=own, kind="plant", name=name, city="V", region="MA-01")
        for name in ("A", "B")
    )
    kept = declare_establishment(office.evaluator, maker=own, number="D-1", valid_from=START, valid_to=END)
    EstablishmentDeclaration.objects.filter(pk=kept.pk).update(site=first)
    remind_registration(END - timedelta(days=90), quiet)
    waiting = Notification.objects.unread().filter(code="registration.expires")
    assert waiting.count() == 1

    other = to_decide(office, Process.DECLARATION, site=second)
    decisions.grant(office.decider, other, valid_from=timezone.localdate())
    assert waiting.count() == 1

    same = to_decide(office, Process.DECLARATION, site=first)
    decisions.grant(office.decider, same, valid_from=timezone.localdate())
    assert waiting.count() == 0
