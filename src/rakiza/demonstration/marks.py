"""Cases of the NM product mark, from the laboratory to the right of use, moved by the room's own actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from rakiza.demonstration.cluster import Cluster
from rakiza.kernel.files.actions import store
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.certification import case_actions as actions
from rakiza.pillars.certification.actions import suspend_certificate
from rakiza.pillars.certification.contracts import ContractTerms, agree_contract, offer_contract
from rakiza.pillars.certification.enums import NEEDED, CaseState, FailureCause, LabResult, Outcome, Scheme
from rakiza.pillars.certification.models import Audit, CertificationCase, Contract, TypeTest
from rakiza.pillars.certification.product_actions import name_products
from rakiza.pillars.certification.type_tests import LabReport, order_test, report_test
from rakiza.pillars.industry.models import Device

STANDARD = "NM DEMO 001:2020"  # a fictive standard, as every number here
# How many days ago a case was opened and filed, its contract proposed and agreed, its test ordered and reported, its
# factory audited.
OPENED, FILED, OFFERED, AGREED, ORDERED, REPORTED, AUDITED = 140, 110, 104, 96, 90, 50, 20
SUSPENDED, RENAMED = "suspended", "renamed"
# Where each case stops; the laboratory still has the product of the first.
STOPS = (
    CaseState.TESTS,
    CaseState.SENT_BACK,
    CaseState.FACTORY_READY,
    CaseState.FACTORY,
    CaseState.CERTIFIED,
    SUSPENDED,
    CaseState.OFFERED,
    RENAMED,
)


@dataclass(frozen=True, slots=True)
class _Way:
    """Who moves one case, about which product."""

    maker: Actor
    auditor: Actor
    decider: Actor
    case: CertificationCase
    device: Device


def load_marks(cluster: Cluster) -> int:
    """Open a case of the NM mark a stop, each for a maker's own product; return how many."""
    products = [
        (actor, device)
        for _demo, actor in reversed(cluster.makers)
        if (device := Device.objects.active().of_maker(actor.organisation.pk).order_by("reference").first())
    ]
    several = next(one for one in products if _others(*one))
    for number, stop in enumerate(STOPS):
        maker, device = several if stop == RENAMED else products[number % len(products)]
        case = actions.open_case(
            maker,
            body=cluster.certifier.organisation,
            scheme=Scheme.PRODUCT,
            standard=STANDARD,
            devices=[device],
        )
        way = _Way(maker, cluster.certifier, cluster.second_certifier, case, device)
        _walk(way, stop, f"NM-DEMO-{number}")
        _spread(case)
    return len(STOPS)


def _walk(way: _Way, stop: str, number: str) -> None:
    for kind in NEEDED[Scheme.PRODUCT]:
        file = _paper(way, way.maker, f"{kind.value}.txt", f"Pièce fictive de démonstration : {kind.label}")
        actions.add_document(way.maker, way.case, kind=kind, file=file)
    actions.file_case(way.maker, way.case)
    actions.accept_case(way.auditor, way.case)
    terms = _offer(way)
    if stop == CaseState.OFFERED:
        return
    agree_contract(way.maker, way.case, contract=terms.pk)
    test = _order(way)
    if stop == CaseState.TESTS:
        return
    _report(way, test, failed=stop in {CaseState.SENT_BACK, RENAMED})
    if stop == RENAMED:
        _rename(way)
        return
    if stop in {CaseState.SENT_BACK, CaseState.FACTORY_READY}:
        return
    today = timezone.localdate()
    planned = today + timedelta(days=21)
    actions.plan_audit(way.auditor, way.case, auditor=way.auditor.user, planned_on=planned)
    if stop == CaseState.FACTORY:
        return
    note = "Compte rendu fictif de démonstration."
    actions.hold_audit(way.auditor, way.case, held_on=today, outcome=Outcome.CONCLUSIVE, note=note)
    made = actions.grant_case(way.decider, way.case, number=number, valid_from=today)
    if stop == SUSPENDED:
        reason = "Marquage non conforme relevé en magasin (démonstration)."
        suspend_certificate(way.auditor, made, on=today, reason=reason)


def _rename(way: _Way) -> None:
    """Name another product after the failed test, and file: the contract that was accepted lapses."""
    name_products(way.maker, way.case, devices=_others(way.maker, way.device)[:1])
    actions.file_case(way.maker, way.case)


def _others(maker: Actor, device: Device) -> list[Device]:
    own = Device.objects.active().of_maker(maker.organisation.pk)
    return list(own.exclude(pk=device.pk).order_by("reference"))


def _offer(way: _Way) -> Contract:
    today = timezone.localdate()
    terms = ContractTerms(
        scope=f"{way.device.reference}, essais et une usine (conditions fictives de démonstration).",
        audit_days=Decimal("1.5"),
        fee=Decimal(26_000),
        answer_by=today + timedelta(days=15),
        tests_on=today + timedelta(days=30),
        factory_on=today + timedelta(days=90),
    )
    return offer_contract(way.auditor, way.case, terms)


def _order(way: _Way) -> TypeTest:
    return order_test(
        way.auditor,
        way.case,
        device=way.device,
        laboratory=Organisation.objects.filter(kind=OrganisationKind.LABORATORY).earliest("pk"),
        standard=STANDARD,
        due_on=timezone.localdate() + timedelta(days=30),
    )


def _report(way: _Way, test: TypeTest, *, failed: bool) -> None:
    today = timezone.localdate()
    passed = LabReport(LabResult.PASSED, today)
    cause = "Étanchéité insuffisante au second essai (démonstration)."
    found = LabReport(LabResult.FAILED, today, FailureCause.PERFORMANCE, cause) if failed else passed
    file = _paper(way, way.auditor, "rapport-essais.txt", "Rapport fictif de démonstration")
    report_test(way.auditor, way.case, test=test, report=found, file=file)


def _paper(way: _Way, actor: Actor, name: str, words: str) -> StoredFile:
    said = f"{words}, {way.device.reference}, dossier {way.case.pk}.\n"
    return store([said.encode()], name=name, organisation=actor.organisation, uploaded_by=actor.user)


def _spread(case: CertificationCase) -> None:
    """Give the steps of a case the days they would have had: actions know today only."""
    now, today = timezone.now(), timezone.localdate()
    CertificationCase.objects.filter(pk=case.pk).update(
        created_at=now - timedelta(days=OPENED), filed_on=_ago(today, FILED)
    )
    Contract.objects.filter(case=case, answered_on__isnull=False).update(
        proposed_on=_ago(today, OFFERED),
        answer_by=_ago(today, OFFERED - 15),
        answered_on=_ago(today, AGREED),
        tests_on=_ago(today, REPORTED),
        factory_on=_ago(today, AUDITED),
    )
    tests = TypeTest.objects.filter(case=case)
    tests.filter(result="").update(ordered_on=_ago(today, 10))
    tests.exclude(result="").update(
        ordered_on=_ago(today, ORDERED), due_on=_ago(today, REPORTED), reported_on=_ago(today, REPORTED)
    )
    held = _ago(today, AUDITED)
    Audit.objects.filter(case=case, held_on__isnull=False).update(planned_on=held, held_on=held)


def _ago(today: date, days: int) -> date:
    return today - timedelta(days=days)
