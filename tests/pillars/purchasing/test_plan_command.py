"""`rakiza plan` as a user runs it: exit codes, files, the same bytes, nothing written on refusal."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from rich.console import Console

from rakiza.pillars.purchasing.plan_run import PlanRequest, run

NEEDS = "Désignation;Unité;Quantité annuelle;Prix unitaire TTC\nseringue 5 mL luer lock;U;10000;0,60\ngants chirurgicaux taille 7,5;paire;800;4\n"
FAULTY = NEEDS + "seringue 10 mL luer lock;U;-40;0,70\n"
OFFERS = (
    ("Fabricant", "Dispositif", "Prix unitaire HT", "Capacité mensuelle", "Déclaration : numéro", "Déclaration : du",
     "Certificat : numéro", "Certificat : du", "Certificat : au",
     "Enregistrement : numéro", "Enregistrement : du", "Enregistrement : au"),
    ("Fabricant A (démonstration)", "Seringue hypodermique 5 mL luer lock stérile", 0.40, 5000, "D1", "01/01/2020",
     "C1", "01/01/2025", "31/12/2028", "E1", "01/01/2025", "31/12/2029"),
)  # fmt: skip
NAMES = ["plan.json", "plan.pdf", "plan.xlsx"]


def offers_file(path: Path) -> Path:
    workbook = xlsxwriter.Workbook(str(path))
    sheet = workbook.add_worksheet("Offres")
    for row, cells in enumerate(OFFERS):
        sheet.write_row(row, 0, cells)
    workbook.close()
    return path


@pytest.fixture
def request_(tmp_path: Path) -> PlanRequest:
    """A request on one needs file and one offer."""
    needs = tmp_path / "groupe-a.csv"
    needs.write_text(NEEDS, "utf-8")
    return PlanRequest(
        (needs,), offers_file(tmp_path / "offres.xlsx"), 2027, tmp_path / "plan", None, None, "fr"
    )


def ran(request: PlanRequest) -> tuple[int, str, str]:
    """Run the job; return its exit code, what it printed and its errors, unwrapped."""
    console, errors = Console(record=True, width=200, quiet=False), Console(record=True, width=200)
    code = run(request, console, errors)
    return code, console.export_text(), errors.export_text()


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_clean_run_writes_three_files_and_ends_with_zero(request_: PlanRequest) -> None:
    code, said, errors = ran(request_)
    assert (code, written(request_.output), errors) == (0, NAMES, "")
    assert "Plan annuel des achats locaux 2027" in said
    assert "Lecture des désignations" in said
    assert "Attribution" in said
    assert "1 couverts, 0 en partie, 1 non couverts" in said
    plan = json.loads((request_.output / "plan.json").read_text("utf-8"))
    assert [award["unit_price"] for award in plan["awards"]] == ["0.4"]


def test_rejected_rows_end_with_one_and_are_kept_in_their_file(request_: PlanRequest) -> None:
    request_.needs[0].write_text(FAULTY, "utf-8")
    code, said, errors = ran(request_)
    assert (code, written(request_.output)) == (1, [*NAMES, "rejected.xlsx"])
    assert "groupe-a.csv, feuille groupe-a, ligne 4 : la quantité « -40 » est négative" in errors
    assert "rejected.xlsx" in said
    sheet = CalamineWorkbook.from_path(str(request_.output / "rejected.xlsx")).get_sheet_by_index(0)
    assert len(sheet.to_python()) == 2


def test_a_later_clean_run_removes_the_rejected_rows_of_before(request_: PlanRequest) -> None:
    request_.needs[0].write_text(FAULTY, "utf-8")
    assert ran(request_)[0] == 1
    request_.needs[0].write_text(NEEDS, "utf-8")
    assert (ran(request_)[0], written(request_.output)) == (0, NAMES)


def test_the_same_inputs_give_the_same_bytes(request_: PlanRequest, tmp_path: Path) -> None:
    request_.needs[0].write_text(FAULTY, "utf-8")
    again = replace(request_, output=tmp_path / "again")
    assert (ran(request_)[0], ran(again)[0]) == (1, 1)
    for name in [*NAMES, "rejected.xlsx"]:
        assert (request_.output / name).read_bytes() == (again.output / name).read_bytes(), name


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "est vide"),
        (b"une lettre sans tableau\n", "aucune ligne d'en-tête reconnue"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "n'est pas un classeur lisible"),
        ("Désignation;Quantité\n".encode(), "ne contient aucune ligne"),
    ],
)
def test_a_refused_needs_file_writes_nothing(request_: PlanRequest, content: bytes, message: str) -> None:
    request_.needs[0].write_bytes(content)
    code, _said, errors = ran(request_)
    assert (code, written(request_.output)) == (2, [])
    assert "groupe-a.csv" in errors
    assert message in errors


def test_a_missing_file_is_named(request_: PlanRequest, tmp_path: Path) -> None:
    code, _said, errors = ran(replace(request_, offers=tmp_path / "absent.xlsx"))
    assert (code, written(request_.output)) == (2, [])
    assert "absent.xlsx : ce fichier n'existe pas" in errors


def test_a_year_out_of_range_is_refused(request_: PlanRequest) -> None:
    code, _said, errors = ran(replace(request_, year=1789))
    assert (code, written(request_.output)) == (2, [])
    assert "L'année 1789 est hors limites" in errors


def test_only_faulty_rows_write_nothing(request_: PlanRequest) -> None:
    request_.needs[0].write_text("Désignation;Quantité\nseringue 5 mL;-1\n", "utf-8")
    code, _said, errors = ran(request_)
    assert (code, written(request_.output)) == (2, [])
    assert "Aucune ligne de besoin utilisable : rien n'a été écrit." in errors


def test_the_same_file_twice_is_refused(request_: PlanRequest, tmp_path: Path) -> None:
    copy = tmp_path / "copie.csv"
    copy.write_text(NEEDS, "utf-8")
    code, _said, errors = ran(replace(request_, needs=(*request_.needs, copy)))
    assert (code, written(request_.output)) == (2, [])
    assert "copie.csv est le même fichier que groupe-a.csv" in errors


def test_an_unknown_rule_is_named(request_: PlanRequest, tmp_path: Path) -> None:
    rules = tmp_path / "RULES.toml"
    rules.write_text("[rules]\nmarge = 0.2\n", "utf-8")
    code, _said, errors = ran(replace(request_, rules=rules))
    assert (code, written(request_.output)) == (2, [])
    assert "Règle inconnue « marge »" in errors


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("makers_per_family = -1", "Règle « makers_per_family » : -1 est hors de l'intervalle de 0 à 1000."),
        ("makers_per_member = 1.5", "Règle « makers_per_member » : « 1.5 » n'est pas un nombre."),
        ("required_sources_vital = 6", "Règle « required_sources_vital » : 6 est hors de l'intervalle"),
    ],
)
def test_a_rule_that_counts_makers_is_checked(
    request_: PlanRequest, tmp_path: Path, line: str, said: str
) -> None:
    rules = tmp_path / "RULES.toml"
    rules.write_text(f"[rules]\n{line}\n", "utf-8")
    code, _said, errors = ran(replace(request_, rules=rules))
    assert (code, written(request_.output)) == (2, [])
    assert said in " ".join(errors.split())


def test_rules_that_count_makers_are_read_from_a_file(request_: PlanRequest, tmp_path: Path) -> None:
    rules = tmp_path / "RULES.toml"
    rules.write_text("[rules]\nmakers_per_family = 2\nmakers_per_member = 4\n", "utf-8")
    code, _said, _errors = ran(replace(request_, rules=rules))
    assert code == 0
    plan = json.loads((request_.output / "plan.json").read_text("utf-8"))
    held = plan["inputs"]["rules"]
    assert (held["makers_per_family"], held["makers_per_member"]) == (2, 4)


def test_an_output_that_is_a_file_is_said(request_: PlanRequest) -> None:
    request_.output.write_text("", "utf-8")
    code, _said, errors = ran(request_)
    assert code == 2
    assert "ne peut pas être écrit" in errors
    assert request_.output.read_text("utf-8") == ""
