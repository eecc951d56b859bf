"""Offers by spreadsheet: its own maker, reviewed, then all or nothing."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.factories import DeviceFactory, a_supply, an_actor

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed
from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.industry.enums import OfferState
from rakiza.pillars.industry.models import Device, Offer, ProductionLine
from rakiza.pillars.industry.offer_actions import import_offers

pytestmark = pytest.mark.django_db

HEAD = (
    "Fabricant;ICE;Dispositif;Caractéristiques;Référence;GTIN;Prix unitaire HT;"
    "Palier 2 : quantité;Palier 2 : prix HT;Capacité mensuelle;Certificat : numéro;Certificat : au"
)


@pytest.fixture
def maker() -> Actor:
    return an_actor(Role.MAKER)


def row(maker: Actor, **cells: str) -> str:
    """Return a sound row of the maker's new syringe, with what a test changes."""
    found = {
        "maker": maker.organisation.name,
        "ice": "",
        "device": "Seringue hypodermique 10 mL luer lock stérile",
        "attributes": "",
        "reference": "NV-10",
        "gtin": "",
        "price": "1,20",
        "from": "",
        "lower": "",
        "capacity": "5000",
        "certificate": "",
        "expiry": "",
    } | cells
    return ";".join(found.values())


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def hand_over(
    actor: Actor, *rows: str, content: bytes | None = None, name: str = "offres.csv"
) -> tuple[Client, str]:
    """Hand a file over; return the client and where it leads."""
    client = signed_in(actor)
    body = content or "\n".join((HEAD, *rows)).encode()
    response = client.post(reverse("offers:upload"), {"year": "2027", "file": SimpleUploadedFile(name, body)})
    assert response.status_code == 302, response.content.decode()
    return client, response.url


def confirm(client: Client, url: str) -> str:
    """Confirm what the review shows; return the page that follows."""
    page = client.get(url)
    return client.post(url, {"reviewed": page.context["mark"]}, follow=True).content.decode()


def test_nothing_changes_before_confirmation_and_all_of_it_after(maker: Actor) -> None:
    standing = a_supply(maker.organisation, price="2.00", monthly_capacity=Decimal(5000))
    device = standing.device
    client, url = hand_over(
        maker,
        row(
            maker,
            device=device.name + " seringue hypodermique 10 mL",
            reference=device.reference,
            price="1,80",
        ),
        row(maker),
    )
    page = client.get(url).content.decode()
    assert Offer.objects.get() == standing
    assert "2,00" in page
    assert "1,80" in page
    assert "nouvel article au catalogue" in page

    confirm(client, url)

    standing.refresh_from_db()
    assert standing.state == OfferState.WITHDRAWN
    prices = {
        offer.device.reference: offer.tiers.get().unit_price
        for offer in Offer.objects.filter(state="submitted")
    }
    assert prices == {device.reference: Decimal("1.8"), "NV-10": Decimal("1.2")}
    event = AuditEvent.objects.get(action="industry.import_offers")
    assert (event.after["created"], event.after["changed"], event.after["unchanged"]) == (1, 1, 0)


def test_the_same_file_twice_changes_nothing(maker: Actor) -> None:
    confirm(*hand_over(maker, row(maker)))
    before = list(Offer.objects.values())

    client, url = hand_over(maker, row(maker))
    page = client.get(url).content.decode()

    assert "Rien à confirmer" in page
    confirm(client, url)
    assert list(Offer.objects.values()) == before


def test_what_is_exported_is_imported_unchanged(maker: Actor) -> None:
    line = ProductionLine.objects.create(maker=maker.organisation, name="Ligne 1", monthly_capacity=1000)
    first = a_supply(maker.organisation, price="1.2345", line=line, minimum_order=Decimal(100))
    first.tiers.create(from_quantity=5000, unit_price=Decimal("1.1"))
    a_supply(maker.organisation, price="7", monthly_capacity=None)
    exported = signed_in(maker).get(reverse("offers:export"), {"annee": "2027"})
    assert exported.status_code == 200

    client, url = hand_over(maker, content=exported.content, name="offres-2027.xlsx")
    page = client.get(url)

    assert page.context["rejected"] == 0
    counts = page.context["counts"]
    assert (counts.created, counts.changed, counts.unchanged) == (0, 0, 2)


