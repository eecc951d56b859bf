"""One text for equal values, whatever way they were written: what hashes of inputs are made of."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache


def canonical(value: object) -> str:
    """Return one value, written so that equal values read the same (1.50 and 1.5 are equal)."""
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, Enum):
        return repr(value.value)
    if isinstance(value, str):
        return repr(value)
    if isinstance(value, Decimal):
        return _decimal(value)
    if isinstance(value, int | float):
        return repr(float(value))
    return _compound(value)


def _compound(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, tuple | list):
        return "(" + ",".join(map(canonical, value)) + ")"
    if is_dataclass(value) and not isinstance(value, type):
        names = _names(value.__class__)
        return "{" + ",".join(canonical(getattr(value, name)) for name in names) + "}"
    message = f"no canonical form for {type(value).__name__}"
    raise TypeError(message)


def _decimal(value: Decimal) -> str:
    return f"{value.normalize():f}" if value.is_finite() else str(value)


@lru_cache(maxsize=64)
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
