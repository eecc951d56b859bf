"""Designations of our own writing, labelled before they were read (`designations.txt`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from rakiza.engine.reading import Reader
from rakiza.reference.families import load

LINES = [
    tuple(part.strip() for part in line.rsplit("|", 1))
    for line in (Path(__file__).parent / "designations.txt").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load())


@pytest.mark.parametrize("script", ["arabic", "latin"])
def test_nearly_all_designations_find_their_family_or_kind(reader: Reader, script: str) -> None:
    chosen = [
        line
        for line in LINES
        if any("\u0600" <= mark <= "\u06ff" for mark in line[0]) == (script == "arabic")
    ]
    readings = [reader.read(text) for text, _ in chosen]
    wrong = [
        (text, wanted, reading.family or reading.kind.value)
        for (text, wanted), reading in zip(chosen, readings, strict=True)
        if (reading.family or reading.kind.value) != wanted
    ]
    assert len(wrong) <= len(chosen) * 0.03, wrong


def test_what_is_read_surely_is_right(reader: Reader) -> None:
    sure = [(text, wanted, reader.read(text)) for text, wanted in LINES]
    sure = [entry for entry in sure if entry[2].confidence >= 0.8]
    right = sum((reading.family or reading.kind.value) == wanted for _, wanted, reading in sure)
    assert len(sure) >= 0.7 * len(LINES)
    assert right >= 0.98 * len(sure)
