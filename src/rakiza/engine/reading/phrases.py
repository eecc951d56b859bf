"""The index of every phrase that names a family, a medicine or another article."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice
from operator import eq, itemgetter
from typing import NamedTuple

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.reading.lexemes import ASIDE, Lexeme, Writer

MEDICINE = "medicine"
OTHER = "other"
_LEAST_COVERAGE = 0.6
_ROUNDED = 1e-9
_LEAST_ALONE = 0.5  # of a longer phrase: below, one of its words is never enough
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


class Hit(NamedTuple):
    """A phrase found in a text: its score, how much of it, the lexemes it took."""

    phrase: Phrase
    score: float
    coverage: float
    lexemes: tuple[int, ...]


_score = itemgetter(1)
_made = tuple.__new__  # a named tuple of many that are made: half the time of a call


class _Lone(NamedTuple):
    """A phrase that one word says: its score before the word's standing counts, and how much of it that is.

    `without` is the other word of the phrase, which isn't there; None where the one word is all of it.
    """

    phrase: Phrase
    score: float
    coverage: float
    without: str | None = None


@dataclass(slots=True)
class _Posting:
    """The phrases of one rare stem.

    `single` are those of itself alone; of two words, `alone` are those that it says without the other one,
    `leading` those that it says so as the first word. `beside` has, by another stem, the pairs that the two
    make and the longer phrases (by number) that have both; `longer` those it may say by itself.
    """

    single: list[_Lone] = field(default_factory=list)
    alone: list[_Lone] = field(default_factory=list)
    leading: list[_Lone] = field(default_factory=list)
    beside: dict[str, tuple[list[Phrase], list[int]]] = field(default_factory=dict)
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
        repeated = [(number, _repeated(each.stems)) for number, each in enumerate(self.phrases)]
        self._twice = {number: part for number, part in repeated if part is not None}
        self._repeated = frozenset(self._twice.values())
        self._postings: dict[str, _Posting] = {}
        for number, phrase in enumerate(self.phrases):
            for anchor in self._anchors(phrase):
                self._post(self._postings.setdefault(anchor, _Posting()), anchor, number)

    def _post(self, posting: _Posting, anchor: str, number: int) -> None:
        """Enter a phrase under a stem without which it isn't found; two stems have but one such stem."""
        phrase = self.phrases[number]
        others = set(phrase.stems) - {anchor}
        if len(phrase.stems) == 1:
            posting.single.append(_lone(phrase, phrase.information, None))
        elif len(phrase.stems) > 2 or not others:
            for other in others:
                posting.beside.setdefault(other, ([], []))[1].append(number)
            said = self.information[anchor] * phrase.stems.count(anchor)
            if said >= _LEAST_ALONE * phrase.information:
                posting.longer.append(number)
        else:
            other = next(iter(others))
            posting.beside.setdefault(other, ([], []))[0].append(phrase)
            gain = phrase.information - self.information[other]
            if self._found_in_part(phrase, gain, {anchor: 0}):
                always = self._found_in_part(phrase, gain, {anchor: 1})
                (posting.alone if always else posting.leading).append(_lone(phrase, gain, other))

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

    def numbers(self) -> list[tuple[list[str], list[str]]]:
        """Return words of each phrase, without all of which it isn't found, and its numbers.

        No words where its numbers are enough.
        """
        found = []
        for phrase in self.phrases:
            numbers = [part for part in phrase.stems if part[0].isdigit()]
            if numbers:
                found.append((self._needed(phrase), numbers))
        return found

    def needed(self, owner: str) -> list[str]:
        """Return words without all of which nothing speaks for an owner; none where numbers are enough."""
        needed = [self._needed(phrase) for phrase in self.phrases if phrase.owner == owner]
        return [word for words in needed for word in words] if all(needed) else []

    def _needed(self, phrase: Phrase) -> list[str]:
        """Return words without all of which a phrase isn't found: none where its numbers are enough."""
        anchors = self._anchors(phrase)
        if not any(part[0].isdigit() for part in anchors):
            return anchors
        numbers = [part for part in phrase.stems if part[0].isdigit()]
        enough = sum(self.information[part] for part in numbers) >= _LEAST_ALONE * phrase.information
        return [] if enough else [part for part in phrase.stems if not part[0].isdigit()]

    def alone(self) -> dict[str, bool]:
        """Return the stems that say a phrase by themselves: anywhere (True), or only as the first word."""
        found = {}
        for part, posting in self._postings.items():
            longer = [
                self._longer_found(posting.longer, {part: place}) if posting.longer else ()
                for place in (1, 0)
            ]
            if posting.single or posting.alone or longer[0]:
                found[part] = True
            elif posting.leading or longer[1]:
                found[part] = False
        return found

    def company(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """Return which stems each stem says a phrase with: each of them alone, and those of which it takes two."""
        beside: dict[str, set[str]] = defaultdict(set)
        among: dict[str, set[str]] = defaultdict(set)
        for phrase in self.phrases:
            enough = _LEAST_COVERAGE * phrase.information - _ROUNDED
            said = {part: self.information[part] * phrase.stems.count(part) for part in phrase.stems}
            for one, other in combinations(said, 2):
                found = beside if said[one] + said[other] >= enough else among
                found[one].add(other)
                found[other].add(one)
        return beside, among

    def anchors(self) -> dict[str, set[str]]:
        """Return, by owner, stems without all of which nothing speaks for it."""
        found: dict[str, set[str]] = defaultdict(set)
        for phrase in self.phrases:
            found[phrase.owner].update(self._anchors(phrase))
        return found

    def hits(self, words: Sequence[Lexeme]) -> list[Hit]:
        """Return the phrases found, whole or for the most part, best first."""
        places: dict[str, int] = {}
        for position, lexeme in enumerate(words):
            places.setdefault(lexeme.stem, position)
        return self.hits_at(places, words)

    def hits_at(self, places: Mapping[str, int], words: Sequence[Lexeme]) -> list[Hit]:
        """Return the phrases found, best first, of the stems at those places of a text."""
        found: list[Hit] = []
        longer: set[int] = set()
        others = places.keys()
        for part, place in places.items():
            posting = self._postings.get(part)
            if posting is None:
                continue
            lone = _said_alone(posting, place, places)
            if lone:
                found += _lone_hits(lone, place, words[place])
            beside = posting.beside
            for other in beside.keys() & others:
                pairs, numbers = beside[other]
                if pairs:
                    found += [_hit(phrase, phrase.information, places, words) for phrase in pairs]
                if numbers:
                    longer.update(numbers)
            if posting.longer:
                longer.update(posting.longer)
        if longer:
            if not longer.isdisjoint(self._twice):
                twice = self.said_twice(places, words)
                longer -= {one for one in longer if one in self._twice and self._twice[one] not in twice}
            found += [
                _hit(phrase, gain, places, words) for phrase, gain in self._longer_found(longer, places)
            ]
        return _best_first(found) if len(found) > 1 else found

    def said_twice(self, stems: Iterable[str], words: Sequence[Lexeme]) -> tuple[str, ...]:
        """Return which stems of a text stand in it twice, of those that a phrase has twice.

        `seringue pour pousse seringue` is said only where both are.
        """
        if self._repeated.isdisjoint(stems):
            return ()
        said = [word.stem for word in words]
        return tuple(stem for stem in stems if stem in self._repeated and said.count(stem) > 1)

    def _longer_found(self, numbers: Iterable[int], places: Mapping[str, int]) -> list[tuple[Phrase, float]]:
        """Return the phrases of three words or more that are there, each with what was found of it."""
        found = []
        for number in numbers:
            phrase = self.phrases[number]
            gain = phrase.information
            whole = True
            for part in phrase.stems:
                if part not in places:
                    gain -= self.information[part]
                    whole = False
            if whole or self._found_in_part(phrase, gain, places):
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


def _repeated(stems: Sequence[str]) -> str | None:
    """Return a stem that a phrase has twice."""
    return next((part for part in stems if stems.count(part) > 1), None) if len(stems) > 2 else None


def _said_alone(posting: _Posting, place: int, places: Mapping[str, int]) -> list[_Lone]:
    """Return the phrases that a stem says by itself among others: not where the other word is there."""
    if not posting.alone and (place or not posting.leading):
        return posting.single
    partly = posting.alone if place else posting.alone + posting.leading
    return posting.single + [each for each in partly if each.without not in places]


def _lone(phrase: Phrase, gain: float, without: str | None) -> _Lone:
    """Return a phrase of which one word is there that says so much of it."""
    coverage = gain / phrase.information
    return _Lone(phrase, phrase.weight * gain * _worth_of_part(coverage), coverage, without)


def _worth_of_part(coverage: float) -> float:
    """Return how much a phrase counts that is there in part."""
    return 1.0 if coverage > 0.999 else 0.6 * coverage * coverage


def _lone_hits(phrases: Iterable[_Lone], place: int, word: Lexeme) -> list[Hit]:
    """Return the phrases that one word says, as hits."""
    standing = _ASIDE_FACTOR if word.aside else 1.0 - 0.04 * min(place, 8)
    mended = 1.0 - _TYPO_COST * word.distance
    taken = (place,)
    return [
        _made(Hit, (phrase, score * standing * mended, coverage, taken))
        for phrase, score, coverage, _ in phrases
    ]


def _hit(phrase: Phrase, gain: float, places: Mapping[str, int], words: Sequence[Lexeme]) -> Hit:
    """Return a phrase as it was found, so much of it at these places."""
    at = tuple([places[part] for part in phrase.stems if part in places])
    coverage = gain / phrase.information
    taken = at
    score = phrase.weight * gain * _worth_of_part(coverage)
    if len(at) > 1:
        taken = tuple(sorted(set(at)))
        score *= _nearness(at, taken)
    # SERINGUE AVEC AIGUILLE isn't an `aiguille de seringue`: turned round, no word may stand aside.
    if words[taken[0]].aside:
        score *= _ASIDE_FACTOR
    else:
        turned = at != taken and any(words[place].aside for place in taken)
        score *= _TURNED_FACTOR if turned else 1.0 - 0.04 * min(taken[0], 8)
    mended = sum([words[place].distance for place in taken])
    if mended:
        score *= 1.0 - _TYPO_COST * mended / len(taken)
    return _made(Hit, (phrase, score, coverage, taken))


def _best_first(found: list[Hit]) -> list[Hit]:
    """Return hits in the order of their scores, equal ones in that of their owners and stems."""
    found.sort(key=_score, reverse=True)
    if any(map(eq, map(_score, found), islice(map(_score, found), 1, None))):
        found.sort(key=_order)
    return found


def _order(hit: Hit) -> tuple[float, str, tuple[str, ...]]:
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


def _nearness(at: tuple[int, ...], taken: tuple[int, ...]) -> float:
    """Return a factor: 1 for words that follow each other in order, less when spread or turned.

    Turned and spread, they are two things said beside each other: TENSIOMETRE MANUEL BRASSARD.
    """
    gap = taken[-1] - taken[0] + 1 - len(taken)
    factor = 1.0 - 0.05 * min(gap, 6)
    if at == taken or list(at) == sorted(at):
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
