"""What a person types finds its family, in any of the three languages."""

from __future__ import annotations

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories import an_actor

from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.purchasing.needs.family_search import MOST, find_families
from rakiza.pillars.purchasing.needs.knowledge import families


@pytest.mark.parametrize(
    ("typed", "family"),
    [
        ("seringue", "syringe_hypodermic"),
        ("syringe", "syringe_hypodermic"),
        ("محقنة", "syringe_hypodermic"),
        ("gant d'examen", "glove_examination"),
        ("gants examen nitril", "glove_examination"),
        ("examination glove", "glove_examination"),
        ("coton hydro", "cotton_wool"),
        ("abaisse lang", "tongue_depressor"),
    ],
)
def test_the_family_meant_is_among_the_first(typed: str, family: str) -> None:
    assert family in [family_id for family_id, _label in find_families(typed, "fr")][:3]


def test_names_are_in_the_readers_language() -> None:
    found = dict(find_families("gant d'examen", "ar"))

    assert found["glove_examination"] == families()["glove_examination"].labels.ar


@pytest.mark.parametrize("typed", ["", " ", "a", "?"])
def test_too_little_finds_nothing(typed: str) -> None:
    assert find_families(typed, "fr") == ()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_few_known_families_once_each(typed: str) -> None:
    found = [family_id for family_id, _label in find_families(typed, "en")]

    assert len(found) == len(set(found)) <= MOST
    assert set(found) <= families().keys()


@pytest.mark.django_db
def test_the_fragment_offers_buttons_of_the_form() -> None:
    client = Client()
    client.force_login(an_actor(Role.BUYER).user)

    shown = client.get("/besoins/familles/", {"family": "gant d'examen"}).content.decode()

    assert 'name="family" value="glove_examination"' in shown
    assert "<html" not in shown
    nothing = client.get("/besoins/familles/", {"family": "§§§§§§"}).content.decode()
    assert "<button" not in nothing


@pytest.mark.django_db
def test_other_roles_are_refused() -> None:
    client = Client()
    client.force_login(an_actor(Role.MAKER).user)

    assert client.get("/besoins/familles/", {"family": "gant"}).status_code == 403
