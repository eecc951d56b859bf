"""From values to what JSON can hold: decimals as strings, exactly; what is at its default left out."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from rakiza.engine.allocation.format import shapes
from rakiza.engine.reasons import Reason


def document_of(value: Any, *, whole: bool = False) -> dict[str, Any]:  # noqa: ANN401 - one of our values
    """Return a value as an object; `whole`: fields at their default too."""
    found: dict[str, Any] = {}
    kind = shapes.KIND_OF.get(type(value))
    if kind is not None:
        found[shapes.KIND] = kind
    for field in fields(value):
        said = getattr(value, field.name)
        if whole or field.default is MISSING or said != field.default:
            found[field.name] = written(said, whole=whole)
    return found


def written(value: object, *, whole: bool = False) -> Any:  # noqa: ANN401 - JSON
    """Return any part of a value as JSON holds it."""
    if isinstance(value, tuple):
        return [written(one, whole=whole) for one in value]
    if isinstance(value, Reason):
        return {"code": value.code, "params": {name: written(one) for name, one in value.params}}
    if is_dataclass(value):
        return document_of(value, whole=whole)
    return _scalar(value)


def _scalar(value: object) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Fraction) else value


def number_text(value: Decimal) -> str:
    """Return a decimal without exponent and without trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
