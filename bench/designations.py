"""Designations written by hospitals' habits, made from the knowledge base alone. Deterministic.

A line is one of a family's own names in any language (a slip in one of ten), up to three attributes
of its schema in some habit of writing, and, for two lines of three, a pack.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from rakiza.engine.attributes import AttributeSpec, AttributeType
from rakiza.engine.families import Family, KnowledgeBase

_UNITS = {
    "mL": ("{} ML", "{}ML", "{}CC", "{} cc"),
    "cm": ("{} CM", "{}CM", "L {}CM"),
    "mm": ("{} MM", "{}MM", "DIAM {}"),
    "m": ("{} M", "{}M"),
    "Fr": ("CH {}", "CH{}", "{}FR", "N° {}"),
    "G": ("{}G", "G{}", "{} G"),
    "g": ("{} G", "{}GR"),
    "kg": ("{} KG",),
    None: ("{}", "N°{}"),
}
_VALUES = (
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    10,
    12,
    14,
    15,
    16,
    18,
    20,
    22,
    24,
    25,
    30,
    40,
    45,
    50,
    60,
    75,
    100,
    120,
    150,
    200,
    250,
    500,
)
_FINE = ("0,5", "1.5", "2,5", "3,5", "4,5", "5.5", "6,5", "7,5", "0,9", "2.75")
_SIDES = ("{}*{}", "{}X{}", "{} X {} CM", "{}CMX{}CM", "{}x{} mm")
_SIZES = ("S", "M", "L", "XL", "T/M", "TAILLE L", "GM", "PM", "N° 7")
_PACKS = (
    "",
    "",
    " BT {}",
    " BT/{}",
    " B/{}",
    " BTE DE {}",
    " (paquet de {})",
    ", unité",
    " CARTON 10 X {}",
    " /{}PCS",
)
_COUNTS = (2, 5, 6, 10, 12, 20, 24, 25, 36, 50, 100, 144, 200, 250, 500, 1000)


class Designations:
    """Makes lines of one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, seed: int) -> None:
        self._chance = random.Random(seed)
        self._named: list[tuple[Family, str]] = [
            (family, name)
            for family in knowledge
            for name in {
                family.labels.fr,
                family.labels.ar,
                family.labels.en,
                *(synonym.text for synonym in family.synonyms),
            }
        ]
        self._named.sort(key=lambda named: (named[0].id, named[1]))
        self._words: dict[tuple[str, object], list[str]] = {}
        for text, values in sorted(knowledge.lexicon.values.items()):
            for said in values:
                self._words.setdefault(said, []).append(text)

    def article(self) -> tuple[Family, str]:
        """Return a family and one of its names."""
        return self._chance.choice(self._named)

    def line(self, family: Family, name: str) -> str:
        """Return one line: the name with attributes and a pack."""
        chance = self._chance
        if chance.random() < 0.1 and len(name) > 6:
            cut = chance.randrange(1, len(name) - 1)
            name = name[:cut] + name[cut + 1 :]
        parts = [name if chance.random() < 0.3 else name.upper()]
        if family.attributes:
            count = chance.choice((0, 1, 1, 2, 2, 3))
            chosen = chance.sample(family.attributes, min(count, len(family.attributes)))
            parts += [self._attribute(spec) for spec in chosen]
        pack = chance.choice(_PACKS).format(chance.choice(_COUNTS))
        return " ".join(part for part in parts if part) + pack

    def lines(self) -> Iterator[str]:
        """Yield lines without end; some may be equal."""
        while True:
            yield self.line(*self.article())

    def distinct(self, count: int) -> list[str]:
        """Return so many lines, all different."""
        made: dict[str, None] = {}
        for line in self.lines():
            made[line] = None
            if len(made) == count:
                break
        return list(made)

    def sizes(self, count: int, each: int = 20) -> list[str]:
        """Return so many lines, all different: articles in `each` sizes, as item lists enumerate them."""
        made: dict[str, None] = {}
        while len(made) < count:
            line = self.line(*self.article())
            digits = [part for part in re.findall(r"\d+", line) if part != "0"]
            for _ in range(each if digits else 1):
                made[re.sub(r"\d+", self._resized, line)] = None
        return list(made)[:count]

    def _resized(self, digits: re.Match[str]) -> str:
        length = len(digits[0])
        return str(self._chance.randrange(10 ** (length - 1), 10**length)) if digits[0] != "0" else "0"

    def year(self, count: int, catalogue: int = 40_000, own: float = 0.2) -> list[str]:
        """Return a country's lines of a year: most copied from a common catalogue, some written anew.

        Hospitals order by lists that were copied from each other: `own` of the lines are written by
        the hospital itself, the rest are lines of a catalogue of so many, the commonest far more often
        than the others (the nth line in proportion to 1 / n ** 0.8).
        """
        common = self.distinct(catalogue)
        weights = [1.0 / (place + 1) ** 0.8 for place in range(catalogue)]
        copied = self._chance.choices(common, weights, k=count)
        written = self.lines()
        return [next(written) if self._chance.random() < own else line for line in copied]

    def _attribute(self, spec: AttributeSpec) -> str:
        chance = self._chance
        if spec.type is AttributeType.NUMBER:
            if spec.name in {"length", "width"} and chance.random() < 0.5:
                return self._pick(_SIDES).format(chance.choice(_VALUES), chance.choice(_VALUES))
            notation = self._pick(_UNITS.get(spec.implied_unit or spec.unit, ("{}",)))
            return notation.format(self._number(spec))
        if spec.type is AttributeType.SIZE:
            return self._pick(_SIZES)
        values: Sequence[object] = spec.choices or (True,)
        words = self._words.get((spec.name, chance.choice(values)))
        return self._pick(words).upper() if words else ""

    def _number(self, spec: AttributeSpec) -> object:
        if self._chance.random() < 0.2:
            return self._chance.choice(_FINE)
        low, high = spec.minimum or 0.0, spec.maximum or 1e9
        fitting = (
            [value for value in _VALUES if low <= value <= high] if spec.unit == spec.implied_unit else []
        )
        return self._chance.choice(fitting or _VALUES)

    def _pick(self, choices: Sequence[str]) -> str:
        return self._chance.choice(choices)
