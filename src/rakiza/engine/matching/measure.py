"""Values made comparable: canonical units for numbers, folded tokens for words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from rakiza.engine.attributes import AttributeScalar, AttributeSpec, AttributeType, AttributeValue, Op
from rakiza.engine.matching.values import CLOSE
from rakiza.engine.units import UnknownUnitError, canonical


@dataclass(frozen=True, slots=True)
class Measured:
    """One stated value after conversion; `unit` is canonical, None where there is none."""

    op: Op
    value: AttributeScalar
    unit: str | None


def measured(stated: AttributeValue, spec: AttributeSpec | None = None) -> Measured:
    """Convert one stated value; a bare number takes the unit that its schema implies."""
    return _measured(stated, spec, type(stated.value).__name__)


@lru_cache(maxsize=65_536)
def _measured(stated: AttributeValue, spec: AttributeSpec | None, _: str) -> Measured:
    """The type is part of the cache's key, for `True` equals 1.0."""
    value, unit = stated.value, stated.unit
    if isinstance(value, bool):
        return Measured(stated.op, value, None)
    if isinstance(value, int | float):
        if unit is None and spec is not None:
            unit = spec.implied_unit or spec.unit
        if unit is None:
            return Measured(stated.op, float(value), None)
        try:
            number, symbol = canonical(float(value), unit)
        except UnknownUnitError:  # compared as written: a plan never stops for one sheet's unit
            return Measured(stated.op, float(value), unit)
        return Measured(stated.op, _rounded(number), symbol)
    return Measured(stated.op, spelled(value, spec), None)


def default_of(spec: AttributeSpec) -> AttributeValue | None:
    """Return what an unwritten value means for this family, as a stated value."""
    if spec.default is None:
        return None
    return AttributeValue(spec.name, Op.EQ, spec.default, spec.implied_unit or spec.unit)


def close(left: float, right: float, relative: float = CLOSE) -> bool:
    """Whether two numbers are the same measure."""
    return abs(left - right) <= max(relative, CLOSE) * max(abs(left), abs(right), 1e-12)


def spelled(value: str, spec: AttributeSpec | None) -> str:
    """Return a word as it is spelled where it is known: `FFP2`, `M`, `2/0`, `luer_lock`.

    The schema's choices and classes keep their own spelling and sizes are in capitals, so that two
    ways of writing one value give the same word; comparisons fold the case all the same.
    """
    folded = value.strip().casefold()
    if spec is None:
        return folded
    known = (word for word in (*spec.choices, *spec.order) if word.casefold() == folded)
    if spec.type is AttributeType.SIZE:
        return next(known, folded.replace(" ", "").upper())
    return next(known, folded)


def _rounded(number: float) -> float:
    """Twelve significant digits: enough for any device, and blind to binary noise."""
    return float(f"{number:.12g}")
