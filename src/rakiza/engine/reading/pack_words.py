"""Which ways of writing a pack a word may be part of: most texts have the words of one or none."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rakiza.engine.reading.end_counts import WORDS as ENDING
from rakiza.engine.reading.roles import (
    CONTENT,
    COUNTED,
    DIGITS,
    ENDS,
    JOINS,
    LOT,
    MULTIPLE,
    SHORT,
    SIZED,
    STARTS,
    TAIL,
    VOLUME,
)
from rakiza.engine.reading.tokens import tokenise

_GLUED = ("", "de", "of", "d", "x")  # btde 100, btx100
_GLUED_IN_ARABIC = ("من", "ب")
_JOINING = ("par", "per", "en", "dans", "في")  # 100/bt, 100 par bt
_JOINING_IN_ARABIC = ("با", "بال")
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
            "حبه",
            "حبات",
            "اختبار",
            "اختبارات",
            "اختبارا",
            "فحص",
            "فحصا",
            "فحوصات",
            "تحليل",
            "تحليلا",
        ]
    ),
    ENDS: ENDING,
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
            "portoir",
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
            "amp",
            "ampoule",
            "bidon",
            "paq",
            "pqt",
            "paquet",
        ]
    ),
}
_LIQUIDS = ("f", "fl", "amp")
_GLUED_TO_LOTS = (*_GLUED, "par")
_SLASHED = re.compile(r"/ ?[^\W\d_]")


class PackWords:
    """The ways of writing a pack that words may be part of."""

    def __init__(self, packs: Iterable[str], short: Iterable[str], counted: Iterable[str]) -> None:
        """Know the forms of packs, those too `short` to stand without a number, and those `counted`."""
        packs, short = tuple(packs), frozenset(short)
        self._sized = frozenset(written for form in packs for written in _beginnings(form, _GLUED))
        self._short = short | {"b", "p"}
        self._units = frozenset(map(_first, (*packs, *short)))
        joined = [word + unit for word in _JOINING for unit in self._units]
        self._joined = _Endings(joined)
        self._joins = _Endings(
            [
                *_JOINING,
                *_JOINING_IN_ARABIC,
                *joined,
                *[word + unit for word in _JOINING_IN_ARABIC for unit in self._units],
            ]
        )
        self._tail = _WORDS[TAIL] | frozenset(map(_first, counted))
        glued = (*_GLUED, *_GLUED_IN_ARABIC)
        self._starts = frozenset(
            written for form in (*packs, *self._short, *_LIQUIDS) for written in _beginnings(form, glued)
        ) | frozenset(written for word in _WORDS[LOT] for written in _beginnings(word, _GLUED_TO_LOTS))

    def ways(self, text: str) -> int:
        """Return the ways of writing a pack that a word may be part of, and what part."""
        found = sum(way for way, words in _WORDS.items() if way != TAIL and text in words)
        found += SIZED * (text in self._sized) + SHORT * (text in self._short) + TAIL * (text in self._tail)
        found += STARTS * (text in self._starts) + JOINS * self._joins.end(text)
        found += DIGITS * text[0].isdecimal()
        return found + CONTENT * (text in self._units or self._joined.end(text))


class _Endings:
    """Hundreds of endings of words, looked up by their length."""

    def __init__(self, endings: Iterable[str]) -> None:
        self._endings = frozenset(endings)
        self._lengths = sorted({len(ending) for ending in self._endings})

    def end(self, text: str) -> bool:
        """Tell whether a word ends with one of them."""
        return not self._endings.isdisjoint([text[-length:] for length in self._lengths])


def may_divide(folded: str) -> bool:
    """Tell whether a text may say with a stroke how many come in a pack: `100/bt`."""
    return "/" in folded and _SLASHED.search(folded) is not None


def _first(form: str) -> str:
    return tokenise(form).texts[0]


def _beginnings(form: str, glued: Iterable[str]) -> list[str]:
    """Return the words that a form starts with where it is written, what it is `glued` to included."""
    first, *rest = tokenise(form).texts
    return [first] if rest else [first + plural + behind for plural in ("", "s") for behind in glued]
