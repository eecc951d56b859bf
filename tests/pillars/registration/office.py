"""A maker, the officers of an authority, and dossiers at each step between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from tests.factories import DeviceFactory, an_actor

from rakiza.kernel.files.actions import store
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration import commission, review_actions
from rakiza.pillars.registration.actions import declare_establishment
from rakiza.pillars.registration.classes import class_of
from rakiza.pillars.registration.contents import needed
from rakiza.pillars.registration.dossier_actions import Asked, add_document, file_dossier, open_dossier
from rakiza.pillars.registration.enums import (
    Activity,
    AuthorisationPurpose,
    DocumentLanguage,
    DossierState,
    Opinion,
    Process,
    Request,
    RiskClass,
)
from rakiza.pillars.registration.models import Dossier

TODAY = timezone.localdate
START = date(2020, 1, 1)


@dataclass(frozen=True)
class Office:
    """Who acts."""

    maker: Actor
    evaluator: Actor
    decider: Actor

    @property
    def authority(self) -> Organisation:
        return self.evaluator.organisation


def an_office(*, declared: bool = True) -> Office:
    evaluator = an_actor(Role.REGISTRATION_OFFICER)
    made = Office(
        an_actor(Role.MAKER), evaluator, an_actor(Role.REGISTRATION_OFFICER, evaluator.organisation)
    )
    if declared:
        declare_establishment(
            evaluator, maker=made.maker.organisation, number=f"D-{evaluator.user.pk}", valid_from=START
        )
    return made


def a_device(office: Office) -> Device:
    device: Device = DeviceFactory(maker=office.maker.organisation, risk_class="IIa")
    return device


def _class(device: Device | None) -> RiskClass:
    return (class_of(device) if device else None) or RiskClass.IIA


def asked(process: Process, device: Device | None, /, **more: object) -> Asked:
    given = {
        Process.DECLARATION: Asked(process, Request.INITIAL, activities=(Activity.MANUFACTURE,)),
        Process.REGISTRATION: Asked(process, Request.INITIAL, device, risk_class=_class(device)),
        Process.AUTHORISATION: Asked(
            process, Request.INITIAL, device, purpose=AuthorisationPurpose.EVALUATION_SAMPLE
        ),
    }[process]
    return Asked(**{**{name: getattr(given, name) for name in Asked.__slots__}, **more})  # type: ignore[arg-type]


def a_draft(office: Office, process: Process = Process.REGISTRATION, **more: object) -> Dossier:
    device = None if process == Process.DECLARATION else more.pop("device", None) or a_device(office)
    return open_dossier(office.maker, office.authority, asked(process, device, **more))  # type: ignore[arg-type]


def a_file(office: Office, content: str) -> StoredFile:
    return store(
        [b"%PDF-1.4 " + content.encode()],
        name="piece.pdf",
        organisation=office.maker.organisation,
        uploaded_by=office.maker.user,
    )


def give(
    office: Office, dossier: Dossier, section: str, content: str = "", language: str = DocumentLanguage.FR
) -> None:
    file = a_file(office, content or f"{dossier.pk} {section}")
    add_document(office.maker, dossier, section=section, language=DocumentLanguage(language), file=file)


def complete(office: Office, dossier: Dossier) -> None:
    wanted = needed(dossier.process, dossier.request, risk_class=dossier.risk_class, purpose=dossier.purpose)
    for section in sorted(wanted):
        give(office, dossier, section)


def a_filed(office: Office, process: Process = Process.REGISTRATION, **more: object) -> Dossier:
    dossier = a_draft(office, process, **more)
    complete(office, dossier)
    file_dossier(office.maker, dossier)
    return dossier


def to_decide(office: Office, process: Process = Process.REGISTRATION, **more: object) -> Dossier:
    """Return a dossier evaluated, on which the commission was heard where it must be."""
    dossier = a_filed(office, process, **more)
    review_actions.admit(office.evaluator, dossier)
    if process != Process.DECLARATION:
        review_actions.conclude(
            office.evaluator, dossier, opinion=Opinion.FAVOURABLE, internal_note="Rien à redire."
        )
    if process == Process.REGISTRATION:
        session = commission.call_session(office.evaluator, held_on=TODAY())
        commission.opine(
            office.evaluator, session.items.get(), opinion=Opinion.FAVOURABLE, grounds="Conforme."
        )
        commission.close_session(office.evaluator, session, present=7)
        session.delete()
    return dossier


def state_of(dossier: Dossier) -> DossierState:
    return DossierState(Dossier.objects.get(pk=dossier.pk).state)
