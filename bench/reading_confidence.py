"""How far the confidence of a reading can be trusted, and the weights that make it so.

    python bench/reading_confidence.py [GOLD.csv ...] [--sure-errors] [--refit]
    python bench/reading_confidence.py --record SET FILE.csv --into first_runs.csv

Families are written by people who have read such lines, so that hardly a line of a known set is read
wrong any more and nothing would be learnt of doubt. What is fitted on is therefore what each set of own
lines gave when it was read for the first time, before anything was mended for it: `first_runs.csv` keeps
the evidence of those readings and whether they were right (`--record` writes it; run it with the
families as they were, the revision's `src/rakiza/reference` on PYTHONPATH).

| part | lines | what for |
|-|-|-|
| first runs of the own sets 1 and 2 | 818 | fitting the weights |
| reference set, lines whose hash is even | half | fitting the weights |
| first runs of the own sets 3, 5, 6 and 8 to 17 | 1,766 | checking: nothing was fitted or mended on them |
| first runs of four samples of real lists, real 4 to real 6 and real 8 | 496 | checking: nothing was fitted on them |
| reference set, lines whose hash is odd | half | checking the weights (families were seen) |

Own set 7 is of what is rarely bought and of lines written against the reader: neither fits nor checks.
Of own set 4 no evidence was kept, and its labels were corrected before they were committed: it can't be
read for the first time again.

A reading is right when its kind is, and its code agrees with the label or an alternative as far as both
go, to level 4; where the label has no code, a reading that gives one is wrong.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rakiza.engine.families import Kind
from rakiza.engine.reading import Reader, Reading
from rakiza.engine.reading.confidence import AUTOMATIC, Evidence, Judge, calibrated, features
from rakiza.engine.reading.labels import Label, is_right
from rakiza.engine.reading.lexemes import Lexeme
from rakiza.engine.reading.ranking import Ranking
from rakiza.reference.families import load

_ROOT = Path(__file__).parent.parent
_REFERENCE = _ROOT.parent / "shared/data/needs/gold_dev.csv"
_FIRST_RUNS = Path(__file__).parent / "first_runs.csv"
_FIELDS = ("share", "certainty", "coverage", "strength", "known", "head", "described")
_FITTED = ("own 1", "own 2")
_CHECKING = (
    "own 3",
    "own 5",
    "own 6",
    "own 8",
    "own 9",
    "own 10",
    "own 11",
    "own 12",
    "own 13",
    "own 14",
    "own 15",
    "own 16",
    "own 17",
    "real 4",
    "real 5",
    "real 6",
    "real 8",
)
_THRESHOLDS = (0.9, 0.93, 0.95, 0.97, 0.98, 0.99)
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One read line: its set, what spoke for the reading, the most it may be believed, whether it was right."""

    part: str
    text: str
    evidence: Evidence | None
    most: float
    said: float
    right: bool


class _Watch:
    """Keeps the evidence of the latest reading, beside its confidence."""

    def __init__(self, reader: Reader) -> None:
        self._judge: Judge = vars(reader)["_judge"]
        vars(reader)["_judge"] = self
        self.latest: Evidence | None = None

    def judge(
        self, ranking: Ranking, words: Sequence[Lexeme], sources: Sequence[tuple[str, int, int]]
    ) -> tuple[float, str | None]:
        self.latest = self._judge.evidence(ranking, words, sources)
        return self._judge.judge(ranking, words, sources)

    def __getattr__(self, name: str) -> object:
        return getattr(self._judge, name)


def label_of(row: dict[str, str]) -> Label:
    """Return the kind and codes of a labelled row."""
    return Label(Kind(row["kind"]), row["emdn"], tuple(filter(None, row["emdn_alternatives"].split("|"))))


def read_rows(path: Path) -> Iterator[tuple[dict[str, str], Reading, Evidence | None]]:
    """Yield each row of a labelled file with its reading and the evidence for it."""
    reader = Reader(load())
    watch = _Watch(reader)
    with path.open(encoding="utf-8-sig", newline="") as handle:
        for row in csv.DictReader(handle):
            watch.latest = None
            reader.forget()  # what is kept of a shape isn't judged again
            reading = reader.read(row["text"], row.get("packaging_given") or None)
            yield row, reading, watch.latest


def outcomes(path: Path, part: str) -> list[Outcome]:
    """Return what the lines of a labelled file give when they are read now."""
    found = []
    for row, reading, evidence in read_rows(path):
        right = is_right(label_of(row), reading)
        most = _most(reading, evidence)
        found.append(Outcome(part, row["text"], evidence, most, reading.confidence, right))
    return found


def _most(reading: Reading, evidence: Evidence | None) -> float:
    """Return what the reading was capped at, 1 where nothing capped it."""
    free = evidence is not None and round(calibrated(evidence), 3) > reading.confidence
    return reading.confidence if free or evidence is None else 1.0


def recorded(path: Path) -> list[Outcome]:
    """Return the first runs that were kept, said as the weights of today would."""
    found = []
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            evidence = Evidence(*(float(row[name]) for name in _FIELDS)) if row["share"] else None
            most = float(row["most"])
            said = min(most, calibrated(evidence)) if evidence else 0.0
            found.append(Outcome(row["set"], row["line_id"], evidence, most, said, row["right"] == "1"))
    return found


