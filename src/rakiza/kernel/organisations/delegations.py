"""Lending one's role until a date, with or without the right to manage people.

A role that decides for others, and that right, are lent with a second person's agreement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.identity.models import User
from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import FOUR_EYES_ROLES, Role
from rakiza.kernel.organisations.models import (
    Membership,
    MembershipQuerySet,
    Organisation,
    Proposal,
)
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.kernel.organisations.second_person import agree_or_propose

LONGEST_DELEGATION = timedelta(days=92)
DELEGATE = "organisations.delegate"
PROPOSED = "organisations.delegation_proposed"


@dataclass(frozen=True, slots=True)
class Terms:
    """To whom a role is lent, until when (that day included), and whether the people are to be managed too."""

    to: User
    until: date
    manages: bool = False


@dataclass(frozen=True, slots=True)
class Loan:
    """A role that waits for a second person before it is lent."""

    proposal: Proposal
    lender: Membership
    to: User
    until: date
    manages: bool

    @property
    def terms(self) -> Terms:
        """What would be lent."""
        return Terms(self.to, self.until, self.manages)


@transaction.atomic
def delegate(
    actor: Actor, membership: Membership, *, to: User, until: date, manages: bool = False
) -> Membership | None:
    """Let a colleague act in one's role until a date, three months at most; `manages`: and manage the people.

    A colleague acts for the same organisation, for a part of it, or for the group that it is a part of.
    None where the role decides for others, or manages people: the loan then waits for a second person.
    """
    require(actor, "organisations.delegate", membership)
    terms = Terms(to, until, manages)
    _check(membership, terms)
    if membership.role not in FOUR_EYES_ROLES and not manages:
        return _lend(actor, membership, terms)
    agree_or_propose(actor, DELEGATE, membership, organisation=actor.organisation, version=_version(terms))
    record(actor, "organisations.propose_delegation", membership, after=_said(membership, terms))
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
    _check(loan.lender, loan.terms)
    _settle(loan)
    made = _lend(actor, loan.lender, loan.terms)
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
    said = {**_said(loan.lender, loan.terms), "reason": reason}
    record(actor, "organisations.drop_delegation", loan.lender, after=said)


def waiting_loans(organisation: Organisation) -> Sequence[Loan]:
    """Return the loans of an organisation that wait for a second person, in the order they were asked for."""
    rows = Proposal.objects.filter(organisation=organisation, action=DELEGATE).select_related("asked_by")
    lenders = Membership.objects.select_related("user", "organisation").in_bulk(
        [row.object_id for row in rows]
    )
    people = User.objects.in_bulk([_parts(row)[0] for row in rows])
    return [
        Loan(row, lenders[row.object_id], people[to], until, manages)
        for row in rows.order_by("pk")
        for to, until, manages in [_parts(row)]
        if row.object_id in lenders and to in people
    ]


def borrower_of(proposal: Proposal) -> int:
    """Return the number of the person to whom a role would be lent."""
    return _parts(proposal)[0]


def _locked(proposal: Proposal) -> Loan:
    kept = Proposal.objects.select_for_update().filter(pk=proposal.pk, version=proposal.version).first()
    if kept is None:
        raise Refused("proposal_settled", _("Cette proposition a déjà été réglée par quelqu'un d'autre."))
    to, until, manages = _parts(kept)
    lender = Membership.objects.select_related("user", "organisation").get(pk=kept.object_id)
    return Loan(kept, lender, User.objects.get(pk=to), until, manages)


def _settle(loan: Loan) -> None:
    """Put the loan away; the message names the organisation, whose other loans may wait still."""
    loan.proposal.delete()
    if not waiting_loans(loan.lender.organisation):
        settle(loan.lender.organisation, None, {PROPOSED})


def colleagues_for(organisation: Organisation) -> MembershipQuerySet:
    """Return the memberships in force whose people may be lent a role of the organisation."""
    group = Q(organisation=organisation) | Q(organisation__parent=organisation)
    if organisation.parent_id is not None:
        group |= Q(organisation_id=organisation.parent_id)
    return Membership.objects.valid_on(timezone.localdate()).filter(group)


def _version(terms: Terms) -> str:
    return f"{terms.to.pk} {terms.until.isoformat()}{' manages' if terms.manages else ''}"


def _parts(proposal: Proposal) -> tuple[int, date, bool]:
    to, until, *manages = proposal.version.split()
    return int(to), date.fromisoformat(until), bool(manages)


def _check(lender: Membership, terms: Terms) -> None:
    today = timezone.localdate()
    if terms.to.pk == lender.user_id:
        raise Refused("delegation_to_oneself", _("Choisissez une autre personne que vous."))
    if terms.manages and not lender.manages:
        raise Refused("manages_nobody", _("Vous ne gérez pas les personnes : ce droit n'est pas à prêter."))
    if not today <= terms.until <= today + LONGEST_DELEGATION:
        raise Refused("delegation_dates", _("Une délégation finit entre aujourd'hui et dans trois mois."))
    colleague = colleagues_for(lender.organisation).filter(user=terms.to)
    if not colleague.exists():
        raise Refused(
            "not_a_colleague", _("Cette personne n'agit ni pour votre organisation ni pour son groupe.")
        )
    held = colleague.filter(organisation=lender.organisation, role=lender.role)
    if terms.manages:
        held = held.filter(manages=True)
    if held.exists():
        raise Refused("role_held", _("Cette personne tient déjà ce rôle dans l'organisation."))


def _lend(actor: Actor, lender: Membership, terms: Terms) -> Membership:
    lent = {
        "valid_from": timezone.localdate(),
        "valid_to": terms.until,
        "manages": terms.manages,
        "delegated_by": lender,
    }
    made, _created = Membership.objects.update_or_create(
        user=terms.to,
        organisation=lender.organisation,
        role=lender.role,
        delegated_by__isnull=False,
        defaults=lent,
    )
    record(actor, "organisations.delegate", made, after=_said(lender, terms))
    return made


def _said(lender: Membership, terms: Terms) -> dict[str, object]:
    said: dict[str, object] = {
        "lender": lender.user_id,
        "user": terms.to.pk,
        "role": lender.role,
        "until": terms.until,
    }
    return {**said, "manages": True} if terms.manages else said
