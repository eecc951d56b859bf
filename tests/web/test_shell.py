"""The frame of every page: signing in, languages, errors, navigation by role."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory
from tests.factories import OrganisationFactory, UserFactory, an_actor

from rakiza.kernel.identity.demonstration import DOMAIN, PASSWORD
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.web.errors import bad_request, csrf_failure, failure
from rakiza.web.navigation import navigation

pytestmark = pytest.mark.django_db


def _client(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("en", "ltr")])
def test_the_sign_in_page_speaks_the_language_chosen(language: str, direction: str) -> None:
    client = Client()
    client.post("/langue/setlang/", {"language": language, "next": "/compte/login/"})

    page = client.get("/compte/login/").content.decode()

    assert f'<html lang="{language}" dir="{direction}">' in page
    assert page.count("<h1") == 1


def test_a_person_signs_in_and_is_greeted_in_their_language() -> None:
    actor = an_actor(Role.BUYER)
    actor.user.language = "ar"
    actor.user.set_password("une-phrase-longue")
    actor.user.save()
    client = Client()

    response = client.post("/compte/login/", {"login": actor.user.email, "password": "une-phrase-longue"})

    assert (response.status_code, response.url) == (302, "/")
    assert '<html lang="ar" dir="rtl">' in client.get("/").content.decode()
    client.post("/langue/setlang/", {"language": "en", "next": "/"})
    assert '<html lang="en" dir="ltr">' in client.get("/").content.decode()


def test_a_wrong_password_is_told_at_once() -> None:
    response = Client().post("/compte/login/", {"login": "personne@example.org", "password": "faux"})

    assert response.status_code == 200
    assert 'id="form-errors"' in response.content.decode()


def test_demonstration_accounts_are_offered_in_that_mode_only(settings) -> None:
    membership = Membership.objects.create(
        user=UserFactory(email=f"acheteur@{DOMAIN}"), organisation=OrganisationFactory(), role=Role.BUYER
    )
    address = membership.user.email
    settings.RAKIZA_DEMO = False

    assert address not in Client().get("/compte/login/").content.decode()
    settings.RAKIZA_DEMO = True
    page = Client().get("/compte/login/").content.decode()
    assert address in page
    assert PASSWORD in page
    assert PASSWORD not in _client(an_actor(Role.BUYER)).get("/").content.decode()


def test_a_page_that_is_not_there_says_so_inside_the_frame() -> None:
    response = _client(an_actor(Role.BUYER)).get("/nulle/part/")

    assert response.status_code == 404
    page = response.content.decode()
    assert "Page introuvable" in page
    assert "Navigation principale" in page


def test_a_role_that_may_not_is_told_why() -> None:
    response = _client(an_actor(Role.MAKER)).get("/journal/")

    assert response.status_code == 403
    assert "Votre rôle dans cette organisation" in response.content.decode()


def test_a_person_of_no_organisation_is_told_so() -> None:
    client = Client()
    client.force_login(UserFactory())

    response = client.get("/")

    assert response.status_code == 403
    assert "rattaché à aucune organisation active" in response.content.decode()


def test_the_last_resort_page_needs_no_database(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        response = failure(HttpRequest())

    assert response.status_code == 500
    assert "Rien n'a été enregistré" in response.content.decode()


def test_malformed_and_expired_forms_are_explained() -> None:
    request = RequestFactory().get("/")

    assert bad_request(request, Exception()).status_code == 400
    expired = csrf_failure(request)
    assert expired.status_code == 403
    assert "Formulaire expiré" in expired.content.decode()


@pytest.mark.parametrize(
    ("role", "needs", "audit"),
    [
        (Role.BUYER, True, False),
        (Role.COORDINATOR, True, True),
        (Role.MAKER, False, False),
        (Role.REGISTRATION_OFFICER, False, False),
        (Role.ADMINISTRATOR, True, True),
    ],
)
def test_each_role_finds_its_own_navigation(role: Role, needs: bool, audit: bool) -> None:
    page = _client(an_actor(role)).get("/").content.decode()

    assert ('href="/besoins/"' in page) is needs
    assert ('href="/journal/"' in page) is audit


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", ["/"]),
        ("/industrie/dispositifs/12/", ["/industrie/dispositifs/"]),
        ("/industrie/dispositifs/12/integration/", ["/industrie/integration/"]),
        ("/industrie/integration/controles/3/", ["/industrie/integration/"]),
    ],
)
def test_the_navigation_marks_the_one_place_where_the_reader_is(path: str, current: list[str]) -> None:
    sections = navigation(RequestFactory().get(path), Role.MAKER)

    assert [link.url for section in sections for link in section.items if link.current] == current


def test_acting_for_an_organisation_that_is_not_ones_own_is_refused() -> None:
    client = _client(an_actor(Role.BUYER))
    other = Membership.objects.create(user=UserFactory(), organisation=OrganisationFactory(), role=Role.BUYER)

    assert client.post("/organisation/", {"membership": str(other.pk)}).status_code == 403
