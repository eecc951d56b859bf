"""Endpoints of certificates, and of the cases that lead to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from rakiza.kernel.api.acting import member_of
from rakiza.kernel.api.finding import named, named_or_none, one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import Nothing, Number, PageOf
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.organisations.naming import named_like
from rakiza.kernel.organisations.permissions import allowed, require
from rakiza.pillars.certification import actions, case_actions, surveillance
from rakiza.pillars.certification.audits import Remark
from rakiza.pillars.certification.case_actions import missing_documents
from rakiza.pillars.certification.case_steps import open_surveillance
from rakiza.pillars.certification.contract_schemas import ContractShown
from rakiza.pillars.certification.enums import CaseState, Scheme
from rakiza.pillars.certification.models import Certificate, CertificationCase, Finding
from rakiza.pillars.certification.process import AUDITED, ORIGINS, Step
from rakiza.pillars.certification.proposal_schemas import CertificateProposalShown, CertificateTaken
from rakiza.pillars.certification.proposals import CertificateTerms, propose_certificate
from rakiza.pillars.certification.queries import cases_for, certificates_for
from rakiza.pillars.certification.replanning import replan_audit
from rakiza.pillars.certification.schemas import (
    Answered,
    AuditShown,
    CaseDetail,
    CasesAsked,
    CaseShown,
    CaseTaken,
    CertificatesAsked,
    CertificateShown,
    DocumentShown,
    Ended,
    Granted,
    Held,
    Planned,
    Remarked,
    Resumed,
    SentBack,
)
from rakiza.pillars.certification.type_test_schemas import TypeTestShown
from rakiza.pillars.industry.models import Device

router = Router(tags=["certification"])
NONE = Nothing()
# The steps of `process` by the names that their endpoints have.
TRANSITIONS: dict[Step, str] = {
    Step.FILE: "file",
    Step.SEND_BACK: "send-back",
    Step.ACCEPT: "accept",
    Step.OFFER: "offer",
    Step.AGREE: "agree",
    Step.DECLINE: "decline",
    Step.ORDER_TEST: "order-test",
    Step.REPORT_TEST: "report-test",
    Step.PLAN: "plan",
    Step.HOLD: "hold",
    Step.GRANT: "grant",
    Step.REFUSE: "refuse",
    Step.CANCEL: "cancel",
}


@router.get("/certificates", response=PageOf[CertificateShown], summary="List certificates")
def certificates(
    request: HttpRequest, asked: Annotated[CertificatesAsked, Query()]
) -> PageOf[CertificateShown]:
    """List a body's own certificates, a maker's own, or all for others; those that end first come first."""
    rows = certificates_for(member_of(request))
    if asked.q:
        rows = rows.filter(
            named_like(asked.q, "maker") | Q(number__icontains=asked.q) | Q(standard__icontains=asked.q)
        )
    if asked.scheme:
        rows = rows.filter(scheme=asked.scheme)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.maker:
        rows = rows.filter(maker_id=asked.maker)
    if asked.ends_before:
        rows = rows.filter(valid_to__lt=asked.ends_before)
    return page_of(request, rows, asked, lambda found: [CertificateShown.of(row) for row in found])


@router.post("/certificates", response={201: CertificateProposalShown}, summary="Propose a certificate")
def issue(request: HttpRequest, given: CertificateTaken) -> CertificateProposalShown:
    """Write a certificate down in the body's name; it stands once another officer has confirmed it."""
    actor = member_of(request)
    maker = named(Organisation.objects.active().suppliers(), given.maker, "#/maker")
    sites = Site.objects.filter(organisation=maker)
    terms = CertificateTerms(
        maker=maker,
        standard=given.standard,
        number=given.number,
        decided_on=given.decided_on,
        valid_from=given.valid_from,
        valid_to=given.valid_to,
        scope_families=given.scope_families,
        site=named_or_none(sites, given.site, "#/site"),
        scheme=given.scheme,
        devices=tuple(own_devices(maker.pk, given.devices)),
    )
    return CertificateProposalShown.of(propose_certificate(actor, terms))


