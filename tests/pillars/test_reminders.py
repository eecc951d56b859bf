"""Reminders: each once a step towards its deadline, to those who can act, none for what is settled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.factories import an_actor
from tests.factories.plans import a_scene

from rakiza.kernel.jobs.daily import sweeps
from rakiza.kernel.notifications.actions import step_towards
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.certification.actions import issue_certificate
from rakiza.pillars.certification.models import Audit, Certificate, CertificationCase, Finding
from rakiza.pillars.certification.reminders import remind as remind_certification
from rakiza.pillars.registration.actions import register_device
from rakiza.pillars.registration.models import Dossier, RegistrationCertificate
from rakiza.pillars.registration.reminders import remind as remind_registration

pytestmark = pytest.mark.django_db
END = date(2029, 12, 31)


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Hear of progress."""


def told() -> list[tuple[str, str]]:
    return [(row.code, row.params["step"]) for row in Notification.objects.order_by("pk")]


def test_every_round_of_the_house_is_declared() -> None:
    assert [sweep.name for sweep in sweeps()] == [
        "certification.reminders",
        "eligibility.check",
        "orders.check",
        "orders.reminders",
        "registration.reminders",
    ]


@pytest.mark.parametrize(
    ("left", "step"), [(91, "90"), (90, "90"), (31, "90"), (30, "30"), (7, "7"), (0, "7"), (-1, "late")]
)
def test_a_step_is_the_nearest_that_is_still_enough(left: int, step: str) -> None:
    assert step_towards(END, END - timedelta(days=left), (90, 30, 7)) == step


def test_a_certificate_that_ends_is_reminded_of_once_a_step() -> None:
    scene, officer = a_scene(), an_actor(Role.CERTIFICATION_OFFICER)
    Certificate.objects.all().delete()
    issue_certificate(
        officer, maker=scene.makers[0].organisation, standard="ISO 13485", number="C-1",
        valid_from=date(2027, 1, 1), valid_to=END,
    )  # fmt: skip
    Notification.objects.all().delete()

    for left in (91, 90, 89, 30, 30, 8, 7, 0, -1):
        remind_certification(END - timedelta(days=left), quiet)

    assert told() == [("certification.expires", step) for step in ("90", "30", "7")]
    first = Notification.objects.order_by("pk")[0]
    assert (first.organisation, first.deadline) == (scene.makers[0].organisation, END)
    assert "le 31 décembre 2029" in str(first)


def test_a_withdrawn_certificate_is_not_reminded_of() -> None:
    a_scene()
    Certificate.objects.update(state="withdrawn", valid_to=END)

    assert remind_certification(END - timedelta(days=5), quiet) == {"reminders": 0}


def _case(state: str) -> CertificationCase:
    maker, officer = an_actor(Role.MAKER), an_actor(Role.CERTIFICATION_OFFICER)
    return CertificationCase.objects.create(
        maker=maker.organisation, body=officer.organisation, scheme="system", standard="ISO 13485:2016", state=state
    )  # fmt: skip


def test_a_surveillance_that_nobody_planned_is_reminded_of_at_both() -> None:
    case = _case("certified")
    case.certificate = Certificate.objects.create(
        maker=case.maker, body=case.body, standard=case.standard, number="C-9",
        valid_from=date(2027, 1, 1), valid_to=date(2029, 12, 31),
    )  # fmt: skip
    case.save()

    remind_certification(date(2027, 12, 1), quiet)
    remind_certification(date(2027, 12, 2), quiet)

    assert told() == [("certification.surveillance_due", "60")] * 2
    assert set(Notification.objects.values_list("organisation", flat=True)) == {case.body_id, case.maker_id}


def test_an_answer_that_is_due_is_reminded_of_until_given() -> None:
    case = _case("findings")
    audit = Audit.objects.create(
        case=case, stage="stage_2", auditor=an_actor(Role.CERTIFICATION_OFFICER).user, planned_on=END, held_on=END
    )  # fmt: skip
    found = Finding.objects.create(audit=audit, grade="minor", text="Une fiche.", due_on=END)

    for left in (8, 7, 1, -1, -2):
        remind_certification(END - timedelta(days=left), quiet)
    found.state = "answered"
    found.save()
    remind_certification(END + timedelta(days=9), quiet)

    assert [step.partition(":")[2] for _code, step in told()] == ["7", "1", "late"]


def test_titles_and_decisions_of_the_authority() -> None:
    scene, officer = a_scene(), an_actor(Role.REGISTRATION_OFFICER)
    RegistrationCertificate.objects.all().delete()
    register_device(
        officer, device=scene.offers[0].device, number="E-9", valid_from=date(2027, 1, 1), valid_to=END
    )
    dossier = Dossier.objects.create(
        process="registration", request="initial", applicant=scene.makers[0].organisation,
        authority=officer.organisation, device=scene.offers[0].device, risk_class="I",
        state="evaluation", filed_on=END, admitted_on=END, due_on=END, assigned_to=officer.user,
    )  # fmt: skip
    Notification.objects.all().delete()
    day = END - timedelta(days=14)

    assert remind_registration(END - timedelta(days=200), quiet) == {"reminders": 0}
    remind_registration(day, quiet)
    remind_registration(day, quiet)
    dossier.state = "granted"
    dossier.save()
    remind_registration(END, quiet)

    assert sorted(told()) == [("registration.decision_due", "14"), ("registration.expires", "30")]
    decision = Notification.objects.get(code="registration.decision_due")
    assert (decision.organisation, decision.person, decision.deadline) == (
        officer.organisation,
        officer.user,
        END,
    )
