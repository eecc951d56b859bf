"""Pages of keys: made after saying again who one is, shown once, revoked."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import an_actor
from tests.factories.keys import a_key, membership_of

from rakiza.kernel.access.models import AccessKey
from rakiza.kernel.access.queries import key_in_force
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role

PHRASE = "une-phrase-longue"
pytestmark = pytest.mark.django_db


@pytest.fixture
def maker() -> Actor:
    actor = an_actor(Role.MAKER)
    actor.user.set_password(PHRASE)
    actor.user.save()
    return actor


@pytest.fixture
def client(maker: Actor) -> Client:
    client = Client()
    client.post("/compte/login/", {"login": maker.user.email, "password": PHRASE})
    return client


def fields(actor: Actor, **changed: object) -> dict[str, object]:
    until = timezone.localdate() + timedelta(days=30)
    usual = {
        "name": "Export ERP",
        "membership": membership_of(actor).pk,
        "reach": "read",
        "expires_on": until,
    }
    return {**usual, **changed}


def say_again(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": PHRASE})


def test_who_one_is_must_be_said_again(maker: Actor, client: Client) -> None:
    for answer in (client.get(reverse("access:new")), client.post(reverse("access:new"), fields(maker))):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not AccessKey.objects.exists()


def test_a_key_is_shown_once(maker: Actor, client: Client) -> None:
    say_again(client)

    answer = client.post(reverse("access:new"), fields(maker))

    shown = re.findall(r"rak_[0-9a-f]{12}_[\w-]{43}", answer.content.decode())
    assert (answer.status_code, len(shown)) == (200, 1)
    assert key_in_force(shown[0]) == AccessKey.objects.get()
    assert "no-store" in answer.headers["Cache-Control"]
    listed = client.get(reverse("access:keys")).content.decode()
    assert AccessKey.objects.get().prefix in listed
    assert shown[0] not in listed


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"name": "N" * 41},
        {"reach": "all"},
        {"expires_on": "2020-01-01"},
        {"expires_on": "9999-12-31"},
        {"expires_on": "jamais"},
        {"membership": ""},
        {"membership": "999999"},
    ],
)
def test_a_wrong_form_makes_no_key(maker: Actor, client: Client, changed: dict[str, object]) -> None:
    say_again(client)

    assert client.post(reverse("access:new"), fields(maker, **changed)).status_code == 422
    assert not AccessKey.objects.exists()


def test_anothers_membership_is_no_choice(maker: Actor, client: Client) -> None:
    say_again(client)
    other = membership_of(an_actor(Role.ADMINISTRATOR)).pk

    assert client.post(reverse("access:new"), fields(maker, membership=other)).status_code == 422
    assert not AccessKey.objects.exists()


def test_anothers_key_is_not_there(maker: Actor, client: Client) -> None:
    foreign = a_key(an_actor(Role.MAKER))

    assert client.post(reverse("access:revoke", args=[foreign.key.pk])).status_code == 404
    assert key_in_force(foreign.text) is not None


def test_revoking_twice_says_so(maker: Actor, client: Client) -> None:
    key = a_key(maker).key
    address = reverse("access:revoke", args=[key.pk])

    client.post(address)
    again = client.post(address, follow=True)

    assert "déjà révoquée" in again.content.decode()


def test_the_lists_cost_as_much_with_twenty_keys_as_with_one(
    maker: Actor, client: Client, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    a_key(maker, name="Une")
    staff = an_actor(Role.CLUSTER_STAFF)
    overseer = Client()
    overseer.force_login(staff.user)
    pages = ((client, reverse("access:keys")), (overseer, reverse("access:overseen")))
    for reader, address in pages:
        reader.get(address)
        with django_assert_max_num_queries(15) as few:
            reader.get(address)
        for number in range(6):
            a_key(maker, name=f"{address} {number}")
        with django_assert_num_queries(len(few)):
            reader.get(address)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_an_empty_list_says_why(maker: Actor, client: Client, language: str) -> None:
    client.cookies["django_language"] = language
    title = {"fr": "Aucune clé", "ar": "لا مفاتيح", "en": "No keys"}[language]

    assert title in client.get(reverse("access:keys")).content.decode()
