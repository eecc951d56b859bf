"""Pages of dossiers: by role, with bad input, at a constant cost."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.factories import DeviceFactory, an_actor
from tests.pillars.registration.office import (
    TODAY,
    Office,
    a_device,
    a_draft,
    a_filed,
    complete,
    give,
    state_of,
    to_decide,
)

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.presentation.action_names import ACTION_NAMES
from rakiza.pillars.registration import review_actions
from rakiza.pillars.registration.enums import DocumentStatus, DossierState, Process, RiskClass, SendBackReason
from rakiza.pillars.registration.models import Dossier, Pause, RegistrationCertificate
from rakiza.pillars.registration.process import ORIGINS, Step

pytestmark = pytest.mark.django_db


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def text(client: Client, name: str, *args: object, status: int = 200, **query: str) -> str:
    response = client.get(reverse(f"registration:{name}", args=args), query)
    assert response.status_code == status
    return response.content.decode()


def test_a_maker_opens_fills_checks_and_files(office: Office) -> None:
    client, device = browser(office.maker), a_device(office)
    given = {"request": "initial", "device": device.pk, "risk_class": "IIa", "authority": office.authority.pk}
    answer = client.post(reverse("registration:open-dossier", args=["registration"]), given)
    dossier = Dossier.objects.get()
    assert answer.headers["Location"] == reverse("registration:dossier", args=[dossier.pk])
    assert "Le dossier n'est pas complet" in text(client, "check", dossier.pk)
    complete(office, dossier)
    checked = text(client, "check", dossier.pk)
    assert "Déposer le dossier" in checked
    assert "pas complet" not in checked

    client.post(reverse("registration:dossier-step", args=[dossier.pk, "deposer"]))

    assert state_of(dossier) == DossierState.FILED
    assert "120 jours restants" in text(browser(office.evaluator), "dossiers")


@pytest.mark.parametrize("process", list(Process))
def test_the_form_offers_ones_own_only(office: Office, process: Process) -> None:
    foreign = DeviceFactory()
    page = text(browser(office.maker), "open-dossier", process.value)
    assert foreign.name not in page
    answer = browser(office.maker).post(
        reverse("registration:open-dossier", args=[process]),
        {"request": "initial", "device": foreign.pk, "risk_class": "I", "authority": office.authority.pk},
    )
    assert answer.status_code == 422
    assert not Dossier.objects.exists()


FIELDS = {
    "renvoyer-reason": "evidence",
    "renvoyer-remark": "R",
    "conclure-opinion": "favourable",
    "conclure-internal_note": "N",
    "accorder-valid_from": TODAY().isoformat(),
    "refuser-remark": "R",
    "reclasser-risk_class": "III",
}


@pytest.mark.parametrize("step", [step for step in Step if step != Step.OPINE])
def test_a_forbidden_step_changes_nothing_on_the_page(office: Office, step: Step) -> None:
    wrong = min(set(DossierState) - ORIGINS[step] - {DossierState.DRAFT})
    dossier = a_draft(office)
    Dossier.objects.filter(pk=dossier.pk).update(state=wrong, filed_on=TODAY())
    before = AuditEvent.objects.count()
    by_maker = step in {Step.FILE, Step.CANCEL, Step.TAKE_CLASS}
    fields = {**FIELDS, "confier-officer": str(office.decider.user.pk)}

    client = browser(office.maker if by_maker else office.decider)
    answer = client.post(reverse("registration:dossier-step", args=[dossier.pk, step]), fields, follow=True)

    assert "Le dossier a changé entre-temps" in answer.content.decode()
    assert (state_of(dossier), AuditEvent.objects.count()) == (wrong, before)


@pytest.mark.parametrize(
    ("filed", "words"),
    [(140, "délai suspendu, 10 jours de retard"), (100, "délai suspendu, 30 jours restants")],
)
def test_what_was_late_when_sent_back_is_not_said_to_have_days_left(
    office: Office, filed: int, words: str
) -> None:
    dossier = a_filed(office)
    Dossier.objects.filter(pk=dossier.pk).update(filed_on=TODAY() - timedelta(days=filed))
    review_actions.send_back(office.evaluator, dossier, reason=SendBackReason.EVIDENCE, remark="Essai.")
    Pause.objects.update(starts_on=TODAY() - timedelta(days=10))
    page = browser(office.evaluator).get(reverse("registration:dossiers"))
    assert words in page.content.decode()


def test_a_chapter_that_asks_nothing_says_so(office: Office) -> None:
    dossier = a_draft(office, Process.DECLARATION)
    empty = "Rien n'est joint ni demandé dans ce chapitre."
    chapters = browser(office.maker).get(reverse("registration:check", args=[dossier.pk]))
    silent = sum(not chapter.asked for chapter in chapters.context["chapters"])
    assert unescape(chapters.content.decode()).count(empty) == silent
    registration = a_draft(
        office, device=DeviceFactory(maker=office.maker.organisation), risk_class=RiskClass.I
    )
    page = browser(office.maker).get(reverse("registration:check", args=[registration.pk]))
    assert unescape(page.content.decode()).count(empty) > 0


def test_an_evaluator_cannot_decide_by_hand(office: Office) -> None:
    dossier = to_decide(office)
    page = text(browser(office.evaluator), "dossier", dossier.pk)
    assert "accorder-valid_from" not in page
    address = reverse("registration:dossier-step", args=[dossier.pk, "accorder"])
    assert browser(office.evaluator).post(address, FIELDS).status_code == 403
    assert state_of(dossier) == DossierState.DECISION
    browser(office.decider).post(address, FIELDS)
    assert RegistrationCertificate.objects.get().dossier == dossier


@pytest.mark.parametrize("day", ["2099-13-01", "", "hier", (TODAY() - timedelta(days=3)).isoformat()])
def test_a_bad_date_is_said_at_the_form(office: Office, day: str) -> None:
    dossier = to_decide(office)
    answer = browser(office.decider).post(
        reverse("registration:dossier-step", args=[dossier.pk, "accorder"]), {"accorder-valid_from": day}
    )
    assert answer.status_code == 422
    assert state_of(dossier) == DossierState.DECISION


def test_an_expired_delegation_opens_nothing(office: Office) -> None:
    dossier = a_filed(office)
    lender = Membership.objects.get(user=office.evaluator.user)
    helper = an_actor(Role.REGISTRATION_OFFICER, office.authority)
    yesterday = TODAY() - timedelta(days=1)
    client = browser(helper)
    Membership.objects.filter(user=helper.user).update(delegated_by=lender, valid_to=yesterday)
    answer = client.post(reverse("registration:dossier-step", args=[dossier.pk, "recevoir"]))
    assert (answer.status_code, state_of(dossier)) == (403, DossierState.FILED)


def test_internal_notes_stay_inside(office: Office) -> None:
    dossier = a_filed(office)
    review_actions.admit(office.evaluator, dossier)
    document = dossier.documents.get(section="3.02")
    review_actions.review_document(
        office.evaluator,
        document,
        status=DocumentStatus.TO_CORRECT,
        remark="Mot pour le demandeur",
        internal_note="Mot entre nous",
    )
    review_actions.conclude(
        office.evaluator, dossier, opinion="unfavourable", internal_note="Rapport réservé"
    )
    outside = text(browser(office.maker), "section", dossier.pk, "3.02")
    outside += text(browser(office.maker), "dossier", dossier.pk)
    inside = text(browser(office.decider), "section", dossier.pk, "3.02")
    inside += text(browser(office.decider), "dossier", dossier.pk)
    assert "Mot pour le demandeur" in outside
    for reserved in ("Mot entre nous", "Rapport réservé", str(office.evaluator.user)):
        assert reserved not in outside
        assert reserved in inside


def test_two_versions_of_a_text_are_compared(office: Office) -> None:
    dossier, client = a_draft(office), browser(office.maker)
    address = reverse("registration:add-document", args=[dossier.pk, "1.01"])
    for content in (b"Objet : demande\nLigne ancienne\n", b"Objet : demande\nLigne nouvelle\n"):
        client.post(address, {"language": "fr", "file": SimpleUploadedFile("lettre.txt", content)})
    latest = dossier.documents.latest("version")
    page = client.get(
        reverse("registration:section", args=[dossier.pk, "1.01"]), {"comparer": latest.pk}
    ).content.decode()
    assert '<del class="no-underline"><bdi dir="auto">Ligne ancienne</bdi></del>' in page
    assert '<ins class="no-underline"><bdi dir="auto">Ligne nouvelle</bdi></ins>' in page
    assert "Objet : demande" not in page


@pytest.mark.parametrize(
    ("content", "status"), [(b"%PDF-1.4", 302), (b"PK\x03\x04zip", 422), (b"\x7fELF\0\0", 422), (b"", 422)]
)
def test_a_document_is_told_by_its_bytes(office: Office, content: bytes, status: int) -> None:
    dossier = a_draft(office)
    answer = browser(office.maker).post(
        reverse("registration:add-document", args=[dossier.pk, "1.04"]),
        {"language": "fr", "file": SimpleUploadedFile("formulaire.pdf", content)},
    )
    assert (answer.status_code, dossier.documents.count()) == (status, int(status == 302))


def test_strangers_find_no_dossier(office: Office) -> None:
    dossier = a_filed(office)
    document = dossier.documents.first()
    assert document is not None
    for stranger in (an_actor(Role.MAKER), an_actor(Role.REGISTRATION_OFFICER)):
        client = browser(stranger)
        text(client, "dossier", dossier.pk, status=404)
        text(client, "section", dossier.pk, "1.04", status=404)
        text(client, "dossier-file", dossier.pk, document.file_id, status=404)
    for role in (Role.BUYER, Role.CLUSTER_STAFF, Role.COORDINATOR, Role.ADMINISTRATOR):
        text(browser(an_actor(role)), "dossier", dossier.pk, status=403)
        text(browser(an_actor(role)), "dossiers", status=403)


def test_an_officer_of_the_group_opens_no_document(office: Office) -> None:
    dossier = a_filed(office)
    document = dossier.documents.first()
    assert document is not None
    Membership.objects.create(
        user=office.decider.user, organisation=office.maker.organisation, role=Role.BUYER
    )
    client = browser(office.decider)
    session = client.session
    session["membership"] = Membership.objects.get(user=office.decider.user, organisation=office.authority).pk
    session.save()
    text(client, "dossier-file", dossier.pk, document.file_id, status=403)


@pytest.mark.parametrize("address", ["dossiers", "dossiers-export"])
def test_the_queue_costs_the_same_however_long(
    office: Office, address: str, django_assert_max_num_queries: object
) -> None:
    for _number in range(4):
        a_filed(office)
    give(office, a_draft(office), "1.04")
    client = browser(office.evaluator)
    query = {"export": "1"} if address.endswith("export") else {}
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert client.get(reverse("registration:dossiers"), query).status_code == 200


def test_the_queue_keeps_its_filters_in_the_address(office: Office) -> None:
    mine, other = a_filed(office), a_filed(office)
    review_actions.assign(office.evaluator, mine, officer=office.evaluator.user)
    client = browser(office.evaluator)
    page = text(client, "dossiers", miens="1", classe="IIa", procedure="registration")
    assert str(mine.device) in page
    assert str(other.device) not in page
    assert "Aucun dossier ne répond" in text(client, "dossiers", etat="refused")


def test_the_applicant_follows_its_dossier_without_the_officers_names_or_examinations(office: Office) -> None:
    dossier = to_decide(office)
    page = text(browser(office.maker), "dossier", dossier.pk)
    history = page.split('id="history-title"')[1]

    assert str(office.authority) in history
    assert str(office.maker.organisation) in history
    done = AuditEvent.objects.about(dossier)
    officers = {one.user for one in done if one.organisation == office.authority}
    assert officers
    assert [one for one in officers if str(one) in page] == []
    internal = ("registration.dossier_assign", "registration.dossier_conclude")
    assert done.filter(action__in=internal).exists()
    for action in internal:
        assert str(ACTION_NAMES[action]) not in history
    seen = text(browser(office.decider), "dossier", dossier.pk).split('id="history-title"')[1]
    assert str(ACTION_NAMES["registration.dossier_conclude"]) in seen
