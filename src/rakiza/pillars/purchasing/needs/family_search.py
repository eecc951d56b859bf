"""Finding a family by what a person types: its names and synonyms in any language, or what it reads as."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from rapidfuzz import fuzz, process

from rakiza.engine.reading import fold
from rakiza.pillars.purchasing.needs.knowledge import families, family_label, reader

MOST = 8
SHORTEST = 2
_LONGEST = 120
_ALIKE = 70.0
_STARTS, _HOLDS = 130.0, 115.0
_READ = 60.0


def find_families(text: str, language: str, most: int = MOST) -> tuple[tuple[str, str], ...]:
    """Return the families that `text` may mean as (identifier, name), the likeliest first.

    Names that begin with the text or hold it come before names that look like it; what the reader
    makes of the text counts with both.
    """
    folded = fold(text)[:_LONGEST]
    if len(folded) < SHORTEST:
        return ()
    scores: dict[str, float] = defaultdict(float)
    for family_id, score in _alike(folded):
        scores[family_id] = max(scores[family_id], score)
    for family_id, probability in _read(text[:_LONGEST]):
        scores[family_id] += _READ * probability
    best = sorted(scores, key=lambda family_id: (-scores[family_id], family_id))[:most]
    return tuple((family_id, family_label(family_id, language)) for family_id in best)


def _alike(folded: str) -> list[tuple[str, float]]:
    names = _names()
    found = []
    for name, family_ids in names.items():
        if name.startswith(folded):
            score = _STARTS + 10 * len(folded) / len(name)
        elif f" {folded}" in name:
            score = _HOLDS + 10 * len(folded) / len(name)
        else:
            continue
        found += [(family_id, score) for family_id in family_ids]
    near = process.extract(folded, names.keys(), scorer=fuzz.token_set_ratio, limit=40, score_cutoff=_ALIKE)
    for name, _likeness, _position in near:
        whole = 0.5 * _likeness + 0.5 * fuzz.ratio(folded, name)
        found += [(family_id, whole) for family_id in names[name]]
    return found


def _read(text: str) -> list[tuple[str, float]]:
    reading = reader().read(text)
    found = [(reading.family, reading.confidence)] if reading.family else []
    return found + [(other.family, other.probability) for other in reading.alternatives if other.family]


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, ...]]:
    """Return the families of each folded label and synonym."""
    names: dict[str, dict[str, None]] = {}
    for family in families().values():
        labels = (family.labels.fr, family.labels.ar, family.labels.en)
        for written in (*labels, *(synonym.text for synonym in family.synonyms)):
            if name := fold(written):
                names.setdefault(name, {})[family.id] = None
    return {name: tuple(family_ids) for name, family_ids in names.items()}
