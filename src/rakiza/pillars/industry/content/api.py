"""Endpoints of local content: declared shares, a maker's bill with its evidence, contests."""

from __future__ import annotations

from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Form, Query, Router

from rakiza.kernel.api.acting import WITH_FILE, member_of
from rakiza.kernel.api.finding import named_or_none, one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import Nothing, Number, PageOf
from rakiza.kernel.api.uploads import Joined, joining
from rakiza.kernel.files.handing import hand_over
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.files.pieces import keep_piece
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import allowed, require
from rakiza.pillars.industry.content import actions
from rakiza.pillars.industry.content.models import BillInput, BillOfMaterials, Contest
from rakiza.pillars.industry.content.queries import bills_for, components_for, measured
from rakiza.pillars.industry.content.schemas import (
    BillShown,
    BillTaken,
    ContestAnswered,
    ContestSettled,
    ContestShown,
    InputTaken,
    InputWithEvidence,
    ShareDetail,
    SharesAsked,
    ShareShown,
    WhyContested,
)
from rakiza.pillars.industry.enums import ContestState
from rakiza.pillars.industry.queries import devices_for

router = Router(tags=["local content"])
NONE = Nothing()
CONTESTED = (ContestState.OPEN, ContestState.ANSWERED)


@router.get("", response=PageOf[ShareShown], summary="List local shares")
def shares(request: HttpRequest, asked: Annotated[SharesAsked, Query()]) -> PageOf[ShareShown]:
    """List the shares that stand; a maker reads its drafts too, the cluster every bill."""
    rows = bills_for(member_of(request)).order_by("device__name", "pk")
    if asked.q:
        rows = rows.filter(device__name__icontains=asked.q)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.contested is not None:
        doubted = Q(pk__in=Contest.objects.filter(state__in=CONTESTED).values("bill"))
        rows = rows.filter(doubted) if asked.contested else rows.exclude(doubted)
    return page_of(request, rows, asked, lambda found: [ShareShown.of(row) for row in found])


def _detail(actor: Actor, device: int) -> ShareDetail:
    row = of_device(bills_for(actor), device)
    sees = allowed(actor, "industry.see_bill", row)
    contests = row.contests.select_related("opened_by").order_by("-pk")
    return ShareDetail(
        **ShareShown.of(row).model_dump(),
        bill=BillShown.of(row, measured(row)) if sees else None,
        contests=[ContestShown.of(one) for one in contests],
    )


def of_device(rows: QuerySet[BillOfMaterials], device: int) -> BillOfMaterials:
    """Return the bill of a device; as if nothing were there where it isn't among `rows`."""
    found = rows.filter(device_id=device).first()
    if found is None:
        raise Http404
    return found


def _own(actor: Actor, device: int) -> BillOfMaterials:
    """Return the bill of a device of the actor's; another maker's isn't there to be kept."""
    require(actor, "industry.add_device")
    return of_device(bills_for(actor).filter(device__maker=actor.organisation), device)


@router.get("/{int:device}", response=ShareDetail, summary="Show the local share of a device")
def share(request: HttpRequest, device: Number) -> ShareDetail:
    """Return what is declared of one device, and its contests; the bill to its maker and the cluster."""
    return _detail(member_of(request), device)


@router.put("/{int:device}", response=ShareDetail, summary="Describe a bill of materials")
def describe(request: HttpRequest, device: Number, given: BillTaken) -> ShareDetail:
    """Open or change the bill of one's device; a declared share becomes a draft again."""
    actor = member_of(request)
    require(actor, "industry.add_device")
    own = one_or_404(devices_for(actor).filter(maker=actor.organisation), device)
    actions.describe_bill(actor, own, **given.model_dump())
    return _detail(actor, device)


@router.post("/{int:device}/inputs", response={201: ShareDetail}, summary="Add an input")
def add_input(request: HttpRequest, device: Number, given: InputTaken) -> ShareDetail:
    """Add an input without evidence: bought here, it counts as imported until it is proven."""
    actor = member_of(request)
    bill = _own(actor, device)
    actions.add_input(actor, bill, _terms(bill, given))
    return _detail(actor, device)


