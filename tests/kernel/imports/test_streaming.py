"""Rows of large files: any encoding, stray quotes, plain lists; a workbook too; what is no table is refused."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from rakiza.kernel.imports.line_texts import encoding_of, lines_of
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.streaming import records, stream_sheets
from rakiza.kernel.imports.workbook import SheetRow

FRENCH = "Désignation;Quantité\nCathéter à ballonnet stérile;12\nBande élastique;1 200,50\n"
ARABIC = "التعيين;الكمية\nقفازات معقمة;1200\nقسطرة بولية;12\n"


def cells(path: Path) -> list[tuple[object, ...]]:
    (sheet,) = stream_sheets(path)
    return [row.cells for row in sheet.rows]


def split(text: str, *, alone: bool = False) -> list[list[str]]:
    return list(
        records(iter(io.StringIO(text, newline="")), lambda cells: 0 if alone and len(cells) == 1 else None)
    )


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"]
)
def test_french_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "list.csv").write_bytes(FRENCH.encode(encoding))
    assert "".join(lines_of(tmp_path / "list.csv")) == FRENCH


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256", "mac_arabic", "iso8859_6"])
def test_arabic_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "list.csv").write_bytes(ARABIC.encode(encoding))
    assert "".join(lines_of(tmp_path / "list.csv")) == ARABIC


def test_the_encoding_is_told_from_the_whole_file(tmp_path: Path) -> None:
    late = tmp_path / "late.csv"
    late.write_bytes(b"SERINGUE 5 ML\n" * 200_000 + "Cathéter\n".encode("cp1252"))
    assert encoding_of(late) == "cp1252"


def test_a_foreign_line_in_a_file_of_utf8_is_read_as_western(tmp_path: Path) -> None:
    mixed = tmp_path / "mixed.csv"
    mixed.write_bytes("Cathéter\nBande élastique\n".encode() + "Stérile\n".encode("cp1252") + b"\x81\n")
    assert list(lines_of(mixed)) == ["Cathéter\n", "Bande élastique\n", "Stérile\n", "\x81\n"]


def test_the_handler_of_foreign_bytes_is_for_reading_only() -> None:
    with pytest.raises(UnicodeEncodeError):
        "\ud800".encode("utf-8", errors="rakiza.mixed")
    assert codecs.lookup_error("rakiza.mixed")


def test_rows_keep_their_numbers_and_empty_ones_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("a;b\n\n;\n  ;\n1;\n", "utf-8")
    (sheet,) = stream_sheets(tmp_path / "list.csv")
    assert (sheet.name, list(sheet.rows)) == ("list", [SheetRow(1, ("a", "b")), SheetRow(5, ("1", None))])


def test_quotes_hold_delimiters_and_line_breaks() -> None:
    assert split('a,b\n"x, ""y""","1\n2"\nz,3\n') == [["a", "b"], ['x, "y"', "1\n2"], ["z", "3"]]


def test_a_quote_left_open_swallows_nothing() -> None:
    lines = [["a", "b"], ['"SONDE', "1"], *([f"GANT {n}", str(n)] for n in range(60))]
    assert split("".join(f"{';'.join(row)}\n" for row in lines)) == lines


def test_a_quote_left_open_in_the_last_lines_swallows_nothing() -> None:
    assert split('a;b\n"x;1\ny;2\n') == [["a", "b"], ['"x', "1"], ["y", "2"]]


def test_inches_are_no_quotes() -> None:
    assert split('a;b\nSONDE 5" LONGUE;1\n') == [["a", "b"], ['SONDE 5" LONGUE', "1"]]


def test_commas_of_a_plain_list_belong_to_the_texts() -> None:
    assert split("GANT, M\nSERINGUE\nSONDE CH16\nPINCE, 14 CM, DROITE\n") == [
        ["GANT, M"], ["SERINGUE"], ["SONDE CH16"], ["PINCE, 14 CM, DROITE"]
    ]  # fmt: skip


def test_a_heading_that_stands_alone_keeps_every_comma() -> None:
    assert split("text\nGANT, M\nSONDE, CH16\n", alone=True) == [["text"], ["GANT, M"], ["SONDE, CH16"]]


def titled(text: str) -> list[list[str]]:
    """The records of a table whose texts stand under `text`."""
    return list(
        records(
            iter(io.StringIO(text, newline="")),
            lambda cells: cells.index("text") if "text" in cells else None,
        )
    )


def test_a_header_tells_the_delimiter_of_the_ragged_rows_under_it() -> None:
    assert titled("id,text\n1,SERINGUE\n2\n3,GANT, M,\n4,SONDE 2,5 MM\n") == [
        ["id", "text"], ["1", "SERINGUE"], ["2"], ["3", "GANT, M"], ["4", "SONDE 2,5 MM"]
    ]  # fmt: skip


