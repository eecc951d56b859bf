"""The table of permissions, walked: what each role gets from each page, what it may do, and what it may not."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import UserFactory
from tests.security.house import House, finish
from tests.security.permissions import PAGES

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.enums import OVERSEERS, Role

FIELDS = {
    "kind": "other", "seen": "1", "name": "Plan 2027", "reason": "R",
    "suspendre-on": "2026-11-22", "suspendre-reason": "R", "language": "en",
}  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
def test_each_role_gets_from_each_page_what_the_table_says(house: House, role: Role) -> None:
    client = house.client(house.people[role])

    found = {}
    for name, page in PAGES.items():
        if page.reads:
            response = client.get(house.address(name), headers={"HX-Request": "true"})
            finish(response)
            found[name] = 200 if response.status_code == 204 else response.status_code

    assert found == {name: page.status(role) for name, page in PAGES.items() if page.reads}


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may_not_do_changes_nothing(house: House, role: Role) -> None:
    client = house.client(house.people[role])
    before = AuditEvent.objects.count()

    for name, page in PAGES.items():
        if not page.does or role in page.does:
            continue
        response = client.post(house.address(name), FIELDS)
        assert response.status_code in {403, 404}, (name, response.status_code)
        assert AuditEvent.objects.count() == before, name


# The pages on which a role meets an object that another organisation owns.
ELSEWHERE = {
    role: [name for name, page in PAGES.items() if page.alone and role in page.does | page.open - OVERSEERS]
    for role in sorted(Role)
}


@pytest.mark.parametrize("role", [role for role in sorted(Role) if ELSEWHERE[role]])
def test_what_another_organisation_owns_is_not_there(house: House, role: Role) -> None:
    client = house.client(house.strangers[role])
    before = AuditEvent.objects.count()

    for name in ELSEWHERE[role]:
        page, address = PAGES[name], house.address(name)
        answers = [client.post(address, FIELDS)] if role in page.does else []
        answers += [client.get(address)] if page.reads and role not in OVERSEERS else []
        # A maker sees only its own articles; every other address answers as if nothing were there.
        assert (name, {answer.status_code for answer in answers}) == (name, {404})
        assert (name, AuditEvent.objects.count()) == (name, before)


@pytest.mark.parametrize("role", sorted(OVERSEERS))
def test_who_oversees_opens_what_any_organisation_owns(house: House, role: Role) -> None:
    client = house.client(house.strangers[role])

    for name, page in PAGES.items():
        if page.alone and page.reads and role in page.open - page.does:
            response = client.get(house.address(name), headers={"HX-Request": "true"})
            finish(response)
            assert (name, response.status_code) in {(name, 200), (name, 204)}


def test_a_person_without_membership_is_refused_everywhere(house: House) -> None:
    client = Client()
    client.force_login(UserFactory())
    for name in PAGES:
        response = (
            client.post(house.address(name)) if not PAGES[name].reads else client.get(house.address(name))
        )
        assert (name, response.status_code) == (name, 403)
