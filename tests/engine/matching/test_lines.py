"""Lists matched a block at a time give what matching each reading gives, however they are cut or shared."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.matching.strategies import FAMILIES, described, eq
from tests.factories.reader import shared_reader

from rakiza.engine.matching import (
    Catalogue,
    DeviceDescription,
    Matcher,
    Requirement,
    match,
    match_lines,
)
from rakiza.engine.matching.book import Book, meant, meant_by_line
from rakiza.engine.reading import Reader, workers
from rakiza.engine.reading.confidence import Judge
from rakiza.engine.reading.workers import usable
from rakiza.reference.families import load

RANKING = sys.modules[Matcher.__module__]  # `match` is a function too
READER = shared_reader()
KNOWN = load().by_id()
DEVICES = [
    DeviceDescription(name, READER.read(name).family or "", READER.read(name).attributes, pack)
    for name, pack in (
        ("seringue hypodermique 5 ml luer lock", 100),
        ("seringue hypodermique 10 ml luer lock", 50),
        ("seringue hypodermique 10 ml luer slip", None),
        ("sonde de foley 2 voies CH 16", None),
        ("sonde de foley 3 voies CH 18", None),
        ("gant d'examen nitrile taille M", 100),
        ("gant chirurgical stérile latex 7,5", None),
        ("masque chirurgical type IIR", 50),
    )
]
CATALOGUE = Catalogue(DEVICES, KNOWN)
TEXTS = (
    "SERINGUE 10CC LUER LOCK BT 100",
    "SERINGUE 10CC LUER LOCK B/50",
    "seringue 5 ml",
    "SONDE FOLEY CH16 2 VOIES",
    "SONDE 18",
    "sonde foley 3 voies ch 20",
    "GANTS NITRILE M",
    "gants stériles 7.5",
    "قفازات فحص مقاس M",
    "masque type II",
    "PARACETAMOL 500 MG",
    "",
    "???",
)


@settings(max_examples=40)
@given(lines=st.lists(st.sampled_from(TEXTS), max_size=30), block=st.integers(1, 12), k=st.integers(1, 4))
def test_blocks_give_what_one_reading_after_the_other_gives(lines: list[str], block: int, k: int) -> None:
    blocks = list(match_lines(lines, READER, CATALOGUE, k, block=block))
    expected = match([READER.read(text) for text in lines], CATALOGUE, k)
    assert [len(found) for found in blocks] == [
        len(lines[at : at + block]) for at in range(0, len(lines), block)
    ]
    assert [candidates for found in blocks for candidates in found] == list(expected)


def test_more_processes_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_PORTION", 3)
    lines = [f"{text} {number}" for text in TEXTS for number in range(4)]
    (alone,) = match_lines(lines, READER, CATALOGUE, processes=1)
    (shared,) = match_lines(lines, READER, CATALOGUE, processes=2)
    assert np.array_equal(alone.positions, shared.positions)
    assert list(alone) == list(shared)


def test_ranking_is_shared_between_processes_and_stays_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RANKING, "_MANY", 1)
    monkeypatch.setattr(RANKING, "_FAMILIES", 1)
    ranked: list[int] = []

    def counted(processes: int | None) -> int:
        ranked.append(usable(processes))
        return ranked[-1]

    alone = Matcher(CATALOGUE, 2)
    needs = [READER.read(text) for text in TEXTS]
    expected = alone.match(needs)
    monkeypatch.setattr(RANKING, "usable", counted)
    found = Matcher(CATALOGUE, 2, processes=2).match(needs)
    assert ranked == [2]
    assert np.array_equal(found.positions, expected.positions)
    assert np.array_equal(found.keys, expected.keys)
    assert list(found) == list(expected)


def test_a_line_and_its_reading_have_one_plan() -> None:
    book = Book({device.family for device in DEVICES})
    readings = [READER.read(text) for text in TEXTS]
    lines = READER.settle([(text, None) for text in TEXTS])
    assert [book.plan_of_line(meant_by_line(line)) for line in lines] == [
        book.plan_of(meant(reading)) for reading in readings
    ]


def test_two_packs_of_one_article_are_ranked_once_and_told_apart() -> None:
    (found,) = match_lines(TEXTS[:2], READER, CATALOGUE, 1)
    codes = [candidates[0].result.attributes[-1].reason.code for candidates in found]
    assert codes == ["matching.pack_multiple", "matching.pack_same"]
    ten_lock = [device.device for device in CATALOGUE.devices].index(DEVICES[1].device)
    assert found.positions.tolist() == [[ten_lock], [ten_lock]]


def test_no_line_is_no_block() -> None:
    assert list(match_lines([], READER, CATALOGUE)) == []


@settings(max_examples=30)
@given(data=st.data(), k=st.integers(1, 4))
def test_what_a_block_asked_does_not_change_what_the_next_gets(data: st.DataObject, k: int) -> None:
    devices = [
        DeviceDescription(f"d{at}", family.id, data.draw(described(family)))
        for at, family in enumerate(FAMILIES * 2)
    ]
    catalogue = Catalogue(devices, {family.id: family for family in FAMILIES})
    matcher = Matcher(catalogue, k)
    for _ in range(3):
        family = data.draw(st.sampled_from(FAMILIES))
        needs = [Requirement(family.id, data.draw(described(family)))]
        assert list(matcher.match(needs)) == list(match(needs, catalogue, k))


def test_a_full_book_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rakiza.engine.matching.book.MOST_PLANS", 1)
    matcher = Matcher(CATALOGUE, 1)
    needs = [Requirement("syringe_hypodermic", (eq("volume", volume, "mL"),)) for volume in (5.0, 10.0)]
    first = matcher.match(needs)
    second = matcher.match(needs[::-1])
    assert [line[0].device for line in first] == [line[0].device for line in second][::-1]
    assert len(matcher.book) == 2


def test_a_full_book_forgets_the_lines_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rakiza.engine.matching.book.MOST_PLANS", 1)
    lines = [*TEXTS[:6], *TEXTS[:6]]
    found = [candidates for block in match_lines(lines, READER, CATALOGUE, block=2) for candidates in block]
    assert found == list(match([READER.read(text) for text in lines], CATALOGUE))


def test_matching_asks_of_no_line_how_sure_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(Judge, "judge", lambda *given: asked.append(given))
    list(match_lines(TEXTS, Reader(load()), CATALOGUE))
    assert asked == []
