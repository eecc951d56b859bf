"""Questions to the authority's experts: booked, moved, answered, and every way in which they may not be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from tests.factories import DeviceFactory, an_actor
from tests.pillars.purchasing.needs.test_at_once import at_once
from tests.pillars.registration.bookings import (
    CLINICAL,
    a_question,
    an_expert,
    asked_by,
    at,
    held,
    some_slots,
)
from tests.pillars.registration.office import Office, a_device, a_draft, a_filed, an_office

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.audit.queries import history_of
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.registration import dossier_actions
from rakiza.pillars.registration.expertise import answering, asking
from rakiza.pillars.registration.expertise.asking import MOST_RUNNING, Question
from rakiza.pillars.registration.expertise.enums import TAKING, ConsultationState, Knowledge
from rakiza.pillars.registration.expertise.models import Consultation, Slot
from rakiza.pillars.registration.expertise.pace import Wait, waits
from rakiza.pillars.registration.expertise.queries import (
    bookable_slots,
    consultations_for,
    consultations_on,
)
from rakiza.pillars.registration.models import Dossier

pytestmark = pytest.mark.django_db
S = ConsultationState


def told(code: str) -> Notification:
    return Notification.objects.get(code=f"registration.{code}")


def test_from_a_question_to_a_record_on_the_dossier(office: Office, expert: Actor) -> None:
    dossier = a_filed(office)
    consultation = asked_by(office, expert, dossier)
    asked = told("expert_asked")
    assert (asked.organisation, asked.role, asked.person, asked.deadline) == (
        office.authority,
        Role.REGISTRATION_OFFICER,
        expert.user,
        timezone.localdate() + timedelta(days=7),
    )
    assert list(awaiting(expert).filter(code="registration.expert_asked")) == [asked]
    assert not awaiting(office.decider).filter(code="registration.expert_asked").exists()
    answering.accept(expert, consultation)
    assert not awaiting(expert).filter(code="registration.expert_asked").exists()
    assert told("expert_accepted").organisation == office.maker.organisation

    answering.answer(expert, held(consultation), text=" Une étude. ", internal_note="Interne.")

    kept = Consultation.objects.get()
    assert (kept.state, kept.answer, kept.internal_note) == (S.ANSWERED, "Une étude.", "Interne.")
    assert kept.answered_at is not None
    assert told("expert_answered").link == f"registration.consultation:{kept.pk}"
    actions = [event.action for event in history_of(dossier)]
    assert actions[-2:] == ["registration.dossier_question", "registration.dossier_advice"]
    for reader in (office.maker, office.evaluator, expert):
        assert list(consultations_on(reader, dossier)) == [kept]
    written = AuditEvent.objects.get(action="registration.expert_answer")
    assert (written.after["answer"], written.after["internal_note"]) == ("Une étude.", "Interne.")
    others = AuditEvent.objects.exclude(pk=written.pk).values_list("after", flat=True)
    assert "Interne." not in str(list(others))
    staff = Client()
    staff.force_login(an_actor(Role.CLUSTER_STAFF).user)
    trail = staff.get(f"/journal/registration.consultation/{kept.pk}/").content.decode()
    assert ("Une étude." in trail, "Interne." in trail) == (True, False)


def test_a_question_on_a_device_joins_the_dossier_that_follows(office: Office, expert: Actor) -> None:
    device, (slot,) = a_device(office), some_slots(expert)
    asking.ask(office.maker, slot, Question(CLINICAL, "Quelle classe ?", device=device))
    dossier = a_draft(office, device=device)
    assert list(consultations_on(office.maker, dossier)) == [Consultation.objects.get()]
    assert list(consultations_on(office.maker, a_draft(office))) == []


def test_a_slot_is_booked_once(office: Office, expert: Actor) -> None:
    other = Office(an_actor(Role.MAKER), office.evaluator, office.decider)
    (slot,) = some_slots(expert)
    asking.ask(office.maker, slot, a_question(a_draft(office)))
    theirs, before = a_draft(other), AuditEvent.objects.count()

    with pytest.raises(Refused, match="vient d'être pris"):
        asking.ask(other.maker, slot, a_question(theirs))

    assert (Consultation.objects.count(), AuditEvent.objects.count()) == (1, before + 0)


@pytest.mark.parametrize("state", list(TAKING))
def test_the_database_itself_holds_one_consultation_a_slot(
    office: Office, expert: Actor, state: ConsultationState
) -> None:
    taken = asked_by(office, expert)
    again = {"slot": taken.slot, "maker": taken.maker, "dossier": taken.dossier, "field": CLINICAL}
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.create(
            **again, state=state, asked_by=office.maker.user, answered_at=timezone.now()
        )
    assert Consultation.objects.count() == 1


def test_who_comes_second_past_the_check_is_told(
    office: Office, expert: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check may pass for both at once: the constraint tells them apart."""
    taken = asked_by(office, expert)
    other = Office(an_actor(Role.MAKER), office.evaluator, office.decider)
    dossier = a_draft(other)
    monkeypatch.setattr(asking, "bookable", lambda *_args: taken.slot)
    with pytest.raises(Refused, match="vient d'être pris"):
        asking.ask(other.maker, taken.slot, a_question(dossier))
    assert Consultation.objects.get() == taken


