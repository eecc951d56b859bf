# ruff: noqa: PLC0415  # Django must be set up before the models are imported
"""Steps of the two offices that `steps` runs in processes of their own: what waits, deciding it, the trail's chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rakiza.kernel.organisations.actor import Actor
    from rakiza.kernel.organisations.enums import Role
    from rakiza.kernel.organisations.models import Organisation


def waiting() -> None:
    """Leave a dossier and a case to decide, and a register's file of three titles to confirm."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from tests.pillars.certification import office as body
    from tests.pillars.registration import office as authority

    from rakiza.kernel.files.workbooks import open_stored
    from rakiza.pillars.registration.register_files.room import ROOM

    body.an_audited(body.an_office())
    office = authority.an_office()
    authority.to_decide(office)
    head = "Nature;Numéro;Fabricant;Décidé le;Valable du\n"
    maker = office.maker.organisation.name
    rows = "".join(f"déclaration;D-{number};{maker};2024-12-20;2025-01-01\n" for number in (1, 2, 3))
    stored = ROOM.take(office.evaluator, SimpleUploadedFile("registre.csv", (head + rows).encode()))
    found = ROOM.read(open_stored(stored), office.evaluator).rows
    ROOM.propose(office.evaluator, found, stored, reviewed=ROOM.mark(found))


def _another(role: Role, organisation: Organisation) -> Actor:
    """Return one more officer; people are numbered on from those whom other processes left."""
    from tests.factories import an_actor
    from tests.factories.parties import UserFactory

    from rakiza.kernel.identity.models import User

    UserFactory.reset_sequence(User.objects.count() + 1, force=True)
    return an_actor(role, organisation)


def confirm_register() -> None:
    """Confirm all that waits from the file, as another officer."""
    from rakiza.kernel.files.models import StoredFile
    from rakiza.kernel.organisations.enums import Role
    from rakiza.pillars.registration.register_files.actions import confirm_file

    stored = StoredFile.objects.get(original_name="registre.csv")
    confirm_file(_another(Role.REGISTRATION_OFFICER, stored.organisation), stored)


def register_device() -> None:
    """Grant what the dossier asks for, as an officer who didn't evaluate it."""
    from django.utils import timezone

    from rakiza.kernel.organisations.enums import Role
    from rakiza.pillars.registration.decisions import grant
    from rakiza.pillars.registration.models import Dossier

    dossier = Dossier.objects.get()
    decider = _another(Role.REGISTRATION_OFFICER, dossier.authority)
    grant(decider, dossier, valid_from=timezone.localdate())


def certify() -> None:
    """Certify, as an officer who didn't audit."""
    from django.utils import timezone

    from rakiza.kernel.organisations.enums import Role
    from rakiza.pillars.certification.case_actions import grant_case
    from rakiza.pillars.certification.models import CertificationCase

    case = CertificationCase.objects.get()
    decider = _another(Role.CERTIFICATION_OFFICER, case.body)
    grant_case(decider, case, number="C-1", valid_from=timezone.localdate())


def verify() -> None:
    """Print whether the trail's chain holds."""
    from rakiza.kernel.audit.queries import verify_chain

    print("intact" if verify_chain().intact else "broken")  # noqa: T201


TITLE_STEPS = (waiting, confirm_register, register_device, certify, verify)
