"""Home, search, families, reading: what everyone finds whatever the room."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import DeviceFactory, NeedImportFactory, NeedLineFactory, an_actor

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.web.pages.reading import read_pasted
from rakiza.web.pages.results import find_everything

pytestmark = pytest.mark.django_db


def _client(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def _found(actor: Actor, query: str) -> dict[str, list[str]]:
    return {group.key: [item.title for item in group.items] for group in find_everything(actor, query, "fr")}


def test_search_finds_across_the_rooms_within_rights() -> None:
    buyer, other, maker = an_actor(Role.BUYER), an_actor(Role.BUYER), an_actor(Role.MAKER)
    held = NeedImportFactory(organisation=buyer.organisation, confirmed=True)
    NeedLineFactory(need_import=held, designation="SERINGUE DU GROUPE", folded="seringue du groupe")
    DeviceFactory(maker=maker.organisation, name="Seringue fictive A")
    DeviceFactory(name="Seringue fictive B")

    assert _found(buyer, "seringue")["needs"] == ["SERINGUE DU GROUPE"]
    assert _found(buyer, "seringue")["devices"] == ["Seringue fictive A", "Seringue fictive B"]
    assert "needs" not in _found(other, "seringue")
    assert _found(maker, "seringue")["devices"] == ["Seringue fictive A"]
    assert "needs" not in _found(maker, "seringue")
    assert _found(an_actor(Role.COORDINATOR), "seringue")["needs"] == ["SERINGUE DU GROUPE"]
    assert "Seringue hypodermique" in _found(buyer, "seringue hypodermique")["families"]


@pytest.mark.parametrize("query", ["", "   ", "؟!", "%%%", "'"])
def test_a_query_without_words_finds_nothing(query: str) -> None:
    assert find_everything(an_actor(Role.BUYER), query, "fr") == ()


def test_the_search_page_shows_groups_and_totals() -> None:
    buyer = an_actor(Role.BUYER)
    held = NeedImportFactory(organisation=buyer.organisation, confirmed=True)
    NeedLineFactory.create_batch(12, need_import=held)

    page = _client(buyer).get("/recherche/?q=seringue").content.decode()

    assert "(12)" in page
    assert "Rien ne correspond" in _client(buyer).get("/recherche/?q=zzzzzzzz").content.decode()


def test_pasted_lines_are_read_with_their_reasons() -> None:
    pasted = read_pasted("SERINGUE 10 ML B/100\n\n  \nRAMETTE PAPIER A4", "fr")

    first, second = pasted.lines
    assert first.reading.family == "syringe_hypodermic"
    assert "10\u00a0mL" in first.reading.specification
    assert "100" in first.reading.packaging
    assert first.reading.reasons
    assert (second.reading.family, second.reading.label) == ("", "")


def test_beyond_the_limit_lines_are_counted_not_read() -> None:
    pasted = read_pasted("SERINGUE\n" * 130, "fr")

    assert (len(pasted.lines), pasted.left_out) == (100, 30)


def test_the_reading_page_is_for_members_and_keeps_nothing(django_assert_max_num_queries) -> None:
    assert Client().get("/lecture/").status_code == 302
    client = _client(an_actor(Role.MAKER))
    with django_assert_max_num_queries(6):
        response = client.post("/lecture/", {"text": "GANT NITRILE M <script>"})

    page = response.content.decode()
    assert response.status_code == 200
    assert "&lt;script&gt;" in page
    assert "<script>" not in page.split("<body", 1)[1]


def test_pasted_lines_can_be_taken_away_as_a_table() -> None:
    client = _client(an_actor(Role.MAKER))
    pasted = "SERINGUE 10 ML B/100\n=cmd\n" + "GANT NITRILE M\n" * 130
    shown = client.post("/lecture/", {"text": pasted}).content.decode()
    response = client.post("/lecture/", {"text": pasted, "export": "csv"})

    rows = response.content.decode("utf-8-sig").splitlines()
    assert "Télécharger en CSV" in shown
    assert "32 lignes de plus ne sont pas montrées" in shown
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="lectures.csv"'
    assert rows[0].startswith("text,kind,family,emdn,")
    assert rows[1].startswith("SERINGUE 10 ML B/100,device,syringe_hypodermic,")
    assert rows[2].startswith("'=cmd,")
    assert len(rows) == 133


def test_the_reading_page_counts_what_to_check_and_asks_for_a_line() -> None:
    client = _client(an_actor(Role.BUYER))
    text = "GANT EXAMEN NITRILE M\nxyzzy"
    checked = read_pasted(text, "fr").to_confirm
    page = " ".join(client.post("/lecture/", {"text": text}).content.decode().split())
    assert checked >= 1
    assert f"2 lignes lues, {checked} à vérifier." in page
    assert "collez au moins une désignation" in client.post("/lecture/", {"text": " \n "}).content.decode()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "address", ["/", "/familles/", "/familles/syringe_hypodermic/", "/lecture/", "/recherche/?q=gant"]
)
def test_common_pages_open_for_every_role(role: Role, address: str) -> None:
    assert _client(an_actor(role)).get(address).status_code == 200
