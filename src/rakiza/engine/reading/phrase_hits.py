"""Phrases as they are found in a text, and what each counts for there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import eq, itemgetter
from typing import NamedTuple

from rakiza.engine.reading.lexemes import Lexeme

_TYPO_COST = 0.12
_ASIDE_FACTOR = 0.45
_TURNED_FACTOR = 0.2
_FARTHEST, _LATEST = 6, 8
# What a phrase counts for by the words that stand between its own, and by its place.
_IN_ORDER = tuple([1.0 - 0.05 * gap for gap in range(_FARTHEST + 1)])
_TURNED = tuple([each * (0.85 if gap else 0.95) for gap, each in enumerate(_IN_ORDER)])
_BY_PLACE = tuple([1.0 - 0.04 * place for place in range(_LATEST + 1)])


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way of writing a family (`owner` is its identifier), a medicine or another article.

    `contested`: in another order its words name something else (« lame de bistouri », « bistouri à lame »).
    """

    owner: str
    stems: tuple[str, ...]
    weight: float
    information: float
    contested: bool = False


class Hit(NamedTuple):
    """A phrase found in a text: its score, how much of it, the lexemes it took."""

    phrase: Phrase
    score: float
    coverage: float
    lexemes: tuple[int, ...]


_score = itemgetter(1)
_made = tuple.__new__  # a named tuple of many that are made: half the time of a call


class Lone(NamedTuple):
    """A phrase that one word says: its score before the word's standing counts, and how much of it that is.

    `without` is the other word of the phrase, which isn't there; None where the one word is all of it.
    """

    phrase: Phrase
    score: float
    coverage: float
    without: str | None = None


class Pair(NamedTuple):
    """A phrase of two words: its score before their places count, the words in its order."""

    phrase: Phrase
    score: float
    first: str
    second: str


class Said(NamedTuple):
    """What is said of a phrase: its score before the places of its words count, and how much of it that is."""

    score: float
    coverage: float


def said_of(phrase: Phrase, gain: float) -> Said:
    """Return what is said of a phrase of which so much is there."""
    coverage = gain / phrase.information
    return Said(phrase.weight * gain * _worth_of_part(coverage), coverage)


def lone(phrase: Phrase, gain: float, without: str | None) -> Lone:
    """Return a phrase of which one word is there that says so much of it."""
    return Lone(phrase, *said_of(phrase, gain), without)


def _worth_of_part(coverage: float) -> float:
    """Return how much a phrase counts that is there in part."""
    return 1.0 if coverage > 0.999 else 0.6 * coverage * coverage


def lone_hits(phrases: Iterable[Lone], place: int, word: Lexeme) -> list[Hit]:
    """Return the phrases that one word says, as hits."""
    standing = _ASIDE_FACTOR if word.aside else _BY_PLACE[min(place, _LATEST)]
    mended = 1.0 - _TYPO_COST * word.distance
    taken = (place,)
    return [
        _made(Hit, (phrase, score * standing * mended, coverage, taken))
        for phrase, score, coverage, _ in phrases
    ]


def pair_hit(pair: Pair, places: Mapping[str, int], words: Sequence[Lexeme]) -> Hit:
    """Return a phrase of two words that are both there, as `hit_of` does."""
    phrase, score, first, second = pair
    one, other = places[first], places[second]
    if one < other:
        taken, before, after = (one, other), words[one], words[other]
        score *= _IN_ORDER[min(other - one - 1, _FARTHEST)]
        turned = False
    else:
        taken, before, after = (other, one), words[other], words[one]
        score *= _TURNED[min(one - other - 1, _FARTHEST)]
        turned = phrase.contested or after.aside
    if before.aside:
        score *= _ASIDE_FACTOR
    else:
        score *= _TURNED_FACTOR if turned else _BY_PLACE[min(taken[0], _LATEST)]
    mended = before.distance + after.distance
    if mended:
        score *= 1.0 - _TYPO_COST * mended / 2
    return _made(Hit, (phrase, score, 1.0, taken))


def hit_of(phrase: Phrase, said: Said, at: list[int], words: Sequence[Lexeme]) -> Hit:
    """Return a phrase as it was found, so much of it, its words `at` these places."""
    score, coverage = said
    taken = sorted(at)
    in_order = taken == at
    if len(set(taken)) < len(taken):  # a word that it has twice
        taken = sorted(set(taken))
    if len(taken) > 1:
        # Turned and spread, they are two things said beside each other: TENSIOMETRE MANUEL BRASSARD.
        gap = min(taken[-1] - taken[0] + 1 - len(taken), _FARTHEST)
        score *= _IN_ORDER[gap] if in_order else _TURNED[gap]
    said_words = [words[place] for place in taken]
    # SERINGUE AVEC AIGUILLE isn't an `aiguille de seringue`: turned round, no word may stand aside.
    if said_words[0].aside:
        score *= _ASIDE_FACTOR
    else:
        turned = at != taken and (phrase.contested or any(word.aside for word in said_words))
        score *= _TURNED_FACTOR if turned else _BY_PLACE[min(taken[0], _LATEST)]
    mended = sum([word.distance for word in said_words])
    if mended:
        score *= 1.0 - _TYPO_COST * mended / len(taken)
    return _made(Hit, (phrase, score, coverage, tuple(taken)))


def best_first(found: list[Hit]) -> list[Hit]:
    """Return hits in the order of their scores, equal ones in that of their owners and stems."""
    found.sort(key=_score, reverse=True)
    if any(map(eq, map(_score, found), islice(map(_score, found), 1, None))):
        found.sort(key=_order)
    return found


def _order(hit: Hit) -> tuple[float, str, tuple[str, ...]]:
    return -hit.score, hit.phrase.owner, hit.phrase.stems
