"""Bodies and answers of the registration endpoints."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.utils import timezone
from pydantic import Field

from rakiza.kernel.api.schemas import (
    Asked,
    Code,
    Day,
    Named,
    Party,
    Place,
    Ref,
    Report,
    Shown,
    Sought,
    Taken,
    Words,
    WordsOrNone,
    language,
)
from rakiza.kernel.api.uploads import TakenWithFile
from rakiza.pillars.registration.actions import maker_of
from rakiza.pillars.registration.covering import differences_of
from rakiza.pillars.registration.enums import (
    Activity,
    AuthorisationPurpose,
    DocumentLanguage,
    DocumentStatus,
    DossierState,
    Opinion,
    Process,
    PublicState,
    Request,
    RiskClass,
    SendBackReason,
    TitleState,
)
from rakiza.pillars.registration.models import (
    AnyTitle,
    Dossier,
    DossierDocument,
    EstablishmentDeclaration,
    RegistrationCertificate,
    SpecificAuthorisation,
)
from rakiza.pillars.registration.register import PublicTitle


class TitlesAsked(Asked):
    """Filters of titles."""

    q: Sought = ""
    state: TitleState | None = None
    ends_before: Day | None = None
    to_amend: bool | None = None


class DossiersAsked(Asked):
    """Filters of dossiers."""

    state: DossierState | None = None
    process: Process | None = None
    risk_class: RiskClass | None = None
    mine: bool = False


class RegisterAsked(Asked):
    """Filters of the public register."""

    q: Sought = ""
    state: PublicState | None = None
    risk_class: RiskClass | None = None
    family: Sought = ""


class TitleEnded(Taken):
    """A day and a typed reason."""

    on: Day
    reason: Words


class Ceded(Taken):
    """To whom a registration is ceded."""

    to: Ref


class DossierTaken(Taken):
    """What is asked of an authority; what a process doesn't use stays out."""

    process: Process
    authority: Ref
    request: Request = Request.INITIAL
    device: Ref | None = None
    site: Ref | None = None
    activities: Annotated[tuple[Activity, ...], Field(max_length=10)] = ()
    risk_class: RiskClass | None = None
    purpose: AuthorisationPurpose | None = None
    registration: Ref | None = None
    declaration: Ref | None = None


class ClassTaken(Taken):
    """The class that the device of a draft states, as it was read."""

    risk_class: RiskClass


class DossierSentBack(Taken):
    """Why a dossier is sent back."""

    reason: SendBackReason
    remark: Words


class Assigned(Taken):
    """To whom a dossier is given."""

    officer: Ref


class Concluded(Taken):
    """What the evaluation concludes; the report is the officers' own."""

    opinion: Opinion
    internal_note: Report


class TitleGranted(Taken):
    """When a title begins; an authorisation's own end."""

    valid_from: Day
    valid_to: Day | None = None


class DossierRefused(Taken):
    """The reason that the applicant reads."""

    remark: Words


class TitleSuspensionShown(Shown):
    """Days during which a title didn't hold; without a last one, until its end."""

    first: date
    last: date | None


class TitleShown(Shown):
    """A title of the authority."""

    id: int
    kind: Process
    number: str
    authority: Party
    maker: Party
    device: Named | None
    site: Place | None
    activities: list[str]
    risk_class: str
    differs: list[str]
    differs_since: date | None
    purpose: AuthorisationPurpose | None
    valid_from: date
    valid_to: date | None
    state: TitleState
    ended_on: date | None
    site_closed_on: date | None
    suspensions: list[TitleSuspensionShown]
    reason: str
    ended_by: Request | None
    dossier: int | None

    @classmethod
    def of(cls, row: AnyTitle, kind: str) -> TitleShown:
        """Return a title whose parties are at hand."""
        declared = row if isinstance(row, EstablishmentDeclaration) else None
        device = None if isinstance(row, EstablishmentDeclaration) else row.device
        registered = row if isinstance(row, RegistrationCertificate) else None
        return cls(
            id=row.pk,
            kind=Process(kind),
            number=row.number,
            authority=Party.of(row.authority),
            maker=Party.of(maker_of(row)),
            device=Named(id=device.pk, name=device.name_in(language())) if device else None,
            site=Place.of(declared.site) if declared and declared.site else None,
            activities=declared.activities if declared else [],
            risk_class=registered.risk_class if registered else "",
            differs=list(differences_of(registered)) if registered else [],
            differs_since=registered.differs_since if registered else None,
            purpose=AuthorisationPurpose(row.purpose) if isinstance(row, SpecificAuthorisation) else None,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            state=TitleState(row.state),
            ended_on=row.ended_on,
            site_closed_on=row.site_closed(timezone.localdate()),
            suspensions=[TitleSuspensionShown(first=one.first, last=one.last) for one in row.spans],
            reason=row.why(language()),
            ended_by=Request(row.ended_by) if row.ended_by else None,
            dossier=row.dossier_id,
        )


