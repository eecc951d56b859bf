"""Templates in three languages, and the rejected-rows file that is imported again."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rakiza.engine.families import Kind
from rakiza.engine.reading.values import PackReading, Reading
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.workbook import CellError, CellValue, Sheet, SheetRow, Workbook
from rakiza.pillars.purchasing.spreadsheets import (
    needs_of,
    offers_of,
    read_needs,
    read_offers,
    write_needs_template,
    write_offers_template,
    write_rejected,
)

LANGUAGES = ("fr", "ar", "en")


def reading(text: str) -> Reading:
    return Reading(text, Kind.DEVICE, "syringe", "A02", (), PackReading(), 0.9)


@pytest.mark.parametrize("write", [write_needs_template, write_offers_template])
@pytest.mark.parametrize("language", LANGUAGES)
def test_equal_templates_have_equal_bytes(
    tmp_path: Path, write: Callable[[Path, str], None], language: str
) -> None:
    write(tmp_path / "a.xlsx", language)
    write(tmp_path / "b.xlsx", language)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unfilled_template_has_no_rows(tmp_path: Path, language: str) -> None:
    write_needs_template(tmp_path / "needs.xlsx", language)
    write_offers_template(tmp_path / "offers.xlsx", language)
    with pytest.raises(FileRefused) as needs:
        read_needs(tmp_path / "needs.xlsx", year=2027)
    with pytest.raises(FileRefused) as offers:
        read_offers(tmp_path / "offers.xlsx", year=2027, read=reading)
    assert needs.value.code is offers.value.code is Refusal.NO_ROWS


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_filled_with_its_example_is_read(tmp_path: Path, language: str) -> None:
    path = tmp_path / "needs.xlsx"
    write_needs_template(path, language)
    book = openpyxl.load_workbook(path)
    _, entry, example, _ = book.worksheets
    for row in example.iter_rows(min_row=2, max_row=4, values_only=True):
        entry.append(row)
    book.save(path)
    found = read_needs(path, year=2027)
    assert found.problems == ()
    assert [(need.quantity, need.unit, need.pack_size) for need in found.needs] == [
        (12_000, "piece", None),
        (600, "boite", 100),
        (2_000, "boite", 50),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offers_template_filled_with_its_example_is_read(tmp_path: Path, language: str) -> None:
    path = tmp_path / "offers.xlsx"
    write_offers_template(path, language)
    book = openpyxl.load_workbook(path)
    _, entry, _, example, _ = book.worksheets
    entry.append([cell.value for cell in example[2]])
    book.save(path)
    found = read_offers(path, year=2027, read=reading)
    assert found.problems == ()
    assert (len(found.offers), len(found.titles), len(found.offers[0].tiers)) == (1, 3, 2)


def test_the_arabic_template_reads_right_to_left(tmp_path: Path) -> None:
    write_needs_template(tmp_path / "ar.xlsx", "ar")
    sheets = openpyxl.load_workbook(tmp_path / "ar.xlsx").worksheets
    assert all(sheet.sheet_view.rightToLeft for sheet in sheets)


def test_the_entry_sheet_helps(tmp_path: Path) -> None:
    write_needs_template(tmp_path / "fr.xlsx", "fr")
    entry = openpyxl.load_workbook(tmp_path / "fr.xlsx")["Besoins"]
    assert entry.freeze_panes == "A2"
    assert entry.auto_filter.ref is not None
    assert len(entry.data_validations.dataValidation) == 2
    assert entry["A1"].comment.text.startswith("Obligatoire")


def fragment(*rows: tuple[CellValue, ...], header: tuple[CellValue, ...]) -> Workbook:
    cells = (header, *rows)
    return Workbook(
        "liste.xlsx", "cd" * 32, (Sheet("Liste", tuple(SheetRow(n, row) for n, row in enumerate(cells, 1))),)
    )


NEEDS_HEADER = ("Désignation", "Quantité (boîtes)", "Unité", "PU HT")


@pytest.mark.parametrize("language", LANGUAGES)
def test_rejected_rows_come_back_with_the_same_problems(tmp_path: Path, language: str) -> None:
    rows = (
        ("bonne", "1,5", None, None),
        ("a", -4.0, "pièce", None),
        ("=1+1", "x", None, 3.0),
        ("b", CellError("#REF!"), None, None),
    )
    first = needs_of(fragment(*rows, header=NEEDS_HEADER), member="Clinique", year=2027)
    path = tmp_path / "rejected.xlsx"
    write_rejected(path, (first,), language)
    again = read_needs(path, year=2027)
    assert again.needs == ()
    assert [problem.code for problem in again.problems] == [
        problem.code for problem in first.problems if problem.is_error
    ]


def test_a_corrected_row_is_the_need_it_should_have_been(tmp_path: Path) -> None:
    header = ("Désignation", "Quantité (boîtes)", "Conditionnement", "PU HT", "Région")
    wrong = needs_of(
        fragment(("a", -4.0, "B/50", "1 200,50", "Fès"), header=header), member="Clinique", year=2027
    )
    right = needs_of(
        fragment(("a", 4.0, "B/50", "1 200,50", "Fès"), header=header), member="Clinique", year=2027
    )
    path = tmp_path / "rejected.xlsx"
    write_rejected(path, (wrong,), "fr")
    book = openpyxl.load_workbook(path)
    sheet = book["Besoins"]
    column = [cell.value for cell in sheet[1]].index("Quantité annuelle") + 1
    sheet.cell(2, column).value = 4
    book.save(path)
    (need,) = read_needs(path, year=2027).needs
    (expected,) = right.needs
    kept = (
        "member",
        "designation",
        "quantity",
        "unit",
        "quarters",
        "pack_size",
        "reference_price",
        "region",
        "note",
    )
    assert [getattr(need, name) for name in kept] == [getattr(expected, name) for name in kept]


def test_the_reason_is_written_in_the_row(tmp_path: Path) -> None:
    found = needs_of(fragment(("a", -4.0, None, None), header=NEEDS_HEADER), member="m", year=2027)
    write_rejected(tmp_path / "r.xlsx", (found,), "fr")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["Besoins"]
    cells = {heading.value: cell.value for heading, cell in zip(sheet[1], sheet[2], strict=True)}
    assert cells["Feuille d'origine"] == "Liste"
    assert cells["Ligne d'origine"] == 2
    assert cells["Colonne en cause"] == "Quantité (boîtes)"
    assert cells["Valeur lue"] == "-4"
    assert cells["Motif du rejet"] == found.problems[0].message()


@pytest.mark.parametrize("text", ["=1+1", "+33", "-dash", "@SUM(A1)", '=HYPERLINK("x")'])
def test_no_cell_becomes_a_formula(tmp_path: Path, text: str) -> None:
    found = needs_of(fragment((text, "x", None, None), header=NEEDS_HEADER), member=text, year=2027)
    path = tmp_path / "r.xlsx"
    write_rejected(path, (found,), "fr")
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert dict(read_needs(path, year=2027).rejected[0].cells)["designation"] == text


def test_needs_and_offers_share_one_file(tmp_path: Path) -> None:
    needs = needs_of(fragment(("a", -4.0, None, None), header=NEEDS_HEADER), member="m", year=2027)
    header = ("Fabricant", "Dispositif", "Prix unitaire HT")
    offers = offers_of(fragment(("A", "Seringue", 0.0), header=header), year=2027, read=reading)
    path = tmp_path / "r.xlsx"
    write_rejected(path, (needs, offers), "fr")
    assert [row.form for row in read_needs(path, year=2027).rejected] == ["needs"]
    assert [row.form for row in read_offers(path, year=2027, read=reading).rejected] == ["offers"]


words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=20
).map(lambda text: f"art {' '.join(text.split())} x")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(words, st.floats(min_value=-1e6, max_value=-1)), min_size=1, max_size=6))
def test_what_is_exported_is_imported(tmp_path: Path, rows: list[tuple[str, float]]) -> None:
    lines = tuple((text, quantity, "pièce", None) for text, quantity in rows)
    first = needs_of(fragment(*lines, header=NEEDS_HEADER), member="m", year=2027)
    path = tmp_path / "r.xlsx"
    write_rejected(path, (first,), "en")
    again = read_needs(path, year=2027)
    assert [dict(row.cells)["designation"] for row in again.rejected] == [
        dict(row.cells)["designation"] for row in first.rejected
    ]
    assert [p.code for p in again.problems] == [p.code for p in first.problems]
