"""Which attributes the sides of `a x b` are, and in which unit: width, length, diameter."""

from __future__ import annotations

from rakiza.engine import units
from rakiza.engine.attributes import AttributeSpec
from rakiza.engine.reading.quantities import Quantity
from rakiza.engine.reading.schema import DIAMETERS, Schema

_FEWEST_METRES_LONGER = 10  # no bandage is so long: of 10x4 the 4 are metres
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
    bare = quantity.values[0] if quantity.units[0] is None else quantity.values[1]
    return bare >= _NARROWEST if quantity.unit == "m" else bare < _FEWEST_METRES_LONGER


def in_two_units(schema: Schema) -> bool:
    """Tell whether the width is meant in centimetres and the length in metres, as of a bandage."""
    width, length = schema.by_name.get("width"), schema.by_name.get("length")
    return (width is not None and length is not None) and (width.implied_unit, length.implied_unit) == (
        "cm",
        "m",
    )


def unit_of(spec: AttributeSpec | None, written: str | None) -> str:
    """Return the unit of a side: as written, but of 40*40 KG, sold by the kilogram, the usual one."""
    usual = (spec.implied_unit if spec is not None else None) or "cm"
    if written is None or (
        spec is not None and spec.unit is not None and not units.same_dimension(written, spec.unit)
    ):
        return usual
    return written


def _first_longer(quantity: Quantity) -> bool:
    """Tell whether the first side is the longer one; the longer side of a rectangle is its length."""
    shared = quantity.unit if quantity.unit and units.same_dimension(quantity.unit, "mm") else "cm"
    sides = [
        units.canonical(value, unit if unit and units.same_dimension(unit, "mm") else shared)[0]
        for value, unit in zip(quantity.values, quantity.units, strict=True)
    ]
    return sides[0] > sides[1]
