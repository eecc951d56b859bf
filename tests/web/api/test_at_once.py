"""Two officers who decide at once by the API: one wins, the other is told, nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import DeviceFactory, an_actor
from tests.web.api.caller import Caller, said

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.certification import api as certification
from rakiza.pillars.certification.models import Certificate, CertificationCase
from rakiza.pillars.industry.devices import api as devices
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration import dossier_api
from rakiza.pillars.registration.models import Dossier, RegistrationCertificate

pytestmark = pytest.mark.django_db


def meanwhile(monkeypatch: pytest.MonkeyPatch, room: Any, finder: str, other: Callable[[], object]) -> None:
    """Let the other's whole request happen after the object was read and before it is locked."""
    read = getattr(room, finder)

    def late(*given: object) -> object:
        found = read(*given)
        monkeypatch.setattr(room, finder, read)
        other()
        return found

    monkeypatch.setattr(room, finder, late)


def two_of(role: Role) -> tuple[Actor, Actor]:
    first = an_actor(role)
    return first, an_actor(role, first.organisation)


def test_two_officers_decide_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = two_of(Role.CERTIFICATION_OFFICER)
    case = CertificationCase.objects.create(
        maker=an_actor(Role.MAKER).organisation,
        body=first.organisation,
        scheme="system",
        standard="ISO 9001",
        state="decision",
    )
    path = f"/certification/cases/{case.pk}/transitions"
    winner, loser = Caller.of(first), Caller.of(second)
    won: list[Any] = []
    grant = {"number": "C-1", "valid_from": f"{timezone.localdate()}"}
    meanwhile(
        monkeypatch, certification, "case_or_404", lambda: won.append(winner.post(f"{path}/grant", grant))
    )

    lost = loser.post(f"{path}/refuse", {"remark": "Non"})

    case.refresh_from_db()
    assert [answer.status_code for answer in won] == [200]
    assert (lost.status_code, said(lost)["code"]) == (409, "case.state")
    assert (case.state, case.decided_by, case.remark) == ("certified", first.user, "")
    assert Certificate.objects.count() == 1
    assert AuditEvent.objects.filter(action__startswith="certification.case_").count() == 1


def test_two_officers_decide_a_dossier(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = two_of(Role.REGISTRATION_OFFICER)
    device = DeviceFactory()
    dossier = Dossier.objects.create(
        process="registration",
        request="initial",
        applicant=device.maker,
        authority=first.organisation,
        device=device,
        risk_class="I",
        state="decision",
        filed_on=date(2026, 1, 5),
    )
    path = f"/registration/dossiers/{dossier.pk}/transitions"
    winner, loser = Caller.of(first), Caller.of(second)
    won: list[Any] = []
    meanwhile(
        monkeypatch,
        dossier_api,
        "dossier_or_404",
        lambda: won.append(winner.post(f"{path}/refuse", {"remark": "Non"})),
    )

    lost = loser.post(f"{path}/grant", {"valid_from": f"{timezone.localdate()}"})

    dossier.refresh_from_db()
    assert [answer.status_code for answer in won] == [200]
    assert (lost.status_code, said(lost)["code"]) == (409, "dossier.state")
    assert (dossier.state, dossier.decided_by) == ("refused", first.user)
    assert not RegistrationCertificate.objects.exists()


def test_two_people_change_a_device(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = two_of(Role.MAKER)
    device = DeviceFactory(maker=first.organisation, name="Avant")
    path = f"/devices/{device.pk}"
    body = {"family": device.family, "reference": device.reference, "seen": 0}
    winner, loser = Caller.of(first), Caller.of(second)
    won: list[Any] = []
    meanwhile(
        monkeypatch, devices, "_device", lambda: won.append(winner.put(path, {**body, "name": "Premier"}))
    )

    lost = loser.put(path, {**body, "name": "Second"})

    assert [(answer.status_code, said(answer)["version"]) for answer in won] == [(200, 2)]
    assert (lost.status_code, said(lost)["code"]) == (409, "industry.device_moved")
    assert Device.objects.get().name == "Premier"
