"""What is done in a control of local content: open it, send findings, answer them, decide by a second person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.industry.content.audit_models import ContentAudit
from rakiza.pillars.industry.content.models import BillOfMaterials
from rakiza.pillars.industry.content.queries import audits_drawn
from rakiza.pillars.industry.content.resting import reopen_above
from rakiza.pillars.industry.enums import AuditState, Consequence, ContentState

S = AuditState
# The cluster's own rule: days that a maker has to answer findings before they may be decided without it.
ANSWER_DAYS = 15
DECIDABLE = (S.AGREED, S.CONTESTED, S.SENT)
FINDINGS = "industry.audit_findings"
FINDINGS_ANSWERED = "industry.findings_answered"
TO_DECIDE = "industry.audit_to_decide"


@dataclass(frozen=True, slots=True)
class Findings:
    """What a control found, and what the auditor proposes to make of it."""

    remark: str
    consequence: Consequence
    corrected_share: Decimal | None = None


@transaction.atomic
def open_audit(actor: Actor, bill: BillOfMaterials, *, year: int, reason: str = "") -> ContentAudit:
    """Begin to control a declared share: one that the year's draw names, or another for a typed reason."""
    require(actor, "industry.audit_content", bill)
    held = (
        BillOfMaterials.objects.select_for_update(of=("self",))
        .select_related("device__maker")
        .get(pk=bill.pk)
    )
    if held.state != ContentState.DECLARED or held.share is None:
        raise Refused("content.undeclared", _("Aucune part déclarée n'est à contrôler."))
    if year > timezone.localdate().year:
        raise Refused("content_audit.year", _("Une année à venir n'a pas encore son tirage."))
    before = held.audits.filter(year=year, drawn=True).exists()
    drawn = not before and any(one.pk == held.pk for one in audits_drawn(year))
    if not drawn and not reason.strip():
        raise Refused(
            "content_audit.not_drawn",
            _("Le tirage de %(year)s ne désigne pas cette déclaration : dites pourquoi la contrôler."),
            year=year,
        )
    try:
        with transaction.atomic():
            made = ContentAudit.objects.create(
                bill=held,
                year=year,
                drawn=drawn,
                reason="" if drawn else reason.strip()[:1000],
                share=held.share,
                method=held.method,
                auditor=actor.user,
            )
    except IntegrityError as clash:
        raise Refused("content_audit.running", _("Un contrôle de cette part est déjà en cours.")) from clash
    record(actor, "industry.open_audit", made, after={"share": held.share, "drawn": drawn, "year": year})
    _tell_maker(made, "industry.audit_opened")
    return made


@transaction.atomic
def send_findings(actor: Actor, audit: ContentAudit, findings: Findings) -> None:
    """Send what was found: the maker answers within fifteen days; nothing found waits for the second person."""
    require(actor, "industry.send_findings", audit)
    kept = _locked(audit, (S.OPEN,))
    kept.remark = _typed(findings.remark, 4000)
    kept.consequence, kept.corrected_share = findings.consequence, _corrected(kept, findings)
    if findings.consequence == Consequence.NONE:
        kept.state = S.AGREED
    else:
        kept.state = S.SENT
        kept.answer_due = timezone.localdate() + timedelta(days=ANSWER_DAYS)
    kept.save()
    after = {"consequence": kept.consequence, "corrected_share": kept.corrected_share}
    record(actor, "industry.send_findings", kept, before={"share": kept.share}, after=after)
    if kept.state == S.AGREED:
        _tell_maker(kept, "industry.audit_found_nothing")
        _tell_cluster(kept, TO_DECIDE)
    else:
        _tell_maker(kept, FINDINGS)