@router.post(
    "/{int:device}/inputs-with-evidence",
    response={201: ShareDetail},
    summary="Add an input with its evidence",
    auth=WITH_FILE,
)
def add_input_with_evidence(
    request: HttpRequest, device: Number, given: Annotated[InputWithEvidence, Form()], file: Joined
) -> ShareDetail:
    """Add an input with the invoice or the certificate that shows where it comes from."""
    actor = member_of(request)
    bill = _own(actor, device)
    with joining():
        actions.add_input(actor, bill, _terms(bill, given, keep_piece(actor, file)))
    return _detail(actor, device)


def _terms(
    bill: BillOfMaterials, given: InputTaken | InputWithEvidence, evidence: StoredFile | None = None
) -> actions.InputTerms:
    return actions.InputTerms(
        given.name,
        given.quantity,
        given.unit_cost,
        given.origin,
        named_or_none(components_for(bill.device), given.component, "#/component"),
        evidence,
    )


@router.post("/inputs/{int:number}/transitions/remove", response=ShareDetail, summary="Remove an input")
def remove_input(request: HttpRequest, number: Number, given: Nothing = NONE) -> ShareDetail:  # noqa: ARG001
    """Take an input out of one's bill; a declared share becomes a draft again."""
    actor = member_of(request)
    require(actor, "industry.add_device")
    own = BillInput.objects.select_related("bill__device").filter(bill__device__maker=actor.organisation)
    item = one_or_404(own, number)
    actions.remove_input(actor, item)
    return _detail(actor, item.bill.device_id)


@router.get("/inputs/{int:number}/evidence", summary="Open the evidence of an input")
def evidence(request: HttpRequest, number: Number) -> HttpResponseBase:
    """Hand over an evidence to its maker and the cluster; who opened it is written down."""
    actor = member_of(request)
    if not allowed(actor, "industry.see_plants"):
        raise PermissionDenied(
            _("Les preuves d'une nomenclature ne sont lues que par son fabricant et le cluster.")
        )
    item = one_or_404(BillInput.objects.select_related("bill__device", "evidence"), number)
    if item.evidence is None or not allowed(actor, "industry.see_bill", item.bill):
        raise Http404
    return hand_over(actor, item.evidence)


@router.post("/{int:device}/transitions/declare", response=ShareDetail, summary="Declare a local share")
def declare(request: HttpRequest, device: Number, given: Nothing = NONE) -> ShareDetail:  # noqa: ARG001
    """Declare the share that the bill gives now: members read it."""
    actor = member_of(request)
    actions.declare_content(actor, _own(actor, device))
    return _detail(actor, device)


@router.post("/{int:device}/transitions/contest", response=ShareDetail, summary="Contest a local share")
def contest(request: HttpRequest, device: Number, given: WhyContested) -> ShareDetail:
    """Contest another party's declared share."""
    actor = member_of(request)
    actions.open_contest(actor, of_device(bills_for(actor), device), reason=given.reason)
    return _detail(actor, device)


@router.post("/contests/{int:number}/transitions/answer", response=ShareDetail, summary="Answer a contest")
def answer(request: HttpRequest, number: Number, given: ContestAnswered) -> ShareDetail:
    """Answer a contest of one's own device."""
    actor = member_of(request)
    require(actor, "industry.add_device")
    chosen = one_or_404(_contests(actor).filter(bill__device__maker=actor.organisation), number)
    actions.answer_contest(actor, chosen, answer=given.answer)
    return _detail(actor, chosen.bill.device_id)


@router.post("/contests/{int:number}/transitions/settle", response=ShareDetail, summary="Settle a contest")
def settle(request: HttpRequest, number: Number, given: ContestSettled) -> ShareDetail:
    """Settle a contest; where it is upheld, the declared share is withdrawn."""
    actor = member_of(request)
    chosen = one_or_404(_contests(actor), number)
    actions.settle_contest(actor, chosen, upheld=given.upheld, reason=given.reason)
    return _detail(actor, chosen.bill.device_id)


def _contests(actor: Actor) -> QuerySet[Contest]:
    found = Contest.objects.select_related("bill__device__maker", "opened_by")
    return found.filter(bill__in=bills_for(actor).values("pk"))
