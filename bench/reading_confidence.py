"""How far the confidence of a reading can be trusted, and the weights that make it so.

    python bench/reading_confidence.py [GOLD.csv ...]

Labelled lines: the files named (gold format), or the reference set where it is present, with the
tests' own lines. Lines whose hash is even fit the weights, odd ones check them. A reading is right
when its kind is, and its code agrees with the label or an alternative as far as both go, to level 4; where the
label has no code, a reading that gives one is wrong.

The families were written by people who had read such lines, so that hardly a line is read wrong and
nothing would be learnt of doubt. Each line read right is therefore read once more as if its family
had never been described; those readings weigh 7 in 100, the share of lines that were read wrong the
first time that a set of lines written blind was read.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.reading import Reader, Reading
from rakiza.engine.reading import reader as reader_module
from rakiza.engine.reading.confidence import AUTOMATIC, Evidence, calibrated, confidence, evidence
from rakiza.engine.reading.decide import LEAST_SCORE, Candidate
from rakiza.engine.reading.lexemes import Lexeme
from rakiza.reference.families import load

_ROOT = Path(__file__).parent.parent
_REFERENCE = _ROOT.parent / "shared/data/needs/gold_dev.csv"
_OWN = _ROOT / "tests/engine/reading"
_DEPTH = 7
_UNKNOWN_SHARE = 0.07  # how much of an unseen list names what no family describes
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One read line: what spoke for the reading, what was said of it, whether it was right."""

    text: str
    evidence: Evidence | None
    confidence: float
    right: bool
    hidden: bool = False


class _Recorder:
    """Stands in for the confidence of readings and keeps the evidence of the latest."""

    def __init__(self) -> None:
        self.latest: Evidence | None = None
        self.without: tuple[Evidence, str] | None = None  # had the best family not been described

    def __call__(
        self, ranked: Sequence[Candidate], words: Sequence[Lexeme], sources: Sequence[tuple[str, int, int]]
    ) -> float:
        rest = [candidate for candidate in ranked[1:] if candidate.score >= LEAST_SCORE]
        self.without = (evidence(rest, words, ()), rest[0].owner) if rest and words else None
        self.latest = evidence(ranked, words, sources) if ranked and words else None
        return confidence(ranked, words, sources)


def is_right(row: dict[str, str], reading: Reading) -> bool:
    """Tell whether kind and code agree with the label."""
    if row["kind"] != reading.kind.value:
        return False
    wanted = [code for code in (row["emdn"], *row["emdn_alternatives"].split("|")) if code]
    if row["kind"] not in {"device", "ivd"} or not wanted:
        return row["kind"] not in {"device", "ivd"} or not reading.emdn
    read = (reading.emdn or "")[:_DEPTH]
    return bool(read) and any(_agree(read, code[:_DEPTH]) for code in wanted)


def _agree(one: str, other: str) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def labelled(files: list[Path], knowledge: KnowledgeBase) -> list[Labelled]:
    """Return every line read, with its evidence."""
    recorder = _Recorder()
    vars(reader_module)["confidence"] = recorder
    reader = Reader(knowledge)
    codes = {family.id: family.emdn for family in knowledge}
    found: list[Labelled] = []

    def add(text: str, given: str, row: dict[str, str] | None, wanted: str) -> None:
        recorder.latest = recorder.without = None
        reading = reader.read(text, given or None)
        right = is_right(row, reading) if row else wanted == (reading.family or reading.kind.value)
        found.append(Labelled(text, recorder.latest, reading.confidence, right))
        if right and recorder.without is not None and reading.family:
            told, owner = recorder.without
            same = owner in codes and _agree(codes[owner][:5], (reading.emdn or "")[:5])
            found.append(Labelled(text, told, calibrated(told), same, hidden=True))

    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            for row in csv.DictReader(handle):
                add(row["text"], row.get("packaging_given", ""), row, "")
    for line in (_OWN / "designations.txt").read_text(encoding="utf-8").splitlines():
        text, wanted = (part.strip() for part in line.rsplit("|", 1))
        add(text, "", None, wanted)
    return found


