"""Pages of expertise: by role, with bad input, at a constant cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import an_actor
from tests.pillars.registration.bookings import (
    CLINICAL,
    a_question,
    answered,
    asked_by,
    at,
    held,
    some_slots,
)
from tests.pillars.registration.office import Office, a_draft, a_filed

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.registration.expertise import answering, asking
from rakiza.pillars.registration.expertise.enums import ConsultationState
from rakiza.pillars.registration.expertise.models import Consultation, Expert, Slot

pytestmark = pytest.mark.django_db
S = ConsultationState


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def text(client: Client, name: str, *args: object, status: int = 200, **query: str) -> str:
    response = client.get(reverse(f"registration:{name}", args=args), query)
    assert response.status_code == status
    return response.content.decode()


def send(actor: Actor, name: str, *args: object, **fields: object) -> int:
    return browser(actor).post(reverse(f"registration:{name}", args=args), fields).status_code


def test_an_officer_declares_opens_and_a_maker_books(office: Office) -> None:
    officer, page = browser(office.decider), reverse("registration:expert-profile")
    assert "Déclarez d'abord vos domaines" in text(officer, "expert-profile")
    officer.post(page, {"fields_known": ["clinical", "risk"], "introduction": "Vingt ans.", "active": "on"})
    on = (timezone.localdate() + timedelta(days=7)).isoformat()
    given = {"on": on, "at": "10:00", "minutes": "45", "count": "2", "weeks": "1"}
    assert officer.post(reverse("registration:open-slots"), given).status_code == 302
    first, second = Slot.objects.order_by("starts_at")
    assert second.starts_at - first.starts_at == timedelta(minutes=45)
    dossier, maker = a_draft(office), browser(office.maker)
    assert "Vingt ans." in text(maker, "expert-slots", domaine="clinical", depuis=on)
    assert "Aucun créneau ne répond" in text(maker, "expert-slots", domaine="ivd")

    asked = {"about": f"d{dossier.pk}", "field": "clinical", "question": "Quelle preuve ?"}
    answer = maker.post(reverse("registration:ask-expert", args=[first.pk]), asked)

    made = Consultation.objects.get()
    assert answer.headers["Location"] == reverse("registration:consultation", args=[made.pk])
    assert (made.slot, made.dossier, made.field, made.state) == (first, dossier, CLINICAL, S.ASKED)
    assert "Quelle preuve ?" in text(maker, "consultation", made.pk)
    assert str(made.pk) in text(officer, "expertise")
    assert f'href="{reverse("registration:consultation", args=[made.pk])}"' in text(
        maker, "dossier", dossier.pk
    )


def test_the_form_offers_ones_own_dossiers_with_that_authority(office: Office, expert: Actor) -> None:
    other = Office(an_actor(Role.MAKER), office.evaluator, office.decider)
    foreign, own = a_draft(other), a_draft(office)
    (slot,) = some_slots(expert)
    page = text(browser(office.maker), "ask-expert", slot.pk, dossier=str(own.pk))
    assert f'<option value="d{own.pk}" selected>' in page
    assert f'value="d{foreign.pk}"' not in page
    given = {"about": f"d{foreign.pk}", "field": "clinical", "question": "Q"}
    assert send(office.maker, "ask-expert", slot.pk, **given) == 422
    given = {"about": f"d{own.pk}", "field": "ivd", "question": "Q"}
    assert send(office.maker, "ask-expert", slot.pk, **given) == 422
    assert not Consultation.objects.exists()


def test_a_slot_that_was_taken_meanwhile_leads_back(office: Office, expert: Actor) -> None:
    taken = asked_by(office, expert)
    dossier = a_draft(office)
    given = {"about": f"d{dossier.pk}", "field": "clinical", "question": "Q"}
    answer = browser(office.maker).get(reverse("registration:ask-expert", args=[taken.slot_id]), follow=True)
    assert "Ce créneau n&#x27;est plus libre" in answer.content.decode()
    assert send(office.maker, "ask-expert", taken.slot_id, **given) == 422
    assert Consultation.objects.get() == taken


def test_the_steps_shown_are_those_of_the_side_and_the_hour(office: Office, expert: Actor) -> None:
    consultation = asked_by(office, expert)

    def steps(actor: Actor) -> list[str]:
        page = text(browser(actor), "consultation", consultation.pk)
        every = ("accepter", "convenir", "repondre", "deplacer", "decliner", "annuler")
        address = reverse("registration:consultation-step", args=[consultation.pk, "x"])
        return [one for one in every if f'action="{address.replace("/x/", f"/{one}/")}"' in page]

    assert (steps(expert), steps(office.maker)) == (
        ["accepter", "deplacer", "decliner"],
        ["annuler"],
    )
    assert steps(office.evaluator) == []
    answering.accept(expert, consultation)
    assert steps(expert) == ["deplacer", "annuler"]
    held(consultation)
    assert steps(expert) == ["repondre", "deplacer", "annuler"]


def test_each_step_by_its_form(office: Office, expert: Actor) -> None:
    consultation, (later,) = asked_by(office, expert), some_slots(expert, days=9)
    step = ("consultation-step", consultation.pk)
    assert send(expert, *step, "deplacer", **{"deplacer-slot": later.pk}) == 422
    assert send(expert, *step, "deplacer", **{"deplacer-slot": later.pk, "deplacer-reason": "R"}) == 302
    assert at(consultation) == (S.MOVED, later.starts_at)
    assert send(office.maker, *step, "convenir") == 302
    assert send(expert, *step, "repondre", **{"repondre-text": "Oui"}) == 422
    held(consultation)
    fields = {"repondre-text": "Oui, une étude.", "repondre-internal_note": "Note à part"}
    assert send(expert, *step, "repondre", **fields) == 302
    assert at(consultation)[0] == S.ANSWERED
    assert send(expert, *step, "nulle-part") == 404
    mine, theirs = browser(office.maker), browser(office.evaluator)
    for reader, notes in ((mine, False), (theirs, True)):
        page = text(reader, "consultation", consultation.pk)
        assert ("Oui, une étude." in page, "Note à part" in page) == (True, notes)


def test_a_forbidden_step_changes_nothing(office: Office, expert: Actor) -> None:
    consultation = asked_by(office, expert)
    before = AuditEvent.objects.count()
    step = ("consultation-step", consultation.pk)
    assert send(office.maker, *step, "accepter") == 403
    assert send(office.evaluator, *step, "decliner", **{"decliner-reason": "R"}) == 403
    assert send(an_actor(Role.MAKER), *step, "annuler", **{"annuler-reason": "R"}) == 404
    assert send(an_actor(Role.REGISTRATION_OFFICER), *step, "accepter") == 404
    assert send(expert, *step, "convenir") == 403
    assert (at(consultation)[0], AuditEvent.objects.count()) == (S.ASKED, before)


@pytest.mark.parametrize(
    "fields",
    [
        {"on": "9999-12-31", "at": "10:00", "minutes": "30", "count": "1", "weeks": "12"},
        {"on": "2020-01-01", "at": "10:00", "minutes": "30", "count": "1", "weeks": "1"},
        {"on": "demain", "at": "25:00", "minutes": "1", "count": "-1", "weeks": "x"},
        {},
    ],
)
def test_hours_that_cannot_be_are_told(office: Office, expert: Actor, fields: dict[str, str]) -> None:
    assert send(expert, "open-slots", **fields) == 422
    assert send(office.decider, "open-slots", **fields) == 404
    assert not Slot.objects.exists()


@pytest.mark.parametrize(
    "query", [{"depuis": "9999-99-99"}, {"depuis": "x"}, {"dossier": "١٢"}, {"dossier": "9" * 40}]
)
def test_odd_addresses_are_read_as_nothing(office: Office, expert: Actor, query: dict[str, str]) -> None:
    (slot,) = some_slots(expert)
    assert reverse("registration:ask-expert", args=[slot.pk]) in text(
        browser(office.maker), "expert-slots", **query
    )


@pytest.mark.parametrize("role", [Role.BUYER, Role.COORDINATOR, Role.CLUSTER_STAFF, Role.PARTNER])
def test_others_have_no_part_in_questions(office: Office, expert: Actor, role: Role) -> None:
    consultation = asked_by(office, expert)
    client = browser(an_actor(role))
    for name, args in (("expertise", ()), ("consultation", (consultation.pk,)), ("expert-slots", ())):
        text(client, name, *args, status=403)


def test_the_list_is_filtered_exported_and_says_what_is_late(office: Office, expert: Actor) -> None:
    done, waiting = answered(office, expert, a_filed(office)), asked_by(office, expert, days=9)
    held(waiting)
    client = browser(office.evaluator)
    page = text(client, "expertise")
    assert "date passée" in page
    assert reverse("registration:consultation", args=[done.pk]) not in page
    mine = Expert.objects.get()
    for query in ({"etat": "answered"}, {"tous": "1", "domaine": "clinical", "expert": str(mine.pk)}):
        assert reverse("registration:consultation", args=[done.pk]) in text(client, "expertise", **query)
    assert "Aucune question ne répond" in text(client, "expertise", etat="declined")
    sheet = client.get(reverse("registration:expertise"), {"export": "1", "tous": "1"})
    assert sheet.headers["Content-Type"].startswith("application/vnd.openxmlformats")


def test_appointments_go_to_a_calendar(office: Office, expert: Actor) -> None:
    consultation = asked_by(office, expert)
    answering.accept(expert, consultation)
    asked_by(office, expert, days=9)
    answer = browser(office.maker).get(reverse("registration:expertise-agenda"))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    written = answer.content.decode()
    assert (written.count("STATUS:CONFIRMED"), written.count("STATUS:TENTATIVE")) == (1, 1)
    assert "Quelle preuve" not in written
    one = browser(expert).get(reverse("registration:consultation-file", args=[consultation.pk]))
    assert one.content.decode().count("BEGIN:VEVENT") == 1
    assert (
        browser(office.evaluator).get(reverse("registration:expertise-agenda")).content.count(b"VEVENT") == 0
    )


def test_waits_show_figures_only(office: Office, expert: Actor) -> None:
    answered(office, expert)
    for actor in (office.evaluator, an_actor(Role.CLUSTER_STAFF)):
        page = text(browser(actor), "expertise-pace")
        assert "évaluation clinique" in page
        assert "Une étude comparative" not in page
    assert "Aucune question" in text(browser(an_actor(Role.REGISTRATION_OFFICER)), "expertise-pace")
    text(browser(office.maker), "expertise-pace", status=403)


@pytest.mark.parametrize("address", ["expertise", "expert-slots", "expert-profile"])
def test_lists_cost_the_same_however_long(
    office: Office, expert: Actor, address: str, django_assert_max_num_queries: object
) -> None:
    client = browser(office.maker if address == "expert-slots" else expert)
    for days, maker in enumerate([an_actor(Role.MAKER) for _ in range(4)], 8):
        other = Office(maker, office.evaluator, office.decider)
        for place, slot in enumerate(some_slots(expert, 3, days=days)):
            if place:
                asking.ask(maker, slot, a_question(a_draft(other)))
    with django_assert_max_num_queries(11):  # type: ignore[operator]
        assert client.get(reverse(f"registration:{address}")).status_code == 200
