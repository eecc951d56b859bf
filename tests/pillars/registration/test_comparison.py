"""Officers and makers read what differs between two versions of a document; nobody of the other side's group does."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.kernel.files.test_comparing import a_pdf
from tests.pillars.registration.office import Office, a_draft, a_filed

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.files.actions import store
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.pillars.registration.dossier_actions import add_document
from rakiza.pillars.registration.enums import DocumentLanguage
from rakiza.pillars.registration.models import Dossier, DossierDocument

pytestmark = pytest.mark.django_db
SECTION = "2.04"


def signed_in(actor: Actor, language: str = "fr") -> Client:
    client = Client()
    client.force_login(actor.user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


@pytest.fixture
def dossier(office: Office) -> Dossier:
    made = a_draft(office)
    for line in ("Charge 12 N", "Charge 15 N"):
        file = store(
            [a_pdf([line])], name="essai.pdf", organisation=office.maker.organisation, uploaded_by=None
        )
        add_document(office.maker, made, section=SECTION, language=DocumentLanguage.FR, file=file)
    Dossier.objects.filter(pk=made.pk).update(state="evaluation", filed_on=made.created_at.date())
    return made


def page_of(actor: Actor, dossier: Dossier, language: str = "fr", *, compare: bool = True) -> tuple[int, str]:
    latest = DossierDocument.objects.filter(dossier=dossier).latest("version")
    address = reverse("registration:section", args=[dossier.pk, SECTION])
    answer = signed_in(actor, language).get(address, {"comparer": latest.pk} if compare else {})
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(("language", "mark"), [("fr", "changé"), ("ar", "متغير"), ("en", "changed")])
def test_what_differs_is_read_in_three_languages(
    office: Office, dossier: Dossier, language: str, mark: str
) -> None:
    for actor in (office.evaluator, office.maker):
        status, page = page_of(actor, dossier, language)
        assert (status, mark in page) == (200, True)
        assert '<bdi dir="auto">Charge 12 N</bdi>' in page
        assert '<bdi dir="auto">Charge 15 N</bdi>' in page


def test_who_compared_is_written_down_and_nothing_is_read_unasked(office: Office, dossier: Dossier) -> None:
    _status, page = page_of(office.evaluator, dossier, compare=False)
    assert "Comparer le contenu" in page
    assert "Charge 12 N" not in page
    assert not AuditEvent.objects.filter(action="files.open").exists()
    page_of(office.evaluator, dossier)
    rows = AuditEvent.objects.filter(action="files.open", user=office.evaluator.user)
    assert [row.after for row in rows] == [{"dossier": dossier.pk, "compared": 2}] * 2


def test_an_officer_of_the_applicants_group_reads_nothing(office: Office, dossier: Dossier) -> None:
    Membership.objects.create(
        user=office.evaluator.user, organisation=office.maker.organisation, role=Role.MAKER
    )
    status, page = page_of(office.evaluator, dossier)
    assert (status, "Charge 12 N" in page) == (403, False)
    assert not AuditEvent.objects.filter(action="files.open").exists()


def test_a_document_of_another_dossier_is_not_compared(office: Office, dossier: Dossier) -> None:
    other = a_filed(office)
    address = reverse("registration:section", args=[other.pk, SECTION])
    latest = DossierDocument.objects.filter(dossier=dossier).latest("version")
    page = signed_in(office.maker).get(address, {"comparer": latest.pk}).content.decode()
    assert "Charge 12 N" not in page
