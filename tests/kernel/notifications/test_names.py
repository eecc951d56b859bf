"""Parties and devices are called by the names that the reader knows them by: in messages, lists and choices."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from tests.factories import DeviceFactory, OrganisationFactory, an_actor

from rakiza.kernel.notifications.actions import notify, remind_once
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.naming import parties_called, party_called

pytestmark = pytest.mark.django_db
FRENCH, ARABIC = "Ateliers du Souss", "ورشات سوس"
DAY = date(2030, 5, 1)


def a_maker() -> Organisation:
    made: Organisation = OrganisationFactory(kind=OrganisationKind.MAKER, name=FRENCH, name_ar=ARABIC)
    return made


def test_a_message_names_parties_and_devices_in_its_readers_language() -> None:
    maker = a_maker()
    device = DeviceFactory(maker=maker, name="Gant", name_ar="قفاز", name_en="Glove")
    said: dict[str, Any] = {"applicant": maker, "subject": device}
    notify("registration.dossier_filed", organisation=maker, params=said)
    remind_once(
        "registration.decision_due",
        organisation=maker,
        about=device,
        deadline=DAY,
        step="3",
        params={"subject": device, "date": DAY},
    )
    filed, due = Notification.objects.order_by("pk")
    wanted = {"fr": (FRENCH, "Gant"), "ar": (ARABIC, "قفاز"), "en": (FRENCH, "Glove")}

    for language, (party, thing) in wanted.items():
        with translation.override(language):
            assert party in str(filed), language
            assert thing in str(filed), language
            assert thing in str(due), language
    # what was kept by its French name alone is still said
    assert FRENCH in str(
        Notification(code="registration.dossier_filed", params={**filed.params, "applicant": FRENCH})
    )


def test_lists_and_choices_name_parties_in_the_readers_language_and_are_sought_by_either_name() -> None:
    maker = a_maker()
    DeviceFactory(maker=maker, name="Gant")
    staff = an_actor(Role.CLUSTER_STAFF)
    client = Client()
    client.force_login(staff.user, backend="django.contrib.auth.backends.ModelBackend")

    for language, name in (("fr", FRENCH), ("ar", ARABIC), ("en", FRENCH)):
        staff.user.language = language
        staff.user.save()
        page = client.get(f"/industrie/dispositifs/?fabricant={maker.pk}").content.decode()
        assert f">{name}</option>" in page, language
        assert page.count(name) >= 3, language  # the choice, its chip and the device's own line
        with translation.override(language):
            assert parties_called([maker.pk]) == [(maker.pk, name)]
            assert (party_called(maker.pk), party_called(0)) == (name, "0")
        for words in (FRENCH, ARABIC):
            assert client.get("/certification/", {"q": words}).status_code == 200
            assert client.get("/industrie/offres/", {"q": words, "etat": ""}).status_code == 200
