"""Bodies and answers of the certification endpoints."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils import timezone
from pydantic import Field

from rakiza.kernel.api.schemas import (
    Asked,
    Code,
    Day,
    Families,
    Named,
    Number,
    Party,
    Place,
    Ref,
    Report,
    Shown,
    Sought,
    Taken,
    Words,
)
from rakiza.kernel.api.uploads import TakenWithFile
from rakiza.pillars.certification.contract_schemas import ContractShown
from rakiza.pillars.certification.enums import (
    CaseState,
    CertificateState,
    DocumentKind,
    FindingState,
    Grade,
    Outcome,
    Scheme,
    SendBackReason,
    Stage,
)
from rakiza.pillars.certification.models import (
    Audit,
    CaseDocument,
    Certificate,
    CertificationCase,
    Finding,
)
from rakiza.pillars.certification.type_test_schemas import Devices, ProductShown, TypeTestShown


class CertificatesAsked(Asked):
    """Filters of certificates."""

    q: Sought = ""
    scheme: Scheme | None = None
    state: CertificateState | None = None
    maker: Number | None = None
    ends_before: Day | None = None


class CasesAsked(Asked):
    """Filters of cases."""

    scheme: Scheme | None = None
    state: CaseState | None = None
    maker: Number | None = None


class Ended(Taken):
    """A day and a typed reason."""

    on: Day
    reason: Words


class Resumed(Taken):
    """The day from which a certificate holds again."""

    on: Day


class CaseTaken(Taken):
    """What is to be certified, by whom."""

    body: Ref
    scheme: Scheme
    standard: Code
    site: Ref | None = None
    scope_families: Families = ()
    devices: Devices = ()
    renews: Ref | None = None


class SentBack(Taken):
    """Why a case is sent back."""

    reason: SendBackReason
    remark: Words


class Planned(Taken):
    """Who visits, when."""

    auditor: Ref
    planned_on: Day


class FindingTaken(Taken):
    """A non-conformity."""

    grade: Grade
    text: Words


class Held(Taken):
    """What an audit found, with its non-conformities."""

    held_on: Day
    outcome: Outcome
    note: Report
    findings: Annotated[tuple[FindingTaken, ...], Field(max_length=50)] = ()


class Granted(Taken):
    """The number and the first day of a certificate."""

    number: Code
    valid_from: Day


class Remarked(Taken):
    """Words that go with a refusal."""

    remark: Words


class Answered(Taken):
    """What a maker answers to a non-conformity; its evidence is joined on the page."""

    cause: Words
    plan: Words


class SuspensionShown(Shown):
    """A span during which a certificate didn't hold."""

    starts_on: date
    ends_on: date | None
    reason: str


class CertificateShown(Shown):
    """A certificate."""

    id: int
    body: Party
    maker: Party
    scheme: Scheme
    standard: str
    edition: int | None
    number: str
    valid_from: date
    valid_to: date
    scope_families: list[str]
    devices: list[ProductShown]
    site: Place | None
    state: CertificateState
    withdrawn_on: date | None
    withdrawal_reason: str
    site_closed_on: date | None
    suspensions: list[SuspensionShown]

    @classmethod
    def of(cls, row: Certificate) -> CertificateShown:
        """Return a certificate whose parties and suspensions are at hand."""
        return cls(
            id=row.pk,
            body=Party.of(row.body),
            maker=Party.of(row.maker),
            scheme=Scheme(row.scheme),
            standard=row.standard,
            edition=row.edition_id,
            number=row.number,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            scope_families=row.scope_families,
            devices=[ProductShown.of(one) for one in row.devices.all()],
            site=Place.of(row.site) if row.site else None,
            state=CertificateState(row.state),
            withdrawn_on=row.withdrawn_on,
            withdrawal_reason=row.withdrawal_reason,
            site_closed_on=row.site_closed(timezone.localdate()),
            suspensions=[
                SuspensionShown(starts_on=one.starts_on, ends_on=one.ends_on, reason=one.reason)
                for one in row.suspensions.all()
            ],
        )


class CaseShown(Shown):
    """A case, as its list shows it."""

    id: int
    maker: Party
    body: Party
    scheme: Scheme
    standard: str
    site: Place | None
    scope_families: list[str]
    devices: list[ProductShown]
    state: CaseState
    sent_back_for: SendBackReason | None
    remark: str
    filed_on: date | None
    decided_on: date | None
    certificate: int | None
    renews: int | None

    @classmethod
    def of(cls, row: CertificationCase) -> CaseShown:
        """Return a case whose parties and site are at hand."""
        return cls(
            id=row.pk,
            maker=Party.of(row.maker),
            body=Party.of(row.body),
            scheme=Scheme(row.scheme),
            standard=row.standard,
            site=Place.of(row.site) if row.site else None,
            scope_families=row.scope_families,
            devices=[ProductShown.of(one) for one in row.devices.all()],
            state=CaseState(row.state),
            sent_back_for=SendBackReason(row.sent_back_for) if row.sent_back_for else None,
            remark=row.remark,
            filed_on=row.filed_on,
            decided_on=row.decided_on,
            certificate=row.certificate_id,
            renews=row.renews_id,
        )


class DocumentTaken(TakenWithFile):
    """Which piece the file is."""

    kind: DocumentKind


class AnsweredWithEvidence(TakenWithFile):
    """The cause of a non-conformity, what is done about it, and the file that shows it."""

    cause: Words
    plan: Words


class DocumentShown(Shown):
    """A version of a piece; `file` is the number by which it is opened."""

    kind: DocumentKind
    version: int
    file: int
    name: str
    sha256: str

    @classmethod
    def of(cls, row: CaseDocument) -> DocumentShown:
        """Return a piece whose file is at hand."""
        return cls(
            kind=DocumentKind(row.kind),
            version=row.version,
            file=row.file_id,
            name=row.file.original_name,
            sha256=row.file.sha256,
        )


class FindingShown(Shown):
    """A non-conformity and its answer."""

    id: int
    grade: Grade
    text: str
    due_on: date
    cause: str
    plan: str
    evidence: int | None
    state: FindingState
    remark: str

    @classmethod
    def of(cls, row: Finding) -> FindingShown:
        """Return a non-conformity."""
        return cls(
            id=row.pk,
            grade=Grade(row.grade),
            text=row.text,
            due_on=row.due_on,
            cause=row.cause,
            plan=row.plan,
            evidence=row.evidence_id,
            state=FindingState(row.state),
            remark=row.remark,
        )


class AuditShown(Shown):
    """A visit."""

    id: int
    stage: Stage
    auditor: Named
    planned_on: date
    held_on: date | None
    outcome: Outcome | None
    note: str
    findings: list[FindingShown]

    @classmethod
    def of(cls, row: Audit) -> AuditShown:
        """Return a visit whose auditor and findings are at hand."""
        return cls(
            id=row.pk,
            stage=Stage(row.stage),
            auditor=Named(id=row.auditor_id, name=row.auditor.name),
            planned_on=row.planned_on,
            held_on=row.held_on,
            outcome=Outcome(row.outcome) if row.outcome else None,
            note=row.note,
            findings=[FindingShown.of(one) for one in row.findings.all()],
        )


class CaseDetail(CaseShown):
    """A case with its pieces, its contracts (the latest first), its visits, what it lacks, and the steps that its state leaves open."""

    documents: list[DocumentShown]
    contracts: list[ContractShown]
    type_tests: list[TypeTestShown]
    audits: list[AuditShown]
    missing_documents: list[str]
    open_transitions: list[str]
