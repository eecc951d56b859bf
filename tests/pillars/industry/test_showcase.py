"""The showcase: what makers chose to show, to everybody, and nothing else of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from tests.factories import DeviceFactory, a_supply, an_actor

from rakiza.kernel.documents.qr import qr_svg
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import NotAllowed
from rakiza.pillars.industry.actions import withdraw_device
from rakiza.pillars.industry.models import Device, Offer, ProductionLine
from rakiza.pillars.industry.showcase import pages, sheet
from rakiza.pillars.industry.showcase.actions import set_showcase, show_device
from rakiza.reference.families import load

pytestmark = pytest.mark.django_db
LIST = "/industrie/vitrine/"


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    pages.forget_pages()
    yield
    pages.forget_pages()


@pytest.fixture
def maker() -> Actor:
    return an_actor(Role.MAKER)


def a_shown(maker: Actor, **device: object) -> Device:
    made: Device = DeviceFactory(maker=maker.organisation, **device)
    set_showcase(maker, is_open=True)
    show_device(maker, made, public=True)
    return made


def test_both_the_maker_and_the_device_must_have_been_opened(maker: Actor) -> None:
    device = DeviceFactory(maker=maker.organisation, name="Seringue discrète")
    addresses = (f"{LIST}{device.pk}/", f"{LIST}{device.pk}/fiche.pdf")

    def seen() -> tuple[bool, int, int]:
        listed = "Seringue discrète" in Client().get(LIST).content.decode()
        return (listed, *(Client().get(address).status_code for address in addresses))  # type: ignore[return-value]

    assert seen() == (False, 404, 404)
    show_device(maker, device, public=True)
    assert seen() == (False, 404, 404)
    set_showcase(maker, is_open=True)
    assert seen() == (True, 200, 200)
    set_showcase(maker, is_open=False)
    assert seen() == (False, 404, 404)
    set_showcase(maker, is_open=True)
    withdraw_device(maker, device)
    assert seen() == (False, 404, 404)


@pytest.mark.parametrize("role", [Role.MAKER, Role.CLUSTER_STAFF])
def test_only_its_maker_puts_a_device_into_the_showcase(maker: Actor, role: Role) -> None:
    device = DeviceFactory(maker=maker.organisation)
    with pytest.raises(NotAllowed):
        show_device(an_actor(role), device, public=True)
    device.refresh_from_db()
    assert device.public is False


def test_no_price_no_capacity_nothing_else_leaks(maker: Actor) -> None:
    line = ProductionLine.objects.create(
        maker=maker.organisation, name="Ligne secrète", monthly_capacity=Decimal(987654)
    )
    offer: Offer = a_supply(
        maker.organisation, price="77.7777", line=line, monthly_capacity=Decimal(876543), lead_time_days=43
    )
    set_showcase(maker, is_open=True)
    show_device(maker, offer.device, public=True)
    hidden = DeviceFactory(maker=maker.organisation, name="Prototype caché")
    staff = Client()
    staff.force_login(an_actor(Role.COORDINATOR).user)

    for client in (Client(), staff):
        told = [
            client.get(address).content.decode()
            for address in (LIST, f"{LIST}?q=cache", f"{LIST}{offer.device_id}/")
        ]
        sheet = client.get(f"{LIST}{offer.device_id}/fiche.pdf").content
        told.append("".join(page.extract_text() for page in PdfReader(BytesIO(sheet)).pages))
        for text in told:
            plain = text.replace("\u202f", "").replace("\xa0", "")
            for secret in ("77,77", "77.77", "987654", "876543", "Ligne secrète", "Prototype caché", "MAD"):
                assert secret not in plain
            assert maker.user.email not in plain
    assert Client().get(f"{LIST}{hidden.pk}/").status_code == 404


def test_the_sheet_names_the_product_and_its_page(maker: Actor) -> None:
    device = a_shown(maker, name="Seringue montrée", name_ar="محقنة معروضة", gtin="6111234567895")

    sheet = Client().get(f"{LIST}{device.pk}/fiche.pdf")
    arabic = Client().get(f"{LIST}{device.pk}/fiche.pdf", {"langue": "ar"})

    text = "".join(page.extract_text() for page in PdfReader(BytesIO(sheet.content)).pages)
    assert (sheet.headers["Content-Type"], len(PdfReader(BytesIO(sheet.content)).pages)) == (
        "application/pdf",
        1,
    )
    assert "Seringue montrée" in text
    assert "6111234567895" in text
    assert f"http://testserver{LIST}{device.pk}/" in text
    assert (arabic.status_code, arabic.content != sheet.content) == (200, True)


def test_words_facets_and_filters_are_in_the_address(maker: Actor) -> None:
    a_shown(maker, name="Seringue verte", risk_class="IIa")
    a_shown(maker, name="Poche bleue", family="urine_bag", risk_class="I")

    green = Client().get(LIST, {"q": "SERINGUE verte"}).content.decode()
    bags = Client().get(LIST, {"famille": "urine_bag"}).content.decode()
    none = Client().get(LIST, {"classe": "III", "langue": "en"}).content.decode()

    assert ("Seringue verte" in green, "Poche bleue" in green) == (True, False)
    assert ("Seringue verte" in bags, "Poche bleue" in bags) == (False, True)
    assert "I (1)" in bags
    assert "IIa (1)" not in bags
    assert '<html lang="en" dir="ltr">' in none
    assert "Seringue verte" not in none


def test_each_filter_keeps_what_it_names_and_counts_itself_under_the_others(maker: Actor) -> None:
    """Two makers, two regions, two families: each filter alone, then two at once, and what each facet then counts."""
    other = an_actor(Role.MAKER)
    Organisation.objects.filter(pk=maker.organisation.pk).update(region="MA-06")
    Organisation.objects.filter(pk=other.organisation.pk).update(region="MA-01")
    a_shown(maker, name="Poche bleue", family="urine_bag", risk_class="I")
    a_shown(maker, name="Masque gris", family="mask_surgical", risk_class="I")
    a_shown(other, name="Poche jaune", family="urine_bag", risk_class="IIa")
    group = load().by_id()["urine_bag"].group
    assert load().by_id()["mask_surgical"].group != group

    def seen(**query: object) -> set[str]:
        page = Client().get(LIST, query).content.decode()
        return {name for name in ("Poche bleue", "Masque gris", "Poche jaune") if name in page}

    def counted(page: str) -> dict[str, int]:
        found = {}
        for key, value, text in re.findall(
            r'<select[^>]*name="(\w+)"|<option value="([^"]*)"[^>]*>([^<]*)', page
        ):
            name = key or name  # noqa: F821 - the select that the options stand in
            if not key and text.rstrip().endswith(")"):
                found[f"{name}={value}"] = int(text.rstrip()[text.rindex("(") + 1 : -1])
        return found

    assert seen(region="MA-06") == {"Poche bleue", "Masque gris"}
    assert seen(fabricant=other.organisation.pk) == {"Poche jaune"}
    assert seen(groupe=group) == {"Poche bleue", "Poche jaune"}
    assert seen(famille="mask_surgical") == {"Masque gris"}
    assert seen(classe="IIa") == {"Poche jaune"}
    assert seen(region="MA-06", famille="urine_bag") == {"Poche bleue"}
    both = counted(Client().get(LIST, {"region": "MA-06", "famille": "urine_bag"}).content.decode())
    assert {key: count for key, count in both.items() if key.startswith(("famille", "region", "classe"))} == {
        "famille=urine_bag": 1, "famille=mask_surgical": 1,  # of the region, whatever the family
        "region=MA-06": 1, "region=MA-01": 1,  # of the family, whatever the region
        "classe=I": 1,
    }  # fmt: skip


def test_the_qr_code_of_the_sheet_opens_its_page(maker: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    device = a_shown(maker, name="Seringue montrée")
    drawn: list[bytes] = []
    real = sheet.write_pdf

    def kept(path: Path, template: object, content: object, **more: Any) -> None:
        drawn.append(more["assets"]["qr.svg"])
        real(path, template, content, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(sheet, "write_pdf", kept)
    assert Client().get(f"{LIST}{device.pk}/fiche.pdf").status_code == 200

    assert drawn == [qr_svg(f"http://testserver{LIST}{device.pk}/")]


def test_an_unchanged_page_is_told_by_its_mark_and_a_change_shows_at_once(maker: Actor) -> None:
    device = a_shown(maker, name="Seringue montrée")
    first = Client().get(LIST)
    again = Client().get(LIST, headers={"If-None-Match": first.headers["ETag"]})
    other = Client().get(LIST, {"langue": "ar"}, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert {"Accept-Language", "Cookie"} <= {one.strip() for one in first.headers["Vary"].split(",")}
    assert (again.status_code, again.content, other.status_code) == (304, b"", 200)
    assert "Set-Cookie" not in first.headers
    assert "csrf" not in first.content.decode().casefold()
    show_device(maker, device, public=False)
    changed = Client().get(LIST, headers={"If-None-Match": first.headers["ETag"]})
    assert (changed.status_code, "Seringue montrée" in changed.content.decode()) == (200, False)


def test_a_kept_page_costs_three_queries(maker: Actor, django_assert_num_queries: object) -> None:
    a_shown(maker)
    Client().get(LIST)
    with django_assert_num_queries(3):  # type: ignore[operator]
        Client().get(LIST)


def test_the_list_costs_the_same_however_long(maker: Actor, django_assert_num_queries: object) -> None:
    a_shown(maker)
    with django_assert_num_queries(12):  # type: ignore[operator]
        Client().get(LIST)
    for _ in range(9):
        a_shown(maker)
    with django_assert_num_queries(12):  # type: ignore[operator]
        Client().get(LIST)


def test_new_pages_are_made_at_a_measured_pace(maker: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    a_shown(maker)
    monkeypatch.setattr("rakiza.pillars.industry.showcase.views.PAGES_PER_HOUR", 2)

    answers = [Client().get(LIST, {"q": f"mot{rank}"}).status_code for rank in range(4)]

    assert answers == [200, 200, 429, 429]
    assert Client().get(LIST, {"q": "mot0"}).status_code == 200


@pytest.mark.parametrize(
    "query", ["fabricant=999999999999", "page=-1", "q=%00", "classe=%27%3B--", "region=XX"]
)
def test_any_address_is_answered(query: str) -> None:
    assert Client().get(f"{LIST}?{query}").status_code in {200, 400}


def test_the_pages_of_the_maker_open_and_show(maker: Actor) -> None:
    device = DeviceFactory(maker=maker.organisation, name="Seringue à montrer")
    client = Client()
    client.force_login(maker.user)

    client.post(reverse("industry:showcase-set"), {"open": "1"})
    client.post(reverse("industry:device-show", args=[device.pk]), {"public": "1"})

    assert "Seringue à montrer" in Client().get(LIST).content.decode()
    assert "Votre vitrine est ouverte" in client.get(reverse("industry:devices")).content.decode()


def test_a_visitor_sees_which_language_is_on_and_where_to_sign_in() -> None:
    page = Client().get(LIST, {"langue": "ar"}).content.decode()
    header = page[page.index('<header class="topbar">') : page.index("</header>")]

    assert header.count("aria-current") == 1
    assert 'lang="ar" aria-current="true" class="font-semibold no-underline">العربية</a>' in header
    assert '<a href="/">دخول</a>' in header
