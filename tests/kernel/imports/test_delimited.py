"""Text files: encodings and delimiters are recognised."""

import pytest

from rakiza.kernel.imports.delimited import decode, read_delimited, sniff_delimiter

FRENCH = "Désignation;Quantité;Unité\nCathéter à ballonnet stérile;12;boîte\nBande élastique;1 200,50;pièce\n"
ARABIC = "التعيين;الكمية;الوحدة\nقفازات معقمة;1200;علبة\nقسطرة بولية;12;قطعة\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "mac_roman"]
)
def test_french_in_every_encoding(encoding: str) -> None:
    assert decode(FRENCH.encode(encoding)) == FRENCH


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1256", "mac_arabic", "iso8859_6"]
)
def test_arabic_in_every_encoding(encoding: str) -> None:
    assert decode(ARABIC.encode(encoding)) == ARABIC


def test_french_beside_arabic_in_cp1256() -> None:
    text = "Désignation;الكمية\nGants d'entrée;١٢\n".replace("١٢", "12") + "قفازات معقمة;5\n"
    assert decode(text.encode("cp1256")) == text


def test_zero_bytes_are_no_text() -> None:
    assert decode(b"ab\x00\x01\x02\x00\xff\xfe\x00") is None


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in (["a", "b", "c"], ["x y", "1", "2"], ["z", "3", ""]))
    assert sniff_delimiter(text) == delimiter


def test_decimal_commas_do_not_pass_for_delimiters() -> None:
    assert sniff_delimiter("Article;Prix\nA;1,5\nB;2,75\n") == ";"


def test_quotes_and_the_sep_line() -> None:
    assert read_delimited('sep=;\na;b\n"x;y";"l1\nl2"\n') == [[], ["a", "b"], ["x;y", "l1\nl2"]]
