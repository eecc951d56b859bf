"""Needs files: every bad input of a row gets its problem, every row is accounted for."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from rakiza.engine.planning.values import Need, SourceRef
from rakiza.kernel.imports.column_map import ColumnMap, SheetColumns
from rakiza.kernel.imports.problems import Severity
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.workbook import CellValue, Sheet, SheetRow, Workbook
from rakiza.pillars.purchasing.spreadsheets import NeedsFile, needs_of, read_needs
from rakiza.pillars.purchasing.spreadsheets.needs import even_quarters

HEADER = ("Désignation", "Quantité", "Unité", "Conditionnement", "PU TTC")


def workbook(
    *rows: tuple[CellValue, ...], header: tuple[CellValue, ...] = HEADER, name: str = "Liste"
) -> Workbook:
    filled = tuple(SheetRow(number, row) for number, row in enumerate((header, *rows), 1) if any(row))
    return Workbook("liste.xlsx", "0123456789abcdef" * 4, (Sheet(name, filled),))


def read(*rows: tuple[CellValue, ...], header: tuple[CellValue, ...] = HEADER, **more: object) -> NeedsFile:
    return needs_of(workbook(*rows, header=header), member="Clinique", year=2027, **more)  # type: ignore[arg-type]


def only(found: NeedsFile) -> Need:
    (need,) = found.needs
    return need


def codes(found: NeedsFile) -> list[str]:
    return [problem.code for problem in found.problems]


def test_a_whole_row() -> None:
    found = read(
        (
            "Gants d'examen",
            "1 200",
            "Bte",
            "boîte de 100",
            "62,50 DH",
            "M, nitrile",
            "Casablanca",
            "Site A",
            "G-01",
            "urgent",
        ),
        header=(*HEADER, "Spécifications", "Région", "Clinique", "Code article", "Obs"),
    )
    assert only(found) == Need(
        id="01234567:Liste:2",
        member="Clinique",
        designation="Gants d'examen",
        quantity=Decimal(1200),
        unit="boite",
        quarters=(Decimal(300), Decimal(300), Decimal(300), Decimal(300)),
        source=SourceRef("liste.xlsx", "Liste", 2),
        pack_size=100,
        reference_price=Decimal("62.50"),
        region="MA-06",
        note="G-01 · Site A · urgent",
        specification="M, nitrile",
    )
    assert found.problems == ()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ((None, 5.0), "needs.designation_missing"),
        (("a", None), "needs.quantity_missing"),
        (("a", "néant"), "needs.quantity_missing"),
        (("a", -4.0), "needs.quantity_negative"),
        (("a", "-4"), "needs.quantity_negative"),
        (("a", 0.0), "needs.quantity_zero"),
        (("a", 2e9), "needs.quantity_absurd"),
        (("a", "beaucoup"), "import.not_a_number"),
        (("a", "12/05"), "import.not_a_number"),
        (("a", "#REF!"), "import.formula_failed"),
        (("#N/A", 5.0), "import.formula_failed"),
        (("a", 5.0, "bidule"), "needs.unit_unknown"),
        (("a", "5 bidules"), "needs.unit_unknown"),
        (("a", "5 boîtes", "carton"), "needs.units_disagree"),
    ],
)
def test_rows_left_out(row: tuple[CellValue, ...], code: str) -> None:
    found = read(("bonne", 1.0), row)
    (problem,) = found.problems
    assert (problem.code, problem.severity, problem.sheet, problem.row) == (code, Severity.ERROR, "Liste", 3)
    assert problem.message()
    assert "%(" not in problem.message()
    assert [(original.row, original.form) for original in found.rejected] == [(3, "needs")]
    assert [need.designation for need in found.needs] == ["bonne"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("a", "2 x 50"), "needs.quantity_product"),
        (("a", "1,200"), "import.ambiguous_number"),
        (("a", 1.0, "pièce", "truc bizarre"), "needs.pack_unread"),
        (("a", 1.0, "pièce", None, -2.0), "needs.price_not_positive"),
        (("a", 1.0, "pièce", None, "12 €"), "needs.price_other_currency"),
    ],
)
def test_rows_kept_with_a_warning(row: tuple[CellValue, ...], code: str) -> None:
    found = read(row)
    assert codes(found) == [code]
    assert found.problems[0].severity is Severity.WARNING
    assert only(found).designation.startswith("a")
    assert found.rejected == ()


def test_an_unknown_unit_comes_with_proposals() -> None:
    (problem,) = read(("a", 1.0, "boitte plastique")).problems
    assert "boîte" in problem.message()


def test_an_ambiguous_number_follows_the_column() -> None:
    found = read(("a", "1,200"), ("b", "2,5"))
    assert [need.quantity for need in found.needs] == [Decimal("1.200"), Decimal("2.5")]
    assert found.problems[0].params == (("understood", "1.200"),)


def test_duplicate_lines_are_kept_and_said() -> None:
    found = read(("Bande", 1.0, "pièce"), ("BANDE", 2.0, "pce"), ("Bande", 3.0, "boîte"))
    assert len(found.needs) == 3
    (problem,) = found.problems
    assert (problem.code, problem.row, problem.params) == ("needs.duplicate_line", 3, (("first", 2),))


def test_quarters_make_the_year() -> None:
    found = read(("a", 1.0, 2.0, None, 4.0), header=("Désignation", "T1", "T2", "T3", "T4"))
    assert only(found).quarters == (Decimal(1), Decimal(2), Decimal(0), Decimal(4))
    assert only(found).quantity == Decimal(7)


def test_months_make_quarters() -> None:
    header = ("Désignation", *(f"mois {month}" for month in range(1, 13)))
    found = read(("a", *(float(month) for month in range(1, 13))), header=header)
    assert only(found).quarters == (Decimal(6), Decimal(15), Decimal(24), Decimal(33))


def test_quarters_that_contradict_the_year() -> None:
    found = read(
        ("b", 4.0, 1.0, 1.0, 1.0, 1.0),
        ("a", 9.0, 1.0, 2.0, 3.0, 4.0),
        header=("Désignation", "Quantité", "T1", "T2", "T3", "T4"),
    )
    assert codes(found) == ["needs.quarters_disagree"]
    assert [need.designation for need in found.needs] == ["b"]


@given(st.integers(min_value=1, max_value=10**9))
def test_even_quarters_stay_whole(total: int) -> None:
    parts = even_quarters(Decimal(total))
    assert sum(parts) == total
    assert max(parts) - min(parts) <= 1


@given(st.decimals(min_value=Decimal("0.01"), max_value=10**6, places=2))
def test_even_quarters_sum_to_the_year(total: Decimal) -> None:
    assert sum(even_quarters(total)) == total


def test_the_header_says_the_unit() -> None:
    assert only(read(("a", 5.0), header=("Désignation", "Quantité (boîtes)"))).unit == "boite"


def test_quantities_counted_in_packs_are_said_once() -> None:
    found = read(("a", 5.0, None, "B/100"), ("b", 5.0, None, "boîte de 50"))
    assert [(need.unit, need.pack_size) for need in found.needs] == [("boite", 100), ("boite", 50)]
    (problem,) = found.problems
    assert (problem.code, problem.params) == ("needs.counted_in_packs", (("count", 2),))


def test_pieces_are_not_multiplied_by_the_pack() -> None:
    need = only(read(("a", 5.0, "pièce", "boîte de 100")))
    assert (need.unit, need.pack_size) == ("piece", None)


def test_a_price_without_tax_has_it_added() -> None:
    found = read(
        ("a", 5.0, 100.0, "10 %"), ("b", 5.0, 100.0, None), header=("Désignation", "Quantité", "PU HT", "TVA")
    )
    assert [need.reference_price for need in found.needs] == [Decimal(110), Decimal(120)]
    assert codes(found) == ["needs.price_tax_added"]


def test_the_member_column_overrides_the_file() -> None:
    found = read(("a", 5.0, "Groupe B"), ("b", 5.0, None), header=("Désignation", "Quantité", "Membre"))
    assert [need.member for need in found.needs] == ["Groupe B", "Clinique"]


def test_unread_columns_are_said() -> None:
    found = read(("a", 5.0, "x"), header=("Désignation", "Quantité", "Couleur préférée"))
    assert [(problem.code, problem.column) for problem in found.problems] == [
        ("import.column_unread", "Couleur préférée")
    ]


def test_several_sheets_each_with_its_header() -> None:
    first = workbook(("a", 1.0), name="Bloc").sheets[0]
    second = Sheet("Labo", (SheetRow(2, ("Qté", "Libellé")), SheetRow(3, (3.0, "b"))))
    notes = Sheet("Divers", (SheetRow(1, ("bonjour",)), SheetRow(2, ("à tous",))))
    help_sheet = Sheet("Mode d'emploi", (SheetRow(1, ("lisez",)),))
    book = Workbook("liste.xlsx", "0" * 64, (first, second, notes, help_sheet))
    found = needs_of(book, member="m", year=2027)
    assert [(need.source.sheet, need.source.row, need.designation) for need in found.needs] == [
        ("Bloc", 2, "a"),
        ("Labo", 3, "b"),
    ]
    assert [(problem.code, problem.sheet) for problem in found.problems] == [
        ("import.sheet_without_header", "Divers")
    ]
    assert found.unread_rows == 2


def refused(book: Workbook, **more: object) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        needs_of(book, member="m", year=more.pop("year", 2027), **more)  # type: ignore[arg-type]
    assert "%(" not in caught.value.message()
    return caught.value


def test_no_rows_under_the_header() -> None:
    assert refused(workbook()).code is Refusal.NO_ROWS


def test_no_header_at_all() -> None:
    assert refused(workbook(("a", 1.0), header=("x", "y"))).code is Refusal.NO_HEADER


def test_the_missing_column_is_named() -> None:
    refusal = refused(workbook(("a", "b"), header=("Désignation", "Unité")))
    assert (refusal.code, refusal.params["column"]) == (Refusal.MISSING_COLUMN, "Quantité annuelle")


def test_two_candidates_are_asked_about() -> None:
    refusal = refused(workbook(("a", 1.0, 2.0), header=("Désignation", "Quantité", "Qté")))
    assert (refusal.code, refusal.params["headers"]) == (Refusal.AMBIGUOUS_COLUMN, "Quantité, Qté")


def test_a_column_map_answers() -> None:
    said = ColumnMap(SheetColumns((("quantity", "Qté"),)))
    found = read(("a", 1.0, 2.0), header=("Désignation", "Quantité", "Qté"), column_map=said)
    assert only(found).quantity == 2


@pytest.mark.parametrize("year", [1999, 2101, 20])
def test_the_year_must_be_possible(year: int) -> None:
    assert refused(workbook(("a", 1.0)), year=year).code is Refusal.YEAR_OUT_OF_RANGE


def test_a_file_on_disk_is_its_member(tmp_path: Path) -> None:
    path = tmp_path / "clinique-du-port.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["التعيين", "الكمية", "الوحدة"])
    book.active.append(["قفازات معقمة", "١٬٢٠٠", "علبة"])
    book.save(path)
    found = read_needs(path, year=2027)
    assert (only(found).member, only(found).quantity, only(found).unit) == ("clinique-du-port", 1200, "boite")


def test_a_column_map_on_disk(tmp_path: Path) -> None:
    path, said = tmp_path / "l.csv", tmp_path / "colonnes.toml"
    path.write_bytes("Truc;Machin\nBande élastique;12\n".encode("cp1252"))
    said.write_text('[columns]\ndesignation = "Truc"\nquantity = "Machin"\n', encoding="utf-8")
    assert only(read_needs(path, year=2027, column_map=said)).designation == "Bande élastique"


cell = st.one_of(
    st.none(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=12), st.booleans()
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(cell, cell, cell, cell, cell), min_size=1, max_size=12))
def test_every_filled_row_is_accounted_for(rows: list[tuple[CellValue, ...]]) -> None:
    filled = [
        row
        for row in rows
        if any(value is not None and not (isinstance(value, str) and not value.strip()) for value in row)
    ]
    sheet_rows = tuple(
        SheetRow(number, row)
        for number, row in enumerate((HEADER, ("sûre", 1.0, None, None, None), *filled), 1)
    )
    book = Workbook("l.xlsx", "0" * 64, (Sheet("Liste", sheet_rows),))
    found = needs_of(book, member="m", year=2027)
    assert len(found.needs) + len(found.rejected) + found.ignored == len(filled) + 1
    for original in found.rejected:
        assert any(problem.row == original.row and problem.is_error for problem in found.problems)


def test_a_row_with_failed_formulas_says_each(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Liste")
    sheet.write_row(1, 1, ["Désignation", "Quantité", "PU TTC"])
    sheet.write_string(2, 1, "Bande")
    sheet.write_formula(2, 2, "=Z9", None, "#REF!")
    sheet.write_formula(2, 3, "=1/0", None, "#DIV/0!")
    book.close()
    found = read_needs(path, year=2027)
    assert [(p.code, p.row, p.column, p.value) for p in found.problems] == [
        ("import.formula_failed", 3, "Quantité", "#REF!"),
        ("import.formula_failed", 3, "PU TTC", "#DIV/0!"),
    ]


def test_a_column_map_whose_heading_is_absent_is_said() -> None:
    said = ColumnMap(SheetColumns((("note", "Remarque du chef"),)))
    found = read(("a", 1.0), header=("Désignation", "Quantité"), column_map=said)
    (problem,) = found.problems
    assert problem.code == "import.column_map_unused"
    assert problem.params == (("key", "note"), ("wanted", "Remarque du chef"))
