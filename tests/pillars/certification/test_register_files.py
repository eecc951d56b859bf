"""A body's certificates handed over as a file: previewed, proposed together, confirmed by a second officer."""

from __future__ import annotations

from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.factories import OrganisationFactory, an_actor

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.audit.queries import verify_chain
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.imports.registers import MOST_ROWS
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.another_officer import confirmable
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Membership, Organisation, Site
from rakiza.kernel.organisations.permissions import allowed
from rakiza.pillars.certification.models import Certificate, CertificateProposal
from rakiza.pillars.certification.proposals import proposals_for
from rakiza.pillars.certification.register_files.actions import confirm_file
from rakiza.reference.families import load
from rakiza.web.pages.links import address_of

pytestmark = pytest.mark.django_db
HEAD = "Numéro;Fabricant;Norme;Site;Familles couvertes;Décidé le;Valable du;Valable au\n"
ROW = "C-1;Fabrique fictive;ISO 13485:2016;;;20/12/2024;01/01/2025;31/12/2027"
UPLOAD = "certification:certificates-upload"


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.CERTIFICATION_OFFICER)


@pytest.fixture
def maker() -> Organisation:
    made: Organisation = OrganisationFactory(
        name="Fabrique fictive", name_ar="مصنع خيالي", kind=OrganisationKind.MAKER, ice="001525713000038"
    )
    Site.objects.create(organisation=made, kind="plant", name="Usine Nord", city="Fès", region="MA-03")
    Site.objects.create(
        organisation=made,
        kind="plant",
        name="Usine Sud",
        city="Agadir",
        region="MA-09",
        closed_on="2024-01-01",
    )
    return made


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def colleague(officer: Actor) -> Actor:
    return an_actor(Role.CERTIFICATION_OFFICER, officer.organisation)


def given(client: Client, *rows: str) -> str:
    """Hand a file over and return the address of its review."""
    file = SimpleUploadedFile("certificats.csv", (HEAD + "\n".join(rows)).encode())
    response = client.post(reverse(UPLOAD), {"file": file})
    assert response.status_code == 302
    return str(response.url)


def proposed(client: Client, *rows: str) -> int:
    """Propose the rows of a file, and return its number."""
    address = given(client, *rows)
    mark = client.get(address).context["mark"]
    assert client.post(address, {"reviewed": mark}).url == reverse("certification:proposals")
    return StoredFile.objects.latest("pk").pk


def counts() -> tuple[int, int]:
    return CertificateProposal.objects.count(), Certificate.objects.count()


def settle(client: Client, file: int, step: str = "confirmer") -> str:
    response = client.post(reverse("certification:settle-file", args=[file, step]), follow=True)
    return unescape(response.content.decode())


def codes(client: Client, *rows: str) -> list[str]:
    """Return the codes of what is wrong with the rows of a file."""
    return [one.kind.code for one in client.get(given(client, *rows)).context["problems"]]


