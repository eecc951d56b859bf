"""Endpoints of dossiers: what an applicant asks for, what officers do with it."""

from __future__ import annotations

from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from rakiza.kernel.api.acting import member_of
from rakiza.kernel.api.finding import named, named_or_none, one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import Nothing, Number, PageOf
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.organisations.permissions import allowed, require
from rakiza.kernel.organisations.queries import groups_of, in_groups
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration import decisions, dossier_actions, review_actions
from rakiza.pillars.registration.class_taking import take_class as take_over
from rakiza.pillars.registration.classes import class_to_take
from rakiza.pillars.registration.dossier_actions import Asked, missing_of
from rakiza.pillars.registration.dossier_queries import dossiers_for
from rakiza.pillars.registration.models import Dossier, EstablishmentDeclaration, RegistrationCertificate
from rakiza.pillars.registration.process import ORIGINS, Step
from rakiza.pillars.registration.schemas import (
    Assigned,
    ClassTaken,
    Concluded,
    DossierDetail,
    DossierRefused,
    DossiersAsked,
    DossierSentBack,
    DossierShown,
    DossierTaken,
    MissingShown,
    SectionShown,
    TitleGranted,
)

router = Router(tags=["dossiers"])
NONE = Nothing()
# The steps of `process` by the names that their endpoints have; the commission gives its opinion in a session.
TRANSITIONS: dict[Step, str] = {
    Step.FILE: "file",
    Step.ASSIGN: "assign",
    Step.SEND_BACK: "send-back",
    Step.ADMIT: "admit",
    Step.CONCLUDE: "conclude",
    Step.GRANT: "grant",
    Step.REFUSE: "refuse",
    Step.CANCEL: "cancel",
    Step.TAKE_CLASS: "take-class",
}


def reader(request: HttpRequest) -> Actor:
    actor = member_of(request)
    if not allowed(actor, "registration.see_dossiers"):
        raise PermissionDenied(_("Un dossier n'est lu que par son demandeur et par l'autorité de santé."))
    return actor


def dossier_or_404(actor: Actor, number: int) -> Dossier:
    return one_or_404(dossiers_for(actor), number)


def detail(actor: Actor, number: int) -> DossierDetail:
    row = dossier_or_404(actor, number)
    lacking = missing_of(row) if row.state in ORIGINS[Step.FILE] else ()
    officer = allowed(actor, "registration.handle", row)
    documents = row.documents.select_related("file").order_by("section", "language", "-version")
    return DossierDetail(
        **DossierShown.of(row, officer=officer).model_dump(),
        documents=[SectionShown.of(one, officer=officer) for one in documents],
        missing=[
            MissingShown(section=one.section.code, label=str(one.section.label), lack=one.lack)
            for one in lacking
        ],
        open_transitions=[name for step, name in TRANSITIONS.items() if _starts(row, step)],
    )


def _starts(row: Dossier, step: Step) -> bool:
    return row.state in ORIGINS[step] and (step != Step.TAKE_CLASS or class_to_take(row) is not None)


@router.get("", response=PageOf[DossierShown], summary="List dossiers")
def dossiers(request: HttpRequest, asked: Annotated[DossiersAsked, Query()]) -> PageOf[DossierShown]:
    """List a maker's own dossiers, or those filed with an officer's authority; those due soonest come first."""
    actor = reader(request)
    rows = dossiers_for(actor).order_by(F("due_on").asc(nulls_last=True), "pk")
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.process:
        rows = rows.filter(process=asked.process)
    if asked.risk_class:
        rows = rows.filter(risk_class=asked.risk_class)
    if asked.mine:
        rows = rows.filter(assigned_to=actor.user)
    officer, own = actor.plays(Role.REGISTRATION_OFFICER), groups_of(actor.user)
    return page_of(
        request,
        rows,
        asked,
        lambda found: [
            DossierShown.of(row, officer=officer and not in_groups(row.applicant, own)) for row in found
        ],
    )


@router.post("", response={201: DossierDetail}, summary="Open a dossier")
def open_dossier(request: HttpRequest, given: DossierTaken) -> DossierDetail:
    """Open a draft about the applicant's own device or site; its documents are joined next."""
    actor = reader(request)
    require(actor, "registration.apply")
    authority = named(Organisation.objects.active(), given.authority, "#/authority")
    own = actor.organisation
    titles = RegistrationCertificate.objects.select_related("device")
    concerned = titles.filter(device__maker=own) | titles.filter(transfer_to=own)
    declared = EstablishmentDeclaration.objects.filter(maker=own)
    asked = Asked(
        process=given.process,
        request=given.request,
        device=named_or_none(Device.objects.active().of_maker(own.pk), given.device, "#/device"),
        site=named_or_none(
            Site.objects.filter(organisation=own, closed_on__isnull=True), given.site, "#/site"
        ),
        activities=given.activities,
        risk_class=given.risk_class,
        purpose=given.purpose,
        registration=named_or_none(concerned, given.registration, "#/registration"),
        declaration=named_or_none(declared, given.declaration, "#/declaration"),
    )
    return detail(actor, dossier_actions.open_dossier(actor, authority, asked).pk)


