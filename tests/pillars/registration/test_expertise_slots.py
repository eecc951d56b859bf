"""The hours that experts open: when they fall, who opens and who withdraws them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone
from tests.factories import an_actor
from tests.pillars.registration.bookings import (
    CLINICAL,
    a_question,
    an_expert,
    asked_by,
    some_slots,
)
from tests.pillars.registration.office import Office, a_draft

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.registration.expertise import asking, offering
from rakiza.pillars.registration.expertise.models import Consultation, Expert, Slot
from rakiza.pillars.registration.expertise.offering import Hours
from rakiza.pillars.registration.expertise.queries import (
    bookable_slots,
)

pytestmark = pytest.mark.django_db


def test_an_expert_who_left_or_takes_no_questions_has_no_slots(office: Office, expert: Actor) -> None:
    (slot,) = some_slots(expert)
    dossier = a_draft(office)
    offering.declare_expertise(expert, fields=(CLINICAL,), active=False)
    assert not bookable_slots(office.maker).exists()
    offering.declare_expertise(expert, fields=(CLINICAL,))
    assert bookable_slots(office.maker).get() == slot
    Membership.objects.filter(user=expert.user).delete()
    assert not bookable_slots(office.maker).exists()
    with pytest.raises(Refused, match="vient d'être pris"):
        asking.ask(office.maker, slot, a_question(dossier))
    assert not Consultation.objects.exists()


def test_slots_repeat_at_the_same_hour_across_a_change_of_hour() -> None:
    """Morocco leaves summer time for Ramadan: on 7 February 2027 clocks go back by an hour."""
    spans = Hours(date(2027, 2, 3), time(10), 30, count=1, weeks=2).spans()
    hours = [timezone.localtime(first).strftime("%m-%d %H:%M") for first, _last in spans]
    assert hours == ["02-03 10:00", "02-10 10:00"]
    assert spans[1][0].astimezone(UTC) - spans[0][0].astimezone(UTC) == timedelta(days=7, hours=1)


def test_slots_in_a_row_follow_each_other() -> None:
    spans = Hours(date(2027, 6, 1), time(9, 15), 45, count=2).spans()
    assert [(first.astimezone(UTC), last.astimezone(UTC)) for first, last in spans] == [
        (datetime(2027, 6, 1, 8, 15, tzinfo=UTC), datetime(2027, 6, 1, 9, tzinfo=UTC)),
        (datetime(2027, 6, 1, 9, tzinfo=UTC), datetime(2027, 6, 1, 9, 45, tzinfo=UTC)),
    ]


@pytest.mark.parametrize(
    ("hours", "match"),
    [
        (Hours(date(2020, 1, 1), time(10), 30), "avenir"),
        (Hours(date.max, time(10), 30, weeks=12), "un an"),
        (Hours(date(2027, 1, 1), time(10), 30, count=8, weeks=12), "à la fois"),
        (Hours(date(2027, 1, 1), time(10), 30, count=0), "à la fois"),
        (Hours(date(2027, 1, 1), time(10), 0), "à la fois"),
    ],
)
def test_slots_that_cannot_be_are_refused(expert: Actor, hours: Hours, match: str) -> None:
    with pytest.raises(Refused, match=match):
        offering.open_slots(expert, Expert.objects.get(), hours)
    assert not Slot.objects.exists()


def test_slots_that_meet_are_refused_together(expert: Actor) -> None:
    some_slots(expert, at=time(10, 30))
    with pytest.raises(Refused, match="déjà ouvert"):
        some_slots(expert, 3, at=time(9, 45))
    assert Slot.objects.count() == 1
    some_slots(expert, 2, at=time(9, 30))
    assert Slot.objects.count() == 3


def test_only_ones_own_free_slot_is_withdrawn(office: Office, expert: Actor) -> None:
    consultation, (free,) = asked_by(office, expert), some_slots(expert, days=8)
    an_expert(office.decider)
    with pytest.raises(NotAllowed):
        offering.withdraw_slot(office.decider, free)
    with pytest.raises(Refused, match="n'est plus libre"):
        offering.withdraw_slot(expert, consultation.slot)
    offering.withdraw_slot(expert, free)
    with pytest.raises(Refused, match="n'est plus libre"):
        offering.withdraw_slot(expert, free)
    assert [one.pk for one in Slot.objects.standing()] == [consultation.slot_id]
    some_slots(expert, days=8)


def test_only_an_officer_offers_expertise(office: Office) -> None:
    for stranger in (office.maker, an_actor(Role.CLUSTER_STAFF), an_actor(Role.CERTIFICATION_OFFICER)):
        with pytest.raises(NotAllowed):
            offering.declare_expertise(stranger, fields=(CLINICAL,))
    with pytest.raises(Refused, match="au moins un domaine"):
        offering.declare_expertise(office.decider, fields=())
    assert not Expert.objects.exists()
