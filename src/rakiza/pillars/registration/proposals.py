"""Titles decided outside the platform: one officer writes them down, a second confirms exactly that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import Deed, record, record_all
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.another_officer import check_agrees, held
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.actions import (
    Granted,
    check_new,
    grant_titles,
    maker_of,
)
from rakiza.pillars.registration.enums import AuthorisationPurpose, Process
from rakiza.pillars.registration.models import AnyTitle, TitleProposal
from rakiza.pillars.registration.process import LATEST_START
from rakiza.pillars.registration.queries import KINDS

PROPOSED = "registration.title_proposed"
FILE_PROPOSED = "registration.titles_proposed"


@dataclass(frozen=True, slots=True)
class TitleTerms:
    """What an officer writes down. `maker` or `device`: whom or what it is for, as its kind asks."""

    kind: Process
    number: str
    decided_on: date
    valid_from: date
    valid_to: date | None = None
    maker: Organisation | None = None
    device: Device | None = None
    risk_class: str = ""
    purpose: AuthorisationPurpose | None = None

    @property
    def holder(self) -> Organisation:
        """Who holds the title."""
        holder = self.device.maker if self.device else self.maker
        if holder is None:
            raise ValueError(self.kind)
        return holder

    @property
    def granted(self) -> Granted:
        """What is given once it is confirmed."""
        return Granted(
            KINDS[self.kind],
            self.holder,
            self.number,
            self.valid_from,
            self.valid_to,
            self.device,
            self.risk_class,
            self.purpose,
        )


@transaction.atomic
def propose_title(actor: Actor, terms: TitleTerms) -> TitleProposal:
    """Write down a title that the authority gave; it holds once another officer has confirmed it."""
    made = write_title(actor, terms)
    notify(
        PROPOSED,
        organisation=actor.organisation,
        role=Role.REGISTRATION_OFFICER,
        params={"number": made.number, "subject": made.device or made.maker},
        about=made,
    )
    return made


def write_title(actor: Actor, terms: TitleTerms, source: StoredFile | None = None) -> TitleProposal:
    """Write a title down without telling anybody yet; `source` is the file that it was read in."""
    check_new(actor, [terms.granted])
    check_terms(terms)
    try:
        with transaction.atomic():
            made = TitleProposal.objects.create(
                authority=actor.organisation,
                kind=terms.kind,
                maker=terms.holder,
                device=terms.device,
                number=terms.number,
                decided_on=terms.decided_on,
                valid_from=terms.valid_from,
                valid_to=terms.valid_to,
                risk_class=terms.risk_class,
                purpose=terms.purpose or "",
                source=source,
                proposed_by=actor.user,
            )
    except IntegrityError:
        raise Refused(
            "registration.already_proposed",
            _("Le numéro %(number)s est déjà proposé et attend sa confirmation."),
            number=terms.number,
        ) from None
    after = {**_said(made), "sha256": source.sha256} if source else _said(made)
    record(actor, "registration.propose_title", made, after=after)
    return made


@transaction.atomic
def confirm_title(actor: Actor, proposal: TitleProposal) -> AnyTitle:
    """Agree to a title that another officer wrote down: from now on it is in the register, and its holder is told."""
    (title,) = give_titles(actor, [proposal])
    notify(
        "registration.entered",
        organisation=maker_of(title),
        params={"authority": title.authority, "number": title.number},
        about=title,
    )
    return title


def give_titles(actor: Actor, proposals: Sequence[TitleProposal]) -> list[AnyTitle]:
    """Agree to titles without telling anybody yet. In the caller's transaction."""
    check_agrees(actor, proposals, settle="registration.drop_title", confirm="registration.confirm_title")
    kept = _locked(proposals)
    titles = grant_titles(actor, [_granted(one) for one in kept])
    record_all(
        actor,
        (
            Deed("registration.confirm_title", title, after={**_said(one), "proposed_by": one.proposed_by_id})
            for title, one in zip(titles, kept, strict=True)
        ),
    )
    _settle(kept)
    return titles


def drop_title(actor: Actor, proposal: TitleProposal) -> None:
    """Give up a title that was proposed and not confirmed."""
    drop_titles(actor, [proposal])


@transaction.atomic
def drop_titles(actor: Actor, proposals: Sequence[TitleProposal]) -> None:
    """Give up titles that were proposed and not confirmed, all of them or none."""
    for proposal in proposals:
        require(actor, "registration.drop_title", proposal)
    kept = _locked(proposals)
    record_all(actor, (Deed("registration.drop_title", one, before=_said(one)) for one in kept))
    _settle(kept)


def proposals_for(actor: Actor) -> QuerySet[TitleProposal]:
    """Return what waits with an officer's authority, oldest first; nothing to anybody else."""
    rows = TitleProposal.objects.select_related(
        "authority", "maker", "device__maker", "proposed_by", "source"
    )
    rows = rows.order_by("proposed_at", "pk")
    return (
        rows.filter(authority=actor.organisation) if actor.plays(Role.REGISTRATION_OFFICER) else rows.none()
    )


def check_terms(terms: TitleTerms) -> None:
    """Refuse days that make no title: a decision to come, validity before it, backwards, or too far ahead."""
    if terms.decided_on > timezone.localdate():
        raise Refused("registration.future_decision", _("La décision ne peut pas être à venir."))
    if terms.valid_from < terms.decided_on:
        raise Refused("registration.before_decision", _("Le titre ne peut pas précéder sa décision."))
    if terms.valid_from > LATEST_START:
        raise Refused("dossier.too_late", _("Cette date est trop lointaine."))
    if terms.valid_to is not None and terms.valid_to < terms.valid_from:
        raise Refused("registration.dates", _("La fin de validité précède son début."))


def _locked(proposals: Sequence[TitleProposal]) -> list[TitleProposal]:
    return held(
        TitleProposal.objects.select_related("authority", "maker", "device__maker", "source"), proposals
    )


def _granted(kept: TitleProposal) -> Granted:
    """Return what a proposal gives: a declaration where it names no device."""
    device = kept.device
    return Granted(
        KINDS[kept.kind],
        device.maker if device else kept.maker,
        kept.number,
        kept.valid_from,
        kept.valid_to,
        device,
        kept.risk_class,
        AuthorisationPurpose(kept.purpose) if kept.purpose else None,
    )


def _settle(kept: Sequence[TitleProposal]) -> None:
    """Put away what waited: by itself it was told of one by one, from a file with the last of the file."""
    for one in kept:
        if one.source is None:
            settle(one, one.authority, {PROPOSED})
    TitleProposal.objects.filter(pk__in=[one.pk for one in kept]).delete()
    for source, authority in {one.source: one.authority for one in kept if one.source}.items():
        if not TitleProposal.objects.filter(source=source).exists():
            settle(source, authority, {FILE_PROPOSED})


def _said(kept: TitleProposal) -> dict[str, object]:
    return {
        "kind": kept.kind,
        "number": kept.number,
        "maker": kept.maker_id,
        "device": kept.device_id,
        "decided_on": kept.decided_on,
        "valid_from": kept.valid_from,
        "valid_to": kept.valid_to,
        "risk_class": kept.risk_class,
        "purpose": kept.purpose,
    }
