"""Finding the column of designations: by heading in three languages, by name, by content, or not at all."""

from __future__ import annotations

import pytest

from rakiza.kernel.imports.workbook import CellValue, SheetRow
from rakiza.pillars.purchasing.designations.columns import (
    FoundColumns,
    find_columns,
    headings_of,
    heads_texts,
)


def sheet(*rows: tuple[CellValue, ...]) -> list[SheetRow]:
    return [SheetRow(number, cells) for number, cells in enumerate(rows, start=1)]


def reads(text: str) -> bool:
    """A stand-in for reading: what names a glove or a syringe."""
    return any(word in text.lower() for word in ("gant", "seringue"))


DATA = [("7", "GANT M", 3.0), ("8", "SERINGUE", 4.0)]


@pytest.mark.parametrize(
    "heading",
    ["text", "Désignation", "LIBELLÉ ARTICLE", "Designation", "Item description", "التعيين", "Article"],
)
def test_the_heading_is_known_in_three_languages(heading: str) -> None:
    found = find_columns(sheet(("Code", heading, "Stock"), *DATA), reads)
    assert found == FoundColumns({"text": 1}, 1, heading)


def test_identifier_and_packaging_are_found_beside() -> None:
    found = find_columns(sheet(("line_id", "text", "packaging_given"), *DATA), reads)
    assert found == FoundColumns({"line_id": 0, "text": 1, "packaging": 2}, 1, "text")


def test_packs_that_were_read_are_no_packaging_stated_beside() -> None:
    data = [("GANT M", "100", "boite"), ("SERINGUE", "50", "boite")]
    both = find_columns(sheet(("text", "pack_size", "pack_unit"), *data), reads)
    assert both == FoundColumns({"text": 0}, 1, "text")
    alone = find_columns(sheet(("text", "pack_size", "notes"), *data), reads)
    assert alone == FoundColumns({"text": 0, "packaging": 1}, 1, "text")


def test_a_header_may_stand_under_titles() -> None:
    found = find_columns(sheet(("LISTE 2027",), ("N°", "Désignation"), *DATA), reads)
    assert found is not None
    assert (found.header_row, found.columns["text"]) == (2, 1)


def test_a_named_column_is_taken_whatever_it_looks_like() -> None:
    rows = sheet(("Désignation", "Vrac", "line_id"), *DATA)
    assert find_columns(rows, reads, "Vrac") == FoundColumns(
        {"text": 1, "line_id": 2}, 1, "Vrac", guessed=False
    )
    assert find_columns(rows, reads, " vrac ") == FoundColumns(
        {"text": 1, "line_id": 2}, 1, "Vrac", guessed=False
    )


def test_the_exact_heading_is_taken_before_one_of_the_same_words() -> None:
    rows = sheet(("TEXT", "text"), *DATA)
    assert find_columns(rows, reads, "text") == FoundColumns({"text": 1}, 1, "text", guessed=False)


def test_a_column_may_be_named_by_its_letters() -> None:
    rows = sheet(("a", "b", "c"), *DATA)
    assert find_columns(rows, reads, "$b") == FoundColumns({"text": 1}, 0, "$b", guessed=False)
    headed = sheet(("line_id", "Désignation", "Détail"), *DATA)
    assert find_columns(headed, reads, "$C") == FoundColumns(
        {"line_id": 0, "text": 2}, 1, "$C", guessed=False
    )


def test_a_missing_column_is_not_replaced() -> None:
    assert find_columns(sheet(("Désignation",), *DATA), reads, "Libelle") is None


def test_without_a_header_the_best_read_column_is_taken() -> None:
    found = find_columns(sheet(*DATA), reads)
    assert found == FoundColumns({"text": 1}, 0, "")
    assert found.letters == "B"


def test_an_unknown_heading_over_a_well_read_column_is_a_heading() -> None:
    found = find_columns(sheet(("K1", "K2", "K3"), *DATA), reads)
    assert found == FoundColumns({"text": 1}, 1, "K2")


def test_one_column_of_anything_is_a_list() -> None:
    assert find_columns(sheet(("xyzzy",), ("plugh",)), reads) == FoundColumns({"text": 0}, doubtful=True)


def test_several_columns_of_nothing_known_are_no_list() -> None:
    assert find_columns(sheet(("a", "b"), ("c", "d")), reads) is None


def test_the_headings_are_the_widest_row_of_texts() -> None:
    assert headings_of(sheet(("Titre",), ("Code", " Mon  texte ", "PU"), ("1", 2.0, 3.0))) == (
        "Code",
        "Mon texte",
        "PU",
    )


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        (["text\n"], 0),
        (["Désignation\r\n"], 0),
        (["N°", "Article", "Désignation"], 2),
        (["GANT", " M\n"], None),
        ([""], None),
        ([], None),
    ],
)
def test_headings_of_designations_are_known_as_they_stand(cells: list[str], texts: int | None) -> None:
    assert heads_texts(cells) == texts


def test_a_header_of_two_rows_is_read_where_it_says_most() -> None:
    rows = sheet(
        ("line_id", "Article", None, "Stock"), (None, "Code", "Désignation"), ("1", "C01", "GANT M", 3.0)
    )
    assert find_columns(rows, reads) == FoundColumns({"line_id": 0, "text": 2}, 2, "Désignation")


def test_a_line_under_the_header_is_no_header_because_it_names_an_article() -> None:
    found = find_columns(sheet(("N°", "Désignation"), ("1", "Article"), ("2", "GANT M")), reads)
    assert (found.header_row if found else None) == 1


def test_the_only_column_is_doubtful_where_it_is_hardly_read() -> None:
    found = find_columns(sheet(("Instructions",), ("Remplir la feuille suivante",)), reads)
    assert found == FoundColumns({"text": 0}, doubtful=True)
