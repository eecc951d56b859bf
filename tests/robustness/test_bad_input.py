"""What is wrong on arrival: refused with a sentence, written down, nothing changed, nothing lost (issue list).

Each case goes through the page as a person would: the sentence is what they read, the row is the one of
refused acts, and the trail and the tables are as before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import DeviceFactory, OrganisationFactory, an_actor
from tests.pillars.certification import office as bodies
from tests.pillars.registration.office import TODAY, a_draft, a_filed, an_office, state_of, to_decide

from rakiza.kernel.audit import refusals
from rakiza.kernel.audit.models import AuditEvent, RefusedAct
from rakiza.kernel.audit.queries import verify_chain
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OVERSEERS, OrganisationKind, Role
from rakiza.kernel.organisations.models import Membership, Organisation, Site
from rakiza.pillars.certification.enums import DocumentKind
from rakiza.pillars.certification.models import Certificate, CertificationCase
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.enums import DossierState, Process
from rakiza.pillars.registration.models import (
    Dossier,
    DossierDocument,
    EstablishmentDeclaration,
    RegistrationCertificate,
)

pytestmark = pytest.mark.django_db
TABLES = (
    AuditEvent, StoredFile, Dossier, DossierDocument, RegistrationCertificate, EstablishmentDeclaration,
    Certificate, CertificationCase, Membership, Device,
)  # fmt: skip
PDF = b"%PDF-1.4 piece"


@dataclass(frozen=True)
class Try:
    """Somebody's act on a page, what they should be told, and the code that is written down."""

    who: Actor
    address: str
    fields: Mapping[str, object]
    status: int
    said: str
    code: str


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def counts() -> list[int]:
    return [table.objects.count() for table in TABLES]


