"""Words that the vocabulary doesn't know: the nearest known word, the one cut short, or the two it was glued from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rakiza.engine.reading.memo import Memo
from rakiza.engine.reading.stems import stem

_SHORTEST_TYPO = 5
_LONGEST_TYPO = 40
_LONG = 10  # from here on two mistakes are mended
_SHORTEST_PART = 4
_SHORTEST_TAIL = 3  # gras, inox: their key has three letters
_MOST_KEPT = 50_000
_SHORTEST_CUT = 4  # a word cut short: POLYGLYC, SURCHAUS; below, too many words start so
_SHORTEST_CUT_OF_MANY = 5  # from here on, of several words that start so the commonest was meant
_LEAST_CUT = 2  # letters: where one is missing, it is a typing error
# Letters at the two ends of an unknown word of so many, one of which its mistakes leave alone: three of other words.
_ENDS = {5: (2, 2), 6: (3, 2), 10: (3, 2)}
_MIDDLE = 4  # where the letters in the middle of a long word are taken


@dataclass(frozen=True, slots=True)
class Correction:
    """What an unknown word was taken for: one known stem or two, and how many letters differ."""

    stems: tuple[str, ...]
    distance: int


class Speller:
    """Looks unknown stems up in a closed vocabulary; answers are kept for a while.

    Known words are indexed by letters that a mistyped word shares with what was meant. One mistake
    leaves some letters at one of the ends alone, two or three by the length of the word (`_ENDS`). Two
    mistakes in a word of ten letters or more do so too, or else stand at both ends and leave the middle,
    moved by one at most.
    """

    def __init__(
        self,
        vocabulary: Iterable[str],
        rarity: Mapping[str, float] | None = None,
        exact: Set[str] = frozenset(),
    ) -> None:
        """Index the vocabulary; of two words as near, the one of the lesser `rarity` was meant.

        Of the vocabulary, `exact` words are known as they are written and never meant by another.
        """
        self._rarity = rarity or {}
        self._known = frozenset(word for word in vocabulary if word and word[0].isalpha())
        self._meant = self._known - exact
        self._sorted = sorted(self._known)
        self._by_letters: dict[tuple[str, str, int], list[str]] = {}
        for word in sorted(self._meant):
            if _SHORTEST_TYPO - 1 <= len(word) <= _LONGEST_TYPO + 2:
                for key in (*_ends(word, 2, 2), *_ends(word, 3, 3), *_middle(word, (0,))):
                    self._by_letters.setdefault((*key, len(word)), []).append(word)
        self._kept: Memo[str, Correction | tuple[()]] = Memo(_MOST_KEPT)

    def __contains__(self, word: str) -> bool:
        """Tell whether the vocabulary knows the stem."""
        return word in self._known

    def correct(self, word: str) -> Correction | None:
        """Return what an unknown stem most likely is, None where nothing is near enough."""
        if not _SHORTEST_CUT <= len(word) <= _LONGEST_TYPO:
            return None
        kept = self._kept.get(word)
        if kept is None:
            kept = self._kept.keep(word, self._mended(word) or ())
        return kept or None

    def forget(self) -> None:
        """Drop every answer kept."""
        self._kept.clear()

    def _mended(self, word: str) -> Correction | None:
        """Return the only word that starts so, else the nearest one, the two glued, or the commonest that starts so."""
        whole = self._starting(word)
        if len(whole) == 1 and whole[0] in self._meant:
            return Correction((whole[0],), 1)
        if len(word) < _SHORTEST_TYPO:
            return None
        found = self._nearest(word) or self._split(word)
        if found is None and whole and len(word) >= _SHORTEST_CUT_OF_MANY:
            meant = min(whole, key=self._rank)
            return Correction((meant,), 2) if meant in self._meant else None
        return found

    def _starting(self, word: str) -> list[str]:
        """Return the words that an unknown one is the start of, one for each that others continue."""
        found: list[str] = []
        for at in range(bisect_left(self._sorted, word), len(self._sorted)):
            known = self._sorted[at]
            if not known.startswith(word):
                break
            if len(known) < len(word) + _LEAST_CUT:
                return []
            if not found or not known.startswith(found[-1]):
                found.append(known)
        return found

    def _rank(self, known: str) -> tuple[float, str]:
        return self._rarity.get(known, 0.0), known

    def _nearest(self, word: str) -> Correction | None:
        limit = 1 if len(word) < _LONG else 2
        lengths = range(len(word) - limit, len(word) + limit + 1)
        near: set[str] = set()
        ends = _ends(word, *_ENDS.get(len(word), (3, 3)))
        for key in (*ends, *_middle(word, (-1, 0, 1))) if limit > 1 else ends:
            for length in lengths:
                near.update(self._by_letters.get((*key, length), ()))
        best: tuple[float, float, str] | None = None
        for known, distance, _ in process.extract(
            word, near, scorer=OSA.distance, score_cutoff=limit, limit=None
        ):
            first_differs = known[0] != word[0]
            if first_differs and (distance > 1 or len(word) < 7):
                continue
            rank = (distance + (0.5 if first_differs else 0.0), self._rarity.get(known, 0.0), known)
            if best is None or rank < best:
                best = rank
        return None if best is None else Correction((best[2],), int(best[0]))

    def _split(self, word: str) -> Correction | None:
        for cut in range(len(word) - _SHORTEST_TAIL, _SHORTEST_PART - 1, -1):
            head, tail = self._as_known(word[:cut]), self._as_known(word[cut:])
            if head is not None and tail is not None:
                return Correction((head, tail), 1)
        return None

    def _as_known(self, part: str) -> str | None:
        """Return the known stem that part of a stem is: its end was brought to the key already."""
        return (
            part if part in self._meant else next((key for key in (stem(part),) if key in self._meant), None)
        )


def _ends(word: str, first: int, last: int) -> tuple[tuple[str, str], ...]:
    """Return so many letters of each end that a word is looked up by."""
    return ("first", word[:first]), ("last", word[-last:])


def _middle(word: str, moves: Iterable[int]) -> list[tuple[str, str]]:
    """Return the letters in the middle that a long word is looked up by."""
    if len(word) < _LONG - 2:
        return []
    return [("middle", word[_MIDDLE + move : _MIDDLE + move + 2]) for move in moves]
