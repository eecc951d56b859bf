"""Names of attributes, of their values and of pack units in the three languages, from the reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from rakiza.engine.families import Labels
from rakiza.reference.vocabulary import load


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Labels by token; `values` is keyed by (attribute, token)."""

    attributes: Mapping[str, Labels] = field(default_factory=dict)
    values: Mapping[tuple[str, str], Labels] = field(default_factory=dict)
    pack_units: Mapping[str, Labels] = field(default_factory=dict)

    def attribute(self, name: str, language: str) -> str:
        """Return the attribute's name in words; the bare token where the vocabulary lacks it."""
        return _said(self.attributes.get(name), name, language)

    def value(self, attribute: str, token: str, language: str) -> str:
        """Return a choice's name in words; the bare token where the vocabulary lacks it."""
        return _said(self.values.get((attribute, token)), token, language)

    def pack_unit(self, token: str, language: str) -> str:
        """Return the name of a pack or base unit in words."""
        return _said(self.pack_units.get(token), token, language)


def _said(labels: Labels | None, token: str, language: str) -> str:
    return labels.in_language(language) if labels else token.replace("_", " ")


@cache
def vocabulary() -> Vocabulary:
    """Return the names that ship with the reference."""
    shared = load()
    return Vocabulary(
        attributes={name: attribute.labels for name, attribute in shared.attributes.items()},
        values={(word.attribute, str(word.value)): word.labels for word in shared.values},
        pack_units=shared.pack_names,
    )
