"""Needs written by hospitals' habits about devices of a generated catalogue, with what is right for each.

The truth comes from the generator alone: the devices of the family that state exactly what the need
asks. A need never names the family as the devices do: it takes another name of the family (French,
Arabic, English, abbreviations among them), writes measures in some other habit (`10cc`, `CH16`, `G 21`),
makes a slip in one word of six and adds a pack or a stray word. *Held-out* needs take only names that
the reader is then not given: see `without`.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from catalogue import Article, value_labels
from rakiza.engine.attributes import AttributeScalar, AttributeValue
from rakiza.engine.families import Family, KnowledgeBase, Synonym
from rakiza.engine.reading import fold

HELD_OUT = 0.3  # share of each family's other names
LEAST_WEIGHT = 0.8  # names that mean the family by themselves
_LANGUAGES = {"fr": 6.0, "any": 6.0, "ar": 2.0, "en": 2.0}
_UNITS: Mapping[str, Sequence[str]] = {
    "mL": ("{} ML", "{}CC", "{} ml", "{}ml", "{} cc"),
    "cm": ("{} CM", "{}cm", "L {} cm"),
    "mm": ("{} MM", "{}mm"),
    "Fr": ("CH {}", "CH{}", "{}FR", "N°{} CH", "{} ch"),
    "G": ("{}G", "G{}", "{} G", "G {}"),
    "g": ("{} GR", "{} g"),
}
_PACKS = ("", "", "", " BT 100", " B/50", " (paquet de 10)", " boite de 25", ", unité")
_STRAY = ("", "", "", "", " QUALITE SUP", " pour bloc", " ref {}", " *")
_WRITABLE = (
    "gauge",
    "volume",
    "french_size",
    "size",
    "suture_usp",
    "sterile",
    "tip",
    "material",
    "population",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One need: its text and the identifiers of the devices that are right."""

    text: str
    right: frozenset[str]


def held_out(knowledge: KnowledgeBase, seed: int = 7) -> dict[str, tuple[Synonym, ...]]:
    """Return the names that are kept from the reader, by family."""
    chance = random.Random(seed)
    return {
        family.id: tuple(each for each in _names(family) if chance.random() < HELD_OUT)
        for family in knowledge.families
    }


def without(knowledge: KnowledgeBase, kept_back: Mapping[str, tuple[Synonym, ...]]) -> KnowledgeBase:
    """Return a knowledge base that lacks those names."""
    families = tuple(
        replace(family, synonyms=tuple(each for each in family.synonyms if each not in kept_back[family.id]))
        for family in knowledge.families
    )
    return replace(knowledge, families=families)


def lines(
    knowledge: KnowledgeBase,
    articles: Sequence[Article],
    count: int,
    names: Mapping[str, tuple[Synonym, ...]] | None = None,
    seed: int = 11,
) -> list[Line]:
    """Return needs about devices drawn from the catalogue, written with `names` (None: every other name)."""
    chance = random.Random(seed)
    families = {family.id: family for family in knowledge.families}
    usable = names or {family.id: tuple(_names(family)) for family in knowledge.families}
    drawable = [article for article in articles if usable[article.family]]
    stating = _stating(articles)
    found = []
    while len(found) < count:
        article = chance.choice(drawable)
        asked = _asked(families[article.family], article, chance)
        right = (
            frozenset.intersection(*(stating[article.family, v.name, v.value] for v in asked))
            if asked
            else None
        )
        if right is not None:
            found.append(Line(_written(usable[article.family], asked, chance), right))
    return found


def _names(family: Family) -> list[Synonym]:
    """Return the names of a family that are none of its labels, nor part of one."""
    labels = {fold(family.labels.in_language(language)) for language in ("fr", "ar", "en")}
    return [
        each
        for each in family.synonyms
        if each.weight >= LEAST_WEIGHT and not each.brand and fold(each.text) not in labels
    ]


def _stating(articles: Sequence[Article]) -> dict[tuple[str, str, AttributeScalar], frozenset[str]]:
    found: dict[tuple[str, str, AttributeScalar], set[str]] = defaultdict(set)
    for article in articles:
        for value in article.attributes:
            found[article.family, value.name, value.value].add(article.id)
    return {key: frozenset(own) for key, own in found.items()}


def _asked(family: Family, article: Article, chance: random.Random) -> list[AttributeValue]:
    """Draw one to three attributes that a line can state without a label."""
    stated = [
        value
        for value in article.attributes
        if value.name in _WRITABLE and value.value is not False and family.attribute(value.name)
    ]
    return chance.sample(stated, min(len(stated), chance.randint(1, 3)))


def _written(names: Sequence[Synonym], asked: Sequence[AttributeValue], chance: random.Random) -> str:
    weights = [_LANGUAGES.get(name.language, 1.0) for name in names]
    name = chance.choices(names, weights)[0]
    language = "fr" if name.language == "any" else name.language
    words = [_slipped(name.text, chance), *(_value(value, language, chance) for value in asked)]
    text = " ".join(words) + chance.choice(_PACKS) + chance.choice(_STRAY).format(chance.randrange(100, 999))
    return text.upper() if chance.random() < 0.5 else text


def _slipped(text: str, chance: random.Random) -> str:
    """Make a slip in one of six words of six letters or more."""
    words = text.split()
    for at, word in enumerate(words):
        if len(word) >= 6 and chance.random() < 1 / 6:
            cut = chance.randrange(1, len(word) - 1)
            middle = chance.choice(("", word[cut] * 2, word[cut + 1] + word[cut]))
            words[at] = (
                word[:cut] + middle + word[cut + (2 if len(middle) == 2 and middle[0] != middle[1] else 1) :]
            )
    return " ".join(words)


def _value(value: AttributeValue, language: str, chance: random.Random) -> str:
    if isinstance(value.value, float):
        number = f"{value.value:g}"
        return chance.choice(_UNITS[value.unit or ""]).format(number.replace(".", chance.choice(".,")))
    if value.name == "size":
        return chance.choice(
            ("T {}", "taille {}", "T/{}")
            if language == "fr"
            else ("size {}",)
            if language == "en"
            else ("مقاس {}",)
        ).format(value.value)
    label = value_labels().get((value.name, value.value))
    return label.in_language(language) if label else str(value.value)
