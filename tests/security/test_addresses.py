"""Every address of the site: a visitor is sent to sign in, a form needs its token, reading changes nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.security.house import House
from tests.security.permissions import OWN, PAGES, PUBLIC, names

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.enums import Role

CHANGE = [name for name, page in PAGES.items() if page.does]


def test_every_address_is_in_the_table() -> None:
    assert names() == PUBLIC | OWN | set(PAGES)


def test_a_visitor_is_sent_to_sign_in_from_every_page(house: House) -> None:
    for name, page in PAGES.items():
        address = house.address(name)
        for method in (*(["get"] if page.reads else []), *(["post"] if page.does else [])):
            response = getattr(Client(), method)(address)
            assert (name, response.status_code) == (name, 302)
            assert response.url.startswith("/compte/login/?next="), name


ARGUMENTS = {"account_confirm_email": ["nothing"], "account_reset_password_from_key": ["1", "nothing"]}
# Links that open something to whoever holds their secret or knows their number; a wrong one finds nothing.
SECRET: dict[str, list[object]] = {
    "industry:showcase-picture": [1],
    "industry:showcase-product": [1],
    "industry:showcase-sheet": [1],
    "organisations:follow": ["rien"],
    "provider-callback": [],
    "organisations:accept": ["rien"],
    "registration:register-title": ["registration", 0],
    "registration:verify": ["rien"],
}


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_public_pages_answer_a_visitor(db: None, name: str) -> None:
    arguments = ARGUMENTS.get(name, SECRET.get(name, []))
    answer = Client().get(reverse(name, args=arguments))
    assert answer.status_code in ({404} if name in SECRET else {200, 302, 403, 405})


def test_a_form_without_its_token_changes_nothing(house: House) -> None:
    before = AuditEvent.objects.count()
    for name in CHANGE:
        role = next(role for role in Role if role in PAGES[name].does)
        client = Client(enforce_csrf_checks=True)
        client.force_login(house.people[role].user)

        response = client.post(house.address(name), {"kind": "other", "seen": "1"})

        assert (name, response.status_code) == (name, 403)
        assert "Formulaire expiré" in response.content.decode()
    assert AuditEvent.objects.count() == before


def test_reading_an_address_that_changes_is_refused(house: House) -> None:
    for name in CHANGE:
        if PAGES[name].reads:
            continue
        role = next(role for role in Role if role in PAGES[name].does)
        response = house.client(house.people[role]).get(house.address(name))
        assert (name, response.status_code) == (name, 405)
