"""How sure a reading is: how much of the text it explains, how far the runner-up is, what stays unsaid."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rakiza.engine.families import Family, KnowledgeBase
from rakiza.engine.reading import reasons
from rakiza.engine.reading.decide import Candidate
from rakiza.engine.reading.lexemes import Lexeme, Writer
from rakiza.engine.reading.makers import Makers
from rakiza.engine.reading.phrase_hits import Hit
from rakiza.engine.reading.unit_words import LABELS, UNIT_WORDS
from rakiza.engine.reading.values import Alternative

if TYPE_CHECKING:
    from rakiza.engine.reading.ranking import Ranking

AUTOMATIC = 0.97
"""From here on a reading needs no look by a person; `bench/reading_confidence.py` tells how right it is."""

_SHARPNESS = 1.6
_SURE_SCORE = 5.0
_TYPO_DOUBT = 0.15
_STRONG_SCORE = 8.0
# Weights fitted on labelled lines, in the order of `Evidence`: see `calibrated`.
_BASE = -5.13
_WEIGHTS = (0.19, 2.33, 2.19, 3.07, 0.37, 1.03)
# A word of many meanings, however well it fits, is never sure by itself.
_DOUBTFUL_WEIGHT, _DOUBTFUL_MOST = 0.6, 0.75
_TIED, _TIED_MOST = 0.45, 0.8  # a runner-up with that share is as likely
# Other readings have a seventh of the belief: one in twenty of those is wrong, however well the words fit.
_CONTESTED, _CONTESTED_MOST = 0.85, 0.96
# Words are left over and nothing but the name was read: one in fourteen of those is wrong.
_EXPLAINED, _LEFT_OVER_MOST = 0.9, 0.96
_VAGUE_MOST = 0.6  # a brand alone, a word that several families start with alone
_GENERIC = 3  # families that a generic word is the head of
_NAMING = 0.8  # the least weight of a phrase that counts among them
_LEAST_SHARE = 0.05  # of the belief, for a runner-up to be told
_SHORTEST = 3  # shorter words are units, labels and letters
_MOST_KEPT = 65_536
_LONGEST_KEPT = 40
Sources = Sequence[tuple[str, int, int]]


def probabilities(ranked: Sequence[Candidate]) -> list[float]:
    """Return how the candidates share the belief; scores are turned into odds."""
    if not ranked:
        return []
    top = ranked[0].score
    if top <= 0.0:
        return [0.0] * len(ranked)
    if len(ranked) == 1:
        return [1.0]
    odds = [(max(candidate.score, 0.0) / top) ** (2.0 * _SHARPNESS) for candidate in ranked[:8]]
    total = sum(odds)
    return [each / total for each in odds]


class Evidence(NamedTuple):
    """What a confidence is made of, each in [0, 1]; more of any never makes a reading less sure.

    `share`: the best candidate's part of the belief; `certainty`: how surely its strongest phrase
    means it; `coverage`: how much of the text the reading explains; `strength`: how much the
    phrases say at all; `known`: how many of the words the knowledge knows, mended ones by half;
    `head`: whether the text starts with the phrase. `described` has no weight: whether any attribute was
    read; where none was and words are left over, a reading is never automatic.
    """

    share: float
    certainty: float
    coverage: float
    strength: float
    known: float = 1.0
    head: float = 1.0
    described: float = 1.0


def features(found: Evidence) -> tuple[float, ...]:
    """Return the numbers that the weights multiply, in the order of the fields."""
    share = min(max(found.share, 0.02), 0.98)
    return (math.log(share / (1.0 - share)), *found[1 : len(_WEIGHTS)])


def calibrated(found: Evidence) -> float:
    """Return the probability that a reading with this evidence is right, as fitted on labelled lines.

    `bench/reading_confidence.py` fits the weights again and prints how well they hold.
    """
    share = min(max(found.share, 0.02), 0.98)
    by_share, by_certainty, by_coverage, by_strength, by_known, by_head = _WEIGHTS
    odds = (
        _BASE
        + by_share * math.log(share / (1.0 - share))
        + by_certainty * found.certainty
        + by_coverage * found.coverage
        + by_strength * found.strength
        + by_known * found.known
        + by_head * found.head
    )
    said = 1.0 / (1.0 + math.exp(-odds))
    if found.coverage < _EXPLAINED and not found.described:
        said = min(said, _LEFT_OVER_MOST)
    return min(said, _CONTESTED_MOST) if found.share < _CONTESTED else said


class Standing(NamedTuple):
    """What the best candidate has to say for itself: parts of the evidence, and the places of its words."""

    share: float
    certainty: float
    strength: float
    head: float
    places: frozenset[int]


def standing(ranked: Sequence[Candidate], shares: Sequence[float], words: Sequence[Lexeme]) -> Standing:
    """Return what the first of the candidates has to say for itself."""
    best = ranked[0]
    return Standing(
        shares[0],
        _certainty(best, words),
        min(1.0, best.score / _STRONG_SCORE),
        1.0 if not best.hits or best.hits[0].lexemes[0] == 0 else 0.0,
        frozenset([place for hit in best.hits for place in hit.lexemes]),
    )


class Judge:
    """Tells how sure readings are, and what makes them unsure, by what the knowledge knows."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        writer: Writer,
        vocabulary: frozenset[str],
        makers: Makers,
    ) -> None:
        """`vocabulary` has every stem that some phrase or value uses."""
        self._known = vocabulary
        self._makers = makers
        self._tells = _Telling(makers.stems)
        self._generic = _generic(knowledge, writer)
        self._brands = frozenset(
            writer.stems(synonym.text)
            for family in knowledge.families
            for synonym in family.synonyms
            if synonym.brand
        )

    def judge(self, ranking: Ranking, words: Sequence[Lexeme], sources: Sources) -> tuple[float, str | None]:
        """Return the confidence in [0, 1] of kind and family together, and the reason for a person to look.

        `sources` are the tokens that gave attributes. The reason is there where one word or a brand is all
        that was said.
        """
        telling = self._telling(words)
        best, stands = ranking.best, ranking.standing
        is_brand = self._makers.are_all(words)
        if best is None or stands is None or not words:
            return 0.0, reasons.BRAND_ONLY if is_brand else self._unsaid(telling)
        hits = best.hits
        tokens = {words[place].token for place in stands.places}
        if is_brand:
            doubt: str | None = reasons.BRAND_ONLY
        elif hits:
            doubt = None if _says_more(sources, tokens) else self._vague(hits, words, stands)
        else:
            doubt = self._unsaid(telling)
        found = calibrated(self._evidence(stands, words, sources, telling, tokens))
        if len(ranking.shares) > 1 and ranking.shares[1] >= _TIED:
            found = min(found, _TIED_MOST)
        alone = len(words) == 1 and words[0].distance > 0  # one mended word and nothing beside it
        if alone or (hits and hits[0].phrase.weight <= _DOUBTFUL_WEIGHT):
            found = min(found, _DOUBTFUL_MOST)
        if hits and doubt is not None:
            found = min(found, _VAGUE_MOST)
        return round(found, 3), doubt

    def evidence(self, ranking: Ranking, words: Sequence[Lexeme], sources: Sources) -> Evidence | None:
        """Return what speaks for the best candidate, None where there is none."""
        stands = ranking.standing
        if stands is None or not words:
            return None
        tokens = {words[place].token for place in stands.places}
        return self._evidence(stands, words, sources, self._telling(words), tokens)

    def _evidence(
        self,
        stands: Standing,
        words: Sequence[Lexeme],
        sources: Sources,
        telling: Sequence[Lexeme],
        named: set[int],
    ) -> Evidence:
        """Return the evidence; `telling` are the telling words, `named` the name's tokens."""
        tokens = {word.token for word in telling} or {lexeme.token for lexeme in words}
        if named.issuperset(tokens):  # nothing is left for the attributes to explain
            coverage = 1.0
        else:
            explained = named.copy()
            for _, first, last in sources:
                if first == last:
                    explained.add(first)
                else:
                    explained.update(range(first, last + 1))
            coverage = len(tokens & explained) / len(tokens)
        known = self._known_share(telling)
        described = 1.0 if sources else 0.0
        return Evidence(
            stands.share, stands.certainty, coverage, stands.strength, known, stands.head, described
        )

    def _telling(self, words: Sequence[Lexeme]) -> list[Lexeme]:
        """Return the words that are neither numbers nor units, labels or makers' names."""
        tells = self._tells
        return [word for word in words if tells[word.stem]]

    def _unsaid(self, telling: Sequence[Lexeme]) -> str | None:
        """Return the reason for which a text that names nothing may yet be an article of ours."""
        stems = {word.stem for word in telling}
        return reasons.VAGUE if stems and stems <= self._generic else None

    def _vague(self, hits: Sequence[Hit], words: Sequence[Lexeme], stands: Standing) -> str | None:
        """Return the reason for which a text without any attribute says too little, None where it doesn't."""
        taken = stands.places
        if hits[0].phrase.stems in self._brands and taken.issuperset(
            [place for place, word in enumerate(words) if self._tells[word.stem]]
        ):
            return reasons.BRAND_ONLY
        if len(taken) == 1 and words[min(taken)].stem in self._generic:
            return reasons.VAGUE
        return None

    def _known_share(self, telling: Sequence[Lexeme]) -> float:
        if not telling:
            return 1.0
        known = 0.0
        for word in telling:
            if word.stem in self._known:
                known += 0.5 if word.distance else 1.0
        return known / len(telling)


