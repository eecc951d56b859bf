"""Lending one's role until a date. A role that decides for others is lent with a second person's agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.identity.models import User
from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import FOUR_EYES_ROLES, Role
from rakiza.kernel.organisations.models import Membership, Organisation, Proposal
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.kernel.organisations.second_person import agree_or_propose

LONGEST_DELEGATION = timedelta(days=92)
DELEGATE = "organisations.delegate"
PROPOSED = "organisations.delegation_proposed"


@dataclass(frozen=True, slots=True)
class Loan:
    """A role that waits for a second person before it is lent."""

    proposal: Proposal
    lender: Membership
    to: User
    until: date


@transaction.atomic
def delegate(actor: Actor, membership: Membership, *, to: User, until: date) -> Membership | None:
    """Let a colleague of the same organisation act in one's role until a date, three months at most.

    None where the role decides for others: the loan then waits for a second person.
    """
    require(actor, "organisations.delegate", membership)
    _check(membership, to, until)
    if membership.role not in FOUR_EYES_ROLES:
        return _lend(actor, membership, to, until)
    version = f"{to.pk} {until.isoformat()}"
    agree_or_propose(actor, DELEGATE, membership, organisation=actor.organisation, version=version)
    record(actor, "organisations.propose_delegation", membership, after=_said(membership, to, until))
    notify(
        PROPOSED,
        role=Role.CLUSTER_STAFF,
        params={"name": str(actor.user), "to": str(to), "date": until},
        about=actor.organisation,
        deadline=until,
    )
    return None


@transaction.atomic
def approve_delegation(actor: Actor, proposal: Proposal) -> Membership:
    """Agree, as a second person, to lend what another proposed; what has changed since is checked again."""
    require(actor, "organisations.approve_delegation", proposal)
    loan = _locked(proposal)
    in_force = Membership.objects.valid_on(timezone.localdate()).filter(pk=loan.lender.pk)
    if not in_force.exists():
        raise Refused("access.membership", _("Ce rattachement n'est plus en vigueur."))
    _check(loan.lender, loan.to, loan.until)
    _settle(loan)
    made = _lend(actor, loan.lender, loan.to, loan.until)
    notify(
        "organisations.delegation_opened",
        organisation=made.organisation,
        person=loan.to,
        params={"name": str(loan.lender.user), "date": loan.until},
        about=made.organisation,
    )
    return made


@transaction.atomic
def drop_delegation(actor: Actor, proposal: Proposal, *, reason: str = "") -> None:
    """Decline what another proposed to lend, or take one's own proposal back."""
    require(actor, "organisations.drop_delegation", proposal)
    loan = _locked(proposal)
    _settle(loan)
    said = {**_said(loan.lender, loan.to, loan.until), "reason": reason}
    record(actor, "organisations.drop_delegation", loan.lender, after=said)


def waiting_loans(organisation: Organisation) -> Sequence[Loan]:
    """Return the loans of an organisation that wait for a second person, in the order they were asked for."""
    rows = Proposal.objects.filter(organisation=organisation, action=DELEGATE).select_related("asked_by")
    lenders = Membership.objects.select_related("user", "organisation").in_bulk(
        [row.object_id for row in rows]
    )
    people = User.objects.in_bulk([_parts(row)[0] for row in rows])
    return [
        Loan(row, lenders[row.object_id], people[to], until)
        for row in rows.order_by("pk")
        for to, until in [_parts(row)]
        if row.object_id in lenders and to in people
    ]


def borrower_of(proposal: Proposal) -> int:
    """Return the number of the person to whom a role would be lent."""
    return _parts(proposal)[0]


def _locked(proposal: Proposal) -> Loan:
    kept = Proposal.objects.select_for_update().filter(pk=proposal.pk, version=proposal.version).first()
    if kept is None:
        raise Refused("proposal_settled", _("Cette proposition a déjà été réglée par quelqu'un d'autre."))
    to, until = _parts(kept)
    lender = Membership.objects.select_related("user", "organisation").get(pk=kept.object_id)
    return Loan(kept, lender, User.objects.get(pk=to), until)


def _settle(loan: Loan) -> None:
    loan.proposal.delete()
    settle(loan.lender.organisation, None, {PROPOSED})


def _parts(proposal: Proposal) -> tuple[int, date]:
    to, _space, until = proposal.version.partition(" ")
    return int(to), date.fromisoformat(until)


def _check(lender: Membership, to: User, until: date) -> None:
    today = timezone.localdate()
    if to.pk == lender.user_id:
        raise Refused("delegation_to_oneself", _("Choisissez une autre personne que vous."))
    if not today <= until <= today + LONGEST_DELEGATION:
        raise Refused("delegation_dates", _("Une délégation finit entre aujourd'hui et dans trois mois."))
    in_force = Membership.objects.valid_on(today).filter(organisation=lender.organisation, user=to)
    if not in_force.exists():
        raise Refused("not_a_colleague", _("Cette personne n'agit pas pour votre organisation."))
    if in_force.filter(role=lender.role).exists():
        raise Refused("role_held", _("Cette personne tient déjà ce rôle dans l'organisation."))


def _lend(actor: Actor, lender: Membership, to: User, until: date) -> Membership:
    made, _created = Membership.objects.update_or_create(
        user=to,
        organisation=lender.organisation,
        role=lender.role,
        defaults={
            "valid_from": timezone.localdate(),
            "valid_to": until,
            "manages": False,
            "delegated_by": lender,
        },
    )
    record(actor, "organisations.delegate", made, after=_said(lender, to, until))
    return made


def _said(lender: Membership, to: User, until: date) -> dict[str, object]:
    return {"lender": lender.user_id, "user": to.pk, "role": lender.role, "until": until}
