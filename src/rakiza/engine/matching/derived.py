"""What a stated measure implies by a standard: a needle of 21 G is 0.8 mm, CH 18 is 6 mm, USP 3/0 is decimal 2.

Implied values stand in only where the device states none of that name. Gauges are converted for
needles only (ISO 9626): tubes of catheters follow ISO 10555-5, whose diameters are ranges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rakiza.engine import units
from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.families import Family
from rakiza.engine.matching.measure import measured

_NEEDLES = "A01"  # EMDN: needles
ByName = Mapping[str, Sequence[AttributeValue]]


def completed(offered: ByName, family: Family) -> ByName:
    """Return the values of a device by name, with those that they imply."""
    schema = {spec.name for spec in family.attributes}
    missing = schema - offered.keys()
    if not missing:
        return offered
    implied = {value.name: (value,) for value in _implied(offered, family) if value.name in missing}
    return {**offered, **implied} if implied else offered


def _implied(offered: ByName, family: Family) -> Iterator[AttributeValue]:
    if family.emdn.startswith(_NEEDLES):
        yield from _needle(offered)
    french, diameter = _number(offered, "french_size", "Fr"), _number(offered, "outer_diameter", "mm")
    if french is not None:
        yield _value("outer_diameter", float(f"{units.french_to_mm(french):.12g}"), "mm")
    if diameter is not None:
        yield _value("french_size", float(f"{units.mm_to_french(diameter):.12g}"), "Fr")
    thread, decimal = offered.get("suture_usp", ()), _number(offered, "decimal", None)
    if len(thread) == 1 and (metric := units.usp_to_metric(str(thread[0].value))) is not None:
        yield _value("decimal", metric, None)
    if decimal is not None and (usp := units.metric_to_usp(decimal)) is not None:
        yield AttributeValue("suture_usp", Op.EQ, usp)


def _needle(offered: ByName) -> Iterator[AttributeValue]:
    gauge = _number(offered, "gauge", "G")
    if gauge is not None and (size := units.gauge_to_mm(gauge)) is not None:
        yield _value("outer_diameter", size, "mm")
        yield _value("diameter", size, "mm")
    for name in ("outer_diameter", "diameter"):
        size = _number(offered, name, "mm")
        if size is not None and (found := units.mm_to_gauge(size)) is not None:
            yield _value("gauge", float(found), "G")


def _number(offered: ByName, name: str, unit: str | None) -> float | None:
    """The one measure stated under a name, None where there is none or several."""
    stated = offered.get(name, ())
    if len(stated) != 1 or stated[0].op is not Op.EQ:
        return None
    known = measured(stated[0])
    if isinstance(known.value, str | bool) or known.unit not in {unit, None}:
        return None
    return float(known.value)


def _value(name: str, number: float, unit: str | None) -> AttributeValue:
    return AttributeValue(name, Op.EQ, number, unit)
