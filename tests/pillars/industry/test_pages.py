"""Pages of catalogues and offers: who sees what, and that a refused change changes nothing."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.factories import DeviceFactory, a_supply, an_actor

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.industry.enums import DeviceState, OfferState
from rakiza.pillars.industry.models import Device, Offer

pytestmark = pytest.mark.django_db

TERMS = {
    "year": "2027",
    "vat": "20",
    "monthly_capacity": "12 000",
    "minimum_order": "100",
    "order_multiple": "10",
    "lead_time_days": "30",
    "delivery_cost": "0,05",
    "valid_from": "2027-01-01",
    "valid_to": "2027-12-31",
    "from_0": "0",
    "price_0": "1,35",
    "from_1": "50 000",
    "price_1": "1,10",
}


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


@pytest.fixture
def maker() -> Actor:
    return an_actor(Role.MAKER)


def test_a_visitor_is_sent_to_sign_in() -> None:
    response = Client().get(reverse("industry:devices"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_a_maker_sees_its_own_devices_only(maker: Actor) -> None:
    DeviceFactory(maker=maker.organisation, name="Seringue à nous")
    DeviceFactory(name="Seringue à eux")

    page = signed_in(maker).get(reverse("industry:devices")).content.decode()

    assert "Seringue à nous" in page
    assert "Seringue à eux" not in page


def test_a_buyer_finds_devices_by_words(maker: Actor) -> None:
    DeviceFactory(maker=maker.organisation, name="Gant fictif")
    DeviceFactory(maker=maker.organisation, name="Seringue fictive")

    page = signed_in(an_actor(Role.BUYER)).get(reverse("industry:devices"), {"q": "gant"}).content.decode()

    assert "Gant fictif" in page
    assert "Seringue fictive" not in page
    assert "Retirer ce filtre" in page


def test_the_list_of_devices_costs_the_same_however_long(
    maker: Actor, django_assert_num_queries: object
) -> None:
    client = signed_in(an_actor(Role.BUYER))
    DeviceFactory.create_batch(3, maker=maker.organisation)
    client.get(reverse("industry:devices"))
    with django_assert_num_queries(9):  # type: ignore[operator]
        client.get(reverse("industry:devices"))
    DeviceFactory.create_batch(20, maker=maker.organisation)
    with django_assert_num_queries(9):  # type: ignore[operator]
        client.get(reverse("industry:devices"))


def test_the_export_holds_exactly_what_is_filtered(maker: Actor) -> None:
    DeviceFactory(maker=maker.organisation, name="Gant fictif")
    DeviceFactory(maker=maker.organisation, name="Seringue fictive")

    response = signed_in(an_actor(Role.BUYER)).get(reverse("industry:devices"), {"q": "gant", "export": "1"})

    rows = CalamineWorkbook.from_filelike(BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["Dispositif", "Gant fictif"]


def test_another_makers_device_does_not_exist(maker: Actor) -> None:
    other = DeviceFactory()

    assert signed_in(maker).get(reverse("industry:device", args=[other.pk])).status_code == 404


def test_a_buyer_never_sees_the_price_of_an_offer(maker: Actor) -> None:
    offer = a_supply(maker.organisation, price="7.77")
    address = reverse("industry:device", args=[offer.device_id])

    assert "7,77" not in signed_in(an_actor(Role.BUYER)).get(address).content.decode()
    assert "7,77" in signed_in(maker).get(address).content.decode()
    assert "7,77" in signed_in(an_actor(Role.COORDINATOR)).get(address).content.decode()


@pytest.mark.parametrize("role", [Role.BUYER, Role.CERTIFICATION_OFFICER, Role.REGISTRATION_OFFICER])
def test_the_list_of_offers_is_closed_to_those_who_do_not_plan(role: Role) -> None:
    assert signed_in(an_actor(role)).get(reverse("industry:offers")).status_code == 403


def test_a_maker_deposits_an_offer_written_as_people_write(maker: Actor) -> None:
    device = DeviceFactory(maker=maker.organisation)

    response = signed_in(maker).post(reverse("industry:offer-edit", args=[device.pk]), TERMS)

    assert response.status_code == 302
    offer = Offer.objects.get(device=device, state=OfferState.SUBMITTED)
    assert (offer.year, offer.vat_rate, offer.monthly_capacity) == (2027, Decimal("0.2"), Decimal(12000))
    assert [(tier.from_quantity, tier.unit_price) for tier in offer.tiers.all()] == [
        (Decimal(0), Decimal("1.35")),
        (Decimal(50000), Decimal("1.10")),
    ]


def test_a_new_offer_replaces_the_standing_one(maker: Actor) -> None:
    standing = a_supply(maker.organisation, year=2027)
    address = reverse("industry:offer-edit", args=[standing.device_id])

    shown = signed_in(maker).get(address, {"annee": "2027"}).content.decode()
    signed_in(maker).post(address, TERMS)

    assert 'value="1,2"' in shown
    standing.refresh_from_db()
    assert standing.state == OfferState.WITHDRAWN


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"price_0": "gratuit"}, "« gratuit » n&#x27;est pas un nombre."),
        ({"price_1": ""}, "Un palier demande une quantité et un prix."),
        ({"price_1": "9"}, "Les paliers se contredisent"),
        ({"valid_to": "2026-01-01"}, "La fin de validité précède son début."),
        ({"monthly_capacity": "0"}, "La capacité mensuelle doit être supérieure à 0."),
    ],
)
def test_a_wrong_offer_is_refused_at_its_field(maker: Actor, changed: dict[str, str], message: str) -> None:
    device = DeviceFactory(maker=maker.organisation)

    response = signed_in(maker).post(reverse("industry:offer-edit", args=[device.pk]), {**TERMS, **changed})

    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Offer.objects.exists()


@pytest.mark.parametrize("role", [Role.BUYER, Role.COORDINATOR])
def test_only_its_maker_changes_an_offer(role: Role, maker: Actor) -> None:
    device = DeviceFactory(maker=maker.organisation)

    response = signed_in(an_actor(role)).post(reverse("industry:offer-edit", args=[device.pk]), TERMS)

    assert response.status_code == 403
    assert not Offer.objects.exists()


def test_a_maker_withdraws_an_offer(maker: Actor) -> None:
    offer = a_supply(maker.organisation)

    signed_in(maker).post(reverse("industry:offer-withdraw", args=[offer.pk]))

    offer.refresh_from_db()
    assert offer.state == OfferState.WITHDRAWN


def test_another_maker_withdraws_nothing(maker: Actor) -> None:
    offer = a_supply(maker.organisation)

    response = signed_in(an_actor(Role.MAKER)).post(reverse("industry:offer-withdraw", args=[offer.pk]))

    assert response.status_code == 404
    offer.refresh_from_db()
    assert offer.state == OfferState.SUBMITTED


def test_a_coordinator_cannot_withdraw_a_device(maker: Actor) -> None:
    device = DeviceFactory(maker=maker.organisation)

    signed_in(an_actor(Role.COORDINATOR)).post(reverse("industry:device-withdraw", args=[device.pk]))

    assert Device.objects.get(pk=device.pk).state == DeviceState.ACTIVE
