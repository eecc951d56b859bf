"""Verdicts of a requirement held against a device."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rakiza.engine.attributes import AttributeScalar, AttributeValue
from rakiza.engine.matching import reasons
from rakiza.engine.reasons import Reason

CLOSE = 1e-9  # relative: the same length written in cm and in mm must compare equal
MICRO = 1_000_000  # distances are summed in whole millionths, so that every way of summing agrees

Values = tuple[AttributeValue, ...]
Typed = tuple[Values, tuple[type, ...]]


def typed(values: Values) -> Typed:
    """Return a key under which `True` isn't 1."""
    return values, tuple([type(value.value) for value in values])


class Verdict(StrEnum):
    """Three-valued: what isn't stated on the device is unknown, never assumed."""

    PASS = "pass"  # noqa: S105 - a verdict
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a lot asks for: a family, its stated attributes, and the pack where one is named."""

    family: str
    attributes: tuple[AttributeValue, ...]
    pack_size: int | None = None


@dataclass(frozen=True, slots=True)
class DeviceDescription:
    """What a device is, as far as matching needs: its family, attributes and pack (in base units)."""

    device: str
    family: str
    attributes: tuple[AttributeValue, ...]
    pack_size: int | None = None


@dataclass(frozen=True, slots=True)
class AttributeVerdict:
    """One attribute: what was required, what the device has, and the gap.

    `gap` is device minus required in `unit` (canonical), signed, for numbers; None elsewhere. `short` is
    how many classes below the one required the device is.
    """

    name: str
    verdict: Verdict
    required: tuple[AttributeValue, ...]
    offered: AttributeScalar | None
    gap: float | None
    unit: str | None
    reason: Reason
    short: int = 0

    @property
    def exact(self) -> bool:
        """Tell whether the device states what is asked, neither more nor something that serves for it."""
        if self.verdict is not Verdict.PASS or self.reason.code == reasons.IMPLIED:
            return False
        if self.gap is not None and isinstance(self.offered, float):
            greater = max(abs(self.offered), abs(self.offered - self.gap), 1e-12)
            return abs(self.gap) <= CLOSE * greater
        return self.reason.code in {reasons.EQUAL, reasons.ONE_OF, reasons.INFORMATIVE}

    @property
    def relative_gap(self) -> float:
        """How far the device stands from what is required, from 0 (there) to 1 (nothing alike).

        A measure: the gap over the greater of the two, so that half and double are as far. Classes: one
        short is half way, two are two thirds. A word or a flag that differs is at 1; a size written in
        digits is a measure.
        """
        if self.verdict is not Verdict.FAIL:
            return 0.0
        if self.short:
            return self.short / (self.short + 1)
        return apart(self.offered, self.gap, [value.value for value in self.required])


def apart(offered: AttributeScalar | None, gap: float | None, required: Sequence[AttributeScalar]) -> float:
    """Return how far a failing value stands, in [0, 1]; see `AttributeVerdict.relative_gap`."""
    if gap is not None and isinstance(offered, float):
        greater = max(abs(offered), abs(offered - gap))
        return min(1.0, abs(gap) / greater) if greater else 0.0
    return min((_apart(offered, value) for value in required), default=1.0)


def _apart(offered: AttributeScalar | None, required: AttributeScalar) -> float:
    """How far two sizes written in digits stand (`7` and `7,5`); 1 for anything else."""
    try:
        left, right = (float(str(value).replace(",", ".")) for value in (offered, required))
    except ValueError:
        return 1.0
    greater = max(abs(left), abs(right))
    return min(1.0, abs(left - right) / greater) if greater else 1.0


@dataclass(frozen=True, slots=True)
class MatchResult:
    """The whole comparison. `near_miss`: same family and exactly one attribute fails."""

    device: str
    verdict: Verdict
    attributes: tuple[AttributeVerdict, ...]
    near_miss: bool
    score: float

    @property
    def distance(self) -> float:
        """How far the failing attributes stand from what is required, in all; 0 where none fails."""
        return sum(round(found.relative_gap * MICRO) for found in self.attributes) / MICRO

    @property
    def exact(self) -> int:
        """How many attributes the device states just as asked."""
        return sum(found.exact for found in self.attributes)

    def of_verdict(self, verdict: Verdict) -> tuple[AttributeVerdict, ...]:
        """Return the attributes judged so."""
        return tuple(found for found in self.attributes if found.verdict is verdict)
