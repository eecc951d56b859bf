"""Where a pack stands in a text, and where one may be sought."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from rakiza.engine.reading.values import PackReading


class PackSpan(NamedTuple):
    """What was read, the characters it took from the article's name, and those that it quotes.

    `counts` is where the digits of the size stand, and then those of the outer pack's, if they do:
    a text of the same words with other digits there is packed alike, in those numbers.
    """

    reading: PackReading
    spans: tuple[tuple[int, int], ...] = ()
    quoted: tuple[tuple[int, int], ...] = ()
    counts: tuple[tuple[int, int], ...] = ()

    def reading_of(self, folded: str) -> PackReading:
        """Return the packaging of a text that differs from the one read only in its digits."""
        if not self.counts:
            return self.reading
        size, *outer = [int(folded[start:end]) for start, end in self.counts]
        levels = tuple((count, unit) for count, (_, unit) in zip(outer, self.reading.levels, strict=True))
        return PackReading(size, self.reading.unit, levels)

    def moved(self, by: int) -> PackSpan:
        """Return the same pack in a text that has so many more characters before it."""
        reading, spans, quoted, counts = self
        return PackSpan(reading, _moved(spans, by), _moved(quoted, by), _moved(counts, by))


def _moved(spans: tuple[tuple[int, int], ...], by: int) -> tuple[tuple[int, int], ...]:
    return tuple([(start + by, end + by) for start, end in spans]) if spans else spans


@lru_cache(maxsize=4_096)
def plain_pack(size: int | None, unit: str | None) -> PackReading:
    """Return a pack without others around it: hundreds of thousands of lines have the same few."""
    return PackReading(size, unit)


NO_PACK = PackSpan(PackReading())


# A number that says how many packs are asked for, no size: 10 boites de 100, but not taille 7 boites de 50.
_ASKED = re.compile(
    r"(?<![\w.,/*+°-])(?<!n° )(?<!n )(?<!no )(?<!ch )(?<!fr )(?<!taille )(?<![\d ]x )\d{1,3} $"
)
_SEVERAL = re.compile(r"[a-z]{2,}s(?!\w)")


def with_number_asked(folded: str, found: PackSpan) -> PackSpan:
    """Return the pack with how many of it are asked for, which is no measure of the article."""
    if len(found.spans) != 1 or len(found.counts) != 1:
        return found
    start, end = found.spans[0]
    if start < 2 or not folded[start - 2].isdigit() or not _SEVERAL.match(folded, start):
        return found
    asked = _ASKED.search(folded, max(0, start - 12), start)
    return found if asked is None else found._replace(spans=((asked.start(), end),))


def places(folded: str, words: Iterable[str]) -> list[int]:
    """Return the places where words are written in a text, those amid other words included, in order."""
    found: set[int] = set()
    for word in words:
        at = folded.find(word)
        while at >= 0:
            found.add(at)
            at = folded.find(word, at + 1)
    return sorted(found)


def first_at(pattern: re.Pattern[str], folded: str, at: Iterable[int]) -> re.Match[str] | None:
    """Return the first match of a pattern that starts at one of these places."""
    match = pattern.match
    for place in at:
        found = match(folded, place)
        if found is not None:
            return found
    return None


def all_at(pattern: re.Pattern[str], folded: str, at: Iterable[int]) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern that start at some of these places, each behind the one before."""
    end = 0
    for place in at:
        found = pattern.match(folded, place) if place >= end else None
        if found is not None:
            yield found
            end = found.end()
