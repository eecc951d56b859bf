"""Signing in: no way out to another site, few attempts, nobody registers alone, closed accounts stay out."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import UserFactory, an_actor

from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.enums import Role

PHRASE = "une-phrase-longue"
pytestmark = pytest.mark.django_db


def someone() -> User:
    """Return a person who can sign in."""
    user = an_actor(Role.BUYER).user
    user.set_password(PHRASE)
    user.save()
    return user


@pytest.mark.parametrize(
    "elsewhere",
    ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)", "http:///example.org"],
)
def test_signing_in_never_leads_to_another_site(elsewhere: str) -> None:
    user = someone()

    response = Client().post("/compte/login/", {"login": user.email, "password": PHRASE, "next": elsewhere})
    language = Client().post("/langue/setlang/", {"language": "ar", "next": elsewhere})

    assert (response.status_code, response.url) == (302, "/")
    assert "example.org" not in language.url


def test_signing_in_leads_back_to_the_page_asked_for() -> None:
    user = someone()

    response = Client().post(
        "/compte/login/", {"login": user.email, "password": PHRASE, "next": "/besoins/?q=a"}
    )

    assert response.url == "/besoins/?q=a"


def test_after_five_wrong_passwords_the_right_one_waits() -> None:
    user = someone()
    for _ in range(5):
        Client().post("/compte/login/", {"login": user.email, "password": "faux"})

    response = Client().post("/compte/login/", {"login": user.email, "password": PHRASE})

    assert response.status_code in {200, 429}
    assert "sessionid" not in response.cookies


def test_one_address_of_the_network_tries_so_often_only() -> None:
    client = Client()
    for number in range(30):
        client.post("/compte/login/", {"login": f"n{number}@example.org", "password": "faux"})

    response = client.post("/compte/login/", {"login": "n@example.org", "password": "faux"})

    assert response.status_code == 429
    assert "Attendez quelques minutes" in response.content.decode()


def test_a_closed_account_does_not_get_in() -> None:
    user = someone()
    user.is_active = False
    user.save()

    client = Client()
    client.post("/compte/login/", {"login": user.email, "password": PHRASE})

    assert client.get("/").status_code == 302


def test_a_person_whose_account_closes_is_out_at_the_next_page() -> None:
    user = someone()
    client = Client()
    client.force_login(user)
    assert client.get("/").status_code == 200

    User.objects.filter(pk=user.pk).update(is_active=False, language="en")
    told = client.get("/")

    assert told.status_code == 403
    assert "This account is disabled" in told.content.decode()
    assert client.get("/").url.startswith("/compte/login/")  # type: ignore[attr-defined]  # told once: a visitor


@pytest.mark.parametrize(
    "page", ["signup", "password/reset", "email", "password/change", "login/code/confirm"]
)
def test_pages_that_nobody_needs_are_not_there(page: str) -> None:
    assert Client().get(f"/compte/{page}/").status_code == 404


def test_the_answer_does_not_tell_which_addresses_exist() -> None:
    user = someone()
    unknown = UserFactory.build().email

    wrong = Client().post("/compte/login/", {"login": user.email, "password": "faux"}).content.decode()
    nobody = Client().post("/compte/login/", {"login": unknown, "password": "faux"}).content.decode()

    assert _said(wrong, user.email) == _said(nobody, unknown)


def _said(page: str, address: str) -> str:
    return page[page.index('id="form-errors"') : page.index("<form method")].replace(address, "")


def test_signing_out_needs_a_form() -> None:
    client = Client()
    client.force_login(someone())

    client.get("/compte/logout/")
    assert client.get("/").status_code == 200
    client.post("/compte/logout/")
    assert client.get("/").status_code == 302
