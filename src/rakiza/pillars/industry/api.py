"""Endpoints of offers: a maker's own, all for who oversees."""

from __future__ import annotations

from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from rakiza.engine.planning.values import PriceTier
from rakiza.kernel.api.acting import member_of
from rakiza.kernel.api.finding import named_or_none, one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import Nothing, Number, PageOf
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.naming import named_like
from rakiza.pillars.industry.actions import OfferTerms, submit_offer, withdraw_offer
from rakiza.pillars.industry.models import ProductionLine
from rakiza.pillars.industry.queries import devices_for, offers_for
from rakiza.pillars.industry.schemas import OffersAsked, OfferShown, OfferTaken

router = Router(tags=["offers"])
NONE = Nothing()


def _reader(request: HttpRequest) -> Actor:
    actor = member_of(request)
    if not (actor.oversees or actor.plays(Role.MAKER)):
        raise PermissionDenied(_("Les offres se lisent par leur fabricant et par le cluster."))
    return actor


@router.get("", response=PageOf[OfferShown], summary="List offers")
def offers(request: HttpRequest, asked: Annotated[OffersAsked, Query()]) -> PageOf[OfferShown]:
    """List a maker's own offers, or all for who oversees; the latest year first."""
    rows = offers_for(_reader(request), asked.year)
    if asked.q:
        rows = rows.filter(
            named_like(asked.q, "device")
            | Q(device__reference__icontains=asked.q)
            | named_like(asked.q, "device__maker")
        )
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.device:
        rows = rows.filter(device_id=asked.device)
    return page_of(request, rows, asked, lambda found: [OfferShown.of(row) for row in found])


@router.post("/of-device/{int:number}", response={201: OfferShown}, summary="Offer a device")
def offer_device(request: HttpRequest, number: Number, given: OfferTaken) -> OfferShown:
    """Offer a device for a year; the standing offer of that year, if any, is withdrawn for it."""
    actor = member_of(request)
    device = one_or_404(devices_for(actor), number)
    lines = ProductionLine.objects.of_maker(actor.organisation.pk)
    terms = OfferTerms(
        year=given.year,
        tiers=tuple(PriceTier(tier.from_quantity, tier.unit_price) for tier in given.tiers),
        vat_rate=given.vat_rate,
        minimum_order=given.minimum_order,
        order_multiple=given.order_multiple,
        monthly_capacity=given.monthly_capacity,
        line=named_or_none(lines, given.line, "#/line"),
        lead_time_days=given.lead_time_days,
        delivery_cost=given.delivery_cost,
        valid_from=given.valid_from,
        valid_to=given.valid_to,
    )
    return _shown(actor, submit_offer(actor, device, terms).pk)


def _shown(actor: Actor, number: int) -> OfferShown:
    return OfferShown.of(one_or_404(offers_for(actor), number))


@router.get("/{int:number}", response=OfferShown, summary="Show an offer")
def offer(request: HttpRequest, number: Number) -> OfferShown:
    """Return one offer."""
    return _shown(_reader(request), number)


@router.post("/{int:number}/transitions/withdraw", response=OfferShown, summary="Withdraw an offer")
def withdraw(request: HttpRequest, number: Number, given: Nothing = NONE) -> OfferShown:  # noqa: ARG001
    """Withdraw a standing offer."""
    actor = _reader(request)
    withdraw_offer(actor, one_or_404(offers_for(actor), number))
    return _shown(actor, number)
