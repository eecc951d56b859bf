"""The pages of one import: from a file handed over to its confirmation, and back."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.factories import NeedImportFactory, an_actor, csv_of

from rakiza.kernel.jobs.models import Job, JobState
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.purchasing.needs.actions import map_columns, upload_needs
from rakiza.pillars.purchasing.needs.enums import ImportState
from rakiza.pillars.purchasing.needs.models import NeedImport, NeedLine, ReadingCorrection
from rakiza.pillars.purchasing.needs.tables.columns import said_columns

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def buyer() -> Actor:
    return an_actor(Role.BUYER)


def _client(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def _send(actor: Actor, content: bytes, name: str = "besoins.csv", year: str = "2027"):
    return _client(actor).post("/besoins/deposer/", {"year": year, "file": SimpleUploadedFile(name, content)})


def _reviewed(actor: Actor, *rows: str) -> NeedImport:
    taken = upload_needs(actor, [csv_of(*rows)], name="besoins.csv", year=2027).need_import
    map_columns(actor, taken)
    taken.refresh_from_db()
    return taken


def test_a_file_is_taken_and_its_columns_are_shown(buyer: Actor) -> None:
    response = _send(buyer, csv_of("SERINGUE 10 ML;4;boite"))

    taken = NeedImport.objects.get()
    assert response.status_code == 302
    assert response.url == f"/besoins/imports/{taken.pk}/"
    assert (taken.state, taken.year, taken.organisation) == (ImportState.UPLOADED, 2027, buyer.organisation)
    page = _client(buyer).get(response.url).content.decode()
    assert 'name="s0-A"' in page
    assert "SERINGUE 10 ML" in page
    assert "Lire le fichier" in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("photo.xlsx", b"\x89PNG\r\n\x1a\n" + b"0" * 64, "n&#x27;est pas un classeur lisible"),
        ("vide.csv", b"", "est vide"),
        ("sans-titre.csv", b"1;2;3\n4;5;6\n", "aucune ligne d&#x27;en-t\u00eate reconnue"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_at_the_field(
    buyer: Actor, name: str, content: bytes, said: str
) -> None:
    response = _send(buyer, content, name)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not NeedImport.objects.exists()


@pytest.mark.parametrize("year", ["1850", "abc", ""])
def test_a_year_out_of_range_is_refused(buyer: Actor, year: str) -> None:
    response = _send(buyer, csv_of("SERINGUE;1;boite"), year=year)

    assert response.status_code == 422
    assert not NeedImport.objects.exists()


def test_the_same_file_twice_is_told_with_a_link_to_the_first(buyer: Actor) -> None:
    _send(buyer, csv_of("SERINGUE 10 ML;4;boite"))
    second = _send(buyer, csv_of("SERINGUE 10 ML;4;boite"))

    first = NeedImport.objects.order_by("pk").first()
    assert first is not None
    page = _client(buyer).get(second.url).content.decode()
    assert f'href="/besoins/imports/{first.pk}/"' in page
    assert "compterait ses lignes deux fois" in page


def test_columns_are_changed_and_the_file_is_read(buyer: Actor) -> None:
    content = b"Truc;Combien;U\nSERINGUE 10 ML;4;boite\n"
    content = b"D\xc3\xa9signation;Quantit\xc3\xa9;Colis\nSERINGUE 10 ML;4;boite\n"
    _send(buyer, content)
    taken = NeedImport.objects.get()

    response = _client(buyer).post(
        f"/besoins/imports/{taken.pk}/colonnes/",
        {"s0-sheet": "besoins", "s0-header": "1", "s0-A": "designation", "s0-B": "quantity", "s0-C": "unit"},
    )

    assert response.status_code == 302
    taken.refresh_from_db()
    assert taken.state == ImportState.REVIEWED
    line = NeedLine.objects.get()
    assert (line.designation, line.quantity, line.unit) == ("SERINGUE 10 ML", 4, "boite")


def test_two_columns_of_one_meaning_are_refused(buyer: Actor) -> None:
    _send(buyer, csv_of("SERINGUE 10 ML;4;boite"))
    taken = NeedImport.objects.get()

    response = _client(buyer).post(
        f"/besoins/imports/{taken.pk}/colonnes/",
        {
            "s0-sheet": "besoins",
            "s0-header": "1",
            "s0-A": "designation",
            "s0-B": "quantity",
            "s0-C": "quantity",
        },
    )

    assert response.status_code == 422
    assert "deux colonnes sont dites" in response.content.decode()
    taken.refresh_from_db()
    assert taken.state == ImportState.UPLOADED


def test_a_heading_set_to_not_read_is_left_alone() -> None:
    said = said_columns(
        {
            "s0-sheet": "A",
            "s0-header": "1",
            "s0-A": "designation",
            "s0-A-guess": "designation",
            "s0-B": "",
            "s0-B-guess": "price",
        }
    )

    assert said.for_sheet("A").columns == (("designation", "$A"),)
    assert said.for_sheet("A").ignored == ("$B",)


def test_an_ignored_heading_stays_so_when_the_columns_are_shown_again(buyer: Actor) -> None:
    _send(buyer, "Désignation;Quantité;Prix\nSERINGUE 10 ML;4;abc\n".encode())
    taken = NeedImport.objects.get()
    said = {
        "s0-sheet": "besoins", "s0-header": "1", "s0-A": "designation", "s0-B": "quantity",
        "s0-C": "", "s0-C-guess": "price",
    }  # fmt: skip

    _client(buyer).post(f"/besoins/imports/{taken.pk}/colonnes/", said)

    taken.refresh_from_db()
    line = NeedLine.objects.get()
    assert (taken.warnings_count, line.reference_price) == (0, None)
    shown = _client(buyer).get(f"/besoins/imports/{taken.pk}/?etape=colonnes").content.decode()
    assert re.search(r'name="s0-C-guess"\s+value="price"', shown)
    assert re.search(r'<select[^>]*name="s0-C"[^>]*>\s*<option value="">', shown)


def test_the_review_groups_problems_and_puts_the_dearest_reading_first(buyer: Actor) -> None:
    rows = ["ZORGLUB 44;1;boite;10", "BIDULE XYZ;1;boite;900", "COMPRESSE;0;boite;1", "CHAMP;0;boite;1"]
    content = "\n".join(("Désignation;Quantité;Unité;Prix TTC", *rows)).encode()
    taken = upload_needs(buyer, [content], name="b.csv", year=2027).need_import
    map_columns(buyer, taken)

    page = _client(buyer).get(f"/besoins/imports/{taken.pk}/").content.decode()

    assert "2 fois" in page
    assert page.index("BIDULE XYZ") < page.index("ZORGLUB 44")


def test_accepting_readings_settles_every_line_of_the_text(buyer: Actor) -> None:
    taken = _reviewed(buyer, "ZORGLUB 44;1;boite", "zorglub 44;2;boite", "TRUC MACHIN;3;boite")
    first = NeedLine.objects.order_by("pk").first()
    assert first is not None

    response = _client(buyer).post(f"/besoins/imports/{taken.pk}/lectures/", {"accept": [str(first.pk)]})

    assert response.status_code == 302
    assert list(NeedLine.objects.order_by("pk").values_list("to_confirm", flat=True)) == [False, False, True]


def test_a_corrected_reading_is_remembered(buyer: Actor) -> None:
    taken = _reviewed(buyer, "ZORGLUB 10 ML;1;boite")
    line = NeedLine.objects.get()

    _client(buyer).post(
        f"/besoins/imports/{taken.pk}/lectures/", {"line": line.pk, "family": "Seringue hypodermique"}
    )

    line.refresh_from_db()
    assert (line.family, line.to_confirm, line.confidence) == ("syringe_hypodermic", False, 1.0)
    assert [value["name"] for value in line.reading["attributes"]] == ["volume"]
    assert ReadingCorrection.objects.get().folded == "zorglub 10 ml"
    again = _reviewed(buyer, "Zorglub 10 ml;7;boite")
    assert again.lines.get().family == "syringe_hypodermic"
    page = _client(buyer).get(f"/besoins/imports/{again.pk}/").content.decode()
    assert "1 ligne est lue comme vous l'avez dit auparavant." in page


def test_a_family_of_no_known_name_is_told_with_the_nearest(buyer: Actor) -> None:
    taken = _reviewed(buyer, "ZORGLUB 10 ML;1;boite")
    line = NeedLine.objects.get()

    response = _client(buyer).post(
        f"/besoins/imports/{taken.pk}/lectures/",
        {"line": line.pk, "family": "Seringue hypodermik"},
        follow=True,
    )

    assert "Aucune famille ne s&#x27;appelle" in response.content.decode()
    assert not ReadingCorrection.objects.exists()


def test_confirming_asks_to_have_seen_the_rejected_rows(buyer: Actor) -> None:
    taken = _reviewed(buyer, "SERINGUE 10 ML;4;boite", "COMPRESSE;0;boite")

    _client(buyer).post(f"/besoins/imports/{taken.pk}/confirmer/")
    taken.refresh_from_db()
    assert taken.state == ImportState.REVIEWED

    _client(buyer).post(f"/besoins/imports/{taken.pk}/confirmer/", {"seen": "on"})
    taken.refresh_from_db()
    assert taken.state == ImportState.CONFIRMED


def test_the_second_of_two_people_is_told_who_confirmed(buyer: Actor) -> None:
    taken = _reviewed(buyer, "SERINGUE 10 ML;4;boite")
    other = an_actor(Role.BUYER, buyer.organisation)
    _client(buyer).post(f"/besoins/imports/{taken.pk}/confirmer/")

    response = _client(other).post(f"/besoins/imports/{taken.pk}/confirmer/", follow=True)

    assert f"{buyer.user.name} vient de confirmer cet import" in response.content.decode()
    taken.refresh_from_db()
    assert taken.confirmed_by == buyer.user


def test_undoing_takes_the_lines_out_and_a_published_plan_keeps_them(buyer: Actor) -> None:
    taken = _reviewed(buyer, "SERINGUE 10 ML;4;boite")
    _client(buyer).post(f"/besoins/imports/{taken.pk}/confirmer/")
    NeedImport.objects.update(published_in="Plan 2027")

    refused = _client(buyer).post(f"/besoins/imports/{taken.pk}/annuler/", follow=True)
    assert "figurent dans le plan publi\u00e9 « Plan 2027 »" in refused.content.decode()
    assert NeedLine.objects.get().confirmed

    NeedImport.objects.update(published_in="")
    _client(buyer).post(f"/besoins/imports/{taken.pk}/annuler/")
    assert not NeedLine.objects.get().confirmed
    assert NeedImport.objects.get().state == ImportState.UNDONE


def test_rejected_rows_come_back_in_a_workbook(buyer: Actor) -> None:
    taken = _reviewed(buyer, "SERINGUE 10 ML;4;boite", "COMPRESSE 5X5;0;boite")

    response = _client(buyer).get(f"/besoins/imports/{taken.pk}/lignes-rejetees.xlsx")

    book = openpyxl.load_workbook(io.BytesIO(response.content))
    cells = [cell.value for row in book["Besoins"].iter_rows() for cell in row]
    assert "COMPRESSE 5X5" in cells
    assert "SERINGUE 10 ML" not in cells


def test_progress_is_shown_until_the_job_ends(buyer: Actor) -> None:
    taken = upload_needs(buyer, [csv_of("SERINGUE 10 ML;4;boite")], name="b.csv", year=2027).need_import
    NeedImport.objects.update(state=ImportState.MAPPED)
    job = Job.objects.create(
        kind="needs.review",
        object_type="needs.needimport",
        object_id=str(taken.pk),
        organisation=buyer.organisation,
        state=JobState.RUNNING,
        stage="reading",
        done=1200,
        total=5000,
    )
    address = f"/besoins/imports/{taken.pk}/progression/"

    page = _client(buyer).get(address).content.decode()
    assert "Lecture des d\u00e9signations" in page
    assert "1\u202f200 sur 5\u202f000" in page
    assert "Sans nouvelles" not in page
    Job.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=3, seconds=20))
    silent = _client(buyer).get(address).content.decode()
    assert "Sans nouvelles depuis 3 minutes." in silent
    assert "repris de lui-même après 5 minutes de silence" in silent
    _client(buyer).post(f"/besoins/imports/{taken.pk}/arreter/")
    job.refresh_from_db()
    assert job.cancel_requested
    NeedImport.objects.update(state=ImportState.REVIEWED)
    ended = _client(buyer).get(address, headers={"HX-Request": "true"})
    assert (ended.status_code, ended["HX-Redirect"]) == (204, f"/besoins/imports/{taken.pk}/")


def test_the_original_is_handed_back_as_it_was(buyer: Actor) -> None:
    taken = _reviewed(buyer, "SERINGUE 10 ML;4;boite")

    response = _client(buyer).get(f"/besoins/imports/{taken.pk}/fichier/")

    assert b"".join(response.streaming_content) == csv_of("SERINGUE 10 ML;4;boite")
    response.close()


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_template_comes_in_each_language(buyer: Actor, language: str, tmp_path: Path) -> None:
    response = _client(buyer).get(f"/besoins/modele/{language}.xlsx")

    assert response.status_code == 200
    assert openpyxl.load_workbook(io.BytesIO(response.content)).sheetnames


WRITES = ["colonnes", "arreter", "lectures", "confirmer", "annuler"]


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.BUYER, 404), (Role.COORDINATOR, 403), (Role.MAKER, 403), (Role.REGISTRATION_OFFICER, 403)],
)
def test_others_change_nothing(buyer: Actor, write: str, role: Role, status: int) -> None:
    taken = _reviewed(buyer, "ZORGLUB;4;boite")
    before = NeedImport.objects.values().get()

    response = _client(an_actor(role)).post(f"/besoins/imports/{taken.pk}/{write}/", {"all": "1"})

    assert response.status_code == status
    assert NeedImport.objects.values().get() == before
    assert NeedLine.objects.get().to_confirm


@pytest.mark.parametrize("step", ["fichier", "colonnes", "verification", "confirmation"])
def test_every_step_opens_for_its_member_and_for_overseers(buyer: Actor, step: str) -> None:
    taken = _reviewed(buyer, "SERINGUE 10 ML;4;boite", "ZORGLUB;1;boite")

    for actor in (buyer, an_actor(Role.COORDINATOR)):
        assert _client(actor).get(f"/besoins/imports/{taken.pk}/?etape={step}").status_code == 200


def test_visitors_are_sent_to_sign_in() -> None:
    taken = NeedImportFactory()

    for address in ("/besoins/", "/besoins/deposer/", f"/besoins/imports/{taken.pk}/"):
        response = Client().get(address)
        assert response.status_code == 302
        assert response.url.startswith("/compte/login/")


def test_two_headings_of_one_meaning_are_asked_about(buyer: Actor) -> None:
    content = "Désignation;Quantité;Quantité;Unité\nSERINGUE 10 ML;4;5;boite\n".encode()
    _send(buyer, content)
    taken = NeedImport.objects.get()

    columns = _client(buyer).get(f"/besoins/imports/{taken.pk}/?etape=colonnes")
    assert "ambiguë : dites laquelle" in columns.content.decode()
    _client(buyer).post(
        f"/besoins/imports/{taken.pk}/colonnes/",
        {
            "s0-sheet": "besoins",
            "s0-header": "1",
            "s0-A": "designation",
            "s0-B": "",
            "s0-C": "quantity",
            "s0-D": "unit",
        },
    )

    assert NeedLine.objects.get().quantity == 5


def test_a_sheet_left_out_is_not_read(buyer: Actor, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for position, name in enumerate(("Bloc", "Ancien")):
        sheet = book.active if position == 0 else book.create_sheet()
        sheet.title = name
        sheet.append(["Désignation", "Quantité", "Unité"])
        sheet.append([f"SERINGUE {name}", 4, "boite"])
    book.save(tmp_path / "deux.xlsx")
    _send(buyer, (tmp_path / "deux.xlsx").read_bytes(), "deux.xlsx")
    taken = NeedImport.objects.get()

    _client(buyer).post(
        f"/besoins/imports/{taken.pk}/colonnes/",
        {
            "s0-sheet": "Bloc",
            "s0-header": "1",
            "s0-A": "designation",
            "s0-B": "quantity",
            "s0-C": "unit",
            "s1-sheet": "Ancien",
            "s1-header": "1",
            "s1-A": "designation",
            "s1-B": "quantity",
            "s1-skip": "on",
        },
    )

    assert [line.designation for line in NeedLine.objects.all()] == ["SERINGUE Bloc"]
    assert _client(buyer).get(f"/besoins/imports/{taken.pk}/?etape=colonnes").context["sheets"][1].skipped


def test_columns_may_be_looked_at_again_without_reading(buyer: Actor) -> None:
    content = "Liste;;\n;;\nDésignation;Quantité;Unité\nSERINGUE;4;boite\n".encode()
    _send(buyer, content)
    taken = NeedImport.objects.get()

    response = _client(buyer).post(
        f"/besoins/imports/{taken.pk}/colonnes/", {"s0-sheet": "besoins", "s0-header": "3", "look": "1"}
    )

    assert response.status_code == 200
    assert response.context["sheets"][0].header_row == 3
    taken.refresh_from_db()
    assert taken.state == ImportState.UPLOADED


def test_a_confirmed_import_is_not_mapped_again(buyer: Actor) -> None:
    taken = _reviewed(buyer, "SERINGUE 10 ML;4;boite")
    _client(buyer).post(f"/besoins/imports/{taken.pk}/confirmer/")

    response = _client(buyer).post(
        f"/besoins/imports/{taken.pk}/colonnes/",
        {"s0-sheet": "besoins", "s0-header": "1", "s0-A": "designation", "s0-B": "quantity"},
        follow=True,
    )

    assert "Cet import est déjà confirmé ou annulé." in response.content.decode()
    assert NeedLine.objects.get().confirmed


@pytest.mark.parametrize("chosen", ["quantity", "nimporte", "__class__", ""])
def test_whatever_is_posted_the_columns_answer_without_a_fault(buyer: Actor, chosen: str) -> None:
    _send(buyer, csv_of("SERINGUE 10 ML;4;boite"))
    taken = NeedImport.objects.get()

    response = _client(buyer).post(
        f"/besoins/imports/{taken.pk}/colonnes/",
        {
            "s0-sheet": "besoins",
            "s0-header": "99999999999",
            "s0-ZZZZ": chosen,
            "s0-A-guess": "x",
            "s9-A": "y",
        },
        follow=True,
    )

    assert response.status_code == 200


def test_the_review_takes_as_many_queries_for_ten_texts_as_for_one(
    buyer: Actor, django_assert_max_num_queries
) -> None:
    few = _reviewed(buyer, "ZORGLUB 1;1;boite")
    many = _reviewed(buyer, *(f"BIDULE{letter};1;boite" for letter in "ABCDEFGHIJ"), "COMPRESSE;0;boite")
    client = _client(buyer)
    client.get("/")

    for taken in (few, many):
        with django_assert_max_num_queries(14):
            assert client.get(f"/besoins/imports/{taken.pk}/").status_code == 200


def test_a_reading_of_another_import_is_not_accepted(buyer: Actor) -> None:
    mine = _reviewed(buyer, "ZORGLUB 44;1;boite")
    other = _reviewed(an_actor(Role.BUYER), "BIDULE XYZ;1;boite")
    theirs = other.lines.get()

    _client(buyer).post(f"/besoins/imports/{mine.pk}/lectures/", {"accept": [str(theirs.pk)]})
    _client(buyer).post(f"/besoins/imports/{mine.pk}/lectures/", {"line": theirs.pk, "kind": "other"})

    theirs.refresh_from_db()
    assert (theirs.to_confirm, theirs.kind) == (True, "device")


def test_a_medicine_of_no_family_is_not_called_unknown(buyer: Actor) -> None:
    taken = _reviewed(buyer, "PARACETAMOL 1G INJ;1;boite", "ZORGLUB 44;1;boite")
    NeedLine.objects.update(to_confirm=True)

    page = _client(buyer).get(f"/besoins/imports/{taken.pk}/").content.decode()

    assert page.count("famille inconnue") == 1


def test_one_reading_is_accepted_whatever_is_ticked(buyer: Actor) -> None:
    taken = _reviewed(buyer, "ZORGLUB A;1;boite", "ZORGLUB B;1;boite")
    first, second = NeedLine.objects.order_by("row")

    _client(buyer).post(f"/besoins/imports/{taken.pk}/lectures/", {"one": first.pk, "accept": second.pk})

    waiting = dict(NeedLine.objects.values_list("pk", "to_confirm"))
    assert waiting == {first.pk: False, second.pk: True}


def test_the_keys_are_told_to_those_who_may_answer(buyer: Actor) -> None:
    taken = _reviewed(buyer, "ZORGLUB A;1;boite")
    address = f"/besoins/imports/{taken.pk}/?etape=verification"

    own = _client(buyer).get(address).content.decode()
    assert (own.count('data-key="a"'), own.count('data-key="c"'), own.count("kbd-sm")) == (1, 1, 5)
    assert 'list="families"' in own
    overseer = _client(an_actor(Role.COORDINATOR)).get(address).content.decode()
    assert (overseer.count("data-key"), overseer.count("kbd-sm")) == (0, 0)
