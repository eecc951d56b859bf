"""Cells of files that people open: whatever a text holds, no formula starts and nothing is hidden."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rakiza.kernel.documents.safe_cells import safe_cell, visible

anything = st.text(st.characters(), max_size=40)
starts = st.sampled_from(
    [
        "=",
        "+",
        "-",
        "@",
        "\t=",
        "\r=",
        "\n=",
        " =",
        "\u00a0=",
        "＝",
        "＋",
        "－",
        "＠",
        "﹦",
        "\u200d=",
        "\u200c @",
    ]
)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("SERINGUE 5 ML", "SERINGUE 5 ML"),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+33 5", "'+33 5"),
        ("-12", "'-12"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("\r=1", "' =1"),
        ("＝1+1", "'＝1+1"),
        ("5-0", "5-0"),
        ("a=b", "a=b"),
        ("", ""),
        ("قفازات فحص", "قفازات فحص"),
        ("GANT\nNITRILE", "GANT NITRILE"),
        ("a\x00b", "a<U+0000>b"),
        ("\u202egnp.tnag", "<U+202E>gnp.tnag"),
        ("\ud800", "<U+D800>"),
        ("\ufeffGANT", "<U+FEFF>GANT"),
        ("👩\u200d⚕️", "👩\u200d⚕️"),
    ],
)
def test_a_text_becomes_this_cell(text: str, cell: str) -> None:
    assert safe_cell(text) == cell


@given(starts, anything)
def test_whatever_starts_like_a_formula_gets_an_apostrophe(start: str, rest: str) -> None:
    assert safe_cell(start + rest).startswith("'")


@given(anything)
@example("\u200d=1")
@example("\u2066=1")
def test_no_cell_starts_a_formula(text: str) -> None:
    bare = safe_cell(text).strip().strip("\u200c\u200d").strip()
    assert unicodedata.normalize("NFKC", bare[:1])[:1] not in {"=", "+", "-", "@"}


@given(anything)
def test_nothing_hidden_is_left(text: str) -> None:
    left = {unicodedata.category(char) for char in safe_cell(text) if char not in "\u200c\u200d"}
    assert not left & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    safe_cell(text).encode("utf-8")


@given(anything)
def test_safe_twice_is_safe_once(text: str) -> None:
    assert safe_cell(safe_cell(text)) == safe_cell(text)


@given(st.text(st.characters(categories=["L", "N", "Po"]), min_size=1, max_size=30))
def test_plain_text_is_left_alone(text: str) -> None:
    cell = safe_cell(text)
    assert cell in {text, f"'{text}"}
    assert visible(text) == text
