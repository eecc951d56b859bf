"""How sure a reading is: how much of the text it explains and how far the runner-up is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rakiza.engine.families import Family
from rakiza.engine.reading.decide import Candidate
from rakiza.engine.reading.lexemes import Lexeme
from rakiza.engine.reading.values import Alternative

_SHARPNESS = 1.6
_SURE_SCORE = 5.0
_TYPO_DOUBT = 0.15
_STRONG_SCORE = 8.0
# Weights fitted on labelled lines: see `calibrated`.
_BASE, _SHARE, _CERTAINTY, _COVERAGE, _STRENGTH = -4.09, 0.30, 2.15, 2.39, 3.28
# From here on a reading needs no look by a person; `bench/reading_confidence.py` tells how right it is.
AUTOMATIC = 0.97
# A brand or a word of many meanings, however well it fits, is never sure by itself.
_DOUBTFUL_WEIGHT, _DOUBTFUL_MOST = 0.6, 0.75


def probabilities(ranked: Sequence[Candidate]) -> list[float]:
    """Return how the candidates share the belief; scores are turned into odds."""
    top = ranked[0].score
    if top <= 0.0:
        return [0.0] * len(ranked)
    odds = [(max(candidate.score, 0.0) / top) ** (2.0 * _SHARPNESS) for candidate in ranked[:8]]
    total = sum(odds)
    return [each / total for each in odds]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a confidence is made of, each in [0, 1]; more of any never makes a reading less sure.

    `share`: the best candidate's part of the belief; `certainty`: how surely its strongest phrase
    means it; `coverage`: how much of the text the reading explains; `strength`: how much the
    phrases say at all.
    """

    share: float
    certainty: float
    coverage: float
    strength: float


def evidence(
    ranked: Sequence[Candidate], words: Sequence[Lexeme], sources: Sequence[tuple[str, int, int]]
) -> Evidence:
    """Return what speaks for the best candidate."""
    best = ranked[0]
    explained = {words[place].token for hit in best.hits for place in hit.lexemes}
    explained |= {token for _, first, last in sources for token in range(first, last + 1)}
    tokens = {lexeme.token for lexeme in words}
    coverage = len(tokens & explained) / len(tokens)
    strength = min(1.0, best.score / _STRONG_SCORE)
    return Evidence(probabilities(ranked)[0], _certainty(best, words), coverage, strength)


def calibrated(found: Evidence) -> float:
    """Return the probability that a reading with this evidence is right, as fitted on labelled lines.

    `bench/reading_confidence.py` fits the weights again and prints how well they hold.
    """
    share = min(max(found.share, 0.02), 0.98)
    odds = (
        _BASE
        + _SHARE * math.log(share / (1.0 - share))
        + _CERTAINTY * found.certainty
        + _COVERAGE * found.coverage
        + _STRENGTH * found.strength
    )
    return 1.0 / (1.0 + math.exp(-odds))


def confidence(
    ranked: Sequence[Candidate], words: Sequence[Lexeme], sources: Sequence[tuple[str, int, int]]
) -> float:
    """Return the confidence in [0, 1] of kind and family together."""
    if not ranked or not words:
        return 0.0
    found = calibrated(evidence(ranked, words, sources))
    hits = ranked[0].hits
    alone = len(words) == 1 and words[0].distance > 0  # one mended word and nothing beside it
    doubtful = alone or (bool(hits) and hits[0].phrase.weight <= _DOUBTFUL_WEIGHT)
    return round(min(found, _DOUBTFUL_MOST) if doubtful else found, 3)


def _certainty(best: Candidate, words: Sequence[Lexeme]) -> float:
    """Return how surely the strongest phrase means its owner; the weakest where there is none."""
    if not best.hits:
        return min(1.0, best.score / _SURE_SCORE)
    hit = best.hits[0]
    mended = sum(1 for place in hit.lexemes if words[place].distance)
    aside = 0.75 if words[hit.lexemes[0]].aside else 1.0
    return float(min(1.0, hit.phrase.weight + 0.1) * hit.coverage**2 * aside * (1.0 - _TYPO_DOUBT * mended))


def alternatives(ranked: Sequence[Candidate], families: Mapping[str, Family]) -> tuple[Alternative, ...]:
    """Return the runners-up that deserve a look, with their share of the belief."""
    if len(ranked) < 2:
        return ()
    shares = probabilities(ranked)
    return tuple(
        Alternative(candidate.owner, families[candidate.owner].emdn, round(share, 3))
        for candidate, share in list(zip(ranked, shares, strict=False))[1:4]
        if candidate.owner in families and share >= 0.05
    )
