"""Endpoints of controls of local content: open one, send findings, answer, decide by a second person."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from rakiza.kernel.api.acting import member_of
from rakiza.kernel.api.finding import one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import Number, PageOf
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import require
from rakiza.pillars.industry.content import auditing
from rakiza.pillars.industry.content.api import of_device
from rakiza.pillars.industry.content.audit_queries import audits_for
from rakiza.pillars.industry.content.queries import bills_for
from rakiza.pillars.industry.content.schemas import (
    AuditDecided,
    AuditOpened,
    ContentAuditsAsked,
    ContentAuditShown,
    FindingsAnswered,
    FindingsTaken,
)

router = Router(tags=["content audits"])


@router.get("", response=PageOf[ContentAuditShown], summary="List controls of local content")
def audits(request: HttpRequest, asked: Annotated[ContentAuditsAsked, Query()]) -> PageOf[ContentAuditShown]:
    """List all controls for the cluster, a maker's own for it; the latest first."""
    rows = audits_for(member_of(request)).order_by("-pk")
    if asked.year:
        rows = rows.filter(year=asked.year)
    if asked.state:
        rows = rows.filter(state=asked.state)
    return page_of(request, rows, asked, lambda found: [ContentAuditShown.of(row) for row in found])


def _shown(actor: Actor, number: int) -> ContentAuditShown:
    return ContentAuditShown.of(one_or_404(audits_for(actor), number))


@router.get("/{int:number}", response=ContentAuditShown, summary="Show a control")
def audit(request: HttpRequest, number: Number) -> ContentAuditShown:
    """Return one control."""
    return _shown(member_of(request), number)


@router.post("/of-device/{int:device}", response={201: ContentAuditShown}, summary="Open a control")
def open_audit(request: HttpRequest, device: Number, given: AuditOpened) -> ContentAuditShown:
    """Begin to control a declared share: one that the year's draw names, or another for a reason."""
    actor = member_of(request)
    require(actor, "industry.draw_audits")
    bill = of_device(bills_for(actor), device)
    return _shown(actor, auditing.open_audit(actor, bill, **given.model_dump()).pk)


@router.post("/{int:number}/transitions/send-findings", response=ContentAuditShown, summary="Send findings")
def send_findings(request: HttpRequest, number: Number, given: FindingsTaken) -> ContentAuditShown:
    """Send what was found: the maker answers within fifteen days."""
    actor = member_of(request)
    findings = auditing.Findings(given.remark, given.consequence, given.corrected_share)
    auditing.send_findings(actor, one_or_404(audits_for(actor), number), findings)
    return _shown(actor, number)


@router.post("/{int:number}/transitions/answer", response=ContentAuditShown, summary="Answer findings")
def answer(request: HttpRequest, number: Number, given: FindingsAnswered) -> ContentAuditShown:
    """Agree to the findings on one's own device, or contest them with a reason."""
    actor = member_of(request)
    shown = one_or_404(audits_for(actor), number)
    auditing.answer_findings(actor, shown, agrees=given.agrees, answer=given.answer)
    return _shown(actor, number)


@router.post("/{int:number}/transitions/decide", response=ContentAuditShown, summary="Decide a control")
def decide(request: HttpRequest, number: Number, given: AuditDecided) -> ContentAuditShown:
    """Decide on findings, by somebody who didn't find them."""
    actor = member_of(request)
    shown = one_or_404(audits_for(actor), number)
    auditing.decide_audit(actor, shown, upheld=given.upheld, reason=given.reason)
    return _shown(actor, number)
