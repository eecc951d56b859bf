"""Sites name their province by code; what was typed before is kept."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from tests.factories import an_actor

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership, Site

pytestmark = pytest.mark.django_db
migration = import_module("rakiza.kernel.organisations.migrations.0004_provinces")


def a_site(actor: Actor, name: str, province: str, region: str = "MA-06") -> Site:
    fields = {"kind": "plant", "city": "Ville", "region": region, "province": province}
    return Site.objects.create(organisation=actor.organisation, name=name, **fields)


def test_what_was_typed_becomes_a_code_where_it_is_sure() -> None:
    actor = an_actor(Role.MAKER)
    sites = [
        a_site(actor, "a", "Province de Settat"),
        a_site(actor, "b", "settat", region="MA-01"),
        a_site(actor, "c", "zone industrielle"),
        a_site(actor, "d", ""),
    ]

    migration.into_codes(apps, connection.schema_editor())

    for site in sites:
        site.refresh_from_db()
    assert [site.province for site in sites] == ["MA-SET", "settat", "zone industrielle", ""]
    assert [site.province_in("ar") for site in sites] == ["سطات", "settat", "zone industrielle", ""]

    migration.into_names(apps, connection.schema_editor())
    sites[0].refresh_from_db()
    assert sites[0].province == "Settat"


@pytest.mark.parametrize(
    ("province", "status", "kept"), [("MA-SET", 302, 1), ("", 302, 1), ("MA-TNG", 422, 0), ("Settat", 422, 0)]
)
def test_a_site_names_a_province_of_its_region(province: str, status: int, kept: int) -> None:
    actor = an_actor(Role.MAKER)
    Membership.objects.filter(user=actor.user).update(manages=True)
    client = Client()
    client.force_login(actor.user)
    fields = {"kind": "plant", "name": "Usine", "city": "Settat", "region": "MA-06", "province": province}

    answer = client.post(f"/organisations/{actor.organisation.pk}/sites/", fields)

    assert (answer.status_code, Site.objects.filter(province=province).count()) == (status, kept)