def test_a_file_is_previewed_proposed_and_confirmed_by_another(officer: Actor, maker: Organisation) -> None:
    first, second = browser(officer), colleague(officer)
    gloves, syringes = sorted(one.id for one in load())[:2]
    label = load().by_id()[gloves].labels.en
    rows = (
        ROW,
        f'C-2;001525713000038;ISO 9001:2015;usine nord;"{label} ; {syringes}";2024-12-20;2025-01-01;2027-12-31',
        "C-3;مصنع خيالي;NM 03.7;Usine Nord · Fès;;2024-12-20;2025-01-01;2027-12-31",
    )

    page = first.get(given(first, *rows))
    assert (page.context["count"], page.context["problems"], counts()) == (3, [], (0, 0))
    file = proposed(first, *rows)
    assert counts() == (3, 0)
    assert [message.code for message in awaiting(second)] == ["certification.certificates_proposed"]
    waiting = unescape(first.get(reverse("certification:proposals")).content.decode())
    assert "3 certificats de ce fichier attendent" in waiting
    assert "Confirmer tous les certificats" not in waiting
    assert "une autre personne doit donner son accord" in settle(first, file)
    assert counts() == (3, 0)

    assert "Certificats délivrés : 3." in settle(browser(second), file)

    assert counts() == (0, 3)
    assert list(awaiting(second)) == []
    (told,) = Notification.objects.filter(organisation=maker)
    assert (told.code, told.params["rows"], address_of(told)) == (
        "certification.entered_together",
        3,
        reverse("certification:list"),
    )
    assert "3 certificats à votre nom" in str(told)
    made = Certificate.objects.get(number="C-2")
    assert (made.maker, made.scope_families, str(made.site), f"{made.valid_to}") == (
        maker,
        [gloves, syringes],
        "Usine Nord · Fès",
        "2027-12-31",
    )
    assert Certificate.objects.get(number="C-1").site is None
    stored = StoredFile.objects.get(pk=file)
    kept = AuditEvent.objects.filter(action="certification.propose_certificate")
    assert set(kept.values_list("after__sha256", flat=True)) == {stored.sha256}
    assert AuditEvent.objects.get(action="certification.import_certificates").after["rows"] == 3


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        (ROW.replace("C-1", ""), "Numéro", "est vide"),
        (ROW.replace("C-1", "C" * 61), "Numéro", "60 caractères"),
        (ROW.replace("Fabrique fictive", "Inconnue"), "Fabricant", "nom exact"),
        (ROW.replace("ISO 13485:2016", ""), "Norme", "est vide"),
        (ROW.replace("2016;;", "2016;Usine Est;"), "Site", "pas un site de ce fabricant"),
        (ROW.replace("2016;;", "2016;Usine Sud;"), "Site", "est fermé depuis le 1er janvier 2024"),
        (ROW.replace("2016;;;", "2016;;Soucoupe;"), "Familles", "« Soucoupe »"),
        (ROW.replace("20/12/2024", "31/02/2024"), "Décidé le", "pas une date"),
        (ROW.replace("31/12/2027", ""), "Valable au", "est vide"),
        (ROW.replace("31/12/2027", "31/12/2024"), "Valable au", "précède son début"),
        (ROW.replace("01/01/2025", "01/12/2024"), "Valable du", "précéder sa décision"),
        (ROW.replace("20/12/2024", "20/12/2099").replace("2025", "2100").replace("2027", "2102"), "Décidé le", "à venir"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("maker")
def test_a_wrong_row_is_said_and_left_out(officer: Actor, row: str, column: str, why: str) -> None:
    client = browser(officer)
    address = given(client, row)
    page = client.get(address)
    (problem,) = page.context["problems"]
    assert (problem.row, problem.column.startswith(column), why in problem.message()) == (2, True, True)
    assert (page.context["count"], page.context["rejected"]) == (0, 1)
    client.post(address, {"reviewed": page.context["mark"]})
    assert counts() == (0, 0)


@pytest.mark.usefixtures("maker")
def test_what_is_handed_back_goes_in_once_corrected(officer: Actor) -> None:
    client = browser(officer)
    back = client.get(given(client, ROW, ROW.replace("C-1", "C-2").replace("31/12/2027", "?")) + "rejetes/")
    sheet = CalamineWorkbook.from_filelike(BytesIO(back.content)).get_sheet_by_index(0).to_python()
    header, row = ([str(cell) for cell in line] for line in (sheet[0], sheet[1]))
    assert (len(sheet), row[0], "n'est pas une date" in row[-1]) == (2, "C-2", True)
    row[header.index("Valable au")] = "31/12/2027"
    text = "\n".join(";".join(line) for line in (header, row))
    answer = client.post(reverse(UPLOAD), {"file": SimpleUploadedFile("corrige.csv", text.encode())})
    page = client.get(answer.url)
    assert (page.context["count"], page.context["problems"]) == (1, [])


@pytest.mark.usefixtures("maker")
def test_the_template_is_taken_back_and_says_that_it_is_empty(officer: Actor, tmp_path: Path) -> None:
    client = browser(officer)
    empty = client.get(reverse(UPLOAD), {"modele": 1})
    (tmp_path / "certificats.xlsx").write_bytes(empty.content)
    with (tmp_path / "certificats.xlsx").open("rb") as file:
        answer = client.post(reverse(UPLOAD), {"file": file})
    assert (answer.status_code, "aucune ligne" in unescape(answer.content.decode()).lower()) == (422, True)
    assert not StoredFile.objects.exists()


@pytest.mark.usefixtures("maker")
def test_a_number_in_use_twice_or_waiting_is_left_out(officer: Actor) -> None:
    client = browser(officer)
    assert codes(client, ROW, ROW) == ["register.twice"]
    file = proposed(client, ROW)
    assert codes(client, ROW) == ["register.taken"]
    settle(browser(colleague(officer)), file)
    assert codes(client, ROW) == ["register.taken"]
    assert counts() == (0, 1)


@pytest.mark.usefixtures("maker")
def test_what_changed_since_the_review_is_reviewed_again(officer: Actor) -> None:
    client = browser(officer)
    address = given(client, ROW.replace("2016;;", "2016;Usine Nord;"))
    mark = client.get(address).context["mark"]
    Site.objects.filter(name="Usine Nord").update(closed_on="2025-01-01")
    assert client.post(address, {"reviewed": mark}).url == address
    assert counts() == (0, 0)


def test_one_certificate_that_cannot_be_given_leaves_all_waiting(officer: Actor, maker: Organisation) -> None:
    file = proposed(browser(officer), ROW, ROW.replace("C-1", "C-2"))
    Certificate.objects.create(
        body=officer.organisation,
        maker=maker,
        standard="ISO 9001",
        number="C-2",
        valid_from="2025-01-01",
        valid_to="2027-12-31",
    )
    assert "Le numéro C-2 est déjà attribué" in settle(browser(colleague(officer)), file)
    assert counts() == (2, 1)


def test_an_officer_of_the_makers_group_neither_proposes_nor_confirms(
    officer: Actor, maker: Organisation
) -> None:
    tied = colleague(officer)
    group = OrganisationFactory(kind=OrganisationKind.HEALTH_GROUP)
    Organisation.objects.filter(pk=maker.pk).update(parent=group)
    file = proposed(browser(officer), ROW)
    Membership.objects.create(user=tied.user, organisation=group, role=Role.BUYER, valid_from="2025-01-01")
    client = browser(tied)
    client.post(reverse("switch-organisation"), {"membership": tied.user.memberships.earliest("pk").pk})
    assert "vous agissez aussi pour le fabricant" in settle(client, file)
    assert codes(client, ROW.replace("C-1", "C-2")) == ["register.tied"]
    assert counts() == (1, 0)


@pytest.mark.usefixtures("maker")
def test_another_body_finds_neither_the_file_nor_its_certificates(officer: Actor) -> None:
    file = proposed(browser(officer), ROW)
    foreign = browser(an_actor(Role.CERTIFICATION_OFFICER))
    for step in ("confirmer", "abandonner"):
        assert foreign.post(reverse("certification:settle-file", args=[file, step])).status_code == 404
    assert foreign.get(reverse("certification:certificates-review", args=[file])).status_code == 404
    assert counts() == (1, 0)


@pytest.mark.usefixtures("maker")
def test_who_proposed_a_file_may_drop_it(officer: Actor) -> None:
    file = proposed(browser(officer), ROW)
    assert "Certificats proposés abandonnés : 1." in settle(browser(officer), file, "abandonner")
    assert "déjà été réglée" in settle(browser(officer), file, "abandonner")
    assert counts() == (0, 0)


@pytest.mark.usefixtures("maker")
def test_a_register_larger_than_one_part_is_refused_and_not_kept(officer: Actor) -> None:
    rows = "\n".join(ROW.replace("C-1", f"C-{number}") for number in range(MOST_ROWS + 1))
    file = SimpleUploadedFile("c.csv", (HEAD + rows).encode())
    assert browser(officer).post(reverse(UPLOAD), {"file": file}).status_code == 422
    assert not StoredFile.objects.exists()


def test_the_page_of_what_waits_costs_the_same_however_long(officer: Actor, maker: Organisation) -> None:
    reader, address = colleague(officer), reverse("certification:proposals")
    client, costs = browser(reader), []
    for first, last in ((1, 3), (3, 20)):
        proposed(browser(officer), *(ROW.replace("C-1", f"C-{number}") for number in range(first, last)))
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        costs.append(len(queries))
    # one file more on the page, which costs nothing either
    assert costs[0] == costs[1]
    group = OrganisationFactory(kind=OrganisationKind.HEALTH_GROUP)
    for tied in (False, True):
        Organisation.objects.filter(pk=maker.pk).update(parent=group if tied else None)
        if tied:
            Membership.objects.create(
                user=reader.user, organisation=group, role=Role.BUYER, valid_from="2025-01-01"
            )
        for one in (reader, officer):
            rows = list(proposals_for(one))
            ruled = {row.pk for row in rows if allowed(one, "certification.confirm_certificate", row)}
            assert confirmable(one, rows) == ruled
            assert bool(ruled) == (one is reader and not tied)


@pytest.mark.usefixtures("maker")
def test_what_a_confirmation_reads_does_not_grow_with_the_file(officer: Actor) -> None:
    second, costs = colleague(officer), []
    for first, last in ((1, 3), (3, 20)):
        rows = [ROW.replace("C-1", f"C-{number}") for number in range(first, last)]
        source = StoredFile.objects.get(pk=proposed(browser(officer), *rows))
        with CaptureQueriesContext(connection) as queries:
            assert confirm_file(second, source) == last - first
        costs.append(sum(not one["sql"].startswith("INSERT") for one in queries.captured_queries))
    assert costs[0] == costs[1]
    for action in ("issue", "confirm_certificate", "follow"):
        events = AuditEvent.objects.filter(action=f"certification.{action}", user=second.user)
        assert events.count() == 19
    assert verify_chain().intact


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.usefixtures("maker")
def test_what_is_exported_can_be_imported_as_it_is(officer: Actor, language: str) -> None:
    gloves, syringes = sorted(one.id for one in load())[:2]
    rows = (
        ROW.replace("2016;;;", f"2016;Usine Nord;{gloves}, {syringes};"),
        ROW.replace("C-1", "C-2"),
        "C-3;Fabrique fictive;ISO 9001:2015;;;05/01/2015;06/01/2015;31/12/2017",  # ended: followed by no case
    )
    settle(browser(colleague(officer)), proposed(browser(officer), *rows))
    Certificate.objects.filter(number="C-1").update(scheme="product")
    held = [
        (
            one.number,
            one.maker_id,
            one.scheme,
            one.standard,
            one.valid_from,
            one.valid_to,
            one.scope_families,
            one.site_id,
        )
        for one in Certificate.objects.order_by("number")
    ]
    client = browser(officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    export = client.get(reverse("certification:list"), {"export": 1}).content

    other = browser(an_actor(Role.CERTIFICATION_OFFICER))
    other.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = other.post(reverse(UPLOAD), {"file": SimpleUploadedFile("certificats.xlsx", export)})
    page = other.get(answer.url)

    assert [one.message() for one in page.context["problems"]] == []
    read = [one for one, _names in page.context["rows"]]
    assert sorted((one.number, f"{one.decided_on}") for one in read) == [
        ("C-1", "2024-12-20"),
        ("C-2", "2024-12-20"),
        ("C-3", "2015-01-05"),
    ]
    assert held == [
        (
            one.number,
            one.maker.pk,
            one.scheme,
            one.standard,
            one.valid_from,
            one.valid_to,
            list(one.scope_families),
            one.site.pk if one.site else None,
        )
        for one in sorted(read, key=lambda one: one.number)
    ]
