"""The API walked by every role: who may changes once and leaves a row; who may not changes nothing."""

from __future__ import annotations

import json

import pytest
from tests.security.api_writes import NAMED_BY_BODY, WRITES, caller_of, undone
from tests.security.house import House
from tests.web.api.caller import said

from rakiza.kernel.access.models import AccessKey
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.audit.queries import verify_chain
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.certification.models import CertificationCase
from rakiza.pillars.registration.models import Dossier
from rakiza.web.api.site import description


def last_event() -> int:
    return AuditEvent.objects.order_by("-pk").values_list("pk", flat=True)[0]


def test_every_endpoint_that_writes_is_in_the_table() -> None:
    paths = json.loads(description())["paths"]
    writing = {
        operation["operationId"]
        for operations in paths.values()
        for method, operation in operations.items()
        if method != "get"
    }

    assert writing == set(WRITES)


def test_every_endpoint_but_the_public_register_asks_for_a_key() -> None:
    paths = json.loads(description())["paths"]
    public = {
        path for path, operations in paths.items() for one in operations.values() if not one.get("security")
    }

    assert public == {"/api/v1/register/{kind}", "/api/v1/register/{kind}/{number}"}


def test_who_may_changes_and_leaves_a_row(house: House) -> None:
    callers = {role: caller_of(house.people[role]) for role in Role}
    for name, write in WRITES.items():
        role = next(iter(write.does))
        with undone():
            write.prepare(house)
            last, actor = last_event(), house.people[role]

            answer = write.send(callers[role], house)

            assert answer.status_code in {200, 201}, (name, said(answer))
            event = AuditEvent.objects.get(pk__gt=last, action=write.leaves)
            assert (event.user, event.organisation, event.role) == (actor.user, actor.organisation, role), (
                name
            )
            assert event.origin == "api Programme de l'essai 127.0.0.1", name
    assert verify_chain().intact


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may_not_do_changes_nothing(house: House, role: Role) -> None:
    caller = caller_of(house.people[role])
    for name, write in WRITES.items():
        if role in write.does:
            continue
        with undone():
            write.prepare(house)
            before = last_event()

            answer = write.send(caller, house)

            assert answer.status_code in {403, 404}, (name, answer.status_code, said(answer))
            assert last_event() == before, name


def test_what_another_organisation_owns_is_not_there(house: House) -> None:
    callers = {role: caller_of(house.strangers[role]) for role in Role}
    for name, write in WRITES.items():
        if not write.alone and name not in NAMED_BY_BODY:
            continue
        for role in write.does:
            with undone():
                write.prepare(house)
                before = last_event()

                answer = write.send(callers[role], house)

                assert answer.status_code == (422 if name in NAMED_BY_BODY else 404), (name, said(answer))
                assert last_event() == before, name


def test_a_read_only_key_and_a_dead_one_change_nothing(house: House) -> None:
    callers = {role: caller_of(house.people[role]) for role in Role}
    before = last_event()
    for name, write in WRITES.items():
        caller = callers[next(iter(write.does))]
        with undone():
            write.prepare(house)
            AccessKey.objects.update(reach="read")
            assert (name, write.send(caller, house).status_code) == (name, 403)
        with undone():
            write.prepare(house)
            AccessKey.objects.update(expires_on="2020-01-01")
            assert (name, write.send(caller, house).status_code) == (name, 401)
    assert last_event() == before


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("certification_withdraw", "certification_withdraw"),
        ("certification_withdraw", "certification_suspend"),
        ("certification_withdraw", "certification_reinstate"),
        ("titles_withdraw", "titles_withdraw"),
        ("titles_withdraw", "titles_suspend"),
        ("titles_withdraw", "titles_reinstate"),
        ("titles_suspend", "titles_cede"),
        ("devices_withdraw", "devices_change"),
        ("devices_withdraw", "devices_withdraw"),
        ("offers_withdraw", "offers_withdraw"),
        ("production_lines_close_line", "production_lines_change_line"),
    ],
)
def test_what_has_ended_stays_ended(house: House, first: str, again: str) -> None:
    callers = {role: caller_of(house.people[role]) for role in Role}
    assert WRITES[first].send(callers[next(iter(WRITES[first].does))], house).status_code == 200
    before = last_event()

    answer = WRITES[again].send(callers[next(iter(WRITES[again].does))], house)

    assert answer.status_code == 409
    assert last_event() == before


def test_a_date_beyond_the_calendar_is_refused_on_the_pages_that_grant(house: House) -> None:
    certifier, registrar = house.people[Role.CERTIFICATION_OFFICER], house.people[Role.REGISTRATION_OFFICER]
    WRITES["certification_grant"].prepare(house)
    WRITES["dossiers_grant"].prepare(house)
    before = last_event()

    case = house.client(certifier).post(
        f"/certification/dossiers/{CertificationCase.objects.get().pk}/certifier/",
        {"certifier-number": "C-11", "certifier-valid_from": "9999-12-31"},
    )
    dossier = house.client(registrar).post(
        f"/homologation/dossiers/{Dossier.objects.get().pk}/accorder/", {"accorder-valid_from": "9999-12-31"}
    )

    for page in (case, dossier):
        assert page.status_code == 422
        assert "trop lointaine" in page.content.decode()
    assert last_event() == before
