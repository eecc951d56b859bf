"""The index of every phrase that names a family, a medicine or another article."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import combinations

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.reading.lexemes import ASIDE, Lexeme, Writer
from rakiza.engine.reading.phrase_hits import (
    Hit,
    Lone,
    Pair,
    Phrase,
    Said,
    best_first,
    hit_of,
    lone,
    lone_hits,
    pair_hit,
    said_of,
)

MEDICINE = "medicine"
OTHER = "other"
_LEAST_COVERAGE = 0.6
_ROUNDED = 1e-9
_SHORT = 6  # letters of a stem
_LEAST_ALONE = 0.5  # of a longer phrase: below, one of its words is never enough
_QUALITIES = frozenset({"tip", "sterile", "single_use", "population", "sex", "powder_free", "latex_free"})


@dataclass(slots=True)
class _Posting:
    """The phrases of one rare stem.

    `single` are those of itself alone; of two words, `alone` are those that it says without the other one,
    `leading` those that it says so as the first word. `beside` has, by another stem, the pairs that the two
    make and the longer phrases (by number) that have both; `longer` those it may say by itself.
    """

    single: list[Lone] = field(default_factory=list)
    alone: list[Lone] = field(default_factory=list)
    leading: list[Lone] = field(default_factory=list)
    beside: dict[str, tuple[list[Pair], list[int]]] = field(default_factory=dict)
    longer: list[int] = field(default_factory=list)


class PhraseIndex:
    """Finds the phrases of a knowledge base in a text, whatever the order of the words."""

    def __init__(self, knowledge: KnowledgeBase, writer: Writer) -> None:
        raw = _raw_phrases(knowledge, writer)
        self.exact = _exact(raw, {writer.stems(text) for text in knowledge.lexicon.exact})
        owners: dict[str, set[str]] = defaultdict(set)
        for owner, stems, _ in raw:
            for part in stems:
                owners[part].add(owner)
        total = len(knowledge.families) + 2
        self.information = {
            part: _worth(part) * math.log(1.0 + total / len(who)) for part, who in owners.items()
        }
        self.unknown = math.log(1.0 + total)
        claimed = _claimed(raw)
        self.phrases = [
            Phrase(
                owner,
                stems,
                weight,
                sum(self.information[part] for part in stems),
                claimed[tuple(sorted(stems))] != {owner},
            )
            for (owner, stems), weight in _strongest(raw).items()
        ]
        self._whole = [said_of(phrase, phrase.information) for phrase in self.phrases]
        self._but_one: dict[
            tuple[int, int], Said | None
        ] = {}  # of a phrase of three words or more, the nth missing
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
            posting.single.append(lone(phrase, phrase.information, None))
        elif len(phrase.stems) > 2 or not others:
            for other in others:
                posting.beside.setdefault(other, ([], []))[1].append(number)
            said = self.information[anchor] * phrase.stems.count(anchor)
            if said >= _LEAST_ALONE * phrase.information:
                posting.longer.append(number)
        else:
            other = next(iter(others))
            whole = phrase.weight * phrase.information
            posting.beside.setdefault(other, ([], []))[0].append(Pair(phrase, whole, *phrase.stems))
            gain = phrase.information - self.information[other]
            if self._found_in_part(phrase, gain, {anchor: 0}):
                always = self._found_in_part(phrase, gain, {anchor: 1})
                (posting.alone if always else posting.leading).append(lone(phrase, gain, other))

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
            said = _said_alone(posting, place, places)
            if said:
                found += lone_hits(said, place, words[place])
            beside = posting.beside
            for other in beside.keys() & others:
                pairs, numbers = beside[other]
                found += [pair_hit(pair, places, words) for pair in pairs]
                if numbers:
                    longer.update(numbers)
            if posting.longer:
                longer.update(posting.longer)
        if longer:
            if not longer.isdisjoint(self._twice):
                twice = self.said_twice(places, words)
                longer -= {one for one in longer if one in self._twice and self._twice[one] not in twice}
            found += [hit_of(*each, words) for each in self._longer_found(longer, places)]
        return best_first(found) if len(found) > 1 else found

    def said_twice(self, stems: Iterable[str], words: Sequence[Lexeme]) -> tuple[str, ...]:
        """Return which stems of a text stand in it twice, of those that a phrase has twice.

        `seringue pour pousse seringue` is said only where both are.
        """
        if self._repeated.isdisjoint(stems):
            return ()
        said = [word.stem for word in words]
        return tuple(stem for stem in stems if stem in self._repeated and said.count(stem) > 1)

    def _longer_found(
        self, numbers: Iterable[int], places: Mapping[str, int]
    ) -> list[tuple[Phrase, Said, list[int]]]:
        """Return the phrases of three words or more that are there, each with what was found of it, and where."""
        found: list[tuple[Phrase, Said, list[int]]] = []
        phrases, whole, but_one, place_of = self.phrases, self._whole, self._but_one, places.get
        for number in numbers:
            phrase = phrases[number]
            at = list(map(place_of, phrase.stems))
            if None not in at:
                found.append((phrase, whole[number], at))  # type: ignore[arg-type]
                continue
            if len(at) > 2 and at.count(None) == 1:  # two words are there: their places don't matter
                key = number, at.index(None)
                said = but_one[key] if key in but_one else self._said_of(phrase, places)
                but_one[key] = said
            else:
                said = self._said_of(phrase, places)
            if said is not None:
                found.append((phrase, said, [place for place in at if place is not None]))
        return found

    def _said_of(self, phrase: Phrase, places: Mapping[str, int]) -> Said | None:
        """Return what is said of a phrase that is there in part; None where that isn't enough."""
        gain = phrase.information
        for part in phrase.stems:
            if part not in places:
                gain -= self.information[part]
        return said_of(phrase, gain) if self._found_in_part(phrase, gain, places) else None

    def _found_in_part(self, phrase: Phrase, gain: float, places: Mapping[str, int]) -> bool:
        return gain >= _LEAST_COVERAGE * phrase.information and self._enough(phrase, gain, places)

    def _enough(self, phrase: Phrase, gain: float, places: Mapping[str, int]) -> bool:
        """Tell whether a phrase found in part is one: two of its words, its head, or nearly all it says."""
        if gain > 0.999 * phrase.information:
            return True
        present = list(filter(places.__contains__, phrase.stems))
        if self._adjectives.issuperset(present):
            return False
        if gain >= 0.75 * phrase.information:
            return True
        return len(present) >= 2 or places[present[0]] == 0


