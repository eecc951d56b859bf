"""The decision on a dossier, by someone who didn't evaluate it, and what it makes of the title."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.actions import (
    authorise_device,
    check_within,
    declare_establishment,
    register_device,
)
from rakiza.pillars.registration.applicants import (
    check_site_stands,
    check_still_declared,
    check_still_held,
)
from rakiza.pillars.registration.closed_sites import settle_site
from rakiza.pillars.registration.covering import described, differing, mark
from rakiza.pillars.registration.ending import settle_end
from rakiza.pillars.registration.enums import (
    AuthorisationPurpose,
    DocumentStatus,
    DossierState,
    Process,
    Request,
    TitleState,
)
from rakiza.pillars.registration.models import (
    AnyTitle,
    Dossier,
    EstablishmentDeclaration,
    RegistrationCertificate,
    SpecificAuthorisation,
    TitleSequence,
)
from rakiza.pillars.registration.moving import locked, move, settle_documents, tell_applicant
from rakiza.pillars.registration.process import LATEST_START, Step, registration_ends_on
from rakiza.pillars.registration.registered_days import check_not_registered

Kept = TypeVar("Kept", EstablishmentDeclaration, RegistrationCertificate)
SERIES = {Process.DECLARATION: "DE", Process.REGISTRATION: "EN", Process.AUTHORISATION: "AS"}


@transaction.atomic
def grant(actor: Actor, dossier: Dossier, *, valid_from: date, valid_to: date | None = None) -> AnyTitle:
    """Grant what a dossier asks for: a new numbered title, or a change of the one it concerns.

    A registration's end comes from the law; `valid_to` is an authorisation's own.
    """
    require(actor, "registration.handle", dossier)
    kept = locked(dossier, Step.GRANT)
    require(actor, "registration.decide", kept)
    check_still_declared(kept)
    _check_start(kept, valid_from)
    title = _effect(actor, kept, valid_from, valid_to)
    _decide(actor, kept, DossierState.GRANTED, Step.GRANT, number=title.number)
    tell_applicant(kept, "registration.dossier_granted", number=title.number)
    return title


@transaction.atomic
def refuse(actor: Actor, dossier: Dossier, *, remark: str) -> None:
    """Refuse, with the reason that the applicant reads."""
    require(actor, "registration.handle", dossier)
    kept = locked(dossier, Step.REFUSE)
    require(actor, "registration.decide", kept)
    if not remark.strip():
        raise Refused("dossier.reason_missing", _("Indiquez le motif."))
    kept.remark = remark.strip()
    _decide(actor, kept, DossierState.REFUSED, Step.REFUSE, remark=kept.remark)
    tell_applicant(kept, "registration.dossier_refused", reason=kept.remark)


def _check_start(kept: Dossier, on: date) -> None:
    """Refuse a title that holds before it was decided on; a maker may have ceased before the authority says so."""
    if kept.request == Request.CESSATION:
        if kept.filed_on is not None and on < kept.filed_on:
            raise Refused(
                "dossier.before_filing", _("La cessation ne peut pas précéder le dépôt du dossier.")
            )
    elif on < timezone.localdate():
        raise Refused("registration.before_decision", _("Le titre ne peut pas précéder sa décision."))
    if on > LATEST_START:
        raise Refused("dossier.too_late", _("Cette date est trop lointaine."))


def _decide(actor: Actor, kept: Dossier, target: DossierState, step: Step, **said: object) -> None:
    kept.decided_by, kept.decided_on = actor.user, timezone.localdate()
    settled = settle_documents(kept, DocumentStatus.DECIDED)
    move(actor, kept, target, step, {**said, "documents": settled})


def _effect(actor: Actor, kept: Dossier, valid_from: date, valid_to: date | None) -> AnyTitle:
    if kept.process == Process.DECLARATION:
        return _declared(actor, kept, valid_from)
    if kept.process == Process.AUTHORISATION:
        return _authorised(actor, kept, valid_from, valid_to)
    if kept.request == Request.AMENDMENT:
        return _amended(actor, kept)
    return _registered(actor, kept, valid_from)


def _declared(actor: Actor, kept: Dossier, valid_from: date) -> EstablishmentDeclaration:
    if kept.request != Request.CESSATION:
        check_site_stands(kept.site)
    if kept.request == Request.INITIAL:
        made = declare_establishment(
            actor,
            maker=kept.applicant,
            number=next_number(actor, kept),
            valid_from=valid_from,
            site=kept.site,
        )
        before = _said(made)
        made.dossier, made.activities = kept, kept.activities
        made.save()
        record(actor, "registration.title_initial", made, before=before, after=_said(made))
        return made
    standing = _standing(EstablishmentDeclaration, kept.declaration_id, actor)
    before = _said(standing)
    if kept.request == Request.CESSATION:
        check_within(standing, valid_from)
        standing.state, standing.ended_on = TitleState.WITHDRAWN, valid_from
        standing.ended_by = Request.CESSATION
    else:
        standing.site, standing.activities = kept.site, kept.activities
    standing.save()
    settle_site(standing)
    if kept.request == Request.CESSATION:
        settle_end([standing])
    record(actor, f"registration.title_{kept.request}", standing, before=before, after=_said(standing))
    return standing


def _said(declaration: EstablishmentDeclaration) -> dict[str, object]:
    return {
        "site": declaration.site_id,
        "activities": declaration.activities,
        "state": declaration.state,
        "ended_on": declaration.ended_on,
    }


def _authorised(actor: Actor, kept: Dossier, valid_from: date, valid_to: date | None) -> AnyTitle:
    if valid_to is None:
        raise Refused("dossier.end_missing", _("Indiquez le dernier jour de l'autorisation."))
    made = authorise_device(
        actor,
        device=_device(kept),
        number=next_number(actor, kept),
        valid_from=valid_from,
        valid_to=valid_to,
        purpose=AuthorisationPurpose(kept.purpose),
    )
    made.dossier = kept
    made.save()
    return made


def _device(kept: Dossier) -> Device:
    """Return the device of a dossier, still the applicant's, held: nobody changes it until it is registered as it was examined."""
    if kept.device is None:
        raise Refused("dossier.device_missing", _("Choisissez le dispositif."))
    rows = Device.objects.select_for_update(of=("self",)).select_related("maker")
    held = rows.get(pk=kept.device.pk)
    check_still_held(kept, held)
    return held


