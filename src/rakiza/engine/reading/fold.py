"""One spelling for every habit of writing: case, accents, Arabic marks, both digit sets.

Folding is idempotent and doesn't depend on case. It changes letters only, never the meaning of
numbers: `½` becomes `1/2`, `٢` becomes `2`, `×` becomes `x`.
"""

from __future__ import annotations

import re
import unicodedata

_ARABIC_LETTERS = {
    "ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ھ": "ه", "ہ": "ه", "ۀ": "ه", "پ": "ب",
    "چ": "ج", "ڤ": "ف", "گ": "ك", "ڭ": "ك", "ژ": "ز", "ـ": "", "،": ",", "؛": ";", "؟": "?",
    "٪": "%", "٫": ".", "٬": "",
}  # fmt: skip
_LATIN_LETTERS = {
    "œ": "oe", "æ": "ae", "đ": "d", "ł": "l", "ð": "d", "þ": "th", "ı": "i", "ß": "ss",
    "µ": "u", "μ": "u", "×": "x", "✕": "x", "✖": "x", "⨯": "x", "∗": "*", "÷": "/", "⁄": "/", "∕": "/",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'", "″": '"', "“": '"', "”": '"',
    "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "•": "°",
    "º": "°", "˚": "°", "£": "°", "≥": ">=", "≤": "<=", "⩾": ">=", "⩽": "<=", "·": ".", "‚": ",", "⌀": " diam ",
    "²": "2", "³": "3", "½": " 1/2 ", "¼": " 1/4 ", "¾": " 3/4 ", "⅜": " 3/8 ", "⅝": " 5/8 ", "⅛": " 1/8 ",
    "⅓": " 1/3 ", "⅔": " 2/3 ",
}  # fmt: skip
_DIGITS = {
    code: str(unicodedata.decimal(chr(code))) for code in range(0x80, 0x10000) if chr(code).isdecimal()
}
_LETTERS: dict[int, str] = {ord(mark): plain for mark, plain in (_ARABIC_LETTERS | _LATIN_LETTERS).items()}
_TABLE: dict[int, str] = {**_DIGITS, **_LETTERS, **dict.fromkeys((*range(32), 127), " ")}
_DIAMETER = re.compile(r"ø(?= ?\d)")
_DIGIT = re.compile(r"\d")
_SUSPECT = re.compile(r"[a-z]0[a-z]|[li]0|[1-9]o\b")
_NOUGHT = re.compile(r"(?<=[a-z])0(?=[a-z]{2})")  # l0ck, but not 10x20 or ch06
_ONE = re.compile(r"(?<![\w.,/'])[li](?=0\b)")  # l0, i0
_O = re.compile(r"(?<=[1-9])o\b")  # 5o
_SPACES = re.compile(r"\s+")
_CONTROL: dict[int, str] = dict.fromkeys((*range(32), 127), " ") | {ord("`"): "'"}
# The control and format characters: bidirectional marks, zero-width joiners, soft hyphens.
_INVISIBLE = frozenset({"Mn", "Me", "Cf"})
_BLANK = frozenset({"Cc", "Zl", "Zp", "Zs", "Co", "Cn", "Cs", "So", "Sk"})
_KEPT_SYMBOLS = frozenset("°")


class _PlainLetters(dict[int, str]):
    """What each character becomes, found out once; `str.translate` asks for it."""

    def __missing__(self, code: int) -> str:
        plain = self[code] = _plain(chr(code))
        return plain


_PLAIN = _PlainLetters()


def fold(text: str) -> str:
    """Return the text in one spelling, lower case, single spaces, without marks."""
    folded = text.lower().translate(_CONTROL) if text.isascii() else _fold_unicode(text)
    folded = _SPACES.sub(" ", folded).strip()
    return _mistaken(folded) if _DIGIT.search(folded) else folded


def _mistaken(folded: str) -> str:
    """Mend letters and digits that a scanner took for each other: `l0ck`, `l0`, `5o`, `20mi`."""
    if not _SUSPECT.search(folded):
        return folded
    folded = _NOUGHT.sub("o", folded)
    folded = _ONE.sub("1", folded)
    return _O.sub("0", folded)


def _fold_unicode(text: str) -> str:
    current = text
    for _ in range(4):  # a few characters change twice; a fixed point makes folding idempotent
        before = current
        current = _DIAMETER.sub(" diam ", _fold_once(current))
        if current == before:
            break
    return current


def _fold_once(text: str) -> str:
    lowered = text.casefold().translate(_TABLE)
    decomposed = unicodedata.normalize("NFKD", lowered).casefold().translate(_TABLE)
    return decomposed.translate(_PLAIN)


def _plain(character: str) -> str:
    if character.isascii() or character in _KEPT_SYMBOLS:
        return character
    category = unicodedata.category(character)
    if category in _INVISIBLE:
        return ""
    return " " if category in _BLANK else character