@pytest.mark.django_db(transaction=True)
def test_of_two_makers_booking_at_once_one_wins() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs several writers")
    office = an_office()
    expert = an_actor(Role.REGISTRATION_OFFICER, office.authority)
    an_expert(expert)
    (slot,) = some_slots(expert)
    offices = [Office(an_actor(Role.MAKER), office.evaluator, office.decider) for _ in range(4)]
    dossiers = [a_draft(one) for one in offices]

    def book(one: Office, dossier: Dossier) -> Callable[[], object]:
        return lambda: asking.ask(one.maker, Slot.objects.get(pk=slot.pk), a_question(dossier))

    outcomes = at_once([book(one, dossier) for one, dossier in zip(offices, dossiers, strict=True)])

    assert outcomes == ["done", *["slot.taken"] * 3]
    assert Consultation.objects.count() == 1
    assert AuditEvent.objects.filter(action="registration.ask_expert").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_maker_does_not_slip_past_its_limit_at_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs several writers")
    office = an_office()
    expert = an_actor(Role.REGISTRATION_OFFICER, office.authority)
    an_expert(expert)
    slots, dossiers = some_slots(expert, MOST_RUNNING + 2), [a_draft(office) for _ in range(MOST_RUNNING + 2)]

    def book(slot: Slot, dossier: Dossier) -> Callable[[], object]:
        return lambda: asking.ask(office.maker, slot, a_question(dossier))

    outcomes = at_once([book(slot, dossier) for slot, dossier in zip(slots, dossiers, strict=True)])

    assert outcomes == [*["done"] * MOST_RUNNING, *["expert.too_many"] * 2]


def test_open_questions_are_limited_and_an_ended_one_frees_a_place(office: Office, expert: Actor) -> None:
    slots = some_slots(expert, MOST_RUNNING + 1)
    made = [asking.ask(office.maker, slot, a_question(a_draft(office))) for slot in slots[:-1]]
    with pytest.raises(Refused, match="3 questions en cours"):
        asking.ask(office.maker, slots[-1], a_question(a_draft(office)))
    answering.decline(expert, made[0], reason="Hors de mon domaine")

    asking.ask(office.maker, slots[-1], a_question(a_draft(office)))

    assert Consultation.objects.running().count() == MOST_RUNNING


def test_a_declined_question_frees_its_slot(office: Office, expert: Actor) -> None:
    consultation = asked_by(office, expert)
    assert not bookable_slots(office.maker).exists()
    with pytest.raises(Refused, match="motif"):
        answering.decline(expert, consultation, reason="  ")
    answering.decline(expert, consultation, reason="Hors de mon domaine")
    assert at(consultation)[0] == S.DECLINED
    assert list(bookable_slots(office.maker)) == [consultation.slot]
    assert told("expert_declined").params["reason"] == "Hors de mon domaine"


