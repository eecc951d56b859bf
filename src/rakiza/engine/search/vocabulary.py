"""A sorted vocabulary whose words point at places: whole words, beginnings and near spellings.

Words are kept sorted, so that a beginning is one slice of the vocabulary, and what its words point
at one slice of one array.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

Places = NDArray[np.int32]
_LAST = "\U0010ffff"
Near = tuple[int, str, Places] | None
_KEPT = 256  # words whose nearest are remembered: a slip stays in the query while one types on
_ONE_SLIP, _TWO_SLIPS = 4, 8  # letters from which one slip, then two, are forgiven


class Vocabulary:
    """Words and the places (devices, families, makers) that each points at."""

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        """Index (word, place) pairs; a pair may come more than once."""
        codes: dict[str, int] = {}
        of_words, of_places = array("q"), array("q")
        for word, place in pairs:
            of_words.append(codes.setdefault(word, len(codes)))
            of_places.append(place)
        self.words = sorted(codes)
        ranks = np.empty(len(codes), dtype=np.int64)
        ranks[[codes[word] for word in self.words]] = np.arange(len(codes))
        places = np.frombuffer(of_places, dtype=np.int64)
        span = int(places.max(initial=0)) + 1
        keys = np.unique(ranks[np.frombuffer(of_words, dtype=np.int64)] * span + places)
        self._places: Places = (keys % span).astype(np.int32)
        self._starts = np.searchsorted(keys // span, np.arange(len(codes) + 1))
        self._at = {word: at for at, word in enumerate(self.words)}
        self._shortened: dict[int, list[str]] = {}
        self._nearest: dict[tuple[str, bool], Near] = {}

    def __contains__(self, word: str) -> bool:
        """Tell whether the whole word is known."""
        return word in self._at

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays, without the words."""
        return self._starts.nbytes + self._places.nbytes

    def whole(self, word: str) -> Places:
        """Return the places of one word."""
        at = self._at.get(word)
        return self._slice(at, at + 1) if at is not None else self._places[:0]

    def beginning(self, start: str) -> Places:
        """Return the places of every word that starts so; a place may come more than once."""
        return self._slice(bisect_left(self.words, start), bisect_left(self.words, start + _LAST))

    def near(self, word: str, *, unfinished: bool) -> Near:
        """Return the fewest slips, the first word at that distance and the places of all of them.

        An unfinished word is held against beginnings of its own length too. None where nothing is
        near, and for numbers and short words, where one slip makes another word.
        """
        if not slips(word) or not self.words:
            return None
        key = word, unfinished
        if key not in self._nearest:
            found = self._near(word, unfinished=unfinished)
            if len(self._nearest) >= _KEPT:
                self._nearest.clear()
            self._nearest[key] = found
            return found
        return self._nearest.get(key) or self._near(word, unfinished=unfinished)

    def _near(self, word: str, *, unfinished: bool) -> Near:
        allowed = slips(word)
        found = _nearest(word, self.words, allowed)
        places = [self.whole(known) for known in found[1]]
        if unfinished:
            started = _nearest(word, self._beginnings(len(word)), allowed)
            if started[0] < found[0]:
                found, places = started, []
            if started[0] == found[0]:
                places += [self.beginning(known) for known in started[1]]
        if found[0] > allowed:
            return None
        return found[0], found[1][0], np.concatenate(places)

    def _beginnings(self, length: int) -> list[str]:
        """Return the distinct beginnings of one length, sorted."""
        kept = self._shortened.get(length)
        if kept is None:
            kept = self._shortened[length] = list(dict.fromkeys(word[:length] for word in self.words))
        return kept

    def _slice(self, first: int, last: int) -> Places:
        return self._places[self._starts[first] : self._starts[last]]


def slips(word: str) -> int:
    """Return how many slips are forgiven in a word of that length."""
    if len(word) < _ONE_SLIP or not word.isalpha():
        return 0
    return 1 if len(word) < _TWO_SLIPS else 2


def _nearest(word: str, known: list[str], allowed: int) -> tuple[int, list[str]]:
    """Return the fewest slips to a known word, more than `allowed` where none is near, and the nearest."""
    distances = process.cdist([word], known, scorer=OSA.distance, score_cutoff=allowed, dtype=np.uint8)[0]
    least = int(distances.min())
    return least, [known[at] for at in np.flatnonzero(distances == least)] if least <= allowed else []
