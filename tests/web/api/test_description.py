"""The API's description holds: OpenAPI 3.1 in form, every reference and example fits, and answers are as it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from django.urls import resolve
from tests.security.api_writes import WRITES, caller_of, undone
from tests.security.conftest import house as house  # noqa: PLC0414 - the house of the security tests
from tests.security.house import House
from tests.web.api.caller import said

from rakiza.web.api.site import description

METHODS = {"get", "post", "put"}
OPERATION = {
    "operationId",
    "summary",
    "description",
    "tags",
    "parameters",
    "requestBody",
    "responses",
    "security",
}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(description())
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def every(value: object) -> Iterator[dict[str, Any]]:
    """Yield every object of a document."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from every(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from every(inner)


def checker(document: dict[str, Any], schema: dict[str, Any]) -> Any:
    whole = {**schema, "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def test_the_document_has_the_form_of_openapi(document: dict[str, Any]) -> None:
    assert set(document) <= {"openapi", "info", "paths", "components", "servers", "tags"}
    assert set(document["info"]) >= {"title", "version", "license"}
    names = [operation["operationId"] for _path, _method, operation in operations(document)]
    assert len(names) == len(set(names))
    for path, method, operation in operations(document):
        assert method in METHODS
        assert set(operation) <= OPERATION, (path, set(operation) - OPERATION)
        assert operation["summary"], path
        assert operation["description"], path
        named = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
        assert named == set(re.findall(r"{(\w+)}", path)), path
        assert all(one["required"] for one in operation["parameters"] if one["in"] == "path")
        assert len({(one["in"], one["name"]) for one in operation["parameters"]}) == len(
            operation["parameters"]
        )
        assert any(status.startswith("2") for status in operation["responses"]), path
        for status, answer in operation["responses"].items():
            assert status.isdecimal(), (path, status)
            assert answer["description"], (path, status)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    used = {one["$ref"] for one in every(document) if "$ref" in one}

    assert used <= known


def test_every_schema_is_one(document: dict[str, Any]) -> None:
    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate({**schema, "$schema": "https://json-schema.org/draft/2020-12/schema"})


def test_every_address_is_one_of_the_site(document: dict[str, Any]) -> None:
    for path, _method, _operation in operations(document):
        assert resolve(re.sub(r"{(\w+)}", lambda found: "registration" if found[1] == "kind" else "1", path))


def test_every_body_has_an_example_that_fits(document: dict[str, Any]) -> None:
    for path, _method, operation in operations(document):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            errors = [
                str(one) for one in checker(document, content["schema"]).iter_errors(content["example"])
            ]
            assert errors == [], (path, content["example"])


def test_every_change_says_how_it_is_refused(document: dict[str, Any]) -> None:
    problem = checker(document, {"$ref": "#/components/schemas/Problem"})
    for path, method, operation in operations(document):
        wanted = {"404", "422"} | ({"401", "403", "409", "429"} if method != "get" else set())
        assert wanted - {"409"} <= set(operation["responses"]), path
        for status in wanted & set(operation["responses"]):
            content = operation["responses"][status]["content"]["application/problem+json"]
            assert problem.is_valid(content["example"]), (path, status)
            assert content["example"]["status"] == int(status)


def test_what_a_change_answers_is_what_the_description_says(house: House, document: dict[str, Any]) -> None:
    by_name = {operation["operationId"]: operation for _path, _method, operation in operations(document)}
    problem = checker(document, {"$ref": "#/components/schemas/Problem"})
    for name, write in WRITES.items():
        actor = house.people[min(write.does)]
        with undone():
            write.prepare(house)
            answer = write.send(caller_of(actor), house)
            content = by_name[name]["responses"][str(answer.status_code)]["content"]["application/json"]
            errors = [str(one) for one in checker(document, content["schema"]).iter_errors(said(answer))]
            assert errors == [], name
        with undone():
            write.prepare(house)
            refused = caller_of(house.people[min(write.does)]).call(write.method, write.path(house), {"x": 1})
            assert refused.status_code in {404, 415, 422}, name
            assert problem.is_valid(said(refused)), name
