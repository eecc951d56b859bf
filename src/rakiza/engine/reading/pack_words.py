"""Which ways of writing a pack a word may be part of: most texts have the words of one or none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rakiza.engine.reading.end_counts import WORDS as ENDING
from rakiza.engine.reading.roles import CONTENT, COUNTED, LOT, MULTIPLE, SHORT, SIZED, TAIL, VOLUME
from rakiza.engine.reading.tokens import tokenise

_GLUED = ("", "de", "of", "d", "x")  # btde 100, btx100
_JOINING = ("par", "per", "en", "dans", "في")  # 100/bt, 100 par bt
_LITRES = frozenset({"ml", "cc", "l", "cl", "مل", "ملل", "لتر"})
_WORDS = {
    MULTIPLE: _LITRES | {"test", "tests", "ul", "مل", "لتر", "اختبار"},
    COUNTED: frozenset(
        [
            "test",
            "tests",
            "puits",
            "wells",
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
            "اختبار",
            "اختبارات",
            "اختبارا",
            "فحص",
            "فحصا",
            "فحوصات",
            "تحليل",
            "تحليلا",
        ]
    )
    | ENDING,
    VOLUME: _LITRES | {"litre", "litres", "kg", "g", "gr", "f", "fl", "غ", "غرام"},
    LOT: frozenset(
        {
            "lot",
            "lots",
            "par",
            "en",
            "per",
            "x",
            "le",
            "udv",
            "uv",
            "uc",
            "cond",
            "cdt",
            "vrac",
            "rack",
            "condit",
            "cont",
            "contenant",
            "contient",
            "conditionnement",
            "unite",
            "kit",
        }
    ),
    TAIL: frozenset(
        [
            "u",
            "rouleau",
            "roll",
            "roul",
            "rl",
            "rlx",
            "paire",
            "paires",
            "pair",
            "زوج",
            "unite",
            "each",
            "ea",
            "لفه",
            "fl",
            "flacon",
            "vial",
            "bidon",
            "paq",
            "pqt",
            "paquet",
        ]
    ),
}
_JOINED = re.compile("|".join(("/", *_JOINING)))


class PackWords:
    """The ways of writing a pack that words may be part of."""

    def __init__(self, packs: Iterable[str], short: Iterable[str], counted: Iterable[str]) -> None:
        """Know the forms of packs, those too `short` to stand without a number, and those `counted`."""
        packs, short = tuple(packs), frozenset(short)
        self._sized = frozenset(written for form in packs for written in _beginnings(form))
        self._short = short | {"b", "p"}
        self._units = frozenset(map(_first, (*packs, *short)))
        self._joined = tuple(word + unit for word in _JOINING for unit in sorted(self._units))
        self._tail = _WORDS[TAIL] | frozenset(map(_first, counted))

    def ways(self, text: str) -> int:
        """Return the ways of writing a pack that a word may be part of."""
        found = sum(way for way, words in _WORDS.items() if way != TAIL and text in words)
        found += SIZED * (text in self._sized) + SHORT * (text in self._short) + TAIL * (text in self._tail)
        found += CONTENT * (text in self._units or text.endswith(self._joined))
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