def test_commas_that_nobody_quoted_go_back_to_their_text() -> None:
    rows = titled("id,text,stock\n1,FIL 2,5 MM,7\n2,PINCE, DROITE,8\n3,GANT,9\n4,SONDE,1,50\n")
    assert rows[1:] == [
        ["1", "FIL 2,5 MM", "7"], ["2", "PINCE, DROITE", "8"], ["3", "GANT", "9"], ["4", "SONDE", "1", "50"]
    ]  # fmt: skip


def test_the_rows_tell_the_delimiter_before_their_header_does() -> None:
    assert titled("text\nGANT;1\nSONDE;2\n") == [["text"], ["GANT;1"], ["SONDE;2"]]
    assert titled("id;text\n1;GANT, M\n2;SONDE, 5\n") == [["id", "text"], ["1", "GANT, M"], ["2", "SONDE, 5"]]


def test_control_characters_make_a_list_of_utf8_no_less_a_list(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("text\nserin\x00gue\x01\x02\x03 5 ml\n", "utf-8")
    assert cells(tmp_path / "list.csv") == [("text",), ("serin\x00gue\x01\x02\x03 5 ml",)]


def test_json_lines_are_a_table() -> None:
    lines = '{"id": 1, "text": "GANT, M", "more": [1]}\n\n{"text": "=x", "other": 2, "id": null}\n{broken\n'
    assert split(lines) == [
        ["id", "text", "more"], ["1", "GANT, M", "[1]"], ["", "=x", ""], ["", "{broken", ""]
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["{GANT}", "{", "[1]", '{"a":', "{" * 5_000])
def test_a_brace_makes_no_json(line: str) -> None:
    assert split(f"{line}\n") == [[line]]


def test_the_mark_of_spreadsheets_is_no_row() -> None:
    assert split("sep=;\na;b\n1;2\n") == [[], ["a", "b"], ["1", "2"]]


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1f"), max_size=12), min_size=2, max_size=2),
        min_size=1,
        max_size=8,
    )
)  # fmt: skip
def test_what_the_csv_writer_writes_is_read_back(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([["h1", "h2"]] * 30)  # what tells the delimiter
    writer.writerows(rows)
    assert split(out.getvalue())[30:] == rows


@given(st.text(max_size=200))
def test_no_text_stops_the_reader(text: str) -> None:
    for row in split(text):
        assert all(isinstance(cell, str) for cell in row)


def test_a_workbook_streams_its_sheets(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "list.xlsx"))
    for name in ("A", "B"):
        book.add_worksheet(name).write_row(0, 0, ["Désignation", 1])
    book.close()
    sheets = [(sheet.name, list(sheet.rows)) for sheet in stream_sheets(tmp_path / "list.xlsx")]
    assert sheets == [("A", [SheetRow(1, ("Désignation", 1.0))]), ("B", [SheetRow(1, ("Désignation", 1.0))])]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Refusal.EMPTY),
        (b" \r\n\x00", Refusal.EMPTY),
        (b"%PDF-1.7 text", Refusal.NOT_A_SPREADSHEET),
        (b"<!DOCTYPE html><html><body>", Refusal.NOT_A_SPREADSHEET),
        (bytes(range(256)) * 20, Refusal.NOT_A_SPREADSHEET),
        (b"PK\x03\x04 nothing", Refusal.DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, Refusal.DAMAGED),
    ],
)
def test_what_is_no_table_is_refused_with_the_name_it_is_called(
    tmp_path: Path, content: bytes, why: Refusal
) -> None:
    (tmp_path / "spool").write_bytes(content)
    with pytest.raises(FileRefused) as refused:
        next(stream_sheets(tmp_path / "spool", "besoins.csv"))
    assert (refused.value.code, refused.value.params["file"]) == (why, "besoins.csv")


def test_a_folder_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        next(stream_sheets(tmp_path))
    assert refused.value.code is Refusal.UNREADABLE
    assert refused.value.params == {"file": tmp_path.name, "why": "c'est un dossier"}


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        next(stream_sheets(tmp_path / "absent.csv"))
    assert refused.value.code is Refusal.MISSING


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"<table> GANT\nSERINGUE\n", [("<table> GANT",), ("SERINGUE",)]),
        (b"GANT\x00S\n" + b"SERINGUE 5 ML\n" * 20, [("GANT\x00S",), *[("SERINGUE 5 ML",)] * 20]),
        (b"PK 20 SERINGUES\nGANT\n", [("PK 20 SERINGUES",), ("GANT",)]),
        (b"12345\n678\n", [("12345",), ("678",)]),
        (b"x" * 10_000 + b"\ny\n", [("x" * 10_000,), ("y",)]),
    ],
)  # fmt: skip
def test_odd_texts_are_lists_all_the_same(
    tmp_path: Path, content: bytes, rows: list[tuple[str, ...]]
) -> None:
    (tmp_path / "list.txt").write_bytes(content)
    assert cells(tmp_path / "list.txt") == rows
