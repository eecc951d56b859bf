"""A text is cut into the same tokens piece by piece as in one go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.engine.reading import fold
from rakiza.engine.reading.tokens import _TOKEN, tokenise

PARTS = [
    "10",
    "cm",
    "mm",
    "x",
    "4",
    " ",
    " ",
    "fr",
    "g",
    ",",
    ".",
    "38,45,60",
    "_",
    "bt",
    "é",
    "قفاز",
    "/",
    "²",
]


@given(st.one_of(st.lists(st.sampled_from(PARTS), max_size=12).map("".join), st.text(max_size=20)))
def test_pieces_are_cut_as_the_whole_text_is(text: str) -> None:
    folded = fold(text)
    assert tokenise(folded).texts == _TOKEN.findall(folded)


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("10cmx 10", ["10", "cm", "x", "10"]),
        ("10cmx boite", ["10", "cmx", "boite"]),
        ("latex 10x4mm", ["latex", "10", "x", "4", "mm"]),
        ("lot 38,45,60", ["lot", "38,45,60"]),
    ],
)
def test_a_unit_before_a_sign_of_times_needs_a_number_behind(text: str, texts: list[str]) -> None:
    assert tokenise(text).texts == texts
