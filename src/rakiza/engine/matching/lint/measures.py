"""Faults of the values: empty ranges, sizes that don't exist, two measures of one thing that disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rakiza.engine import units
from rakiza.engine.attributes import AttributeScalar, AttributeSpec, AttributeValue, Op
from rakiza.engine.families import Family
from rakiza.engine.matching import hubs
from rakiza.engine.matching.judge import by_name
from rakiza.engine.matching.lint import reasons
from rakiza.engine.matching.lint.values import Finding, Severity
from rakiza.engine.matching.measure import Measured, measured
from rakiza.engine.matching.values import Requirement
from rakiza.engine.reasons import Reason

_NEEDLES = "A01"  # EMDN
_SAME_MM = 0.03  # a gauge and its designated size (ISO 9626), rounded as labels do
_SAME_FRENCH_MM = 0.2  # a French size and its diameter, rounded to the half millimetre or so


def of_values(requirement: Requirement, family: Family) -> Iterator[Finding]:
    """Return the values that no device can have, alone or together."""
    required = by_name(requirement.attributes)
    for spec in family.attributes:
        demands = [measured(value, spec) for value in required.get(spec.name, ())]
        yield from _empty_range(spec, demands)
        yield from out_of_range(spec, required.get(spec.name, ()))
    yield from _disagreements(required, family)


def _empty_range(spec: AttributeSpec, demands: Sequence[Measured]) -> Iterator[Finding]:
    lows = [_number(demand) for demand in demands if demand.op is Op.GE]
    highs = [_number(demand) for demand in demands if demand.op is Op.LE]
    least = max((low for low in lows if low is not None), default=None)
    most = min((high for high in highs if high is not None), default=None)
    if least is not None and most is not None and least > most:
        unit = demands[0].unit
        reason = Reason.of(reasons.EMPTY_RANGE, attribute=spec.name, required=least, offered=most, unit=unit)
        yield _error(reason, spec.name)


def out_of_range(spec: AttributeSpec, required: Sequence[AttributeValue]) -> Iterator[Finding]:
    """Return the values that no device of the family has."""
    least, most = _bound(spec, spec.minimum), _bound(spec, spec.maximum)
    for demand in [measured(value, spec) for value in required]:
        value = _number(demand)
        if value is None or demand.op is not Op.EQ:
            continue
        if (least is not None and value < least * (1 - 1e-9)) or (
            most is not None and value > most * (1 + 1e-9)
        ):
            yield _error(
                Reason.of(
                    reasons.OUT_OF_RANGE,
                    attribute=spec.name,
                    required=value,
                    least=least if least is not None else 0.0,
                    most=most,
                    unit=demand.unit,
                ),
                spec.name,
            )


def _bound(spec: AttributeSpec, written: float | None) -> float | None:
    """A bound of the schema, written in the unit that the schema implies, in canonical units."""
    if written is None:
        return None
    return _number(measured(AttributeValue(spec.name, Op.EQ, written), spec))


def _disagreements(required: Mapping[str, Sequence[AttributeValue]], family: Family) -> Iterator[Finding]:
    gauge, colour = _one(required, "gauge"), _one(required, "color")
    if isinstance(gauge, float):
        if family.emdn.startswith(_NEEDLES):
            yield from _diameters(required, "gauge", units.gauge_to_mm(gauge), _SAME_MM)
        implied = (
            hubs.gauge_of(AttributeValue("color", Op.EQ, colour), family) if colour is not None else None
        )
        if implied is not None and implied != gauge:
            yield _mismatch("gauge", gauge, "G", "color", float(implied))
    french = _one(required, "french_size")
    if isinstance(french, float):
        yield from _diameters(required, "french_size", units.french_to_mm(french), _SAME_FRENCH_MM)
    thread, decimal = _one(required, "suture_usp"), _one(required, "decimal")
    if isinstance(thread, str) and isinstance(decimal, float):
        metric = units.usp_to_metric(thread)
        if metric is not None and metric != decimal:
            yield _mismatch("decimal", decimal, None, "suture_usp", metric)


def _diameters(
    required: Mapping[str, Sequence[AttributeValue]],
    name: str,
    implied: float | None,
    same: float,
) -> Iterator[Finding]:
    for other in ("outer_diameter", "diameter"):
        stated = _one(required, other)
        if isinstance(stated, float) and implied is not None and abs(stated - implied) > same:
            yield _mismatch(other, stated, "mm", name, round(implied, 2))


def _one(required: Mapping[str, Sequence[AttributeValue]], name: str) -> AttributeScalar | None:
    """The one value required under a name, in canonical units."""
    values = required.get(name, ())
    return measured(values[0]).value if len(values) == 1 and values[0].op is Op.EQ else None


def _mismatch(name: str, stated: float, unit: str | None, other: str, implied: float) -> Finding:
    return _error(
        Reason.of(reasons.MISMATCH, attribute=name, required=stated, unit=unit, name=other, offered=implied),
        name,
    )


def _error(reason: Reason, attribute: str) -> Finding:
    return Finding(
        Severity.ERROR, reason, Reason.of(reasons.CORRECT, attribute=attribute), attribute=attribute
    )


def _number(demand: Measured) -> float | None:
    return None if isinstance(demand.value, str | bool) else float(demand.value)
