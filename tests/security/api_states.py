"""States in which the house is put before a program changes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from tests.factories import UserFactory
from tests.security.house import FIRST, House

from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.certification.models import (
    Audit,
    CaseDocument,
    Certificate,
    CertificationCase,
    Finding,
    Suspension,
)
from rakiza.pillars.industry.models import ProductionLine
from rakiza.pillars.registration.dossier_actions import missing_of
from rakiza.pillars.registration.expertise.models import Consultation, Slot
from rakiza.pillars.registration.models import (
    AgendaItem,
    Dossier,
    DossierDocument,
    EstablishmentDeclaration,
    RegistrationCertificate,
)


def case_in(state: str) -> Callable[[House], object]:
    return lambda _house: CertificationCase.objects.update(state=state)


def dossier_in(state: str) -> Callable[[House], object]:
    return lambda _house: Dossier.objects.update(state=state)


def case_complete(_house: House) -> None:
    case, document = CertificationCase.objects.get(), CaseDocument.objects.get()
    for kind in ("scope", "organisation", "internal_audit"):
        CaseDocument.objects.create(case=case, kind=kind, version=1, file=document.file)
    CertificationCase.objects.update(state="draft")


def audit_planned(_house: House) -> None:
    Audit.objects.update(outcome="", held_on=None)
    CertificationCase.objects.update(state="stage_2")


def audited_by_another(_house: House) -> None:
    Audit.objects.update(auditor=UserFactory())
    CertificationCase.objects.update(state="decision")


def certified(house: House) -> None:
    CertificationCase.objects.update(state="certified", certificate=house.certificate)


def surveillance_planned(house: House) -> None:
    certified(house)
    officer = house.people[Role.CERTIFICATION_OFFICER].user
    case = CertificationCase.objects.get()
    Audit.objects.create(case=case, stage="surveillance", auditor=officer, planned_on=FIRST)


def finding_answered(_house: House) -> None:
    Finding.objects.update(state="answered")


def certificate_suspended(house: House) -> None:
    Certificate.objects.filter(pk=house.certificate.pk).update(state="suspended")
    Suspension.objects.create(certificate=house.certificate, starts_on=FIRST, reason="R")


def title_suspended(_house: House) -> None:
    RegistrationCertificate.objects.update(state="suspended")


def dossier_complete(house: House) -> None:
    maker = house.people[Role.MAKER].organisation
    authority = house.people[Role.REGISTRATION_OFFICER].organisation
    EstablishmentDeclaration.objects.create(authority=authority, maker=maker, number="D-1", valid_from=FIRST)
    dossier, given = Dossier.objects.get(), DossierDocument.objects.get()
    for one in missing_of(dossier):
        for language in ("fr", "ar"):
            DossierDocument.objects.get_or_create(
                dossier=dossier,
                section=one.section.code,
                language=language,
                version=1,
                defaults={"file": given.file},
            )
    Dossier.objects.update(state="draft")


def class_changed(_house: House) -> None:
    dossier = Dossier.objects.select_related("device").get()
    assert dossier.device is not None
    dossier.device.risk_class = "III"
    dossier.device.save()
    Dossier.objects.update(state="draft", risk_class="I")


def waiting_apart(_house: House) -> None:
    AgendaItem.objects.all().delete()
    Dossier.objects.update(state="commission")


def entrusted(house: House) -> None:
    Dossier.objects.update(assigned_to=house.people[Role.REGISTRATION_OFFICER].user)


def question_in(state: str) -> Callable[[House], object]:
    return lambda _house: Consultation.objects.update(state=state)


def appointment_held(_house: House) -> None:
    Consultation.objects.update(state="accepted")
    asked = Consultation.objects.get().slot
    hour_ago = timezone.now() - timedelta(hours=1)
    Slot.objects.filter(pk=asked.pk).update(starts_at=hour_ago, ends_at=timezone.now())


def no_dossier(_house: House) -> None:
    Dossier.objects.update(state="cancelled")


def bare_plant(_house: House) -> None:
    ProductionLine.objects.update(closed_on=FIRST)