@router.get("/{int:number}", response=DossierDetail, summary="Show a dossier")
def dossier(request: HttpRequest, number: Number) -> DossierDetail:
    """Return one dossier with what it lacks."""
    return detail(reader(request), number)


@router.post("/{int:number}/transitions/file", response=DossierDetail, summary="File a dossier")
def file_dossier(request: HttpRequest, number: Number, given: Nothing = NONE) -> DossierDetail:  # noqa: ARG001
    """File a complete draft, or one that was sent back: the authority's clock starts, or goes on."""
    actor = reader(request)
    dossier_actions.file_dossier(actor, dossier_or_404(actor, number))
    return detail(actor, number)


@router.post("/{int:number}/transitions/cancel", response=DossierDetail, summary="Give a dossier up")
def cancel(request: HttpRequest, number: Number, given: Nothing = NONE) -> DossierDetail:  # noqa: ARG001
    """Give a dossier up; what was gathered stays."""
    actor = reader(request)
    dossier_actions.cancel_dossier(actor, dossier_or_404(actor, number))
    return detail(actor, number)


@router.post(
    "/{int:number}/transitions/take-class",
    response=DossierDetail,
    summary="Take over the class of the device into a draft",
)
def take_class(request: HttpRequest, number: Number, given: ClassTaken) -> DossierDetail:
    """Ask for the class that the device states by now; what its outline has no section for is set aside."""
    actor = reader(request)
    take_over(actor, dossier_or_404(actor, number), risk_class=given.risk_class)
    return detail(actor, number)


@router.post("/{int:number}/transitions/admit", response=DossierDetail, summary="Find a dossier admissible")
def admit(request: HttpRequest, number: Number, given: Nothing = NONE) -> DossierDetail:  # noqa: ARG001
    """Find a dossier admissible; of a declaration that is the whole examination."""
    actor = reader(request)
    review_actions.admit(actor, dossier_or_404(actor, number))
    return detail(actor, number)


@router.post(
    "/{int:number}/transitions/assign", response=DossierDetail, summary="Give a dossier to an officer"
)
def assign(request: HttpRequest, number: Number, given: Assigned) -> DossierDetail:
    """Give a dossier to an officer of the authority who has no part in the applicant's group."""
    actor = reader(request)
    shown = dossier_or_404(actor, number)
    people = User.objects.filter(memberships__organisation=shown.authority).distinct()
    review_actions.assign(actor, shown, officer=named(people, given.officer, "#/officer"))
    return detail(actor, number)


@router.post("/{int:number}/transitions/send-back", response=DossierDetail, summary="Send a dossier back")
def send_back(request: HttpRequest, number: Number, given: DossierSentBack) -> DossierDetail:
    """Send a dossier back for a coded reason and in words; the clock stands until it is filed again."""
    actor = reader(request)
    review_actions.send_back(actor, dossier_or_404(actor, number), reason=given.reason, remark=given.remark)
    return detail(actor, number)


@router.post("/{int:number}/transitions/conclude", response=DossierDetail, summary="Conclude an evaluation")
def conclude(request: HttpRequest, number: Number, given: Concluded) -> DossierDetail:
    """Conclude the evaluation: only the officer to whom the dossier was given."""
    actor = reader(request)
    review_actions.conclude(
        actor, dossier_or_404(actor, number), opinion=given.opinion, internal_note=given.internal_note
    )
    return detail(actor, number)


@router.post(
    "/{int:number}/transitions/grant", response=DossierDetail, summary="Grant what a dossier asks for"
)
def grant(request: HttpRequest, number: Number, given: TitleGranted) -> DossierDetail:
    """Grant: a new numbered title, or a change of the one concerned; not by who evaluated."""
    actor = reader(request)
    decisions.grant(
        actor, dossier_or_404(actor, number), valid_from=given.valid_from, valid_to=given.valid_to
    )
    return detail(actor, number)


@router.post(
    "/{int:number}/transitions/refuse", response=DossierDetail, summary="Refuse what a dossier asks for"
)
def refuse(request: HttpRequest, number: Number, given: DossierRefused) -> DossierDetail:
    """Refuse, with the reason that the applicant reads; not by who evaluated."""
    actor = reader(request)
    decisions.refuse(actor, dossier_or_404(actor, number), remark=given.remark)
    return detail(actor, number)
