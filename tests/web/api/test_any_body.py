"""Whatever a body holds, an endpoint answers: it never fails."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.security.api_writes import WRITES, caller_of, undone
from tests.security.conftest import house as house  # noqa: PLC0414 - the house of the security tests
from tests.security.house import House
from tests.web.api.caller import said

from rakiza.kernel.organisations.enums import Role
from rakiza.web.api.site import description

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(
        [
            "2026-01-01",
            "9999-12-31",
            "0001-01-01",
            "fr",
            "I",
            "system",
            "\u0000",
            "\ud800",
            "1e400",
            "x" * 5000,
        ]
    )
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def fields() -> list[str]:
    """Return every name that a body may hold."""
    schemas = json.loads(description())["components"]["schemas"]
    return sorted({name for schema in schemas.values() for name in schema.get("properties", {})})


@settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_body_makes_an_endpoint_fail(house: House, callers: dict[Role, Any], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(WRITES)))
    write = WRITES[name]
    with undone():
        write.prepare(house)
        right = dict(write.body(house))
        known = st.sampled_from([*right, *fields()])
        body = right | data.draw(st.dictionaries(known, VALUES, max_size=3))

        caller = callers[next(iter(write.does))]
        if write.file:
            texts = {key: str(value).encode("utf-8", "replace").decode() for key, value in body.items()}
            answer = caller.join(write.path(house), texts, write.piece())
        else:
            answer = caller.call(write.method, write.path(house), body)

        assert answer.status_code < 500, (name, body, said(answer))
        taken = {200, 201, 404, 409, 422} | ({400} if write.file else set())
        assert answer.status_code in taken, (name, body, said(answer))


@pytest.fixture
def callers(house: House) -> dict[Role, Any]:
    return {role: caller_of(house.people[role]) for role in Role}
