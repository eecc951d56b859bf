"""From tokens to lexemes: abbreviations written out, stems, typing errors mended."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from rakiza.engine.reading.fold import fold
from rakiza.engine.reading.spelling import Speller
from rakiza.engine.reading.stems import STOPWORDS, stem
from rakiza.engine.reading.tokens import tokenise


@dataclass(slots=True)
class Lexeme:
    """One meaningful word: its stem, the tokens it came from, how far it was mended.

    Texts that have the same word in the same place share it: it never changes.
    """

    stem: str
    token: int
    distance: int = 0
    aside: bool = False  # after "avec", "pour", "sans" or in brackets: says less of the head


_DASHES = frozenset({"-", "_"})
_JOINED = (["-"], ["_"], ("-",), ("_",))  # one of them, of a list or a tuple of tokens

# What comes with the article or is kept from it.
ASIDE = frozenset({"avec", "with", "pour", "for", "sans", "without", "مع", "بدون", "+"})


class Writer:
    """Writes abbreviations out; keys may be several tokens (`u u` → `usage unique`)."""

    def __init__(self, abbreviations: Mapping[str, str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for short, full in abbreviations.items():
            key = tuple(tokenise(fold(short)).texts)
            if key:
                words = tuple(tokenise(fold(full)).texts)
                self._by_first.setdefault(key[0], []).append((key, words))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self._stems: dict[str, tuple[str, ...]] = {}

    def abbreviates(self, text: str) -> bool:
        """Tell whether some abbreviation starts with a token of this text."""
        return text in self._by_first

    @property
    def numbered(self) -> frozenset[str]:
        """Return the first tokens of the abbreviations that have a number."""
        return frozenset(key[0] for key in self._keys() if any(part[0].isdigit() for part in key))

    @property
    def numbers(self) -> frozenset[str]:
        """Return the numbers that abbreviations are written with."""
        return frozenset(part for key in self._keys() for part in key if part[0].isdigit())

    def _keys(self) -> list[tuple[str, ...]]:
        return [key for entries in self._by_first.values() for key, _ in entries]

    def written_out(self, texts: Sequence[str], place: int) -> tuple[tuple[str, ...], int]:
        """Return the words that the token at `place` stands for, and the place of the token after them."""
        for key, words in self._by_first.get(texts[place], ()):
            after = place + 1 if len(key) == 1 else _end_of(key, texts, place)
            if after:
                return words, after
        return (texts[place],), place + 1

    def stems(self, text: str) -> tuple[str, ...]:
        """Return the stems of a synonym, as the same words in a text would give; several indexes ask for them."""
        found = self._stems.get(text)
        if found is None:
            found = self._stems[text] = self._stemmed(text)
        return found

    def _stemmed(self, text: str) -> tuple[str, ...]:
        texts = tokenise(fold(text)).texts
        words: list[str] = []
        place = 0
        while place < len(texts):
            found, place = self.written_out(texts, place)
            words += [word for word in found if word[0].isalnum()]
        kept = tuple(stem(word) for word in words if word not in STOPWORDS)
        return kept or tuple(stem(word) for word in words)


def _end_of(key: tuple[str, ...], texts: Sequence[str], place: int) -> int:
    """Return the place after an abbreviation of several tokens, which dashes may join; 0 where it isn't there."""
    for part in key:
        while texts[place : place + 1] in _JOINED and part not in _DASHES:
            place += 1
        if place >= len(texts) or texts[place] != part:
            return 0
        place += 1
    return place


class _Turn(Enum):
    """What a word or mark does to the standing of the words after it."""

    ASIDE = "aside"
    RESUMES = "resumes"
    OPENS = "opens"
    CLOSES = "closes"


_MARKS = {"(": _Turn.OPENS, ")": _Turn.CLOSES, ",": _Turn.RESUMES} | dict.fromkeys(ASIDE, _Turn.ASIDE)
# KIT DEPISIOTOMIE, GANT LEXAMEN: the apostrophe is gone, of a word long enough to be no other.
_ELIDED = re.compile(r"[dl][aeiouh][a-z]{4,}")
_MOST_KNOWN = 100_000
_LONGEST_KNOWN = 40


class _Known:
    """What is known of one word: its stems, how far each was mended, and its lexemes by their place."""

    __slots__ = ("_parts", "abbreviates", "aside", "told", "turn")

    def __init__(self, parts: tuple[tuple[str, int], ...], turn: _Turn | None, *, abbreviates: bool) -> None:
        """Make no lexeme yet; some abbreviation may start with the word (`abbreviates`)."""
        self._parts = parts
        self.turn = turn
        self.abbreviates = abbreviates
        self.told: dict[int, tuple[Lexeme, ...]] = {}
        self.aside: dict[int, tuple[Lexeme, ...]] = {}

    def lexemes(self, place: int, *, aside: bool) -> tuple[Lexeme, ...]:
        """Return the lexemes of the word where it is the token at that place."""
        made = tuple([Lexeme(part, place, distance, aside) for part, distance in self._parts])
        kept = self.aside if aside else self.told
        kept[place] = made
        return made


class LexemeReader:
    """Reads the lexemes of texts; what a word is gets found out once."""

    def __init__(self, writer: Writer, speller: Speller) -> None:
        self._writer = writer
        self._speller = speller
        self._known: dict[str, _Known] = {}

    def read(self, texts: Sequence[str], taken: frozenset[int]) -> list[Lexeme]:
        """Return the lexemes of tokens but for those `taken`; unknown words are mended if one is near."""
        found: list[Lexeme] = []
        aside, depth, after = False, 0, 0
        known_words, look_up = self._known.get, self._look_up
        for place, text in enumerate(texts):
            if place < after:
                continue
            known = known_words(text) or look_up(text)
            words: tuple[_Known, ...] = (known,)
            at = end = place
            if known.abbreviates:
                written, after = self._writer.written_out(texts, place)
                words = tuple([known_words(word) or look_up(word) for word in written])
                end = after - 1  # what is quoted goes to it
                at = place if len(words) > 1 else end
            if place in taken:
                continue
            for word in words:
                if word.turn is not None:
                    aside, depth = _turned(word.turn, depth, aside=aside)
                is_aside = aside or depth > 0
                made = (word.aside if is_aside else word.told).get(at)
                found += word.lexemes(at, aside=is_aside) if made is None else made
                at = end
        return found

    def forget(self) -> None:
        """Drop every word kept, and what was mended."""
        self._known.clear()
        self._speller.forget()

    def _look_up(self, word: str) -> _Known:
        known = _Known(self._parts(word), _MARKS.get(word), abbreviates=self._writer.abbreviates(word))
        if len(word) <= _LONGEST_KNOWN:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[word] = known
        return known

    def _parts(self, word: str) -> tuple[tuple[str, int], ...]:
        if not word[0].isalnum() or word in STOPWORDS:
            return ()
        key = stem(word)
        if key in self._speller or not key[0].isalpha():
            return ((key, 0),)
        if _ELIDED.match(word) and (inner := stem(word[1:])) in self._speller:
            return ((inner, 0),)
        correction = self._speller.correct(key)
        if correction is None:
            return ((key, 0),)
        return tuple((part, correction.distance) for part in correction.stems)


def _turned(turn: _Turn, depth: int, *, aside: bool) -> tuple[bool, int]:
    """Return whether what follows stands aside, and how deep in brackets it is."""
    match turn:
        case _Turn.ASIDE:
            return True, depth
        case _Turn.RESUMES:
            return False, depth
        case _Turn.OPENS:
            return aside, depth + 1
        case _Turn.CLOSES:
            return aside, max(0, depth - 1)
