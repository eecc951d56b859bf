"""How far a confidence can be trusted: what was said held against how often it was right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Readings whose confidence is in [low, high) (the last one holds 1): how many, said, right."""

    low: float
    high: float
    lines: int
    said: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """`error` is the expected calibration error: the mean distance of said and right over the lines.

    `above` counts the lines from `threshold` on, `above_right` those of them that are right.
    """

    bins: tuple[Bin, ...]
    error: float
    threshold: float
    lines: int
    right: int
    above: int
    above_right: int


def calibration(outcomes: Sequence[tuple[float, bool]], threshold: float) -> Calibration:
    """Return the reliability of (confidence, right) pairs, in ten equal bins; empty ones left out."""
    sorted_out: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for said, right in outcomes:
        sorted_out[min(BINS - 1, max(0, int(said * BINS)))].append((said, right))
    bins = tuple(_bin(number, some) for number, some in enumerate(sorted_out) if some)
    total = len(outcomes)
    error = sum(each.lines * abs(each.said - each.right) for each in bins) / total if total else 0.0
    above = [right for said, right in outcomes if said >= threshold]
    return Calibration(
        bins, error, threshold, total, sum(right for _, right in outcomes), len(above), sum(above)
    )


def _bin(number: int, some: Sequence[tuple[float, bool]]) -> Bin:
    lines = len(some)
    said = sum(sorted(said for said, _ in some)) / lines  # sorted: the same in any order of lines
    return Bin(number / BINS, (number + 1) / BINS, lines, said, sum(right for _, right in some) / lines)
