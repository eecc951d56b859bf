"""Needs that no family covers get what holds their words, judged unknown; all others are matched as ever."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.reader import shared_reader

from rakiza.engine.families import Kind, Labels
from rakiza.engine.matching import Catalogue, DeviceDescription, Verdict, match
from rakiza.engine.reading import PackReading, Reading, read_distinct
from rakiza.engine.search import ByWords, SearchIndex, SearchRecord
from rakiza.reference.families import load

KNOWLEDGE = load()
READER = shared_reader()
NAMES = {
    "t1": "Turbidimètre de paillasse",
    "t2": "Turbidimètre portable",
    "s5": "Seringue hypodermique 5 ml luer lock",
    "g": "Gant d'examen nitrile M",
}
FAMILIES = {name: READER.read(text).family or "" for name, text in NAMES.items()}
CATALOGUE = Catalogue(
    [DeviceDescription(name, FAMILIES[name], READER.read(NAMES[name]).attributes) for name in NAMES],
    KNOWLEDGE.by_id(),
)
WORDS = ByWords(
    SearchIndex(
        [SearchRecord(name, Labels(text, "", ""), FAMILIES[name], "m") for name, text in NAMES.items()],
        KNOWLEDGE,
        {},
    ),
    FAMILIES,
)
UNFAMILIAR = "TURBIDIMETRE"


def test_the_devices_that_hold_the_words_come_with_an_unknown_verdict() -> None:
    (candidates,) = match([READER.read(UNFAMILIAR)], CATALOGUE, words=WORDS)
    assert [(one.place, one.device, one.family) for one in candidates] == [(1, "t1", ""), (2, "t2", "")]
    assert {one.result.verdict for one in candidates} == {Verdict.UNKNOWN}
    assert {each.reason.code for one in candidates for each in one.result.attributes} == {
        "matching.no_family"
    }
    assert {one.result.score for one in candidates} == {0.5}


def test_no_more_than_asked_and_none_without_words() -> None:
    assert [len(found) for found in match([READER.read(UNFAMILIAR)], CATALOGUE, 1, WORDS)] == [1]
    assert list(match([READER.read(UNFAMILIAR)], CATALOGUE)) == [()]


def test_they_are_not_ranked_with_what_was_judged() -> None:
    found = match([READER.read(UNFAMILIAR)], CATALOGUE, 2, WORDS)
    assert found.positions.tolist() == [[-1, -1]]


def test_medicines_and_other_articles_get_none() -> None:
    needs = [READER.read("PARACETAMOL 500 MG CP"), READER.read("RAME PAPIER A4"), READER.read("")]
    assert list(match(needs, CATALOGUE, words=WORDS)) == [(), (), ()]


def test_every_line_of_a_distinct_reading_gets_them() -> None:
    lines = [UNFAMILIAR, "SERINGUE 5 ML", UNFAMILIAR]
    found = match(read_distinct(lines, READER), CATALOGUE, words=WORDS)
    assert [[one.device for one in candidates] for candidates in found] == [
        ["t1", "t2"],
        ["s5"],
        ["t1", "t2"],
    ]


@settings(max_examples=40)
@given(
    lines=st.lists(st.sampled_from((UNFAMILIAR, "SERINGUE 5 ML", "GANT M", "PARACETAMOL 1 G")), max_size=6)
)
def test_what_some_family_covers_is_matched_as_without_words(lines: list[str]) -> None:
    needs = [READER.read(text) for text in lines]
    plain, helped = match(needs, CATALOGUE), match(needs, CATALOGUE, words=WORDS)
    assert np.array_equal(plain.positions, helped.positions)
    for need, before, after in zip(needs, plain, helped, strict=True):
        assert before == after or need.family is None


@given(text=st.text(max_size=60))
def test_any_words_are_searched(text: str) -> None:
    reading = Reading(text, Kind.DEVICE, None, None, (), PackReading(), 0.0)
    found = WORDS.candidates(reading, 3)
    assert found == WORDS.candidates(reading, 3)
    assert [one.place for one in found] == list(range(1, len(found) + 1))