def fit(lines: list[Labelled]) -> Numbers:
    """Return the weights (base first) that explain the lines best; none but the base is negative."""
    known = [line for line in lines if line.evidence is not None]
    features = np.array([_features(line.evidence) for line in known if line.evidence])
    right = np.array([line.right for line in known], dtype=np.float64)
    weight = _weights(known)
    weights = np.zeros(features.shape[1])
    for _ in range(20_000):
        odds = 1.0 / (1.0 + np.exp(-features @ weights))
        slope = features.T @ (weight * (odds - right)) + 0.001 * np.append(0.0, weights[1:])
        weights -= 0.5 * slope
        weights[1:] = np.maximum(weights[1:], 0.0)
    return weights


def _weights(lines: list[Labelled]) -> Numbers:
    """Return what each line weighs: all one together, hidden families their share of it."""
    hidden = np.array([line.hidden for line in lines])
    shown = (1.0 - _UNKNOWN_SHARE) / max(1, int((~hidden).sum()))
    return np.where(hidden, _UNKNOWN_SHARE / max(1, int(hidden.sum())), shown)


def _features(found: Evidence) -> tuple[float, ...]:
    share = min(max(found.share, 0.02), 0.98)
    return 1.0, float(np.log(share / (1.0 - share))), found.certainty, found.coverage, found.strength


def print_table(name: str, lines: list[Labelled], said: Numbers) -> None:
    """Print how often readings of each confidence were right, and the expected calibration error."""
    right = np.array([line.right for line in lines], dtype=np.float64)
    weight = _weights(lines) if any(line.hidden for line in lines) else np.full(len(lines), 1.0 / len(lines))
    print(f"\n{name}: {len(lines)} lines, {(right * weight).sum():.3f} right")
    print("   said          lines   mean said   right")
    error = 0.0
    for low in np.arange(10) / 10:
        chosen = (said >= low) & ((said < low + 0.1) | (low > 0.85))
        part = weight[chosen].sum()
        if part > 0.0:
            mean, share = (said * weight)[chosen].sum() / part, (right * weight)[chosen].sum() / part
            error += part * abs(mean - share)
            print(f"   {low:.1f} to {low + 0.1:.1f} {chosen.sum():8} {mean:11.3f} {share:7.3f}")
    print(f"   expected calibration error {error:.3f}")
    for threshold in sorted({0.9, 0.94, 0.96, 0.97, 0.98, 0.99, AUTOMATIC}):
        sure = said >= threshold
        part = weight[sure].sum()
        if part > 0.0:
            print(
                f"   from {threshold:.3f} on: {part:.1%} of lines, {(right * weight)[sure].sum() / part:.4f} right"
            )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="*", type=Path)
    parser.add_argument("--sure-errors", action="store_true", help="print wrong readings told surely")
    parser.add_argument("--refitted", action="store_true", help="check the weights just fitted as well")
    options = parser.parse_args()
    files = options.gold or [_OWN / "blind_lines.csv", *([_REFERENCE] if _REFERENCE.is_file() else [])]
    lines = labelled(files, load())
    even = [line for line in lines if hashlib.sha256(line.text.encode()).digest()[0] % 2 == 0]
    odd = [line for line in lines if hashlib.sha256(line.text.encode()).digest()[0] % 2 == 1]
    names = ("base", "share", "certainty", "coverage", "strength")
    weights = fit(even)
    print("weights fitted:", ", ".join(f"{n} {w:.3f}" for n, w in zip(names, weights, strict=True)))
    for name, part in (("even (fitted)", even), ("odd (check)", odd)):
        for kind, chosen in (
            ("as labelled", [line for line in part if not line.hidden]),
            ("7 in 100 unknown", part),
        ):
            print_table(f"{name}, {kind}", chosen, np.array([line.confidence for line in chosen]))
    if options.refitted:
        told = [
            1.0 / (1.0 + np.exp(-np.array(_features(line.evidence)) @ weights)) if line.evidence else 0.0
            for line in odd
        ]
        print_table("odd, with the weights just fitted", odd, np.array(told))
    if options.sure_errors:
        for line in lines:
            if line.confidence >= 0.9 and not line.right and not line.hidden:
                print(f"{line.confidence:.3f} {line.text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
