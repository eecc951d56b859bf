"""A catalogue of devices made from the families' schemas, for the measurements. Deterministic by seed.

Each device has a family, attributes drawn from its schema (the usual sizes of the trade), a maker, and
names in French, Arabic and English made from the family's labels and the attributes.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rakiza.engine.attributes import AttributeScalar, AttributeSpec, AttributeType, AttributeValue, Op
from rakiza.engine.families import Family, KnowledgeBase, Labels
from rakiza.reference.vocabulary import load as load_vocabulary

# Usual sizes of the trade, in the unit that each is written in.
SIZES: dict[str, tuple[str | None, Sequence[float]]] = {
    "volume": ("mL", (1, 2, 2.5, 3, 5, 10, 20, 30, 50, 60, 100, 250, 500, 1000, 2000)),
    "gauge": ("G", (14, 16, 18, 20, 21, 22, 23, 24, 25, 26, 27, 30)),
    "french_size": ("Fr", (5, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 28, 32)),
    "length": ("cm", (2, 4, 5, 7.5, 9, 10, 15, 20, 30, 45, 60, 75, 90, 120, 150)),
    "width": ("cm", (2.5, 4, 5, 7.5, 10, 15, 20, 30, 40)),
    "outer_diameter": ("mm", (0.8, 1, 2, 3, 4, 5, 6, 8, 10)),
    "inner_diameter": ("mm", (2.5, 3, 3.5, 4, 5, 6, 6.5, 7, 7.5, 8, 8.5)),
    "diameter": ("mm", (2, 2.5, 3, 3.5, 4, 5, 6, 8, 10, 12, 15)),
    "needle_length": ("mm", (11, 13, 16, 18, 20, 22, 26, 30, 36, 40, 48)),
    "lumens": (None, (1, 2, 3)),
    "plies": (None, (2, 4, 8, 12, 16)),
    "weight": ("g", (25, 50, 100, 250, 500)),
}
SIZE_SYSTEMS: dict[str, Sequence[str]] = {
    "size": ("XS", "S", "M", "L", "XL", "6", "6.5", "7", "7.5", "8", "8.5"),
    "suture_usp": ("6/0", "5/0", "4/0", "3/0", "2/0", "0", "1", "2"),
}


@dataclass(frozen=True, slots=True)
class Article:
    """One device of the catalogue."""

    id: str
    family: str
    maker: str
    attributes: tuple[AttributeValue, ...]
    names: Labels


def articles(knowledge: KnowledgeBase, count: int, seed: int = 2027, makers: int = 400) -> list[Article]:
    """Return `count` devices over all families, the first families of a draw more often than the last."""
    chance = random.Random(seed)
    families = list(knowledge.families)
    chance.shuffle(families)
    weights = [1.0 / (rank + 20) for rank in range(len(families))]
    drawn = chance.choices(families, weights, k=count)
    return [
        _article(at, family, f"M{chance.randrange(makers):03d}", chance) for at, family in enumerate(drawn)
    ]


def _article(at: int, family: Family, maker: str, chance: random.Random) -> Article:
    values = [value for spec in family.attributes if (value := _drawn(spec, chance)) is not None]
    return Article(f"D{at:06d}", family.id, maker, tuple(values), _names(family, values))


def _drawn(spec: AttributeSpec, chance: random.Random) -> AttributeValue | None:
    """Draw a value that the schema allows; some attributes are left unsaid."""
    scalar: AttributeScalar
    if chance.random() < 0.15:
        return None
    if spec.type is AttributeType.FLAG:
        return AttributeValue(spec.name, Op.EQ, chance.random() < 0.7)
    if spec.order or spec.choices:
        return AttributeValue(spec.name, Op.EQ, chance.choice(spec.order or spec.choices))
    if spec.name in SIZE_SYSTEMS:
        return AttributeValue(spec.name, Op.EQ, chance.choice(SIZE_SYSTEMS[spec.name]))
    if spec.name in SIZES:
        unit, sizes = SIZES[spec.name]
        scalar = float(chance.choice(sizes))
        return AttributeValue(spec.name, Op.EQ, scalar, unit)
    return None


def _names(family: Family, values: Sequence[AttributeValue]) -> Labels:
    said = {language: [family.labels.in_language(language)] for language in ("fr", "ar", "en")}
    for value in values:
        for language, words in said.items():
            words.append(_word(value, language))
    return Labels(*(" ".join(filter(None, said[language])) for language in ("fr", "ar", "en")))


@cache
def value_labels() -> dict[tuple[str, AttributeScalar], Labels]:
    """Return the names of the values of the vocabulary."""
    return {(word.attribute, word.value): word.labels for word in load_vocabulary().values}


def _word(value: AttributeValue, language: str) -> str:
    label = value_labels().get((value.name, value.value))
    if isinstance(value.value, bool):
        return label.in_language(language) if label and value.value else ""
    if isinstance(value.value, float):
        number = f"{value.value:g}"
        return {"Fr": f"CH{number}", "G": f"{number}G", None: number}.get(
            value.unit, f"{number} {value.unit}"
        )
    return label.in_language(language) if label else value.value.upper()
