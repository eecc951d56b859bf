"""The index of every phrase that names a family, a medicine or another article."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.reading.lexemes import ASIDE, Lexeme, Writer

MEDICINE = "medicine"
OTHER = "other"
_LEAST_COVERAGE = 0.6
_TYPO_COST = 0.12
_ASIDE_FACTOR = 0.45
_TURNED_FACTOR = 0.2
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


class _Longer(NamedTuple):
    """A phrase of three words or more, and the set of its stems."""

    phrase: Phrase
    parts: frozenset[str]


@dataclass(slots=True)
class _Posting:
    """The phrases of one rare stem: of itself alone, with another stem, or longer (by number).

    Of the pairs, `alone` are those that the stem says without the other one, `leading` those that it
    says so as the first word; each with the other stem and the information found.
    """

    single: list[Phrase] = field(default_factory=list)
    pairs: dict[str, list[Phrase]] = field(default_factory=dict)
    alone: list[tuple[Phrase, str, float]] = field(default_factory=list)
    leading: list[tuple[Phrase, str, float]] = field(default_factory=list)
    longer: list[int] = field(default_factory=list)


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
        self._postings: dict[str, _Posting] = {}
        self._longer = [_Longer(phrase, frozenset(phrase.stems)) for phrase in self.phrases]
        for number, phrase in enumerate(self.phrases):
            for anchor in self._anchors(phrase):
                self._post(self._postings.setdefault(anchor, _Posting()), anchor, number)
        self._partners = self._partners_of()
        self._names = frozenset(
            anchor for anchor, posting in self._postings.items() if self._says_alone(posting, anchor)
        )

    def _partners_of(self) -> dict[str, frozenset[str]]:
        """Return, for every stem that phrases are indexed by, the other stems of those phrases."""
        partners: dict[str, set[str]] = defaultdict(set)
        for phrase in self.phrases:
            for anchor in self._anchors(phrase):
                partners[anchor].update(phrase.stems)
        return {anchor: frozenset(stems - {anchor}) for anchor, stems in partners.items() if len(stems) > 1}

    def _says_alone(self, posting: _Posting, anchor: str) -> bool:
        """Tell whether a stem may be all that is there of some phrase."""
        worth = self.information[anchor]
        longer = (self.phrases[number] for number in posting.longer)
        return (
            bool(posting.single or posting.alone or posting.leading)
            or any(worth * phrase.stems.count(anchor) >= 0.5 * phrase.information for phrase in longer)
        )  # fmt: skip

    def _post(self, posting: _Posting, anchor: str, number: int) -> None:
        """Enter a phrase under a stem without which it isn't found; two stems have but one such stem."""
        phrase = self.phrases[number]
        if len(phrase.stems) == 1:
            posting.single.append(phrase)
        elif len(phrase.stems) > 2 or len(set(phrase.stems)) == 1:
            posting.longer.append(number)
        else:
            other = phrase.stems[0] if phrase.stems[1] == anchor else phrase.stems[1]
            posting.pairs.setdefault(other, []).append(phrase)
            gain = phrase.information - self.information[other]
            if self._found_in_part(phrase, gain, {anchor: 0}):
                always = self._found_in_part(phrase, gain, {anchor: 1})
                (posting.alone if always else posting.leading).append((phrase, other, gain))

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

    def telling(self, stems: set[str]) -> set[str]:
        """Return those of a text's stems that some phrase may be found by, beside the others.

        Any other stem may be replaced by any other word: the same phrases are found.
        """
        found = stems & self._names
        for anchor in self._partners.keys() & stems:
            partners = self._partners[anchor] & stems
            if partners:
                found |= partners
                found.add(anchor)
        return found

    def numbers(self) -> list[tuple[list[str], list[str]]]:
        """Return the words and the numbers of each phrase; no words where its numbers are enough."""
        found = []
        for phrase in self.phrases:
            numbers = [part for part in phrase.stems if part[0].isdigit()]
            if numbers:
                enough = sum(self.information[part] for part in numbers) >= 0.5 * phrase.information
                words = [part for part in phrase.stems if not part[0].isdigit()]
                found.append(([] if enough else words, numbers))
        return found

    def hits(self, words: Sequence[Lexeme]) -> list[Hit]:
        """Return the phrases found, whole or for the most part, best first."""
        places: dict[str, int] = {}
        for position, lexeme in enumerate(words):
            places.setdefault(lexeme.stem, position)
        found: list[tuple[Phrase, float]] = []
        longer: set[int] = set()
        for part, place in places.items():
            posting = self._postings.get(part)
            if posting is None:
                continue
            found += [(phrase, phrase.information) for phrase in posting.single]
            for other in posting.pairs.keys() & places.keys():
                found += [(phrase, phrase.information) for phrase in posting.pairs[other]]
            partly = posting.alone if place else posting.alone + posting.leading
            found += [(phrase, gain) for phrase, other, gain in partly if other not in places]
            longer.update(posting.longer)
        found += self._longer_found(longer, places)
        hits = [self._hit(phrase, gain, places, words) for phrase, gain in found]
        hits.sort(key=_best_first)
        return hits

    def _longer_found(self, numbers: Iterable[int], places: Mapping[str, int]) -> list[tuple[Phrase, float]]:
        """Return the phrases of three words or more that are there, each with what was found of it."""
        found = []
        present = frozenset(places)
        for number in numbers:
            phrase, parts = self._longer[number]
            gain = phrase.information
            if not parts <= present:
                for part in phrase.stems:
                    if part not in present:
                        gain -= self.information[part]
                if not self._found_in_part(phrase, gain, places):
                    continue
            found.append((phrase, gain))
        return found

    def _found_in_part(self, phrase: Phrase, gain: float, places: Mapping[str, int]) -> bool:
        return gain >= _LEAST_COVERAGE * phrase.information and self._enough(phrase, gain, places)

    def _enough(self, phrase: Phrase, gain: float, places: Mapping[str, int]) -> bool:
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
        taken = tuple(sorted(set(at))) if len(at) > 1 else (at[0],)
        score = phrase.weight * gain * (1.0 if coverage > 0.999 else 0.6 * coverage * coverage)
        if len(at) > 1:
            score *= _nearness(at, taken)
        # SERINGUE AVEC AIGUILLE isn't an `aiguille de seringue`: turned round, no word may stand aside.
        if words[taken[0]].aside:
            score *= _ASIDE_FACTOR
        else:
            turned = at != list(taken) and any(words[place].aside for place in taken)
            score *= _TURNED_FACTOR if turned else 1.0 - 0.04 * min(taken[0], 8)
        mended = sum([words[place].distance for place in taken])
        if mended:
            score *= 1.0 - _TYPO_COST * mended / len(taken)
        return Hit(phrase, score, coverage, taken)


def _best_first(hit: Hit) -> tuple[float, str, tuple[str, ...]]:
    return -hit.score, hit.phrase.owner, hit.phrase.stems


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
    """Return a factor: 1 for words that follow each other in order, less when spread or turned.

    Turned and spread, they are two things said beside each other: TENSIOMETRE MANUEL BRASSARD.
    """
    gap = taken[-1] - taken[0] + 1 - len(taken)
    factor = 1.0 - 0.05 * min(gap, 6)
    if at == sorted(at):
        return factor
    return factor * (0.95 if gap == 0 else 0.85)


def _raw_phrases(knowledge: KnowledgeBase, writer: Writer) -> list[tuple[str, tuple[str, ...], float]]:
    raw = []
    for family in knowledge.families:
        named = {writer.stems(label): 1.0 for label in (family.labels.fr, family.labels.ar, family.labels.en)}
        said: dict[tuple[str, ...], float] = {}
        for synonym in family.synonyms:
            stems = writer.stems(synonym.text)
            said[stems] = max(synonym.weight, said.get(stems, 0.0))
        raw += [(family.id, stems, weight) for stems, weight in (named | said).items()]
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
