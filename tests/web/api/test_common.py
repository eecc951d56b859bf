"""What every endpoint shares: who is let in, how far a key reaches, what a body may hold, how refusals are said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.factories import DeviceFactory, an_actor
from tests.factories.keys import a_key
from tests.web.api.caller import Caller, said

from rakiza.kernel.access.actions import revoke_key
from rakiza.kernel.access.enums import Reach
from rakiza.kernel.access.models import AccessKey
from rakiza.kernel.audit.models import AuditEvent, RefusedAct
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.certification.actions import issue_certificate
from rakiza.pillars.certification.models import Certificate, CertificateProposal, CertificationCase
from rakiza.pillars.industry.models import Device
from rakiza.web.api.middleware import origin

pytestmark = pytest.mark.django_db
ISSUE = "/certification/certificates"


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.CERTIFICATION_OFFICER)


@pytest.fixture
def maker() -> Actor:
    return an_actor(Role.MAKER)


def a_certificate(of: Actor, **changed: object) -> dict[str, object]:
    usual = {
        "maker": of.organisation.pk,
        "standard": "ISO 13485:2016",
        "number": "C-1",
        "decided_on": "2026-01-01",
        "valid_from": "2026-01-01",
        "valid_to": "2028-12-31",
    }
    return {**usual, **changed}


def test_a_key_says_whom_it_acts_as(maker: Actor) -> None:
    answer = Caller.of(maker).get("/me")

    assert answer.status_code == 200
    assert said(answer) == {
        "person": {"id": maker.user.pk, "name": maker.user.name},
        "organisation": {"id": maker.organisation.pk, "name": maker.organisation.name},
        "role": "maker",
        "manages": False,
        "key": {
            "name": "Programme",
            "reach": "write",
            "expires_on": AccessKey.objects.get().expires_on.isoformat(),
        },
    }


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer rak_x", "Basic dTpw", "rak_0123456789ab_" + "a" * 43]
)
def test_without_a_key_nothing_is_told(maker: Actor, header: str) -> None:
    a_key(maker)

    answer = Client().get("/api/v1/me", headers={"Authorization": header})

    assert (answer.status_code, said(answer)["code"]) == (401, "no_key")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_session_opens_nothing(maker: Actor) -> None:
    client = Client()
    client.force_login(maker.user)
    assert client.get("/").status_code == 200

    assert client.get("/api/v1/me").status_code == 401
    assert client.post("/api/v1/devices", {}, content_type="application/json").status_code == 401
    assert client.get("/").status_code == 200


def test_an_answer_sets_no_cookie(maker: Actor) -> None:
    assert not Caller.of(maker).get("/me").cookies  # type: ignore[attr-defined]


def test_a_revoked_key_opens_nothing(maker: Actor) -> None:
    caller = Caller.of(maker)
    revoke_key(maker, AccessKey.objects.get())

    assert caller.get("/me").status_code == 401


def test_a_closed_account_opens_nothing(maker: Actor) -> None:
    caller = Caller.of(maker)
    User.objects.filter(pk=maker.user.pk).update(is_active=False)

    assert caller.get("/me").status_code == 401


def test_a_key_that_reads_changes_nothing(officer: Actor, maker: Actor) -> None:
    caller = Caller.of(officer, Reach.READ)

    answer = caller.post(ISSUE, a_certificate(maker))

    assert (answer.status_code, said(answer)["code"]) == (403, "key_reads_only")
    assert not CertificateProposal.objects.exists()
    assert caller.get(ISSUE).status_code == 200


def test_what_a_program_does_is_traced_as_its_persons(officer: Actor, maker: Actor) -> None:
    caller = Caller.of(officer, name="Export ERP")

    answer = caller.post(ISSUE, a_certificate(maker))

    assert answer.status_code == 201
    event = AuditEvent.objects.get(action="certification.propose_certificate")
    assert (event.user, event.organisation, event.role) == (officer.user, officer.organisation, officer.role)
    assert event.origin == "api Export ERP 127.0.0.1"
    key = AccessKey.objects.get()
    assert key.last_address == "127.0.0.1"
    assert key.last_used_at is not None


def test_what_a_program_is_refused_is_written_down_beside_the_trail(officer: Actor, maker: Actor) -> None:
    caller = Caller.of(officer, name="Export ERP")
    before = AuditEvent.objects.count()

    caller.post(ISSUE, a_certificate(maker, valid_to="2025-01-01"))
    caller.post(ISSUE, a_certificate(maker, number=""))
    caller.post("/devices/7/transitions/withdraw")
    caller.get("/devices/7")

    kept = [
        (one.user, one.page, one.about, one.code, one.origin) for one in RefusedAct.objects.order_by("pk")
    ]
    origin = "api Export ERP 127.0.0.1"
    assert kept == [
        (officer.user, "POST /api/v1/certification/certificates", "", "certification.dates", origin),
        (officer.user, "POST /api/v1/certification/certificates", "", "form:422", origin),
        (officer.user, "POST /api/v1/devices/<int:number>/transitions/withdraw", "7", "form:404", origin),
    ]
    assert AuditEvent.objects.count() == before


def test_a_long_name_gives_way_to_the_address() -> None:
    address = "2001:0db8:85a3:0000:0000:8a2e:0370:7334"

    found = origin(AccessKey(name="N" * 40), address)

    assert len(found) == 60
    assert found.endswith(f"N {address}")


def test_a_key_is_used_so_many_times_a_minute(maker: Actor, settings) -> None:
    settings.RAKIZA_API_PER_MINUTE = 2
    caller, other = Caller.of(maker), Caller.of(maker, name="Autre")

    assert [caller.get("/me").status_code for _ in range(2)] == [200, 200]
    answer = caller.get("/me")

    assert (answer.status_code, said(answer)["code"]) == (429, "too_many_requests")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert other.get("/me").status_code == 200


@pytest.mark.parametrize(
    ("content", "media", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed_json"),
        (b"[]", "application/json", 400, "malformed_json"),
        (b"null", "application/json", 400, "malformed_json"),
        (b'{"maker": NaN}', "application/json", 400, "malformed_json"),
        (b'{"maker": 1, "maker": 2}', "application/json", 400, "malformed_json"),
        (b'{"a": ' + b"[" * 30 + b"]" * 30 + b"}", "application/json", 400, "malformed_json"),
        (b"[" * 100_000, "application/json", 400, "malformed_json"),
        (b'{"a": ' + b"9" * 5000 + b"}", "application/json", 400, "malformed_json"),
        (b"\xff\xfe{}", "application/json", 400, "malformed_json"),
        (b"maker=1", "application/x-www-form-urlencoded", 415, "not_json"),
        (b"{}", "text/plain", 415, "not_json"),
        (b'{"a": "' + b"x" * 1_100_000 + b'"}', "application/json", 413, "too_large"),
    ],
)
def test_a_body_is_json_or_nothing(
    officer: Actor, content: bytes, media: str, status: int, code: str
) -> None:
    caller = Caller.of(officer)

    answer = caller.client.generic(
        "POST", f"/api/v1{ISSUE}", content, media, headers={"Authorization": f"Bearer {caller.text}"}
    )

    assert (answer.status_code, said(answer)["code"]) == (status, code)
    assert not CertificateProposal.objects.exists()


@pytest.mark.parametrize(
    ("changed", "pointer", "code"),
    [
        ({"surprise": 1}, "#/surprise", "extra_forbidden"),
        ({"a/b~c": 1}, "#/a~1b~0c", "extra_forbidden"),
        ({"number": "C\u0000"}, "#/number", "forbidden_character"),
        ({"number": "\ud800"}, "#/number", "string_unicode"),
        ({"number": "C\n1"}, "#/number", "forbidden_character"),
        ({"number": "  "}, "#/number", "string_too_short"),
        ({"number": "N" * 61}, "#/number", "string_too_long"),
        ({"number": 5}, "#/number", "string_type"),
        ({"maker": "1"}, "#/maker", "int_type"),
        ({"maker": True}, "#/maker", "int_type"),
        ({"maker": 10**30}, "#/maker", "less_than_equal"),
        ({"maker": 2**62}, "#/maker", "unknown"),
        ({"valid_from": 0}, "#/valid_from", "date_form"),
        ({"valid_from": "2026-01-01T00:00:00"}, "#/valid_from", "date_form"),
        ({"valid_from": "2026-02-30"}, "#/valid_from", "date_from_datetime_parsing"),
        ({"valid_to": "9999-12-31"}, "#/valid_to", "less_than_equal"),
        ({"scope_families": ["nothing"]}, "#/scope_families/0", "unknown_family"),
    ],
)
def test_a_wrong_value_is_pointed_at(
    officer: Actor, maker: Actor, changed: dict[str, object], pointer: str, code: str
) -> None:
    answer = Caller.of(officer).post(ISSUE, a_certificate(maker, **changed))

    document = said(answer)
    assert (answer.status_code, document["code"]) == (422, "invalid")
    assert [(one["pointer"], one["code"]) for one in document["errors"]] == [(pointer, code)]
    assert not CertificateProposal.objects.exists()


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("size=0", "size", "greater_than_equal"),
        ("size=201", "size", "less_than_equal"),
        ("page=2", "page", "unknown_parameter"),
        ("size=x", "size", "int_parsing"),
        ("after=" + "x" * 1001, "after", "string_too_long"),
        ("after=x", "after", "unknown_cursor"),
        ("after=é", "after", "unknown_cursor"),
        ("after=W10", "after", "unknown_cursor"),
        ("after=WyIyMDI2LTAxLTAxIixudWxsXQ", "after", "unknown_cursor"),
        ("after=WyJ4IiwiMSJd", "after", "unknown_cursor"),
        ("state=lost", "state", "enum"),
        ("sate=valid", "sate", "unknown_parameter"),
        ("q=" + "x" * 101, "q", "string_too_long"),
    ],
)
def test_a_wrong_parameter_is_named(officer: Actor, query: str, parameter: str, code: str) -> None:
    answer = Caller.of(officer).get(f"{ISSUE}?{query}")

    document = said(answer)
    assert (answer.status_code, document["code"]) == (422, "invalid")
    assert [(one["parameter"], one["code"]) for one in document["errors"]] == [(parameter, code)]


def test_a_nul_in_the_address_is_refused_in_json(officer: Actor) -> None:
    answer = Caller.of(officer).get(f"{ISSUE}?q=%00")

    assert (answer.status_code, said(answer)["code"]) == (400, "malformed")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "La fin de validité précède son début."),
        ("ar", "تاريخ نهاية الصلاحية سابق لبدايتها."),
        ("en", "The end of validity comes before its start."),
        ("de", "La fin de validité précède son début."),
    ],
)
def test_a_refusal_has_a_stable_code_and_a_sentence(
    officer: Actor, maker: Actor, language: str, sentence: str
) -> None:
    body = a_certificate(maker, valid_to="2025-01-01")

    answer = Caller.of(officer).post(ISSUE, body, **{"Accept-Language": language})

    document = said(answer)
    assert (answer.status_code, document["code"]) == (409, "certification.dates")
    assert document["detail"] == sentence
    assert "Accept-Language" in answer.headers["Vary"]
    assert not CertificateProposal.objects.exists()


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/devices/999999", 404, "not_found"),
        ("GET", f"/devices/{10**25}", 404, "not_found"),
        ("GET", "/devices/x", 404, "not_found"),
        ("DELETE", "/devices", 405, "method_not_allowed"),
        ("GET", "/registration/registrations", 405, "method_not_allowed"),
        ("GET", "/registration/titles/nothing", 422, "invalid"),
    ],
)
def test_what_is_not_there_is_said_in_json(
    maker: Actor, method: str, path: str, status: int, code: str
) -> None:
    answer = Caller.of(maker).call(method, path)

    assert (answer.status_code, said(answer)["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_fault_is_said_in_json_and_tells_nothing(maker: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("rakiza.pillars.industry.devices.api.devices_for", fail)
    caller = Caller.of(maker)
    caller.client.raise_request_exception = False

    answer = caller.get("/devices")

    assert (answer.status_code, said(answer)["code"]) == (500, "failure")
    assert "secret" not in json.dumps(said(answer))


def test_what_was_read_is_not_read_again(officer: Actor, maker: Actor) -> None:
    issue_certificate(
        officer,
        maker=maker.organisation,
        standard="ISO 9001",
        number="C-1",
        valid_from=date(2026, 1, 1),
        valid_to=date(2028, 1, 1),
    )
    caller = Caller.of(officer)
    address = f"{ISSUE}/{Certificate.objects.get().pk}"
    mark = caller.get(address).headers["ETag"]

    assert caller.get(address, **{"If-None-Match": mark}).status_code == 304
    caller.post(f"{address}/transitions/suspend", {"on": "2026-11-01", "reason": "Contrôle"})
    changed = caller.get(address, **{"If-None-Match": mark})
    assert changed.status_code == 200
    assert said(changed)["state"] == "suspended"


def test_a_list_is_handed_over_page_by_page(maker: Actor) -> None:
    for number in range(5):
        DeviceFactory(maker=maker.organisation, name=f"Article {number}", reference=f"R-{number}")
    caller = Caller.of(maker)

    pages = [*walked(caller, "/devices?size=2")]

    assert [[row["name"] for row in page["items"]] for page in pages] == [
        ["Article 0", "Article 1"],
        ["Article 2", "Article 3"],
        ["Article 4"],
    ]
    assert [page["total"] for page in pages] == [5, None, None]


def walked(caller: Caller, address: str) -> Iterator[dict[str, Any]]:
    """Yield each page of a list, as `next` leads from one to the other."""
    while address:
        page = said(caller.get(address))
        yield page
        address = (page["next"] or "").removeprefix("/api/v1")


def test_what_is_added_or_withdrawn_meanwhile_neither_hides_nor_repeats_others(maker: Actor) -> None:
    made = [
        DeviceFactory(maker=maker.organisation, name=f"Article {letter}", reference=letter)
        for letter in "bdfh"
    ]
    caller = Caller.of(maker)
    pages = walked(caller, "/devices?size=2")

    first = next(pages)
    made[1].delete()
    DeviceFactory(maker=maker.organisation, name="Article a", reference="a")
    rest = [row["name"] for page in pages for row in page["items"]]

    assert [row["name"] for row in first["items"]] == ["Article b", "Article d"]
    assert rest == ["Article f", "Article h"]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_rows_alike_or_without_a_date_are_handed_over_once_each(officer: Actor, size: int) -> None:
    days = [None, date(2026, 3, 1), date(2026, 3, 1), None, date(2026, 1, 1), date(2026, 3, 1), None]
    cases = [
        CertificationCase.objects.create(
            maker=an_actor(Role.MAKER).organisation,
            body=officer.organisation,
            scheme="system",
            standard="ISO 9001",
            state="filed",
            filed_on=day,
        ).pk
        for day in days
    ]

    pages = walked(Caller.of(officer), f"/certification/cases?size={size}")
    found = [row["id"] for page in pages for row in page["items"]]

    dated = [cases[at] for at in (5, 2, 1, 4)]
    assert found == [*dated, *(cases[at] for at in (6, 3, 0))]


LISTS = {
    "/devices": Role.MAKER,
    "/organisations": Role.PARTNER,
    "/certification/certificates": Role.MAKER,
    "/certification/cases": Role.MAKER,
    "/registration/titles/registration": Role.CLUSTER_STAFF,
    "/registration/titles/declaration": Role.CLUSTER_STAFF,
    "/registration/titles/authorisation": Role.CLUSTER_STAFF,
    "/registration/dossiers": Role.MAKER,
    "/offers": Role.MAKER,
    "/plants": Role.MAKER,
    "/lines": Role.MAKER,
    "/alerts": Role.MAKER,
    "/paths": Role.MAKER,
}


@pytest.mark.parametrize("path", sorted(LISTS))
def test_an_empty_list_is_a_list(path: str) -> None:
    page = said(Caller.of(an_actor(LISTS[path])).get(path))

    assert set(page) == {"items", "size", "total", "next"}
    assert len(page["items"]) == page["total"]
    assert path == "/organisations" or page["items"] == []


def test_a_list_of_many_devices_costs_as_many_queries_as_one_of_few(
    maker: Actor, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    caller = Caller.of(maker)
    DeviceFactory(maker=maker.organisation)
    caller.get("/devices")
    with django_assert_max_num_queries(5) as few:
        caller.get("/devices")
    for _ in range(10):
        DeviceFactory(maker=maker.organisation)

    with django_assert_num_queries(len(few)):
        caller.get("/devices")
    assert Device.objects.count() == 11
