"""A dossier asks for the class that its device states, until it is filed."""

from __future__ import annotations

import pytest
from tests.factories import DeviceFactory
from tests.pillars.registration.office import (
    TODAY,
    Office,
    a_draft,
    a_filed,
    asked,
    complete,
    state_of,
    to_decide,
)

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.permissions import Refused
from rakiza.kernel.wording import in_language
from rakiza.pillars.registration import decisions, review_actions
from rakiza.pillars.registration.classes import class_of
from rakiza.pillars.registration.dossier_actions import file_dossier, open_dossier
from rakiza.pillars.registration.enums import DossierState, Process, Request, RiskClass, SendBackReason
from rakiza.pillars.registration.models import Dossier, RegistrationCertificate

pytestmark = pytest.mark.django_db

STATED = [
    ("I", RiskClass.I), ("Is", RiskClass.IS), ("Im", RiskClass.IM), ("Ir", RiskClass.I), ("IIa", RiskClass.IIA),
    ("IIb", RiskClass.IIB), ("III", RiskClass.III), ("A", RiskClass.IVD), ("B", RiskClass.IVD),
    ("C", RiskClass.IVD), ("D", RiskClass.IVD),
]  # fmt: skip


@pytest.mark.parametrize(("stated", "wanted"), STATED)
def test_the_only_class_of_a_dossier_is_its_devices(office: Office, stated: str, wanted: RiskClass) -> None:
    device = DeviceFactory(maker=office.maker.organisation, risk_class=stated)
    before = AuditEvent.objects.count()
    for other in set(RiskClass) - {wanted}:
        asking = asked(Process.REGISTRATION, device, risk_class=other)
        with pytest.raises(Refused) as refusal:
            open_dossier(office.maker, office.authority, asking)
        assert refusal.value.code == "dossier.other_class"
    assert (Dossier.objects.count(), AuditEvent.objects.count()) == (0, before)

    made = open_dossier(
        office.maker, office.authority, asked(Process.REGISTRATION, device, risk_class=wanted)
    )

    assert (made.risk_class, class_of(device)) == (wanted, wanted)


@pytest.mark.parametrize("wanted", list(RiskClass))
def test_a_device_that_states_no_class_takes_any(office: Office, wanted: RiskClass) -> None:
    device = DeviceFactory(maker=office.maker.organisation, risk_class="")
    made = open_dossier(
        office.maker, office.authority, asked(Process.REGISTRATION, device, risk_class=wanted)
    )
    assert made.risk_class == wanted


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Le dossier demande la « classe IIb », et Seringue est de « classe I » : choisissez"),
        ("en", "The dossier asks for “class IIb”, and Seringue is “class I”: choose"),
        ("ar", "اختر صنف الجهاز"),
    ],
)
def test_the_refusal_says_both_classes_and_what_to_do(office: Office, language: str, words: str) -> None:
    device = DeviceFactory(
        maker=office.maker.organisation, name="Seringue", name_ar="", name_en="", risk_class="I"
    )
    asking = asked(Process.REGISTRATION, device, risk_class=RiskClass.IIB)
    with in_language(language):
        with pytest.raises(Refused) as refusal:
            open_dossier(office.maker, office.authority, asking)
        assert words in str(refusal.value)


def test_a_renewal_is_of_the_devices_class_too(office: Office) -> None:
    title = decisions.grant(office.decider, to_decide(office), valid_from=TODAY())
    assert isinstance(title, RegistrationCertificate)
    count = Dossier.objects.count()
    asking = asked(
        Process.REGISTRATION,
        title.device,
        request=Request.RENEWAL,
        registration=title,
        risk_class=RiskClass.III,
    )
    with pytest.raises(Refused) as refusal:
        open_dossier(office.maker, office.authority, asking)
    assert (refusal.value.code, Dossier.objects.count()) == ("dossier.other_class", count)


def test_a_device_that_changed_class_before_the_filing_stops_it(office: Office) -> None:
    draft = a_draft(office)
    complete(office, draft)
    assert draft.device is not None
    draft.device.risk_class = "III"
    draft.device.save()

    with pytest.raises(Refused) as refusal:
        file_dossier(office.maker, Dossier.objects.get(pk=draft.pk))

    assert refusal.value.code == "dossier.other_class"
    assert state_of(draft) == DossierState.DRAFT
    draft.device.risk_class = "IIa"
    draft.device.save()
    file_dossier(office.maker, Dossier.objects.get(pk=draft.pk))
    assert state_of(draft) == DossierState.FILED


def test_once_it_is_filed_the_class_is_the_authoritys_to_judge(office: Office) -> None:
    dossier = a_filed(office)
    review_actions.send_back(office.evaluator, dossier, reason=SendBackReason.EVIDENCE, remark="Classe III.")
    assert dossier.device is not None
    dossier.device.risk_class = "III"
    dossier.device.save()

    file_dossier(office.maker, Dossier.objects.get(pk=dossier.pk))

    assert state_of(dossier) == DossierState.FILED
