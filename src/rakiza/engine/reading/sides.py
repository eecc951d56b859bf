"""Which attributes the sides of `a x b` are, and in which unit: width, length, diameter."""

from __future__ import annotations

from rakiza.engine import units
from rakiza.engine.attributes import AttributeSpec, Op
from rakiza.engine.reading.quantities import Quantity
from rakiza.engine.reading.schema import DIAMETERS, Schema, allows

_FEWEST_METRES_LONGER = 10  # no bandage is so long: of 10x4 the 4 are metres
_THICKEST_WIRE = 0.1  # in
_HARDLY_APART = 1.5
_TENTHS = 10
_THINNEST, _THICKEST = 2, 30  # tenths of a millimetre, of a needle's diameter
_FEWEST_TENTHS = 4
_NARROWEST = 2  # cm: 0,90 x 100 m is a width in metres


def names_of(schema: Schema, quantity: Quantity) -> tuple[str, ...]:
    """Return the attributes that the sides of `a x b` fill, in the order written."""
    bore = next((name for name in DIAMETERS if name in schema.by_name), None)
    names = schema.habits.dimensions or tuple(
        name for name in ("diameter", "width", "length", "height") if name in schema.by_name
    )
    sheet = tuple(schema.habits.dimensions[:2]) == ("width", "length")
    if (
        bore is not None
        and bore not in names
        and "length" in names
        and len(quantity.values) == 2
        and not sheet
    ):
        names = (bore, "length")
    if len(quantity.values) == 3 and quantity.units[2] == "m" and in_two_units(schema):
        return ("width", "gusset", "length")  # 250 mm x 65 mm x 100 m: a gusset between them
    if set(names[:2]) == {"width", "length"} and len(quantity.values) in {2, 3}:
        sides = ("length", "width") if _length_first(schema, quantity) else ("width", "length")
        return (*sides, *names[2:])
    if len(names) == 2 and len(quantity.values) == 2 and "length" in names and set(names) & set(DIAMETERS):
        thin = names[0] if names[1] == "length" else names[1]
        return ("length", thin) if _first_longer(quantity) else (thin, "length")
    return names


def _length_first(schema: Schema, quantity: Quantity) -> bool:
    """Tell whether the first of two sides is the length: the longer one, but 10x4 of a bandage are cm by m."""
    if not in_two_units(schema):
        return _first_longer(quantity)
    if quantity.unit is None:
        metres = min(quantity.values[:2]) < _FEWEST_METRES_LONGER  # not of 90x100: a roll of gauze
        return (quantity.values[0] < quantity.values[1]) == metres
    if not other_unit(schema, quantity):
        return _first_longer(quantity)
    return (quantity.unit == "m") == (quantity.units[0] is not None)


def other_unit(schema: Schema, quantity: Quantity) -> bool:
    """Tell whether the side without unit is meant in the other one: `10 cm x 4`, `3 m x 15`."""
    if not in_two_units(schema) or quantity.unit is None or all(quantity.units[:2]):
        return False
    bare, measured = quantity.values[:2] if quantity.units[0] is None else quantity.values[1::-1]
    if quantity.unit == "m" and measured < 1:
        return False  # 4 x 0,10 m: both in metres
    return bare >= _NARROWEST if quantity.unit == "m" else bare < _FEWEST_METRES_LONGER


def in_two_units(schema: Schema) -> bool:
    """Tell whether the width is meant in centimetres and the length in metres, as of a bandage."""
    width, length = schema.by_name.get("width"), schema.by_name.get("length")
    return (width is not None and length is not None) and (width.implied_unit, length.implied_unit) == (
        "cm",
        "m",
    )


def are_two_widths(schema: Schema, first: float, second: float) -> bool:
    """Tell whether `5/7` of a bandage is from 5 to 7 cm wide: hardly apart, and too short to be metres."""
    return in_two_units(schema) and first < second < _FEWEST_METRES_LONGER and second <= first * _HARDLY_APART


def unit_of(spec: AttributeSpec | None, written: str | None) -> str:
    """Return the unit of a side: as written, but of 40*40 KG, sold by the kilogram, the usual one."""
    usual = (spec.implied_unit if spec is not None else None) or "cm"
    if written is None or (
        spec is not None and spec.unit is not None and not units.same_dimension(written, spec.unit)
    ):
        return usual
    return written


def unit_used(spec: AttributeSpec | None, value: float, unit: str | None, default: str | None) -> str:
    """Return the unit that a side is in; `unit` is written beside it, `default` beside others or usual."""
    used = unit_of(spec, unit or default)
    if spec is None or unit is not None:
        return used
    if spec.implied_unit == "in" and value < _THICKEST_WIRE:
        used = "in"  # 0.014 x 190 cm: the wire is in inches, its length isn't
    return used if allows(spec, value, used) else "mm"  # SACHET 90X230: too large in the habitual unit


def in_tenths(value: float, over: float) -> bool:
    """Tell whether a needle's diameter is written in tenths of a millimetre: `8/10`."""
    return over == _TENTHS and _THINNEST <= value <= _THICKEST


def are_tenths(value: float) -> bool:
    """Tell whether a needle's diameter without unit is in tenths: `40X8`; no needle is so many millimetres thick."""
    return _FEWEST_TENTHS <= value <= _THICKEST and value == int(value)


def spread(value: float, over: tuple[float, ...]) -> list[tuple[Op, float]]:
    """Return what a side written over others states: `10/15` from 10 to 15, `20/25/30` each of them."""
    if len(over) > 1:
        return [(Op.EQ, value), *((Op.EQ, each) for each in over)]
    return [(Op.GE, value), (Op.LE, over[0])] if value < over[0] else [(Op.EQ, value)]


def _first_longer(quantity: Quantity) -> bool:
    """Tell whether the first side is the longer one; the longer side of a rectangle is its length."""
    shared = quantity.unit if quantity.unit and units.same_dimension(quantity.unit, "mm") else "cm"
    sides = [
        units.canonical(value, unit if unit and units.same_dimension(unit, "mm") else shared)[0]
        for value, unit in zip(quantity.values, quantity.units, strict=True)
    ]
    return sides[0] > sides[1]
