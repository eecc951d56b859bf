"""Words of names and of queries, made comparable: folded, without article or plural."""

from __future__ import annotations

import re
from functools import lru_cache

from rakiza.engine.reading.fold import fold
from rakiza.engine.reading.stems import STOPWORDS

_WORD = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_ARTICLES = ("وال", "بال", "لل", "ال")
_LEAST = 3


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in order, numbers apart from letters (`10ml` gives `10`, `ml`)."""
    return tuple(plain(word) for word in _WORD.findall(fold(text)))


@lru_cache(maxsize=65_536)
def plain(word: str) -> str:
    """Return a folded word without article, plural mark or decimal comma."""
    if word[0].isdigit():
        return word.replace(",", ".")
    if _ARABIC.search(word):
        for article in _ARTICLES:
            if word.startswith(article) and len(word) - len(article) >= _LEAST:
                return word[len(article) :]
        return word
    if len(word) > _LEAST and word[-1] in "sx" and word[-2] != "s":
        return word[:-1]
    return word


def telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that carry meaning; all of them where none does."""
    kept = tuple(word for word in words if word not in STOPWORDS)
    return kept or words
