"""PDF compilation and QR codes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from pypdf import PdfReader

from rakiza.kernel.documents.pdf import write_pdf
from rakiza.kernel.documents.qr import qr_svg

TEMPLATE = (
    '#let c = json("content.json")\n#set text(font: "IBM Plex Sans")\n#c.word #image("qr.svg", width: 2cm)'
)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "t.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def test_content_and_assets_reach_the_page(template: Path, tmp_path: Path):
    write_pdf(tmp_path / "a.pdf", template, {"word": "Perfusion"}, assets={"qr.svg": qr_svg("x")})

    assert "Perfusion" in PdfReader(tmp_path / "a.pdf").pages[0].extract_text()


def test_the_creation_date_is_the_one_given(template: Path, tmp_path: Path):
    write_pdf(
        tmp_path / "a.pdf",
        template,
        {"word": "a"},
        assets={"qr.svg": qr_svg("x")},
        created=date(2026, 11, 22),
    )

    metadata = PdfReader(tmp_path / "a.pdf").metadata
    assert metadata is not None
    assert metadata.creation_date is not None
    assert metadata.creation_date.date() == date(2026, 11, 22)


def test_qr_code_reads_back():
    url = "https://rakiza.example/plans/2027"

    code = zxingcpp.create_barcode(url, zxingcpp.BarcodeFormat.QRCode)
    read = zxingcpp.read_barcodes(np.array(zxingcpp.write_barcode_to_image(code, scale=4)))

    assert [found.text for found in read] == [url]
    assert "</svg>" in qr_svg(url)
