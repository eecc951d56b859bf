"""Requirement × device: pass, fail or unknown per attribute, with the measured gap."""

from __future__ import annotations

from rakiza.engine.matching.match import match, match_many
from rakiza.engine.matching.values import (
    AttributeVerdict,
    DeviceDescription,
    MatchResult,
    Requirement,
    Verdict,
)

__all__ = [
    "AttributeVerdict",
    "DeviceDescription",
    "MatchResult",
    "Requirement",
    "Verdict",
    "match",
    "match_many",
]
