"""Verdicts of a requirement held against a device."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rakiza.engine.attributes import AttributeScalar, AttributeValue
from rakiza.engine.reasons import Reason


class Verdict(StrEnum):
    """Three-valued: what isn't stated on the device is unknown, never assumed."""

    PASS = "pass"  # noqa: S105 - a verdict
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a lot asks for: a family and its stated attributes."""

    family: str
    attributes: tuple[AttributeValue, ...]


@dataclass(frozen=True, slots=True)
class DeviceDescription:
    """What a device is, as far as matching needs: its family and attributes."""

    device: str
    family: str
    attributes: tuple[AttributeValue, ...]


@dataclass(frozen=True, slots=True)
class AttributeVerdict:
    """One attribute: what was required, what the device has, and the gap.

    `gap` is device minus required in `unit` (canonical), signed, for numbers; None elsewhere.
    """

    name: str
    verdict: Verdict
    required: tuple[AttributeValue, ...]
    offered: AttributeScalar | None
    gap: float | None
    unit: str | None
    reason: Reason

    @property
    def relative_gap(self) -> float:
        """How far the device stands from what is required, from 0 (there) to 1 (nothing alike).

        A measure: the gap over the greater of the two, so that half and double are as far. A word
        or a flag that differs is at 1; a size written in digits is a measure.
        """
        if self.verdict is not Verdict.FAIL:
            return 0.0
        if self.gap is not None and isinstance(self.offered, float):
            greater = max(abs(self.offered), abs(self.offered - self.gap))
            return min(1.0, abs(self.gap) / greater) if greater else 0.0
        return min((_apart(self.offered, value.value) for value in self.required), default=1.0)


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

    def of_verdict(self, verdict: Verdict) -> tuple[AttributeVerdict, ...]:
        """Return the attributes judged so."""
        return tuple(found for found in self.attributes if found.verdict is verdict)
