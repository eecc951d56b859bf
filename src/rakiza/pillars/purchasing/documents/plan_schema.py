"""The JSON schema of plan.json, derived from the same values that plan.json is written from.

`python -m rakiza.pillars.purchasing.documents.plan_schema > docs/formats/plan.schema.json` renews the
published schema; a test holds the two together.
"""

from __future__ import annotations

import json
import sys
import types
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from rakiza.engine.planning.plan import Plan
from rakiza.engine.reasons import Reason
from rakiza.pillars.purchasing.documents.plan_json import FORMAT, field_names

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SCALARS: dict[type, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": ["number", "null"]},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    Decimal: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    date: {"type": "string", "format": "date"},
}

_REASON: dict[str, Any] = {
    "type": "object",
    "description": "Why: a stable code, its parameters, and the French sentence.",
    "properties": {
        "code": {"type": "string"},
        "params": {"type": "object"},
        "text": {"type": "string"},
    },
    "required": ["code", "params", "text"],
    "additionalProperties": False,
}


def plan_schema() -> dict[str, Any]:
    """Return the schema as a mapping."""
    definitions: dict[str, dict[str, Any]] = {}
    _reference(Plan, definitions)
    root = definitions.pop("Plan")
    root["properties"]["format"] = {"const": FORMAT}
    root["required"] = sorted([*root["required"], "format"])
    return {"$schema": DIALECT, "title": f"Rakiza plan ({FORMAT})", **root, "$defs": definitions}


def _reference(kind: type, definitions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        definitions[kind.__name__] = _definition(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _definition(kind: type, definitions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if issubclass(kind, Reason):
        return _REASON
    described = (kind.__doc__ or "").strip().split("\n\n", maxsplit=1)[0]
    if issubclass(kind, Enum):
        return {"type": "string", "description": described, "enum": [member.value for member in kind]}
    hints = get_type_hints(kind)
    properties = {
        name: _of(hints[name], definitions) if pair is None else _pairs(hints[name], pair, definitions)
        for name, pair in field_names(kind)
    }
    return {
        "type": "object",
        "description": described,
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _of(hint: object, definitions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        return {"anyOf": [_of(option, definitions) for option in get_args(hint)]}
    if origin is tuple:
        return _array(get_args(hint), definitions)
    if is_dataclass(hint) or (isinstance(hint, type) and issubclass(hint, Enum)):
        return _reference(hint, definitions)  # type: ignore[arg-type]
    return _SCALARS[hint]  # type: ignore[index]


def _array(items: tuple[Any, ...], definitions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if len(items) == 2 and items[1] is Ellipsis:
        return {"type": "array", "items": _of(items[0], definitions)}
    return {
        "type": "array",
        "prefixItems": [_of(item, definitions) for item in items],
        "minItems": len(items),
        "maxItems": len(items),
    }


def _pairs(hint: object, names: tuple[str, str], definitions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    pair = get_args(get_args(hint)[0])
    properties = {name: _of(part, definitions) for name, part in zip(names, pair, strict=True)}
    item = {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }
    return {"type": "array", "items": item}


def schema_text() -> str:
    """Return the schema as the text that is published."""
    return json.dumps(plan_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
