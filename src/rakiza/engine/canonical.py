"""One text for equal values, whatever way they were written: what hashes of inputs are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter


def canonical(value: object) -> str:
    """Return one value, written so that equal values read the same (1.50 and 1.5 are equal)."""
    # exact kinds first, what most values are: a hash reads millions of them
    if type(value) is Decimal:
        return _decimal(value)
    if type(value) is str:
        return repr(value)
    if type(value) is tuple:
        return "(" + ",".join(map(canonical, value)) + ")"
    return _other(value)


def _other(value: object) -> str:
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
        return "{" + ",".join(map(canonical, _read(value.__class__)(value))) + "}"
    message = f"no canonical form for {type(value).__name__}"
    raise TypeError(message)


def _decimal(value: Decimal) -> str:
    return f"{value.normalize():f}" if value.is_finite() else str(value)


@lru_cache(maxsize=64)
def _read(kind: type) -> Callable[[object], tuple[object, ...]]:
    """Return what reads all fields of a dataclass at once."""
    names = tuple(field.name for field in fields(kind))
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)
