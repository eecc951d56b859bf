"""Which family a cell names: its identifier, or its label in any language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process

from rakiza.engine.families import Family
from rakiza.kernel.imports.text import fold


@dataclass(frozen=True, slots=True)
class FamilyNames:
    """Families by their folded identifiers and labels."""

    by_name: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, families: Iterable[Family]) -> FamilyNames:
        """Index families by identifier and label."""
        by_name: dict[str, str] = {}
        labels: dict[str, str] = {}
        for family in families:
            labels[family.id] = family.labels.fr
            for name in (family.id, family.labels.fr, family.labels.ar, family.labels.en):
                by_name.setdefault(fold(name), family.id)
        return cls(by_name, labels)

    def find(self, text: str) -> str | None:
        """Return the identifier of the family that a text names exactly; None where none."""
        return self.by_name.get(fold(text))

    def proposals(self, text: str) -> tuple[str, ...]:
        """Return the labels of up to three families whose names look like the text."""
        near = process.extract(fold(text), list(self.by_name), limit=6, score_cutoff=50)
        return tuple(dict.fromkeys(self.labels[self.by_name[name]] for name, _, _ in near))[:3]
