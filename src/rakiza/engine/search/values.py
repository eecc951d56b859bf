"""What a catalogue search takes and gives."""

from __future__ import annotations

from dataclasses import dataclass

from rakiza.engine.attributes import AttributeScalar, AttributeValue
from rakiza.engine.families import Labels


@dataclass(frozen=True, slots=True)
class SearchRecord:
    """One device as the search sees it.

    `names` in three languages, any of them empty; `maker` is an identifier, `maker_name` what people
    type; `codes` are found whole or by their beginning (GTIN, reference).
    """

    id: str
    names: Labels
    family: str
    maker: str
    maker_name: str = ""
    attributes: tuple[AttributeValue, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: the text as typed so far, and the facets chosen beside it.

    Families of one query are alternatives, and so are makers. Attributes of different names must
    all hold; equal ones of one name are alternatives, and bounds (`>=`, `<=`) must all hold.
    """

    text: str = ""
    families: frozenset[str] = frozenset()
    makers: frozenset[str] = frozenset()
    attributes: tuple[AttributeValue, ...] = ()
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """A measure asked for in the text: `volume ≥ 10 mL`, `ch 16..20`, `5 ml`.

    `attributes` are those it may be about (several where no word says which); `low` and `high` are in
    the canonical `unit`, None where open; `strict` excludes the ends (`> 10`). A `firm` one was written
    with an operator and filters; another one counts as a word does.
    """

    attributes: tuple[str, ...]
    low: float | None
    high: float | None
    unit: str | None
    strict: bool = False
    firm: bool = True
    written: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One device found; a higher score is a better match."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Count:
    """How many results are of one family or one maker."""

    id: str
    count: int


@dataclass(frozen=True, slots=True)
class ValueCount:
    """How many results state one value; numbers in the canonical unit."""

    value: AttributeScalar
    unit: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """One attribute of the results: numbers ascending, other values from the most frequent."""

    attribute: str
    values: tuple[ValueCount, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that nothing holds as typed, and what was searched in its place."""

    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of results with the facets of all of them.

    `understood` are the measures read from the text; `left_out` the words that some of the results
    lack, where no device has them all.
    """

    total: int
    hits: tuple[Hit, ...]
    families: tuple[Count, ...] = ()
    makers: tuple[Count, ...] = ()
    facets: tuple[Facet, ...] = ()
    understood: tuple[Span, ...] = ()
    corrections: tuple[Correction, ...] = ()
    left_out: tuple[str, ...] = ()
