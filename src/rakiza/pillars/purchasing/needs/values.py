"""Passage between need lines and the engine's values."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.families import Kind
from rakiza.engine.planning.values import Need, SourceRef
from rakiza.engine.reading import fold
from rakiza.engine.reading.confidence import AUTOMATIC
from rakiza.engine.reading.doubt import Judged, is_doubtful
from rakiza.engine.reading.values import PackReading, Reading
from rakiza.engine.reasons import Reason
from rakiza.kernel.codec import dump, load
from rakiza.pillars.purchasing.needs.models import NeedLine

CORRECTED = Reason.of("reading.corrected")
RELAXED = "reading.relaxed"
_FOLDED_MAX = 300


@dataclass(frozen=True, slots=True)
class CorrectedReading:
    """What a person says a text means."""

    kind: Kind
    family: str | None = None
    emdn: str | None = None
    attributes: tuple[AttributeValue, ...] = ()
    packaging: PackReading = field(default_factory=PackReading)


@dataclass(frozen=True, slots=True)
class SaidUnit:
    """What a person says a unit is: a unit of the vocabulary, holding so many base units or not said."""

    written: str
    unit: str
    size: int | None = None


def text_key(designation: str) -> str:
    """Return the key under which a text is remembered: folded, cut to the column's length."""
    return fold(designation)[:_FOLDED_MAX]


def corrected(text: str, correction: CorrectedReading) -> Reading:
    """Return a person's correction as a reading of `text`, sure of itself."""
    return Reading(
        text=text,
        kind=correction.kind,
        family=correction.family,
        emdn=correction.emdn,
        attributes=correction.attributes,
        packaging=correction.packaging,
        confidence=1.0,
        reasons=(CORRECTED,),
    )


def remembered(stored: object, text: str) -> Reading:
    """Return a stored correction as the reading of `text` (same folded text, maybe other letters)."""
    return replace(load(Reading, stored), text=text)


def needs_a_look(reading: Judged) -> bool:
    """Tell whether a person should look at a reading: unsure, or a device of no known family."""
    if is_doubtful(reading, AUTOMATIC):
        return True
    return reading.kind in {Kind.DEVICE, Kind.IVD} and reading.family is None


def reading_value(stored: object) -> Reading:
    """Return the reading that a row keeps as JSON."""
    return load(Reading, stored)


def reading_of(line: NeedLine) -> Reading:
    """Return the full reading that a line keeps."""
    return reading_value(line.reading)


def is_vouched(line: NeedLine) -> bool:
    """Tell whether people stand behind a line's reading: seen, said so before, or relaxed by its buyer."""
    if line.confirmed_by_id is not None or (line.memory and not line.to_confirm):
        return True
    return any(reason.get("code") == RELAXED for reason in line.reading.get("reasons", ()))


def apply_reading(line: NeedLine, reading: Reading) -> None:
    """Set a line's reading and the columns that repeat it."""
    line.reading = dump(reading)
    line.kind = reading.kind.value
    line.family = reading.family or ""
    line.emdn = reading.emdn or ""
    line.confidence = reading.confidence


READING_COLUMNS = ("reading", "kind", "family", "emdn", "confidence")


def plain_number(value: Decimal) -> Decimal:
    """Return the number without the zeros that the database's fixed scale adds (12.000 → 12)."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def need_value(line: NeedLine, member: str, file: str) -> Need:
    """Return a line as the planner takes it; the reading goes along only where people vouch for it."""
    return Need(
        id=str(line.pk),
        member=member,
        designation=line.designation,
        quantity=plain_number(line.quantity),
        unit=line.unit or None,
        quarters=(plain_number(line.q1), plain_number(line.q2), plain_number(line.q3), plain_number(line.q4)),
        source=SourceRef(file, line.sheet, line.row),
        pack_size=line.pack_size,
        reference_price=plain_number(line.reference_price) if line.reference_price is not None else None,
        reading=reading_of(line) if is_vouched(line) else None,
        region=line.region or None,
        note=line.note,
        specification=line.specification,
    )