class DossierShown(Shown):
    """A dossier; what only officers read is null for its applicant."""

    id: int
    process: Process
    request: Request
    applicant: Party
    authority: Party
    device: Named | None
    site: Place | None
    activities: list[str]
    risk_class: RiskClass | None
    purpose: AuthorisationPurpose | None
    registration: int | None
    declaration: int | None
    state: DossierState
    sent_back_for: SendBackReason | None
    remark: str
    filed_on: date | None
    due_on: date | None
    admitted_on: date | None
    decided_on: date | None
    assigned_to: Named | None
    evaluated_on: date | None
    opinion: Opinion | None
    internal_note: str | None

    @classmethod
    def of(cls, row: Dossier, *, officer: bool) -> DossierShown:
        """Return a dossier whose parties are at hand, as its reader may see it."""
        given = row.assigned_to if officer else None
        return cls(
            id=row.pk,
            process=Process(row.process),
            request=Request(row.request),
            applicant=Party.of(row.applicant),
            authority=Party.of(row.authority),
            device=Named(id=row.device.pk, name=row.device.name_in(language())) if row.device else None,
            site=Place.of(row.site) if row.site else None,
            activities=row.activities,
            risk_class=RiskClass(row.risk_class) if row.risk_class else None,
            purpose=AuthorisationPurpose(row.purpose) if row.purpose else None,
            registration=row.registration_id,
            declaration=row.declaration_id,
            state=DossierState(row.state),
            sent_back_for=SendBackReason(row.sent_back_for) if row.sent_back_for else None,
            remark=row.remark,
            filed_on=row.filed_on,
            due_on=row.due_on,
            admitted_on=row.admitted_on,
            decided_on=row.decided_on,
            assigned_to=Named(id=given.pk, name=given.name) if given else None,
            evaluated_on=row.evaluated_on if officer else None,
            opinion=Opinion(row.opinion) if officer and row.opinion else None,
            internal_note=row.internal_note if officer else None,
        )


class MissingShown(Shown):
    """A section that keeps a dossier from being complete."""

    section: str
    label: str
    lack: str


class SectionShown(Shown):
    """A version of a section; `file` is the number by which it is opened. The note is the officers' own."""

    id: int
    section: str
    language: DocumentLanguage
    version: int
    status: DocumentStatus
    remark: str
    internal_note: str | None
    file: int
    name: str
    sha256: str

    @classmethod
    def of(cls, row: DossierDocument, *, officer: bool) -> SectionShown:
        """Return a document whose file is at hand, as its reader may see it."""
        return cls(
            id=row.pk,
            section=row.section,
            language=DocumentLanguage(row.language),
            version=row.version,
            status=DocumentStatus(row.status),
            remark=row.remark,
            internal_note=row.internal_note if officer else None,
            file=row.file_id,
            name=row.file.original_name,
            sha256=row.file.sha256,
        )


class DossierDetail(DossierShown):
    """A dossier with its documents, what it lacks, and the steps that its state leaves open."""

    documents: list[SectionShown]
    missing: list[MissingShown]
    open_transitions: list[str]


class SectionTaken(TakenWithFile):
    """Which section the file is, and the language it is written in."""

    section: Code
    language: DocumentLanguage


class Reviewed(Taken):
    """Whether a document holds; the applicant reads the remark, officers the note."""

    status: Literal[DocumentStatus.ACCEPTED, DocumentStatus.TO_CORRECT]
    remark: WordsOrNone = ""
    internal_note: WordsOrNone = ""


class PublicTitleShown(Shown):
    """A title as everybody may read it."""

    id: int
    kind: Process
    number: str
    state: PublicState
    holder: str
    device: str
    reference: str
    family: str
    risk_class: str
    activities: list[str]
    purpose: str
    valid_from: date
    valid_to: date | None
    ended_on: date | None
    site_closed_on: date | None
    authority: str
    demonstration: bool

    @classmethod
    def of(cls, row: PublicTitle) -> PublicTitleShown:
        """Return a title of the register."""
        own = {name: getattr(row, name) for name in cls.model_fields if name not in {"id", "activities"}}
        return cls(id=row.pk, activities=list(row.activities), **own)
