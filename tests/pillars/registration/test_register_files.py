"""Rows of a register handed over as a file: previewed, proposed together, confirmed by a second officer."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from tests.factories import DeviceFactory, OrganisationFactory, an_actor

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.audit.queries import verify_chain
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.another_officer import confirmable
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Membership, Organisation
from rakiza.kernel.organisations.permissions import allowed
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.actions import maker_of
from rakiza.pillars.registration.models import (
    EstablishmentDeclaration,
    RegistrationCertificate,
    SpecificAuthorisation,
    TitleProposal,
)
from rakiza.pillars.registration.proposals import proposals_for
from rakiza.pillars.registration.queries import KINDS
from rakiza.pillars.registration.register_files.actions import confirm_file
from rakiza.pillars.registration.register_files.sheet import KIND
from rakiza.web.pages.links import address_of

pytestmark = pytest.mark.django_db
HEAD = (
    "Nature;Numéro;Fabricant;Référence du dispositif;Décidé le;Valable du;Valable au;Classe de risque;Objet\n"
)
TITLES = (EstablishmentDeclaration, RegistrationCertificate, SpecificAuthorisation)


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.REGISTRATION_OFFICER)


@pytest.fixture
def device() -> Device:
    maker = OrganisationFactory(name="Fabrique fictive", kind=OrganisationKind.MAKER, ice="001525713000038")
    return DeviceFactory(maker=maker, reference="S-10", gtin="6111234567896")


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def colleague(officer: Actor) -> Actor:
    return an_actor(Role.REGISTRATION_OFFICER, officer.organisation)


def given(client: Client, *rows: str) -> str:
    """Hand a file over and return the address of its review."""
    file = SimpleUploadedFile("registre.csv", (HEAD + "\n".join(rows)).encode())
    response = client.post(reverse("registration:titles-upload"), {"file": file})
    assert response.status_code == 302
    return str(response.url)


def proposed(client: Client, *rows: str) -> int:
    """Propose the rows of a file, and return its number."""
    address = given(client, *rows)
    mark = client.get(address).context["mark"]
    assert client.post(address, {"reviewed": mark}).url == reverse("registration:proposals")
    return StoredFile.objects.latest("pk").pk


def counts() -> tuple[int, ...]:
    return tuple(table._default_manager.count() for table in (TitleProposal, *TITLES))


def settle(client: Client, file: int, step: str = "confirmer") -> str:
    response = client.post(reverse("registration:settle-file", args=[file, step]), follow=True)
    return unescape(response.content.decode())


ROWS = (
    "déclaration d'établissement;D-1;Fabrique fictive;;20/12/2024;01/01/2025;;;",
    "registration;R-1;001525713000038;S-10;2024-12-20;2025-01-01;2029-12-31;IIa;",
    "autorisation spécifique;A-1;FABRIQUE FICTIVE;06111234567896;2024-12-20;2025-01-01;2025-06-30;;sur mesure",
)


def test_a_file_is_previewed_proposed_and_confirmed_by_another(officer: Actor, device: Device) -> None:
    first, second = browser(officer), colleague(officer)

    review = given(first, *ROWS)
    page = first.get(review)
    assert (page.context["count"], page.context["problems"], counts()) == (3, [], (0, 0, 0, 0))
    file = proposed(first, *ROWS)
    assert counts() == (3, 0, 0, 0)
    assert [message.code for message in awaiting(second)] == ["registration.titles_proposed"]
    assert "Confirmer tous les titres" not in first.get(reverse("registration:proposals")).content.decode()
    assert "une autre personne doit donner son accord" in settle(first, file)
    assert counts() == (3, 0, 0, 0)

    waiting = browser(second).get(reverse("registration:proposals")).content.decode()
    assert "Confirmer tous les titres du fichier" in waiting
    assert "Titres accordés : 3." in settle(browser(second), file)

    assert counts() == (0, 1, 1, 1)
    assert list(awaiting(second)) == []
    (told,) = Notification.objects.filter(organisation=device.maker)
    assert (told.code, told.params["rows"], address_of(told)) == (
        "registration.entered_together",
        3,
        reverse("registration:list"),
    )
    assert "3 titres à votre nom" in str(told)
    registration = RegistrationCertificate.objects.get()
    assert (registration.device, registration.risk_class, f"{registration.valid_to}") == (
        device,
        "IIa",
        "2029-12-31",
    )
    assert SpecificAuthorisation.objects.get().purpose == "custom_made"
    stored = StoredFile.objects.get(pk=file)
    kept = AuditEvent.objects.filter(action="registration.propose_title").values_list(
        "after__sha256", flat=True
    )
    assert set(kept) == {stored.sha256}
    assert AuditEvent.objects.get(action="registration.import_titles").after["rows"] == 3


@pytest.mark.parametrize(
    ("row", "column", "why"),
    [
        ("visa;R-1;Fabrique fictive;S-10;2024-12-20;2025-01-01;2029-12-31;;", "Nature", "nature de titre"),
        ("registration;;Fabrique fictive;S-10;2024-12-20;2025-01-01;2029-12-31;;", "Numéro", "est vide"),
        ("registration;R-1;Inconnue;S-10;2024-12-20;2025-01-01;2029-12-31;;", "Fabricant", "nom exact"),
        ("registration;R-1;Fabrique fictive;S-11;2024-12-20;2025-01-01;2029-12-31;;", "Référence", "sa référence"),
        ("registration;R-1;Fabrique fictive;S-10;31/02/2024;2025-01-01;2029-12-31;;", "Décidé le", "pas une date"),
        ("registration;R-1;Fabrique fictive;S-10;2024-12-20;2025-01-01;;;", "Valable au", "est vide"),
        ("registration;R-1;Fabrique fictive;S-10;2024-12-20;2025-01-01;2024-12-31;;", "Valable au", "précède son début"),
        ("registration;R-1;Fabrique fictive;S-10;2024-12-20;2024-12-01;2029-12-31;;", "Valable du", "précéder sa décision"),
        ("registration;R-1;Fabrique fictive;S-10;2099-12-20;2100-01-01;2100-12-31;;", "Décidé le", "à venir"),
        ("registration;R-1;Fabrique fictive;S-10;2024-12-20;2025-01-01;2029-12-31;V;", "Classe", "valeur connue"),
        ("authorisation;A-1;Fabrique fictive;S-10;2024-12-20;2025-01-01;2029-12-31;;", "Objet", "est vide"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("device")
def test_a_wrong_row_is_said_and_left_out(officer: Actor, row: str, column: str, why: str) -> None:
    client = browser(officer)
    address = given(client, row)
    page = client.get(address)
    (problem,) = page.context["problems"]
    assert (problem.row, problem.column.startswith(column), why in problem.message()) == (2, True, True)
    assert (page.context["count"], page.context["rejected"]) == (0, 1)
    back = client.get(f"{address}rejetes/")
    assert back.status_code == 200
    client.post(address, {"reviewed": page.context["mark"]})
    assert counts() == (0, 0, 0, 0)


@pytest.mark.usefixtures("device")
def test_a_number_in_use_twice_or_waiting_is_left_out(officer: Actor) -> None:
    client = browser(officer)
    again = ROWS[1].replace("IIa", "IIb")
    page = client.get(given(client, ROWS[1], again))
    assert [problem.kind.code for problem in page.context["problems"]] == ["register.twice"]
    proposed(client, ROWS[1])
    page = client.get(given(client, ROWS[1]))
    assert [problem.kind.code for problem in page.context["problems"]] == ["register.taken"]
    assert counts() == (1, 0, 0, 0)


@pytest.mark.usefixtures("device")
def test_what_changed_since_the_review_is_reviewed_again(officer: Actor) -> None:
    client = browser(officer)
    address = given(client, *ROWS)
    mark = client.get(address).context["mark"]
    Organisation.objects.filter(name="Fabrique fictive").update(active=False)
    assert client.post(address, {"reviewed": mark}).url == address
    assert counts() == (0, 0, 0, 0)


@pytest.mark.usefixtures("device")
def test_one_title_that_cannot_be_given_leaves_all_waiting(officer: Actor) -> None:
    file = proposed(browser(officer), *ROWS)
    RegistrationCertificate.objects.create(
        authority=officer.organisation,
        device=Device.objects.get(),
        number="R-1",
        valid_from="2025-01-01",
        valid_to="2029-12-31",
    )
    assert "Le numéro R-1 est déjà attribué" in settle(browser(colleague(officer)), file)
    assert counts() == (3, 0, 1, 0)


def test_an_officer_of_the_makers_group_neither_proposes_nor_confirms(officer: Actor, device: Device) -> None:
    tied = colleague(officer)
    group = OrganisationFactory(kind=OrganisationKind.HEALTH_GROUP)
    Organisation.objects.filter(pk=device.maker_id).update(parent=group)
    file = proposed(browser(officer), *ROWS)
    Membership.objects.create(user=tied.user, organisation=group, role=Role.BUYER, valid_from="2025-01-01")
    client = browser(tied)
    client.post(reverse("switch-organisation"), {"membership": tied.user.memberships.earliest("pk").pk})
    assert "vous agissez aussi pour le fabricant" in settle(client, file)
    page = client.get(given(client, ROWS[1].replace("R-1", "R-2")))
    assert [problem.kind.code for problem in page.context["problems"]] == ["register.tied"]
    assert counts() == (3, 0, 0, 0)


@pytest.mark.usefixtures("device")
def test_another_authority_finds_neither_the_file_nor_its_titles(officer: Actor) -> None:
    file = proposed(browser(officer), *ROWS)
    foreign = browser(an_actor(Role.REGISTRATION_OFFICER))
    for step in ("confirmer", "abandonner"):
        assert foreign.post(reverse("registration:settle-file", args=[file, step])).status_code == 404
    assert foreign.get(reverse("registration:titles-review", args=[file])).status_code == 404
    assert counts() == (3, 0, 0, 0)


@pytest.mark.usefixtures("device")
def test_who_proposed_a_file_may_drop_it(officer: Actor) -> None:
    file = proposed(browser(officer), *ROWS)
    assert "Titres proposés abandonnés : 3." in settle(browser(officer), file, "abandonner")
    assert "déjà été réglée" in settle(browser(officer), file, "abandonner")
    assert counts() == (0, 0, 0, 0)


def test_a_file_without_the_columns_is_refused_and_not_kept(officer: Actor) -> None:
    file = SimpleUploadedFile("a.csv", b"x;y\n1;2\n")
    response = browser(officer).post(reverse("registration:titles-upload"), {"file": file})
    assert response.status_code == 422
    assert "Partez du modèle" in unescape(response.content.decode())
    assert not StoredFile.objects.exists()


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_natures_that_the_reason_names_are_taken(officer: Actor, language: str) -> None:
    client = browser(officer)
    with override(language):
        named = str(KIND.sentence).partition(":")[2].strip(" .")
    natures = [word.strip() for word in re.split(r",| أو ", named)]
    assert len(natures) == 3
    for word, row in zip(natures, ROWS, strict=True):
        _nature, _, rest = row.partition(";")
        page = client.get(given(client, f"{word};{rest}"))
        assert (word, page.context["problems"], page.context["count"]) == (word, [], 1)


def test_the_page_of_what_waits_costs_the_same_however_long(officer: Actor, device: Device) -> None:
    reader, address = colleague(officer), reverse("registration:proposals")
    client, costs = browser(reader), []
    for first, last in ((1, 3), (3, 20)):
        proposed(browser(officer), *(ROWS[1].replace("R-1", f"R-{number}") for number in range(first, last)))
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]
    group = OrganisationFactory(kind=OrganisationKind.HEALTH_GROUP)
    for tied in (False, True):
        Organisation.objects.filter(pk=device.maker_id).update(parent=group if tied else None)
        if tied:
            Membership.objects.create(
                user=reader.user, organisation=group, role=Role.BUYER, valid_from="2025-01-01"
            )
        for one in (reader, officer):
            rows = list(proposals_for(one))
            ruled = {row.pk for row in rows if allowed(one, "registration.confirm_title", row)}
            assert confirmable(one, rows) == ruled
            assert bool(ruled) == (one is reader and not tied)


def test_what_a_confirmation_reads_does_not_grow_with_the_file(officer: Actor, device: Device) -> None:
    second, costs = colleague(officer), []
    for first, last in ((1, 3), (3, 20)):
        rows = [ROWS[1].replace("R-1", f"R-{number}") for number in range(first, last)]
        for number in range(first, last):
            DeviceFactory(maker=device.maker, reference=f"G-{number}")
        rows = [row.replace("S-10;", f"G-{number};") for number, row in enumerate(rows, first)]
        source = StoredFile.objects.get(pk=proposed(browser(officer), *rows))
        with CaptureQueriesContext(connection) as queries:
            assert confirm_file(second, source) == last - first
        costs.append(sum(not one["sql"].startswith("INSERT") for one in queries.captured_queries))
    assert costs[0] == costs[1]
    for action in ("register", "confirm_title"):
        events = AuditEvent.objects.filter(action=f"registration.{action}", user=second.user)
        assert events.count() == 19
    assert verify_chain().intact


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
@pytest.mark.parametrize("kind", ["declaration", "registration", "authorisation"])
@pytest.mark.usefixtures("device")
def test_what_is_exported_can_be_imported_as_it_is(officer: Actor, kind: str, language: str) -> None:
    settle(browser(colleague(officer)), proposed(browser(officer), *ROWS))
    client = browser(officer)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    export = client.get(reverse("registration:list"), {"export": 1, "nature": kind}).content

    other = browser(an_actor(Role.REGISTRATION_OFFICER))
    other.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    file = SimpleUploadedFile("titres.xlsx", export)
    page = other.get(other.post(reverse("registration:titles-upload"), {"file": file}).url)

    assert [one.message() for one in page.context["problems"]] == []
    (read,) = page.context["rows"]
    (held,) = KINDS[kind]._default_manager.all()
    assert (read.kind, read.number, read.holder, read.device) == (
        kind,
        held.number,
        maker_of(held),
        getattr(held, "device", None),
    )
    assert (f"{read.decided_on}", read.valid_from, read.valid_to) == (
        "2024-12-20",
        held.valid_from,
        held.valid_to,
    )
    assert (read.risk_class, read.purpose or "") == (
        getattr(held, "risk_class", ""),
        getattr(held, "purpose", ""),
    )
