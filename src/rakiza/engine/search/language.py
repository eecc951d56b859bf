"""What the knowledge base lends to a search: names of families, words of values, names of measures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rakiza.engine.attributes import AttributeScalar, AttributeType
from rakiza.engine.families import Family, KnowledgeBase, Labels
from rakiza.engine.reading.fold import fold
from rakiza.engine.search.spans import Named
from rakiza.engine.search.vocabulary import Vocabulary
from rakiza.engine.search.words import telling, words_of
from rakiza.engine.units import UNITS

Scores = NDArray[np.float32]
Pairs = tuple[tuple[str, AttributeScalar], ...]
LONGEST_PHRASE = 5
_WHOLE, _BEGINNING, _SPELLING = 0.8, 0.5, 0.35  # a word of a family's names, none of the device's own
_PHRASE = 0.8  # the query holds a whole name of the family
_LETTER_SIZES = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl")


class Language:
    """Names of families in every language, and what values and measures are called."""

    def __init__(self, knowledge: KnowledgeBase, labels: Mapping[str, Labels]) -> None:
        """Index the families; `labels` are the names of attributes."""
        self.families = {family.id: at for at, family in enumerate(knowledge.families)}
        self.count = len(knowledge.families)
        named = [(at, text, weight) for at, text, weight in _names(knowledge)]
        self._values = _values(knowledge)
        choosing = [_choosing(family) for family in knowledge.families]
        self._words = Vocabulary(
            (word, at)
            for at, text, _ in named
            for word in telling(self._without_values(words_of(text), choosing[at]))
        )
        self._phrases: dict[tuple[str, ...], dict[int, float]] = defaultdict(dict)
        for at, text, weight in named:
            own = self._phrases[words_of(text)]
            own[at] = max(own.get(at, 0.0), weight)
        self.named = _named(knowledge, labels)

    def word(self, word: str, *, begins: bool) -> Scores:
        """Return the score of each family for one word."""
        scores = np.zeros(self.count, dtype=np.float32)
        if begins:
            scores[self._words.beginning(word)] = _BEGINNING
        scores[self._words.whole(word)] = _WHOLE
        return scores

    def near(self, word: str, *, unfinished: bool) -> tuple[int, str, Scores] | None:
        """Return the fewest slips, the word meant and the families it names, None where none is near."""
        found = self._words.near(word, unfinished=unfinished)
        if found is None:
            return None
        scores = np.zeros(self.count, dtype=np.float32)
        scores[found[2]] = _SPELLING
        return found[0], found[1], scores

    def phrases(self, words: Sequence[str]) -> Scores:
        """Return what each family gains from its longest name that the query holds."""
        scores = np.zeros(self.count, dtype=np.float32)
        for gram in _grams(words, LONGEST_PHRASE):
            for at, weight in self._phrases.get(gram, {}).items():
                gained = _PHRASE * weight * (1 + 0.25 * (len(gram) - 1))
                scores[at] = max(float(scores[at]), gained)
        return scores

    def values(self, words: Sequence[str]) -> list[tuple[int, int, Pairs]]:
        """Return the values that the words name: first word, word after the last, attribute and value."""
        return [
            (first, first + length, self._values[gram])
            for length in (3, 2, 1)
            for first in range(len(words) - length + 1)
            if (gram := tuple(words[first : first + length])) in self._values
        ]

    def _without_values(self, words: tuple[str, ...], choosing: Collection[str]) -> tuple[str, ...]:
        """Leave out phrases that name one of several values: `luer lock syringe` makes no syringe a luer lock."""
        told = {
            at
            for first, after, pairs in self.values(words)
            if after - first > 1 and all(name in choosing for name, _ in pairs)
            for at in range(first, after)
        }
        return tuple(word for at, word in enumerate(words) if at not in told)


def _values(knowledge: KnowledgeBase) -> dict[tuple[str, ...], Pairs]:
    values: dict[tuple[str, ...], Pairs] = {}
    for phrase, pairs in knowledge.lexicon.values.items():
        values.setdefault(words_of(phrase), pairs)
    for letters in _LETTER_SIZES:
        values.setdefault((letters,), (("size", letters),))
    return values


def _choosing(family: Family) -> frozenset[str]:
    """Return the attributes of which a family's devices have one of several values."""
    return frozenset(spec.name for spec in family.attributes if len(spec.choices) > 1)


def _names(knowledge: KnowledgeBase) -> Iterable[tuple[int, str, float]]:
    for at, family in enumerate(knowledge.families):
        for text in (family.labels.fr, family.labels.ar, family.labels.en):
            yield at, text, 1.0
        for synonym in family.synonyms:
            yield at, synonym.text, synonym.weight


def _grams(words: Sequence[str], longest: int) -> Iterable[tuple[str, ...]]:
    for length in range(1, min(longest, len(words)) + 1):
        for first in range(len(words) - length + 1):
            yield tuple(words[first : first + length])


def _without_article(label: str) -> str:
    """Return a folded label without the Arabic article of its words."""
    return " ".join(word[2:] if word.startswith("ال") and len(word) > 4 else word for word in label.split())


def _named(knowledge: KnowledgeBase, labels: Mapping[str, Labels]) -> Named:
    by_label: dict[str, str] = {}
    for name, label in sorted(labels.items()):
        for text in (label.fr, label.ar, label.en, name.replace("_", " ")):
            by_label.setdefault(fold(text), name)
    for written, name in tuple(by_label.items()):  # الحجم is asked for as حجم too
        by_label.setdefault(_without_article(written), name)
    measuring: dict[str, set[str]] = defaultdict(set)
    implied: dict[str, Counter[str]] = defaultdict(Counter)
    for family in knowledge.families:
        for spec in family.attributes:
            unit = spec.implied_unit or spec.unit
            if spec.type is AttributeType.NUMBER and unit in UNITS:
                measuring[UNITS[unit].canonical].add(spec.name)
                implied[spec.name][unit] += 1
    return Named(
        labels=by_label,
        measuring={unit: tuple(sorted(names)) for unit, names in measuring.items()},
        implied={name: min(units, key=lambda unit: (-units[unit], unit)) for name, units in implied.items()},
    )