def test_another_makers_row_is_refused_with_its_reason(maker: Actor) -> None:
    other = an_actor(Role.MAKER)
    theirs = a_supply(other.organisation, price="3.00")
    client, url = hand_over(maker, row(other, reference=theirs.device.reference, price="0,01"), row(maker))
    page = client.get(url).content.decode()
    assert f"« {other.organisation.name} »" in page

    confirm(client, url)

    theirs.refresh_from_db()
    assert theirs.state == OfferState.SUBMITTED
    assert theirs.tiers.get().unit_price == 3
    assert set(Device.objects.of_maker(maker.organisation.pk).values_list("reference", flat=True)) == {
        "NV-10"
    }


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"price": "0"}, "supérieur à zéro"),
        ({"capacity": "0"}, "la capacité « 0 » doit être supérieure à zéro"),
        ({"gtin": "1234567890123"}, "le GTIN « 1234567890123 » n'est pas valable"),
        ({"from": "1000", "lower": "1,50"}, "palier"),
        ({"reference": ""}, "n'a pas de référence"),
    ],
)
def test_a_faulty_row_says_why_and_is_not_imported(maker: Actor, cells: dict[str, str], said: str) -> None:
    client, url = hand_over(maker, row(maker, **cells))
    page = client.get(url)

    assert page.context["rejected"] == 1
    (problem,) = page.context["problems"].errors
    assert (problem.file, problem.sheet, problem.row) == ("offres.csv", "offres", 2)
    assert said.casefold() in page.content.decode().replace("&#x27;", "'").casefold()
    confirm(client, url)
    assert (Offer.objects.count(), Device.objects.count()) == (0, 0)


def test_an_invalid_ice_and_an_expired_certificate_warn_only(maker: Actor) -> None:
    client, url = hand_over(maker, row(maker, ice="123", certificate="C-1", expiry="31/12/2025"))
    page = client.get(url)
    text = page.content.decode().replace("&#x27;", "'")

    assert page.context["rejected"] == 0
    assert "L'ICE « 123 »" in text
    assert {problem.code for problem in page.context["problems"].warnings} == {
        "offers.ice_invalid",
        "offers.certificate_expired",
    }
    assert "laissés de côté" in text
    confirm(client, url)
    assert Offer.objects.count() == 1
    assert Certificate.objects.count() == 0


def test_rejected_rows_come_back_in_a_file_that_can_be_imported(maker: Actor) -> None:
    client, url = hand_over(maker, row(maker, price="0"), row(maker, reference="NV-20"))
    back = client.get(url + "rejets/")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(back.content)).get_sheet_by_index(0).to_python()
    assert len([one for one in rows[1:] if any(one)]) == 1

    client, url = hand_over(maker, content=back.content, name="rejets.xlsx")
    assert client.get(url).context["rejected"] == 1


def test_offers_that_moved_since_the_review_are_shown_again(maker: Actor) -> None:
    client, url = hand_over(maker, row(maker))
    mark = client.get(url).context["mark"]
    device = DeviceFactory(maker=maker.organisation, reference="NV-10")
    moved = Offer.objects.create(device=device, year=2027)
    moved.tiers.create(from_quantity=0, unit_price=9)

    page = client.post(url, {"reviewed": mark}, follow=True).content.decode()

    assert "Vos offres ont changé depuis cette revue" in page
    assert Offer.objects.get() == moved


def test_an_unusable_file_is_refused_and_nothing_is_kept(maker: Actor) -> None:
    response = signed_in(maker).post(
        reverse("offers:upload"), {"year": "2027", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 rien")}
    )
    assert response.status_code == 422
    assert StoredFile.objects.count() == 0


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MAKER])
def test_others_neither_hand_over_nor_confirm(maker: Actor, role: Role) -> None:
    _client, url = hand_over(maker, row(maker))
    stranger = an_actor(role)
    client = signed_in(stranger)

    assert client.get(url).status_code == 403
    assert client.post(url, {"reviewed": "x"}).status_code == 403
    assert client.get(reverse("offers:template", args=["fr"])).status_code == 403
    assert client.get(reverse("offers:export")).status_code == 403
    upload = {"year": "2027", "file": SimpleUploadedFile("o.csv", b"x")}
    assert client.post(reverse("offers:upload"), upload).status_code == 403
    with pytest.raises(NotAllowed):
        import_offers(stranger, (), reviewed="", source="")
    assert (Offer.objects.count(), StoredFile.objects.count()) == (0, 1)


def test_another_makers_file_is_as_if_it_were_not_there(maker: Actor) -> None:
    _client, url = hand_over(maker, row(maker))
    client = signed_in(an_actor(Role.MAKER))
    assert client.get(url).status_code == 404
    assert client.post(url, {"reviewed": "x"}).status_code == 404
    assert client.get(url + "rejets/").status_code == 404
    assert Offer.objects.count() == 0


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_templates_come_in_three_languages(maker: Actor, language: str) -> None:
    response = signed_in(maker).get(reverse("offers:template", args=[language]))
    assert response.status_code == 200
    assert CalamineWorkbook.from_filelike(io.BytesIO(response.content)).sheet_names
    assert signed_in(maker).get(reverse("offers:template", args=["de"])).status_code == 404


def test_a_review_costs_the_same_however_long(maker: Actor) -> None:
    client, short = hand_over(maker, row(maker))
    client, long = hand_over(maker, *(row(maker, reference=f"NV-{rank}") for rank in range(30)))
    client.get(short)

    with CaptureQueriesContext(connection) as few:
        client.get(short)
    with CaptureQueriesContext(connection) as many:
        client.get(long)
    assert len(few) == len(many)
