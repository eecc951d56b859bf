"""Two versions of a file held against each other: lines, pages, cells; or why they can't be."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pytest
from openpyxl import Workbook
from pypdf import PdfReader, PdfWriter
from tests.factories import an_actor

from rakiza.kernel.files import comparing
from rakiza.kernel.files.actions import store
from rakiza.kernel.files.comparing import Compared, compare_files
from rakiza.kernel.files.differences import (
    Difference,
    Mark,
    Why,
    cell_differences,
    line_differences,
    page_differences,
)
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role

ADDED, REMOVED, CHANGED = Mark.ADDED, Mark.REMOVED, Mark.CHANGED


def a_pdf(*pages: Iterable[str]) -> bytes:
    """Return a PDF of pages of lines; a page without lines shows nothing that can be read."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for lines in pages:
        drawn = " ".join(f"({line}) Tj T*" for line in lines)
        content = f"BT /F1 12 Tf 14 TL 72 720 Td {drawn} ET"
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, offsets = "%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\n"
    return f"{out}startxref\n{out.index('xref')}\n%%EOF".encode()


def locked(content: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_workbook(cells: dict[str, object]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Essais"
    for address, value in cells.items():
        sheet[address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def maker(db: None) -> Actor:
    return an_actor(Role.MAKER)


def kept(maker: Actor, content: bytes, name: str = "piece.pdf") -> StoredFile:
    return store([content], name=name, organisation=maker.organisation, uploaded_by=maker.user)


def compared(maker: Actor, before: bytes, after: bytes) -> Compared:
    return compare_files(kept(maker, before), kept(maker, after))


def test_lines_that_take_the_place_of_others_are_paired() -> None:
    found = list(line_differences("a\nb\nc\n", "a\nB\nc\nd\n"))
    assert found == [Difference(CHANGED, "b", "B"), Difference(ADDED, "", "d")]
    assert list(line_differences("a\nb", "b")) == [Difference(REMOVED, "a", "")]
    assert list(line_differences("a  b\n\n", " a b ")) == []


def test_a_page_put_in_shifts_no_other() -> None:
    assert list(page_differences(["un", "deux", "trois"], ["un", "nouveau", "deux", "trois"])) == [
        Difference(ADDED, "", "nouveau", page=2)
    ]
    assert list(page_differences(["un", "deux"], ["deux"])) == [Difference(REMOVED, "un", "", page=1)]
    assert list(page_differences(["un", "a\nb"], ["un", "a\nc"])) == [Difference(CHANGED, "b", "c", page=2)]


def test_cells_are_told_by_their_address() -> None:
    found = list(cell_differences({"S!A1": "x", "S!B1": "1"}, {"S!A1": "y", "S!C1": "2"}))
    assert found == [
        Difference(CHANGED, "x", "y", cell="S!A1"),
        Difference(REMOVED, "1", "", cell="S!B1"),
        Difference(ADDED, "", "2", cell="S!C1"),
    ]


def test_pdfs_are_compared_page_by_page(maker: Actor) -> None:
    before = a_pdf(["Essai de traction", "12 N"], ["Conclusion"])
    after = a_pdf(["Essai de traction", "15 N"], ["Annexe"], ["Conclusion"])
    assert compared(maker, before, after) == Compared(
        (Difference(CHANGED, "12 N", "15 N", page=1), Difference(ADDED, "", "Annexe", page=2))
    )
    assert compared(maker, before, before + b"\n% autre") == Compared()


def test_workbooks_are_compared_cell_by_cell(maker: Actor) -> None:
    before = a_workbook({"A1": "Lot", "B1": 12, "B2": "retiré"})
    after = a_workbook({"A1": "Lot", "B1": 12.5, "C3": True})
    assert compared(maker, before, after).differences == (
        Difference(CHANGED, "12", "12.5", cell="Essais!B1"),
        Difference(REMOVED, "retiré", "", cell="Essais!B2"),
        Difference(ADDED, "", "True", cell="Essais!C3"),
    )


SAID = a_pdf(["Texte"])


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (a_pdf([]), Why.SCANNED),
        (locked(SAID), Why.PROTECTED),
        (b"%PDF-1.4 rien", Why.DAMAGED),
        (SAID[: len(SAID) // 3], Why.DAMAGED),
        (a_workbook({"A1": 1}), Why.KIND),
        (b"PK\x03\x04 xl/ casse", Why.KIND),
    ],
)
def test_what_cannot_be_read_says_why(maker: Actor, after: bytes, why: Why) -> None:
    assert compared(maker, SAID, after) == Compared(why=why)


def test_a_broken_workbook_says_so(maker: Actor) -> None:
    assert compared(maker, a_workbook({"A1": 1}), b"PK\x03\x04 xl/ casse").why == Why.DAMAGED


def test_limits_hold(maker: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = a_pdf(["a", "b", "c"]), a_pdf(["d", "e", "f"])
    monkeypatch.setattr(comparing, "MOST_SHOWN", 2)
    found = compared(maker, before, after)
    assert (len(found.differences), found.cut) == (2, True)
    monkeypatch.setattr(comparing, "MOST_BYTES", 100)
    assert compared(maker, before, after) == Compared(why=Why.LARGE)
    many = a_pdf(*([f"page {number}"] for number in range(401)))
    monkeypatch.setattr(comparing, "MOST_BYTES", 10**7)
    assert compared(maker, before, many) == Compared(why=Why.LONG)
