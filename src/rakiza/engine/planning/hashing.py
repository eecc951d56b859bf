"""The canonical form of a plan's inputs, and its hash: independent of the order of lines."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from rakiza.engine.planning.values import PlanInputs

FORMAT = "rakiza-plan-inputs-1"


def canonical_inputs(inputs: PlanInputs) -> PlanInputs:
    """Return the same inputs with every collection in a canonical order."""
    return replace(
        inputs,
        needs=tuple(sorted(inputs.needs, key=lambda need: need.id)),
        makers=tuple(sorted(inputs.makers, key=lambda maker: maker.id)),
        devices=tuple(sorted(inputs.devices, key=lambda device: device.id)),
        offers=tuple(sorted(inputs.offers, key=lambda offer: offer.id)),
        titles=tuple(sorted(inputs.titles, key=_text)),
        imports=tuple(sorted(inputs.imports, key=_text)),
        files=tuple(sorted(inputs.files)),
    )


def inputs_hash(inputs: PlanInputs) -> str:
    """Return the SHA-256 of the inputs, in hexadecimal; lines may come in any order."""
    digest = hashlib.sha256(FORMAT.encode())
    parts = (inputs.needs, inputs.makers, inputs.devices, inputs.offers, inputs.titles, inputs.imports)
    for part in parts:
        digest.update(b"\x1d")
        for line in sorted(_text(value) for value in part):
            digest.update(line.encode())
            digest.update(b"\x1e")
    digest.update(_text((inputs.year, inputs.rules, tuple(sorted(inputs.files)))).encode())
    return digest.hexdigest()


def _text(value: object) -> str:
    """One value, written so that equal values read the same (1.50 and 1.5 are equal)."""
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
    if isinstance(value, tuple | list):
        return "(" + ",".join(map(_text, value)) + ")"
    if is_dataclass(value) and not isinstance(value, type):
        names = _names(value.__class__)
        return "{" + ",".join(_text(getattr(value, name)) for name in names) + "}"
    message = f"no canonical form for {type(value).__name__}"
    raise TypeError(message)


def _decimal(value: Decimal) -> str:
    return f"{value.normalize():f}" if value.is_finite() else str(value)


@lru_cache(maxsize=64)
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