@transaction.atomic
def answer_findings(actor: Actor, audit: ContentAudit, *, agrees: bool, answer: str = "") -> None:
    """Agree to the findings on one's own device, or contest them with a reason."""
    require(actor, "industry.answer_findings", audit)
    kept = _locked(audit, (S.SENT,))
    kept.answer = answer.strip()[:2000] if agrees else _typed(answer, 2000)
    kept.state = S.AGREED if agrees else S.CONTESTED
    kept.save()
    record(actor, "industry.answer_findings", kept, after={"state": kept.state, "answer": kept.answer})
    settle(kept, kept.bill.device.maker, {FINDINGS})
    _tell_cluster(kept, FINDINGS_ANSWERED)


@transaction.atomic
def decide_audit(actor: Actor, audit: ContentAudit, *, upheld: bool, reason: str) -> None:
    """Decide on findings, by somebody who didn't find them: the reason answers the maker's contest.

    Where they are upheld, the declared share is corrected or withdrawn, and what reads it follows.
    """
    require(actor, "industry.decide_audit", audit)
    kept = _locked(audit, DECIDABLE)
    if kept.state == S.SENT and (kept.answer_due is None or kept.answer_due >= timezone.localdate()):
        raise Refused("content_audit.early", _("Le fabricant a encore le temps de répondre."))
    kept.decision, kept.decided_by, kept.decided_at = _typed(reason, 2000), actor.user, timezone.now()
    kept.state = _outcome(kept.consequence) if upheld else S.CONFIRMED
    kept.save()
    _apply(kept)
    if kept.state in (S.CORRECTED, S.WITHDRAWN):
        reopen_above(actor, kept.bill.device)
    after = {"state": kept.state, "share": kept.corrected_share, "reason": kept.decision}
    record(actor, "industry.decide_audit", kept, before={"share": kept.share}, after=after)
    settle(kept, kept.bill.device.maker, {FINDINGS})
    settle(kept, None, {TO_DECIDE, FINDINGS_ANSWERED})
    _tell_maker(kept, "industry.audit_decided", outcome=kept.decision)


def _outcome(consequence: str) -> AuditState:
    outcomes = {Consequence.CORRECT: S.CORRECTED, Consequence.WITHDRAW: S.WITHDRAWN}
    return outcomes.get(Consequence(consequence), S.CONFIRMED)


def _apply(kept: ContentAudit) -> None:
    """Change the share that stands; one that a contest withdrew meanwhile stays withdrawn."""
    standing = BillOfMaterials.objects.filter(pk=kept.bill_id, state=ContentState.DECLARED)
    if kept.state == S.CORRECTED:
        standing.update(share=kept.corrected_share)
    elif kept.state == S.WITHDRAWN:
        standing.update(state=ContentState.WITHDRAWN, share=None)


def _corrected(kept: ContentAudit, findings: Findings) -> Decimal | None:
    if findings.consequence != Consequence.CORRECT:
        return None
    share = findings.corrected_share
    if share is None or not 0 <= share <= 1:
        raise Refused("content_audit.share", _("Indiquez la part corrigée, entre 0 et 100 %."))
    if share == kept.share:
        raise Refused("content_audit.same", _("La part corrigée est celle qui est déclarée."))
    return share


def _locked(audit: ContentAudit, origins: tuple[AuditState, ...]) -> ContentAudit:
    kept = (
        ContentAudit.objects.select_for_update(of=("self",))
        .select_related("bill__device__maker")
        .get(pk=audit.pk)
    )
    if kept.state not in origins:
        raise Refused("content_audit.state", _("Ce contrôle a changé entre-temps : rechargez la page."))
    return kept


def _typed(text: str, most: int) -> str:
    stripped = text.strip()[:most]
    if not stripped:
        raise Refused("content.reason", _("Indiquez le motif."))
    return stripped


def _tell_maker(kept: ContentAudit, code: str, **params: object) -> None:
    device = kept.bill.device
    notify(
        code,
        organisation=device.maker,
        params={"device": device, **params},
        about=kept,
        deadline=kept.answer_due if kept.state == S.SENT else None,
    )


def _tell_cluster(kept: ContentAudit, code: str) -> None:
    device = kept.bill.device
    said = {"maker": device.maker, "device": device}
    notify(code, role=Role.CLUSTER_STAFF, params=said, about=kept)