def own_devices(maker: int, numbers: Sequence[int]) -> list[Device]:
    """Return the devices of a maker's catalogue that a body names, each once; another's is none."""
    own = Device.objects.active().of_maker(maker)
    return [named(own, one, f"#/devices/{place}") for place, one in enumerate(dict.fromkeys(numbers))]


def _people_of(organisation: int) -> QuerySet[User]:
    return User.objects.filter(memberships__organisation=organisation).distinct()


def _certificate(actor: Actor, number: int) -> Certificate:
    return one_or_404(certificates_for(actor), number)


@router.get("/certificates/{int:number}", response=CertificateShown, summary="Show a certificate")
def certificate(request: HttpRequest, number: Number) -> CertificateShown:
    """Return one certificate with its suspensions."""
    return CertificateShown.of(_certificate(member_of(request), number))


@router.post(
    "/certificates/{int:number}/transitions/suspend",
    response=CertificateShown,
    summary="Suspend a certificate",
)
def suspend(request: HttpRequest, number: Number, given: Ended) -> CertificateShown:
    """Suspend a standing certificate from a day on."""
    actor = member_of(request)
    actions.suspend_certificate(actor, _certificate(actor, number), on=given.on, reason=given.reason)
    return CertificateShown.of(_certificate(actor, number))


@router.post(
    "/certificates/{int:number}/transitions/reinstate",
    response=CertificateShown,
    summary="Reinstate a certificate",
)
def reinstate(request: HttpRequest, number: Number, given: Resumed) -> CertificateShown:
    """End the open suspension: the certificate holds again from a day on."""
    actor = member_of(request)
    actions.reinstate_certificate(actor, _certificate(actor, number), on=given.on)
    return CertificateShown.of(_certificate(actor, number))


@router.post(
    "/certificates/{int:number}/transitions/withdraw",
    response=CertificateShown,
    summary="Withdraw a certificate",
)
def withdraw(request: HttpRequest, number: Number, given: Ended) -> CertificateShown:
    """Withdraw a certificate for good."""
    actor = member_of(request)
    actions.withdraw_certificate(actor, _certificate(actor, number), on=given.on, reason=given.reason)
    return CertificateShown.of(_certificate(actor, number))


def reader(request: HttpRequest) -> Actor:
    actor = member_of(request)
    if not allowed(actor, "certification.see_cases"):
        raise PermissionDenied(_("Les dossiers sont lus par le fabricant, l'organisme et le cluster."))
    return actor


@router.get("/cases", response=PageOf[CaseShown], summary="List certification cases")
def cases(request: HttpRequest, asked: Annotated[CasesAsked, Query()]) -> PageOf[CaseShown]:
    """List a maker's own cases, those filed with an officer's body, or all for the cluster."""
    rows = cases_for(reader(request)).order_by("-filed_on", "-pk")
    if asked.scheme:
        rows = rows.filter(scheme=asked.scheme)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.maker:
        rows = rows.filter(maker_id=asked.maker)
    return page_of(request, rows, asked, lambda found: [CaseShown.of(row) for row in found])


@router.post("/cases", response={201: CaseDetail}, summary="Open a certification case")
def open_case(request: HttpRequest, given: CaseTaken) -> CaseDetail:
    """Open a draft with a certification body; its pieces are joined next."""
    actor = member_of(request)
    made = case_actions.open_case(
        actor,
        body=named(Organisation.objects.active(), given.body, "#/body"),
        scheme=given.scheme,
        standard=given.standard,
        site=named_or_none(Site.objects.filter(organisation=actor.organisation), given.site, "#/site"),
        scope_families=given.scope_families,
        renews=named_or_none(Certificate.objects.filter(maker=actor.organisation), given.renews, "#/renews"),
        devices=own_devices(actor.organisation.pk, given.devices),
    )
    return detail(actor, made.pk)


def case_or_404(actor: Actor, number: int) -> CertificationCase:
    return one_or_404(cases_for(actor), number)


