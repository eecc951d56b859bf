"""Headers: found under titles, in any order and spelling, ambiguous ones asked about."""

from pathlib import Path

import pytest

from rakiza.kernel.imports.column_map import ColumnMap, SheetColumns, read_column_map
from rakiza.kernel.imports.headers import SheetProposal, propose
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.rows import apply
from rakiza.kernel.imports.workbook import CellValue, MergedRange, Sheet, SheetRow, Workbook
from rakiza.pillars.purchasing.spreadsheets.needs_form import NEEDS_FORM
from rakiza.pillars.purchasing.spreadsheets.offers_form import IMPORTS_FORM, OFFERS_FORM


def book(*rows: tuple[CellValue, ...], merged: tuple[MergedRange, ...] = (), name: str = "Liste") -> Workbook:
    filled = tuple(
        SheetRow(number, row) for number, row in enumerate(rows, 1) if any(cell is not None for cell in row)
    )
    return Workbook("liste.xlsx", "0" * 64, (Sheet(name, filled, merged),))


def one(workbook: Workbook, **more: object) -> SheetProposal:
    (proposal,) = propose(workbook, NEEDS_FORM, **more)  # type: ignore[arg-type]
    return proposal


def keys(proposal: SheetProposal) -> dict[str, str]:
    return {column.key: column.heading.text for column in proposal.columns if column.key}


def test_titles_and_empty_rows_above() -> None:
    proposal = one(
        book(
            ("CLINIQUE",),
            (None,),
            ("Besoins 2027", None),
            (None, "Désignation", "Quantité"),
            (None, "Bande", 3.0),
        )
    )
    assert (proposal.header_row, proposal.rows_above, proposal.missing) == (4, 2, ())
    assert keys(proposal) == {"designation": "Désignation", "quantity": "Quantité"}
    assert proposal.preview == ((None, "Bande", 3.0),)


