"""The list of needs: who sees what, the filters of the address, the totals, the export."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from django.test import Client
from tests.factories import NeedImportFactory, NeedLineFactory, an_actor

from rakiza.kernel.imports.opening import read_workbook
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.purchasing.needs.enums import ImportState
from rakiza.pillars.purchasing.spreadsheets import needs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer() -> Actor:
    return an_actor(Role.BUYER)


def _client(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def _import(actor: Actor, **fields: object):
    return NeedImportFactory(organisation=actor.organisation, **{"confirmed": True, **fields})


def _shown(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/besoins/{query}")
    assert response.status_code == 200
    return [shown.line.designation for shown in response.context["lines"]]


def test_without_any_import_the_one_next_step_is_offered(buyer: Actor) -> None:
    page = _client(buyer).get("/besoins/").content.decode()

    assert "Aucun besoin n'a encore été déposé" in page
    assert 'href="/besoins/deposer/"' in page


def test_a_buyer_sees_its_own_lines_only(buyer: Actor) -> None:
    NeedLineFactory(need_import=_import(buyer), designation="LE MIEN")
    NeedLineFactory(designation="CELUI D'UN AUTRE")

    assert _shown(_client(buyer)) == ["LE MIEN"]


def test_overseers_see_every_member_and_no_upload(buyer: Actor) -> None:
    NeedLineFactory(need_import=_import(buyer), designation="UN")
    NeedLineFactory(designation="DEUX")

    for role in (Role.COORDINATOR, Role.CLUSTER_STAFF, Role.ADMINISTRATOR):
        client = _client(an_actor(role))
        assert _shown(client) == ["UN", "DEUX"]
        page = client.get("/besoins/").content.decode()
        assert "2 membres ont déposé" in page
        assert 'href="/besoins/deposer/"' not in page
        assert client.get("/besoins/deposer/").status_code == 403


@pytest.mark.parametrize("role", [Role.MAKER, Role.CERTIFICATION_OFFICER, Role.REGISTRATION_OFFICER])
@pytest.mark.parametrize(
    "address", ["/besoins/", "/besoins/export.xlsx", "/besoins/deposer/", "/besoins/modele/fr.xlsx"]
)
def test_those_who_neither_buy_nor_oversee_are_refused(role: Role, address: str) -> None:
    assert _client(an_actor(role)).get(address).status_code == 403


def test_filters_narrow_and_show_as_chips(buyer: Actor) -> None:
    held = _import(buyer)
    draft = _import(buyer, state=ImportState.REVIEWED)
    undone = _import(buyer, state=ImportState.UNDONE)
    NeedLineFactory(need_import=held, designation="SERINGUE A", folded="seringue a")
    NeedLineFactory(need_import=held, designation="DOUTEUSE", folded="douteuse", to_confirm=True)
    NeedLineFactory(need_import=held, designation="SIROP", folded="sirop", kind="medicine", family="")
    NeedLineFactory(need_import=draft, designation="ATTEND", folded="attend", confirmed=False)
    NeedLineFactory(need_import=undone, designation="ANNULEE", folded="annulee", confirmed=False)
    client = _client(buyer)

    assert _shown(client) == ["SERINGUE A", "DOUTEUSE", "SIROP", "ATTEND"]
    assert _shown(client, "?etat=confirmed") == ["SERINGUE A"]
    assert _shown(client, "?etat=to_confirm") == ["DOUTEUSE"]
    assert _shown(client, "?etat=excluded") == ["SIROP"]
    assert _shown(client, "?etat=pending") == ["ATTEND"]
    assert _shown(client, "?nature=medicine") == ["SIROP"]
    assert _shown(client, "?q=S%C3%A9ringue") == ["SERINGUE A"]
    assert _shown(client, f"?import={undone.pk}") == ["ANNULEE"]
    assert _shown(client, "?annee=2031") == []
    assert _shown(client, "?famille=syringe_hypodermic&etat=confirmed") == ["SERINGUE A"]
    assert "Retirer ce filtre" in client.get("/besoins/?q=seringue").content.decode()


def test_sorting_by_value_puts_unpriced_lines_last(buyer: Actor) -> None:
    held = _import(buyer)
    for name, price in (("B", Decimal(5)), ("A", None), ("C", Decimal(9))):
        NeedLineFactory(need_import=held, designation=name, folded=name.lower(), reference_price=price)

    assert _shown(_client(buyer), "?tri=-valeur") == ["C", "B", "A"]
    assert _shown(_client(buyer), "?tri=valeur") == ["B", "C", "A"]
    assert _shown(_client(buyer), "?tri=nimporte") == ["B", "A", "C"]


def test_totals_are_those_of_the_filter(buyer: Actor) -> None:
    held = _import(buyer)
    NeedLineFactory(need_import=held, reference_price=Decimal(2))
    NeedLineFactory(need_import=held, kind="medicine", family="", reference_price=Decimal(100))

    totals = _client(buyer).get("/besoins/").context["totals"]
    assert (totals.lines, totals.excluded, totals.value) == (2, 1, Decimal(800))
    assert _client(buyer).get("/besoins/?etat=excluded").context["totals"].value == 0


def test_the_export_holds_the_filtered_lines_and_imports_again(buyer: Actor) -> None:
    held = _import(buyer)
    NeedLineFactory(
        need_import=held,
        designation="=SERINGUE 10 ML",
        reference_price=Decimal("2.50"),
        unit="boite",
        pack_size=100,
    )
    NeedLineFactory(need_import=held, designation="AUTRE", folded="autre", kind="other", family="")

    response = _client(buyer).get("/besoins/export.xlsx?etat=confirmed")

    assert response["Content-Disposition"] == 'attachment; filename="besoins-2027.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    cells = [cell.value for row in book["Besoins"].iter_rows() for cell in row]
    assert "AUTRE" not in cells
    read = needs_of(read_workbook("b.xlsx", response.content), member="x", year=2027)
    assert [problem.code for problem in read.problems if problem.is_error] == []
    need = read.needs[0]
    assert (need.designation, need.quantity, need.unit, need.pack_size) == (
        "=SERINGUE 10 ML",
        400,
        "boite",
        100,
    )
    assert need.reference_price == Decimal("2.5")
    assert need.quarters == (100, 100, 100, 100)


def test_the_number_of_queries_does_not_grow(buyer: Actor, django_assert_max_num_queries) -> None:
    client = _client(buyer)
    held = _import(buyer)
    NeedLineFactory.create_batch(2, need_import=held)
    client.get("/besoins/")
    with django_assert_max_num_queries(14):
        client.get("/besoins/")
    NeedLineFactory.create_batch(20, need_import=held)
    _import(buyer)
    with django_assert_max_num_queries(14):
        client.get("/besoins/")


def test_a_line_tells_where_it_comes_from_and_why(buyer: Actor) -> None:
    line = NeedLineFactory(need_import=_import(buyer), sheet="Bloc", row=17)

    page = _client(buyer).get(f"/besoins/lignes/{line.pk}/").content.decode()

    assert "Bloc" in page
    assert "Seringue hypodermique" in page
    assert "Pas encore dans un plan" in page


def test_a_line_is_corrected_from_its_page(buyer: Actor) -> None:
    line = NeedLineFactory(need_import=_import(buyer), designation="TRUC", folded="truc", to_confirm=True)

    _client(buyer).post(f"/besoins/lignes/{line.pk}/", {"line": line.pk, "kind": "other"})

    line.refresh_from_db()
    assert (line.kind, line.family, line.to_confirm) == ("other", "", False)
    page = _client(buyer).get(f"/besoins/lignes/{line.pk}/").content.decode()
    assert "Lecture corrigée" in page
    assert "a dit de lire ce texte ainsi" in page
    assert "reading.corrected" not in page


@pytest.mark.parametrize(
    ("role", "read", "write"), [(Role.BUYER, 404, 404), (Role.COORDINATOR, 200, 403), (Role.MAKER, 403, 403)]
)
def test_another_members_line_is_out_of_reach(buyer: Actor, role: Role, read: int, write: int) -> None:
    line = NeedLineFactory(need_import=_import(buyer), to_confirm=True)
    client = _client(an_actor(role))

    assert client.get(f"/besoins/lignes/{line.pk}/").status_code == read
    assert client.post(f"/besoins/lignes/{line.pk}/", {"kind": "other"}).status_code == write
    line.refresh_from_db()
    assert (line.kind, line.to_confirm) == ("device", True)
