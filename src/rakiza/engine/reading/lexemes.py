"""From tokens to lexemes: abbreviations written out, stems, typing errors mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rakiza.engine.reading.fold import fold
from rakiza.engine.reading.spelling import Speller
from rakiza.engine.reading.stems import STOPWORDS, stem
from rakiza.engine.reading.tokens import Token, tokenise


@dataclass(slots=True)
class Lexeme:
    """One meaningful word: its stem, the tokens it came from, how far it was mended."""

    stem: str
    token: int
    distance: int = 0
    aside: bool = False  # after "avec", "pour", "sans" or in brackets: says less of the head


# What comes with the article or is kept from it.
ASIDE = frozenset({"avec", "with", "pour", "for", "sans", "without", "مع", "بدون", "+"})


class Writer:
    """Writes abbreviations out; keys may be several tokens (`u u` → `usage unique`)."""

    def __init__(self, abbreviations: Mapping[str, str]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for short, full in abbreviations.items():
            key = tuple(token.text for token in tokenise(fold(short)))
            if key:
                words = tuple(token.text for token in tokenise(fold(full)))
                self._by_first.setdefault(key[0], []).append((key, words))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def expand(self, tokens: Sequence[Token]) -> list[tuple[str, int]]:
        """Return the words written out, each with the index of the token it came from."""
        words: list[tuple[str, int]] = []
        position = 0
        while position < len(tokens):
            found = self._at(tokens, position)
            if found is None:
                words.append((tokens[position].text, position))
                position += 1
            else:
                words.extend((word, position) for word in found[1])
                position += len(found[0])
        return words

    def _at(self, tokens: Sequence[Token], position: int) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        for entry in self._by_first.get(tokens[position].text, ()):
            key = entry[0]
            if len(key) == 1 or all(
                position + step < len(tokens) and tokens[position + step].text == part
                for step, part in enumerate(key)
            ):
                return entry
        return None

    def stems(self, text: str) -> tuple[str, ...]:
        """Return the stems of a synonym, as the same words in a text would give."""
        words = [word for word, _ in self.expand(tokenise(fold(text))) if word[0].isalnum()]
        kept = tuple(stem(word) for word in words if word not in STOPWORDS)
        return kept or tuple(stem(word) for word in words)


def lexemes(words: Sequence[tuple[str, int]], speller: Speller) -> list[Lexeme]:
    """Return the lexemes of written-out words; unknown ones are mended where something is near."""
    found: list[Lexeme] = []
    aside = False
    depth = 0
    for word, token in words:
        if word == "(":
            depth += 1
        elif word == ")":
            depth = max(0, depth - 1)
        aside = (aside or word in ASIDE) and word != ","
        if word[0].isalnum() and word not in STOPWORDS:
            _append(found, stem(word), token, aside=aside or depth > 0, speller=speller)
    return found


def _append(found: list[Lexeme], key: str, token: int, *, aside: bool, speller: Speller) -> None:
    correction = None if key in speller or not key[0].isalpha() else speller.correct(key)
    if correction is None:
        found.append(Lexeme(key, token, aside=aside))
        return
    found.extend(Lexeme(part, token, correction.distance, aside=aside) for part in correction.stems)
