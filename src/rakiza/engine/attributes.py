"""Attributes of devices and requirements: a name, a comparison, a value, a unit.

Units are few and closed (see `rakiza.engine.units`); a value is stored in the unit it was written
in and compared in the canonical unit of its dimension.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

AttributeScalar = float | str | bool


class Op(StrEnum):
    """How a stated value binds: `10 cm`, `at least 10 cm`, `at most 10 cm`."""

    EQ = "="
    GE = ">="
    LE = "<="


@dataclass(frozen=True, slots=True)
class AttributeValue:
    """One stated attribute. A range is two values of the same name, `>=` and `<=`.

    `value` is a float for measures and counts, a lower-case token for choices (`luer_lock`), a
    bool for flags; sizes such as `M` or USP sizes such as `2/0` are strings. `unit` is the symbol
    as in `rakiza.engine.units`, or None where the attribute has none.
    """

    name: str
    op: Op
    value: AttributeScalar
    unit: str | None = None


class Comparison(StrEnum):
    """How a device's value is held against a required one (chosen by the family's schema)."""

    EQUAL = "equal"  # same value (numbers: within `tolerance`, relative)
    AT_LEAST = "at_least"  # the device must reach the required value
    AT_MOST = "at_most"  # the device must not exceed it
    WITHIN = "within"  # numbers within the absolute `tolerance` of the standard
    ONE_OF = "one_of"  # the device's value is one of several acceptable ones
    ORDERED = "ordered"  # ordered classes: a higher class serves a lower one (I < II < IIR)
    COMPATIBLE = "compatible"  # equal, or listed as equivalent in the schema
    STANDARD = "standard"  # the standard required, in its edition or a newer one
    INFORMATIVE = "informative"  # shown, never decides (colour of a drape)


class AttributeType(StrEnum):
    """What kind of value an attribute takes."""

    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    SIZE = "size"  # a letter (S, M, L) or a number of a size system, kept as written
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class AttributeSpec:
    """One attribute in a family's schema.

    `equivalences` groups interchangeable values (`("luer_lock", "luer_lock_centric")`);
    `accepts` pairs a required value with another that serves it, one way (`("luer_slip", "luer_lock")`);
    `order` lists ordered classes from weakest to strongest; `default` is what an unwritten value
    means for this family (a hypodermic syringe is single-use); `decisive` attributes separate
    lots: two needs that differ in one are never merged.
    """

    name: str
    type: AttributeType
    comparison: Comparison
    unit: str | None = None
    implied_unit: str | None = None
    tolerance: float = 0.0
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    equivalences: tuple[tuple[str, ...], ...] = ()
    order: tuple[str, ...] = ()
    default: AttributeScalar | None = None
    decisive: bool = True
    accepts: tuple[tuple[str, str], ...] = ()