def _repeated(stems: Sequence[str]) -> str | None:
    """Return a stem that a phrase has twice."""
    return next((part for part in stems if stems.count(part) > 1), None) if len(stems) > 2 else None


def _said_alone(posting: _Posting, place: int, places: Mapping[str, int]) -> list[Lone]:
    """Return the phrases that a stem says by itself among others: not where the other word is there."""
    if not posting.alone and (place or not posting.leading):
        return posting.single
    partly = posting.alone if place else posting.alone + posting.leading
    return posting.single + [each for each in partly if each.without not in places]


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
    return 0.5 if len(part) == 1 else 0.75 if len(part) == 2 and part.isascii() else 1.0


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


def _exact(raw: list[tuple[str, tuple[str, ...], float]], phrases: Set[tuple[str, ...]]) -> frozenset[str]:
    """Return the stems that no mistyped word is taken for: of medicines and other articles alone.

    They are those that only `phrases` use, and the short ones: a short word that isn't known is more
    often a device's name (Assist, Lemon) than a plate or a medicine mistyped.
    """
    only: set[str] = set()
    elsewhere: set[str] = set()
    of_devices: set[str] = set()
    for owner, stems, _ in raw:
        if owner not in {MEDICINE, OTHER}:
            of_devices.update(stems)
        (only if owner in {MEDICINE, OTHER} and stems in phrases else elsewhere).update(stems)
    short = {part for part in elsewhere - of_devices if len(part) <= _SHORT}
    return frozenset((only - elsewhere) | short)


def _claimed(raw: list[tuple[str, tuple[str, ...], float]]) -> dict[tuple[str, ...], set[str]]:
    """Return by whom the same words are claimed, in whatever order."""
    claimed: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for owner, stems, _ in raw:
        claimed[tuple(sorted(stems))].add(owner)
    return claimed


def _strongest(
    raw: list[tuple[str, tuple[str, ...], float]],
) -> dict[tuple[str, tuple[str, ...]], float]:
    strongest: dict[tuple[str, tuple[str, ...]], float] = {}
    for owner, stems, weight in raw:
        key = (owner, stems)
        strongest[key] = max(weight, strongest.get(key, 0.0))
    return strongest
