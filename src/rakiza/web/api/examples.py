"""Examples for the description: a body that each endpoint takes, and the document of each refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
# What a field of this name usually holds.
USUAL: Mapping[str, object] = {
    "attributes": [{"name": "volume", "value": 20, "unit": "mL"}],
    "packs": [{"unit": "boite", "quantity": 100}],
    "tiers": [{"from_quantity": "0", "unit_price": "1.25"}],
    "findings": [{"grade": "minor", "text": "Calibration record missing for press 2."}],
    "lines": [{"award": 1, "quantity": "100"}],
    "receipts": [{"line": 1, "quantity": "100", "batch": "L-2027-03"}],
    "month": 3,
    "family": "syringe_hypodermic",
    "scope_families": ["syringe_hypodermic"],
    "standard": "ISO 13485:2016",
    "edition": "2016",
    "published": "2016-03",
    "valid_from": "2027-01-01",
    "valid_to": "2031-12-31",
    "gtin": "",
    "year": 2027,
    "section": "1.04",
    "at": "10:00",
}
REFUSALS: Mapping[int, Mapping[str, object]] = {
    401: {"code": "no_key", "detail": "An access key in force is expected."},
    403: {"code": "not_allowed", "detail": "Your role doesn't allow this action."},
    404: {"code": "not_found", "detail": "Nothing is at this address."},
    409: {"code": "dossier.state", "detail": "The dossier has changed meanwhile: reload the page."},
    422: {
        "code": "invalid",
        "detail": "One value at least isn't accepted. Nothing was changed.",
        "errors": [{"code": "missing", "detail": "This value is missing.", "pointer": "#/valid_from"}],
    },
    429: {"code": "too_many_requests", "detail": "Too many requests with this key: wait 20 seconds."},
}


def refusal(status: int) -> dict[str, object] | None:
    """Return the document of a refusal."""
    said = REFUSALS.get(status)
    return {"type": "about:blank", "status": status, **said} if said else None


def body(schemas: Schema, schema: Schema) -> object:
    """Return a value that a schema takes: every field that it requires."""
    schema = resolved(schemas, schema)
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return body(schemas, schema[several][0])
    if schema.get("type") == "object":
        wanted = schema.get("required", ())
        return {
            name: USUAL[name] if _is_usual(name, one) else body(schemas, one)
            for name, one in schema.get("properties", {}).items()
            if name in wanted
        }
    if schema.get("type") == "array":
        return [body(schemas, schema.get("items", {}))]
    return _scalar(schema)


def _is_usual(name: str, schema: Schema) -> bool:
    """Return whether a field holds what fields of its name do: a number of ours may bear the name of a text."""
    return name in USUAL and not (isinstance(USUAL[name], str) and schema.get("type") == "integer")


def _scalar(schema: Schema) -> object:
    form = str(schema.get("format", ""))
    if form in _FORMS:
        return _FORMS[form]
    kind = schema.get("type")
    if kind in {"integer", "number"}:
        return schema.get("minimum", 12)
    return False if kind == "boolean" else "Texte"


_FORMS: Mapping[str, str] = {
    "date": "2027-01-01",
    "date-time": "2027-01-01T10:00:00Z",
    "binary": "",
}


def resolved(schemas: Schema, schema: Schema) -> Schema:
    """Return the schema that a reference names."""
    for inner in schema.get("allOf", ()):
        schema = inner
    reference = schema.get("$ref", "")
    found: Schema = schemas[reference.rsplit("/", 1)[1]] if reference else schema
    return found