def test_a_moved_question_waits_for_the_maker(office: Office, expert: Actor) -> None:
    consultation, (later,) = asked_by(office, expert), some_slots(expert, days=9)
    answering.move(expert, consultation, slot=later, reason="Congé")
    assert at(consultation) == (S.MOVED, later.starts_at)
    moved = told("expert_moved")
    assert (moved.deadline, moved.params["reason"]) == (timezone.localdate() + timedelta(days=9), "Congé")
    with pytest.raises(Refused, match="rechargez"):
        answering.accept(expert, consultation)

    asking.agree(office.maker, consultation)

    assert at(consultation) == (S.ACCEPTED, later.starts_at)
    assert list(bookable_slots(office.maker)) == [consultation.slot]


def test_a_question_moves_to_a_free_slot_of_the_same_expert_only(office: Office, expert: Actor) -> None:
    first, second = asked_by(office, expert), asked_by(office, expert, days=8)
    with pytest.raises(Refused, match="vient d'être pris"):
        answering.move(expert, first, slot=second.slot, reason="R")
    an_expert(office.decider)
    (foreign,) = some_slots(office.decider)
    with pytest.raises(Refused, match="un de vos créneaux"):
        answering.move(expert, first, slot=foreign, reason="R")
    assert at(first)[0] == S.ASKED


def test_either_side_calls_off_and_the_other_is_told(office: Office, expert: Actor) -> None:
    by_maker, by_expert = asked_by(office, expert), asked_by(office, expert, days=8)
    answering.accept(expert, by_expert)
    asking.cancel(office.maker, by_maker, reason="Réglé")
    assert told("expert_cancelled").organisation == office.authority
    Notification.objects.all().delete()
    asking.cancel(expert, by_expert, reason="Mission")
    assert told("expert_cancelled").organisation == office.maker.organisation
    kept = Consultation.objects.order_by("pk")
    assert [(one.state, one.cancelled_by) for one in kept] == [
        (S.CANCELLED, office.maker.organisation),
        (S.CANCELLED, office.authority),
    ]


@pytest.mark.parametrize("who", ["maker", "expert"])
def test_an_appointment_is_not_called_off_on_the_eve(office: Office, expert: Actor, who: str) -> None:
    consultation = asked_by(office, expert)
    answering.accept(expert, consultation)
    soon = held(consultation, ago=-timedelta(hours=23))
    with pytest.raises(Refused, match="24 heures"):
        asking.cancel(office.maker if who == "maker" else expert, soon, reason="R")
    assert at(consultation)[0] == S.ACCEPTED


def test_a_slot_is_not_booked_on_the_eve(office: Office, expert: Actor) -> None:
    (slot,) = some_slots(expert)
    soon = timezone.now() + timedelta(hours=23)
    Slot.objects.update(starts_at=soon, ends_at=soon + timedelta(minutes=30))
    assert not bookable_slots(office.maker).exists()
    with pytest.raises(Refused, match="24 heures"):
        asking.ask(office.maker, slot, a_question(a_draft(office)))
    assert not Consultation.objects.exists()


def test_a_record_is_written_after_the_appointment_and_once(office: Office, expert: Actor) -> None:
    consultation = asked_by(office, expert)
    with pytest.raises(Refused, match="rechargez"):
        answering.answer(expert, consultation, text="R")
    answering.accept(expert, consultation)
    with pytest.raises(Refused, match="pas encore eu lieu"):
        answering.answer(expert, consultation, text="R")
    past = held(consultation)
    with pytest.raises(Refused, match="réponse"):
        answering.answer(expert, past, text=" ")
    answering.answer(expert, past, text="R")
    with pytest.raises(Refused, match="rechargez"):
        answering.answer(expert, past, text="Autre")
    assert Consultation.objects.get().answer == "R"


def test_a_question_whose_time_is_over_is_not_accepted(office: Office, expert: Actor) -> None:
    consultation = held(asked_by(office, expert))
    with pytest.raises(Refused, match="passé"):
        answering.accept(expert, consultation)
    assert at(consultation)[0] == S.ASKED


def an_other_office(office: Office) -> Office:
    return Office(an_actor(Role.MAKER), office.evaluator, office.decider)


def foreign_dossier(office: Office) -> Question:
    return a_question(a_draft(an_other_office(office)))


def dossier_elsewhere(office: Office) -> Question:
    elsewhere = an_actor(Role.REGISTRATION_OFFICER)
    return a_question(a_draft(Office(office.maker, elsewhere, elsewhere)))


