"""plan.xlsx: eleven sheets, typed, filtered, safe, and the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.planning.plan import Plan
from rakiza.kernel.wording import in_language
from rakiza.pillars.purchasing.documents import write_plan_workbook
from rakiza.pillars.purchasing.documents.plan_view import PlanView
from rakiza.pillars.purchasing.documents.plan_workbook import plan_sheets
from rakiza.pillars.purchasing.documents.sheets import offers

SHEETS = [
    "Lisez-moi", "Plan par produit", "Lots", "Volumes des membres", "Besoins non couverts", "Lectures à confirmer",
    "Éligibilité", "Traçabilité", "Candidatures", "Lignes exclues", "Paramètres",
]  # fmt: skip


@pytest.fixture(scope="module")
def book(plan: Plan, knowledge: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("plan") / "plan.xlsx"
    write_plan_workbook(plan, knowledge, path, "fr", notice="Données de démonstration")
    return openpyxl.load_workbook(path)


def records(book: Workbook, sheet: str) -> Iterator[dict[str, object]]:
    rows = book[sheet].iter_rows(values_only=True)
    header = [str(title) for title in next(rows)]
    return (dict(zip(header, row, strict=True)) for row in rows)


def test_sheets_in_order(book: Workbook):
    assert book.sheetnames == SHEETS


@pytest.mark.parametrize("name", SHEETS)
def test_one_header_row_frozen_filtered_unmerged(book: Workbook, name: str):
    page = book[name]

    assert page.freeze_panes is not None
    assert page.freeze_panes[1:] == "2"
    assert page.auto_filter.ref.startswith("A1:")
    assert page.merged_cells.ranges == set()
    assert all(cell.value for cell in page[1])


def test_no_cell_is_a_formula(book: Workbook):
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}

    assert "f" not in kinds
    assert next(records(book, "Traçabilité"))["Désignation"] == "=HYPERLINK(1)"


def test_award_row_says_everything(book: Workbook):
    row = next(row for row in records(book, "Plan par produit") if row["Lot"] == "L00001")

    assert row["Famille"] == "Seringue hypodermique"
    assert (
        row["Spécification"]
        == "Volume\u202f: 2\u00a0mL · Stérile\u202f: oui · Taille\u202f: M · Longueur\u202f: au moins 30\u00a0cm"
    )
    assert row["Année (unité de base)"] == 3003
    assert row["Prix unitaire (MAD HT)"] == 0.425
    assert row["Montant (MAD TTC)"] == pytest.approx(3003 * 0.51)
    assert row["Membres et volumes"] == (
        "Clinique Fictive du Détroit\u202f: 1\u202f000 · Groupe Fictif Atlas\u202f: 1\u202f001 · "
        "Polyclinique Fictive de l'Oriental\u202f: 1\u202f002"
    )


def test_lots_are_listed_as_a_reader_looks_for_them(book: Workbook):
    families = [str(row["Famille"]) for row in records(book, "Lots")]

    assert families == sorted(families)
    assert len(families) == 10


def test_member_volumes_sum_to_the_lots(book: Workbook):
    asked = sum(row["Besoin (unité de base)"] for row in records(book, "Volumes des membres"))
    pooled = sum(row["Année (unité de base)"] for row in records(book, "Lots"))

    assert asked == pooled


def test_uncovered_shows_the_nearest_device_and_its_gap(book: Workbook):
    row = next(row for row in records(book, "Besoins non couverts") if row["Lot"] == "L00010")

    assert row["Cause"] == "Dispositif proche, une caractéristique manque"
    assert row["Dispositif le plus proche"] == "Lit médicalisé modèle 4"
    assert row["Écart mesuré"] == "\u22126\u00a0mL"


def test_eligibility_month_by_month(book: Workbook):
    row = list(records(book, "Éligibilité"))[1]

    assert row["Mois éligibles (sur 12)"] == 9
    assert [row["sept."], row["oct."]] == ["✓", "✗"]


def test_every_line_is_in_the_lineage_and_the_excluded_one_says_so(book: Workbook, plan: Plan):
    rows = list(records(book, "Traçabilité"))

    assert [row["Besoin"] for row in rows] == [need.id for need in plan.inputs.needs]
    assert rows[-1]["Attribution"] == "Hors du plan"
    assert [row["Besoin"] for row in records(book, "Lignes exclues")] == ["N999999"]


def test_summary_gives_denominators_and_the_notice(book: Workbook):
    rows = {str(row["Élément"]): row for row in records(book, "Lisez-moi")}

    assert rows["Lots non couverts"]["Dénominateur ou explication"] == "sur 10 lots"
    assert rows["Avertissement"]["Dénominateur ou explication"] == "Données de démonstration"
    assert rows["État"]["Valeur"] == "Brouillon"


def test_same_plan_and_date_same_bytes(plan: Plan, knowledge: KnowledgeBase, tmp_path: Path):
    for name in ("a", "b"):
        write_plan_workbook(plan, knowledge, tmp_path / name, "fr", created=date(2026, 11, 22))

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_arabic_sheets_run_from_right_to_left(plan: Plan, knowledge: KnowledgeBase, tmp_path: Path):
    write_plan_workbook(plan, knowledge, tmp_path / "plan.xlsx", "ar")

    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert all(page.sheet_view.rightToLeft for page in book)
    assert "محقنة طبية" in {cell.value for cell in book.worksheets[1]["B"]}


def test_too_many_candidates_are_cut_with_a_note(
    plan: Plan, knowledge: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(offers, "CANDIDATES_SHOWN", 4)

    write_plan_workbook(plan, knowledge, tmp_path / "plan.xlsx", "fr")

    page = openpyxl.load_workbook(tmp_path / "plan.xlsx")["Candidatures"]
    assert page.max_row == 6
    assert page["A6"].value == "Liste limitée à 4 candidatures sur 10 ; plan.json les contient toutes."


def test_a_plan_without_lots_still_writes(plan_of, knowledge: KnowledgeBase, tmp_path: Path):
    empty = replace(plan_of(5), lots=(), awards=(), uncovered=(), candidates=(), needs=(), eligibility=())

    write_plan_workbook(empty, knowledge, tmp_path / "plan.xlsx", "en")

    assert len(openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames) == 11


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_sheet_names_fit_and_differ_in_every_language(plan: Plan, knowledge: KnowledgeBase, language: str):
    with in_language(language) as code:
        names = [sheet.name for sheet in plan_sheets(PlanView(plan, knowledge, code), draft=True, notice="")]

    assert len({name.casefold() for name in names}) == 11
    assert [name for name in names if len(name) > 31] == []
