"""Words that the vocabulary doesn't know: the nearest known word, or the two it was glued from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rakiza.engine.reading.stems import stem

_SHORTEST_TYPO = 5
_SHORTEST_PART = 4


@dataclass(frozen=True, slots=True)
class Correction:
    """What an unknown word was taken for: one known stem or two, and how many letters differ."""

    stems: tuple[str, ...]
    distance: int


class Speller:
    """Looks unknown stems up in a closed vocabulary; every answer is kept."""

    def __init__(self, vocabulary: Iterable[str], rarity: Mapping[str, float] | None = None) -> None:
        self._rarity = rarity or {}  # of two words as near, the commoner one was meant
        self._known = frozenset(word for word in vocabulary if word and word[0].isalpha())
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            if len(word) >= _SHORTEST_TYPO - 1:
                self._by_length[len(word)].append(word)
        self._cache: dict[str, Correction | None] = {}

    def __contains__(self, word: str) -> bool:
        """Tell whether the vocabulary knows the stem."""
        return word in self._known

    def correct(self, word: str) -> Correction | None:
        """Return what an unknown stem most likely is, None where nothing is near enough."""
        if word not in self._cache:
            if len(self._cache) > 200_000:
                self._cache.clear()
            self._cache[word] = self._look_up(word)
        return self._cache[word]

    def _look_up(self, word: str) -> Correction | None:
        if len(word) < _SHORTEST_TYPO or len(word) > 40:
            return None
        return self._nearest(word) or self._split(word)

    def _nearest(self, word: str) -> Correction | None:
        limit = 1 if len(word) < 10 else 2
        best: tuple[float, float, str] | None = None
        for length in range(len(word) - limit, len(word) + limit + 1):
            for near, distance, _ in process.extract(
                word, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=limit, limit=8
            ):
                if near[0] != word[0] and (distance > 1 or len(word) < 7):
                    continue
                rank = (distance + (0.5 if near[0] != word[0] else 0.0), self._rarity.get(near, 0.0), near)
                if best is None or rank < best:
                    best = rank
        return None if best is None else Correction((best[2],), int(best[0]))

    def _split(self, word: str) -> Correction | None:
        for cut in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
            parts = (stem(word[:cut]), stem(word[cut:]))
            if parts[0] in self._known and parts[1] in self._known:
                return Correction(parts, 1)
        return None
