"""The description as its page shows it: sections of endpoints, each with its parameters, body and answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from rakiza.web.api.examples import Schema, resolved
from rakiza.web.api.middleware import FORM
from rakiza.web.api.site import description


@dataclass(frozen=True, slots=True)
class Field:
    """One value that is taken or answered."""

    name: str
    type: str
    required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One endpoint."""

    id: str
    method: str
    path: str
    summary: str
    words: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answer: tuple[Field, ...]
    public: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The endpoints about one thing."""

    name: str
    endpoints: list[Endpoint] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Where the section stands in the page."""
        return self.name.replace(" ", "-")


@cache
def sections() -> tuple[Section, ...]:
    """Return the endpoints by what they are about, as the description has them."""
    said = json.loads(description())
    found: dict[str, Section] = {}
    for path, operations in said["paths"].items():
        for method, operation in operations.items():
            name = operation["tags"][0]
            section = found.setdefault(name, Section(name))
            section.endpoints.append(_endpoint(said["components"]["schemas"], path, method, operation))
    return tuple(found.values())


def _endpoint(schemas: Schema, path: str, method: str, operation: Schema) -> Endpoint:
    answered: Schema = next(
        (said for status, said in sorted(operation["responses"].items()) if status.startswith("2")), {}
    )
    return Endpoint(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        words=operation.get("description", ""),
        parameters=tuple(
            Field(one["name"], _type(one["schema"]), one["required"], one.get("description", ""))
            for one in operation["parameters"]
        ),
        body=tuple(_fields(schemas, operation.get("requestBody", {}))),
        answer=tuple(_fields(schemas, answered)),
        public=not operation.get("security"),
    )


def _fields(schemas: Schema, said: Schema) -> Iterator[Field]:
    content = said.get("content", {})
    schema: Schema = next(
        (content[one]["schema"] for one in ("application/json", FORM) if one in content), {}
    )
    schema = resolved(schemas, schema)
    required = set(schema.get("required", ()))
    for name, one in schema.get("properties", {}).items():
        yield Field(name, _type(one), name in required, one.get("description", ""))


def _type(schema: Schema) -> str:
    """Return a type in a few letters: `string (date)`, `Party`, `list of Tier`, `integer or null`."""
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(_type(one) for one in schema[several]))
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    form = f" ({schema['format']})" if "format" in schema else ""
    return f"{schema.get('type', 'value')}{form}"
