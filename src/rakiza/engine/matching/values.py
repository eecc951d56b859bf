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


@dataclass(frozen=True, slots=True)
class MatchResult:
    """The whole comparison. `near_miss`: same family and exactly one attribute fails."""

    device: str
    verdict: Verdict
    attributes: tuple[AttributeVerdict, ...]
    near_miss: bool
    score: float