def _amended(actor: Actor, kept: Dossier) -> RegistrationCertificate:
    standing = _standing(RegistrationCertificate, kept.registration_id, actor)
    device = _device(kept)
    told = differing(standing.covers, described(device))
    before = {"risk_class": standing.risk_class, "covers": standing.covers}
    standing.device, standing.risk_class = device, kept.risk_class
    standing.covers = kept.described or described(device)
    standing.save()
    after = {"risk_class": standing.risk_class, "covers": standing.covers}
    record(actor, "registration.title_amendment", standing, before=before, after=after)
    mark(actor, standing, told)
    return standing


def _registered(actor: Actor, kept: Dossier, valid_from: date) -> RegistrationCertificate:
    """Register anew: a first registration, one that follows another, or one taken over from another holder."""
    end = registration_ends_on(kept.risk_class, valid_from)
    if kept.request == Request.INITIAL:
        check_not_registered(_device(kept))
    else:
        before = _standing(RegistrationCertificate, kept.registration_id, actor)
        last = before.valid_to or end
        if kept.request == Request.TRANSFER:
            _hand_over(actor, kept, before, valid_from)
            end = last
        elif valid_from <= last:
            raise Refused(
                "dossier.renewal_overlaps",
                _("Le renouvellement commence après le %(day)s, dernier jour du certificat."),
                day=last.isoformat(),
            )
    made = register_device(
        actor,
        device=_device(kept),
        number=next_number(actor, kept),
        valid_from=valid_from,
        valid_to=end,
        risk_class=kept.risk_class,
    )
    made.dossier = kept
    made.covers = kept.described or made.covers
    made.save()
    mark(actor, made)
    return made


def _standing(kind: type[Kept], title_id: int | None, actor: Actor) -> Kept:
    """Return the title that a request is about, locked; refuse where it is another authority's or has ended."""
    standing = (
        kind._default_manager.select_for_update()
        .filter(pk=title_id or 0, authority=actor.organisation, state=TitleState.VALID)
        .first()
    )
    if standing is None:
        raise Refused("dossier.title_ended", _("Le titre concerné n'est plus en vigueur."))
    return standing


def _hand_over(actor: Actor, kept: Dossier, before: RegistrationCertificate, on: date) -> None:
    """End the registration of the holder that agreed to the transfer."""
    if before.transfer_to_id != kept.applicant_id:
        raise Refused("dossier.transfer", _("Le titulaire n'a pas accepté de vous céder ce certificat."))
    check_within(before, on)
    before.state, before.ended_on = TitleState.WITHDRAWN, on
    before.ended_by = Request.TRANSFER
    before.save()
    settle_end([before])
    record(actor, "registration.title_transfer", before, after={"to": kept.applicant_id, "on": on})


def next_number(actor: Actor, kept: Dossier) -> str:
    """Return the next number of the authority's series for the year of the decision, never given before."""
    series, year = SERIES[Process(kept.process)], timezone.localdate().year
    kind = {Process.DECLARATION: EstablishmentDeclaration, Process.AUTHORISATION: SpecificAuthorisation}
    titles = kind.get(Process(kept.process), RegistrationCertificate)._default_manager
    TitleSequence.objects.get_or_create(authority=actor.organisation, series=series, year=year)
    row = TitleSequence.objects.select_for_update().get(
        authority=actor.organisation, series=series, year=year
    )
    while True:
        row.last += 1
        number = f"{series}-{year}-{row.last:05}"
        if not titles.filter(authority=actor.organisation, number=number).exists():
            row.save()
            return number
