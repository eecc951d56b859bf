"""How well readings agree with labels: kind, code by level, attributes, packaging, confidence.

The rules are those of the labelled files. A code is scored at level L on the lines whose label
reaches L: *strict* where the code read begins as the label's does, *lenient* where it begins as the
label's or as an accepted alternative that reaches L. A code too short for L is wrong at L. An
attribute is right where name, comparison, value and unit agree, measures after conversion and to four
digits. Packaging is scored as two items, size and unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rakiza.engine.reading.calibration import Calibration, calibration
from rakiza.engine.reading.confidence import AUTOMATIC
from rakiza.engine.reading.labels import (
    CORE,
    LENGTHS,
    Fault,
    Item,
    Label,
    accepted,
    faults,
    is_right,
    items,
    pack_items,
    pack_read,
)
from rakiza.engine.reading.values import Reading

__all__ = [
    "Calibration",
    "Confusion",
    "Fault",
    "Label",
    "LevelScore",
    "Score",
    "Tally",
    "faults",
    "is_right",
    "score",
]


@dataclass(frozen=True, slots=True)
class Tally:
    """Items found as expected, found beside, and missed."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Return the share of what was read that is right; 1 where nothing was read."""
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        """Return the share of what was expected that was read; 1 where nothing was."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        whole = 2 * self.right + self.extra + self.missed
        return 2 * self.right / whole if whole else 1.0


@dataclass(frozen=True, slots=True)
class LevelScore:
    """Codes at one level: lines whose label reaches it, and how many are right in both senses."""

    level: int
    lines: int
    strict: int
    lenient: int


@dataclass(frozen=True, slots=True)
class Confusion:
    """So many lines of one label were read as another."""

    expected: str
    read: str
    lines: int


@dataclass(frozen=True, slots=True)
class Score:
    """The counts over a file. `uncoded` are lines without a code, `uncoded_right` those read without.

    `too_deep` counts codes that go on beyond every accepted one. `attributes` covers the core list.
    """

    lines: int
    kinds_right: int
    levels: tuple[LevelScore, ...]
    uncoded: int
    uncoded_right: int
    too_deep: int
    attributes: Tally
    by_attribute: tuple[tuple[str, Tally], ...]
    packaging: Tally
    packaging_right: int
    calibration: Calibration
    kind_confusions: tuple[Confusion, ...]
    code_confusions: tuple[Confusion, ...]


def score(pairs: Iterable[tuple[Label, Reading]], threshold: float = AUTOMATIC) -> Score:
    """Return the counts over labelled lines; `threshold` is the confidence that needs no person."""
    read = list(pairs)
    tallies = {name: Counter[str]() for name in CORE}
    packs: Counter[str] = Counter()
    for label, reading in read:
        _tally(tallies, items(label.attributes), items(reading.attributes))
        packs.update(_compared(pack_items(label.pack_size, label.pack_unit), pack_read(reading)))
    by_name = tuple((name, _as_tally(tallies[name])) for name in sorted(CORE) if tallies[name])
    coded = [(label, reading) for label, reading in read if label.emdn]
    uncoded = [reading for label, reading in read if not label.emdn]
    return Score(
        lines=len(read),
        kinds_right=sum(label.kind is reading.kind for label, reading in read),
        levels=tuple(_levels(coded)),
        uncoded=len(uncoded),
        uncoded_right=sum(not reading.emdn for reading in uncoded),
        too_deep=sum(_is_too_deep(label, reading) for label, reading in coded),
        attributes=_as_tally(sum(tallies.values(), Counter())),
        by_attribute=by_name,
        packaging=_as_tally(packs),
        packaging_right=sum(
            pack_items(one.pack_size, one.pack_unit) == pack_read(other) for one, other in read
        ),
        calibration=calibration(
            [(reading.confidence, is_right(label, reading)) for label, reading in read], threshold
        ),
        kind_confusions=_confusions((one.kind.value, other.kind.value) for one, other in read),
        code_confusions=_confusions(_codes_apart(label, reading) for label, reading in coded),
    )


def _levels(coded: list[tuple[Label, Reading]]) -> Iterator[LevelScore]:
    for level, length in enumerate(LENGTHS, start=1):
        reaching = [(label, reading.emdn or "") for label, reading in coded if len(label.emdn) >= length]
        strict = sum(code[:length] == label.emdn[:length] for label, code in reaching)
        lenient = sum(
            code[:length] in {each[:length] for each in accepted(label) if len(each) >= length}
            for label, code in reaching
        )
        if reaching:
            yield LevelScore(level, len(reaching), strict, lenient)


def _is_too_deep(label: Label, reading: Reading) -> bool:
    code = reading.emdn or ""
    return len(code) > max(map(len, accepted(label))) and any(
        code.startswith(each) for each in accepted(label)
    )


def _codes_apart(label: Label, reading: Reading) -> tuple[str, str]:
    """Return the codes to level 3 where they part; a pair of equals where an alternative holds."""
    depth = min(len(label.emdn), LENGTHS[2])
    code = (reading.emdn or "")[:depth]
    right = {each[:depth] for each in accepted(label)}
    return (code, code) if code in right else (label.emdn[:depth], code)


def _confusions(pairs: Iterable[tuple[str, str]]) -> tuple[Confusion, ...]:
    """Return the pairs that differ, the most frequent first."""
    counted = Counter(pair for pair in pairs if pair[0] != pair[1])
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Confusion(expected, read, lines) for (expected, read), lines in ordered)


def _compared(expected: frozenset[tuple[str, str]], read: frozenset[tuple[str, str]]) -> Counter[str]:
    return Counter(right=len(expected & read), extra=len(read - expected), missed=len(expected - read))


def _tally(tallies: dict[str, Counter[str]], expected: frozenset[Item], read: frozenset[Item]) -> None:
    for said, found in (("right", expected & read), ("extra", read - expected), ("missed", expected - read)):
        for item in found:
            tallies[item[0]][said] += 1


def _as_tally(counts: Counter[str]) -> Tally:
    return Tally(counts["right"], counts["extra"], counts["missed"])
