"""Words that give an attribute its value: sterile, adulte, luer lock, sans latex, rouge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rakiza.engine.attributes import AttributeScalar
from rakiza.engine.families import Lexicon
from rakiza.engine.reading.lexemes import Lexeme, Writer


@dataclass(frozen=True, slots=True)
class ValueHit:
    """A value said by words: the attributes it may fill, the lexemes it took."""

    values: tuple[tuple[str, AttributeScalar], ...]
    first: int
    last: int


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
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[tuple[str, AttributeScalar], ...]]]] = {}
        for stems, named in merged.items():
            self._by_first.setdefault(stems[0], []).append((stems, tuple(sorted(named.items()))))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry[0]))
        self.vocabulary = {part for stems in merged for part in stems}

    def find(self, words: Sequence[Lexeme]) -> list[ValueHit]:
        """Return the values said, in the order of the text."""
        found: list[ValueHit] = []
        position = 0
        while position < len(words):
            hit = self._at(words, position)
            if hit is not None:
                found.append(hit)
            position = position + 1 if hit is None else hit.last + 1
        return found

    def _at(self, words: Sequence[Lexeme], position: int) -> ValueHit | None:
        for stems, values in self._by_first.get(words[position].stem, ()):
            end = position + len(stems)
            if end <= len(words) and all(
                words[position + step].stem == part for step, part in enumerate(stems)
            ):
                return ValueHit(values, position, end - 1)
        return None