def detail(actor: Actor, number: int) -> CaseDetail:
    shown = case_or_404(actor, number)
    audits = shown.audits.select_related("auditor").prefetch_related("findings")
    steps = [name for step, name in TRANSITIONS.items() if shown.state in ORIGINS[step]]
    if shown.scheme == Scheme.PRODUCT and shown.state in ORIGINS[Step.FILE]:
        steps.append("name-products")
    if shown.state == CaseState.CERTIFIED:
        steps += ["plan-surveillance", "hold-surveillance"]
    if shown.state in AUDITED and any(not one.outcome for one in audits):
        steps.append("replan")
    return CaseDetail(
        **CaseShown.of(shown).model_dump(),
        contracts=[ContractShown.of(one) for one in shown.contracts.all()],
        type_tests=[TypeTestShown.of(one) for one in shown.type_tests.select_related("laboratory")],
        documents=[DocumentShown.of(one) for one in shown.documents.select_related("file")],
        audits=[AuditShown.of(one) for one in audits],
        missing_documents=[kind.value for kind in missing_documents(shown)],
        open_transitions=steps,
    )


@router.get("/cases/{int:number}", response=CaseDetail, summary="Show a certification case")
def case(request: HttpRequest, number: Number) -> CaseDetail:
    """Return one case with its audits, non-conformities and missing pieces."""
    return detail(reader(request), number)


@router.post("/cases/{int:number}/transitions/file", response=CaseDetail, summary="File a case")
def file_case(request: HttpRequest, number: Number, given: Nothing = NONE) -> CaseDetail:  # noqa: ARG001 - says that nothing is taken
    """File a complete draft, or a case that was sent back."""
    actor = member_of(request)
    case_actions.file_case(actor, case_or_404(actor, number))
    return detail(actor, number)


@router.post("/cases/{int:number}/transitions/send-back", response=CaseDetail, summary="Send a case back")
def send_back(request: HttpRequest, number: Number, given: SentBack) -> CaseDetail:
    """Send a case back to its maker, for a coded reason and in words."""
    actor = member_of(request)
    case_actions.send_back(actor, case_or_404(actor, number), reason=given.reason, remark=given.remark)
    return detail(actor, number)


@router.post("/cases/{int:number}/transitions/accept", response=CaseDetail, summary="Accept a case")
def accept(request: HttpRequest, number: Number, given: Nothing = NONE) -> CaseDetail:  # noqa: ARG001 - says that nothing is taken
    """Accept a complete application."""
    actor = member_of(request)
    case_actions.accept_case(actor, case_or_404(actor, number))
    return detail(actor, number)


@router.post("/cases/{int:number}/transitions/plan", response=CaseDetail, summary="Plan an audit")
def plan(request: HttpRequest, number: Number, given: Planned) -> CaseDetail:
    """Plan the next stage with an officer of the body who has no part in the maker's group."""
    actor = member_of(request)
    shown = case_or_404(actor, number)
    auditor = named(_people_of(shown.body_id), given.auditor, "#/auditor")
    case_actions.plan_audit(actor, shown, auditor=auditor, planned_on=given.planned_on)
    return detail(actor, number)


@router.post("/cases/{int:number}/transitions/replan", response=CaseDetail, summary="Replan an audit")
def replan(request: HttpRequest, number: Number, given: Planned) -> CaseDetail:
    """Give the planned audit another auditor, or another day."""
    actor = member_of(request)
    shown = case_or_404(actor, number)
    auditor = named(_people_of(shown.body_id), given.auditor, "#/auditor")
    replan_audit(actor, shown, auditor=auditor, planned_on=given.planned_on)
    return detail(actor, number)


@router.post("/cases/{int:number}/transitions/hold", response=CaseDetail, summary="Report an audit")
def hold(request: HttpRequest, number: Number, given: Held) -> CaseDetail:
    """Write down what the planned audit found; only its auditor may."""
    actor = member_of(request)
    case_actions.hold_audit(
        actor,
        case_or_404(actor, number),
        held_on=given.held_on,
        outcome=given.outcome,
        note=given.note,
        findings=[Remark(one.grade, one.text) for one in given.findings],
    )
    return detail(actor, number)


