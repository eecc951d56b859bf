"""Endpoints of the register of standards: its editions, what one touches, a new one, a certificate's own."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import StringConstraints

from rakiza.kernel.api.acting import member_of
from rakiza.kernel.api.finding import named, one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import Asked, Code, Day, Name, Number, PageOf, Party, Ref, Shown, Sought, Taken
from rakiza.pillars.certification.models import StandardEdition
from rakiza.pillars.certification.queries import cases_for, certificates_for
from rakiza.pillars.certification.schemas import CertificateShown
from rakiza.pillars.certification.standards import attach_edition, enter_edition, touched_by

router = Router(tags=["standards"])
Year = Annotated[str, StringConstraints(pattern=r"^\d{4}$")]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]


class Standing(StrEnum):
    """Whether another edition replaces one."""

    CURRENT = "current"
    REPLACED = "replaced"


class EditionsAsked(Asked):
    """Filters of editions."""

    q: Sought = ""
    state: Standing | None = None


class EditionTaken(Taken):
    """An edition to enter; it replaces the latest of its standard. Months are written YYYY-MM."""

    standard: Code
    edition: Year
    title: Name
    published: Month
    source: Name
    transition_ends: Day | None = None


class EditionNamed(Taken):
    """The edition that a certificate means."""

    edition: Ref


class EditionShown(Shown):
    """An edition; `replaces` and `replaced_by` are numbers of others."""

    id: int
    standard: str
    edition: str
    title: str
    published: str
    replaces: int | None
    replaced_by: list[int]
    transition_ends: date | None
    source: str
    entered_by: Party | None

    @classmethod
    def of(cls, row: StandardEdition) -> EditionShown:
        """Return an edition whose successors are at hand."""
        return cls(
            id=row.pk,
            standard=row.standard,
            edition=row.edition,
            title=row.title,
            published=row.published,
            replaces=row.replaces_id,
            replaced_by=sorted(one.pk for one in row.successors.all()),
            transition_ends=row.transition_ends,
            source=row.source,
            entered_by=Party.of(row.entered_by) if row.entered_by else None,
        )


class EditionDetail(EditionShown):
    """An edition with the numbers of the reader's certificates and open cases that it touches."""

    certificates: list[int]
    cases: list[int]


def _rows() -> QuerySet[StandardEdition]:
    return StandardEdition.objects.select_related("entered_by").prefetch_related("successors")


@router.get("/standards", response=PageOf[EditionShown], summary="List editions of standards")
def editions(request: HttpRequest, asked: Annotated[EditionsAsked, Query()]) -> PageOf[EditionShown]:
    """List the register's editions by standard, the latest first."""
    member_of(request)
    rows = _rows().order_by("standard", "-edition")
    if asked.q:
        rows = rows.filter(
            Q(standard__icontains=asked.q) | Q(title__icontains=asked.q) | Q(edition__icontains=asked.q)
        )
    if asked.state:
        rows = rows.filter(successors__isnull=asked.state == Standing.CURRENT).distinct()
    return page_of(request, rows, asked, lambda found: [EditionShown.of(row) for row in found])


@router.post("/standards", response={201: EditionDetail}, summary="Enter an edition")
def enter(request: HttpRequest, given: EditionTaken) -> EditionDetail:
    """Enter an edition: holders of certificates and cases of the one that it replaces are told once."""
    made = enter_edition(
        member_of(request),
        standard=given.standard,
        edition=given.edition,
        title=given.title,
        published=given.published,
        source=given.source,
        transition_ends=given.transition_ends,
    )
    return _detail(request, made.pk)


@router.get("/standards/{int:number}", response=EditionDetail, summary="Show an edition")
def edition(request: HttpRequest, number: Number) -> EditionDetail:
    """Return one edition with the reader's certificates and cases that it touches."""
    return _detail(request, number)


@router.post(
    "/certificates/{int:number}/transitions/attach-edition",
    response=CertificateShown,
    summary="Attach a certificate to its edition",
)
def attach(request: HttpRequest, number: Number, given: EditionNamed) -> CertificateShown:
    """Attach a certificate whose text names no edition to the one that it means; only its body may."""
    actor = member_of(request)
    shown = one_or_404(certificates_for(actor), number)
    attach_edition(actor, shown, named(StandardEdition.objects.all(), given.edition, "#/edition"))
    return CertificateShown.of(one_or_404(certificates_for(actor), number))


def _detail(request: HttpRequest, number: int) -> EditionDetail:
    actor = member_of(request)
    row = one_or_404(_rows().select_related("replaces", "entered_by"), number)
    touched = touched_by(row, certificates_for(actor), cases_for(actor))
    return EditionDetail(
        **EditionShown.of(row).model_dump(),
        certificates=[one.pk for one in touched.certificates],
        cases=[one.pk for one in touched.cases],
    )
