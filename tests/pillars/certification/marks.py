"""Cases of the NM mark at each step: products named, tests ordered and reported, the factory audited."""

from __future__ import annotations

from datetime import timedelta

from tests.factories import DeviceFactory, OrganisationFactory
from tests.pillars.certification.office import TODAY, Office, give, the_terms

from rakiza.kernel.files.actions import store
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.enums import OrganisationKind
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.certification import case_actions as actions
from rakiza.pillars.certification.contracts import ContractTerms, agree_contract, offer_contract
from rakiza.pillars.certification.enums import NEEDED, FailureCause, LabResult, Outcome, Scheme
from rakiza.pillars.certification.models import CertificationCase, TypeTest
from rakiza.pillars.certification.type_tests import LabReport, order_test, report_test
from rakiza.pillars.industry.models import Device

NM = "NM 03.7.012:2020"
PASSED = LabReport(LabResult.PASSED, TODAY())
FAILED = LabReport(LabResult.FAILED, TODAY(), FailureCause.PERFORMANCE, "Fuite au piston.")


def a_laboratory() -> Organisation:
    known = Organisation.objects.filter(kind=OrganisationKind.LABORATORY).first()
    made: Organisation = known or OrganisationFactory(kind=OrganisationKind.LABORATORY)
    return made


def a_product(office: Office) -> Device:
    made: Device = DeviceFactory(maker=office.maker.organisation)
    return made


def a_mark(office: Office, *devices: Device) -> CertificationCase:
    """Return a draft of the NM mark; without devices it names one of its own."""
    return actions.open_case(
        office.maker,
        body=office.body,
        scheme=Scheme.PRODUCT,
        standard=NM,
        devices=devices or (a_product(office),),
    )


def an_accepted_mark(office: Office, *devices: Device) -> CertificationCase:
    """Return a mark whose application was accepted: its contract is to be proposed."""
    case = a_mark(office, *devices)
    for kind in NEEDED[Scheme.PRODUCT]:
        give(office, case, kind, f"{kind} {case.pk}".encode())
    actions.file_case(office.maker, case)
    actions.accept_case(office.auditor, case)
    return case


def the_terms_of_a_mark(**changed: object) -> ContractTerms:
    foreseen = {"tests_on": TODAY() + timedelta(days=30), "factory_on": TODAY() + timedelta(days=60)}
    return the_terms(**{"stage_1_on": None, "stage_2_on": None, **foreseen, **changed})


def contracted(office: Office, case: CertificationCase) -> None:
    """Propose the terms of an accepted mark and agree to them."""
    made = offer_contract(office.auditor, case, the_terms_of_a_mark())
    agree_contract(office.maker, case, contract=made.pk)


def a_mark_in_tests(office: Office, *devices: Device) -> CertificationCase:
    """Return a mark whose contract was agreed: its products are to be tested."""
    case = an_accepted_mark(office, *devices)
    contracted(office, case)
    return case


def an_ordered_test(office: Office, case: CertificationCase, device: Device | None = None) -> TypeTest:
    tested = device or case.devices.first() or Device(maker=office.maker.organisation)
    return order_test(
        office.auditor,
        case,
        device=tested,
        laboratory=a_laboratory(),
        standard=NM,
        due_on=TODAY() + timedelta(days=30),
    )


def a_file(office: Office, words: str) -> StoredFile:
    return store(
        [f"%PDF-1.4 {words}".encode()],
        name="rapport.pdf",
        organisation=office.body,
        uploaded_by=office.auditor.user,
    )


def a_report(
    office: Office, case: CertificationCase, test: TypeTest, report: LabReport = PASSED, words: str = ""
) -> None:
    file = a_file(office, words or f"essai {test.pk}")
    report_test(office.auditor, case, test=test, report=report, file=file)


def a_passed_mark(office: Office, *devices: Device) -> CertificationCase:
    """Return a mark whose products passed: its factory audit is to be planned."""
    case = a_mark_in_tests(office, *devices)
    for device in case.devices.all():
        a_report(office, case, an_ordered_test(office, case, device))
    return case


def an_audited_mark(office: Office, *devices: Device) -> CertificationCase:
    """Return a mark whose factory was audited without a finding: it awaits its decision."""
    case = a_passed_mark(office, *devices)
    actions.plan_audit(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())
    actions.hold_audit(office.auditor, case, held_on=TODAY(), outcome=Outcome.CONCLUSIVE, note="Vu.")
    return case
