"""Lines read as part of a table are written as if each was read by itself."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from rakiza.engine.reading import Reader
from rakiza.engine.specification import SpecificationReader
from rakiza.engine.specification.distinct import DistinctReader, in_order
from rakiza.pillars.purchasing.designations.pipeline import standing
from rakiza.pillars.purchasing.designations.rendering import cells_of, cells_of_line
from rakiza.reference.families import load

_LABELLED = Path(__file__).parents[3] / "engine" / "reading" / "blind_lines.csv"
_SIZES = [f"SONDE DE FOLEY CH {size} 2 VOIES BT/{pack}" for size in (12, 14, 16, 22) for pack in (1, 10, 25)]


def lines() -> list[tuple[str, str | None]]:
    """Return labelled lines and an article in its sizes, some with packaging stated beside them."""
    with _LABELLED.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)][:120]
    return [
        (text, "carton de 40" if place % 5 == 0 else None) for place, text in enumerate([*texts, *_SIZES, ""])
    ]


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_cells_and_standing_are_those_of_the_reading(language: str) -> None:
    reader, alone = Reader(load()), Reader(load())
    for (text, packaging), line in zip(lines(), reader.settle(lines()), strict=True):
        reading = alone.read(text, packaging)
        assert cells_of_line(line, language) == cells_of(reading, language)
        assert standing(line.settled) == standing(reading)


def test_distinct_lines_are_read_as_one_by_one() -> None:
    specified = [
        (text, packaging, "stérile, latex" if place % 7 == 0 else " ")
        for place, (text, packaging) in enumerate(lines())
    ]
    alone = SpecificationReader(Reader(load()), load())
    read = DistinctReader(Reader(load()), load()).read([*specified, *specified])
    assert list(read) == in_order(set(specified))
    assert read == {line: alone.read(*line) for line in specified}
