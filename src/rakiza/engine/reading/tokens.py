"""Cutting folded text into words, numbers and marks, with their places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable
from itertools import chain, compress, count

_TOKEN = re.compile(
    r"(?<!\d)[^\W\d_]+"  # most tokens: tried first
    r"|\d+(?:,\d+){2,}(?!\d)"  # a list of whole numbers: 38,45,60
    r"|\d+(?:[.,]\d+)?"
    r"|(?<=\d)(?:mm|cm|m|ml|g|fr|ch)(?=x ?\d)"  # 10cmx10cm, 32gx4mm
    r"|[^\W\d_]+"
    r"|[^\s\w]|_"
)
_READ_ON = re.compile(r"\d(?:mm|cm|m|ml|g|fr|ch)x \d")  # 10cmx 10: cut by what stands behind the blank
_MOST_KEPT = 100_000
_LONGEST_KEPT = 40


class Tokens:
    """The words, numbers and marks of one folded text, in order.

    `texts` are what is written; `numbers` has the value where a token is one number, else None.
    Tokens are named by their place, counted from 0. Only blanks lie between them.
    """

    __slots__ = ("_digits", "_starts", "folded", "numbers", "texts")

    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.texts = _cut(folded)
        self.numbers: list[float | None] = list(map(NUMBERS.__getitem__, self.texts))
        self._starts: list[int] | None = None
        self._digits: list[int] | None = None

    def __len__(self) -> int:
        """Return how many tokens there are."""
        return len(self.texts)

    def alike(self, folded: str, values: Iterable[float] | None = None) -> Tokens:
        """Return the tokens of another text, one that differs from this one in its digits only.

        `values` are the numbers to take for those written, in order.
        """
        tokens = Tokens.__new__(Tokens)
        tokens.folded = folded
        tokens.texts = texts = self.texts.copy()
        tokens.numbers = numbers = self.numbers.copy()
        tokens._starts = starts = self.starts()
        tokens._digits = digits = self.numbered()
        for place in digits:
            start = starts[place]
            texts[place] = written = folded[start : start + len(texts[place])]
            numbers[place] = NUMBERS[written]
        if values is not None:
            for place, value in zip(digits, values, strict=True):
                numbers[place] = value
        return tokens

    def divides(self, place: int) -> bool:
        """Tell whether a number is the second part of a fraction: `2/0`."""
        return place > 1 and self.texts[place - 1] == "/" and self.numbers[place - 2] is not None

    def has_words(self) -> bool:
        """Tell whether any token is made of letters."""
        return any(map(str.isalpha, self.texts)) or any(text[0].isalpha() for text in self.texts)

    def numbered(self) -> list[int]:
        """Return the places of the tokens written in digits."""
        if self._digits is None:
            self._digits = list(compress(count(), map(_NUMBERED.__getitem__, self.texts)))
        return self._digits

    def start(self, place: int) -> int:
        """Return where a token starts in the folded text."""
        return self.starts()[place]

    def end(self, place: int) -> int:
        """Return where a token ends in the folded text, exclusive."""
        return self.start(place) + len(self.texts[place])

    def quote(self, first: int, last: int) -> str:
        """Return the folded text from one token to another, both included."""
        return self.texts[first] if first == last else self.folded[self.start(first) : self.end(last)]

    def within(self, spans: Collection[tuple[int, int]]) -> frozenset[int]:
        """Return the tokens that lie, even in part, in some span of characters."""
        if self._starts is None and len(spans) == 1:
            return self._within(*next(iter(spans)))
        starts, texts = self.starts(), self.texts
        found: list[int] = []
        for start, end in spans:
            place = max(bisect_right(starts, start) - 1, 0)
            while place < len(starts) and starts[place] < end:
                if starts[place] + len(texts[place]) > start:
                    found.append(place)
                place += 1
        return frozenset(found)

    def _within(self, start: int, end: int) -> frozenset[int]:
        """Return the tokens in one span, sought from the end on: what is struck out is seldom far from it."""
        texts, folded = self.texts, self.folded
        found: list[int] = []
        last = len(folded)
        for place in range(len(texts) - 1, -1, -1):
            if last <= start:
                break
            first = last - len(texts[place])
            if first < end:
                found.append(place)
            last = first - (folded[first - 1] == " ") if first else 0
        return frozenset(found)

    def starts(self) -> list[int]:
        """Return where each token starts in the folded text."""
        if self._starts is None:
            self._starts = starts = []
            position = 0
            for text in self.texts:
                position += self.folded[position] == " "
                starts.append(position)
                position += len(text)
        return self._starts


def tokenise(folded: str) -> Tokens:
    """Return the tokens of folded text, in order."""
    return Tokens(folded)


class _Cuts(dict[str, tuple[str, ...]]):
    """The tokens of each piece between two blanks, found out once."""

    def __missing__(self, piece: str) -> tuple[str, ...]:
        found = tuple(_TOKEN.findall(piece))
        if len(piece) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[piece] = found
        return found


_CUTS = _Cuts()


def _cut(folded: str) -> list[str]:
    """Return the texts of the tokens; what stands between two blanks is cut the same wherever it stands."""
    if "x " in folded and _READ_ON.search(folded):
        return _TOKEN.findall(folded)
    return list(chain.from_iterable(map(_CUTS.__getitem__, folded.split(" "))))


class _Numbers(dict[str, float | None]):
    """The value of each token met, found out once."""

    def __missing__(self, text: str) -> float | None:
        number = _number(text) if text[0].isdigit() else None
        if len(text) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[text] = number
        return number


NUMBERS = _Numbers()


class _Numbered(dict[str, bool]):
    """Whether each token met is written in digits."""

    def __missing__(self, text: str) -> bool:
        numbered = text[0].isdigit()
        if len(text) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[text] = numbered
        return numbered


_NUMBERED = _Numbered()


def _number(text: str) -> float | None:
    if len(text) > 15 or text.count(",") > 1:
        return None
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
