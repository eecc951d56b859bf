"""How well designations are read: run on any file in the gold format.

    python bench/reading_quality.py [GOLD.csv] [--errors]

Lines are split by the parity of a hash of their text: rules are developed on `even` lines and
checked on `odd` ones; both are printed. Scores at EMDN level L count the lines whose gold code
reaches L: strict = prefix of `emdn`, lenient = prefix of it or of an alternative that reaches L.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from rakiza.engine import units
from rakiza.engine.reading import Reader, Reading
from rakiza.reference.families import load

DEFAULT = Path(__file__).parent.parent.parent / "shared/data/needs/gold_dev.csv"
LENGTHS = {2: 3, 3: 5, 4: 7}
_CORE = """
volume gauge outer_diameter inner_diameter diameter french_size length width size tip lumens suture_usp
suture_absorbable suture_structure needle_curve needle_length needle_type needle_count sterile single_use
powder_free plies population sex material weight
"""
CORE = frozenset(_CORE.split())
Row = dict[str, str]
Item = tuple[str, str, str]


@dataclass
class Score:
    """Counts for one part of the file."""

    lines: int = 0
    kind: int = 0
    strict: Counter[int] = field(default_factory=Counter)
    lenient: Counter[int] = field(default_factory=Counter)
    reach: Counter[int] = field(default_factory=Counter)
    lenient_reach: Counter[int] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    pack: Counter[str] = field(default_factory=Counter)

    def print(self, name: str) -> None:
        print(f"\n== {name}: {self.lines} lines")
        print(f"kind accuracy      {self.kind / max(self.lines, 1):.3f}")
        for level in LENGTHS:
            strict = self.strict[level] / max(self.reach[level], 1)
            lenient = self.lenient[level] / max(self.lenient_reach[level], 1)
            print(
                f"EMDN level {level}  strict {strict:.3f} lenient {lenient:.3f}  ({self.reach[level]} lines)"
            )
        print(f"core attributes F1 {_f1(self.hit, self.extra, self.missed):.3f}")
        print(
            f"packaging F1       {_pack_f1(self.pack):.3f}  accuracy {self.pack['right'] / max(self.lines, 1):.3f}"
        )

    def print_attributes(self) -> None:
        for name in sorted(CORE, key=lambda name: -(self.missed[name] + self.extra[name])):
            hit, extra, missed = self.hit[name], self.extra[name], self.missed[name]
            if hit + extra + missed:
                f1 = 2 * hit / (2 * hit + extra + missed)
                print(f"  {name:18} F1 {f1:.2f}  right {hit:3} wrong or extra {extra:3} missed {missed:3}")


def _f1(hit: Counter[str], extra: Counter[str], missed: Counter[str]) -> float:
    right = sum(hit.values())
    return 2 * right / max(2 * right + sum(extra.values()) + sum(missed.values()), 1)


def _pack_f1(pack: Counter[str]) -> float:
    return 2 * pack["hit"] / max(2 * pack["hit"] + pack["extra"] + pack["missed"], 1)


def _item(name: str, op: str, value: object, unit: str | None) -> Item:
    if isinstance(value, int | float) and not isinstance(value, bool):
        number, symbol = units.canonical(float(value), unit if units.known(unit) else None)
        return name, op, f"{number:.4g}{symbol or ''}"
    return name, op, str(value).lower()


def _wanted(row: Row) -> set[Item]:
    listed = json.loads(row["attributes"] or "[]")
    return {_item(a["name"], a["op"], a["value"], a["unit"]) for a in listed if a["name"] in CORE}


def _found(reading: Reading) -> set[Item]:
    return {_item(a.name, a.op.value, a.value, a.unit) for a in reading.attributes if a.name in CORE}


def score(rows: list[Row], readings: list[Reading]) -> Score:
    """Return the counts over the rows."""
    total = Score()
    for row, reading in zip(rows, readings, strict=True):
        total.lines += 1
        total.kind += row["kind"] == reading.kind.value
        _score_code(total, row, reading)
        wanted, found = _wanted(row), _found(reading)
        total.hit.update(item[0] for item in wanted & found)
        total.extra.update(item[0] for item in found - wanted)
        total.missed.update(item[0] for item in wanted - found)
        _score_pack(total, row, reading)
    return total


def _score_code(total: Score, row: Row, reading: Reading) -> None:
    code = reading.emdn or ""
    others = [other for other in row["emdn_alternatives"].split("|") if other]
    for level, length in LENGTHS.items():
        if len(row["emdn"]) >= length:
            total.reach[level] += 1
            total.strict[level] += code[:length] == row["emdn"][:length]
            total.lenient_reach[level] += 1
            accepted = {each[:length] for each in (row["emdn"], *others) if len(each) >= length}
            total.lenient[level] += code[:length] in accepted and len(code) >= length


def _score_pack(total: Score, row: Row, reading: Reading) -> None:
    wanted = {("size", row["pack_size"]), ("unit", row["pack_unit"])} - {("size", ""), ("unit", "")}
    pack = reading.packaging
    found = {("size", str(pack.size or "")), ("unit", pack.unit or "")} - {("size", ""), ("unit", "")}
    total.pack["hit"] += len(wanted & found)
    total.pack["extra"] += len(found - wanted)
    total.pack["missed"] += len(wanted - found)
    total.pack["right"] += wanted == found


def print_errors(rows: list[Row], readings: list[Reading]) -> None:
    """Print the lines that are wrong in kind, code, core attributes or packaging."""
    for row, reading in zip(rows, readings, strict=True):
        faults = []
        level3 = row["emdn"][:5]
        if row["kind"] != reading.kind.value:
            faults.append(f"kind {reading.kind.value} not {row['kind']}")
        if level3 and (reading.emdn or "")[: len(row["emdn"][:7])] != row["emdn"][:7]:
            faults.append(
                f"emdn {reading.family}:{reading.emdn} not {row['emdn']} ({row['emdn_alternatives']})"
            )
        wanted, found = _wanted(row), _found(reading)
        if wanted != found:
            faults.append(f"missed {sorted(wanted - found)} extra {sorted(found - wanted)}")
        pack = reading.packaging
        if (str(pack.size or ""), pack.unit or "") != (row["pack_size"], row["pack_unit"]):
            faults.append(f"pack {pack.size} {pack.unit} not {row['pack_size']} {row['pack_unit']}")
        if faults:
            print(
                f"{row['text']!r} {row.get('packaging_given', '')} [{reading.confidence}]\n     "
                + "\n     ".join(faults)
            )


def _parity(row: Row) -> int:
    return hashlib.sha256(row["text"].encode()).digest()[0] % 2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("--errors", action="store_true", help="print the wrong lines of the even part")
    parser.add_argument(
        "--part", choices=["even", "odd", "all"], default="even", help="which part --errors prints"
    )
    options = parser.parse_args()
    if not options.gold.is_file():
        print(f"{options.gold} is absent: nothing measured.")
        return 0
    with options.gold.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    reader = Reader(load())
    readings = [reader.read(row["text"], row.get("packaging_given", "")) for row in rows]
    pairs = list(zip(rows, readings, strict=True))
    parts = {
        "even": [pair for pair in pairs if _parity(pair[0]) == 0],
        "odd": [pair for pair in pairs if _parity(pair[0]) == 1],
        "all": pairs,
    }
    for name, part in parts.items():
        score([row for row, _ in part], [reading for _, reading in part]).print(name)
    score(rows, readings).print_attributes()
    if options.errors:
        chosen = parts[options.part]
        print_errors([row for row, _ in chosen], [reading for _, reading in chosen])
    return 0


if __name__ == "__main__":
    sys.exit(main())
