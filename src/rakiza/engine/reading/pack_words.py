"""Which ways of writing a pack the words of a text could be: most texts have the words of one or none.

A search through a text costs far more than looking its words up, and what a word could be part of is
found out once. A word that could be part of nothing never hides a pack; the opposite costs a search.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from rakiza.engine.reading.tokens import tokenise

SIZED, SHORT, CONTENT, MULTIPLE, COUNTED, VOLUME, TAIL = (1 << place for place in range(7))
EVERY = (1 << 7) - 1
"""What is taken where the words of a text aren't known."""

_GLUED = ("", "de", "of", "d", "x")  # btde 100, btx100
_JOINING = ("par", "per", "en", "dans")  # 100/bt, 100 par bt
_LITRES = frozenset({"ml", "cc", "l", "cl"})
_WORDS = {
    MULTIPLE: _LITRES | {"test", "tests", "ul"},
    COUNTED: frozenset(
        [
            "test",
            "tests",
            "paires",
            "pairs",
            "peres",
            "t",
            "det",
            "dets",
            "determination",
            "determinations",
            "pcs",
            "قطعه",
            "قطع",
        ]
    ),
    VOLUME: _LITRES | {"litre", "litres", "kg", "f", "fl"},
    TAIL: frozenset({"u", "rouleau", "rl", "rlx", "paire", "paires", "fl", "flacon", "bidon"}),
}
_JOINED = re.compile("|".join(("/", *_JOINING)))
_MOST_KEPT = 100_000
_LONGEST_KEPT = 40


class PackWords(dict[str, int]):
    """The ways of writing a pack that each word may be part of, found out once."""

    def __init__(self, packs: Iterable[str], short: Iterable[str], counted: Iterable[str]) -> None:
        """Know the forms of packs, those too `short` to stand without a number, and those `counted`."""
        super().__init__()
        packs, short = tuple(packs), frozenset(short)
        self._sized = frozenset(written for form in packs for written in _beginnings(form))
        self._short = short | {"b", "p"}
        self._units = frozenset(map(_first, (*packs, *short)))
        self._joined = tuple(word + unit for word in _JOINING for unit in sorted(self._units))
        self._tail = _WORDS[TAIL] | frozenset(map(_first, counted))

    def of(self, texts: Collection[str]) -> int:
        """Return the ways in which a text of these words may say how it is packed."""
        found = 0
        for text in texts:
            found |= self[text]
        return found

    def __missing__(self, text: str) -> int:
        found = sum(way for way, words in _WORDS.items() if way != TAIL and text in words)
        found += SIZED * (text in self._sized) + SHORT * (text in self._short) + TAIL * (text in self._tail)
        found += CONTENT * (text in self._units or text.endswith(self._joined))
        if len(text) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[text] = found
        return found


def may_join(folded: str) -> bool:
    """Tell whether a text may say how many come in a pack: `100/bt`, `100 par boite`."""
    return _JOINED.search(folded) is not None


def _first(form: str) -> str:
    return tokenise(form).texts[0]


def _beginnings(form: str) -> list[str]:
    """Return the words that a form starts with where it is written, what it is glued to included."""
    first, *rest = tokenise(form).texts
    return [first] if rest else [first + plural + glued for plural in ("", "s") for glued in _GLUED]
