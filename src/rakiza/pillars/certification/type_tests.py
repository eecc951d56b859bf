"""Type tests of an NM mark: ordered from a laboratory, reported; failed ones send the case back to its maker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.kernel.organisations.queries import group_of
from rakiza.pillars.certification.case_actions import check_content, locked_agreed, locked_case, move
from rakiza.pillars.certification.enums import CaseState, FailureCause, LabResult, SendBackReason
from rakiza.pillars.certification.models import CertificationCase, TypeTest
from rakiza.pillars.certification.process import LATEST_START, ORIGINS, Step
from rakiza.pillars.certification.standards import edition_of
from rakiza.pillars.certification.telling import TEST_FAILED, tell_maker
from rakiza.pillars.certification.tests_passed import untested
from rakiza.pillars.industry.models import Device


@dataclass(frozen=True, slots=True)
class LabReport:
    """What a laboratory found: a failed test says why, by code and in words."""

    result: LabResult
    reported_on: date
    failure: FailureCause | None = None
    remark: str = ""


@transaction.atomic
def order_test(
    actor: Actor,
    case: CertificationCase,
    *,
    device: Device,
    laboratory: Organisation,
    standard: str,
    due_on: date,
) -> TypeTest:
    """Have one product of a case tested by a laboratory apart from its maker."""
    require(actor, "certification.handle", case)
    kept = locked_agreed(case, ORIGINS[Step.ORDER_TEST])
    if not kept.devices.filter(pk=device.pk).exists():
        raise Refused("test.device", _("Ce produit n'est pas de ce dossier."))
    _check_laboratory(kept, laboratory)
    if not timezone.localdate() <= due_on <= LATEST_START:
        raise Refused("test.due", _("Le rapport s'attend au plus tôt aujourd'hui."))
    try:
        with transaction.atomic():
            made = TypeTest.objects.create(
                case=kept,
                device=device,
                laboratory=laboratory,
                standard=standard,
                edition=edition_of(standard),
                ordered_on=timezone.localdate(),
                ordered_by=actor.user,
                due_on=due_on,
            )
    except IntegrityError:
        raise Refused(
            "test.ordered", _("Cet essai est déjà commandé : le laboratoire n'en a pas encore rendu compte.")
        ) from None
    move(actor, kept, CaseState.TESTS, Step.ORDER_TEST, _said(made))
    tell_maker(kept, "certification.test_ordered", laboratory=laboratory, date=due_on.isoformat())
    return made


@transaction.atomic
def report_test(
    actor: Actor,
    case: CertificationCase,
    *,
    test: TypeTest,
    report: LabReport,
    file: StoredFile | None,
) -> None:
    """Write down what a laboratory found, with its report: the last product that passes opens the factory audit."""
    require(actor, "certification.handle", case)
    kept = locked_case(case, ORIGINS[Step.REPORT_TEST])
    held = TypeTest.objects.select_for_update(of=("self",)).filter(case=kept, pk=test.pk, result="").first()
    if held is None:
        raise Refused("test.reported", _("Cet essai a déjà son résultat."))
    if file is None:
        raise Refused("test.no_report_file", _("Joignez le rapport du laboratoire."))
    _check(held, report)
    check_content(kept, file)
    if TypeTest.objects.filter(report__sha256=file.sha256).exclude(case=kept).exists():
        raise Refused("test.same_report_file", _("Ce rapport est déjà celui d'un autre dossier."))
    held.result, held.reported_on, held.report = report.result, report.reported_on, file
    held.failure, held.remark = report.failure or "", report.remark.strip()
    held.save()
    if report.result == LabResult.FAILED:
        kept.sent_back_for, kept.remark = SendBackReason.TESTS, held.remark
        move(actor, kept, CaseState.SENT_BACK, Step.REPORT_TEST, _said(held))
        tell_maker(kept, TEST_FAILED, reason=held.remark)
        return
    done = not untested(kept)
    move(actor, kept, CaseState.FACTORY_READY if done else CaseState.TESTS, Step.REPORT_TEST, _said(held))
    tell_maker(kept, "certification.test_passed", reference=held.device.reference)


def _check_laboratory(kept: CertificationCase, laboratory: Organisation) -> None:
    if laboratory.kind != OrganisationKind.LABORATORY or not laboratory.active:
        raise Refused("test.laboratory", _("Choisissez un laboratoire en activité."))
    if group_of(laboratory) == group_of(kept.maker):
        raise Refused("test.laboratory_tied", _("Ce laboratoire est du groupe du fabricant."))


def _check(held: TypeTest, report: LabReport) -> None:
    """Refuse a report to come or of before the order, and a failure without its cause."""
    if report.reported_on > timezone.localdate():
        raise Refused("test.future", _("Un essai à venir n'a pas encore de résultat."))
    if report.reported_on < held.ordered_on:
        raise Refused("test.before_order", _("Le rapport ne peut pas précéder la commande de l'essai."))
    if report.result == LabResult.FAILED and (report.failure is None or not report.remark.strip()):
        raise Refused("test.no_cause", _("Un essai échoué dit sa cause, et ce qu'il faut corriger."))
    if report.result == LabResult.PASSED and report.failure is not None:
        raise Refused("test.cause_of_success", _("Un essai réussi n'a pas de cause d'échec."))


def _said(test: TypeTest) -> dict[str, object]:
    return {
        "test": test.pk,
        "device": test.device_id,
        "laboratory": test.laboratory_id,
        "standard": test.standard,
        "due_on": test.due_on,
        "result": test.result,
        "failure": test.failure,
        **({"reason": test.remark} if test.remark else {}),
        "sha256": test.report.sha256 if test.report else "",
    }
