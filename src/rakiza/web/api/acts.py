"""The acts of the API by the words of a command: which endpoint, and its fields as it takes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rakiza.web.api.examples import Schema, resolved
from rakiza.web.api.middleware import FORM, PREFIX
from rakiza.web.api.site import description

CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Act:
    """One endpoint that writes. `fields`: schema by name; `form`: it takes a form with a file, not JSON."""

    method: str
    path: str
    summary: str
    fields: Mapping[str, Schema]
    required: frozenset[str]
    form: bool

    @property
    def words(self) -> tuple[str, str]:
        """What is named, and the act, as the command takes them."""
        path = self.path.removeprefix(PREFIX)
        if self.method == "PUT":
            return path, CHANGE
        for split in ("/transitions/", "}/"):
            about, found, act = path.rpartition(split)
            if found:
                return about + split.removesuffix("/transitions/").removesuffix("/"), act
        return path, ""


@cache
def acts() -> tuple[Act, ...]:
    """Return every act, in the order of the description."""
    said = json.loads(description())
    schemas = said["components"]["schemas"]
    return tuple(
        _act(schemas, method.upper(), path, operation)
        for path, operations in said["paths"].items()
        for method, operation in operations.items()
        if method != "get"
    )


def find(about: str, name: str) -> tuple[Act, str] | None:
    """Return the act that the words mean, with its address; None where there is none."""
    for act in acts():
        of, own = act.words
        if own == name and re.fullmatch(re.sub(r"\{[^/}]+\}", "[^/]+", of), about):
            whole = act.path.removeprefix(PREFIX)[len(of) :]
            return act, f"{PREFIX}{about}{whole}"
    return None


def fitting(about: str) -> Iterator[str]:
    """Yield the names of the acts that an object has."""
    for act in acts():
        of, own = act.words
        if own and re.fullmatch(re.sub(r"\{[^/}]+\}", "[^/]+", of), about):
            yield own


def body(act: Act, given: Sequence[tuple[str, str]]) -> dict[str, object]:
    """Return the fields as JSON has them: a number where one is asked for, a name given twice as a list.

    What can't be read as its field asks stays text: the endpoint says what is wrong with it.
    """
    found: dict[str, object] = {}
    lists: dict[str, list[object]] = {}
    for name, text in given:
        schema = act.fields.get(name, {})
        if _takes(schema, "array"):
            lists.setdefault(name, []).append(_read(_items(schema), text))
        else:
            found[name] = _read(schema, text)
    return found | lists


def _act(schemas: Schema, method: str, path: str, operation: Schema) -> Act:
    content = operation.get("requestBody", {}).get("content", {})
    form = FORM in content
    schema = resolved(schemas, content.get(FORM if form else "application/json", {}).get("schema", {}))
    return Act(
        method,
        path,
        operation["summary"],
        {name: resolved(schemas, one) for name, one in schema.get("properties", {}).items()},
        frozenset(schema.get("required", ())),
        form,
    )


def _kinds(schema: Schema) -> Iterator[Schema]:
    yield schema
    yield from schema.get("anyOf", ())


def _takes(schema: Schema, kind: str) -> bool:
    return any(one.get("type") == kind for one in _kinds(schema))


def _items(schema: Schema) -> Schema:
    found: Schema = next((one["items"] for one in _kinds(schema) if "items" in one), {})
    return found


def _read(schema: Schema, text: str) -> object:
    plain = any(_takes(schema, kind) for kind in ("integer", "number", "boolean"))
    deep = "$ref" in schema or _takes(schema, "object")
    if not plain and not deep:
        return text
    try:
        value: object = json.loads(text)
    except ValueError:
        return text
    return value
