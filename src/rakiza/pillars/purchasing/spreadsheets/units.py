"""Pack units and packagings as hospitals write them: `Bte`, `B/100`, `carton de 20 boîtes de 50`."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from rapidfuzz import process

from rakiza.engine.families import Labels
from rakiza.kernel.imports.text import fold
from rakiza.kernel.wording.sorting import name_key

BASE_UNITS = frozenset({"piece", "unite", "paire", "test"})
_MEASURES = frozenset(
    {
        "ml",
        "cl",
        "dl",
        "l",
        "litre",
        "litres",
        "g",
        "gr",
        "kg",
        "mg",
        "cm",
        "mm",
        "m",
        "metre",
        "metres",
        "cc",
    }
)
_FILLERS = frozenset(
    {
        "de",
        "d",
        "of",
        "par",
        "a",
        "x",
        "la",
        "le",
        "l",
        "per",
        "contenant",
        "en",
        "من",
        "في",
        "و",
        "et",
        "and",
    }
)
_SINGLE = frozenset({"unitaire", "a l unite", "individuel", "single"})


@dataclass(frozen=True, slots=True)
class Pack:
    """What a packaging says: its unit, how many base units it holds, whether it states a measure."""

    unit: str | None = None
    size: int | None = None
    measure: bool = False


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    labels: Mapping[str, Labels]
    written: Mapping[str, str]


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    file = resources.files("rakiza") / "reference" / "vocabulary" / "units_of_pack.toml"
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    labels = {name: Labels(words["fr"], words["ar"], words["en"]) for name, words in content["names"].items()}
    written: dict[str, str] = {}
    for name, label in labels.items():
        for text in (name, label.fr, label.ar, label.en):
            written[fold(text)] = name
    for text, name in content["written"].items():
        written.setdefault(fold(text), name)
    return _Vocabulary(labels, written)


def unit_names(language: str) -> tuple[str, ...]:
    """Return the names of the units in a language, in the order of the vocabulary."""
    return tuple(label.in_language(language) for label in _vocabulary().labels.values())


def unit_choices(language: str) -> tuple[tuple[str, str], ...]:
    """Return the units as (identifier, name), by name, for a list to choose from."""
    names = ((name, label.in_language(language)) for name, label in _vocabulary().labels.items())
    return tuple(sorted(names, key=lambda pair: name_key(pair[1])))


def unit_label(unit: str, language: str) -> str:
    """Return a unit's name in a language."""
    label = _vocabulary().labels.get(unit)
    return label.in_language(language) if label else unit


@lru_cache(maxsize=5_000)
def find_unit(text: str) -> str | None:
    """Return the unit that a word names, singular or plural, in any language; None where none."""
    folded = fold(text.replace("(s)", "").replace("(S)", ""))
    written = _vocabulary().written
    singular = re.sub(r"(?<=\w{2})(es|s|x)$", "", folded)
    for word in (
        folded,
        folded.removesuffix("s"),
        folded.removesuffix("x"),
        singular,
        folded.removeprefix("ال"),
    ):
        if word in written:
            return written[word]
    return None


def unit_proposals(text: str, language: str = "fr") -> tuple[str, ...]:
    """Return up to three units that look like an unknown word, else the most usual ones."""
    written = _vocabulary().written
    near = process.extract(fold(text), list(written), limit=6, score_cutoff=60)
    names = tuple(dict.fromkeys(written[phrase] for phrase, _, _ in near))[:3] or ("piece", "boite", "paquet")
    return tuple(unit_label(name, language) for name in names)


@lru_cache(maxsize=5_000)
def parse_pack(text: str) -> Pack | None:
    """Return what a packaging text says, or None where it isn't understood.

    `100` is 100 base units; `carton de 20 boîtes de 50` is a carton of 1,000.
    """
    folded = fold(text)
    if folded in _SINGLE:
        return Pack(None, 1)
    tokens = re.findall(r"\d+|[^\W\d_]+", re.sub(r"(?<=\d)\s(?=\d{3}\b)", "", folded))
    numbers: list[int] = []
    units: list[tuple[int, str]] = []
    measure = False
    for position, token in enumerate(tokens):
        if token.isdigit():
            numbers.append(int(token))
        elif token in _MEASURES and numbers and position:
            measure = True
        elif (unit := find_unit(token)) is not None and not (token in _FILLERS and numbers):
            units.append((position, unit))
        elif token not in _FILLERS and not (numbers and units):  # `boîte de 100 bandes`: what it holds
            return None
    return _assemble(tokens, numbers, [unit for _, unit in units], measure=measure)


def _assemble(tokens: list[str], numbers: list[int], units: list[str], *, measure: bool) -> Pack | None:
    size = math.prod(numbers)
    if not (numbers or units) or size == 0:
        return None
    holders = [unit for unit in units if unit not in BASE_UNITS]
    unit = holders[0] if holders else None
    if not numbers:
        return Pack(unit or units[0], None)
    if measure:
        return Pack(unit, None, measure=True)
    counts_holders = len(numbers) == len(units) == 1 and tokens[0].isdigit() and unit is not None
    if counts_holders:
        return Pack(unit, None) if size == 1 else None  # `1 boîte`; `100 boîtes` is no packaging
    return Pack(unit or (units[0] if size == 1 and units else None), size)
