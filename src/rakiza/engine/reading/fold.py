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
    r"[\d\\<&.](?:(?<![\w.][a-z]\.)(?<=[a-z]\.)[a-z](?!\w)|(?<=[a-z]{5}[en]ch\d)|(?<=[a-z]0)[a-z]|(?<=[li]0)|(?<=[1-9])o(?:\b|o\b|[mcf][lmrc])|(?<=\d) ?['\"]+ ?[1357]/[248]"
    r"|(?<=\\)/|(?<=<)[a-z/]|(?<=&)[a-z#]"
    r"|(?<=\d)(?:(?<![\w.,]\d)m\d\d(?!\w)|pl(?!\w)|xaig| ?(?:و ?نصف|et demie?)(?!\w)| [cm]?mx ?\d| \. \d))"
)
_NOUGHT = re.compile(r"(?<=[a-z])0(?=[a-z]{2})")  # l0ck, but not 10x20 or ch06
_ONE = re.compile(r"(?<![\w.,/'])[li](?=0\b)")  # l0, i0
_INCH_AMID = re.compile(r"(?<=\d) ?['\"]+ ?(1/2|[13]/4|[1357]/8)(?!\d) ?(?:''?|\")?")  # 1"1/2
_OO = re.compile(r"(?<=[1-9])oo\b")  # 1oo
_O = re.compile(r"(?<=[1-9])o(?=\b|[mc]l\b|cc\b|[cm]m\b|fr\b)")  # 5o, 2oml
_V = re.compile(r"(?<=[a-z])\\/(?=[a-z])")  # a\/ec
# UTF-8 that was taken for Windows 1252, whatever its case since: `stÃ©rile`, `NÂ°6`.
_ONCE = dict(zip("©¨ª«‰ˆ¢\u00a0€§‡´¶®¯¹»¼", ("e",) * 6 + ("a", "a ", "a") + tuple("ccooiiuuu"), strict=True))
_TWICE = re.compile(f"[Ãã]([{''.join(_ONCE)}])|[Ââ](?=[°²³µμΜ«»¼½¾])")
_METRES = re.compile(r"(?<![\w.,])(\d)m(\d\d)(?!\w)")  # 1m50
_TIMES = re.compile(r"(?<=\d) ([cm]?m)x(?= ?\d)")  # 10 cmx 10
_POINT = re.compile(r"(?<![\d.,])(\d{1,3}) \. (?=\d{1,2}(?![\d.,]))")  # 7 . 5
_PLIES = re.compile(r"(?<=\d)pl(?!\w)")  # 16pl
_NEEDLES = re.compile(r"(?<=\d)x(?=aig)")  # 2xaig
_FRENCH = re.compile(r"(?<=[a-z]{5}[en])ch(?=\d)")  # vesicalech16
_MICRO = re.compile(r"(?<=\d)( ?)[µμ](?![^\W\d_])")  # 20 µ
_HALF = re.compile(r"(?<![\d.,])(\d{1,3}) ?(?:و ?نصف|et demie?)(?!\w)")  # 7 et demi
_INITIALS = re.compile(
    r"(?<![\w.])(?!t\.)[a-z](?:\.[a-z])+(?!\w)(?:\.(?= |$))?"
)  # l.l., s.n.g; T.M is a size
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?: [^<>]*)?/?>|&(?:[a-z]+|#\d+);")
_CONTROL: dict[int, str] = dict.fromkeys((*range(32), 127), " ") | {ord("`"): "'"}
# The control and format characters: bidirectional marks, zero-width joiners, soft hyphens.
_INVISIBLE = frozenset({"Mn", "Me", "Cf"})
_BLANK = frozenset({"Cc", "Zl", "Zp", "Zs", "Co", "Cn", "Cs", "So", "Sk"})
_KEPT_SYMBOLS = frozenset("°")
_MOST_LETTERS = 20_000
_MOST_KEPT = 50_000
_LONGEST_KEPT = 40


class _Letters(dict[int, str]):
    """What each character folds to, found out once; `str.translate` asks for it."""

    def __missing__(self, code: int) -> str:
        if len(self) >= _MOST_LETTERS:
            self.clear()
        plain = self[code] = _settled(chr(code))
        return plain


_FOLDED = _Letters()


class _Pieces(dict[str, str]):
    """What each piece between two blanks folds to, letter by letter, found out once."""

    def __missing__(self, piece: str) -> str:
        folded = piece.translate(_FOLDED)
        if len(piece) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[piece] = folded
        return folded


class _Suspects(dict[str, bool]):
    """Whether something in each folded piece is to be mended or written out, found out once."""

    def __missing__(self, piece: str) -> bool:
        found = _SUSPECT.search(piece) is not None
        if len(piece) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[piece] = found
        return found


_PIECES, _SUSPECTS = _Pieces(), _Suspects()


def fold(text: str) -> str:
    """Return the text in one spelling, lower case, single spaces, without marks."""
    if text.isascii():
        folded = text.lower()
        if "`" in folded or not folded.isprintable():
            folded = folded.translate(_CONTROL)
    else:
        marked = "Ã" in text or "ã" in text or "Â" in text or "â" in text
        written = _TWICE.sub(_once, text) if marked else text
        if "µ" in written or "μ" in written:
            written = _MICRO.sub(r"\1um", written)
        folded = " ".join(map(_PIECES.__getitem__, written.split(" ")))
        if "ø" in folded:
            folded = _DIAMETER.sub(" diam ", folded)
    pieces = folded.split()
    folded = " ".join(pieces)
    return _glued(_mistaken(folded)) if _is_suspect(folded, pieces) else folded


def _is_suspect(folded: str, pieces: list[str]) -> bool:
    """Tell whether something is to be mended: in a piece between blanks, or beyond a blank where one of these is."""
    if any(map(_SUSPECTS.__getitem__, pieces)):
        return True
    beyond = "'" in folded or '"' in folded or "demi" in folded or "نصف" in folded
    beyond = beyond or " . " in folded or "mx" in folded  # 7 . 5, 10 cmx 10
    return beyond and _SUSPECT.search(folded) is not None


def _once(taken: re.Match[str]) -> str:
    """Return the letter that was meant, without its accent; nothing where the next character is what was meant."""
    return _ONCE[taken[1]] if taken[1] else ""


def _glued(folded: str) -> str:
    """Write out what is glued to a number or torn off it: `1m50`, `16pl`, `2xaig`, `10 cmx10`, `7 . 5`, `7 et demi`."""
    folded = _METRES.sub(r"\1.\2 m", _POINT.sub(r"\1.", folded))
    folded = _TIMES.sub(r" \1 x", folded)
    folded = _FRENCH.sub(" ch", _NEEDLES.sub(" ", folded))
    return _HALF.sub(r"\1.5", _PLIES.sub(" plis", folded))


def _mistaken(folded: str) -> str:
    """Mend letters and digits that a scanner took for each other: `l0ck`, `l0`, `5o`, `20mi`."""
    folded = _NOUGHT.sub("o", folded)
    folded = _ONE.sub("1", folded)
    folded = _INCH_AMID.sub(r' \1"', folded)
    folded = _V.sub("v", folded)
    if _TAG.search(folded):
        folded = " ".join(_TAG.sub(" ", folded).split())
    folded = _OO.sub("00", folded)
    return _O.sub("0", _INITIALS.sub(_joined, folded) if "." in folded else folded)


def _joined(initials: re.Match[str]) -> str:
    """Return initials without the stops between them."""
    return initials[0].replace(".", "")


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
