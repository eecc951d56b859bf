"""Lines labelled before any of them was read: what they score must not fall.

| set | lines | kind | EMDN strict, levels 2, 3, 4 | core attributes F1 | packaging accuracy |
|-|-|-|-|-|-|
| `blind_lines.csv` | 398 | 0.997 | 0.942, 0.877, 0.814 | 0.897 | 0.957 |
| `second_blind_lines.csv` | 420 | 0.983 | 0.943, 0.881, 0.873 | 0.901 | 0.979 |
| `third_blind_lines.csv` | 188 | 0.995 | 0.959, 0.952, 0.920 | 0.959 | 0.995 |
| `fourth_blind_lines.csv` | 120 | 0.992 | 0.882, 0.862, 0.817 | 0.911 | 0.892 |
| `fifth_blind_lines.csv` | 269 | 0.996 | 0.945, 0.918, 0.926 | 0.960 | 0.967 |
| `sixth_blind_lines.csv` | 104 | 1.000 | 0.939, 0.948, 0.923 | 0.965 | 0.971 |
| `seventh_blind_lines.csv` | 269 | 0.892 | 0.803, 0.797, 0.675 | 0.863 | 0.914 |
| `eighth_blind_lines.csv` | 93 | 0.989 | 0.926, 0.914, 0.933 | 0.937 | 0.968 |
| `ninth_blind_lines.csv` | 175 | 0.994 | 0.970, 0.932, 0.897 | 0.938 | 0.966 |
| `tenth_blind_lines.csv` | 116 | 1.000 | 0.944, 0.924, 0.931 | 0.945 | 0.974 |
| `eleventh_blind_lines.csv` | 141 | 0.986 | 0.985, 0.915, 0.842 | 0.923 | 0.915 |
| `twelfth_blind_lines.csv` | 132 | 0.977 | 0.966, 0.948, 0.961 | 0.912 | 0.932 |
| `thirteenth_blind_lines.csv` | 112 | 0.991 | 0.922, 0.922, 0.889 | 0.949 | 0.955 |
| `fourteenth_blind_lines.csv` | 101 | 1.000 | 0.978, 0.978, 0.931 | 0.959 | 0.960 |
| `fifteenth_blind_lines.csv` | 110 | 0.982 | 0.924, 0.914, 0.882 | 0.903 | 0.936 |
| `sixteenth_blind_lines.csv` | 112 | 0.973 | 0.933, 0.914, 0.873 | 0.952 | 0.955 |
| `seventeenth_blind_lines.csv` | 113 | 1.000 | 0.981, 0.972, 0.951 | 0.963 | 0.973 |

These are first runs, before anything was mended for the set: what an unseen list may give. Afterwards
faults were mended by class, and some labels too, where the nomenclature has a code that the label
missed, or where a measure or a material that is plainly written had been forgotten. What is held below
is therefore no estimate, only a floor.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from rakiza.engine.reading import Reader, Reading
from rakiza.reference.families import load

Row = dict[str, str]
HERE = Path(__file__).parent
SETS = (
    "blind_lines",
    "second_blind_lines",
    "third_blind_lines",
    "fourth_blind_lines",
    "fifth_blind_lines",
    "sixth_blind_lines",
    "seventh_blind_lines",
    "eighth_blind_lines",
    "ninth_blind_lines",
    "tenth_blind_lines",
    "eleventh_blind_lines",
    "twelfth_blind_lines",
    "thirteenth_blind_lines",
    "fourteenth_blind_lines",
    "fifteenth_blind_lines",
    "sixteenth_blind_lines",
    "seventeenth_blind_lines",
)
RARE = {"fourth_blind_lines", "seventh_blind_lines", "eighth_blind_lines"}


def _rows(name: str) -> list[Row]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = {name: _rows(name) for name in SETS}


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    reader = Reader(load())
    return {row["text"]: reader.read(row["text"]) for rows in ROWS.values() for row in rows}


@pytest.mark.parametrize("name", SETS)
def test_the_kind_is_right(readings: dict[str, Reading], name: str) -> None:
    wrong = [row["text"] for row in ROWS[name] if readings[row["text"]].kind.value != row["kind"]]
    assert len(wrong) <= 0.01 * len(ROWS[name]), wrong


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize(("length", "least"), [(3, 0.975), (5, 0.945), (7, 0.91)])
def test_codes_are_right(readings: dict[str, Reading], name: str, length: int, least: float) -> None:
    rows = [row for row in ROWS[name] if len(row["emdn"]) >= length]
    if name in RARE:  # of rare articles, labelled as deep as the text goes
        least -= 0.03
    wrong = [
        row["text"] for row in rows if (readings[row["text"]].emdn or "")[:length] != row["emdn"][:length]
    ]
    assert len(wrong) <= (1.0 - least) * len(rows), wrong


@pytest.mark.parametrize("name", SETS)
def test_packs_are_right(readings: dict[str, Reading], name: str) -> None:
    wrong = [
        row["text"]
        for row in ROWS[name]
        if (str(readings[row["text"]].packaging.size or ""), readings[row["text"]].packaging.unit or "")
        != (row["pack_size"], row["pack_unit"])
    ]
    assert len(wrong) <= (0.025 if name in RARE else 0.02) * len(ROWS[name]), wrong


def test_hardly_a_line_stands_in_two_sets() -> None:
    """Thirty-eight texts were written twice without looking: they flatter the later set's first run a little."""
    texts = [row["text"] for rows in ROWS.values() for row in rows]
    assert len(texts) - len(set(texts)) == 38
