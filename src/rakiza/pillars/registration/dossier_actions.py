"""What an applicant does: open a dossier for its own device or site, join documents, file, give up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.kernel.wording.formats import listed
from rakiza.pillars.certification.queries import in_a_case_of_another
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.applicants import check_declared, check_site_stands
from rakiza.pillars.registration.classes import check_class
from rakiza.pillars.registration.contents import Missing, missing, needed, sections
from rakiza.pillars.registration.covering import described
from rakiza.pillars.registration.enums import (
    REQUESTS,
    Activity,
    AuthorisationPurpose,
    DocumentLanguage,
    DocumentStatus,
    DossierState,
    Process,
    Request,
    RiskClass,
    TitleState,
)
from rakiza.pillars.registration.models import (
    Dossier,
    DossierDocument,
    EstablishmentDeclaration,
    RegistrationCertificate,
)
from rakiza.pillars.registration.moving import clock_of, locked, move, settle_documents, tell_authority
from rakiza.pillars.registration.process import Step, after_filing
from rakiza.pillars.registration.queries import in_a_dossier_of_another
from rakiza.pillars.registration.registered_days import check_not_registered

TRANSFER_OFFERED = "registration.transfer_offered"
# What brings a device a registration, where it has none.
NEW_TO_A_DEVICE = (Request.INITIAL, Request.TRANSFER)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a dossier asks for; what a process doesn't use stays empty."""

    process: Process
    request: Request
    device: Device | None = None
    site: Site | None = None
    activities: Sequence[Activity] = ()
    risk_class: RiskClass | None = None
    purpose: AuthorisationPurpose | None = None
    registration: RegistrationCertificate | None = None
    declaration: EstablishmentDeclaration | None = None


@transaction.atomic
def open_dossier(actor: Actor, authority: Organisation, asked: Asked) -> Dossier:
    """Open a draft with an authority, about the applicant's own device or site."""
    require(actor, "registration.apply")
    if authority.kind != OrganisationKind.AUTHORITY_HEALTH or not authority.active:
        raise Refused("dossier.authority", _("Choisissez une autorité de santé en activité."))
    if asked.request not in REQUESTS[asked.process]:
        raise Refused("dossier.request", _("Cette demande n'existe pas pour cette procédure."))
    _check_subject(actor, asked)
    _check_title(actor, asked)
    check_class(asked.device, asked.risk_class)
    open_one = Dossier.objects.open().filter(process=asked.process, device=asked.device)
    if asked.device is not None and open_one.exists():
        raise _already_open()
    try:
        with transaction.atomic():
            dossier = Dossier.objects.create(
                process=asked.process,
                request=asked.request,
                applicant=actor.organisation,
                authority=authority,
                device=asked.device,
                site=asked.site,
                activities=sorted(asked.activities),
                risk_class=asked.risk_class or "",
                purpose=asked.purpose or "",
                registration=asked.registration,
                declaration=asked.declaration,
            )
    except IntegrityError as clash:  # two people of the maker's at once
        raise _already_open() from clash
    record(
        actor,
        "registration.open_dossier",
        dossier,
        after={
            "process": dossier.process,
            "request": dossier.request,
            "authority": authority.pk,
            "device": dossier.device_id,
            "site": dossier.site_id,
            "activities": dossier.activities,
            "risk_class": dossier.risk_class,
            "purpose": dossier.purpose,
            "registration": dossier.registration_id,
            "declaration": dossier.declaration_id,
        },
    )
    if asked.registration is not None:
        settle(asked.registration, actor.organisation, {TRANSFER_OFFERED})
    return dossier


@transaction.atomic
def add_document(
    actor: Actor, dossier: Dossier, *, section: str, language: DocumentLanguage, file: StoredFile
) -> DossierDocument:
    """Add a version of a section while the dossier is the applicant's to prepare."""
    require(actor, "registration.prepare", dossier)
    kept = locked(dossier, Step.FILE)
    if section not in {one.code for one in sections(kept.process, kept.risk_class)}:
        raise Refused("dossier.section", _("Cette section n'est pas du plan de ce dossier."))
    _check_content(kept, section, file)
    same = DossierDocument.objects.filter(dossier=kept, section=section, language=language)
    last = same.aggregate(last=Max("version"))["last"] or 0
    same.filter(status=DocumentStatus.TO_REVIEW).update(status=DocumentStatus.REPLACED)
    document = DossierDocument.objects.create(
        dossier=kept, section=section, language=language, version=last + 1, file=file
    )
    record(
        actor,
        "registration.add_document",
        kept,
        after={
            "section": section,
            "language": language,
            "version": document.version,
            "file": file.original_name,
            "sha256": file.sha256,
        },
    )
    return document


def missing_of(dossier: Dossier) -> tuple[Missing, ...]:
    """Return what keeps a dossier from being complete, by class and request."""
    wanted = needed(dossier.process, dossier.request, risk_class=dossier.risk_class, purpose=dossier.purpose)
    return missing(sections(dossier.process, dossier.risk_class), wanted, dossier.documents.all())


