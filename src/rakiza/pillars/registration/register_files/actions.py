"""Propose the titles of a file, and settle together those that wait from it; all of them or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.imports.registers import mark_of as rows_mark
from rakiza.kernel.notifications.actions import notify
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.another_officer import confirmable
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.registration.models import TitleProposal
from rakiza.pillars.registration.proposals import (
    FILE_PROPOSED,
    TitleTerms,
    drop_titles,
    give_titles,
    proposals_for,
    write_title,
)


def mark_of(rows: Sequence[TitleTerms]) -> str:
    """Return a mark of what was shown: another where the rows read differently since."""
    return rows_mark(
        (one.kind, one.number, one.holder.pk, one.device.pk if one.device else 0, one.decided_on,
         one.valid_from, one.valid_to, one.risk_class, one.purpose or "")
        for one in rows
    )  # fmt: skip


@transaction.atomic
def propose_titles(actor: Actor, rows: Sequence[TitleTerms], source: StoredFile, *, reviewed: str) -> int:
    """Write down what a file says; each title holds once another officer has confirmed it. Return how many."""
    require(actor, "registration.grant")
    if mark_of(rows) != reviewed:
        raise Refused(
            "registration.file_moved",
            _("Ce que le fichier donne a changé depuis que vous l'avez relu : relisez-le, puis confirmez."),
        )
    if not rows:
        raise Refused("registration.file_empty", _("Ce fichier ne donne aucun titre à proposer."))
    for terms in rows:
        write_title(actor, terms, source)
    said = {"file": source.original_name, "rows": len(rows)}
    record(actor, "registration.import_titles", source, after={**said, "sha256": source.sha256})
    notify(
        FILE_PROPOSED,
        organisation=actor.organisation,
        role=Role.REGISTRATION_OFFICER,
        params=said,
        about=source,
    )
    return len(rows)


@transaction.atomic
def confirm_file(actor: Actor, source: StoredFile) -> int:
    """Agree to every title that waits from a file; a refusal of one leaves all as they were. Return how many."""
    waiting = _waiting(actor, source)
    may = confirmable(actor, waiting)
    for proposal in waiting:
        if proposal.proposed_by_id != actor.user.pk and proposal.pk not in may:
            raise Refused(
                "registration.tied_row",
                _(
                    "Titre %(number)s : vous agissez aussi pour le fabricant ou son groupe. Une autre personne confirme."
                ),
                number=proposal.number,
            )
    give_titles(actor, waiting)
    for maker, rows in Counter(proposal.maker for proposal in waiting).items():
        params = {"authority": actor.organisation, "rows": rows}
        notify("registration.entered_together", organisation=maker, params=params, about=source)
    return len(waiting)


@transaction.atomic
def drop_file(actor: Actor, source: StoredFile) -> int:
    """Give up every title that waits from a file. Return how many."""
    waiting = _waiting(actor, source)
    drop_titles(actor, waiting)
    return len(waiting)


def _waiting(actor: Actor, source: StoredFile) -> list[TitleProposal]:
    require(actor, "registration.grant")
    waiting = list(proposals_for(actor).filter(source=source))
    if not waiting:
        raise Refused("proposal_settled", _("Cette proposition a déjà été réglée par quelqu'un d'autre."))
    return waiting