def a_file(content: bytes = PDF, name: str = "piece.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def step(dossier: Dossier, name: str) -> str:
    return reverse("registration:dossier-step", args=[dossier.pk, name])


def title_before_its_decision() -> Try:
    office = an_office()
    dossier = to_decide(office)
    early = (TODAY() - timedelta(days=1)).isoformat()
    return Try(
        office.decider, step(dossier, "accorder"), {"accorder-valid_from": early}, 422,
        "précéder sa décision", "registration.before_decision",
    )  # fmt: skip


def validity_backwards() -> Try:
    office = an_office()
    dossier = to_decide(office, Process.AUTHORISATION)
    fields = {
        "accorder-valid_from": TODAY().isoformat(),
        "accorder-valid_to": (TODAY() - timedelta(days=1)).isoformat(),
    }
    return Try(office.decider, step(dossier, "accorder"), fields, 422, "précède", "registration.dates")


def certificate_backwards() -> Try:
    officer, maker = an_actor(Role.CERTIFICATION_OFFICER), an_actor(Role.MAKER)
    fields = {
        "maker": maker.organisation.pk, "scheme": "system", "standard": "ISO 13485", "number": "C-1",
        "decided_on": "2026-01-02", "valid_from": "2027-01-02", "valid_to": "2027-01-01",
    }  # fmt: skip
    return Try(officer, reverse("certification:issue"), fields, 422, "précède", "")


def a_date_that_is_none() -> Try:
    office = an_office()
    dossier = to_decide(office)
    return Try(
        office.decider, step(dossier, "accorder"), {"accorder-valid_from": "2027-02-30"}, 422,
        "date", "form:422",
    )  # fmt: skip


def anothers_device() -> Try:
    office = an_office()
    foreign = DeviceFactory()
    fields = {"request": "initial", "device": foreign.pk, "risk_class": "I", "authority": office.authority.pk}
    address = reverse("registration:open-dossier", args=["registration"])
    return Try(office.maker, address, fields, 422, "choix", "form:422")


def anothers_site() -> Try:
    maker, body = an_actor(Role.MAKER), an_actor(Role.CERTIFICATION_OFFICER)
    site = Site.objects.create(
        organisation=OrganisationFactory(), kind="plant", name="U", city="V", region="MA-01"
    )
    fields = {"body": body.organisation.pk, "scheme": "system", "standard": "ISO 13485:2016", "site": site.pk}
    return Try(maker, reverse("certification:open-case"), fields, 422, "choix", "form:422")


def a_file_given_twice() -> Try:
    office = an_office()
    dossier = a_draft(office)
    browser(office.maker).post(
        reverse("registration:add-document", args=[dossier.pk, "1.04"]), {"language": "fr", "file": a_file()}
    )
    assert DossierDocument.objects.count() == 1
    address = reverse("registration:add-document", args=[dossier.pk, "1.05"])
    fields = {"language": "fr", "file": a_file()}
    return Try(office.maker, address, fields, 422, "déjà une autre pièce", "dossier.same_file")


def a_file_of_another_maker() -> Try:
    office, other = an_office(), an_office()
    first, second = a_draft(office), a_draft(other)
    browser(office.maker).post(
        reverse("registration:add-document", args=[first.pk, "1.04"]), {"language": "fr", "file": a_file()}
    )
    assert DossierDocument.objects.count() == 1
    address = reverse("registration:add-document", args=[second.pk, "1.04"])
    fields = {"language": "fr", "file": a_file()}
    return Try(other.maker, address, fields, 422, "autre entreprise", "dossier.foreign_file")


def a_file_of_another_makers_case() -> Try:
    """A piece of another company's certification, in a dossier with the health authority."""
    office, other = an_office(), bodies.an_office()
    bodies.give(other, bodies.a_draft(other), DocumentKind.MANUAL, b"manuel")
    content = b"%PDF-1.4 manuel"
    address = reverse("registration:add-document", args=[a_draft(office).pk, "1.04"])
    fields = {"language": "fr", "file": a_file(content)}
    return Try(office.maker, address, fields, 422, "autre entreprise", "dossier.foreign_file")


def a_file_of_another_makers_dossier() -> Try:
    """A piece of another company's dossier, in a certification case."""
    office, other = bodies.an_office(), an_office()
    case = bodies.a_draft(office)
    browser(other.maker).post(
        reverse("registration:add-document", args=[a_draft(other).pk, "1.04"]),
        {"language": "fr", "file": a_file()},
    )
    assert DossierDocument.objects.count() == 1
    address = reverse("certification:add-document", args=[case.pk])
    fields = {"kind": "scope", "file": a_file()}
    return Try(office.maker, address, fields, 422, "autre entreprise", "case.foreign_file")


def _disguised(content: bytes, name: str) -> Try:
    office = an_office()
    address = reverse("registration:add-document", args=[a_draft(office).pk, "1.04"])
    fields = {"language": "fr", "file": a_file(content, name)}
    return Try(office.maker, address, fields, 422, "ni un PDF", "files.type")


def a_disguised_file() -> Try:
    return _disguised(b"MZ\x90\x00program", "formulaire.pdf")


def an_installer_named_as_a_workbook() -> Try:
    """An OLE file is no workbook for its first bytes, nor for holding the word."""
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000) + "Workbook".encode("utf-16-le") + bytes(600)
    return _disguised(ole, "essais.xls")


def a_page_named_as_a_workbook() -> Try:
    return _disguised(b"<html><table><tr><td>1</td></tr></table></html>", "essais.xls")


def the_makers_own_group() -> Try:
    office = an_office()
    group = OrganisationFactory(kind=OrganisationKind.HEALTH_GROUP)
    dossier = a_filed(office)
    Organisation.objects.filter(pk=office.maker.organisation.pk).update(parent=group)
    Membership.objects.create(
        user=office.evaluator.user, organisation=group, role=Role.BUYER, valid_from=TODAY()
    )
    return Try(office.evaluator, step(dossier, "recevoir"), {}, 403, "rôle", "not_allowed:")


def decided_by_another_meanwhile() -> Try:
    office = an_office()
    dossier = to_decide(office)
    third = an_actor(Role.REGISTRATION_OFFICER, office.authority)
    browser(office.decider).post(step(dossier, "refuser"), {"refuser-remark": "Insuffisant"})
    fields = {"accorder-valid_from": TODAY().isoformat()}
    return Try(third, step(dossier, "accorder"), fields, 422, "rechargez", "dossier.state")


