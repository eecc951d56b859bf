"""Reads of controls, and what each means for the label."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import allowed
from rakiza.pillars.industry.content.audit_models import ContentAudit, ContentAuditQuerySet
from rakiza.pillars.industry.content.models import BillOfMaterials
from rakiza.pillars.industry.content.queries import audits_drawn
from rakiza.pillars.industry.enums import AuditState, Consequence, ContentMethod


@dataclass(frozen=True, slots=True)
class Drawn:
    """A declaration to control in a year, with its control where it began."""

    bill: BillOfMaterials
    audit: ContentAudit | None

    @property
    def state(self) -> str:
        """Where it stands; empty where nobody began."""
        return self.audit.state if self.audit else ""


def audits_for(actor: Actor) -> ContentAuditQuerySet:
    """Return all controls for the cluster, a maker's own, none for others."""
    audits = ContentAudit.objects.select_related("bill__device__maker", "auditor", "decided_by")
    if allowed(actor, "industry.draw_audits"):
        return audits
    if actor.plays(Role.MAKER):
        return audits.filter(bill__device__maker=actor.organisation)
    return audits.none()


def year_of_audits(actor: Actor, year: int) -> list[Drawn]:
    """Return what the year's draw names, in its order, then what was controlled beside it."""
    audits = list(audits_for(actor).filter(year=year).order_by("pk"))
    latest = {one.bill_id: one for one in audits}
    drawn = [Drawn(bill, latest.get(bill.pk)) for bill in audits_drawn(year)]
    shown = {one.audit.pk for one in drawn if one.audit is not None}
    return [*drawn, *(Drawn(one.bill, one) for one in audits if one.pk not in shown)]


def loses_label(audit: ContentAudit, threshold: Decimal) -> bool:
    """Tell whether a control, as proposed or decided, takes the label away (unit value added at least `threshold`)."""
    if audit.method != ContentMethod.VALUE_ADDED or audit.share < threshold:
        return False
    if audit.state == AuditState.CONFIRMED or not audit.consequence:
        return False
    if audit.consequence == Consequence.WITHDRAW:
        return True
    return audit.corrected_share is not None and audit.corrected_share < threshold
