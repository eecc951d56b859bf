"""Endpoints of the directory: who takes part in the cluster."""

from __future__ import annotations

from typing import Annotated

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router

from rakiza.kernel.api.acting import actor_of
from rakiza.kernel.api.finding import one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import Asked, Number, PageOf, Party, Place, Shown, Sought, language
from rakiza.kernel.organisations.enums import OrganisationKind, Region
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.queries import directory

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


class OrganisationDetail(OrganisationShown):
    """One party with its open sites."""

    sites: list[Place]


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
    row = one_or_404(directory(actor_of(request)), number)
    sites = row.sites.filter(closed_on__isnull=True).order_by("name")
    return OrganisationDetail(
        **OrganisationShown.of(row).model_dump(), sites=[Place.of(site) for site in sites]
    )