@router.post("/cases/{int:number}/transitions/grant", response=CaseDetail, summary="Certify")
def grant(request: HttpRequest, number: Number, given: Granted) -> CaseDetail:
    """Certify for three years: the decision of somebody who didn't audit."""
    actor = member_of(request)
    case_actions.grant_case(
        actor, case_or_404(actor, number), number=given.number, valid_from=given.valid_from
    )
    return detail(actor, number)


@router.post("/cases/{int:number}/transitions/refuse", response=CaseDetail, summary="Refuse a certificate")
def refuse(request: HttpRequest, number: Number, given: Remarked) -> CaseDetail:
    """Refuse the certificate, with the reason that the maker reads."""
    actor = member_of(request)
    case_actions.refuse_case(actor, case_or_404(actor, number), remark=given.remark)
    return detail(actor, number)


@router.post("/cases/{int:number}/transitions/cancel", response=CaseDetail, summary="Give a case up")
def cancel(request: HttpRequest, number: Number, given: Nothing = NONE) -> CaseDetail:  # noqa: ARG001 - says that nothing is taken
    """Give a case up; what was gathered stays."""
    actor = member_of(request)
    case_actions.cancel_case(actor, case_or_404(actor, number))
    return detail(actor, number)


@router.post(
    "/cases/{int:number}/transitions/plan-surveillance", response=CaseDetail, summary="Plan a surveillance"
)
def plan_surveillance(request: HttpRequest, number: Number, given: Planned) -> CaseDetail:
    """Plan a surveillance audit of a certified case; one at a time."""
    actor = member_of(request)
    shown = case_or_404(actor, number)
    auditor = named(_people_of(shown.body_id), given.auditor, "#/auditor")
    surveillance.plan_surveillance(actor, shown, auditor=auditor, planned_on=given.planned_on)
    return detail(actor, number)


@router.post(
    "/cases/{int:number}/transitions/hold-surveillance", response=CaseDetail, summary="Report a surveillance"
)
def hold_surveillance(request: HttpRequest, number: Number, given: Held) -> CaseDetail:
    """Write down what a surveillance found; only its auditor may."""
    actor = member_of(request)
    shown = case_or_404(actor, number)
    require(actor, "certification.handle", shown)
    audit = open_surveillance(shown)
    surveillance.hold_surveillance(
        actor,
        audit,
        held_on=given.held_on,
        outcome=given.outcome,
        note=given.note,
        findings=[Remark(one.grade, one.text) for one in given.findings],
    )
    return detail(actor, number)


def finding_or_404(actor: Actor, number: int) -> Finding:
    rows = Finding.objects.select_related("audit__case__maker", "audit__case__body")
    return one_or_404(rows.filter(audit__case__in=cases_for(actor)), number)


@router.post(
    "/findings/{int:number}/transitions/answer", response=CaseDetail, summary="Answer a non-conformity"
)
def answer(request: HttpRequest, number: Number, given: Answered) -> CaseDetail:
    """Answer a non-conformity: its cause, and what is done about it."""
    actor = member_of(request)
    finding = finding_or_404(actor, number)
    case_actions.answer_finding(actor, finding, cause=given.cause, plan=given.plan)
    return detail(actor, finding.audit.case_id)


@router.post("/findings/{int:number}/transitions/lift", response=CaseDetail, summary="Lift a non-conformity")
def lift(request: HttpRequest, number: Number, given: Nothing = NONE) -> CaseDetail:  # noqa: ARG001 - says that nothing is taken
    """Accept the answer; the last one accepted opens the decision."""
    actor = member_of(request)
    finding = finding_or_404(actor, number)
    case_actions.settle_finding(actor, finding, accepted=True)
    return detail(actor, finding.audit.case_id)


@router.post(
    "/findings/{int:number}/transitions/return", response=CaseDetail, summary="Ask for a better answer"
)
def give_back(request: HttpRequest, number: Number, given: Remarked) -> CaseDetail:
    """Return an answer that doesn't do, saying what is missing."""
    actor = member_of(request)
    finding = finding_or_404(actor, number)
    case_actions.settle_finding(actor, finding, accepted=False, remark=given.remark)
    return detail(actor, finding.audit.case_id)
