"""`rakiza match` as a script runs it: candidates ranked with their verdicts, a reason where there is none."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from rakiza.cli import app
from rakiza.pillars.purchasing.spreadsheets import write_offers_template

runner = CliRunner()
TEN_ML = '"[{""name"":""volume"",""op"":""="",""value"":10,""unit"":""mL""}]"'
CATALOGUE = (
    "Fabricant,Dispositif,Famille,Caractéristiques,Référence\n"
    "Fabricant A,Seringue hypodermique,,5 mL luer lock stérile,S5\n"
    f"Fabricant A,Seringue,syringe_hypodermic,{TEN_ML},S10\n"
    "Fabricant B,Gants d'examen nitrile M,,,GM\n"
    "Fabricant B,=Mystère,,,X1\n"
)
NEEDS = "line_id,text\n1,SERINGUE 5CC LUER LOCK\n2,PARACETAMOL 500 MG CP\n3,LIT MEDICALISE\n4,xyzzy\n"


@pytest.fixture
def needs(tmp_path: Path) -> Path:
    path = tmp_path / "besoins.csv"
    path.write_text(NEEDS, "utf-8")
    return path


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.csv"
    path.write_text(CATALOGUE, "utf-8")
    return path


def ran(*arguments: object, given: str | None = None) -> tuple[int, str, str]:
    result = runner.invoke(app, ["match", *map(str, arguments)], input=given)
    return result.exit_code, result.stdout, result.stderr


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_candidates_are_ranked_with_their_verdicts(needs: Path, catalogue: Path) -> None:
    code, out, said = ran(needs, "--catalogue", catalogue)
    rows = [row for row in table(out) if row["line_id"] == "1"]
    assert code == 0
    assert [(row["rank"], row["device"], row["maker"], row["verdict"]) for row in rows] == [
        ("1", "S5", "Fabricant A", "pass"), ("2", "S10", "Fabricant A", "fail")
    ]  # fmt: skip
    assert rows[1]["why"].startswith("Volume : 10\u00a0mL, soit 5\u00a0mL de plus que 5\u00a0mL ; ")
    assert "4 besoins rapprochés" in said


def test_the_gap_is_measured(needs: Path, catalogue: Path) -> None:
    row = table(ran(needs, "--catalogue", catalogue)[1])[1]
    volume = next(each for each in json.loads(row["attributes"]) if each["name"] == "volume")
    assert (volume["verdict"], volume["offered"], volume["gap"], volume["unit"]) == ("fail", 10.0, 5.0, "mL")
    assert volume["required"] == [{"name": "volume", "op": "=", "value": 5, "unit": "mL"}]


def test_the_gap_of_ordered_classes_is_counted_in_classes(tmp_path: Path) -> None:
    (tmp_path / "besoins.csv").write_text("text\nMASQUE FFP3\n", "utf-8")
    (tmp_path / "catalogue.csv").write_text("Dispositif\nMasque FFP1\n", "utf-8")
    (row,) = table(ran(tmp_path / "besoins.csv", "--catalogue", tmp_path / "catalogue.csv")[1])
    (found,) = (each for each in json.loads(row["attributes"]) if each["name"] == "protection_class")
    assert (found["verdict"], found["offered"], found["gap"], found["unit"]) == (
        "fail",
        "FFP1",
        -2.0,
        "class",
    )


def test_a_need_without_a_candidate_says_why(needs: Path, catalogue: Path) -> None:
    rows = {row["line_id"]: row for row in table(ran(needs, "--catalogue", catalogue)[1])}
    assert {number: (rows[number]["rank"], rows[number]["why"]) for number in "234"} == {
        "2": ("", "« paracetamol » désigne un médicament"),
        "3": ("", "Aucun dispositif de cette famille dans le catalogue"),
        "4": ("", "Aucune famille ne couvre cette désignation"),
    }


def test_no_more_candidates_than_asked(needs: Path, catalogue: Path) -> None:
    rows = table(ran(needs, "--catalogue", catalogue, "-k", "1")[1])
    assert [row["line_id"] for row in rows] == ["1", "2", "3", "4"]


def test_a_row_of_no_known_family_is_told(needs: Path, catalogue: Path) -> None:
    said = ran(needs, "--catalogue", catalogue)[2]
    assert "Catalogue : 4 dispositifs." in said
    assert "1 dispositif de famille inconnue, que seuls ses mots font trouver : =Mystère (5)" in said


def test_json_lines_carry_a_need_and_all_its_candidates(needs: Path, catalogue: Path, tmp_path: Path) -> None:
    assert ran(needs, "--catalogue", catalogue, "-o", tmp_path / "m.jsonl", "-l", "en")[0] == 0
    first, second, *_ = [json.loads(line) for line in (tmp_path / "m.jsonl").read_text("utf-8").splitlines()]
    assert (first["line_id"], first["compared"], len(first["candidates"])) == ("1", 2, 2)
    best = first["candidates"][0]
    assert (best["device"], best["verdict"], best["score"], best["near_miss"]) == ("S5", "pass", 1.0, False)
    assert {each["code"] for each in best["attributes"]} == {"matching.equal"}
    assert second["candidates"] == []
    assert second["why"] == ["“paracetamol” names a medicine"]


def test_a_workbook_is_written(needs: Path, catalogue: Path, tmp_path: Path) -> None:
    assert ran(needs, "--catalogue", catalogue, "-o", tmp_path / "m.xlsx")[0] == 0
    rows = CalamineWorkbook.from_path(str(tmp_path / "m.xlsx")).get_sheet_by_index(0).to_python()
    assert rows[0][:6] == ["line_id", "text", "kind", "family", "confidence", "rank"]
    assert [row[5] for row in rows[1:]] == [1.0, 2.0, "", "", ""]


def test_the_makers_template_is_a_catalogue(needs: Path, tmp_path: Path) -> None:
    path = tmp_path / "offres.xlsx"
    book = xlsxwriter.Workbook(str(path))
    offers, imports = book.add_worksheet("Offres"), book.add_worksheet("Références import")
    offers.write_row(0, 0, ["Fabricant", "Dispositif", "Caractéristiques", "Prix unitaire HT"])
    offers.write_row(1, 0, ["Fabricant A", "Seringue hypodermique", "5 mL luer lock", 0.4])
    imports.write_row(0, 0, ["Famille", "Désignation", "Valeur CIF unitaire"])
    imports.write_row(1, 0, ["", "Gants d'examen M", 0.3])
    book.close()
    code, out, said = ran(needs, "--catalogue", path)
    assert code == 0
    assert "Catalogue : 1 dispositif." in said
    assert table(out)[0]["device"] == "Seringue hypodermique"


def test_an_empty_template_is_refused(needs: Path, tmp_path: Path) -> None:
    write_offers_template(tmp_path / "offres.xlsx", "fr")
    code, _, said = ran(needs, "--catalogue", tmp_path / "offres.xlsx")
    assert (code, "ne contient aucune ligne" in said) == (2, True)


def test_two_devices_of_one_reference_are_both_kept(needs: Path, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_text("name,ref\nSeringue 5 mL luer lock,R\nSeringue 20 mL luer lock,R\n", "utf-8")
    rows = table(ran(needs, "--catalogue", path)[1])
    assert [row["device"] for row in rows[:2]] == ["R", "R (3)"]


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "ce fichier n'existe pas"), ("a,b\n1,2\n3,4\n", "aucune colonne de noms de dispositifs reconnue. Ses colonnes : a, b.")],
)  # fmt: skip
def test_what_is_no_catalogue_is_said(needs: Path, tmp_path: Path, content: str | None, says: str) -> None:
    path = tmp_path / "catalogue.csv"
    if content is not None:
        path.write_text(content, "utf-8")
    code, out, said = ran(needs, "--catalogue", path, "-o", tmp_path / "m.csv")
    assert (code, out, (tmp_path / "m.csv").exists()) == (2, "", False)
    assert says in said


def test_needs_may_come_from_standard_input(catalogue: Path) -> None:
    code, out, _ = ran("-", "--catalogue", catalogue, given="GANTS EXAMEN NITRILE M\n")
    assert (code, table(out)[0]["device"]) == (0, "GM")


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_words_of_the_catalogue_hide_nothing_in_a_sentence(tmp_path: Path, language: str) -> None:
    stated = json.dumps([{"name": "tip", "op": "=", "value": "\u202eluer\x00", "unit": None}])
    path = tmp_path / "catalogue.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["name", "attributes"], ["Seringue 5 mL", stated]])
    (row,) = table(ran("-", "--catalogue", path, "-l", language, given="SERINGUE 5ML LUER LOCK\n")[1])
    assert "<u+202e>luer<u+0000>" in row["why"].lower()
    assert not set(row["why"]) & {"\u202e", "\x00"}


def test_what_is_specified_beside_the_designation_counts(catalogue: Path, tmp_path: Path) -> None:
    path = tmp_path / "besoins.csv"
    path.write_text("text;Caractéristiques\nSERINGUE;10 mL\nSERINGUE;5 mL luer lock\n", "utf-8")
    rows = [row for row in table(ran(path, "--catalogue", catalogue)[1]) if row["rank"] == "1"]
    assert [(row["device"], row["verdict"]) for row in rows] == [("S10", "pass"), ("S5", "pass")]
    named = ran(path, "--catalogue", catalogue, "--column", "text", "--specification", "$B")
    assert table(named[1])[0]["device"] == "S10"


UNFAMILIAR = "text\nTURBIDIMETRE XR-200\nSERINGUE 5CC LUER LOCK\nPARACETAMOL 500 MG CP\nRAME PAPIER A4\n"


def test_a_need_that_no_family_covers_gets_what_holds_its_words(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_text(
        f"{CATALOGUE}Fabricant C,Turbidimètre de paillasse,,,XR-200\nFabricant C,Turbidimetre,,,T1\n", "utf-8"
    )
    code, out, said = ran("-", "--catalogue", path, given=UNFAMILIAR)
    rows = table(out)
    assert [(row["text"], row["device"], row["verdict"], row["rank"]) for row in rows] == [
        ("TURBIDIMETRE XR-200", "XR-200", "unknown", "1"),
        ("SERINGUE 5CC LUER LOCK", "S5", "pass", "1"),
        ("SERINGUE 5CC LUER LOCK", "S10", "fail", "2"),
        ("PARACETAMOL 500 MG CP", "", "", ""),
        ("RAME PAPIER A4", "", "", ""),
    ]
    assert rows[0]["why"] == (
        "Aucune famille ne couvre cette demande : ce dispositif en porte les mots, rien n'a été comparé"
    )
    assert (code, "À vérifier : 1" in said) == (0, True)


def test_json_says_that_nothing_was_compared(catalogue: Path, tmp_path: Path) -> None:
    out = tmp_path / "m.jsonl"
    assert ran("-", "--catalogue", catalogue, "-o", out, given="text\nMYSTERE\n")[0] == 0
    (need,) = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    (candidate,) = need["candidates"]
    assert (need["family"], need["compared"]) == (None, 0)
    assert (candidate["device"], candidate["family"], candidate["verdict"]) == ("X1", None, "unknown")
    assert [each["code"] for each in candidate["attributes"]] == ["matching.no_family"]