def a_stranger() -> Try:
    dossier = a_filed(an_office())
    return Try(an_actor(Role.MAKER), step(dossier, "abandonner"), {}, 404, "autre organisation", "not_found")


CASES: list[Callable[[], Try]] = [
    title_before_its_decision,
    validity_backwards,
    certificate_backwards,
    a_date_that_is_none,
    anothers_device,
    anothers_site,
    a_file_given_twice,
    a_file_of_another_maker,
    a_disguised_file,
    an_installer_named_as_a_workbook,
    a_page_named_as_a_workbook,
    a_file_of_another_makers_case,
    a_file_of_another_makers_dossier,
    the_makers_own_group,
    decided_by_another_meanwhile,
    a_stranger,
]


@pytest.mark.parametrize("case", CASES, ids=[case.__name__ for case in CASES])
def test_bad_input_is_said_written_down_and_changes_nothing(case: Callable[[], Try]) -> None:
    tried = case()
    client = browser(tried.who)
    client.get("/")
    before, states = counts(), list(Dossier.objects.order_by("pk").values_list("pk", "state"))

    answer = client.post(tried.address, tried.fields)

    page = (client.get(answer.url) if answer.status_code == 302 else answer).content.decode()
    assert answer.status_code == tried.status
    assert tried.said in unescape(page)
    assert counts() == before
    assert list(Dossier.objects.order_by("pk").values_list("pk", "state")) == states
    row = RefusedAct.objects.get()
    assert (row.user, row.organisation, row.role) == (tried.who.user, tried.who.organisation, tried.who.role)
    assert row.code.startswith(tried.code)
    assert verify_chain().intact


def test_an_expired_delegation_opens_nothing_and_is_written_down() -> None:
    office = an_office()
    dossier, helper = a_filed(office), an_actor(Role.REGISTRATION_OFFICER, office.authority)
    lender = Membership.objects.get(user=office.evaluator.user)
    client = browser(helper)
    Membership.objects.filter(user=helper.user).update(
        delegated_by=lender, valid_to=TODAY() - timedelta(days=1)
    )
    before = counts()

    answer = client.post(step(dossier, "recevoir"))

    assert answer.status_code == 403
    assert "aucune organisation active" in unescape(answer.content.decode())
    assert (counts(), state_of(dossier)) == (before, DossierState.FILED)
    row = RefusedAct.objects.get()
    assert (row.user, row.organisation, row.code) == (helper.user, None, "no_membership")


def test_a_deactivated_account_with_an_open_session_does_nothing_more() -> None:
    office = an_office()
    dossier, client = a_filed(office), browser(office.evaluator)
    assert client.get("/").status_code == 200
    User.objects.filter(pk=office.evaluator.user.pk).update(is_active=False)
    before = counts()

    answer = client.post(step(dossier, "recevoir"))

    assert answer.status_code == 403
    assert "Ce compte est désactivé" in unescape(answer.content.decode())
    assert (counts(), state_of(dossier)) == (before, DossierState.FILED)
    row = RefusedAct.objects.get()
    assert (row.user, row.code, row.page) == (
        office.evaluator.user,
        "account_closed",
        "registration:dossier-step",
    )


def test_a_file_of_200_mb_is_turned_away_before_it_is_read(settings) -> None:
    office = an_office()
    dossier, client = a_draft(office), browser(office.maker)
    before = counts()

    answer = client.post(
        reverse("registration:add-document", args=[dossier.pk, "1.04"]),
        b"",
        content_type="application/pdf",
        headers={"Content-Length": str(200 * 1024 * 1024)},
    )

    assert answer.status_code == 413
    assert f"dépasse {settings.RAKIZA_UPLOAD_MAX_BYTES // 1024**2} Mo" in unescape(answer.content.decode())
    assert counts() == before
    row = RefusedAct.objects.get()
    assert (row.user, row.code, row.page) == (office.maker.user, "too_large", "registration:add-document")


def test_a_stranger_s_large_file_leaves_no_row() -> None:
    answer = Client().post(
        "/nulle-part/",
        b"",
        content_type="application/pdf",
        headers={"Content-Length": str(200 * 1024 * 1024)},
    )

    assert answer.status_code == 413
    assert not RefusedAct.objects.exists()


