"""Device families as values: what the engines must know of the authored knowledge base.

A family is one kind of device. `rakiza.reference.families` loads the authored files into these
values; engines receive a `KnowledgeBase` and never read a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rakiza.engine.attributes import AttributeScalar, AttributeSpec


class Kind(StrEnum):
    """What a designation names."""

    DEVICE = "device"
    IVD = "ivd"
    MEDICINE = "medicine"
    OTHER = "other"


class Criticality(StrEnum):
    """What a shortage would do: stop care, degrade it, or inconvenience it."""

    VITAL = "vital"
    ESSENTIAL = "essential"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class Labels:
    """A name in the three languages."""

    fr: str
    ar: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the label in `language` (fr, ar, en); French is the source."""
        return {"ar": self.ar, "en": self.en}.get(language, self.fr)


@dataclass(frozen=True, slots=True)
class Synonym:
    """A way of writing a family.

    `weight` in (0, 1]: how surely the phrase alone means the family (`intranule` 1.0, `sonde`
    0.2). `language` is fr, ar, en or `any`. Brands used as common names are synonyms with
    `brand=True`: they read, and the requirement lint can name them.
    """

    text: str
    language: str
    weight: float = 1.0
    brand: bool = False


@dataclass(frozen=True, slots=True)
class CodeRefinement:
    """A deeper EMDN code that holds when every attribute in `when` was stated with that value."""

    when: tuple[tuple[str, AttributeScalar], ...]
    emdn: str


@dataclass(frozen=True, slots=True)
class NumberHabits:
    """How unlabelled numbers are meant in this family.

    `bare`: attributes that a lone number fills, in order (`SONDE DE FOLEY 22` → french_size).
    `dimensions`: attributes that `a*b[*c]` fills, in order, in `dimension_unit`.
    `formats`: pairs that the trade writes without a unit, the smaller side first, by the unit they are in
    (films: 14x17 are inches, 31x41 millimetres).
    """

    bare: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    dimension_unit: str | None = None
    formats: tuple[tuple[str, tuple[tuple[float, float], ...]], ...] = ()

    def format_unit(self, values: Sequence[float]) -> str | None:
        """Return the unit of two sides that are a format of the trade, None where they are none."""
        if len(values) != 2:
            return None
        sides = (values[0], values[1]) if values[0] <= values[1] else (values[1], values[0])
        for unit, pairs in self.formats:
            if any(sides[0] == one and sides[1] == other for one, other in pairs):
                return unit
        return None


@dataclass(frozen=True, slots=True)
class Packaging:
    """`base_unit` is what one counts (piece, pair, test, mL…); `typical` the usual pack sizes."""

    base_unit: str = "piece"
    units: tuple[str, ...] = ("boite",)
    typical: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """One kind of device; see docs/reference/families.md for each field."""

    id: str
    group: str
    kind: Kind
    labels: Labels
    synonyms: tuple[Synonym, ...]
    excludes: tuple[str, ...]
    emdn: str
    refinements: tuple[CodeRefinement, ...]
    hs: tuple[str, ...]
    risk_class: str
    attributes: tuple[AttributeSpec, ...]
    habits: NumberHabits
    packaging: Packaging
    standards: tuple[str, ...]
    tests: tuple[str, ...]
    processes: tuple[str, ...]
    materials: tuple[str, ...]
    criticality: Criticality
    tie_rules: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()

    def attribute(self, name: str) -> AttributeSpec | None:
        """Return the schema of one attribute, or None where the family has no such attribute."""
        return next((spec for spec in self.attributes if spec.name == name), None)

    def emdn_for(self, stated: Mapping[str, AttributeScalar]) -> str:
        """Return the deepest EMDN code that the stated attributes justify.

        A refinement as deep as the family's own code takes its place: it is another branch.
        """
        best = self.emdn
        for refinement in self.refinements:
            deeper = len(refinement.emdn) > len(best)
            branch = best == self.emdn and len(refinement.emdn) == len(best)
            if (deeper or branch) and all(_holds(stated, name, value) for name, value in refinement.when):
                best = refinement.emdn
        return best


def _holds(stated: Mapping[str, AttributeScalar], name: str, wanted: AttributeScalar) -> bool:
    """Tell whether a condition holds; a wanted `True` means "stated", whatever the measure is."""
    value = stated.get(name)
    if wanted is True:
        return value is not None and value is not False
    return value == wanted and isinstance(value, bool) == isinstance(wanted, bool)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words that decide a kind outside the families.

    `medicine` and `other` map a folded phrase to its weight; no mistyped word is taken for one that only
    their `exact` phrases have. `medicine_forms` are dosage forms (`comprime`, `inj`, `sirop`),
    `medicine_stems` endings of international names (`-cilline`).
    `brands` are folded names of makers and marks that stand for no one family; the `short_brands`
    count only where a word before them says that they are one (`type BD`).
    """

    medicine: Mapping[str, float] = field(default_factory=dict)
    medicine_forms: frozenset[str] = frozenset()
    medicine_stems: tuple[str, ...] = ()
    other: Mapping[str, float] = field(default_factory=dict)
    exact: frozenset[str] = frozenset()
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, tuple[tuple[str, AttributeScalar], ...]] = field(default_factory=dict)
    pack_units: Mapping[str, str] = field(default_factory=dict)
    brands: frozenset[str] = frozenset()
    short_brands: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """Everything the engines know of families; `version` is the hash of the authored files."""

    families: tuple[Family, ...]
    lexicon: Lexicon
    version: str
    _index: Mapping[str, Family] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find families by their identifier in one step: pages ask once a row."""
        object.__setattr__(self, "_index", {family.id: family for family in self.families})

    def __iter__(self) -> Iterator[Family]:
        """Iterate over the families in the order of their identifiers."""
        return iter(self.families)

    def family(self, family_id: str) -> Family:
        """Return one family; KeyError where there is none of that identifier."""
        return self._index[family_id]

    def by_id(self) -> Mapping[str, Family]:
        """Return the families keyed by identifier."""
        return self._index
