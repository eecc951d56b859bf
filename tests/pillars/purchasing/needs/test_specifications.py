"""A specification beside a designation adds to it; the review counts what shuts makers out that are on sale."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import DeviceFactory, an_actor

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.kernel.codec import dump
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.purchasing.needs.actions import confirm_import, map_columns, upload_needs
from rakiza.pillars.purchasing.needs.corrections import correct_reading, reopen_readings
from rakiza.pillars.purchasing.needs.enums import Choice
from rakiza.pillars.purchasing.needs.models import NeedImport, NeedLine, ReadingCorrection
from rakiza.pillars.purchasing.needs.queries import confirmed_needs
from rakiza.pillars.purchasing.needs.requirements import decide
from rakiza.pillars.purchasing.needs.reread import read_as_family
from rakiza.pillars.purchasing.needs.values import reading_of

pytestmark = pytest.mark.django_db
OnCommit = Callable[..., object]
HEADINGS = "Désignation;Caractéristiques techniques;Quantité;Unité"


@pytest.fixture
def buyer() -> Actor:
    return an_actor(Role.BUYER)


@pytest.fixture
def client(buyer: Actor) -> Client:
    client = Client()
    client.force_login(buyer.user)
    return client


@pytest.fixture
def take(buyer: Actor, django_capture_on_commit_callbacks: OnCommit) -> Callable[..., NeedImport]:
    def taken(*rows: str) -> NeedImport:
        content = "\n".join((HEADINGS, *rows)).encode()
        need_import = upload_needs(buyer, [content], name="l.csv", year=2027).need_import
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            map_columns(buyer, need_import)
        need_import.refresh_from_db()
        return need_import

    return taken


def _syringes_on_sale(count: int, volume: float = 20.0) -> None:
    for _ in range(count):
        DeviceFactory(attributes=[dump(AttributeValue("volume", Op.EQ, volume, "mL"))])


def _said(line: NeedLine) -> dict[str, object]:
    return {value.name: value.value for value in reading_of(line).attributes}


def _review(client: Client, need_import: NeedImport) -> tuple[int, int, int]:
    found = client.get(f"/besoins/imports/{need_import.pk}/?etape=verification").context["remarks"]
    return found.words, found.narrow, found.excessive


def test_the_specification_adds_and_never_renames(take: Callable[..., NeedImport]) -> None:
    need_import = take(
        "SERINGUE HYPODERMIQUE;10 mL, luer lock, fournie avec un gant d'examen;5;piece",
        "GANT D'EXAMEN;Réf. 909. Nitrile. Conforme à la norme EN 455-1;5;boite",
        "SERINGUE 5 ML;volume 20 mL;5;piece",
        "SERINGUE 5 ML;;5;piece",
    )
    syringe, glove, other, plain = need_import.lines.order_by("pk")
    assert (syringe.family, _said(syringe)) == ("syringe_hypodermic", {"volume": 10.0, "tip": "luer_lock"})
    assert (glove.family, _said(glove)) == (
        "glove_examination",
        {"material": "nitrile", "standard": "EN 455-1"},
    )
    assert _said(other) == _said(plain) == {"volume": 5.0}
    assert (syringe.designation, other.specification) == ("SERINGUE HYPODERMIQUE", "volume 20 mL")
    assert other.folded == "seringue 5 ml, volume 20 ml"
    assert plain.folded == "seringue 5 ml"


def test_a_plan_takes_the_specification_along(buyer: Actor, take: Callable[..., NeedImport]) -> None:
    confirm_import(buyer, take("SERINGUE HYPODERMIQUE;10 mL;5;piece"))
    (need,) = confirmed_needs(2027).needs
    assert (need.designation, need.specification) == ("SERINGUE HYPODERMIQUE", "10 mL")


def test_a_person_corrects_the_whole_text(buyer: Actor, take: Callable[..., NeedImport]) -> None:
    line = take("ARTICLE SPECIAL;tubulure 150 cm;5;piece").lines.get()
    correct_reading(buyer, line, read_as_family(line.text, "extension_line"))
    assert ReadingCorrection.objects.get().designation == "ARTICLE SPECIAL, tubulure 150 cm"
    line.refresh_from_db()
    assert (line.family, _said(line)["length"]) == ("extension_line", 150.0)
    assert take("ARTICLE SPECIAL;tubulure 150 cm;7;piece").lines.get().family == "extension_line"
    assert take("ARTICLE SPECIAL;autre chose;7;piece").lines.get().family != "extension_line"

    reopened = NeedLine.objects.get(pk=line.pk)
    assert reopened.confirmed_at is not None
    reopen_readings(buyer, reopened.need_import, reopened.confirmed_at)
    reopened.refresh_from_db()
    assert reopened.family != "extension_line"


def test_the_review_counts_clauses_of_one_supplier_and_excessive_ones(
    buyer: Actor, client: Client, take: Callable[..., NeedImport]
) -> None:
    _syringes_on_sale(3)
    _syringes_on_sale(2, volume=5.0)
    _syringes_on_sale(1, volume=2.0)
    need_import = take(
        "SERINGUE HYPODERMIQUE;10 mL;5;piece",  # nobody
        "SERINGUE HYPODERMIQUE 2 ML;;5;piece",  # one maker
        "SERINGUE HYPODERMIQUE;5 mL;5;piece",  # two makers: relaxing lets the others in
        "SERINGUE HYPODERMIQUE 20 ML;;5;piece",  # three: nothing to say
        "GANT D'EXAMEN;taille M;5;boite",  # nothing on sale
    )
    assert _review(client, need_import) == (0, 2, 1)
    page = client.get(f"/besoins/imports/{need_import.pk}/?etape=verification").content.decode()
    for state, texts in (
        ("narrow", ["SERINGUE HYPODERMIQUE", "SERINGUE HYPODERMIQUE 2 ML"]),
        ("excessive", ["SERINGUE HYPODERMIQUE"]),
    ):
        address = f"/besoins/?annee=2027&import={need_import.pk}&etat={state}"
        assert address.replace("&", "&amp;") in page
        listed = client.get(address).context["lines"]
        assert [shown.line.designation for shown in listed] == texts

    line = need_import.lines.get(narrow__gt=0, specification="10 mL")
    decide(buyer, line, code="lint.no_supplier", subject="volume", choice=Choice.RELAX, justification="")
    assert _review(client, need_import) == (0, 1, 1)


def test_a_maker_of_the_catalogue_is_found_when_the_list_is_read(
    client: Client, take: Callable[..., NeedImport]
) -> None:
    device = DeviceFactory(maker__name="Zyxodis Maghreb SARL")
    need_import = take("SERINGUE HYPODERMIQUE 5 ML;marque Zyxodis Maghreb;5;piece")
    assert device.family == need_import.lines.get().family
    assert _review(client, need_import)[0] == 1


def test_another_member_sees_none_of_it(take: Callable[..., NeedImport]) -> None:
    _syringes_on_sale(3)
    need_import = take("SERINGUE HYPODERMIQUE;10 mL;5;piece")
    stranger = Client()
    stranger.force_login(an_actor(Role.BUYER).user)
    assert stranger.get(f"/besoins/imports/{need_import.pk}/?etape=verification").status_code == 404
    listed = stranger.get(f"/besoins/?annee=2027&import={need_import.pk}&etat=narrow")
    assert b"SERINGUE HYPODERMIQUE" not in listed.content


def test_the_review_costs_the_same_however_many_lines(
    client: Client, take: Callable[..., NeedImport], django_assert_num_queries: OnCommit
) -> None:
    _syringes_on_sale(3)
    few = take("SERINGUE HYPODERMIQUE;10 mL;5;piece")
    many = take(*(f"SERINGUE HYPODERMIQUE;{volume} mL;5;piece" for volume in range(6, 16)))
    address = "/besoins/imports/{}/?etape=verification"
    client.get(address.format(few.pk))
    with django_assert_num_queries(_queries(client, address.format(few.pk))):  # type: ignore[attr-defined]
        client.get(address.format(many.pk))


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_what_is_exported_can_be_imported(
    client: Client,
    take: Callable[..., NeedImport],
    buyer: Actor,
    django_capture_on_commit_callbacks: OnCommit,
) -> None:
    first = take("SERINGUE HYPODERMIQUE;10 mL;5;piece")
    exported = client.get(f"/besoins/export.xlsx?annee=2027&import={first.pk}")
    content = b"".join(exported.streaming_content) if exported.streaming else exported.content
    again = upload_needs(buyer, [content], name="l.xlsx", year=2028).need_import
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        map_columns(buyer, again)
    line = again.lines.get()
    assert (line.designation, line.specification) == ("SERINGUE HYPODERMIQUE", "10 mL")
