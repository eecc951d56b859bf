"""A reminder of a title's end is put away once the title is renewed, withdrawn or handed over, and comes back no more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.factories import DeviceFactory, an_actor
from tests.pillars.registration.office import Office, a_device, an_office, to_decide

from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.registration import decisions
from rakiza.pillars.registration.actions import declare_establishment, register_device, withdraw_title
from rakiza.pillars.registration.dossier_actions import offer_transfer
from rakiza.pillars.registration.enums import Request
from rakiza.pillars.registration.models import RegistrationCertificate
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


def awaits(title: RegistrationCertificate) -> int:
    link = f"registration.registrationcertificate:{title.pk}"
    return Notification.objects.unread().filter(code="registration.expires", link=link).count()


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
