"""A hub's colour is a gauge: of needles by ISO 6009, of peripheral catheters by ISO 10555-5.

Readings state the colour only, as written. Whoever holds a need against a device, or pools needs into lots,
takes it for the gauge that it is, where the family follows one of the two standards and no gauge is written.
"""

from __future__ import annotations

from collections.abc import Iterable

from rakiza.engine import units
from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.families import Family

NEEDLES, CATHETERS = "ISO 6009", "ISO 10555-5"
_SIZES = frozenset({"gauge", "outer_diameter", "diameter"})  # what says it better than a colour


def asked(attributes: tuple[AttributeValue, ...], family: Family) -> tuple[AttributeValue, ...]:
    """Return what a need asks for, with the gauges that its colours mean where it names no size."""
    colours = [value for value in attributes if value.name == "color"]
    if not colours or any(value.name in _SIZES for value in attributes):
        return attributes
    return (*attributes, *gauges(colours, family))


def gauges(colours: Iterable[AttributeValue], family: Family) -> tuple[AttributeValue, ...]:
    """Return the gauges of colours, in their order; none unless each of them means one."""
    found = [gauge_of(value, family) for value in colours]
    return tuple(
        AttributeValue("gauge", Op.EQ, float(gauge), "G")
        for gauge in found
        if gauge is not None and None not in found
    )


def gauge_of(colour: AttributeValue, family: Family) -> int | None:
    """Return the gauge that a colour means on a device of the family; None where it means none."""
    catheter = CATHETERS in family.standards
    if not (catheter or NEEDLES in family.standards) or colour.op is not Op.EQ:
        return None
    return units.gauge_of_colour(str(colour.value), catheter=catheter)
