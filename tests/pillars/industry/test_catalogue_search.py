"""The catalogue search: who finds what, that nothing stale is found, and what the address keeps."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import DeviceFactory, OrganisationFactory, an_actor

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.kernel.codec import dump
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.industry.actions import DeviceTerms, add_device, withdraw_device
from rakiza.pillars.industry.enums import DeviceState
from rakiza.pillars.industry.models import Device
from rakiza.pillars.industry.search_index import forget_indexes, index_for
from rakiza.pillars.industry.search_query import query_of, value_text

pytestmark = pytest.mark.django_db
ADDRESS = "/industrie/catalogue/"


@pytest.fixture(autouse=True)
def _no_index_before() -> Iterator[None]:
    forget_indexes()
    yield
    forget_indexes()


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def found(actor: Actor, **asked: object) -> list[str]:
    """Return the names of the devices found, in order."""
    response = client_of(actor).get(ADDRESS, asked)
    assert response.status_code == 200
    return [one.row.device.name for one in response.context["rows"]]


def volume(millilitres: float) -> list[object]:
    return [dump(AttributeValue("volume", Op.EQ, millilitres, "mL"))]


@pytest.fixture
def syringes() -> list[Device]:
    return [
        DeviceFactory(
            name=f"Seringue hypodermique {size} mL",
            name_ar=f"محقنة {size} مل",
            name_en=f"Hypodermic syringe {size} mL",
            reference=f"SH-{size}",
            attributes=volume(size),
        )
        for size in (5, 10, 20)
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("seringue 10 ml", {"Seringue hypodermique 10 mL"}),
        ("sering", {f"Seringue hypodermique {size} mL" for size in (5, 10, 20)}),
        ("seringe hypodermiqe", {f"Seringue hypodermique {size} mL" for size in (5, 10, 20)}),
        ("محقنة", {f"Seringue hypodermique {size} mL" for size in (5, 10, 20)}),
        ("syringe", {f"Seringue hypodermique {size} mL" for size in (5, 10, 20)}),
        ("SH-20", {"Seringue hypodermique 20 mL"}),
        ("volume >= 10 mL", {f"Seringue hypodermique {size} mL" for size in (10, 20)}),
        ("volume < 10 mL", {"Seringue hypodermique 5 mL"}),
        ("zzzzqqq", set()),
    ],
)
def test_what_is_typed_is_found(syringes: list[Device], text: str, names: set[str]) -> None:
    assert names <= set(found(an_actor(Role.BUYER), q=text))
    if text == "zzzzqqq":
        assert found(an_actor(Role.BUYER), q=text) == []
    if "volume" in text:
        assert set(found(an_actor(Role.BUYER), q=text)) == names


def test_filters_of_the_address_narrow_and_are_shown(syringes: list[Device]) -> None:
    DeviceFactory(name="Gant fictif", family="glove_examination", attributes=[])
    buyer = an_actor(Role.BUYER)
    maker = syringes[0].maker_id

    assert found(buyer, famille="glove_examination") == ["Gant fictif"]
    assert found(buyer, fabricant=maker) == [syringes[0].name]
    assert found(buyer, **{"min.volume": "10", "max.volume": "15"}) == [syringes[1].name]
    assert set(found(buyer, **{"c.volume": ["5.0", "20.0"]})) == {syringes[0].name, syringes[2].name}
    response = client_of(buyer).get(ADDRESS, {"famille": "glove_examination", "min.volume": "10"})
    assert [(chip.value, chip.without) for chip in response.context["chips"]] == [
        ("Gant d'examen", "?min.volume=10"), ("≥ 10", "?famille=glove_examination"),
    ]  # fmt: skip


def test_a_maker_finds_its_own_only_and_others_what_is_on_sale(syringes: list[Device]) -> None:
    maker = an_actor(Role.MAKER)
    DeviceFactory(maker=maker.organisation, name="Seringue à nous")
    DeviceFactory(maker=maker.organisation, name="Seringue retirée", state=DeviceState.WITHDRAWN)

    assert set(found(maker, q="seringue")) == {"Seringue à nous", "Seringue retirée"}
    for role in (Role.BUYER, Role.COORDINATOR, Role.REGISTRATION_OFFICER):
        names = found(an_actor(role), q="seringue")
        assert "Seringue à nous" in names
        assert "Seringue retirée" not in names
    page = client_of(maker).get(ADDRESS, {"q": "SH-20"})
    assert page.context["result"].total == 0
    assert "Fabricant</legend>" not in page.content.decode()


def test_nothing_is_stale_after_a_change(syringes: list[Device]) -> None:
    buyer, maker = an_actor(Role.BUYER), an_actor(Role.MAKER)
    assert "Nouveauté fictive" not in found(buyer, q="nouveauté")

    device = add_device(
        maker, DeviceTerms(family="syringe_hypodermic", reference="N-1", name="Nouveauté fictive")
    )
    assert found(buyer, q="nouveauté") == ["Nouveauté fictive"]
    assert found(maker, q="nouveauté") == ["Nouveauté fictive"]

    withdraw_device(maker, device)
    response = client_of(buyer).get(ADDRESS, {"q": "nouveauté"})
    assert "Nouveauté fictive" not in response.content.decode()
    assert response.context["result"].total == 0


def test_a_maker_that_leaves_is_no_longer_found(syringes: list[Device]) -> None:
    buyer = an_actor(Role.BUYER)
    assert len(found(buyer, q="seringue hypodermique 5")) >= 1
    closed = syringes[0].maker
    closed.active = False
    closed.save()
    assert syringes[0].name not in found(buyer, q="seringue hypodermique")


def test_the_index_is_kept_until_the_catalogue_changes(syringes: list[Device]) -> None:
    buyer, other = an_actor(Role.BUYER), an_actor(Role.COORDINATOR)
    first = index_for(buyer)
    assert index_for(other) is first
    add_device(
        an_actor(Role.MAKER), DeviceTerms(family="syringe_hypodermic", reference="N-1", name="Nouveauté")
    )
    assert index_for(buyer) is not first
    assert index_for(other) is index_for(buyer)


def test_only_the_results_are_sent_while_one_types(syringes: list[Device]) -> None:
    client = client_of(an_actor(Role.BUYER))
    partly = client.get(ADDRESS, {"q": "seringue"}, headers={"HX-Request": "true"})
    back = client.get(
        ADDRESS, {"q": "seringue"}, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    )
    assert "<html" not in partly.content.decode()
    assert "<html" in back.content.decode()
    assert "HX-Request" in partly["Vary"]


def test_words_are_marked_and_never_markup(syringes: list[Device]) -> None:
    DeviceFactory(name="<b>Gras</b> seringue & cie")
    page = client_of(an_actor(Role.BUYER)).get(ADDRESS, {"q": "gras"}).content.decode()
    assert "&lt;b&gt;<mark>Gras</mark>&lt;/b&gt; seringue &amp; cie" in page


def test_the_page_says_what_was_corrected_and_left_out(syringes: list[Device]) -> None:
    response = client_of(an_actor(Role.BUYER)).get(ADDRESS, {"q": "hypodermiqe volume ≥ 10 mL"})
    page = response.content.decode()
    assert "« hypodermiqe » cherché comme" in page
    assert "≥ 10 mL" in page


def test_the_page_costs_the_same_however_many_are_found(
    syringes: list[Device], django_assert_num_queries: Callable[..., object]
) -> None:
    client = client_of(an_actor(Role.BUYER))
    client.get(ADDRESS, {"q": "seringue"})
    with django_assert_num_queries(11):  # type: ignore[attr-defined]
        client.get(ADDRESS, {"q": "seringue"})
    maker = OrganisationFactory(kind=OrganisationKind.MAKER)
    DeviceFactory.create_batch(20, maker=maker, name="Seringue de plus")
    client.get(ADDRESS, {"q": "seringue"})
    with django_assert_num_queries(11):  # type: ignore[attr-defined]
        client.get(ADDRESS, {"q": "seringue"})


def test_an_empty_catalogue_says_so() -> None:
    page = client_of(an_actor(Role.MAKER)).get(ADDRESS)
    assert "Aucun dispositif au catalogue" in page.content.decode()


def test_a_maker_without_devices_is_led_to_describe_the_first() -> None:
    page = client_of(an_actor(Role.MAKER)).get(reverse("industry:devices")).content.decode()

    assert f'<a class="btn btn-primary btn-sm" href="{reverse("industry:device-add")}">' in page
    assert "Décrivez vos dispositifs un par un" in page


def test_pages_follow_each_other(syringes: list[Device]) -> None:
    DeviceFactory.create_batch(30, maker=syringes[0].maker, name="Compresse fictive", attributes=[])
    buyer = an_actor(Role.BUYER)
    first, second = found(buyer, q="compresse"), found(buyer, q="compresse", page="2")
    assert (len(first), len(second)) == (25, 5)
    assert found(buyer, q="compresse", page="99999") == []


@pytest.mark.parametrize(
    "asked",
    [
        "c.volume=nan", "c.volume=[1]", "c.volume={", "min.volume=abc", "max.volume=1e400", "c.=1", "c.x.y=1",
        "fabricant=abc", "page=-1", "page=x", "famille=" + "x" * 500, "min.volume=9" * 30, "c.zzz=%22a%22",
    ],
)  # fmt: skip
def test_whatever_the_address_says_the_page_answers(syringes: list[Device], asked: str) -> None:
    assert client_of(an_actor(Role.BUYER)).get(f"{ADDRESS}?{asked}").status_code == 200


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_any_address_is_read(text: str, name: str, value: str) -> None:
    asked = QueryDict(mutable=True)
    asked.update({"q": text, f"c.{name}": value, f"min.{name}": value})
    assert query_of(asked).offset == 0


@given(st.one_of(st.booleans(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=30)))
def test_a_value_comes_back_from_its_address(value: float | str | bool) -> None:
    asked = QueryDict(mutable=True)
    asked["c.volume"] = value_text(value)
    (read,) = query_of(asked).attributes
    assert read.value == value
    assert json.loads(value_text(value)) == value


def test_a_renamed_maker_is_found_by_its_name(syringes: list[Device]) -> None:
    buyer = an_actor(Role.BUYER)
    found(buyer, q="seringue")
    maker = Organisation.objects.get(pk=syringes[0].maker_id)
    maker.name = "Zorglabs"
    maker.save()
    assert found(buyer, q="zorglabs") == [syringes[0].name]
