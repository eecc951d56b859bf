"""Words that give an attribute its value: sterile, adulte, luer lock, sans latex, rouge."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from rakiza.engine.attributes import AttributeScalar
from rakiza.engine.families import Lexicon
from rakiza.engine.reading.lexemes import Lexeme, Writer


class ValueHit(NamedTuple):
    """A value said by words: the attributes it may fill, the lexemes it took."""

    values: tuple[tuple[str, AttributeScalar], ...]
    first: int
    last: int


_stem = attrgetter("stem")
_made = tuple.__new__  # a named tuple of many that are made: half the time of a call
_Entry = tuple[tuple[str, ...], tuple[tuple[str, AttributeScalar], ...]]  # the stems, what they say


class ValueWords:
    """Finds value phrases, the longest first; a word is used once."""

    def __init__(self, lexicon: Lexicon, writer: Writer) -> None:
        merged: dict[tuple[str, ...], dict[str, AttributeScalar]] = {}
        for text, values in lexicon.values.items():
            stems = writer.stems(text)
            if stems:
                target = merged.setdefault(stems, {})
                for name, value in values:
                    target.setdefault(name, value)
        self._by_first: dict[str, list[_Entry]] = {}
        for stems, named in merged.items():
            self._by_first.setdefault(stems[0], []).append((stems, tuple(sorted(named.items()))))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry[0]))
        self.vocabulary = {part for stems in merged for part in stems}

    def numbers(self) -> list[tuple[list[str], list[str]]]:
        """Return a word that each phrase of words and numbers can't do without, and its numbers."""
        found = []
        for stems, _ in self._entries():
            words, numbers = _parted(stems)
            if words and numbers:
                found.append((words[:1], numbers))
        return found

    def stated_by_numbers(self) -> dict[str, frozenset[str]]:
        """Return, for each attribute that numbers alone give a value (`1/2`), those numbers."""
        found: dict[str, frozenset[str]] = {}
        for stems, values in self._entries():
            words, numbers = _parted(stems)
            if not words:
                for name, _ in values:
                    found[name] = found.get(name, frozenset()).union(numbers)
        return found

    def _entries(self) -> list[_Entry]:
        return [entry for entries in self._by_first.values() for entry in entries]

    def find(self, words: Sequence[Lexeme]) -> list[ValueHit]:
        """Return the values said, in the order of the text."""
        found: list[ValueHit] = []
        after = 0
        for place, entries in enumerate(map(self._by_first.get, map(_stem, words))):
            if entries is None or place < after:
                continue
            hit = _longest(entries, words, place)
            if hit is not None:
                found.append(hit)
                after = hit.last + 1
        return found


def _parted(stems: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words and the numbers of a phrase."""
    words = [part for part in stems if not part[0].isdigit()]
    return words, [part for part in stems if part[0].isdigit()]


def _longest(entries: Sequence[_Entry], words: Sequence[Lexeme], place: int) -> ValueHit | None:
    """Return the first of the phrases, the longest come first, that the words from `place` on make."""
    following = words[place + 1].stem if place + 1 < len(words) else ""
    for stems, values in entries:
        count = len(stems)
        if count == 1:
            return _made(ValueHit, (values, place, place))
        if stems[1] == following and (
            count == 2 or tuple([word.stem for word in words[place : place + count]]) == stems
        ):
            return _made(ValueHit, (values, place, place + count - 1))
    return None