@transaction.atomic
def file_dossier(actor: Actor, dossier: Dossier) -> None:
    """File a complete draft, or one that was sent back: the authority's clock starts, or goes on."""
    require(actor, "registration.prepare", dossier)
    kept = locked(dossier, Step.FILE)
    lacking = missing_of(kept)
    if lacking:
        raise Refused(
            "dossier.incomplete",
            _("Le dossier n'est pas complet : %(sections)s."),
            sections=listed(f"{one.section.code} {one.section.label}" for one in lacking),
        )
    check_declared(kept)
    if kept.request != Request.CESSATION:
        check_site_stands(kept.site)
    if kept.filed_on is None:
        check_class(kept.device, kept.risk_class)
    if kept.request in NEW_TO_A_DEVICE:
        _check_first(Process(kept.process), kept.device)
    today = timezone.localdate()
    kept.pauses.filter(ends_on__isnull=True).update(ends_on=today)
    kept.sent_back_for, kept.remark = "", ""
    kept.filed_on = kept.filed_on or today
    kept.described = described(kept.device) if kept.device else None
    running = clock_of(kept, today)
    kept.due_on = running.due_on if running else None
    target = after_filing(admitted=kept.admitted_on is not None)
    move(actor, kept, target, Step.FILE, {"due": kept.due_on})
    tell_authority(kept, "registration.dossier_filed", kept.due_on)


@transaction.atomic
def cancel_dossier(actor: Actor, dossier: Dossier) -> None:
    """Give a dossier up; what was gathered stays."""
    require(actor, "registration.prepare", dossier)
    kept = locked(dossier, Step.CANCEL)
    kept.pauses.filter(ends_on__isnull=True).update(ends_on=timezone.localdate())
    kept.due_on = None
    settle_documents(kept, DocumentStatus.UNREAD)
    move(actor, kept, DossierState.CANCELLED, Step.CANCEL)


@transaction.atomic
def offer_transfer(actor: Actor, title: RegistrationCertificate, *, to: Organisation) -> None:
    """Agree that another maker asks for the registration to be transferred to a device of its own."""
    require(actor, "registration.cede", title)
    before = title.transfer_to
    if actor.belongs_to(to.pk) or not to.active:
        raise Refused("transfer.to", _("Choisissez une autre entreprise, en activité."))
    changed = RegistrationCertificate.objects.filter(pk=title.pk, state=TitleState.VALID).update(
        transfer_to=to
    )
    if not changed:
        raise Refused("transfer.state", _("Seul un enregistrement en vigueur se transfère."))
    record(actor, "registration.offer_transfer", title, after={"to": to.pk})
    said = {"holder": actor.organisation, "number": title.number}
    for once in {before, to} - {None}:
        settle(title, once, {TRANSFER_OFFERED})
    notify(TRANSFER_OFFERED, organisation=to, params=said, about=title)


def _already_open() -> Refused:
    return Refused("dossier.open", _("Un dossier est déjà ouvert pour ce dispositif : reprenez-le."))


def _check_subject(actor: Actor, asked: Asked) -> None:
    """Refuse a device or a site that isn't the applicant's, and what the process can't do without."""
    if asked.device is not None and not actor.belongs_to(asked.device.maker_id):
        raise Refused("dossier.device", _("Ce dispositif est celui d'une autre entreprise."))
    if asked.site is not None and not actor.belongs_to(asked.site.organisation_id):
        raise Refused("dossier.site", _("Ce site n'est pas de votre entreprise."))
    if asked.process == Process.DECLARATION:
        if asked.request != Request.CESSATION:
            check_site_stands(asked.site)
        if not asked.activities:
            raise Refused("dossier.activities", _("Choisissez au moins une activité."))
        return
    if asked.device is None:
        raise Refused("dossier.device_missing", _("Choisissez le dispositif."))
    if asked.process == Process.REGISTRATION and not asked.risk_class:
        raise Refused("dossier.class", _("Choisissez la classe du dispositif."))
    if asked.process == Process.AUTHORISATION and not asked.purpose:
        raise Refused("dossier.purpose", _("Choisissez l'objet de l'autorisation."))


def _check_title(actor: Actor, asked: Asked) -> None:
    """Refuse a request about a title that is missing, another's, or of another device."""
    if asked.request == Request.INITIAL:
        _check_first(asked.process, asked.device)
        return
    if asked.process == Process.DECLARATION:
        declaration = asked.declaration
        if declaration is None or not actor.belongs_to(declaration.maker_id):
            raise Refused("dossier.title", _("Choisissez une déclaration de votre entreprise."))
        return
    title = asked.registration
    if title is None:
        raise Refused("dossier.title", _("Choisissez le certificat concerné."))
    if title.state != TitleState.VALID:
        raise Refused("dossier.title_ended", _("Le titre concerné n'est plus en vigueur."))
    if asked.request == Request.TRANSFER:
        if not actor.belongs_to(title.transfer_to_id):
            raise Refused("dossier.transfer", _("Le titulaire n'a pas accepté de vous céder ce certificat."))
        if asked.device is None or asked.device.family != title.device.family:
            raise Refused(
                "dossier.transfer_device",
                _("Ce dispositif n'est pas de la même famille que celui du certificat cédé."),
            )
        _check_first(asked.process, asked.device)
    elif title.device_id != (asked.device and asked.device.pk):
        raise Refused("dossier.title_device", _("Ce certificat est celui d'un autre dispositif."))


def _check_first(process: Process, device: Device | None) -> None:
    if process == Process.REGISTRATION:
        check_not_registered(device)


def _check_content(kept: Dossier, section: str, file: StoredFile) -> None:
    """Refuse a content that stands for something else already: another section, or another's dossier or case."""
    same = DossierDocument.objects.filter(file__sha256=file.sha256)
    standing = same.filter(dossier=kept).exclude(status=DocumentStatus.SET_ASIDE)
    if standing.exclude(section=section).exists():
        raise Refused("dossier.same_file", _("Ce fichier est déjà une autre pièce du dossier."))
    content, maker = file.sha256, kept.applicant_id
    if in_a_dossier_of_another(content, maker) or in_a_case_of_another(content, maker):
        raise Refused("dossier.foreign_file", _("Ce fichier figure déjà au dossier d'une autre entreprise."))
