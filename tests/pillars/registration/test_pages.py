"""Pages of the authority's titles: three queues, and what only its officers may do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import DeviceFactory, an_actor

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.registration.actions import register_device
from rakiza.pillars.registration.enums import TitleState
from rakiza.pillars.registration.models import (
    EstablishmentDeclaration,
    RegistrationCertificate,
    SpecificAuthorisation,
    TitleProposal,
)

pytestmark = pytest.mark.django_db


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.REGISTRATION_OFFICER)


def a_registration(officer: Actor, number: str = "R-1", *, days: int = 400) -> RegistrationCertificate:
    today = timezone.localdate()
    return register_device(
        officer,
        device=DeviceFactory(),
        number=number,
        valid_from=today - timedelta(days=10),
        valid_to=today + timedelta(days=days),
    )


@pytest.mark.parametrize("kind", ["registration", "declaration", "authorisation"])
def test_each_queue_opens_empty(kind: str) -> None:
    response = signed_in(an_actor(Role.BUYER)).get(reverse("registration:list"), {"nature": kind})

    assert response.status_code == 200
    assert "Aucun titre" in response.content.decode()


def test_a_maker_sees_its_own_titles_only(officer: Actor) -> None:
    mine, theirs = a_registration(officer, "R-MIENNE"), a_registration(officer, "R-AUTRE")
    maker = an_actor(Role.MAKER, mine.device.maker)

    page = signed_in(maker).get(reverse("registration:list")).content.decode()

    assert mine.number in page
    assert theirs.number not in page
    assert (
        signed_in(maker).get(reverse("registration:title", args=["registration", theirs.pk])).status_code
        == 404
    )


def test_the_filter_keeps_what_ends_soon(officer: Actor) -> None:
    a_registration(officer, "R-BIENTOT", days=10)
    a_registration(officer, "R-LOIN")

    page = signed_in(officer).get(reverse("registration:list"), {"echeance": "proche"}).content.decode()

    assert "R-BIENTOT" in page
    assert "R-LOIN" not in page


def test_a_second_officer_confirms_each_kind_of_title(officer: Actor) -> None:
    device = DeviceFactory()
    client = signed_in(officer)
    dates = {"decided_on": "2025-12-20", "valid_from": "2026-01-01", "valid_to": "2030-12-31"}

    client.post(
        reverse("registration:grant", args=["registration"]), {"device": device.pk, "number": "R-1", **dates}
    )
    client.post(
        reverse("registration:grant", args=["declaration"]),
        {"maker": device.maker_id, "number": "D-1", "decided_on": "2026-01-01", "valid_from": "2026-01-01"},
    )
    client.post(
        reverse("registration:grant", args=["authorisation"]),
        {"device": device.pk, "number": "A-1", "purpose": "custom_made", **dates},
    )
    waiting = list(TitleProposal.objects.order_by("pk"))
    assert [one.number for one in waiting] == ["R-1", "D-1", "A-1"]
    assert "Confirmer le titre" not in client.get(reverse("registration:proposals")).content.decode()
    second = signed_in(an_actor(Role.REGISTRATION_OFFICER, officer.organisation))
    assert second.get(reverse("registration:proposals")).content.decode().count("Confirmer le titre") == 3
    for one in waiting:
        second.post(reverse("registration:settle-proposal", args=[one.pk, "confirmer"]))

    assert RegistrationCertificate.objects.get().valid_to == date(2030, 12, 31)
    assert EstablishmentDeclaration.objects.get().valid_to is None
    assert SpecificAuthorisation.objects.get().purpose == "custom_made"
    assert not TitleProposal.objects.exists()


def test_a_number_is_given_once(officer: Actor) -> None:
    a_registration(officer, "R-1")
    given = {
        "device": DeviceFactory().pk,
        "number": "R-1",
        "decided_on": "2026-01-01",
        "valid_from": "2026-01-01",
        "valid_to": "2027-01-01",
    }

    response = signed_in(officer).post(reverse("registration:grant", args=["registration"]), given)

    assert response.status_code == 422
    assert "Le numéro R-1 est déjà attribué." in response.content.decode()
    assert RegistrationCertificate.objects.count() == 1


@pytest.mark.parametrize("role", [Role.MAKER, Role.BUYER, Role.COORDINATOR, Role.CERTIFICATION_OFFICER])
def test_only_the_authority_grants(role: Role) -> None:
    response = signed_in(an_actor(role)).post(reverse("registration:grant", args=["registration"]), {})

    assert response.status_code == 403
    assert not RegistrationCertificate.objects.exists()


def test_an_officer_suspends_reinstates_and_withdraws(officer: Actor) -> None:
    title = a_registration(officer)
    client = signed_in(officer)

    def change(step: str, **given: str) -> str:
        fields = {f"{step}-{key}": value for key, value in given.items()}
        client.post(reverse("registration:change", args=["registration", title.pk, step]), fields)
        title.refresh_from_db()
        return title.state

    today = f"{timezone.localdate()}"
    assert change("suspendre", on=today, reason="Plainte") == TitleState.SUSPENDED
    assert change("retablir") == TitleState.VALID
    assert change("retirer", on=today, reason="Cessation") == TitleState.WITHDRAWN


def test_a_coordinator_withdraws_nothing(officer: Actor) -> None:
    title = a_registration(officer)
    address = reverse("registration:change", args=["registration", title.pk, "retirer"])

    response = signed_in(an_actor(Role.COORDINATOR)).post(
        address, {"retirer-on": f"{timezone.localdate()}", "retirer-reason": "Non"}
    )

    assert response.status_code == 403
    title.refresh_from_db()
    assert title.state == TitleState.VALID


def test_an_unknown_kind_of_title_does_not_exist(officer: Actor) -> None:
    assert signed_in(officer).get(reverse("registration:grant", args=["permis"])).status_code == 404