def given_up(office: Office) -> Question:
    dossier = a_draft(office)
    dossier_actions.cancel_dossier(office.maker, dossier)
    dossier.refresh_from_db()
    return a_question(dossier)


@pytest.mark.parametrize(
    ("asked", "match"),
    [
        (foreign_dossier, "autre entreprise"),
        (lambda _office: Question(CLINICAL, "Q", device=DeviceFactory()), "autre entreprise"),
        (dossier_elsewhere, "autre autorité"),
        (given_up, "abandonné"),
        (lambda _office: Question(CLINICAL, "Q"), "Choisissez un dossier"),
        (lambda office: a_question(a_draft(office), "   "), "Écrivez votre question"),
        (lambda office: Question(Knowledge.IVD, "Q", dossier=a_draft(office)), "ne répond pas"),
    ],
)
def test_what_is_no_question_of_ones_own_is_refused(
    office: Office, expert: Actor, asked: Callable[[Office], Question], match: str
) -> None:
    (slot,), question = some_slots(expert), asked(office)
    before = AuditEvent.objects.count()
    with pytest.raises(Refused, match=match):
        asking.ask(office.maker, slot, question)
    assert (Consultation.objects.count(), AuditEvent.objects.count()) == (0, before)


def test_only_a_maker_asks_and_only_the_expert_answers(office: Office, expert: Actor) -> None:
    consultation = asked_by(office, expert)
    (slot,) = some_slots(expert, days=8)
    strangers = (office.evaluator, office.maker, an_actor(Role.REGISTRATION_OFFICER))
    for stranger in strangers:
        with pytest.raises(NotAllowed):
            answering.accept(stranger, consultation)
        with pytest.raises(NotAllowed):
            answering.move(stranger, consultation, slot=slot, reason="R")
        with pytest.raises(NotAllowed):
            answering.decline(stranger, consultation, reason="R")
        with pytest.raises(NotAllowed):
            answering.answer(stranger, consultation, text="R")
    for stranger in (an_actor(Role.MAKER), office.evaluator, an_actor(Role.CLUSTER_STAFF)):
        with pytest.raises(NotAllowed):
            asking.cancel(stranger, consultation, reason="R")
        with pytest.raises(NotAllowed):
            asking.agree(stranger, consultation)
    with pytest.raises(NotAllowed):
        asking.ask(office.evaluator, slot, a_question(a_draft(office)))
    assert at(consultation)[0] == S.ASKED


def test_a_neighbour_and_a_tied_officer_read_nothing(office: Office, expert: Actor) -> None:
    consultation = asked_by(office, expert)
    tied = an_actor(Role.REGISTRATION_OFFICER, office.authority)
    Membership.objects.create(user=tied.user, organisation=office.maker.organisation, role=Role.MAKER)
    for stranger in (an_actor(Role.MAKER), an_actor(Role.REGISTRATION_OFFICER), tied):
        assert not consultations_for(stranger).exists()
    assert not consultations_for(an_actor(Role.CLUSTER_STAFF)).exists()
    assert consultations_for(office.evaluator).get() == consultation


def test_waits_are_medians_by_field(office: Office, expert: Actor) -> None:
    now = timezone.now()
    for number, (days, state) in enumerate(((2, S.ANSWERED), (4, S.ANSWERED), (9, S.DECLINED))):
        one = asked_by(office, expert, days=20 + number)
        asked = now - timedelta(days=30)
        Slot.objects.filter(pk=one.slot_id).update(
            starts_at=asked + timedelta(days=days), ends_at=asked + timedelta(days=days, hours=1)
        )
        Consultation.objects.filter(pk=one.pk).update(
            state=state, asked_at=asked, responded_at=asked + timedelta(hours=12 * days), answered_at=now
        )
    asked_by(office, expert, days=30)

    first, last = now - timedelta(days=60), timezone.now() + timedelta(minutes=1)
    assert waits(office.authority, first, last) == (Wait(CLINICAL, 4, 2, 1, 0, 1, 2.0, 3.0),)
    assert waits(None, first, last) == waits(office.authority, first, last)
    assert waits(an_actor(Role.REGISTRATION_OFFICER).organisation, first, last) == ()
