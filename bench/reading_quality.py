"""How well designations are read: run on any file in the labelled format.

    python bench/reading_quality.py [GOLD.csv ...] [--errors] [--part even|odd|all]

Without a file: the reference set where it is present, the own sets, and the level-3 codes of
makers' English names (`reading_eudamed.py`). `rakiza evaluate` scores by the same rules.

The reference set is split by the parity of a hash of each text: rules are developed on `even` lines and
checked on `odd` ones. The own sets were labelled before they were read; what they gave then stands in
`tests/engine/reading/test_blind_lines.py` and is the estimate to trust, not what is printed here.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from pathlib import Path

import reading_eudamed
from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.families import Kind
from rakiza.engine.reading import Reader, Reading
from rakiza.engine.reading.evaluate import Label, Score, faults, score
from rakiza.reference.families import load

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT.parent / "shared/data/needs/gold_dev.csv"
OWN = [
    ROOT / f"tests/engine/reading/{name}blind_lines.csv"
    for name in (
        "",
        "second_",
        "third_",
        "fourth_",
        "fifth_",
        "sixth_",
        "seventh_",
        "eighth_",
        "ninth_",
        "tenth_",
        "eleventh_",
        "twelfth_",
        "thirteenth_",
        "fourteenth_",
        "fifteenth_",
        "sixteenth_",
        "seventeenth_",
    )
]
Row = dict[str, str]
Pair = tuple[Row, Reading]


def label_of(row: Row) -> Label:
    """Return what a person said that a row is."""
    stated = json.loads(row["attributes"] or "[]")
    return Label(
        kind=Kind(row["kind"]),
        emdn=row["emdn"],
        alternatives=tuple(code for code in row.get("emdn_alternatives", "").split("|") if code),
        attributes=tuple(AttributeValue(a["name"], Op(a["op"]), a["value"], a["unit"]) for a in stated),
        pack_size=int(row["pack_size"]) if row["pack_size"] else None,
        pack_unit=row["pack_unit"] or None,
    )


def print_score(name: str, counted: Score) -> None:
    """Print the figures of one part."""
    print(f"\n== {name}: {counted.lines} lines")
    print(f"kind accuracy      {counted.kinds_right / max(counted.lines, 1):.3f}")
    for level in counted.levels:
        if level.level in {2, 3, 4}:
            strict, lenient = level.strict / level.lines, level.lenient / level.lines
            print(
                f"EMDN level {level.level}  strict {strict:.3f} lenient {lenient:.3f}  ({level.lines} lines)"
            )
    print(f"codes too deep     {counted.too_deep}")
    print(f"core attributes F1 {counted.attributes.f1:.3f}")
    right = counted.packaging_right / max(counted.lines, 1)
    print(f"packaging F1       {counted.packaging.f1:.3f}  accuracy {right:.3f}")
    sure = counted.calibration
    print(
        f"calibration error  {sure.error:.3f}  from {sure.threshold} on {sure.above_right}/{sure.above} right"
    )


def print_attributes(counted: Score) -> None:
    """Print each core attribute, the most often wrong first."""
    for name, tally in sorted(counted.by_attribute, key=lambda each: -(each[1].missed + each[1].extra)):
        print(
            f"  {name:18} F1 {tally.f1:.2f}  right {tally.right:3} wrong or extra {tally.extra:3} missed {tally.missed:3}"
        )


def print_errors(pairs: list[Pair]) -> None:
    """Print the lines that are read otherwise than labelled."""
    for row, reading in pairs:
        found = faults(label_of(row), reading)
        if found:
            print(f"{row['text']!r} {row.get('packaging_given', '')} [{reading.family} {reading.confidence}]")
            for fault in found:
                print(f"     {fault.part}: expected {fault.expected or '—'}, read {fault.read or '—'}")


def _even(row: Row) -> bool:
    return hashlib.sha256(row["text"].encode()).digest()[0] % 2 == 0


def _measure(path: Path, reader: Reader, part: str, *, errors: bool, split: bool) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    pairs = [(row, reader.read(row["text"], row.get("packaging_given", ""))) for row in rows]
    parts = {
        "even": [pair for pair in pairs if _even(pair[0])],
        "odd": [pair for pair in pairs if not _even(pair[0])],
        "all": pairs,
    }
    for name in parts if split else ("all",):
        counted = score([(label_of(row), reading) for row, reading in parts[name]])
        print_score(f"{path.name}, {name}", counted)
    if split:
        print_attributes(counted)
    if errors:
        print_errors(parts[part])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--errors", action="store_true", help="print the lines read otherwise than labelled")
    parser.add_argument(
        "--part", choices=["even", "odd", "all"], default="even", help="which part --errors prints"
    )
    options = parser.parse_args()
    reader = Reader(load())
    for path in options.gold or [REFERENCE, *OWN]:
        if path.is_file():
            whole = bool(options.gold) or path == REFERENCE
            _measure(path, reader, options.part, errors=options.errors, split=whole)
        else:
            print(f"{path.name} is absent: nothing measured on it.")
    if not options.gold and reading_eudamed.DEVICES.is_file() and reading_eudamed.TERMS.is_file():
        reading_eudamed.measure()
    return 0


if __name__ == "__main__":
    sys.exit(main())
