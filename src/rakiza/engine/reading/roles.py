"""What each word may be part of, found out once: a search through a text costs far more than looking words up.

A word that is no part of something never hides it; one that only may be costs a search.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import reduce
from operator import or_
from typing import Final

# Ways of writing a pack.
SIZED: Final = 1 << 0
SHORT: Final = 1 << 1
CONTENT: Final = 1 << 2
MULTIPLE: Final = 1 << 3
COUNTED: Final = 1 << 4
VOLUME: Final = 1 << 5
TAIL: Final = 1 << 6
LOT: Final = 1 << 11
STARTS: Final = 1 << 12  # a pack is written from this word on
JOINS: Final = 1 << 13  # stands between how many and the pack: 100 par boite
# What may be cited.
STANDARD: Final = 1 << 7
RISK: Final = 1 << 8
PROTECTION: Final = 1 << 9
REFERENCE: Final = 1 << 10
LAW: Final = 1 << 14
DIGITS: Final = 1 << 15  # a number
ENDS: Final = 1 << 16  # a count that ends a text is written with it
EVERY: Final = (1 << 17) - 1
"""What is taken where the words of a text aren't known."""
ANNOUNCES: Final = 1 << 17
"""A word of a reference that needs no other beside it; known of words only."""

_MOST_KEPT = 100_000
_LONGEST_KEPT = 40


class Roles(dict[str, int]):
    """What each word met may be part of."""

    def __init__(self, *of_word: Callable[[str], int]) -> None:
        """Join what each of the functions says of a word."""
        super().__init__()
        self._of_word = of_word

    def of(self, texts: Collection[str]) -> int:
        """Return what some word of a text may be part of."""
        return reduce(or_, map(self.__getitem__, texts), 0)

    def having(self, role: int, texts: Sequence[str], roles: int) -> Sequence[str]:
        """Return the words of a text that have some role; `roles` are those of all of them."""
        return [text for text in texts if self[text] & role] if roles & role else ()

    def __missing__(self, text: str) -> int:
        found = 0
        for of_word in self._of_word:
            found |= of_word(text)
        if len(text) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[text] = found
        return found
