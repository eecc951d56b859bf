"""What is stated implies: 21 G is 0.8 mm, CH 18 is 6 mm, USP 3/0 is decimal 2, a pink cannula 20 G, nitrile no latex.

Implied values stand in only where the device states none of that name. Gauges are converted for
needles only (ISO 9626): tubes of catheters follow ISO 10555-5, whose diameters are ranges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rakiza.engine import units
from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.families import Family
from rakiza.engine.matching.hubs import gauges
from rakiza.engine.matching.measure import measured
from rakiza.engine.matching.universal import LATEX_FREE, schema_of

_NEEDLES = "A01"  # EMDN: needles
_TENTH = 0.16  # French: what writing 5.33 mm as 5.3 takes away, at most
_LATEX = frozenset({"latex", "silicone_coated"})
# What gloves, tubes and bags are made of whole where it is the one material stated.
_NO_LATEX = frozenset(
    {"nitrile", "vinyl", "neoprene", "polyisoprene", "silicone", "pvc", "polyurethane", "polyethylene"}
)
ByName = Mapping[str, Sequence[AttributeValue]]


def completed(offered: ByName, family: Family) -> ByName:
    """Return the values of a device by name, with those that they imply."""
    missing = schema_of(family).keys() - offered.keys()
    if not missing:
        return offered
    implied = {value.name: (value,) for value in _implied(offered, family) if value.name in missing}
    return {**offered, **implied} if implied else offered


def _implied(offered: ByName, family: Family) -> Iterator[AttributeValue]:
    yield from _latex(offered)
    if family.emdn.startswith(_NEEDLES):
        yield from _needle(offered)
    if len(offered.get("color", ())) == 1 and "outer_diameter" not in offered:
        yield from gauges(offered["color"], family)
    french, diameter = _number(offered, "french_size", "Fr"), _number(offered, "outer_diameter", "mm")
    if french is not None:
        yield _value("outer_diameter", round(units.french_to_mm(french), 2), "mm")
    if diameter is not None:
        yield _value("french_size", _french(diameter), "Fr")
    thread, decimal = offered.get("suture_usp", ()), _number(offered, "decimal", None)
    if len(thread) == 1 and (metric := units.usp_to_metric(str(thread[0].value))) is not None:
        yield _value("decimal", metric, None)
    if decimal is not None and (usp := units.metric_to_usp(decimal)) is not None:
        yield AttributeValue("suture_usp", Op.EQ, usp)


def _french(diameter: float) -> float:
    """Return the French size of a diameter in mm: the whole one that is so many tenths of a millimetre."""
    exact = units.mm_to_french(diameter)
    whole = round(exact)
    return float(whole) if abs(exact - whole) <= _TENTH else float(f"{exact:.12g}")


def _latex(offered: ByName) -> Iterator[AttributeValue]:
    materials = {str(value.value) for value in offered.get("material", ())}
    if materials & _LATEX:
        yield AttributeValue(LATEX_FREE.name, Op.EQ, value=False)
    elif len(materials) == 1 and materials <= _NO_LATEX:
        yield AttributeValue(LATEX_FREE.name, Op.EQ, value=True)


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
