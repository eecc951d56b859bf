"""Pages of certificates: the queue, and what only an officer of the body may do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import OrganisationFactory, an_actor

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Site
from rakiza.pillars.certification.actions import issue_certificate
from rakiza.pillars.certification.enums import CertificateState
from rakiza.pillars.certification.models import Certificate, CertificateProposal

pytestmark = pytest.mark.django_db


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.CERTIFICATION_OFFICER)


def a_certificate(officer: Actor, number: str = "C-1", *, days: int = 400) -> Certificate:
    today = timezone.localdate()
    maker = OrganisationFactory(kind=OrganisationKind.MAKER)
    return issue_certificate(
        officer,
        maker=maker,
        standard="ISO 13485:2016",
        number=number,
        valid_from=today - timedelta(days=30),
        valid_to=today + timedelta(days=days),
    )


def test_the_queue_says_how_long_each_certificate_holds(officer: Actor) -> None:
    a_certificate(officer, "C-BIENTOT", days=10)
    a_certificate(officer, "C-PASSE", days=-1)

    page = signed_in(an_actor(Role.BUYER)).get(reverse("certification:list")).content.decode()

    assert "10 jours" in page
    assert "expiré" in page


def test_the_filter_keeps_what_ends_soon(officer: Actor) -> None:
    a_certificate(officer, "C-BIENTOT", days=10)
    a_certificate(officer, "C-LOIN", days=400)

    page = signed_in(officer).get(reverse("certification:list"), {"echeance": "proche"}).content.decode()

    assert "C-BIENTOT" in page
    assert "C-LOIN" not in page


def test_another_bodys_certificate_does_not_exist(officer: Actor) -> None:
    certificate = a_certificate(officer)
    other = an_actor(Role.CERTIFICATION_OFFICER)

    assert (
        signed_in(other).get(reverse("certification:certificate", args=[certificate.pk])).status_code == 404
    )


def test_a_second_officer_confirms_the_certificate_that_one_proposed(officer: Actor) -> None:
    maker = OrganisationFactory(kind=OrganisationKind.MAKER)
    site = Site.objects.create(organisation=maker, kind="plant", name="Usine 2", city="Fès", region="MA-03")
    given = {
        "maker": maker.pk,
        "scheme": "system",
        "standard": "ISO 13485:2016",
        "number": "C-9",
        "decided_on": "2025-12-30",
        "valid_from": "2026-01-01",
        "valid_to": "2028-12-31",
        "site": site.pk,
        "scope_families": ["syringe_hypodermic"],
    }
    waiting = reverse("certification:proposals")
    first, second = signed_in(officer), signed_in(an_actor(Role.CERTIFICATION_OFFICER, officer.organisation))

    assert first.post(reverse("certification:issue"), given).url == waiting
    settle = reverse(
        "certification:settle-proposal", args=[CertificateProposal.objects.get().pk, "confirmer"]
    )
    own = first.get(waiting).content.decode()
    assert ("Confirmer le certificat" in own, "Usine 2 · Fès" in own) == (False, True)
    assert first.post(settle).url == waiting
    assert not Certificate.objects.exists()
    assert "Confirmer le certificat" in second.get(waiting).content.decode()
    response = second.post(settle)

    made = Certificate.objects.get()
    assert response.url == reverse("certification:certificate", args=[made.pk])
    assert (made.maker, made.valid_to, made.scope_families, made.site) == (
        maker,
        date(2028, 12, 31),
        ["syringe_hypodermic"],
        site,
    )


def test_an_officer_drops_a_proposed_certificate(officer: Actor) -> None:
    CertificateProposal.objects.create(
        body=officer.organisation,
        maker=an_actor(Role.MAKER).organisation,
        standard="ISO 9001",
        number="C-1",
        decided_on="2026-01-01",
        valid_from="2026-01-01",
        valid_to="2028-12-31",
        proposed_by=officer.user,
    )
    address = reverse(
        "certification:settle-proposal", args=[CertificateProposal.objects.get().pk, "abandonner"]
    )
    assert signed_in(an_actor(Role.CERTIFICATION_OFFICER)).post(address).status_code == 404
    assert CertificateProposal.objects.exists()
    assert signed_in(officer).post(address).url == reverse("certification:proposals")
    assert (CertificateProposal.objects.count(), Certificate.objects.count()) == (0, 0)


def test_a_maker_issues_nothing() -> None:
    response = signed_in(an_actor(Role.MAKER)).post(reverse("certification:issue"), {})

    assert response.status_code == 403
    assert not Certificate.objects.exists()


def test_a_suspension_needs_a_reason(officer: Actor) -> None:
    certificate = a_certificate(officer)
    address = reverse("certification:change", args=[certificate.pk, "suspendre"])

    response = signed_in(officer).post(
        address, {"suspendre-on": f"{timezone.localdate()}", "suspendre-reason": " "}
    )

    assert response.status_code == 422
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.VALID


def test_an_officer_suspends_reinstates_and_withdraws(officer: Actor) -> None:
    certificate = a_certificate(officer)
    client = signed_in(officer)

    def change(step: str, **given: str) -> str:
        fields = {f"{step}-{key}": value for key, value in given.items()}
        client.post(reverse("certification:change", args=[certificate.pk, step]), fields)
        certificate.refresh_from_db()
        return certificate.state

    today = timezone.localdate()
    assert change("suspendre", on=f"{today}", reason="Audit") == CertificateState.SUSPENDED
    assert change("retablir", on=f"{today + timedelta(days=9)}") == CertificateState.VALID
    assert (
        change("retirer", on=f"{today + timedelta(days=10)}", reason="Cessation")
        == CertificateState.WITHDRAWN
    )
    assert (
        "Cessation"
        in client.get(reverse("certification:certificate", args=[certificate.pk])).content.decode()
    )


def test_a_coordinator_reads_but_does_not_suspend(officer: Actor) -> None:
    certificate = a_certificate(officer)
    client = signed_in(an_actor(Role.COORDINATOR))
    address = reverse("certification:change", args=[certificate.pk, "suspendre"])

    response = client.post(address, {"suspendre-on": f"{timezone.localdate()}", "suspendre-reason": "Non"})

    assert response.status_code == 403
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.VALID


def test_the_queue_costs_the_same_however_long(officer: Actor, django_assert_max_num_queries: object) -> None:
    client = signed_in(officer)
    for rank in range(12):
        a_certificate(officer, f"C-{rank}")
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        client.get(reverse("certification:list"))
