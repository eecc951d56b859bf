"""How sure a reading is: how much of the text it explains and how far the runner-up is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rakiza.engine.families import Family
from rakiza.engine.reading.decide import Candidate
from rakiza.engine.reading.lexemes import Lexeme
from rakiza.engine.reading.values import Alternative

_SHARPNESS = 1.6
_SURE_SCORE = 5.0
_TYPO_DOUBT = 0.15


def probabilities(ranked: Sequence[Candidate]) -> list[float]:
    """Return how the candidates share the belief; scores are turned into odds."""
    top = ranked[0].score
    if top <= 0.0:
        return [0.0] * len(ranked)
    odds = [(max(candidate.score, 0.0) / top) ** (2.0 * _SHARPNESS) for candidate in ranked[:8]]
    total = sum(odds)
    return [each / total for each in odds]


def confidence(
    ranked: Sequence[Candidate], words: Sequence[Lexeme], sources: Sequence[tuple[str, int, int]]
) -> float:
    """Return the confidence in [0, 1] of kind and family together."""
    if not ranked or not words:
        return 0.0
    best = ranked[0]
    explained = {words[place].token for hit in best.hits for place in hit.lexemes}
    explained |= {token for _, first, last in sources for token in range(first, last + 1)}
    tokens = {lexeme.token for lexeme in words}
    coverage = len(tokens & explained) / len(tokens)
    certainty = _certainty(best, words) * (0.5 + 0.5 * coverage)
    return round(max(0.0, min(0.99, probabilities(ranked)[0] * certainty)), 3)


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
