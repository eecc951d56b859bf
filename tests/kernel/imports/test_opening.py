"""Opening files: every kind that is read, and every one that is refused with its reason."""

import contextlib
import hashlib
import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from rakiza.kernel.imports.binary import holds_workbook, scan_xls
from rakiza.kernel.imports.limits import Limits
from rakiza.kernel.imports.opening import open_workbook, read_workbook
from rakiza.kernel.imports.refusals import FileRefused, Refusal
from rakiza.kernel.imports.workbook import CellError, MergedRange

ROWS = [["Désignation", "Quantité"], ["Bande", 12.0]]


def xlsx(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    fill(book)
    book.close()
    return buffer.getvalue()


def plain_xlsx() -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Liste")
        for number, row in enumerate(ROWS):
            sheet.write_row(number + 2, 1, row)

    return xlsx(fill)


def plain_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Liste é")
    for number, row in enumerate(ROWS):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods(rows: list[list[TableCell]], repeated: int = 1) -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Liste")
    for cells in rows:
        row = TableRow(numberrowsrepeated=repeated) if repeated > 1 else TableRow()
        for cell in cells:
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def ods_text(text: str, **more: object) -> TableCell:
    cell = TableCell(valuetype="string", **more)
    cell.addElement(P(text=text))
    return cell


def refused(content: bytes, name: str = "liste.xlsx", limits: Limits | None = None) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read_workbook(name, content, limits or Limits())
    assert name in caught.value.message()
    assert "%(" not in caught.value.message()
    return caught.value


def test_xlsx_keeps_the_rows_where_the_sheet_shows_them() -> None:
    book = read_workbook("liste.bin", plain_xlsx())
    assert [sheet.name for sheet in book.sheets] == ["Liste"]
    assert [(row.number, row.cells) for row in book.sheets[0].rows] == [
        (3, (None, "Désignation", "Quantité")),
        (4, (None, "Bande", 12.0)),
    ]


def test_the_hash_is_that_of_the_bytes() -> None:
    content = plain_xlsx()
    assert read_workbook("a", content).sha256 == hashlib.sha256(content).hexdigest()


def test_xls() -> None:
    sheet = read_workbook("liste.csv", plain_xls()).sheets[0]
    assert sheet.name == "Liste é"
    assert [row.cells for row in sheet.rows] == [("Désignation", "Quantité"), ("Bande", 12.0)]


def test_ods() -> None:
    content = ods([[ods_text("Désignation"), ods_text("Quantité")], [ods_text("Bande"), ods_text("12")]])
    assert [row.cells for row in read_workbook("liste.ods", content).sheets[0].rows] == [
        ("Désignation", "Quantité"),
        ("Bande", "12"),
    ]


def test_csv_takes_its_name_as_sheet() -> None:
    sheet = read_workbook("besoins.csv", "Désignation;Quantité\nBande;12\n".encode("cp1252")).sheets[0]
    assert sheet.name == "besoins"
    assert [row.cells for row in sheet.rows] == [("Désignation", "Quantité"), ("Bande", "12")]


def test_merged_cells_are_told() -> None:
    content = xlsx(lambda book: book.add_worksheet().merge_range(1, 0, 3, 0, "x"))
    assert read_workbook("a.xlsx", content).sheets[0].merged == (MergedRange(2, 4, 0, 0),)


def test_failed_formulas_of_xlsx() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(2, 0, "=A9", None, "#REF!")
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(3, 0, "=1+1", None, 2)

    rows = read_workbook("a.xlsx", xlsx(fill)).sheets[0].rows
    assert rows[1].number == 3
    assert rows[1].cells == (CellError("#REF!"), CellError("#DIV/0!"))
    assert rows[2].cells[0] == 2.0


def test_a_formula_that_was_never_computed() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["B5"] = "=A1"
    buffer = io.BytesIO()
    book.save(buffer)
    rows = read_workbook("a.xlsx", buffer.getvalue()).sheets[0].rows
    assert (rows[1].number, rows[1].cells[1]) == (5, CellError("#FORMULA!"))


def test_failed_formulas_of_ods() -> None:
    content = ods(
        [
            [ods_text("a"), ods_text("#REF!", formula="of:=[.A9]")],
            [ods_text("b"), ods_text("Err:502", formula="of:=X()")],
        ]
    )
    rows = read_workbook("a.ods", content).sheets[0].rows
    assert [row.cells[1] for row in rows] == [CellError("#REF!"), CellError("Err:502")]


def test_failed_cells_of_xls() -> None:
    content = bytearray(plain_xls())
    # A number record (0x0203) becomes an error record (0x0205), padded by an empty one.
    at = (
        content.index(struct.pack("<HHHH", 0x027E, 10, 1, 1))
        if struct.pack("<HHHH", 0x027E, 10, 1, 1) in content
        else -1
    )
    assert at > 0
    style = content[at + 8 : at + 10]
    content[at : at + 14] = struct.pack("<HHHH", 0x0205, 8, 1, 1) + bytes(style) + b"\x07\x01" + b"\x00\x00"
    # The two bytes freed end the record stream early: the scan must have seen the error before.
    assert scan_xls("a.xls", bytes(content))["Liste é"].failed == {(2, 1): "#DIV/0!"}


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        open_workbook(tmp_path / "absent.xlsx")
    assert caught.value.code is Refusal.MISSING


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as caught:
        open_workbook(tmp_path)
    assert caught.value.code is Refusal.MISSING


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty_file(content: bytes) -> None:
    assert refused(content).code is Refusal.EMPTY


def test_a_workbook_without_cells() -> None:
    assert refused(xlsx(lambda book: book.add_worksheet())).code is Refusal.EMPTY


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n000", "PNG"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
        (b"\xff\xd8\xff\xe0 jpeg", "JPEG"),
        (bytes(range(1, 32)) * 20, "?"),
    ],
)
def test_not_a_spreadsheet_whatever_its_name(content: bytes, found: str) -> None:
    refusal = refused(content, "liste.xlsx")
    assert refusal.code is Refusal.NOT_A_SPREADSHEET
    assert refusal.params["found"] == found


