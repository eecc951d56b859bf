"""Requirement × device: pass, fail or unknown per attribute, with the measured gap.

`match(needs, catalogue)` ranks a compiled `Catalogue` for each need, `match_lines` for lines of any number;
`judge` holds one requirement
against one device. `upgrades` turns near misses round for makers, `lint.Linter` looks a requirement over.
"""

from __future__ import annotations

from rakiza.engine.matching.catalogue import Catalogue
from rakiza.engine.matching.judge import judge, match_many
from rakiza.engine.matching.lines import LineMatcher, match_lines
from rakiza.engine.matching.match import Candidate, Matcher, Matches, match
from rakiza.engine.matching.values import (
    AttributeVerdict,
    DeviceDescription,
    MatchResult,
    Requirement,
    Verdict,
)

__all__ = [
    "AttributeVerdict",
    "Candidate",
    "Catalogue",
    "DeviceDescription",
    "LineMatcher",
    "MatchResult",
    "Matcher",
    "Matches",
    "Requirement",
    "Verdict",
    "judge",
    "match",
    "match_lines",
    "match_many",
]
