"""Titles decided outside the platform: one officer writes them down, a second confirms exactly that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.kernel.organisations.queries import groups_of, in_groups
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.actions import (
    AnyTitle,
    authorise_device,
    check_new,
    declare_establishment,
    maker_of,
    register_device,
)
from rakiza.pillars.registration.enums import AuthorisationPurpose, Process
from rakiza.pillars.registration.models import TitleProposal
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
    check_new(actor, KINDS[terms.kind], terms.holder, terms.number, terms.valid_from, terms.valid_to)
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
    title = give_title(actor, proposal)
    notify(
        "registration.entered",
        organisation=maker_of(title),
        params={"authority": title.authority, "number": title.number},
        about=title,
    )
    return title


def give_title(actor: Actor, proposal: TitleProposal) -> AnyTitle:
    """Agree to a title without telling anybody yet. In the caller's transaction."""
    require(actor, "registration.drop_title", proposal)
    if proposal.proposed_by_id == actor.user.pk:
        raise Refused("second_person", _("Vous l'avez proposé : une autre personne doit donner son accord."))
    require(actor, "registration.confirm_title", proposal)
    kept = _locked(proposal)
    title = _given(actor, kept)
    record(
        actor, "registration.confirm_title", title, after={**_said(kept), "proposed_by": kept.proposed_by_id}
    )
    _settle(kept)
    return title


@transaction.atomic
def drop_title(actor: Actor, proposal: TitleProposal) -> None:
    """Give up a title that was proposed and not confirmed."""
    require(actor, "registration.drop_title", proposal)
    kept = _locked(proposal)
    record(actor, "registration.drop_title", kept, before=_said(kept))
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


def confirmable(actor: Actor, rows: Iterable[TitleProposal]) -> frozenset[int]:
    """Return which of an officer's own rows `registration.confirm_title` lets it confirm; its groups are read once."""
    groups = groups_of(actor.user)
    return frozenset(
        row.pk for row in rows if row.proposed_by_id != actor.user.pk and not in_groups(row.maker, groups)
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


def _locked(proposal: TitleProposal) -> TitleProposal:
    kept = (
        TitleProposal.objects.select_for_update(of=("self",))
        .select_related("authority", "maker", "device__maker", "source")
        .filter(pk=proposal.pk)
        .first()
    )
    if kept is None:
        raise Refused("proposal_settled", _("Cette proposition a déjà été réglée par quelqu'un d'autre."))
    return kept


def _given(actor: Actor, kept: TitleProposal) -> AnyTitle:
    if kept.device is None or kept.valid_to is None:
        return declare_establishment(
            actor,
            maker=kept.maker,
            number=kept.number,
            valid_from=kept.valid_from,
            valid_to=kept.valid_to,
        )
    if kept.kind == Process.REGISTRATION:
        return register_device(
            actor,
            device=kept.device,
            number=kept.number,
            valid_from=kept.valid_from,
            valid_to=kept.valid_to,
            risk_class=kept.risk_class,
        )
    return authorise_device(
        actor,
        device=kept.device,
        number=kept.number,
        valid_from=kept.valid_from,
        valid_to=kept.valid_to,
        purpose=AuthorisationPurpose(kept.purpose),
    )


def _settle(kept: TitleProposal) -> None:
    settle(kept, kept.authority, {PROPOSED})
    source = kept.source
    kept.delete()
    if source is not None and not TitleProposal.objects.filter(source=source).exists():
        settle(source, kept.authority, {FILE_PROPOSED})


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
