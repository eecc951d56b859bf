"""Controls of declared shares in every state, led by the room's own actions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils import timezone

from rakiza.demonstration.cluster import Cluster
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.industry.content.auditing import (
    Findings,
    answer_findings,
    decide_audit,
    open_audit,
    send_findings,
)
from rakiza.pillars.industry.content.models import BillOfMaterials
from rakiza.pillars.industry.content.queries import audits_drawn
from rakiza.pillars.industry.enums import AuditState, Consequence, ContentState
from rakiza.pillars.industry.models import ContentAudit

S = AuditState
# The account that visitors take as a maker holds the first: it finds findings to answer.
WAYS = (S.SENT, S.OPEN, S.CONTESTED, S.AGREED, S.CONFIRMED, S.CORRECTED, S.WITHDRAWN)
LOWER = Decimal("0.05")


def load_content_audits(cluster: Cluster, bills: Iterable[BillOfMaterials]) -> int:
    """Control one declared share a state, and leave what the year's draw names to begin; return how many."""
    makers = {actor.organisation.pk: actor for _demo, actor in cluster.makers}
    drawn = {bill.pk for bill in audits_drawn(timezone.localdate().year)}
    declared = (bill for bill in bills if bill.pk not in drawn and _standing(bill))
    for bill, state in zip(declared, WAYS, strict=False):
        _lead(cluster, makers[bill.device.maker_id], bill, state)
    return ContentAudit.objects.count()


def _standing(bill: BillOfMaterials) -> bool:
    bill.refresh_from_db()
    return bill.state == ContentState.DECLARED


def _lead(cluster: Cluster, maker: Actor, bill: BillOfMaterials, state: AuditState) -> None:
    audit = open_audit(
        cluster.staff, bill, year=timezone.localdate().year, reason="Signalement fictif de démonstration."
    )
    if state == S.OPEN:
        return
    send_findings(cluster.staff, audit, _findings(audit, state))
    if state == S.SENT:
        return
    agrees = state != S.CONTESTED
    answer = "" if agrees else "La facture jointe prouve l'achat ici (démonstration)."
    answer_findings(maker, audit, agrees=agrees, answer=answer)
    if state in {S.CONFIRMED, S.CORRECTED, S.WITHDRAWN}:
        decide_audit(
            cluster.administrator,
            audit,
            upheld=state != S.CONFIRMED,
            reason="Décision fictive de démonstration.",
        )


def _findings(audit: ContentAudit, state: AuditState) -> Findings:
    remark = "Une entrée dite locale n'a pas de preuve d'origine (démonstration)."
    if state == S.WITHDRAWN:
        return Findings(remark, Consequence.WITHDRAW)
    return Findings(remark, Consequence.CORRECT, max(audit.share - LOWER, Decimal(0)))
