"""A device is registered once; what a dossier asks for is granted to who may still hold it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import DeviceFactory, an_actor
from tests.pillars.registration.office import (
    TODAY,
    Office,
    a_device,
    a_draft,
    asked,
    complete,
    state_of,
    to_decide,
)
from tests.web.api.caller import Caller

from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration import decisions
from rakiza.pillars.registration.actions import register_device, suspend_title, withdraw_title
from rakiza.pillars.registration.dossier_actions import (
    cancel_dossier,
    file_dossier,
    offer_transfer,
    open_dossier,
)
from rakiza.pillars.registration.enums import DossierState, Process, Request
from rakiza.pillars.registration.models import (
    Dossier,
    EstablishmentDeclaration,
    RegistrationCertificate,
    TitleProposal,
)
from rakiza.pillars.registration.proposals import TitleTerms, confirm_title, propose_title
from rakiza.pillars.registration.registered_days import Days

pytestmark = pytest.mark.django_db
YEARS = timedelta(days=365 * 5)


def registered(office: Office, device: Device | None = None) -> RegistrationCertificate:
    return register_device(
        office.evaluator,
        device=device or a_device(office),
        number="EN-1",
        valid_from=TODAY() - timedelta(days=9),
        valid_to=TODAY() + YEARS,
    )


def first_request(office: Office, device: Device) -> Dossier:
    return open_dossier(office.maker, office.authority, asked(Process.REGISTRATION, device))


@pytest.mark.parametrize("suspended", [False, True])
def test_a_registered_device_takes_no_first_request(office: Office, suspended: bool) -> None:
    title = registered(office)
    if suspended:
        suspend_title(office.evaluator, title, on=TODAY(), reason="Contrôle")
    with pytest.raises(Refused, match="déjà enregistré : certificat EN-1"):
        first_request(office, title.device)
    assert not Dossier.objects.exists()


def test_a_registration_is_not_taken_over_for_a_device_that_has_one(office: Office) -> None:
    """Refused when the dossier is opened, or filed: not after its evaluation and the commission's opinion."""
    title = registered(office)
    taker = Office(an_actor(Role.MAKER), office.evaluator, office.decider)
    EstablishmentDeclaration.objects.create(
        authority=office.authority, maker=taker.maker.organisation, number="D-T", valid_from=date(2020, 1, 1)
    )
    offer_transfer(office.maker, title, to=taker.maker.organisation)
    title.refresh_from_db()
    device = DeviceFactory(maker=taker.maker.organisation, family=title.device.family)
    draft = a_draft(taker, device=device, request=Request.TRANSFER, registration=title)
    complete(taker, draft)
    own = register_device(
        office.evaluator, device=device, number="EN-2", valid_from=TODAY(), valid_to=TODAY() + YEARS
    )

    with pytest.raises(Refused, match="déjà enregistré : certificat EN-2"):
        file_dossier(taker.maker, draft)
    assert state_of(draft) == DossierState.DRAFT
    cancel_dossier(taker.maker, draft)
    with pytest.raises(Refused, match="déjà enregistré : certificat EN-2"):
        a_draft(taker, device=own.device, request=Request.TRANSFER, registration=title)
    assert Dossier.objects.count() == 1


@pytest.mark.parametrize("request_", [Request.RENEWAL, Request.AMENDMENT])
def test_what_makes_sense_of_a_standing_registration_goes_on(office: Office, request_: Request) -> None:
    title = registered(office)
    assert a_draft(office, device=title.device, request=request_, registration=title).request == request_


def test_one_that_ended_makes_way_for_a_first_request(office: Office) -> None:
    title = registered(office)
    withdraw_title(office.evaluator, title, on=TODAY(), reason="Contrôle")
    assert first_request(office, title.device).state == DossierState.DRAFT
    expired = registered_before(office)
    assert first_request(office, expired.device).state == DossierState.DRAFT


def registered_before(office: Office) -> RegistrationCertificate:
    return register_device(
        office.evaluator,
        device=a_device(office),
        number="EN-0",
        valid_from=date(2010, 1, 1),
        valid_to=TODAY() - timedelta(days=1),
    )


def test_page_and_program_refuse_it_with_no_effect(office: Office) -> None:
    title = registered(office)
    client = Client()
    client.force_login(office.maker.user)
    page = client.post(
        reverse("registration:open-dossier", args=["registration"]),
        {
            "request": "initial",
            "device": title.device_id,
            "risk_class": "I",
            "authority": office.authority.pk,
        },
    )
    assert (page.status_code, "Ce dispositif est déjà enregistré" in page.content.decode()) == (422, True)
    answer = Caller.of(office.maker).call(
        "POST",
        "/registration/dossiers",
        {
            "process": "registration",
            "authority": office.authority.pk,
            "device": title.device_id,
            "risk_class": "I",
        },
    )
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "dossier.registered")
    assert not Dossier.objects.exists()


