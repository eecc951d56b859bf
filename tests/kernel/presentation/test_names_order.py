"""Lists follow the names that their reader sees."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from tests.factories import DeviceFactory, OrganisationFactory, an_actor
from tests.pillars.registration.office import START, TODAY

from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.presentation.listing import one_page, ordered
from rakiza.kernel.presentation.names_order import NameColumn
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.certification.actions import issue_certificate
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.actions import register_device

SOURCE = Path(__file__).parents[3] / "src" / "rakiza"
pytestmark = pytest.mark.django_db
# In French A, B, C; in Arabic ب، ت، ج: C, A, B. The last has no Arabic name: Latin comes before Arabic.
NAMES = (("Atelier A", "ت"), ("Bureau B", "ج"), ("Centre C", "ب"), ("Zone Z", ""))
FRENCH, ARABIC = ["Atelier A", "Bureau B", "Centre C", "Zone Z"], ["Zone Z", "ب", "ت", "ج"]


def test_no_list_is_ordered_by_a_french_name_that_its_reader_does_not_see() -> None:
    named = re.compile(r'"\w+": "(?:\w+__)*(?:maker|buyer|applicant|organisation|device|plan)__name"')

    offending = [path.name for path in SOURCE.rglob("*views.py") if named.search(path.read_text("utf-8"))]

    assert offending == []


def makers() -> list[Organisation]:
    return [OrganisationFactory(kind="maker", name=name, name_ar=arabic) for name, arabic in NAMES]


def reading(actor: Actor, language: str) -> Client:
    User.objects.filter(pk=actor.user.pk).update(language=language)
    client = Client()
    client.force_login(User.objects.get(pk=actor.user.pk))
    return client


def shown_in_order(page: str, names: list[str]) -> list[str]:
    return sorted((name for name in names if f">{name}<" in page), key=lambda name: page.index(f">{name}<"))


@pytest.mark.parametrize(
    ("language", "expected"), [("fr", [*"ABC", "Z"]), ("ar", ["Z", *"CAB"]), ("en", [*"ABC", "Z"])]
)
@pytest.mark.parametrize("size", [1, 2, 4])
def test_an_order_by_name_follows_the_reader_and_pages_stay_whole(
    language: str, expected: list[str], size: int
) -> None:
    kept = {maker.pk for maker in makers()}
    columns = {"nom": NameColumn("name")}

    with translation.override(language):
        found: list[str] = []
        for number in range(1, len(NAMES) // size + 1):
            request = RequestFactory().get("/", {"tri": "nom", "page": number})
            rows = ordered(request, Organisation.objects.filter(pk__in=kept), columns, "nom")
            found += [one.name[-1] for one in one_page(request, rows, size)]

    assert found == expected


@pytest.mark.parametrize(("language", "expected"), [("fr", FRENCH), ("ar", ARABIC)])
def test_makers_titles_and_certificates_are_listed_by_the_name_shown(
    language: str, expected: list[str]
) -> None:
    health, body = an_actor(Role.REGISTRATION_OFFICER), an_actor(Role.CERTIFICATION_OFFICER)
    for number, maker in enumerate(makers()):
        device = DeviceFactory(maker=maker)
        register_device(health, device=device, number=f"E-{number}", valid_from=START, valid_to=TODAY())
        issue_certificate(
            body, maker=maker, standard="ISO 9001", number=f"C-{number}", valid_from=START, valid_to=TODAY()
        )
    pages = {
        "organisations:list": (health, ""),
        "registration:list": (health, "?tri=fabricant"),
        "certification:list": (body, "?tri=fabricant"),
        "industry:devices": (an_actor(Role.COORDINATOR), "?tri=fabricant"),
    }
    for name, (reader, query) in pages.items():
        page = reading(reader, language).get(reverse(name) + query).content.decode()
        assert (name, shown_in_order(page, expected)) == (name, expected)


@pytest.mark.parametrize(
    ("language", "expected"), [("fr", ["A", "B", "C"]), ("ar", ["C", "A", "B"]), ("en", ["B", "C", "A"])]
)
def test_devices_are_listed_by_the_name_shown(language: str, expected: list[str]) -> None:
    for name, arabic, english in (("A", "ت", "w"), ("B", "ج", "u"), ("C", "ب", "v")):
        DeviceFactory(name=name, name_ar=arabic, name_en=english)

    page = reading(an_actor(Role.COORDINATOR), language).get(reverse("industry:devices")).context["page"]

    assert [device.name for device in page] == expected
    assert Device.objects.count() == 3


@pytest.mark.parametrize(
    ("language", "names", "arabic"),
    [
        ("fr", ["Eau", "Écouvillon", "éponge", "Œillet", "Zinc"], ["", "", "", "", ""]),
        ("ar", ["a", "b", "c", "d"], ["آسفي", "أطلس", "إعمار", "باب"]),
    ],
)
def test_an_accented_letter_stands_with_its_letter(
    language: str, names: list[str], arabic: list[str]
) -> None:
    """The order of names, not of their bytes; here as given, whichever comes first in the database."""
    rows = list(zip(names, arabic, strict=True))
    for name, other in reversed(rows):
        OrganisationFactory(kind="maker", name=name, name_ar=other)
    wanted = Organisation.objects.filter(name__in=names)

    with translation.override(language):
        upwards = [one.name for one in wanted.order_by(NameColumn("name").expression().asc())]
        downwards = [one.name for one in wanted.order_by(NameColumn("name").expression().desc())]

    assert upwards == names
    assert downwards == names[::-1]


def test_names_that_differ_in_an_accent_alone_are_told_apart() -> None:
    assert name_key("Cote") != name_key("cote")
    assert sorted(["Côte", "Cotes", "cote"], key=name_key) == ["cote", "Côte", "Cotes"]
    assert sorted(["اطمن", "إعمار", "أطلس"], key=name_key) == ["أطلس", "اطمن", "إعمار"]