@pytest.mark.parametrize(("entry", "found"), [("word/document.xml", "Word"), ("a.txt", "ZIP")])
def test_other_zipped_documents(entry: str, found: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(entry, "x" * 100)
    refusal = refused(buffer.getvalue())
    assert (refusal.code, refusal.params["found"]) == (Refusal.NOT_A_SPREADSHEET, found)


def test_password_protected_package() -> None:
    content = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\x00" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\x00" * 900
    )
    assert refused(content).code is Refusal.PROTECTED


def test_password_protected_xls() -> None:
    content = plain_xls()
    header = content.index(b"\x09\x08\x10\x00")
    length = struct.unpack_from("<H", content, header + 2)[0]
    after = header + 4 + length
    protected = content[:after] + struct.pack("<HH", 0x2F, 0) + content[after + 4 :]
    assert refused(protected, "liste.xls").code is Refusal.PROTECTED


def test_zip_bomb_by_its_directory() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 3_000_000)
    refusal = refused(buffer.getvalue(), limits=Limits(unpacked_bytes=2_000_000))
    assert refusal.code is Refusal.UNPACKS_TOO_LARGE
    assert (refusal.params["size_mb"], refusal.params["limit_mb"]) == (3, 2)


def test_zip_bomb_by_its_ratio() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 3_000_000)
    assert refused(buffer.getvalue(), limits=Limits(ratio=100)).code is Refusal.UNPACKS_TOO_LARGE


def test_too_large_states_the_limit() -> None:
    refusal = refused(b"x" * 3_000_000, limits=Limits(file_bytes=2_000_000))
    assert (refusal.code, refusal.params["limit_mb"]) == (Refusal.TOO_LARGE, 2)


def test_too_many_rows_states_the_limit() -> None:
    content = b"a;b\n" * 30
    refusal = refused(content, "a.csv", Limits(rows=20))
    assert (refusal.code, refusal.params["limit"]) == (Refusal.TOO_MANY_ROWS, 20)


def test_one_far_cell_is_refused_before_it_fills_the_memory() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Loin")
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")

    refusal = refused(xlsx(fill))
    assert refusal.code is Refusal.TOO_MANY_CELLS
    assert (refusal.params["row"], refusal.params["column"], refusal.params["sheet"]) == (
        1_048_576,
        "XFD",
        "Loin",
    )


def test_one_repeated_ods_row_is_refused_before_it_fills_the_memory() -> None:
    cells = [ods_text("a", numbercolumnsrepeated=1000)]
    refusal = refused(ods([cells], repeated=1_000_000), "a.ods")
    assert refusal.code is Refusal.TOO_MANY_CELLS


