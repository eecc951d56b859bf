"""Search and display of device families, from the knowledge base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from rakiza.engine.attributes import AttributeSpec
from rakiza.engine.families import Family, Kind
from rakiza.engine.reading import fold
from rakiza.kernel.wording import Vocabulary, say_enum, vocabulary
from rakiza.pillars.purchasing.needs.knowledge import reader
from rakiza.reference.families import load


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """One family as a list shows it."""

    id: str
    label: str
    group: str
    kind: str
    emdn: str
    hs: str
    risk_class: str
    criticality: str


@dataclass(frozen=True, slots=True)
class SchemaRow:
    """One attribute of a family's schema, in words."""

    label: str
    unit: str
    comparison: str
    default: str
    decisive: bool


def _haystack(family: Family) -> str:
    names = [
        family.id.replace("_", " "),
        family.emdn,
        *family.hs,
        family.labels.fr,
        family.labels.ar,
        family.labels.en,
    ]
    return fold(" ".join((*names, *(synonym.text for synonym in family.synonyms))))


@cache
def _haystacks() -> tuple[tuple[Family, str], ...]:
    return tuple((family, _haystack(family)) for family in load())


def families_with_words(query: str, group: str, language: str) -> list[FamilyRow]:
    """Return the families that carry every word of `query`; what the text reads as comes first."""
    words = fold(query).split()
    found = [
        family
        for family, haystack in _haystacks()
        if (not group or family.group == group) and all(word in haystack for word in words)
    ]
    if words:
        read = reader().read(query).family
        if read and not any(family.id == read for family in found) and not group:
            found.append(load().family(read))
        found.sort(key=lambda family: (family.id != read, family.labels.in_language(language)))
    else:
        found.sort(key=lambda family: (family.group, family.labels.in_language(language)))
    return [row(family, language) for family in found]


def row(family: Family, language: str) -> FamilyRow:
    """Return the list row of a family."""
    return FamilyRow(
        family.id,
        family.labels.in_language(language),
        family.group,
        say_enum(Kind(family.kind)),
        family.emdn,
        ", ".join(family.hs),
        family.risk_class,
        say_enum(family.criticality),
    )


def groups() -> Sequence[str]:
    """Return the groups of families, in order."""
    return sorted({family.group for family in load()})


def _said_default(words: Vocabulary, spec: AttributeSpec, language: str) -> str:
    if spec.default is None:
        return ""
    if isinstance(spec.default, bool):
        return _("oui") if spec.default else _("non")
    return words.value(spec.name, str(spec.default), language)


def schema(family: Family, language: str) -> list[SchemaRow]:
    """Return the attribute schema of a family in words."""
    words = vocabulary()
    return [
        SchemaRow(
            words.attribute(spec.name, language),
            spec.unit or "",
            say_enum(spec.comparison),
            _said_default(words, spec, language),
            spec.decisive,
        )
        for spec in family.attributes
    ]
