"""What a person says that a line is, and where a reading differs from it.

The rules are those of the labelled files; `evaluate` counts over whole files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rakiza.engine import units
from rakiza.engine.attributes import AttributeScalar, AttributeValue
from rakiza.engine.families import Kind
from rakiza.engine.reading.values import Reading

LENGTHS = (1, 3, 5, 7, 9, 11, 13)  # characters of a code at levels 1 to 7
_JUDGED_TO = 7  # characters: level 4, to which a reading must be right to count as right
_CORE = """
volume gauge outer_diameter inner_diameter diameter french_size length width size tip lumens suture_usp
suture_absorbable suture_structure needle_curve needle_length needle_type needle_count sterile single_use
powder_free plies population sex material weight
"""
CORE = frozenset(_CORE.split())
Item = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Label:
    """What a person says that a line is; `alternatives` are codes accepted as well."""

    kind: Kind
    emdn: str = ""
    alternatives: tuple[str, ...] = ()
    attributes: tuple[AttributeValue, ...] = ()
    pack_size: int | None = None
    pack_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing read wrong: `part` is kind, emdn, attribute or packaging; texts are plain."""

    part: str
    expected: str
    read: str


def is_right(label: Label, reading: Reading) -> bool:
    """Tell whether a reading may be relied on: its kind is right, and so is its code.

    A code is right where it agrees with the label's or an alternative as far as both go, to level 4;
    a line without a code is right where none was read.
    """
    if label.kind is not reading.kind:
        return False
    if not label.emdn:
        return not reading.emdn
    read = (reading.emdn or "")[:_JUDGED_TO]
    return bool(read) and any(_agree(read, code[:_JUDGED_TO]) for code in accepted(label))


def faults(label: Label, reading: Reading) -> tuple[Fault, ...]:
    """Return what was read otherwise than expected, alternatives and the core list considered."""
    found: list[Fault] = []
    if label.kind is not reading.kind:
        found.append(Fault("kind", label.kind.value, reading.kind.value))
    code = reading.emdn or ""
    if not _holds(label, code):
        found.append(Fault("emdn", "|".join(accepted(label)), code))
    expected, read = items(label.attributes), items(reading.attributes)
    if expected != read:
        missed, extra = (" ".join(_written(each)) for each in (expected - read, read - expected))
        found.append(Fault("attribute", missed, extra))
    wanted, had = pack_items(label.pack_size, label.pack_unit), pack_read(reading)
    if wanted != had:
        found.append(
            Fault("packaging", *(" ".join(value for _, value in sorted(each)) for each in (wanted, had)))
        )
    return tuple(found)


def items(attributes: Iterable[AttributeValue]) -> frozenset[Item]:
    """Return the core attributes as comparable items: name, comparison, value in the canonical unit."""
    return frozenset(
        (each.name, each.op.value, _token(each.value, each.unit)) for each in attributes if each.name in CORE
    )


def _token(value: AttributeScalar, unit: str | None) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        try:
            return f"{float(value.replace(',', '.')):.4g}"  # a size written in digits
        except ValueError:
            return value.strip().lower()
    number, symbol = units.canonical(float(value), unit if units.known(unit) else None)
    return f"{number:.4g}{symbol or ''}"


def _written(some: Iterable[Item]) -> Iterator[str]:
    return (f"{name}{op}{value}" for name, op, value in sorted(some))


def accepted(label: Label) -> tuple[str, ...]:
    """Return the codes that count as right, the label's own first."""
    return tuple(code for code in (label.emdn, *label.alternatives) if code)


def _agree(one: str, other: str) -> bool:
    shared = min(len(one), len(other))
    return one[:shared] == other[:shared]


def _holds(label: Label, code: str) -> bool:
    """Tell whether a code is right, alternatives considered, as deep as the label goes."""
    if not label.emdn:
        return not code
    depth = len(label.emdn)
    return any(
        code.startswith(each) or (len(code) >= depth and code[:depth] == each[:depth])
        for each in accepted(label)
    )


def pack_items(size: int | None, unit: str | None) -> frozenset[tuple[str, str]]:
    """Return what is stated of a pack, as up to two comparable items."""
    stated = (("size", str(size) if size is not None else ""), ("unit", (unit or "").lower()))
    return frozenset(item for item in stated if item[1])


def pack_read(reading: Reading) -> frozenset[tuple[str, str]]:
    """Return what was read of the pack."""
    return pack_items(reading.packaging.size or None, reading.packaging.unit)
