"""Endpoints of the directory: who takes part in the cluster, and what each says of itself."""

from __future__ import annotations

from typing import Annotated, Literal

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field, StrictBool, StringConstraints

from rakiza.kernel.api.acting import actor_of
from rakiza.kernel.api.finding import one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import (
    Asked,
    NameOrNone,
    Number,
    PageOf,
    Party,
    Place,
    Shown,
    Sought,
    Taken,
    language,
)
from rakiza.kernel.organisations import actions
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind, Region
from rakiza.kernel.organisations.identifiers import doubtful
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import allowed
from rakiza.kernel.organisations.queries import directory
from rakiza.kernel.wording.language import LANGUAGES

router = Router(tags=["organisations"])


class OrganisationShown(Shown):
    """One party of the cluster."""

    id: int
    kind: OrganisationKind
    name: str
    name_ar: str
    region: Region | None
    parent: Party | None
    active: bool
    demonstration: bool

    @classmethod
    def of(cls, row: Organisation) -> OrganisationShown:
        """Return the party; its group comes with it."""
        return cls(
            id=row.pk,
            kind=OrganisationKind(row.kind),
            name=row.name_in(language()),
            name_ar=row.name_ar,
            region=Region(row.region) if row.region else None,
            parent=Party.of(row.parent) if row.parent else None,
            active=row.active,
            demonstration=row.is_demonstration,
        )


class Identity(Shown):
    """A party's numbers, as it says them."""

    ice: str
    ice_doubtful: bool
    trade_register: str
    tax_number: str
    social_security_number: str
    small_firm: bool
    languages: list[str]

    @classmethod
    def of(cls, row: Organisation) -> Identity:
        """Return what the party says of itself."""
        said = ("ice", "trade_register", "tax_number", "social_security_number", "small_firm")
        spoken = [code for code in row.languages.split(",") if code]
        numbers = {name: getattr(row, name) for name in said}
        return cls(languages=spoken, ice_doubtful=doubtful(row.ice), **numbers)


class OrganisationDetail(OrganisationShown):
    """One party with its open sites; its numbers where the reader may see its people."""

    sites: list[Place]
    identity: Identity | None


class PartyDescribed(Taken):
    """What a party says of itself, whole: what is left out is empty. A doubtful ICE is kept, and shown as such."""

    name_ar: Annotated[NameOrNone, StringConstraints(max_length=200)] = ""
    region: Region | Literal[""] = ""
    ice: Annotated[str, StringConstraints(max_length=15, pattern=r"^[0-9]*$")] = ""
    trade_register: Annotated[NameOrNone, StringConstraints(max_length=60)] = ""
    tax_number: Annotated[NameOrNone, StringConstraints(max_length=20)] = ""
    social_security_number: Annotated[NameOrNone, StringConstraints(max_length=20)] = ""
    small_firm: StrictBool = False
    languages: Annotated[tuple[Literal["fr", "ar", "en"], ...], Field(max_length=3)] = ()


class OrganisationsAsked(Asked):
    """Filters of the directory."""

    q: Sought = ""
    kind: OrganisationKind | None = None
    region: Region | None = None


@router.get(
    "", response=PageOf[OrganisationShown], summary="List the organisations", operation_id="organisations"
)
def organisations(
    request: HttpRequest, asked: Annotated[OrganisationsAsked, Query()]
) -> PageOf[OrganisationShown]:
    """List who takes part in the cluster, by name; `q` is sought in names and as an ICE."""
    rows = directory(actor_of(request)).order_by("name", "pk")
    if asked.q:
        rows = rows.filter(Q(name__icontains=asked.q) | Q(name_ar__icontains=asked.q) | Q(ice=asked.q))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.region:
        rows = rows.filter(region=asked.region)
    return page_of(request, rows, asked, lambda found: [OrganisationShown.of(row) for row in found])


@router.get(
    "/{int:number}", response=OrganisationDetail, summary="Show an organisation", operation_id="organisation"
)
def organisation(request: HttpRequest, number: Number) -> OrganisationDetail:
    """Return one party with its open sites."""
    return detail(actor_of(request), number)


def detail(actor: Actor, number: int) -> OrganisationDetail:
    """Return one party as the actor may read it."""
    row = one_or_404(directory(actor), number)
    sites = row.sites.filter(closed_on__isnull=True).order_by("name")
    return OrganisationDetail(
        **OrganisationShown.of(row).model_dump(),
        sites=[Place.of(site) for site in sites],
        identity=Identity.of(row) if allowed(actor, "organisations.see_people", row) else None,
    )


@router.put(
    "/{int:number}",
    response=OrganisationDetail,
    summary="Describe a party",
    operation_id="organisations_describe",
)
def describe(request: HttpRequest, number: Number, given: PartyDescribed) -> OrganisationDetail:
    """Say anew what a party is known by; its name, its nature and its group are the cluster's to change."""
    actor = actor_of(request)
    shown = one_or_404(directory(actor), number)
    spoken = ",".join(code for code in LANGUAGES if code in given.languages)
    actions.describe_organisation(actor, shown, {**given.model_dump(), "languages": spoken})
    return detail(actor, number)
