"""A maker, a body with an auditor and somebody who decides, and cases at each step between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone
from tests.factories import an_actor

from rakiza.kernel.files.actions import store
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.pillars.certification import case_actions as actions
from rakiza.pillars.certification.audits import Remark
from rakiza.pillars.certification.contracts import ContractTerms, agree_contract, offer_contract
from rakiza.pillars.certification.enums import NEEDED, DocumentKind, Outcome, Scheme
from rakiza.pillars.certification.models import CertificationCase

TODAY = timezone.localdate


@dataclass(frozen=True)
class Office:
    """A maker, and a body with an auditor and somebody who decides."""

    maker: Actor
    auditor: Actor
    decider: Actor

    @property
    def body(self) -> Organisation:
        return self.auditor.organisation


def an_office() -> Office:
    auditor = an_actor(Role.CERTIFICATION_OFFICER)
    decider = an_actor(Role.CERTIFICATION_OFFICER, auditor.organisation)
    return Office(an_actor(Role.MAKER), auditor, decider)


def a_draft(office: Office) -> CertificationCase:
    return actions.open_case(office.maker, body=office.body, scheme=Scheme.SYSTEM, standard="ISO 13485:2016")


def give(office: Office, case: CertificationCase, kind: DocumentKind, content: bytes = b"") -> None:
    file = store(
        [b"%PDF-1.4 " + (content or kind.encode())],
        name=f"{kind}.pdf",
        organisation=office.maker.organisation,
        uploaded_by=office.maker.user,
    )
    actions.add_document(office.maker, case, kind=kind, file=file)


def a_filed(office: Office) -> CertificationCase:
    case = a_draft(office)
    for kind in NEEDED[Scheme.SYSTEM]:
        give(office, case, kind)
    actions.file_case(office.maker, case)
    return case


def an_accepted(office: Office) -> CertificationCase:
    """Return a case whose application was accepted: its contract is to be proposed."""
    case = a_filed(office)
    actions.accept_case(office.auditor, case)
    return case


def the_terms(**changed: object) -> ContractTerms:
    given: dict[str, object] = {
        "scope": "Un site, deux lignes.",
        "audit_days": Decimal("3.5"),
        "fee": Decimal(40_000),
        "stage_1_on": TODAY() + timedelta(days=30),
        "stage_2_on": TODAY() + timedelta(days=60),
        "answer_by": TODAY() + timedelta(days=15),
        **changed,
    }
    return ContractTerms(**given)  # type: ignore[arg-type]


def an_agreed(office: Office) -> CertificationCase:
    """Return a case whose contract the maker accepted."""
    case = an_accepted(office)
    made = offer_contract(office.auditor, case, the_terms())
    agree_contract(office.maker, case, contract=made.pk)
    return case


def an_audited(office: Office, *findings: Remark) -> CertificationCase:
    """Return a case whose two stages were held."""
    case = an_agreed(office)
    for remarks in ((), findings):
        actions.plan_audit(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())
        actions.hold_audit(
            office.auditor,
            case,
            held_on=TODAY(),
            outcome=Outcome.CONCLUSIVE,
            note="Vu.",
            findings=remarks,
        )
    return case


def state_of(case: CertificationCase) -> str:
    return str(CertificationCase.objects.get(pk=case.pk).state)


def a_site(maker: Organisation, name: str = "Usine Nord") -> Site:
    return Site.objects.create(organisation=maker, kind="plant", name=name, city="Fès", region="MA-03")