@pytest.mark.parametrize("make", [plain_xlsx, plain_xls])
def test_damaged_files_are_said_to_be(make: Callable[[], bytes]) -> None:
    content = make()
    refusal = refused(content[: len(content) // 2])
    assert refusal.code in {Refusal.DAMAGED, Refusal.NOT_A_SPREADSHEET}


def test_a_zip_whose_xml_is_broken() -> None:
    source = zipfile.ZipFile(io.BytesIO(plain_xlsx()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, b"<broken" if name.endswith("workbook.xml") else source.read(name))
    assert refused(buffer.getvalue()).code is Refusal.DAMAGED


def test_every_refusal_has_its_sentence() -> None:
    keys = (
        "file",
        "why",
        "found",
        "size_mb",
        "limit_mb",
        "limit_ratio",
        "sheet",
        "limit",
        "row",
        "rows",
        "column",
    )
    params = dict.fromkeys((*keys, "count", "columns", "headers", "year", "first", "last"), 1)
    for code in Refusal:
        message = FileRefused(code, **params).message()
        assert message
        assert "%(" not in message


def test_a_far_cell_written_with_other_quotes() -> None:
    source = zipfile.ZipFile(io.BytesIO(plain_xlsx()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b'<row r="4"', b"<row r = '1048576'").replace(
                    b'r="C4"', b"r = 'XFD1048576'"
                )
            archive.writestr(name, content)
    assert refused(buffer.getvalue()).code is Refusal.TOO_MANY_CELLS


def test_a_binary_workbook_asks_for_another_format() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.bin", "x")
    assert refused(buffer.getvalue()).params["found"] == "XLSB"


def test_a_protected_ods() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "gibberish")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    assert refused(buffer.getvalue(), "a.ods").code is Refusal.PROTECTED


def rezipped(content: bytes, entry: int, at: int, value: int) -> bytes:
    """Write a zip again with one byte of one entry changed."""
    source = zipfile.ZipFile(io.BytesIO(content))
    buffer = io.BytesIO()
    names = source.namelist()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, name in enumerate(names):
            body = bytearray(source.read(name))
            if number == entry % len(names) and body:
                body[at % len(body)] = value
            archive.writestr(name, bytes(body))
    return buffer.getvalue()


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 100), st.integers(0, 10**6), st.integers(0, 255), st.booleans())
def test_a_changed_byte_is_read_or_refused(entry: int, at: int, value: int, inside: bool) -> None:
    content = plain_xlsx()
    if inside:
        changed = rezipped(content, entry, at, value)
    else:
        changed = content[: at % len(content)] + bytes([value]) + content[at % len(content) + 1 :]
    with contextlib.suppress(FileRefused):
        assert read_workbook("a.xlsx", changed).sheets


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with contextlib.suppress(FileRefused):
        assert read_workbook("a", content).sheets


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_xls_never_ends_the_process(share: float) -> None:
    content = plain_xls()
    assert refused(content[: int(len(content) * share)], "a.xls").code is Refusal.DAMAGED


def test_an_xls_whose_lengths_are_absurd_never_ends_the_process() -> None:
    for at in range(28, 76, 3):
        content = bytearray(plain_xls())
        content[at : at + 4] = b"\xff\xff\xff\x7f"
        with contextlib.suppress(FileRefused):
            assert read_workbook("a.xls", bytes(content)).sheets


def test_too_many_sheets_states_the_limit() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        for _ in range(4):
            book.add_worksheet().write(0, 0, "a")

    refusal = refused(xlsx(fill), limits=Limits(sheets=3))
    assert (refusal.code, refusal.params["limit"]) == (Refusal.TOO_MANY_SHEETS, 3)


def an_ole_file(tables: int) -> bytes:
    """Return an OLE file of a megabyte whose directory and table of sectors come round again for ever."""
    content = bytearray(1 << 20)
    content[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", content, 30, 9)
    struct.pack_into("<I", content, 44, tables)
    struct.pack_into("<III", content, 48, 0, 0, 4096)
    struct.pack_into("<I", content, 68, 3)
    struct.pack_into("<109I", content, 76, *([1] * 109))
    struct.pack_into("<128I", content, 4 * 512, *([1] * 127), 3)
    return bytes(content)


@pytest.mark.parametrize("tables", [109, 2_000, 0xFFFFFFFF])
def test_an_ole_file_that_comes_round_again_takes_no_more_than_its_size(tables: int) -> None:
    content = an_ole_file(tables)
    tracemalloc.start()
    assert (scan_xls("a.xls", content), holds_workbook(content)) == ({}, False)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 32 * len(content)


def test_what_holds_a_workbook_is_told_by_its_directory() -> None:
    content = plain_xls()
    assert holds_workbook(content)
    name = "Workbook".encode("utf-16-le")
    assert not holds_workbook(content.replace(name, "WordDocu".encode("utf-16-le")))
    assert not holds_workbook(content[:600])
