"""How sure a reading is: how much of the text it explains and how far the runner-up is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rakiza.engine.families import Family
from rakiza.engine.reading.decide import Candidate
from rakiza.engine.reading.lexemes import Lexeme
from rakiza.engine.reading.values import Alternative

_SHARPNESS = 1.6


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
    strength = min(1.0, best.score / 3.5)
    explained = {words[place].token for hit in best.hits for place in hit.lexemes}
    explained |= {token for _, first, last in sources for token in range(first, last + 1)}
    tokens = {lexeme.token for lexeme in words}
    coverage = len(tokens & explained) / len(tokens)
    share = probabilities(ranked)[0]
    return round(max(0.0, min(0.99, share * (0.35 + 0.4 * strength + 0.25 * coverage))), 3)


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