def _says_more(sources: Sources, tokens: set[int]) -> bool:
    """Tell whether an attribute was read of other words than those `tokens`."""
    return not tokens.issuperset([first for _, first, _ in sources])


class _Telling(dict[str, bool]):
    """Whether each stem is neither a number nor a unit, a label or one of some others, found out once."""

    def __init__(self, others: frozenset[str]) -> None:
        super().__init__()
        self._others = others

    def __missing__(self, stem: str) -> bool:
        tells = len(stem) >= _SHORTEST and stem[0].isalpha() and stem not in UNIT_WORDS and stem not in LABELS
        tells = tells and stem not in self._others
        if len(stem) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[stem] = tells
        return tells


def _generic(knowledge: KnowledgeBase, writer: Writer) -> frozenset[str]:
    """Return the words that several families start with (end with, in English): sonde, pince, needle."""
    owners: dict[str, set[str]] = defaultdict(set)
    for family in knowledge.families:
        for synonym in family.synonyms:
            stems = writer.stems(synonym.text) if synonym.weight >= _NAMING and not synonym.brand else ()
            if stems:
                owners[stems[-1 if synonym.language == "en" else 0]].add(family.id)
    return frozenset(part for part, found in owners.items() if len(found) >= _GENERIC)


def _certainty(best: Candidate, words: Sequence[Lexeme]) -> float:
    """Return how surely the strongest phrase means its owner; the weakest where there is none."""
    if not best.hits:
        return min(1.0, best.score / _SURE_SCORE)
    hit = best.hits[0]
    mended = sum([1 for place in hit.lexemes if words[place].distance])
    aside = 0.75 if words[hit.lexemes[0]].aside else 1.0
    return float(min(1.0, hit.phrase.weight + 0.1) * hit.coverage**2 * aside * (1.0 - _TYPO_DOUBT * mended))


@lru_cache(maxsize=16_384)
def _alternative(family: str, emdn: str, probability: float) -> Alternative:
    """Return another family: lists name the same few beside each other, with the same shares."""
    return Alternative(family, emdn, probability)


def alternatives(
    ranked: Sequence[Candidate], shares: Sequence[float], families: Mapping[str, Family]
) -> tuple[Alternative, ...]:
    """Return the runners-up that deserve a look, with their share of the belief."""
    return tuple(
        [
            _alternative(candidate.owner, families[candidate.owner].emdn, round(share, 3))
            for candidate, share in zip(ranked[1:4], shares[1:4], strict=False)
            if share >= _LEAST_SHARE and candidate.owner in families
        ]
    )