@pytest.mark.parametrize("code", ["forged", "A" * 24, "../../etc/passwd"])
def test_a_forged_qr_code_vouches_for_nothing(code: str) -> None:
    before = counts()
    address = reverse("registration:verify", args=["x"]).replace("/x/", f"/{code}/")

    answer = Client().get(address)

    assert answer.status_code == 404
    assert counts() == before


def test_a_forged_qr_code_is_told_and_written_down_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "MOST_A_DAY", 3)
    for language, said in (("fr", "Aucun titre ne porte ce code"), ("ar", "لا"), ("en", "No title")):
        client = Client(headers={"Accept-Language": language})
        page = client.get(reverse("registration:verify", args=["A" * 24])).content.decode()
        assert said in unescape(page)
    for noise in ("forged", "A" * 25, "R-VALIDE"):
        Client().get(reverse("registration:verify", args=[noise]))

    row = RefusedAct.objects.get()
    assert (row.user, row.organisation, row.page, row.about, row.code) == (
        None, None, "registration:verify", "A" * 24, "registration.unknown_code",
    )  # fmt: skip
    assert "document ou son code QR est faux" in row.sentence
    assert row.origin == "page 127.0.0.1"
    shown = browser(an_actor(Role.CLUSTER_STAFF)).get("/journal/refus/").content.decode()
    assert ("visiteur sans compte" in shown, "A" * 24 in shown) == (True, True)

    RefusedAct.objects.update(at=timezone.now() - timedelta(days=1))
    for letter in "ABCDE":  # the next day it is written again, and no more than so many
        Client().get(reverse("registration:verify", args=[letter * 24]))
    assert RefusedAct.objects.count() == 1 + 3
    assert verify_chain().intact


def test_a_title_of_the_last_day_holds_to_midnight_in_the_country(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415

    office = an_office()
    lender, helper = office.evaluator, an_actor(Role.REGISTRATION_OFFICER, office.authority)
    Membership.objects.filter(user=helper.user).update(
        delegated_by=Membership.objects.get(user=lender.user),
        valid_to=datetime(2031, 3, 10).date(),  # noqa: DTZ001
    )
    Membership.objects.filter(user__in=[helper.user, lender.user]).update(valid_from=None)
    client = browser(helper)
    client.get("/")

    for moment, status in (
        (datetime(2031, 3, 10, 22, 59, 59, tzinfo=UTC), 200),
        (datetime(2031, 3, 10, 23, 0, 1, tzinfo=UTC), 403),
    ):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        client = browser(helper)
        assert (moment, client.get("/").status_code) == (moment, status)


def test_who_runs_the_platform_reads_what_was_refused_others_do_not() -> None:
    tried = a_stranger()
    browser(tried.who).post(tried.address, tried.fields)

    for role in Role:
        page = browser(an_actor(role)).get("/journal/refus/")
        assert page.status_code == (200 if role in OVERSEERS else 403)
        if role in OVERSEERS:
            assert "registration:dossier-step" in page.content.decode()


def test_a_search_among_refused_acts_that_finds_nothing_says_so() -> None:
    tried, staff = a_stranger(), browser(an_actor(Role.CLUSTER_STAFF))
    browser(tried.who).post(tried.address, tried.fields)

    assert "Rien ne répond à ces filtres" in staff.get("/journal/refus/?q=zzzz").content.decode()
    assert "Rien ne répond à ces filtres" not in staff.get("/journal/refus/").content.decode()


def test_reading_writes_nothing_down() -> None:
    office = an_office()
    dossier = a_filed(office)
    stranger = browser(an_actor(Role.MAKER))

    assert stranger.get(reverse("registration:dossier", args=[dossier.pk])).status_code == 404
    assert not RefusedAct.objects.exists()


def test_the_list_of_refused_acts_costs_the_same_however_long(django_assert_num_queries) -> None:
    tried, staff = a_stranger(), browser(an_actor(Role.CLUSTER_STAFF))
    staff.get("/journal/refus/")
    for _again in range(6):
        browser(tried.who).post(tried.address, tried.fields)
    with django_assert_num_queries(6):
        staff.get("/journal/refus/")
