"""Devices for needs that no family covers: found by their words, and judged by nobody."""

from __future__ import annotations

from collections.abc import Mapping

from rakiza.engine.matching import reasons
from rakiza.engine.matching.judge import FAMILY
from rakiza.engine.matching.match import Candidate
from rakiza.engine.matching.values import AttributeVerdict, MatchResult, Verdict
from rakiza.engine.reading.values import Reading
from rakiza.engine.reasons import Reason
from rakiza.engine.search.index import SearchIndex
from rakiza.engine.search.values import Query

_SCORE = 0.5  # of what isn't known, as everywhere in matching


class ByWords:
    """Finds devices by the words of a need, for `match(needs, catalogue, words=…)`.

    Nothing is known of what such a need asks, so that every candidate's verdict is unknown.
    """

    def __init__(self, index: SearchIndex, families: Mapping[str, str]) -> None:
        """Search `index`; `families` gives the family of each device, empty where none is known."""
        self._index = index
        self._families = families

    def candidates(self, reading: Reading, k: int) -> tuple[Candidate, ...]:
        """Return the devices that hold the most words, at least half of them, best first."""
        found = self._index.search(Query(text=f"{reading.text} ", limit=k))
        return tuple(
            Candidate(place, hit.id, self._families.get(hit.id, ""), 1.0, _unknown(hit.id))
            for place, hit in enumerate(found.hits, start=1)
        )


def _unknown(device: str) -> MatchResult:
    verdict = AttributeVerdict(
        FAMILY, Verdict.UNKNOWN, (), None, None, None, Reason.of(reasons.NO_FAMILY, attribute=FAMILY)
    )
    return MatchResult(device, Verdict.UNKNOWN, (verdict,), near_miss=False, score=_SCORE)
