"""One line of needs as a page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rakiza.engine.reading.values import PackReading, Reading
from rakiza.kernel.wording import say, say_attributes, vocabulary
from rakiza.kernel.wording.formats import number
from rakiza.kernel.wording.sorting import name_key
from rakiza.kernel.wording.units import counted_unit
from rakiza.pillars.purchasing.needs.enums import ImportState, NeedKind
from rakiza.pillars.purchasing.needs.knowledge import families, family_label
from rakiza.pillars.purchasing.needs.models import NeedLine
from rakiza.pillars.purchasing.needs.values import reading_of
from rakiza.reference.nomenclature import emdn

EXCLUDED = (NeedKind.MEDICINE, NeedKind.OTHER)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a line stands: the tone of its mark, the word, why."""

    tone: str
    label: str | Promise
    note: str | Promise = ""


@dataclass(frozen=True, slots=True)
class ShownReading:
    """A reading in words; `reasons` are sentences, `alternatives` families with name and probability.

    `unknown` is true of a device of no known family; `official` is then the English term of the
    code that the official nomenclature suggests, where it is loaded.
    """

    family: str
    label: str
    specification: str
    packaging: str
    emdn: str
    kind: str | Promise
    unknown: bool
    official: str
    confidence: float
    reasons: tuple[str, ...]
    alternatives: tuple[tuple[str, str, float], ...]


@dataclass(frozen=True, slots=True)
class PlannedLot:
    """The lot that a plan put a line into; `url` is empty where the plan has no page."""

    lot_id: int
    title: str
    plan: str
    url: str
    tone: str
    state: str | Promise


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line with its reading and standing; `value` is quantity × price, None without a price."""

    line: NeedLine
    reading: ShownReading
    standing: Standing
    unit: str
    value: Decimal | None
    lot: PlannedLot | None = None

    @property
    def quarters(self) -> tuple[Decimal, Decimal, Decimal, Decimal]:
        """What is needed in each quarter, in the line's unit."""
        return self.line.q1, self.line.q2, self.line.q3, self.line.q4


def shown_line(line: NeedLine, language: str) -> ShownLine:
    """Return a line for a page in `language`."""
    value = line.quantity * line.reference_price if line.reference_price is not None else None
    unit = counted_unit(line.unit, line.quantity, language) if line.unit else ""
    return ShownLine(line, shown_reading(reading_of(line), language), standing_of(line), unit, value)


def shown_reading(reading: Reading, language: str) -> ShownReading:
    """Return a reading in words of `language`."""
    names = _names(language)
    return ShownReading(
        family=reading.family or "",
        label=names.get(reading.family, reading.family) if reading.family else "",
        specification=say_attributes(reading.attributes, language=language),
        packaging=said_packaging(reading.packaging, language),
        emdn=reading.emdn or "",
        kind=NeedKind(reading.kind.value).label,
        unknown=reading.family is None and reading.kind.value not in EXCLUDED,
        official=(emdn().term(reading.emdn) or "") if reading.emdn and reading.family is None else "",
        confidence=reading.confidence,
        reasons=tuple(say(reason, language, names=names) for reason in reading.reasons),
        alternatives=tuple(
            (other.family, names.get(other.family, other.family), other.probability)
            for other in reading.alternatives
            if other.family
        ),
    )


@cache
def _names(language: str) -> Mapping[str, str]:
    """Return every family's name, once a language: a page shows fifty readings."""
    return {family_id: family_label(family_id, language) for family_id in families()}


def said_packaging(packaging: PackReading, language: str) -> str:
    """Write a packaging (boîte · 100; carton · 20) or an empty text where none was read."""
    words = vocabulary()
    levels = [(packaging.size, packaging.unit), *((size, unit) for size, unit in packaging.levels)]
    parts = []
    for size, unit in levels:
        name = words.pack_unit(unit, language) if unit else ""
        count = f"× {number(size, language)}" if size else ""
        parts.append(" ".join(part for part in (name, count) if part))
    return " · ".join(part for part in parts if part)


def standing_of(line: NeedLine) -> Standing:
    """Return where a line stands, the most pressing first."""
    if line.need_import.state == ImportState.UNDONE:
        return Standing("neutral", _("annulée"))
    if line.kind in EXCLUDED:
        return Standing("neutral", _("exclue"), NeedKind(line.kind).label)
    if line.to_confirm:
        return Standing("confirm", _("à vérifier"))
    if not line.confirmed:
        return Standing("info", _("import à confirmer"))
    return Standing("good", _("confirmée"))


def families_to_choose(language: str) -> tuple[tuple[str, str], ...]:
    """Return every family as (identifier, name), by name, for a list to search in."""
    names = ((family_id, family_label(family_id, language)) for family_id in families())
    return tuple(sorted(names, key=lambda pair: name_key(pair[1])))
