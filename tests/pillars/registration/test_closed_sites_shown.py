"""A title of a closed site keeps its state, and says beside it since when it covers no supply."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.factories import an_actor
from tests.pillars.registration.office import START, TODAY, Office, a_device
from tests.web.api.caller import Caller

from rakiza.kernel.organisations.actions import close_site
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Site
from rakiza.kernel.wording.formats import day
from rakiza.pillars.certification.actions import issue_certificate, withdraw_certificate
from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.registration.actions import declare_establishment, withdraw_title
from rakiza.pillars.registration.certificate_pdf import _rows
from rakiza.pillars.registration.models import EstablishmentDeclaration
from rakiza.pillars.registration.register import public_title

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(office: Office) -> Site:
    return Site.objects.create(
        organisation=office.maker.organisation, kind="plant", name="Atelier", city="Fès", region="MA-03"
    )


@pytest.fixture
def declaration(office: Office, site: Site) -> EstablishmentDeclaration:
    found = EstablishmentDeclaration.objects.get()
    found.site = site
    found.save()
    return found


def closed(office: Office, site: Site) -> None:
    close_site(replace(office.maker, manages=True), site)


def words() -> str:
    return f"site fermé le {day(TODAY())}"


def public(name: str, *args: object, **query: str) -> str:
    response = Client().get(reverse(f"registration:{name}", args=args), query)
    assert response.status_code == 200
    return b"".join(response).decode() if response.streaming else response.content.decode()


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def test_the_public_register_says_it_beside_the_state(
    office: Office, site: Site, declaration: EstablishmentDeclaration
) -> None:
    assert "site fermé" not in public("register", nature="declaration")
    closed(office, site)

    listed = public("register", nature="declaration", etat="valid")
    detail = public("register-title", "declaration", declaration.pk)
    checked = public("verify", declaration.verification_code)

    assert declaration.number in listed
    assert all(words() in shown for shown in (listed, detail, checked))
    assert "couvre aucune livraison depuis ce jour" in detail
    assert "couvre aucune livraison depuis ce jour" in checked
    assert "notice-good" not in checked
    assert "il est en vigueur aujourd'hui" not in checked
    assert "Site fermé : le titre ne couvre plus aucune livraison" in detail
    declaration.refresh_from_db()
    assert declaration.state == "valid"


def test_open_data_and_the_api_give_the_day(
    office: Office, site: Site, declaration: EstablishmentDeclaration
) -> None:
    address = f"/api/v1/register/declaration/{declaration.pk}"
    assert Client().get(address).json()["site_closed_on"] is None
    closed(office, site)

    (row,) = json.loads(public("register-json", nature="declaration"))
    (line,) = csv.DictReader(StringIO(public("register-csv", nature="declaration").removeprefix("\ufeff")))
    shown = Client().get(address).json()
    own = Caller.of(office.maker).call("GET", f"/registration/titles/declaration/{declaration.pk}")

    today = TODAY().isoformat()
    assert (row["state"], row["site_closed_on"], line["site_closed_on"]) == ("valid", today, today)
    assert (shown["state"], shown["site_closed_on"]) == ("valid", today)
    assert json.loads(own.content)["site_closed_on"] == today


def test_its_pages_and_its_export_say_it(
    office: Office, site: Site, declaration: EstablishmentDeclaration
) -> None:
    device = a_device(office)
    closed(office, site)
    client = signed_in(office.maker)
    titles = reverse("registration:list")

    for address in (
        titles + "?nature=declaration",
        reverse("registration:title", args=["declaration", declaration.pk]),
        reverse("industry:device", args=[device.pk]),
    ):
        assert words() in client.get(address).content.decode()
    response = client.get(titles, {"nature": "declaration", "export": "1"})
    sheet = exported(response.getvalue() if not response.streaming else b"".join(response))
    assert sheet["Site fermé le"] == TODAY()


def exported(content: bytes) -> dict[str, object]:
    workbook = CalamineWorkbook.from_filelike(BytesIO(content))
    rows = next(
        found
        for found in (workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names)
        if any("Site fermé le" in row for row in found)
    )
    header = next(rank for rank, row in enumerate(rows) if "Site fermé le" in row)
    return dict(zip((str(cell) for cell in rows[header]), rows[header + 1], strict=True))


def test_a_printed_title_says_it(office: Office, site: Site, declaration: EstablishmentDeclaration) -> None:
    closed(office, site)
    declaration.refresh_from_db()
    lines = dict(_rows(public_title(declaration, "declaration", TODAY(), "fr")))
    assert lines["Site fermé le"] == f"{day(TODAY())} ; ne couvre aucune livraison depuis"


def test_what_ended_before_its_site_closed_says_nothing(
    office: Office, site: Site, declaration: EstablishmentDeclaration
) -> None:
    withdraw_title(office.evaluator, declaration, on=TODAY(), reason="Fin")
    closed(office, site)
    site.refresh_from_db()
    declaration.refresh_from_db()
    assert declaration.site_closed(TODAY()) is None
    assert "site fermé" not in public("register", nature="declaration")


@pytest.mark.parametrize(
    ("closes", "last", "said"),
    [(0, None, True), (0, 0, True), (0, -1, False), (-3, 30, True), (1, None, False), (None, None, False)],
)
def test_a_site_closes_while_a_title_holds_or_not(closes: int | None, last: int | None, said: bool) -> None:
    def on(days: int | None) -> date | None:
        return None if days is None else TODAY() + timedelta(days=days)

    found = Site(closed_on=on(closes)).closed_while(on(last), TODAY())
    assert found == (on(closes) if said else None)


def a_certificate(office: Office, body: Actor, site: Site | None) -> Certificate:
    return issue_certificate(
        body,
        maker=office.maker.organisation,
        standard="ISO 13485",
        number="C-1",
        valid_from=TODAY() - timedelta(days=100),
        valid_to=TODAY() + timedelta(days=800),
        site=site,
    )


def test_a_certificate_of_the_site_says_it_on_page_list_export_and_api(office: Office, site: Site) -> None:
    body = an_actor(Role.CERTIFICATION_OFFICER)
    certificate = a_certificate(office, body, site)
    client = signed_in(office.maker)
    pages = (
        reverse("certification:list"),
        reverse("certification:certificate", args=[certificate.pk]),
        reverse("industry:device", args=[a_device(office).pk]),
    )
    assert not any("site fermé" in client.get(page).content.decode() for page in pages)
    closed(office, site)

    assert all(words() in client.get(page).content.decode() for page in pages)
    answer = Caller.of(office.maker).call("GET", f"/certification/certificates/{certificate.pk}")
    shown = json.loads(answer.content)
    assert (shown["state"], shown["site_closed_on"]) == ("valid", TODAY().isoformat())
    response = client.get(pages[0], {"export": "1"})
    content = b"".join(response) if response.streaming else response.content
    assert exported(content)["Site fermé le"] == TODAY()

    withdraw_certificate(body, certificate, on=TODAY(), reason="Site fermé")
    certificate.refresh_from_db()
    assert certificate.site_closed(TODAY()) is None


@pytest.mark.parametrize("name", ["register", "register-csv", "register-json"])
def test_many_declarations_of_closed_sites_cost_what_one_does(
    office: Office, name: str, django_assert_max_num_queries: object
) -> None:
    for rank in range(12):
        place = Site.objects.create(
            organisation=office.maker.organisation,
            kind="plant",
            name=f"Atelier {rank}",
            city="Fès",
            region="MA-03",
            closed_on=TODAY(),
        )
        made = declare_establishment(
            office.evaluator, maker=office.maker.organisation, number=f"D-X{rank}", valid_from=START
        )
        EstablishmentDeclaration.objects.filter(pk=made.pk).update(site=place)
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        shown = public(name, nature="declaration")
    assert shown.count(words() if name == "register" else TODAY().isoformat()) == 12
