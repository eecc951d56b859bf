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
# Whatever is mended or written out below starts at one of these characters: one quick search tells most texts
# that have none of it.
_SUSPECT = re.compile(
    r"[\d\\<&](?:(?<=[a-z]0)[a-z]|(?<=[li]0)|(?<=[1-9])o(?:\b|[mcf][lmrc])|(?<=\d) ?['\"]+ ?[1357]/[248]"
    r"|(?<=\\)/|(?<=<)[a-z/]|(?<=&)[a-z#]"
    r"|(?<=\d)(?:(?<![\w.,]\d)m\d\d(?!\w)|pl(?!\w)|xaig| ?(?:و ?نصف|et demie?)(?!\w)))"
)
_NOUGHT = re.compile(r"(?<=[a-z])0(?=[a-z]{2})")  # l0ck, but not 10x20 or ch06
_ONE = re.compile(r"(?<![\w.,/'])[li](?=0\b)")  # l0, i0
_INCH_AMID = re.compile(r"(?<=\d) ?['\"]+ ?(1/2|[13]/4|[1357]/8)(?!\d) ?(?:''?|\")?")  # 1"1/2
_O = re.compile(r"(?<=[1-9])o(?=\b|[mc]l\b|cc\b|[cm]m\b|fr\b)")  # 5o, 2oml
_V = re.compile(r"(?<=[a-z])\\/(?=[a-z])")  # a\/ec
# UTF-8 that was taken for Windows 1252, whatever its case since: `stÃ©rile`, `NÂ°6`.
_ONCE = dict(zip("©¨ª«‰ˆ¢\u00a0€§‡´¶®¯¹»¼", ("e",) * 6 + ("a", "a ", "a") + tuple("ccooiiuuu"), strict=True))
_TWICE = re.compile(f"[Ãã]([{''.join(_ONCE)}])|[Ââ](?=[°²³µμΜ«»¼½¾])")
_METRES = re.compile(r"(?<![\w.,])(\d)m(\d\d)(?!\w)")  # 1m50
_PLIES = re.compile(r"(?<=\d)pl(?!\w)")  # 16pl
_NEEDLES = re.compile(r"(?<=\d)x(?=aig)")  # 2xaig
_HALF = re.compile(r"(?<![\d.,])(\d{1,3}) ?(?:و ?نصف|et demie?)(?!\w)")  # 7 et demi
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?: [^<>]*)?/?>|&(?:[a-z]+|#\d+);")
_CONTROL: dict[int, str] = dict.fromkeys((*range(32), 127), " ") | {ord("`"): "'"}
# The control and format characters: bidirectional marks, zero-width joiners, soft hyphens.
_INVISIBLE = frozenset({"Mn", "Me", "Cf"})
_BLANK = frozenset({"Cc", "Zl", "Zp", "Zs", "Co", "Cn", "Cs", "So", "Sk"})
_KEPT_SYMBOLS = frozenset("°")
_MOST_LETTERS = 20_000


class _Letters(dict[int, str]):
    """What each character folds to, found out once; `str.translate` asks for it."""

    def __missing__(self, code: int) -> str:
        if len(self) >= _MOST_LETTERS:
            self.clear()
        plain = self[code] = _settled(chr(code))
        return plain


_FOLDED = _Letters()


def fold(text: str) -> str:
    """Return the text in one spelling, lower case, single spaces, without marks."""
    if text.isascii():
        folded = text.lower()
        if "`" in folded or not folded.isprintable():
            folded = folded.translate(_CONTROL)
    else:
        folded = (_TWICE.sub(_once, text) if _TWICE.search(text) else text).translate(_FOLDED)
        if "ø" in folded:
            folded = _DIAMETER.sub(" diam ", folded)
    folded = " ".join(folded.split())
    return folded if _SUSPECT.search(folded) is None else _glued(_mistaken(folded))


def _once(taken: re.Match[str]) -> str:
    """Return the letter that was meant, without its accent; nothing where the next character is what was meant."""
    return _ONCE[taken[1]] if taken[1] else ""


def _glued(folded: str) -> str:
    """Write out what is glued to a number: `1m50`, `16pl`, `2xaig`, `7 et demi`."""
    folded = _METRES.sub(r"\1.\2 m", folded)
    folded = _NEEDLES.sub(" ", folded)
    return _HALF.sub(r"\1.5", _PLIES.sub(" plis", folded))


def _mistaken(folded: str) -> str:
    """Mend letters and digits that a scanner took for each other: `l0ck`, `l0`, `5o`, `20mi`."""
    folded = _NOUGHT.sub("o", folded)
    folded = _ONE.sub("1", folded)
    folded = _INCH_AMID.sub(r' \1"', folded)
    folded = _V.sub("v", folded)
    if _TAG.search(folded):
        folded = " ".join(_TAG.sub(" ", folded).split())
    return _O.sub("0", folded)


def _settled(character: str) -> str:
    """Return what a character folds to; a few change twice, and folding must be idempotent."""
    current = character
    for _ in range(4):
        before = current
        lowered = current.casefold().translate(_TABLE)
        decomposed = unicodedata.normalize("NFKD", lowered).casefold().translate(_TABLE)
        current = "".join(map(_plain, decomposed))
        if current == before:
            break
    return current


def _plain(character: str) -> str:
    if character.isascii() or character in _KEPT_SYMBOLS:
        return character
    category = unicodedata.category(character)
    if category in _INVISIBLE:
        return ""
    return " " if category in _BLANK else character
