"""The index of every phrase that names a family, a medicine or another article."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.reading.lexemes import ASIDE, Lexeme, Writer

MEDICINE = "medicine"
OTHER = "other"
_LEAST_COVERAGE = 0.6
_TYPO_COST = 0.12
_ASIDE_FACTOR = 0.45
_QUALITIES = frozenset({"tip", "sterile", "single_use", "population", "sex", "powder_free", "latex_free"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way of writing a family (`owner` is its identifier), a medicine or another article."""

    owner: str
    stems: tuple[str, ...]
    weight: float
    information: float
    ties: str | None = None


@dataclass(slots=True)
class Hit:
    """A phrase found in a text: its score, how much of it, the lexemes it took."""

    phrase: Phrase
    score: float
    coverage: float
    lexemes: tuple[int, ...]


class PhraseIndex:
    """Finds the phrases of a knowledge base in a text, whatever the order of the words."""

    def __init__(self, knowledge: KnowledgeBase, writer: Writer) -> None:
        raw = _raw_phrases(knowledge, writer)
        owners: dict[str, set[str]] = defaultdict(set)
        for owner, stems, _ in raw:
            for part in stems:
                owners[part].add(owner)
        total = len(knowledge.families) + 2
        self.information = {
            part: _worth(part) * math.log(1.0 + total / len(who)) for part, who in owners.items()
        }
        self.unknown = math.log(1.0 + total)
        self.phrases = [
            Phrase(owner, stems, weight, sum(self.information[part] for part in stems))
            for (owner, stems), weight in _strongest(raw).items()
        ]
        # Words that state a value (luer lock, sterile) name nothing where the rest of a phrase is missing.
        heads = {phrase.stems[0] for phrase in self.phrases if len(phrase.stems) == 1}
        self._adjectives = _adjectives(knowledge, writer) - heads
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, phrase in enumerate(self.phrases):
            for part in self._anchors(phrase):
                self._postings[part].append(number)

    def _anchors(self, phrase: Phrase) -> list[str]:
        """Return the rarest stems without which the phrase can't be found: only they are indexed."""
        parts = sorted(set(phrase.stems), key=lambda part: (-self.information[part], part))
        left = phrase.information
        anchors = []
        for part in parts:
            anchors.append(part)
            left -= self.information[part]
            if left < _LEAST_COVERAGE * phrase.information:
                break
        return anchors

    @property
    def vocabulary(self) -> set[str]:
        """Return every stem that a phrase uses."""
        return set(self.information)

    def hits(self, words: Sequence[Lexeme]) -> list[Hit]:
        """Return the phrases found, whole or for the most part, best first."""
        places: dict[str, int] = {}
        for position, lexeme in enumerate(words):
            places.setdefault(lexeme.stem, position)
        numbers = {number for key in places for number in self._postings.get(key, ())}
        found = []
        for number in numbers:
            phrase = self.phrases[number]
            stems = phrase.stems
            gain = phrase.information
            for part in stems:
                if part not in places:
                    gain -= self.information[part]
            if gain >= _LEAST_COVERAGE * phrase.information and self._enough(phrase, gain, places):
                found.append(self._hit(phrase, gain, places, words))
        found.sort(key=lambda hit: (-hit.score, hit.phrase.owner, hit.phrase.stems))
        return found

    def _enough(self, phrase: Phrase, gain: float, places: dict[str, int]) -> bool:
        """Tell whether a phrase found in part is one: two of its words, its head, or nearly all it says."""
        if gain > 0.999 * phrase.information:
            return True
        present = [part for part in phrase.stems if part in places]
        if self._adjectives.issuperset(present):
            return False
        if gain >= 0.75 * phrase.information:
            return True
        return len(present) >= 2 or places[present[0]] == 0

    def _hit(self, phrase: Phrase, gain: float, places: dict[str, int], words: Sequence[Lexeme]) -> Hit:
        at = [places[part] for part in phrase.stems if part in places]
        coverage = gain / phrase.information
        taken = tuple(sorted(set(at)))
        score = phrase.weight * gain * (1.0 if coverage > 0.999 else 0.6 * coverage * coverage)
        score *= _nearness(at, taken)
        first = words[taken[0]]
        score *= _ASIDE_FACTOR if first.aside else 1.0 - 0.04 * min(taken[0], 8)
        score *= 1.0 - _TYPO_COST * sum(words[place].distance for place in taken) / len(taken)
        return Hit(phrase, score, coverage, taken)


def _adjectives(knowledge: KnowledgeBase, writer: Writer) -> set[str]:
    """Return the stems that state a quality of many articles: `luer lock`, `sterile`, `adulte`."""
    phrases = [
        writer.stems(text)
        for text, values in knowledge.lexicon.values.items()
        if all(name in _QUALITIES for name, _ in values)
    ]
    return {part for stems in phrases if ASIDE.isdisjoint(stems) for part in stems}


def _worth(part: str) -> float:
    """Return how much a stem may say: numbers hardly anything alone, letters little, words all."""
    if not part[0].isalpha():
        return 0.15
    return 0.5 if len(part) == 1 else 1.0


def _nearness(at: list[int], taken: tuple[int, ...]) -> float:
    """Return a factor: 1 for words that follow each other in order, less when spread or turned."""
    gap = taken[-1] - taken[0] + 1 - len(taken)
    factor = 1.0 - 0.05 * min(gap, 6)
    return factor if at == sorted(at) else factor * 0.95


def _raw_phrases(knowledge: KnowledgeBase, writer: Writer) -> list[tuple[str, tuple[str, ...], float]]:
    raw = []
    for family in knowledge.families:
        texts = [(synonym.text, synonym.weight) for synonym in family.synonyms]
        texts += [(text, 1.0) for text in (family.labels.fr, family.labels.ar, family.labels.en)]
        raw += [(family.id, writer.stems(text), weight) for text, weight in texts]
    raw += [(MEDICINE, writer.stems(text), weight) for text, weight in knowledge.lexicon.medicine.items()]
    raw += [(OTHER, writer.stems(text), weight) for text, weight in knowledge.lexicon.other.items()]
    return [entry for entry in raw if entry[1]]


def _strongest(
    raw: list[tuple[str, tuple[str, ...], float]],
) -> dict[tuple[str, tuple[str, ...]], float]:
    strongest: dict[tuple[str, tuple[str, ...]], float] = {}
    for owner, stems, weight in raw:
        key = (owner, stems)
        strongest[key] = max(weight, strongest.get(key, 0.0))
    return strongest
