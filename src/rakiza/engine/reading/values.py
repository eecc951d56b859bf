"""What reading a designation gives."""

from __future__ import annotations

from dataclasses import dataclass

from rakiza.engine.attributes import AttributeScalar, AttributeValue
from rakiza.engine.families import Kind
from rakiza.engine.reasons import Reason


@dataclass(frozen=True, slots=True)
class PackReading:
    """How the article is packed: `100` in a `boite`. `levels` are outer packs (carton of 20 boxes)."""

    size: int | None = None
    unit: str | None = None
    levels: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another family or code the text may mean; `probability` in [0, 1]."""

    family: str | None
    emdn: str | None
    probability: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What one designation was read as.

    `family` is None where no family covers the text or where the kind isn't a device; `emdn` is
    the deepest code the text justifies; `confidence` in [0, 1] is that of kind and family
    together; `reasons` quote the words that decided.
    """

    text: str
    kind: Kind
    family: str | None
    emdn: str | None
    attributes: tuple[AttributeValue, ...]
    packaging: PackReading
    confidence: float
    alternatives: tuple[Alternative, ...] = ()
    reasons: tuple[Reason, ...] = ()

    def stated(self) -> dict[str, AttributeScalar]:
        """Return attribute values by name (the last one stated where a name occurs twice)."""
        return {attribute.name: attribute.value for attribute in self.attributes}
