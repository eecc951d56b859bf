"""The JSON schemas of PROBLEM.json and AWARDS.json, derived from the values they are read into.

`python -m rakiza.engine.allocation.format.schema problem > docs/formats/plan-problem.schema.json` (and
`awards`) renews what is published; a test holds them together.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, get_args, get_origin

from rakiza.engine.allocation.format import shapes
from rakiza.engine.allocation.format.awards import Awards
from rakiza.engine.allocation.format.problem import AWARDS_FORMAT, PROBLEM_FORMAT
from rakiza.engine.allocation.rules import AllocationRules
from rakiza.engine.allocation.values import Problem

DIALECT = "https://json-schema.org/draft/2020-12/schema"
NUMBER_TEXT = r"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$"
Definitions = dict[str, dict[str, Any]]

SCALARS: dict[type, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    Decimal: {"anyOf": [{"type": "number"}, {"type": "string", "pattern": NUMBER_TEXT}]},
    Fraction: {
        "anyOf": [
            {"type": "number"},
            {"type": "string", "pattern": NUMBER_TEXT},
            {"type": "string", "pattern": "^[0-9]+/[0-9]+$"},
        ]
    },
    date: {"type": "string", "format": "date"},
}


def problem_schema() -> dict[str, Any]:
    """Return the schema of PROBLEM.json."""
    found: Definitions = {}
    reference(Problem, found)
    root = found.pop("Problem")
    root["properties"]["rules"] = _of(AllocationRules, found)
    return schema_root(root, found, PROBLEM_FORMAT, "Rakiza allocation problem")


def awards_schema() -> dict[str, Any]:
    """Return the schema of AWARDS.json; every field is always there."""
    found: Definitions = {}
    reference(Awards, found)
    require_all(found)
    return schema_root(found.pop("Awards"), found, AWARDS_FORMAT, "Rakiza awards")


def require_all(found: Definitions) -> None:
    """Demand every field of every definition: what is written whole holds them all."""
    for definition in found.values():
        if "properties" in definition:
            definition["required"] = sorted(definition["properties"])


def schema_root(root: dict[str, Any], found: Definitions, name: str, title: str) -> dict[str, Any]:
    """Return a whole schema: the object `root` of the format `name`, with what it refers to."""
    root["properties"]["format"] = {"const": name}
    root["required"] = sorted([*root["required"], "format"])
    return {"$schema": DIALECT, "title": f"{title} ({name})", **root, "$defs": found}


def reference(kind: Any, found: Definitions) -> dict[str, Any]:  # noqa: ANN401 - a type
    """Return the reference to a type of value; `found` takes its definition and those it needs."""
    if kind.__name__ not in found:
        found[kind.__name__] = {}
        found[kind.__name__] = _definition(kind, found)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _definition(kind: Any, found: Definitions) -> dict[str, Any]:  # noqa: ANN401 - a type
    described = " ".join((kind.__doc__ or "").split())
    if issubclass(kind, Enum):
        return {"type": "string", "description": described, "enum": [member.value for member in kind]}
    layout = shapes.layout(kind)
    properties = {name: _of(hint, found) for name, (hint, _) in layout.items()}
    properties.update(shapes.EXTRAS.get(kind, {}))
    required = [name for name, (_, needed) in layout.items() if needed]
    if kind in shapes.KIND_OF:
        properties = {shapes.KIND: {"const": shapes.KIND_OF[kind]}, **properties}
        required.append(shapes.KIND)
    return {
        "type": "object",
        "description": described,
        "properties": properties,
        "required": sorted(required),
        "additionalProperties": False,
    }


def _of(hint: Any, found: Definitions) -> dict[str, Any]:  # noqa: ANN401 - a type
    options = shapes.options(hint)
    if len(options) > 1:
        return {"anyOf": [_of(option, found) for option in options]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _of(get_args(hint)[0], found)}
    if shapes.is_value(hint) or issubclass(hint, Enum):
        return reference(hint, found)
    return dict(SCALARS[hint])


def schema_text(which: str) -> str:
    """Return the schema of the problem or of the awards as the text that is published."""
    return published_text(problem_schema() if which == "problem" else awards_schema())


def published_text(schema: dict[str, Any]) -> str:
    """Return a schema as the text that is published."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text(sys.argv[1]))
