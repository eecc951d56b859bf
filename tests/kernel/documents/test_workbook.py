"""The house's workbook style."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rakiza.kernel.documents.table import CellKind, Column, Sheet, Styled
from rakiza.kernel.documents.workbook import LONGEST_TEXT, write_workbook

COLUMNS = [Column("Texte"), Column("Nombre (unité)", CellKind.COUNT), Column("Prix (MAD)", CellKind.PRICE)]


def written(path: Path, sheet: Sheet, **options: object) -> openpyxl.Workbook:
    write_workbook(path, [sheet], title="Essai", **options)  # type: ignore[arg-type]
    return openpyxl.load_workbook(path)


def test_typed_cells(tmp_path: Path):
    rows = [["a", Decimal("1234.5"), Decimal("0.4250")], ["b", 3, None], ["c", "—", 2.0]]

    page = written(tmp_path / "a.xlsx", Sheet("S", COLUMNS, rows))["S"]

    assert [cell.value for cell in page[2]] == ["a", 1234.5, 0.425]
    assert page["B2"].number_format == "#,##0.##"
    assert page["B3"].number_format == "#,##0"
    assert page["C2"].number_format == "#,##0.00##"
    assert [page["C3"].value, page["B4"].value] == [None, "—"]


def test_a_styled_cell_overrides_its_column(tmp_path: Path):
    rows = [[Styled(Decimal("0.155"), CellKind.SHARE, strong=True), 1, 1]]

    page = written(tmp_path / "a.xlsx", Sheet("S", COLUMNS, rows))["S"]

    assert page["A2"].number_format == "0.0%"
    assert page["A2"].font.b is True


def test_dates_are_dates(tmp_path: Path):
    page = written(tmp_path / "a.xlsx", Sheet("S", [Column("Jour", CellKind.DATE)], [[date(2027, 3, 1)]]))[
        "S"
    ]

    assert page["A2"].value.date() == date(2027, 3, 1)


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+33", "-2", "http://example.org", "{=A1}"])
def test_text_never_becomes_a_formula_or_a_link(tmp_path: Path, text: str):
    page = written(tmp_path / "a.xlsx", Sheet("S", [Column("T")], [[text]]))["S"]

    assert (page["A2"].value, page["A2"].data_type, page["A2"].hyperlink) == (text, "s", None)


def test_a_text_longer_than_a_cell_is_cut_visibly(tmp_path: Path):
    page = written(tmp_path / "a.xlsx", Sheet("S", [Column("T")], [["x" * (LONGEST_TEXT + 5)]]))["S"]

    assert page["A2"].value.endswith("x…")
    assert len(page["A2"].value) == LONGEST_TEXT


def test_rows_are_as_tall_as_their_longest_text(tmp_path: Path):
    columns = [Column("T", CellKind.LONG_TEXT, 13), Column("U", CellKind.TEXT, 13)]
    rows = [["x" * 9, "y" * 90], ["x" * 21, "y"], ["x" * 900, "y"]]

    page = written(tmp_path / "a.xlsx", Sheet("S", columns, rows))["S"]

    assert [page.row_dimensions[row].height for row in (2, 3, 4)] == [None, 45, 120]


def test_rows_over_the_limit_leave_a_note(tmp_path: Path):
    sheet = Sheet("S", [Column("T")], [[str(n)] for n in range(9)], limit=3, limit_note="3 sur 9")

    page = written(tmp_path / "a.xlsx", sheet)["S"]

    assert [cell.value for cell in page["A"]] == ["T", "0", "1", "2", "3 sur 9"]
    assert page.auto_filter.ref == "A1:A4"


def test_a_name_that_spreadsheets_refuse_is_mended(tmp_path: Path):
    book = written(tmp_path / "a.xlsx", Sheet("A/B: [c]" + "d" * 40, [Column("T")], []))

    assert book.sheetnames == [("A B   c " + "d" * 40)[:31]]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40), max_size=8)
)
def test_what_is_written_is_read_back(tmp_path: Path, texts: list[str]):
    page = written(tmp_path / "a.xlsx", Sheet("S", [Column("T")], [[text] for text in texts]))["S"]

    assert [page.cell(row, 1).value or "" for row in range(2, len(texts) + 2)] == texts
