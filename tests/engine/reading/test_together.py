"""Texts are read step by step, many together: whatever stands beside a text, it is read as it is alone."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.reader import shared_reader

from rakiza.engine.reading import Reader, Reading, fold
from rakiza.engine.reading.cells import row
from rakiza.engine.reading.drawing import Drawer
from rakiza.engine.reading.tokens import Tokens
from rakiza.reference.families import load

HERE = Path(__file__).parent
with (HERE / "second_blind_lines.csv").open(encoding="utf-8", newline="") as file:
    LINES = [row["text"] for row in csv.DictReader(file)]
ODD = ["", "12", "REF 45-12", "EN 455-1", "12) ", "( )", "0", "BT 100"]
KNOWLEDGE = load()
READER = shared_reader()
DRAWER = Drawer(KNOWLEDGE)


@cache
def forgetful() -> Reader:
    return Reader(KNOWLEDGE)


@cache
def alone() -> Mapping[str, Reading]:
    """Return what each text is read as by itself."""
    return {text: forgetful().read(text) for text in dict.fromkeys([*LINES, *ODD])}


def test_outlines_drawn_together_are_those_drawn_alone() -> None:
    texts = [Tokens(fold(text)) for text in alone()]
    together = DRAWER.draw(texts)
    DRAWER.forget()
    assert together == [DRAWER.draw([text])[0] for text in texts]


def test_nothing_is_drawn_of_no_text() -> None:
    assert DRAWER.draw([]) == []
    assert READER.readings([]) == []


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([*LINES, *ODD]) | st.text(max_size=30), max_size=40),
    st.randoms(use_true_random=False),
)
def test_a_text_is_read_among_others_as_it_is_alone(texts: list[str], chance: random.Random) -> None:
    texts = [*texts, *chance.choices(texts, k=len(texts))] if texts else []
    READER.forget()
    forgetful().forget()
    each = [alone().get(text) or forgetful().read(text) for text in texts]
    assert READER.readings(texts) == each
    assert READER.rows([(text, None) for text in texts]) == [row(reading) for reading in each]


def test_more_lines_than_are_read_together() -> None:
    lines = [text for text in alone() for _ in range(4)]
    assert len(lines) > 1_000
    assert READER.readings(lines) == [alone()[text] for text in lines]