def test_a_registration_given_meanwhile_stops_the_filing_and_the_decision(office: Office) -> None:
    draft = a_draft(office)
    complete(office, draft)
    waiting = to_decide(office)
    for number, dossier in (("EN-5", draft), ("EN-6", waiting)):
        assert dossier.device is not None
        register_device(
            office.decider,
            device=dossier.device,
            number=number,
            valid_from=TODAY(),
            valid_to=TODAY() + YEARS,
        )
    with pytest.raises(Refused, match="certificat EN-5"):
        file_dossier(office.maker, draft)
    with pytest.raises(Refused, match="certificat EN-6"):
        decisions.grant(office.decider, waiting, valid_from=TODAY())
    assert (state_of(draft), state_of(waiting)) == (DossierState.DRAFT, DossierState.DECISION)
    assert RegistrationCertificate.objects.count() == 2


def terms(device: Device, number: str, first: date, last: date) -> TitleTerms:
    return TitleTerms(Process.REGISTRATION, number, min(first, TODAY()), first, last, device=device)


def test_a_register_of_before_says_no_day_twice(office: Office) -> None:
    title = registered(office)
    with pytest.raises(Refused, match="déjà enregistré dans ces jours : certificat EN-1"):
        propose_title(office.evaluator, terms(title.device, "EN-2", date(2015, 1, 1), title.valid_from))
    assert not TitleProposal.objects.exists()
    before = propose_title(
        office.evaluator,
        terms(title.device, "EN-2", date(2015, 1, 1), title.valid_from - timedelta(days=1)),
    )
    twin = propose_title(office.evaluator, terms(title.device, "EN-3", date(2016, 1, 1), date(2016, 12, 31)))
    confirm_title(office.decider, before)
    with pytest.raises(Refused, match="certificat EN-2"):
        confirm_title(office.decider, twin)
    assert list(RegistrationCertificate.objects.order_by("number").values_list("number", flat=True)) == [
        "EN-1",
        "EN-2",
    ]


def test_what_another_authority_gave_may_be_written_down_by_its_successor(office: Office) -> None:
    title = registered(office)
    successor = an_actor(Role.REGISTRATION_OFFICER)
    made = propose_title(
        successor, terms(title.device, "EN-1", title.valid_from, TODAY() + timedelta(days=30))
    )
    assert made.authority == successor.organisation


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ((1, 5), (6, 9), False),
        ((1, 5), (5, 9), True),
        ((6, 9), (1, 5), False),
        ((1, None), (9, None), True),
        ((3, 4), (1, None), True),
        ((1, 2), (3, None), False),
    ],
)
def test_days_in_common(one: tuple[int, int | None], other: tuple[int, int | None], meet: bool) -> None:
    def days(pair: tuple[int, int | None]) -> Days:
        return Days("x", date(2027, 1, pair[0]), date(2027, 1, pair[1]) if pair[1] else None)

    assert days(one).meets(days(other)) == days(other).meets(days(one)) == meet


def undeclared(_dossier: Dossier) -> None:
    EstablishmentDeclaration.objects.update(state="suspended")


def ceased(_dossier: Dossier) -> None:
    EstablishmentDeclaration.objects.update(valid_to=timezone.localdate() - timedelta(days=1))


def a_distributor(_dossier: Dossier) -> None:
    EstablishmentDeclaration.objects.update(activities=["distribution"])


def left(dossier: Dossier) -> None:
    Organisation.objects.filter(pk=dossier.applicant_id).update(active=False)


def sold(dossier: Dossier) -> None:
    Device.objects.filter(pk=dossier.device_id or 0).update(maker=DeviceFactory().maker)


def withdrawn(dossier: Dossier) -> None:
    Device.objects.filter(pk=dossier.device_id or 0).update(state="withdrawn")


@pytest.mark.parametrize(
    ("meanwhile", "said"),
    [
        (undeclared, "n'est plus déclaré"),
        (ceased, "n'est plus déclaré"),
        (a_distributor, "n'est plus déclaré"),
        (left, "ne participe plus"),
        (sold, "n'est plus celui du demandeur"),
        (withdrawn, "a retiré ce dispositif"),
    ],
)
def test_the_decision_looks_again_at_who_applies_and_for_what(
    office: Office, meanwhile: Callable[[Dossier], None], said: str
) -> None:
    dossier = to_decide(office)
    meanwhile(dossier)
    with pytest.raises(Refused, match=said):
        decisions.grant(office.decider, dossier, valid_from=TODAY())
    client = Client()
    client.force_login(office.decider.user)
    page = client.post(
        reverse("registration:dossier-step", args=[dossier.pk, "accorder"]),
        {"accorder-valid_from": TODAY().isoformat()},
    )
    assert said in page.content.decode().replace("&#x27;", "'")
    answer = Caller.of(office.decider).call(
        "POST",
        f"/registration/dossiers/{dossier.pk}/transitions/grant",
        {"valid_from": TODAY().isoformat()},
    )
    assert (page.status_code, answer.status_code) == (422, 409)
    assert state_of(dossier) == DossierState.DECISION
    assert not RegistrationCertificate.objects.exists()


def test_it_may_still_be_refused(office: Office) -> None:
    dossier = to_decide(office)
    undeclared(dossier)
    decisions.refuse(office.decider, dossier, remark="Plus de déclaration.")
    assert state_of(dossier) == DossierState.REFUSED


def test_a_sample_asks_for_no_declaration(office: Office) -> None:
    dossier = to_decide(office, Process.AUTHORISATION)
    undeclared(dossier)
    title = decisions.grant(office.decider, dossier, valid_from=TODAY(), valid_to=TODAY())
    assert title.number.startswith("AS-")
