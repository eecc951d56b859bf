"""Addresses and forms as no browser sends them: an answer in words, never a fault of the program."""

from __future__ import annotations

from itertools import cycle
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.security.house import House, finish
from tests.security.permissions import PAGES

from rakiza.kernel.organisations.enums import Role

PARAMETERS = (
    "q", "page", "tri", "annee", "etat", "famille", "nature", "import", "membre", "fabricant", "criticite", "risque",
    "cause", "echeance", "etape", "groupe", "export", "imports", "next",
)  # fmt: skip
EVIL = (
    "abc", "evil", "-", "--value", "-pk", "0", "-1", "1e9", "9" * 30, "9" * 5000, "٣", "²", "x" * 10_000, "' OR 1=1 --",
    "%", "_", "\\", "{{ 7*7 }}", "<script>", "\u202e", "é" * 300, "null", "[]", "seringue' \"", "\ud7ff", "\x01",
)  # fmt: skip
LISTS = [
    name for name, page in PAGES.items() if page.reads and name not in {"needs:rejected", "needs:original"}
]


def browser(house: House, name: str) -> Client:
    """Return the browser of someone to whom the page is open; faults of the program come as status 500."""
    roles = PAGES[name].open or PAGES[name].does
    role = Role.COORDINATOR if Role.COORDINATOR in roles else min(roles)
    client = house.client(house.people[role])
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    "values", [EVIL[start::3] for start in range(3)], ids=lambda values: ascii([one[:12] for one in values])
)
def test_no_parameter_breaks_a_page(house: House, values: tuple[str, ...]) -> None:
    """Several values at once: a page's parameters take them in turn, the next page's one further."""
    for place, name in enumerate(LISTS):
        asked = PARAMETERS[:-1] if name in {"needs:export"} else PARAMETERS
        query = urlencode({key: values[(place + turn) % len(values)] for turn, key in enumerate(asked)})
        response = browser(house, name).get(f"{house.address(name)}?{query}")
        finish(response)
        assert response.status_code in {200, 204, 302, 404}, (name, response.status_code)


def test_a_nul_character_is_refused_in_words(house: House) -> None:
    """Wherever it stands in the address: each page meets one of the places, which are refused before any page."""
    places = ("q=%00", "%00=1", "page=1%00", "famille=a%00b")
    for name, query in zip(LISTS, cycle(places)):
        response = browser(house, name).get(f"{house.address(name)}?{query}")
        assert (name, query, response.status_code) == (name, query, 400)
        assert "caractère interdit" in response.content.decode()


def test_a_nul_character_in_a_form_is_refused_in_words(house: House) -> None:
    buyer = house.client(house.people[Role.BUYER])
    response = buyer.post(house.address("needs:line"), {"family": "a\0b"})

    assert response.status_code == 400


def test_bytes_that_are_no_text_are_read_as_well_as_can_be(house: House) -> None:
    """Each page meets all of them; its search one of them, the next page's search another."""
    torn = (b"%ff%fe", b"%C3%28", b"\xff", b"%u0041")
    for place, name in enumerate(LISTS):
        turned = torn[place % 4 :] + torn[: place % 4]
        given = b"&".join(b"%s=%s" % pair for pair in zip((b"q", b"x", b"y", b"z"), turned, strict=True))
        query = given + b"&%=%&==&;"
        response = browser(house, name).get(house.address(name), QUERY_STRING=query.decode("latin-1"))
        finish(response)
        assert response.status_code in {200, 204, 302}, (name, response.status_code)


@pytest.mark.parametrize(
    "text", ["0", str(2**31), str(2**63 - 1), str(2**63), str(2**64), "9" * 30, "9" * 4400], ids=len
)
def test_a_number_beyond_the_database_names_nothing(house: House, text: str) -> None:
    client = house.client(house.people[Role.COORDINATOR])
    client.raise_request_exception = False
    for path in (
        "industrie/dispositifs/{}/", "certification/{}/", "homologation/registration/{}/", "besoins/imports/{}/",
        "besoins/imports/{}/progression/", "besoins/imports/{}/fichier/", "besoins/imports/{}/lignes-rejetees.xlsx",
        "besoins/lignes/{}/", "plans/{}/", "plans/lots/{}/", "plans/{}/non-couverts/", "plans/{}/avancement/",
        f"plans/{house.scene.plan.pk}/documents/{{}}/",
    ):  # fmt: skip
        assert (path, client.get("/" + path.format(text)).status_code) == (path, 404)
    for path in ("besoins/imports/{}/confirmer/", "plans/{}/calculer/", "industrie/offres/{}/retirer/"):
        assert (path, client.post("/" + path.format(text)).status_code) == (path, 404)


def test_forms_of_any_shape_are_answered(house: House) -> None:
    buyer = house.client(house.people[Role.BUYER])
    buyer.raise_request_exception = False
    many = buyer.post("/lecture/", {f"f{number}": "x" for number in range(6000)})
    huge = buyer.post("/lecture/", {"text": "x" * 6_000_000})
    torn = buyer.generic(
        "POST", "/lecture/", b"--x\r\nnot a part", content_type="multipart/form-data; boundary=x"
    )
    unbounded = buyer.generic("POST", "/lecture/", b"x", content_type="multipart/form-data")
    odd = buyer.generic(
        "POST", "/lecture/", b"text=%ff", content_type="application/x-www-form-urlencoded; charset=bogus"
    )

    assert [r.status_code for r in (many, huge, torn, unbounded, odd)] == [400, 400, 200, 400, 200]
    assert "Demande incomprise" in huge.content.decode()


def test_other_methods_are_refused(house: House) -> None:
    for name in PAGES:
        address, client = house.address(name), browser(house, name)
        for method in ("put", "patch", "delete", "trace", "options"):
            assert (name, method, getattr(client, method)(address).status_code) == (name, method, 405)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(LISTS)),
    query=st.dictionaries(
        st.sampled_from(PARAMETERS), st.text(st.characters(codec="utf-8"), max_size=40), max_size=6
    ),
)
def test_whatever_the_address_says_the_program_stands(house: House, name: str, query: dict[str, str]) -> None:
    response = browser(house, name).get(f"{house.address(name)}?{urlencode(query)}")
    finish(response)
    assert response.status_code < 500
