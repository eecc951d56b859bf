"""Names of attributes, of their values and of pack units in the three languages, from the reference."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from rakiza.engine.families import Labels


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Labels by token. `values` is keyed by (attribute, token); attribute "" serves every attribute."""

    attributes: Mapping[str, Labels] = field(default_factory=dict)
    values: Mapping[tuple[str, str], Labels] = field(default_factory=dict)
    pack_units: Mapping[str, Labels] = field(default_factory=dict)

    def attribute(self, name: str, language: str) -> str:
        """Return the attribute's name in words; the bare token where the vocabulary lacks it."""
        return _said(self.attributes.get(name), name, language)

    def value(self, attribute: str, token: str, language: str) -> str:
        """Return a choice's name in words; the bare token where the vocabulary lacks it."""
        labels = self.values.get((attribute, token)) or self.values.get(("", token))
        return _said(labels, token, language)

    def pack_unit(self, token: str, language: str) -> str:
        """Return the name of a pack or base unit in words."""
        return _said(self.pack_units.get(token), token, language)


def _said(labels: Labels | None, token: str, language: str) -> str:
    return labels.in_language(language) if labels else token.replace("_", " ")


@cache
def vocabulary() -> Vocabulary:
    """Load the vocabulary that ships with the reference."""
    folder = files("rakiza.reference").joinpath("vocabulary")
    attributes: dict[str, Labels] = {}
    values: dict[tuple[str, str], Labels] = {}
    pack_units: dict[str, Labels] = {}
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml"):
            continue
        table = tomllib.loads(entry.read_text(encoding="utf-8"))
        if entry.name == "attributes.toml":
            attributes.update(_labels(table))
        elif entry.name == "units_of_pack.toml":
            pack_units.update(_labels(table.get("names", {})))
        elif entry.name.startswith("values"):
            values.update(_value_labels(table))
    return Vocabulary(attributes, values, pack_units)


def _labels(table: Mapping[str, Any]) -> dict[str, Labels]:
    return {token: _label(entry) for token, entry in table.items() if _is_label(entry)}


def _is_label(entry: object) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("fr"), str)


def _label(entry: Mapping[str, str]) -> Labels:
    return Labels(entry["fr"], entry.get("ar", entry["fr"]), entry.get("en", entry["fr"]))


def _value_labels(table: Mapping[str, Any]) -> dict[tuple[str, str], Labels]:
    """Read `[attribute.token]` or bare `[token]` entries, whichever the file uses."""
    found: dict[tuple[str, str], Labels] = {}
    for key, entry in table.items():
        if _is_label(entry):
            found["", key] = _label(entry)
        elif isinstance(entry, dict):
            found.update({(key, token): _label(label) for token, label in entry.items() if _is_label(label)})
    return found
