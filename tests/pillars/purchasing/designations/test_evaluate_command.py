"""`rakiza evaluate` as a person runs it: the score in tables or JSON, the errors beside, faulty gold told."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import xlsxwriter
from typer.testing import CliRunner

from rakiza.cli import app

runner = CliRunner()
OWN = Path(__file__).resolve().parents[3] / "engine/reading/blind_lines.csv"
HEADER = "line_id,text,packaging_given,kind,emdn,emdn_alternatives,attributes,pack_size,pack_unit"
RIGHT = 'a,SERINGUE JETABLE 5 ML,boite de 100,device,A0201,,"[{""name"":""volume"",""op"":""="",""value"":5,""unit"":""mL""},{""name"":""single_use"",""value"":true}]",100,boite'
WRONG = "b,=GANT NITRILE M,,device,C0101,,[],,"


def ran(*arguments: object) -> tuple[int, str, str]:
    result = runner.invoke(app, ["evaluate", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def gold(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "gold.csv"
    path.write_text("\n".join((header, *lines, "")), "utf-8")
    return path


def test_the_tables_say_every_measure(tmp_path: Path) -> None:
    code, out, said = ran(gold(tmp_path, RIGHT, WRONG))
    assert (code, said) == (0, "")
    for words in (
        "Nature",
        "Code EMDN",
        "Caractéristiques",
        "volume",
        "Confiance",
        "Codes confondus",
        "Écart de calibration attendu",
    ):
        assert words in out


def test_json_holds_the_same_figures(tmp_path: Path) -> None:
    code, out, _ = ran(gold(tmp_path, RIGHT, WRONG), "--json")
    found = json.loads(out)
    assert code == 0
    assert (found["lines"], found["kind"]["accuracy"]) == (2, 1.0)
    assert found["emdn"][1] == {"level": 2, "lines": 2, "strict": 0.5, "lenient": 0.5}
    assert found["attributes"]["by_name"]["volume"]["f1"] == 1.0
    assert found["packaging"]["f1"] == 1.0
    assert found["confusions"]["emdn_level_3"] == [{"expected": "C0101", "read": "T0102", "lines": 1}]
    assert found["calibration"]["right"] == {"lines": 2, "right": 1, "accuracy": 0.5}


def test_the_threshold_is_the_callers(tmp_path: Path) -> None:
    found = json.loads(ran(gold(tmp_path, RIGHT, WRONG), "--json", "--threshold", "0")[1])
    assert found["calibration"]["from_threshold"] == {
        "confidence": 0.0, "share": 1.0, "lines": 2, "right": 1, "accuracy": 0.5
    }  # fmt: skip


@pytest.mark.parametrize("name", ["wrong.csv", "wrong.jsonl", "wrong.xlsx"])
def test_the_errors_name_what_was_expected_and_read(tmp_path: Path, name: str) -> None:
    assert ran(gold(tmp_path, RIGHT, WRONG), "--errors", tmp_path / name)[0] == 0
    assert (tmp_path / name).stat().st_size > 0
    if name.endswith("csv"):
        with (tmp_path / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [(row["line_id"], row["part"]) for row in rows] == [("b", "emdn"), ("b", "attribute")]
        assert (rows[0]["text"], rows[0]["expected"]) == ("'=GANT NITRILE M", "C0101")
        assert rows[0]["read"].startswith("T0102")
        assert "gant nitrile" in rows[0]["why"]


def test_a_workbook_of_labels_is_read(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "gold.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["text", "kind", "emdn", "attributes", "pack_size", "pack_unit"])
    sheet.write_row(1, 0, ["GANT EXAMEN B/100", "device", "T0102", "[]", 100, "boite"])
    book.close()
    assert json.loads(ran(tmp_path / "gold.xlsx", "--json")[1])["packaging"]["f1"] == 1.0


def test_the_projects_own_lines_are_scored() -> None:
    found = json.loads(ran(OWN, "--json")[1])
    assert found["lines"] == 398
    assert found["kind"]["accuracy"] >= 0.98
    assert sum(each["lines"] for each in found["calibration"]["bins"]) == 398


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("a,x,,gadget,A02,,[],,", "ligne 2, kind : « gadget » n'est pas une nature (device, ivd, medicine, other)"),
        ("a,x,,device,A2,,[],,", "ligne 2, emdn : « A2 » n'est pas un code EMDN"),
        ("a,x,,device,A02,A03|oops,[],,", "ligne 2, emdn : « oops » n'est pas un code EMDN"),
        ("a,x,,device,A02,,{oops,,", "ligne 2, attributes : une liste JSON"),
        ('a,x,,device,A02,,"[{""name"": ""tip""}]",,', "ligne 2, attributes : une liste JSON"),
        ('a,x,,device,A02,,"[{""name"": ""tip"", ""op"": ""~"", ""value"": 1}]",,', "ligne 2, attributes"),
        ("a,x,,device,A02,,[],dix,", "ligne 2, pack_size : « dix » n'est pas un nombre entier"),
    ],
)  # fmt: skip
def test_a_badly_labelled_cell_is_named(tmp_path: Path, line: str, says: str) -> None:
    code, out, said = ran(gold(tmp_path, line))
    assert (code, out) == (2, "")
    assert "1 cellule mal étiquetée" in said
    assert says in said


def test_only_the_first_faults_are_listed(tmp_path: Path) -> None:
    said = ran(gold(tmp_path, *["a,x,,gadget,A02,,[],,"] * 30))[2]
    assert said.count("gadget") == 10
    assert "30 cellules mal étiquetées" in said


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    code, _, said = ran(gold(tmp_path, "x,device", header="text,kind"))
    assert code == 2
    assert "il lui manque emdn, attributes, pack_size, pack_unit. Ses colonnes : text, kind." in said


@pytest.mark.parametrize(("lines", "says"), [((), "ne contient aucune ligne")])
def test_labels_without_lines_are_refused(tmp_path: Path, lines: tuple[str, ...], says: str) -> None:
    code, _, said = ran(gold(tmp_path, *lines))
    assert (code, says in said) == (2, True)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    code, _, said = ran(tmp_path / "absent.csv")
    assert (code, "ce fichier n'existe pas" in said) == (2, True)
