"""Endpoints of the authority's titles, and of the public register."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from rakiza.kernel.api.acting import member_of
from rakiza.kernel.api.finding import named, one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import Nothing, Number, PageOf, language
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation
from rakiza.pillars.registration import actions
from rakiza.pillars.registration.dossier_actions import offer_transfer
from rakiza.pillars.registration.enums import Process
from rakiza.pillars.registration.models import AnyTitle, RegistrationCertificate
from rakiza.pillars.registration.queries import titles_of_kind
from rakiza.pillars.registration.register import Wanted, public_rows, public_title, public_titles
from rakiza.pillars.registration.register import named as matching
from rakiza.pillars.registration.schemas import (
    Ceded,
    PublicTitleShown,
    RegisterAsked,
    TitleEnded,
    TitlesAsked,
    TitleShown,
)

router = Router(tags=["titles"])
register_router = Router(tags=["public register"], auth=None)
NONE = Nothing()


@router.get("/{kind}", response=PageOf[TitleShown], summary="List titles of one kind")
def titles(request: HttpRequest, kind: Process, asked: Annotated[TitlesAsked, Query()]) -> PageOf[TitleShown]:
    """List a maker's own titles, an authority's own, or all for others; those that end first come first."""
    rows = titles_of_kind(member_of(request), kind)
    if asked.q:
        rows = rows.filter(matching(asked.q, kind))
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.ends_before:
        rows = rows.filter(valid_to__lt=asked.ends_before)
    if asked.to_amend is not None and kind == Process.REGISTRATION:
        differing = RegistrationCertificate.objects.to_amend(timezone.localdate())
        rows = rows.filter(pk__in=differing) if asked.to_amend else rows.exclude(pk__in=differing)
    return page_of(request, rows, asked, lambda found: [TitleShown.of(row, kind) for row in found])


def _title(actor: Actor, kind: str, number: int) -> AnyTitle:
    return one_or_404(titles_of_kind(actor, kind), number)


def _shown(actor: Actor, kind: str, number: int) -> TitleShown:
    return TitleShown.of(_title(actor, kind, number), kind)


@router.get("/{kind}/{int:number}", response=TitleShown, summary="Show a title")
def title(request: HttpRequest, kind: Process, number: Number) -> TitleShown:
    """Return one title."""
    return _shown(member_of(request), kind, number)


@router.post("/{kind}/{int:number}/transitions/suspend", response=TitleShown, summary="Suspend a title")
def suspend(request: HttpRequest, kind: Process, number: Number, given: TitleEnded) -> TitleShown:
    """Suspend a title from a day on."""
    actor = member_of(request)
    actions.suspend_title(actor, _title(actor, kind, number), on=given.on, reason=given.reason)
    return _shown(actor, kind, number)


@router.post("/{kind}/{int:number}/transitions/reinstate", response=TitleShown, summary="Lift a suspension")
def reinstate(request: HttpRequest, kind: Process, number: Number, given: Nothing = NONE) -> TitleShown:  # noqa: ARG001
    """Lift a suspension."""
    actor = member_of(request)
    actions.reinstate_title(actor, _title(actor, kind, number))
    return _shown(actor, kind, number)


@router.post("/{kind}/{int:number}/transitions/withdraw", response=TitleShown, summary="Withdraw a title")
def withdraw(request: HttpRequest, kind: Process, number: Number, given: TitleEnded) -> TitleShown:
    """Withdraw a title for good."""
    actor = member_of(request)
    actions.withdraw_title(actor, _title(actor, kind, number), on=given.on, reason=given.reason)
    return _shown(actor, kind, number)


@router.post(
    "/registration/{int:number}/transitions/cede", response=TitleShown, summary="Cede a registration"
)
def cede(request: HttpRequest, number: Number, given: Ceded) -> TitleShown:
    """Agree that another maker asks for the registration to be transferred to it."""
    actor = member_of(request)
    shown = _title(actor, "registration", number)
    if isinstance(shown, RegistrationCertificate):
        taker = named(Organisation.objects.active().suppliers(), given.to, "#/to")
        offer_transfer(actor, shown, to=taker)
    return _shown(actor, "registration", number)


@register_router.get("/{kind}", response=PageOf[PublicTitleShown], summary="Search the public register")
def register(
    request: HttpRequest, kind: Process, asked: Annotated[RegisterAsked, Query()]
) -> PageOf[PublicTitleShown]:
    """Search the titles that everybody may read; no key is asked for."""
    today, reader = timezone.localdate(), language()
    wanted = Wanted(
        kind=kind,
        words=asked.q,
        state=asked.state or "",
        risk_class=asked.risk_class or "",
        family=asked.family,
    )
    return page_of(
        request,
        public_titles(wanted, today),
        asked,
        lambda found: [PublicTitleShown.of(public_title(row, kind, today, reader)) for row in found],
    )


@register_router.get(
    "/{kind}/{int:number}", response=PublicTitleShown, summary="Show a title of the register"
)
def register_title(request: HttpRequest, kind: Process, number: Number) -> PublicTitleShown:  # noqa: ARG001
    """Return one title as everybody may read it; no key is asked for."""
    row = one_or_404(public_rows(kind), number)
    return PublicTitleShown.of(public_title(row, kind, timezone.localdate(), language()))
