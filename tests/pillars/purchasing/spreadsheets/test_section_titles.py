"""Titles between rows are left out and named; an article without a quantity stays an error."""

from __future__ import annotations

from functools import lru_cache

import pytest

from rakiza.engine.reading import Reader
from rakiza.kernel.imports.workbook import CellValue, Sheet, SheetRow, Workbook
from rakiza.pillars.purchasing.spreadsheets import NeedsFile, needs_of
from rakiza.reference.families import load

HEADER = ("Désignation", "Quantité", "Unité", "PU TTC", "Code article")


def read(*rows: tuple[CellValue, ...], with_reader: bool = True) -> NeedsFile:
    filled = tuple(SheetRow(number, row) for number, row in enumerate((HEADER, *rows), 1))
    book = Workbook("liste.xlsx", "0" * 64, (Sheet("Liste", filled),))
    return needs_of(book, member="Clinique", year=2027, read=_reader().read if with_reader else None)


@lru_cache(maxsize=1)
def _reader() -> Reader:
    return Reader(load())


LINE = ("Seringue 10 ml luer", 500.0, "pièce", 1.2, "S-1")


@pytest.mark.parametrize(
    ("title", "under"),
    [
        ("PANSEMENTS", ("Pansement adhésif stérile 5 x 7", 50.0, "boîte")),
        ("Fils de suture", ("Fil de suture soie 2/0", 50.0, "boîte")),
        ("Sondes et drains :", LINE),
        ("Matériel de perfusion", LINE),
        ("BLOC OPÉRATOIRE", LINE),
        ("CONSOMMABLES", LINE),
        ("ABORD VASCULAIRE", LINE),
        ("المستلزمات الطبية", LINE),
        ("الضمادات", ("ضمادة لاصقة معقمة", 20.0, "علبة")),
    ],
)
def test_a_heading_over_its_lines_is_a_title(title: str, under: tuple[CellValue, ...]) -> None:
    found = read((title,), under)

    assert (len(found.needs), found.rejected, found.ignored) == (1, (), 1)
    (problem,) = [one for one in found.problems if one.code == "needs.section_titles"]
    assert (problem.row, dict(problem.params)) == (2, {"count": 1, "titles": title})
    assert not problem.is_error


@pytest.mark.parametrize(
    "row",
    [
        ("Sonde vésicale",),
        ("Compresses stériles",),
        ("SERINGUE",),
        ("Garrot pneumatique",),
        ("CONSOMMABLES 2027",),
        ("CONSOMMABLES", None, "boîte"),
        ("CONSOMMABLES", None, None, 12.0),
        ("CONSOMMABLES", None, None, None, "C-12"),
        ("Consommables de toutes sortes dont le service a besoin cette année encore",),
    ],
)
def test_what_may_be_an_article_stays_an_error(row: tuple[CellValue, ...]) -> None:
    found = read(row, ("Gant d'examen nitrile M", 20.0, "boîte"))

    assert [one.row for one in found.rejected] == [2]
    assert "needs.quantity_missing" in {one.code for one in found.problems}
    assert "needs.section_titles" not in {one.code for one in found.problems}


def test_titles_follow_one_another_but_nothing_heads_the_end() -> None:
    found = read(("DISPOSITIFS MÉDICAUX",), ("CONSOMMABLES",), LINE, ("DIVERS",))

    assert [one.row for one in found.rejected] == [5]
    assert found.ignored == 2


def test_capitals_set_no_title_apart_in_a_list_of_capitals() -> None:
    found = read(("ABORD VASCULAIRE",), ("SERINGUE 10 ML", 5.0, "boîte"), ("GANT NITRILE M", 5.0, "boîte"))

    assert [one.row for one in found.rejected] == [2]


def test_without_a_reader_only_what_the_list_itself_says_is_a_title() -> None:
    found = read(("ABORD VASCULAIRE",), ("CONSOMMABLES",), LINE, with_reader=False)

    assert [one.row for one in found.rejected] == [2]
    assert found.ignored == 1


def test_every_row_is_accounted_for() -> None:
    rows = (("CONSOMMABLES",), LINE, ("Sonde vésicale",), ("Hygiène",), ("Savon doux", 3.0, "bidon"))
    found = read(*rows)

    assert len(found.needs) + len(found.rejected) + found.ignored == len(rows)
