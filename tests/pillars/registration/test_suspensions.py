"""The days during which a title was suspended stay those of a title that didn't hold, whatever came after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from tests.factories import DeviceFactory, an_actor

from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.registration import actions
from rakiza.pillars.registration.actions import (
    register_device,
    reinstate_title,
    suspend_title,
    withdraw_title,
)
from rakiza.pillars.registration.enums import PublicState, Request, TitleState
from rakiza.pillars.registration.models import RegistrationCertificate
from rakiza.pillars.registration.queries import titles_for
from rakiza.pillars.registration.register import Wanted, history_of_title, public_state, public_titles

pytestmark = pytest.mark.django_db
START, END = date(2026, 1, 1), date(2028, 12, 31)


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.REGISTRATION_OFFICER)


@pytest.fixture
def title(officer: Actor) -> RegistrationCertificate:
    return register_device(officer, device=DeviceFactory(), number="E-1", valid_from=START, valid_to=END)


def on_the(day: date, monkeypatch: pytest.MonkeyPatch) -> date:
    """Act as on a day."""
    monkeypatch.setattr(actions.timezone, "localdate", lambda: day)
    return day


def test_a_suspension_that_was_lifted_keeps_its_days(
    officer: Actor, title: RegistrationCertificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    suspend_title(officer, title, on=date(2027, 3, 1), reason="Plainte confidentielle")
    lifted = on_the(date(2027, 5, 1), monkeypatch)
    reinstate_title(officer, title)

    (known,) = titles_for(2027)
    assert (known.valid_to, known.suspended) == (END, ((date(2027, 3, 1), date(2027, 4, 30)),))
    said = [(one.on, one.words) for one in history_of_title(title, date(2027, 6, 1))]
    assert said == [
        (START, "Valable à partir de ce jour"),
        (date(2027, 3, 1), "suspendu"),
        (lifted, "Suspension levée"),
    ]
    # of a day before, only what had happened is told
    assert [one.on for one in history_of_title(title, date(2027, 4, 1))] == [START, date(2027, 3, 1)]
    told = Notification.objects.get(code="registration.reinstated")
    assert (told.organisation, str(told)) == (title.device.maker, "La suspension du titre E-1 est levée.")
    client = Client()
    client.force_login(officer.user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/homologation/registration/{title.pk}/").content.decode()
    assert "1er mars 2027" in page
    assert "30 avril 2027" in page
    public = Client().get(f"/registre/registration/{title.pk}/").content.decode()
    assert "confidentielle" not in public

    # one that is lifted before its first day never was
    suspend_title(officer, title, on=date(2027, 9, 1), reason="x")
    reinstate_title(officer, title)
    assert len(title.suspensions) == 1


def test_a_title_that_is_suspended_keeps_its_end(officer: Actor, title: RegistrationCertificate) -> None:
    suspend_title(officer, title, on=date(2027, 3, 1), reason="x")

    (known,) = titles_for(2027)
    assert (known.valid_to, known.suspended) == (END, ((date(2027, 3, 1), None),))


def test_a_suspended_title_that_is_withdrawn_never_holds_again_in_between(
    officer: Actor, title: RegistrationCertificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    suspend_title(officer, title, on=date(2027, 3, 1), reason="x")
    today = on_the(date(2027, 5, 1), monkeypatch)
    with pytest.raises(Refused, match="aujourd'hui au plus tard"):
        withdraw_title(officer, title, on=today + timedelta(days=30), reason="x")
    with pytest.raises(NotAllowed):
        withdraw_title(an_actor(Role.REGISTRATION_OFFICER), title, on=today + timedelta(days=30), reason="x")
    assert public_state(title, today) == PublicState.SUSPENDED

    withdraw_title(officer, title, on=today, reason="x")

    (known,) = titles_for(2027)
    assert (known.valid_to, known.suspended) == (date(2027, 4, 30), ((date(2027, 3, 1), None),))
    assert [one.words for one in history_of_title(title, today)][1:] == ["suspendu", "retiré"]
    assert list(public_titles(Wanted(state=PublicState.WITHDRAWN), today)) == [title]
    assert not public_titles(Wanted(state=PublicState.VALID), today).exists()


def test_a_title_is_not_ended_before_it_began(officer: Actor) -> None:
    """A transfer decided before a registration's first day would make its validity run backwards."""
    later = register_device(officer, device=DeviceFactory(), number="E-2", valid_from=START, valid_to=END)
    for end in (suspend_title, withdraw_title):
        with pytest.raises(Refused, match="précède le début"):
            end(officer, later, on=START - timedelta(days=1), reason="x")
    with pytest.raises(Refused, match="suit la fin"):
        actions.check_within(later, END + timedelta(days=1))
    later.refresh_from_db()
    assert (later.state, later.suspensions, later.ended_by) == (TitleState.VALID, [], "")
    assert Request.TRANSFER not in RegistrationCertificate.objects.values_list("ended_by", flat=True)