def record(part: str, path: Path, into: Path) -> None:
    """Add the readings of a labelled file to the first runs that are kept."""
    fresh = not into.is_file()
    with into.open("a", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        if fresh:
            writer.writerow(("set", "line_id", *_FIELDS, "most", "right"))
        for row, reading, evidence in read_rows(path):
            numbers = [f"{each:.4g}" for each in evidence] if evidence else [""] * len(_FIELDS)
            right = int(is_right(label_of(row), reading))
            most = f"{_most(reading, evidence):.3g}" if evidence else "0"
            writer.writerow((part, row["line_id"], *numbers, most, right))


def fit(lines: Sequence[Outcome]) -> Numbers:
    """Return the weights (base first) that explain the lines best; none but the base is negative."""
    known = [line for line in lines if line.evidence is not None and line.most == 1.0]
    matrix = np.array([(1.0, *features(line.evidence)) for line in known if line.evidence])
    right = np.array([line.right for line in known], dtype=np.float64)
    weights = np.zeros(matrix.shape[1])
    for _ in range(40_000):
        said = 1.0 / (1.0 + np.exp(-matrix @ weights))
        slope = matrix.T @ (said - right) / len(known) + 0.0005 * np.append(0.0, weights[1:])
        weights -= 0.5 * slope
        weights[1:] = np.maximum(weights[1:], 0.0)
    return weights


def said_by(weights: Numbers, lines: Sequence[Outcome]) -> Numbers:
    """Return what other weights would say of the lines."""
    return np.array(
        [
            min(line.most, 1.0 / (1.0 + float(np.exp(-np.dot((1.0, *features(line.evidence)), weights)))))
            if line.evidence
            else 0.0
            for line in lines
        ]
    )


def print_table(name: str, lines: Sequence[Outcome], said: Numbers) -> None:
    """Print how often readings of each confidence were right, and the expected calibration error."""
    right = np.array([line.right for line in lines], dtype=np.float64)
    print(f"\n{name}: {len(lines)} lines, {right.mean():.3f} right")
    print("| said | lines | mean said | right |\n|-|-|-|-|")
    error = 0.0
    for low in np.arange(10) / 10:
        chosen = (said >= low) & ((said < low + 0.1) | (low > 0.85))
        if chosen.any():
            mean, share = said[chosen].mean(), right[chosen].mean()
            error += chosen.mean() * abs(mean - share)
            print(f"| {low:.1f} to {low + 0.1:.1f} | {chosen.sum()} | {mean:.3f} | {share:.3f} |")
    print(f"expected calibration error {error:.3f}")
    for threshold in sorted({*_THRESHOLDS, AUTOMATIC}):
        sure = said >= threshold
        if sure.any():
            mark = " (automatic)" if threshold == AUTOMATIC else ""
            wrong = int((1 - right)[sure].sum())
            print(f"from {threshold:.2f}{mark}: {sure.mean():.1%} of lines, {wrong} wrong of {sure.sum()}")


def _even(text: str) -> bool:
    return hashlib.sha256(text.encode()).digest()[0] % 2 == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path, help="further labelled files, printed by themselves")
    parser.add_argument("--record", nargs=2, metavar=("SET", "FILE"), help="keep a first run")
    parser.add_argument("--into", type=Path, default=_FIRST_RUNS)
    parser.add_argument("--refit", action="store_true", help="fit the weights again and print what they give")
    parser.add_argument("--sure-errors", action="store_true", help="print wrong readings told surely")
    options = parser.parse_args()
    if options.record:
        record(options.record[0], Path(options.record[1]), options.into)
        return 0
    kept = recorded(_FIRST_RUNS)
    gold = outcomes(_REFERENCE, "gold") if _REFERENCE.is_file() else []
    fitted = [line for line in kept if line.part in _FITTED] + [line for line in gold if _even(line.text)]
    parts = {
        "fitted on: first runs of own sets 1 and 2, even half of the reference set": fitted,
        **{f"check: first run of {part}": [line for line in kept if line.part == part] for part in _CHECKING},
        "check: odd half of the reference set": [line for line in gold if not _even(line.text)],
        "check: all of them": [
            *(line for line in kept if line.part in _CHECKING),
            *(line for line in gold if not _even(line.text)),
        ],
    } | {path.name: outcomes(path, path.name) for path in options.gold}
    weights = fit(fitted) if options.refit else None
    if weights is not None:
        names = ("base", *_FIELDS)
        print("weights fitted:", ", ".join(f"{n} {w:.3f}" for n, w in zip(names, weights, strict=True)))
    for name, lines in parts.items():
        if lines:
            said = np.array([line.said for line in lines]) if weights is None else said_by(weights, lines)
            print_table(name, lines, said)
            if options.sure_errors:
                wrong = (
                    line for line, sure in zip(lines, said, strict=True) if sure >= 0.9 and not line.right
                )
                print("\n".join(f"   {line.said:.3f} {line.text}" for line in wrong))
    return 0


if __name__ == "__main__":
    sys.exit(main())
