"""Endpoints of who acts for a party: reading it, and taking access away.

Giving it (invitations, delegations, reopening an account) stays on the pages: a key that was stolen must not
outlive its revocation by the people it let in.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import StringConstraints

from rakiza.kernel.api.acting import actor_of, member_of
from rakiza.kernel.api.finding import one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import (
    Asked,
    NameOrNone,
    Nothing,
    Number,
    OneLine,
    PageOf,
    Place,
    Shown,
    Sound,
    Taken,
)
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations import accounts, actions, people
from rakiza.kernel.organisations.api import OrganisationShown
from rakiza.kernel.organisations.enums import Region, Role, SiteKind
from rakiza.kernel.organisations.models import Membership, Site
from rakiza.kernel.organisations.permissions import allowed, require
from rakiza.kernel.organisations.queries import directory, people_of

router = Router(tags=["people"])
NONE = Nothing()
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), Sound, OneLine
]
SiteName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), Sound, OneLine
]
City = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), Sound, OneLine]


class Because(Taken):
    """Why access ends."""

    reason: Reason


class SiteTaken(Taken):
    """A place where a party works."""

    kind: SiteKind
    name: SiteName
    city: City
    region: Region
    address: Annotated[NameOrNone, StringConstraints(max_length=200)] = ""


class PersonShown(Shown):
    """Somebody who acts for a party; `id` is the membership's number, `person` the account's."""

    id: int
    person: int
    name: str
    email: str
    role: Role
    manages: bool
    delegated: bool
    valid_to: date | None

    @classmethod
    def of(cls, row: Membership) -> PersonShown:
        """Return a membership whose person is at hand."""
        return cls(
            id=row.pk,
            person=row.user_id,
            name=row.user.name,
            email=row.user.email,
            role=Role(row.role),
            manages=row.manages,
            delegated=row.delegated_by_id is not None,
            valid_to=row.valid_to,
        )


class AccountShown(Shown):
    """An account."""

    id: int
    name: str
    email: str
    active: bool

    @classmethod
    def of(cls, row: User) -> AccountShown:
        """Return an account."""
        return cls(id=row.pk, name=row.name, email=row.email, active=row.is_active)


@router.get(
    "/organisations/{int:number}/people", response=PageOf[PersonShown], summary="List who acts for a party"
)
def members(request: HttpRequest, number: Number, asked: Annotated[Asked, Query()]) -> PageOf[PersonShown]:
    """List who acts for a party today, by name: for the party itself and the cluster."""
    actor = actor_of(request)
    shown = one_or_404(directory(actor), number)
    if not allowed(actor, "organisations.see_people", shown):
        raise PermissionDenied
    return page_of(request, people_of(shown), asked, lambda found: [PersonShown.of(row) for row in found])


@router.post("/memberships/{int:number}/transitions/end", response=PersonShown, summary="End a membership")
def end_membership(request: HttpRequest, number: Number, given: Because) -> PersonShown:
    """End a membership or a delegation; its keys are revoked."""
    actor = actor_of(request)
    rows = Membership.objects.select_related("user", "organisation")
    membership = one_or_404(rows.filter(organisation__in=directory(actor).values("pk")), number)
    people.end_membership(actor, membership, reason=given.reason)
    return PersonShown.of(one_or_404(rows, number))


@router.post("/accounts/{int:number}/transitions/close", response=AccountShown, summary="Close an account")
def close_account(request: HttpRequest, number: Number, given: Because) -> AccountShown:
    """Close an account: its person acts nowhere any more, its keys are revoked for good."""
    actor = member_of(request)
    require(actor, "organisations.close_account")
    accounts.close_account(actor, one_or_404(User.objects.all(), number), reason=given.reason)
    return AccountShown.of(one_or_404(User.objects.all(), number))


@router.post(
    "/organisations/{int:number}/transitions/close", response=OrganisationShown, summary="Close a party"
)
def close(request: HttpRequest, number: Number, given: Because) -> OrganisationShown:
    """Let a party take part no more: its people no longer act, their keys are revoked, its history stays."""
    actor = member_of(request)
    shown = one_or_404(directory(actor), number)
    actions.deactivate_organisation(actor, shown, reason=given.reason)
    return OrganisationShown.of(one_or_404(directory(actor), number))


@router.post("/organisations/{int:number}/sites", response={201: Place}, summary="Add a site")
def add_site(request: HttpRequest, number: Number, given: SiteTaken) -> Place:
    """Add a place where a party works."""
    actor = actor_of(request)
    shown = one_or_404(directory(actor), number)
    return Place.of(actions.add_site(actor, shown, given.model_dump()))


@router.post("/sites/{int:number}/transitions/close", response=Place, summary="Close a site")
def close_site(request: HttpRequest, number: Number, given: Nothing = NONE) -> Place:  # noqa: ARG001
    """Close a place as of today; what refers to it stays."""
    actor = actor_of(request)
    rows = Site.objects.select_related("organisation")
    site = one_or_404(rows.filter(organisation__in=directory(actor).values("pk")), number)
    actions.close_site(actor, site)
    return Place.of(site)
