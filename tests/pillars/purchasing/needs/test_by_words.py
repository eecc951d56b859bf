"""A line that no family covers shows the devices that hold its words, told as not compared."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import DeviceFactory, NeedImportFactory, NeedLineFactory, an_actor

from rakiza.kernel.codec import dump
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.industry.enums import DeviceState
from rakiza.pillars.industry.word_queries import devices_with_words
from rakiza.pillars.purchasing.needs.knowledge import reader
from rakiza.pillars.purchasing.needs.models import NeedLine

pytestmark = pytest.mark.django_db
TITLE = "Dispositifs qui en portent les mots"


@pytest.fixture
def buyer() -> Actor:
    return an_actor(Role.BUYER)


def a_line(buyer: Actor, text: str) -> NeedLine:
    reading = reader().read(text)
    return NeedLineFactory(
        need_import=NeedImportFactory(organisation=buyer.organisation, confirmed=True),
        designation=text,
        folded=text.lower(),
        kind=reading.kind.value,
        family=reading.family or "",
        emdn=reading.emdn or "",
        confidence=reading.confidence,
        reading=dump(reading),
    )


def page(buyer: Actor, line: NeedLine) -> str:
    client = Client()
    client.force_login(buyer.user)
    return client.get(f"/besoins/lignes/{line.pk}/").content.decode()


def test_devices_that_hold_the_words_are_shown(buyer: Actor) -> None:
    device = DeviceFactory(family="", name="Turbidimètre de paillasse", attributes=[])
    shown = page(buyer, a_line(buyer, "TURBIDIMETRE"))
    assert TITLE in shown
    assert f'<a href="{reverse("industry:device", args=[device.pk])}">' in shown
    assert "rien n&#x27;a été comparé" in shown or "rien n'a été comparé" in shown


@pytest.mark.parametrize("text", ["SERINGUE 10 ML", "PARACETAMOL 500 MG CP", "RAME PAPIER A4"])
def test_other_lines_show_none(buyer: Actor, text: str) -> None:
    DeviceFactory(name=text.title())
    assert TITLE not in page(buyer, a_line(buyer, text))


def test_nothing_is_shown_where_nothing_holds_the_words(buyer: Actor) -> None:
    DeviceFactory()
    assert TITLE not in page(buyer, a_line(buyer, "TURBIDIMETRE"))


def test_a_maker_finds_its_own_and_nobody_what_is_withdrawn(buyer: Actor) -> None:
    maker = an_actor(Role.MAKER)
    own = DeviceFactory(maker=maker.organisation, family="", name="Turbidimètre portable", attributes=[])
    other = DeviceFactory(family="", name="Turbidimètre de paillasse", attributes=[])
    DeviceFactory(family="", name="Turbidimètre ancien", attributes=[], state=DeviceState.WITHDRAWN)
    assert {device.pk for device in devices_with_words(buyer, "turbidimetre", 5)} == {own.pk, other.pk}
    assert [device.pk for device in devices_with_words(maker, "turbidimetre", 5)] == [own.pk]


def test_the_page_costs_the_same_however_many_there_are(
    buyer: Actor, django_assert_num_queries: Callable[..., object]
) -> None:
    DeviceFactory(family="", name="Turbidimètre de paillasse", attributes=[])
    line = a_line(buyer, "TURBIDIMETRE")
    client = Client()
    client.force_login(buyer.user)
    address = f"/besoins/lignes/{line.pk}/"
    client.get(address)
    counts = []
    for _ in range(2):
        client.get(address)
        with django_assert_num_queries(15):  # type: ignore[attr-defined]
            counts.append(client.get(address).content.decode().count("Turbidimètre"))
        DeviceFactory.create_batch(4, family="", name="Turbidimètre portable", attributes=[])
    assert counts == [1, 5]
