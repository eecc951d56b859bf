"""Which numbers are words: those of `FFP 2`, of a film `14/17`, of a machine's name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rakiza.engine.reading.lexemes import Lexeme


class TellingNumbers:
    """Knows the numbers that phrases use: some anywhere, most only beside another of their words."""

    def __init__(
        self, anywhere: Iterable[str], beside: Iterable[tuple[Sequence[str], Iterable[str]]]
    ) -> None:
        """Keep the numbers that tell `anywhere`, and those that do where one of some words stands.

        Numbers `beside` no word tell anywhere.
        """
        telling = set(anywhere)
        by_word: dict[str, set[str]] = defaultdict(set)
        for words, numbers in beside:
            if not words:
                telling |= set(numbers)
            for word in words:
                by_word[word] |= set(numbers)
        self._anywhere = frozenset(telling)
        self._by_word = {word: frozenset(numbers) for word, numbers in by_word.items() if numbers}

    def beside(self, words: Sequence[Lexeme]) -> frozenset[str]:
        """Return the numbers that could tell something beside these words."""
        found = [self._by_word[word.stem] for word in words if word.stem in self._by_word]
        return self._anywhere.union(*found) if found else self._anywhere