@pytest.mark.parametrize(
    "header",
    [
        ("DESIGNATION DE L'ARTICLE", "QTE"),
        ("désignation", "qté demandée"),
        ("Dèsignation", "Quantitée"),
        ("Libellé", "Quantité (boîtes)"),
        ("Articles", "Besoin annuel 2027"),
        ("Item description", "Qty"),
        ("التعيين", "الكمية"),
        ("بيان", "الكمية المطلوبة"),
        ("  Désignation :", "Quantité\nannuelle"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_spellings_languages_and_order(header: tuple[str, str], turned: bool) -> None:
    row = header[::-1] if turned else header
    proposal = one(book(row, ("Bande", 3.0)))
    assert proposal.header_row == 1
    assert set(keys(proposal)) == {"designation", "quantity"}


def test_a_unit_in_brackets_is_kept() -> None:
    proposal = one(book(("Désignation", "Quantité (boîtes)"), ("a", 1.0)))
    assert proposal.columns[1].heading.hint == "boîtes"


def test_two_candidates_are_asked_about() -> None:
    proposal = one(book(("Désignation", "Quantité", "Qté"), ("a", 1.0, 2.0)))
    (ambiguity,) = proposal.ambiguous
    assert ambiguity.key == "quantity"
    assert [heading.text for heading in ambiguity.headings] == ["Quantité", "Qté"]


def test_the_year_of_the_plan_settles_two_quantities() -> None:
    proposal = one(book(("Désignation", "Qté 2026", "Qté 2027"), ("a", 1.0, 2.0)), year=2027)
    assert keys(proposal) == {"designation": "Désignation", "quantity": "Qté 2027"}
    assert proposal.ambiguous == ()


def test_a_column_map_settles_them_too() -> None:
    said = ColumnMap(SheetColumns((("quantity", "Qté"),)))
    proposal = one(book(("Désignation", "Quantité", "Qté"), ("a", 1.0, 2.0)), column_map=said)
    assert keys(proposal)["quantity"] == "Qté"


def test_a_column_map_by_letters_for_headings_nobody_could_guess() -> None:
    said = ColumnMap(
        by_sheet=(("Liste", SheetColumns((("designation", "$B"), ("quantity", "Zed")), header_row=2)),)
    )
    proposal = one(book(("x", "y"), ("N°", "Truc", "Zed"), (1.0, "Bande", 3.0)), column_map=said)
    assert (proposal.header_row, keys(proposal)["designation"], keys(proposal)["quantity"]) == (
        2,
        "Truc",
        "Zed",
    )


def test_quarters_and_months_are_never_mistaken_for_each_other() -> None:
    quarters = one(
        book(("Désignation", "Trimestre 2", "T1", "4ème trimestre", "Qté T3"), ("a", 1.0, 2.0, 3.0, 4.0))
    )
    assert keys(quarters) == {
        "designation": "Désignation", "q2": "Trimestre 2", "q1": "T1", "q4": "4ème trimestre", "q3": "Qté T3",
    }  # fmt: skip
    months = one(
        book(("Désignation", "Janv", "Février", "Mars", "mois 10", "مارس "), ("a", 1.0, 2.0, 3.0, 4.0))
    )
    assert {"m1", "m2", "m10"} <= set(keys(months)) | {a.key for a in months.ambiguous}


def test_a_header_of_two_rows_under_a_merged_one() -> None:
    workbook = book(
        ("Désignation", "Quantité", None, None, None, "Unité"),
        (None, "T1", "T2", "T3", "T4", None),
        ("Bande", 1.0, 2.0, 3.0, 4.0, "pièce"),
        merged=(MergedRange(1, 1, 1, 4), MergedRange(1, 2, 0, 0)),
    )
    proposal = one(workbook)
    assert set(keys(proposal)) == {"designation", "q1", "q2", "q3", "q4", "unit"}
    (sheet,) = apply(workbook, NEEDS_FORM, (proposal.mapping(),)).sheets
    assert [row.row for row in sheet.rows] == [3]


def test_no_header() -> None:
    assert one(book(("foo", "bar"), ("a", 1.0))).header_row is None


def test_the_missing_column_is_named() -> None:
    assert one(book(("Désignation", "Unité"), ("a", "b"))).missing == ("quantity",)


def test_alternatives_are_offered() -> None:
    proposal = one(book(("Désignation", "Description", "Quantité"), ("a", "b", 1.0)))
    assert keys(proposal)["specification"] == "Description"
    assert "designation" in dict(proposal.columns[1].alternatives)


@pytest.mark.parametrize("form", [NEEDS_FORM, OFFERS_FORM, IMPORTS_FORM])
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_every_template_heading_is_found_again(form, language: str) -> None:
    columns = [column for column in form.columns if column.in_template]
    headings = tuple(column.labels.in_language(language) for column in columns)
    filled = tuple("x" for _ in columns)
    (proposal,) = propose(book(headings, filled), form)
    assert [column.key for column in proposal.columns] == [column.key for column in columns]
    assert proposal.ambiguous == ()


def test_rows_that_are_no_lines_are_counted() -> None:
    workbook = book(
        ("Désignation", "Quantité"),
        ("PANSEMENTS", None),
        ("Bande", 3.0),
        ("Désignation", "Quantité"),
        ("Drap", 2.0),
        ("TOTAL GENERAL", 5.0),
        ("Total hip prosthesis", 1.0),
        merged=(MergedRange(2, 2, 0, 1),),
    )
    (sheet,) = apply(workbook, NEEDS_FORM, (one(workbook).mapping(),)).sheets
    assert [row.cells["designation"] for row in sheet.rows] == ["Bande", "Drap", "Total hip prosthesis"]
    assert (sheet.section_titles, sheet.repeated_headers, sheet.totals, sheet.ignored) == (1, 1, 1, 3)


def test_a_designation_merged_over_rows_counts_for_each() -> None:
    workbook = book(
        ("Désignation", "Taille", "Quantité"),
        ("Gants", "S", 3.0),
        (None, "M", 2.0),
        merged=(MergedRange(2, 3, 0, 0), MergedRange(2, 3, 2, 2)),
    )
    (sheet,) = apply(workbook, NEEDS_FORM, (one(workbook).mapping(),)).sheets
    assert [(row.cells["designation"], row.cells["quantity"]) for row in sheet.rows] == [
        ("Gants", 3.0),
        ("Gants", 2.0),
    ]


@pytest.mark.parametrize("wording", ["PU TTC", "$C"])
def test_an_ignored_heading_is_neither_read_nor_told_of(wording: str) -> None:
    said = ColumnMap(SheetColumns(ignored=(wording,)))
    proposal = one(book(("Désignation", "Quantité", "PU TTC", "Zed"), ("a", 1.0, 2.0, 3.0)), column_map=said)

    assert keys(proposal) == {"designation": "Désignation", "quantity": "Quantité"}
    assert [heading.text for heading in proposal.mapping().unread] == ["Zed"]
    assert proposal.columns[2].alternatives[0][0] == "price_ttc"


def test_ignoring_one_of_two_candidates_settles_which_is_read() -> None:
    said = ColumnMap(SheetColumns(ignored=("Quantité",)))
    proposal = one(book(("Désignation", "Quantité", "Qté"), ("a", 1.0, 2.0)), column_map=said)

    assert (keys(proposal)["quantity"], proposal.ambiguous) == ("Qté", ())


def test_a_column_map_file(tmp_path: Path) -> None:
    path = tmp_path / "colonnes.toml"
    path.write_text(
        'header_row = 3\nignored = ["Stock"]\n[columns]\ndesignation = "Truc"\n[sheets."Bloc".columns]\nquantity = "N"\n[sheets.Notes]\nskip = true\n',
        encoding="utf-8",
    )
    said = read_column_map(path, NEEDS_FORM.keys())
    assert said.for_sheet("bloc") == SheetColumns(
        (("designation", "Truc"), ("quantity", "N")), 3, ignored=("Stock",)
    )
    assert said.for_sheet("Notes").skip
    assert said.for_sheet("Autre").columns == (("designation", "Truc"),)


@pytest.mark.parametrize(
    "content",
    [
        "[columns",
        '[columns]\nbidule = "x"',
        "[columns]\ndesignation = 3",
        "columns = 3",
        "header_row = 'x'",
        "sheets = 2",
        "ignored = 'x'",
        "ignored = [3]",
    ],
)
def test_a_bad_column_map_is_refused_with_the_entry(tmp_path: Path, content: str) -> None:
    path = tmp_path / "colonnes.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileRefused) as caught:
        read_column_map(path, NEEDS_FORM.keys())
    assert caught.value.code is Refusal.BAD_COLUMN_MAP
    assert "colonnes.toml" in caught.value.message()
